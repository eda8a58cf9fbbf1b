"""What a project is worth, in pictures."""

from collections.abc import Sequence

import altair as alt
import numpy as np

from mlscope.charts.look import Figure, Row, amounts, band, capital, chance_words, labels_of, layer, made, scale_of, short
from mlscope.project.results import BreakEven, InformationValue, Money, Swing
from mlscope.words import money_words, percent_words, years_words


def npv_distribution(money: Money, bins: int = 44) -> Figure | None:
    """How net present value is spread, with the side of loss in another colour."""
    if money.npv is None or money.probability_positive is None or money.samples.size == 0:
        return None
    low, high = np.quantile(money.samples, [0.005, 0.995])
    if high <= low:
        return None
    divisor, prefix = scale_of([low, high])
    step = (high - low) / bins
    edges = step * np.arange(np.floor(low / step), np.ceil(high / step) + 1)
    share = np.histogram(money.samples, edges)[0] / money.samples.size
    bars = [{"a": a / divisor, "b": b / divisor, "share": s, "none": 0} for a, b, s in zip(edges[:-1], edges[1:], share, strict=True)]
    x, y = amounts("a", f"Net present value over {money.horizon_years} years ({prefix}{money.currency})"), alt.Y("share:Q", axis=None)
    place = {"x": x, "x2": "b:Q", "y": y, "y2": "none:Q"}
    chance, median = chance_words(money.probability_positive), money_words(money.npv.p50, money.currency)
    top = float(share.max())
    marks = [{"a": money.npv.p50 / divisor, "share": top * 1.12, "text": f"even odds: {median}"}]
    layers = [
        layer([b for b in bars if b["a"] >= -1e-12], "rect", "gain", place),
        layer([b for b in bars if b["a"] < -1e-12], "rect", "loss", place),
        layer([{"a": 0}], "rule", "edge", {"x": x}),
        layer([{"a": money.npv.p50 / divisor, "share": top * 1.06}], "rule", "hint", {"x": x, "y": y}),
        layer(marks, "text", "strong", {"x": x, "y": y, "text": "text:N"}, align="center"),
    ]
    words = (
        f"Distribution of net present value from {money.points:,} simulated outcomes: {chance} are above zero, half are above {median}, "
        f"eight in ten lie between {money_words(money.npv.p10, money.currency)} and {money_words(money.npv.p90, money.currency)}."
    )
    return made(layers, 210, words, f"{capital(chance)} chance that it pays back; losses stand left of zero")


def cash_flow(money: Money) -> Figure | None:
    """The balance year by year as a fan, with each year's median net flow as bars."""
    bands = money.cash_flow
    if not bands:
        return None
    divisor, prefix = scale_of(a for band in bands for a in (band.cumulative_p10, band.cumulative_p90))
    rows = [
        {
            "year": b.year,
            "low": b.cumulative_p10 / divisor,
            "mid": b.cumulative_p50 / divisor,
            "high": b.cumulative_p90 / divisor,
            "net": b.p50 / divisor,
        }
        for b in bands
    ]
    x = alt.X("year:Q", axis=alt.Axis(title="Year", tickMinStep=1, format="d", grid=False), scale=alt.Scale(padding=24, nice=False))
    unit = f"Money in and out ({prefix}{money.currency})"

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=alt.Axis(title=unit))

    last = [rows[-1] | {"high_text": "good case (P90)", "mid_text": "balance, even odds", "low_text": "bad case (P10)"}]
    layers = [
        layer(rows, "area", "band", {"x": x, "y": y("low"), "y2": "high:Q"}),
        layer(rows, "bar", "track", {"x": x, "y": y("net")}, size=16),
        layer([{"zero": 0}], "rule", "edge", {"y": y("zero")}),
        layer(rows, "line", "curve", {"x": x, "y": y("mid")}),
        *(
            layer(last, "text", "aside", {"x": x, "y": y(part), "text": f"{part}_text:N"}, align="right", dy=-8, dx=4)
            for part in ("high", "mid", "low")
        ),
    ]
    return made(layers, 230, _cash_flow_words(money), _payback_title(money))


def _payback_title(money: Money) -> str:
    if money.payback_p50 is None:
        return f"At even odds the money does not come back within {years_words(money.horizon_years)}"
    if money.payback_p50 == 0:
        return "At even odds the balance never falls below zero"
    return f"At even odds the money is back after {years_words(money.payback_p50)}"


def _cash_flow_words(money: Money) -> str:
    last = money.cash_flow[-1]
    low, mid, high = (money_words(a, money.currency) for a in (last.cumulative_p10, last.cumulative_p50, last.cumulative_p90))
    return f"Balance of all cash flows by year. After year {last.year} it stands at {mid} at even odds, at {low} in a bad case and {high} in a good one. {_payback_title(money)}."


def tornado(money: Money, top: int = 8) -> Figure | None:
    """Which inputs move net present value most: each at its low and its high end, the others at their mean."""
    swings = [s for s in money.tornado if s.low != s.high][:top]
    if not swings or money.deterministic is None:
        return None
    base = money.deterministic.npv
    divisor, prefix = scale_of(a for s in swings for a in (s.low, s.high))
    names = labels_of(s.label for s in swings)
    ends = [
        {"label": n, "end": v / divisor, "base": base / divisor, "text": money_words(v, "").strip(), "right": v >= base, "high": high}
        for n, s in zip(names, swings, strict=True)
        for v, high in ((s.low, False), (s.high, True))
    ]
    x, y = amounts("end", f"Expected net present value ({prefix}{money.currency})", scale=alt.Scale(zero=False, padding=46)), band(names)
    place = {"x": x, "x2": "base:Q", "y": y}
    layers = [
        layer([e for e in ends if not e["high"]], "bar", "soft", place, height=16),
        layer([e for e in ends if e["high"]], "bar", "gain", place, height=16),
        layer([{"end": base / divisor}], "rule", "edge", {"x": x}),
        layer([e for e in ends if e["right"]], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
        layer([e for e in ends if not e["right"]], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="right", dx=-5),
    ]
    return made(layers, 26 * len(names), _tornado_words(money, swings), _driver_title(swings))


def _driver_title(swings: Sequence[Swing]) -> str:
    first = short(swings[0].label, 60)
    if len(swings) == 1 or abs(swings[0].high - swings[0].low) >= 1.5 * abs(swings[1].high - swings[1].low):
        return f"What decides the outcome: {first}"
    return f"What moves the outcome most: {short(swings[0].label, 40)}, and {short(swings[1].label, 40)}"


def _tornado_words(money: Money, swings: Sequence[Swing]) -> str:
    parts = [f"{s.label}: {money_words(s.low, money.currency)} to {money_words(s.high, money.currency)}" for s in swings]
    return "Net present value with one input at its P10 (light) and its P90 (dark), the others at their mean. " + "; ".join(parts) + "."


def information_value(money: Money, top: int = 6) -> Figure | None:
    """What finding out each input before deciding would be worth at most; None when nothing is worth finding out."""
    worth = sorted(money.evppi, key=lambda item: -item.value)[:top]
    if not worth or worth[0].negligible:
        return None
    divisor, prefix = scale_of(i.value for i in worth)
    rows: list[Row] = [
        {
            "label": n,
            "value": 0 if i.negligible else i.value / divisor,
            "text": "about 0" if i.negligible else money_words(i.value, money.currency),
        }
        for n, i in zip(labels_of(i.label for i in worth), worth, strict=True)
    ]
    top_value = max(row["value"] for row in rows)
    y = band([row["label"] for row in rows])
    x = amounts("value", f"Worth of knowing it for certain ({prefix}{money.currency})", scale=alt.Scale(domain=[0, top_value * 1.25]))
    layers = [
        layer(rows, "bar", "gain", {"x": x, "y": y}, height=16),
        layer(rows, "text", "words", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
    ]
    title = f"Find out first: {short(worth[0].label, 50)}, worth up to {money_words(worth[0].value, money.currency)}"
    return made(layers, 26 * len(rows), _worth_words(money, worth), title)


def _worth_words(money: Money, worth: Sequence[InformationValue]) -> str:
    parts = [f"{i.label}: {'about 0' if i.negligible else money_words(i.value, money.currency)}" for i in worth]
    return "The most that certainty about one input is worth before deciding. " + "; ".join(parts) + "."


def break_even(result: BreakEven, precision: float | None = None, recall: float | None = None) -> Figure | None:
    """The least precision that pays at each recall, with the target marked."""
    if not result.curve:
        return None
    curve = [{"recall": r, "precision": p} for r, p in result.curve]
    percent: Row = {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}
    whole = alt.Scale(domain=[0, 1])
    x = amounts("recall", "Recall: share of true cases found", scale=whole, axis=percent)
    y = alt.Y("precision:Q", axis=alt.Axis(title="Precision: share of alarms that are right", **percent), scale=whole)
    last = curve[-1]
    layers = [
        layer([c | {"top": 1} for c in curve], "area", "band", {"x": x, "y": y, "y2": "top:Q"}),
        layer(curve, "line", "curve", {"x": x, "y": y}),
        layer(
            [last | {"precision": 1, "text": "pays here"}], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="right", dy=14, dx=-8
        ),
    ]
    words = f"Least precision at which a year's decisions pay, by recall: {percent_words(curve[0]['precision'])} at a recall of {percent_words(curve[0]['recall'])}, {percent_words(last['precision'])} at {percent_words(last['recall'])}."
    if precision is None or recall is None:
        return made(layers, 240, words, "How good the model must be to pay for itself")
    target = [{"recall": recall, "precision": precision, "text": "target"}]
    layers.append(layer(target, "point", "point", {"x": x, "y": y}))
    layers.append(layer(target, "text", "strong", {"x": x, "y": y, "text": "text:N"}, align="left", dx=9))
    words += f" The target is a precision of {percent_words(precision)} at a recall of {percent_words(recall)}."
    return made(layers, 240, words, _target_title(result, precision))


def _target_title(result: BreakEven, precision: float) -> str:
    if result.precision_status == "never":
        return "At the target recall no precision is enough to pay"
    if result.precision_status != "ok" or result.precision is None:
        return "How good the model must be to pay for itself"
    side = "above" if precision >= result.precision else "below"
    return f"The target precision of {percent_words(precision)} is {side} break-even at {percent_words(result.precision)}"
