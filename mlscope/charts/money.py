"""What a project is worth, in pictures."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import numpy as np

from mlscope.charts.figure import Figure, drawn_once, figure_of
from mlscope.charts.parts import (
    Row,
    amounts,
    apart,
    capital,
    heights,
    labels_of,
    of,
    room_at_right,
    scale_of,
    short,
    words,
)
from mlscope.results import BreakEven, BudgetLine, InformationValue, Level, Money, Swing
from mlscope.words import (
    chance_words,
    exact_percent_words,
    money_words,
    percent_words,
    spoken,
    years_words,
)

STEP = 42
"""Height of a row in which a name stands above its bar, in pixels."""
NAME = 50
"""Characters of such a name that fit a phone."""
ENDS = {"high": "good case", "mid": "middle case", "low": "bad case"}


@drawn_once
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
    bars = [
        {"a": a / divisor, "b": b / divisor, "share": s, "none": 0}
        for a, b, s in zip(edges[:-1], edges[1:], share, strict=True)
    ]
    top = float(share.max())
    x = amounts(
        "a", f"Net present value over {money.horizon_years} years ({prefix}{money.currency})", grid=False
    )
    x = x.scale(domain=[edges[0] / divisor, edges[-1] / divisor], nice=False)
    y = alt.Y("share:Q").axis(None).scale(domain=[0, top * 1.3])
    bar: dict[str, Any] = {"x": x, "x2": alt.X2("b"), "y": y, "y2": alt.Y2("none")}
    line: dict[str, Any] = {"x": x, "y": y, "y2": alt.Y2("none")}
    even = (money.npv.p50 - edges[0]) / (edges[-1] - edges[0])
    middle = {
        "a": money.npv.p50 / divisor,
        "share": top * 1.1,
        "text": f"middle case {_amount(money, money.npv.p50)}",
        "none": 0,
    }
    zero = of([{"a": 0, "share": top, "none": 0}]).mark_rule(style="edge").encode(**line)
    chance = chance_words(money.probability_positive)
    layers = [
        of(b for b in bars if b["a"] >= -1e-12).mark_rect(style="gain").encode(**bar),
        of(b for b in bars if b["a"] < -1e-12).mark_rect(style="loss").encode(**bar),
        *([zero] if edges[0] <= 0 <= edges[-1] else []),
        of([middle]).mark_rule(style="hint").encode(**line),
        of([middle])
        .mark_text(style="strong", align=_toward_middle(even), dy=-8)
        .encode(x=x, y=y, text=alt.Text("text:N")),
        *_corners(f"{chance_words(1 - money.probability_positive)} lose", f"{chance} pay back"),
    ]
    return figure_of(
        layers,
        height=220,
        title=f"{capital(chance)} chance that it pays back",
        alt_text=(
            f"Distribution of net present value over the simulated outcomes: {chance} are above "
            f"zero, half are above {_amount(money, money.npv.p50)}, eight in ten lie between "
            f"{_amount(money, money.npv.p10)} and {_amount(money, money.npv.p90)}."
        ),
        note="How often each outcome comes up in the simulation. Left of zero the project loses money.",
    )


def _corners(left: str, right: str) -> list[alt.Chart]:
    """Words in the upper corners of a picture."""
    return [
        of([{"text": left}]).mark_text(style="aside", align="left").encode(**words(0, 2)),
        of([{"text": right}]).mark_text(style="aside", align="right").encode(**words("width", 2)),
    ]


def _amount(money: Money, value: float) -> str:
    return money_words(value, money.currency)


def _toward_middle(position: float) -> Literal["left", "center", "right"]:
    """How a label at this share of the width is aligned so that it stays inside."""
    return "left" if position < 0.25 else "right" if position > 0.75 else "center"


@drawn_once
def cash_flow(money: Money, height: int = 240) -> Figure | None:
    """The balance year by year as a fan, with each year's median net flow as bars."""
    bands = money.cash_flow
    if not bands:
        return None
    divisor, prefix = scale_of(a for b in bands for a in (b.cumulative_p10, b.cumulative_p90))
    rows = [
        {
            "year": b.year,
            "low": b.cumulative_p10 / divisor,
            "mid": b.cumulative_p50 / divisor,
            "high": b.cumulative_p90 / divisor,
        }
        | {"net": b.p50 / divisor, "zero": 0}
        for b in bands
    ]
    bottom, top = (
        min(0.0, *(min(r["low"], r["net"]) for r in rows)),
        max(0.0, *(max(r["high"], r["net"]) for r in rows)),
    )
    room = 0.06 * (top - bottom) or 1.0
    x = amounts("year", "Year", tickMinStep=1, format="d", grid=False)
    x = x.scale(domain=[0, len(bands) - 1], range=room_at_right(72, left=14))

    def y(field: str) -> alt.Y:
        axis = heights(field, f"Money in and out ({prefix}{money.currency})")
        return axis.scale(domain=[bottom - room, top + room], nice=False)

    pixels = [height * (top + room - rows[-1][end]) / (top - bottom + 2 * room) for end in ENDS]
    ends = [
        {"year": len(bands) - 1, "place": place, "text": [name, money_words(rows[-1][end] * divisor)]}
        for (end, name), place in zip(ENDS.items(), apart(pixels, 30, 14, height - 14), strict=True)
    ]
    layers = [
        of(rows).mark_area(style="band").encode(x=x, y=y("low"), y2=alt.Y2("high")),
        of(rows).mark_bar(style="track", size=14).encode(x=x, y=y("net"), y2=alt.Y2("zero")),
        of(rows).mark_line(style="edge").encode(x=x, y=y("zero")),
        of(rows).mark_line(style="curve").encode(x=x, y=y("mid")),
        of(ends)
        .mark_text(style="aside", align="left", dx=8, baseline="middle")
        .encode(x=x, y=alt.Y("place:Q").scale(None).axis(None), text=alt.Text("text:N")),
    ]
    return figure_of(
        layers,
        height=height,
        title=_payback_title(money),
        alt_text=_cash_flow_words(money),
        note=(
            "Line: all money in and out so far, in the middle case. Band: eight outcomes in ten. Grey bars:"
            " the flow of the year itself."
        ),
    )


def _payback_title(money: Money) -> str:
    if money.payback_p50 is None:
        return f"In the middle case the money does not come back within {years_words(money.horizon_years)}"
    if money.payback_p50 == 0:
        return "In the middle case the balance never falls below zero"
    return f"In the middle case the money is back after {years_words(money.payback_p50)}"


def _cash_flow_words(money: Money) -> str:
    last = money.cash_flow[-1]
    low, mid, high = (
        _amount(money, a) for a in (last.cumulative_p10, last.cumulative_p50, last.cumulative_p90)
    )
    return (
        f"Balance of all cash flows by year. After year {last.year} it stands at {mid} in the middle case, at"
        f" {low} in a bad case and {high} in a good one. {_payback_title(money)}."
    )


def _names(rows: Sequence[Row]) -> tuple[alt.Y, alt.Chart]:
    """A band of rows, and the layer that writes each row's name above its bar: names need no room beside the
    bars then.
    """
    y = alt.Y("label:N").sort([row["label"] for row in rows]).axis(None)
    return y, of(rows).mark_text(style="words", align="left", dy=-11).encode(**words(0, y, "label:N"))


BAR: dict[str, Any] = {"height": 13, "yOffset": 8}
PLAIN: dict[str, Any] = {"tickCount": 4, "grid": False}


def _beside(rows: Sequence[Row], x: alt.X, y: alt.Y, *, left: bool = False) -> alt.Chart:
    """The text of each row beside the end of its bar, on its right unless `left`."""
    align: Literal["left", "right"] = "right" if left else "left"
    marks: alt.Chart = of(rows).mark_text(style="aside", align=align, dx=-5 if left else 5, dy=8)
    return marks.encode(x=x, y=y, text=alt.Text("text:N"))


@drawn_once
def tornado(money: Money, top: int = 8) -> Figure | None:
    """Which inputs move net present value most: each at its low and its high end, the others at their
    mean.
    """
    swings = [s for s in money.tornado if s.low != s.high][:top]
    if not swings or money.deterministic is None:
        return None
    base = money.deterministic.npv
    divisor, prefix = scale_of(a for s in swings for a in (s.low, s.high))
    ends = [
        {
            "label": name,
            "end": v / divisor,
            "base": base / divisor,
            "right": v >= base,
            "high": high,
            "text": _short_amount(v, divisor),
        }
        for name, s in zip(labels_of((s.label for s in swings), NAME), swings, strict=True)
        for v, high in ((s.low, False), (s.high, True))
    ]
    y, names = _names(ends[::2])
    x = amounts("end", f"Net present value at average inputs ({prefix}{money.currency})", **PLAIN)
    x = x.scale(zero=False, nice=False, range=room_at_right(48, left=48))
    place: dict[str, Any] = {"x": x, "x2": alt.X2("base"), "y": y}
    layers = [
        names,
        of(e for e in ends if not e["high"]).mark_bar(style="soft", **BAR).encode(**place),
        of(e for e in ends if e["high"]).mark_bar(style="gain", **BAR).encode(**place),
        of(ends[::2])
        .mark_tick(style="edge", size=21, thickness=1.5, yOffset=8)
        .encode(x=alt.X("base:Q"), y=y),
        _beside([e for e in ends if e["right"]], x, y),
        _beside([e for e in ends if not e["right"]], x, y, left=True),
    ]
    return figure_of(
        layers,
        height=STEP * len(swings),
        title=_driver_title(swings),
        alt_text=_tornado_words(money, swings),
        note=(
            "Pale: the input at its low end (P10), or the event does not happen. Strong: at its high end"
            " (P90), or it happens. All others at their mean; the stroke is everything at its mean,"
            f" {_amount(money, base)}."
        ),
    )


def _short_amount(value: float, divisor: float) -> str:
    """An amount to two significant digits on an axis of `divisor`."""
    rounded = float(f"{value:.2g}") / divisor
    text = f"{rounded:,.{0 if abs(rounded) >= 10 else 1}f}"
    return "0" if text.strip("-0.") == "" else text.replace("-", "−")


def _driver_title(swings: Sequence[Swing]) -> str:
    first = short(spoken(swings[0].label), 60)
    if len(swings) == 1 or abs(swings[0].high - swings[0].low) >= 1.5 * abs(swings[1].high - swings[1].low):
        return f"What decides the outcome: {first}"
    return (
        f"What moves the outcome most: {short(spoken(swings[0].label), 45)}, and"
        f" {short(spoken(swings[1].label), 45)}"
    )


def _tornado_words(money: Money, swings: Sequence[Swing]) -> str:
    parts = [f"{s.label}: {_amount(money, s.low)} to {_amount(money, s.high)}" for s in swings]
    return (
        "Net present value with one input at its P10 (pale) and its P90 (strong), the others at their mean. "
        + "; ".join(parts)
        + "."
    )


@drawn_once
def information_value(money: Money, top: int = 6) -> Figure | None:
    """What finding out each input before deciding would be worth at most; None when nothing is worth finding
    out.
    """
    worth = sorted((one for one in money.evppi if not one.negligible), key=lambda item: -item.value)[:top]
    if not worth:
        return None
    title = (
        f"Find out first: {short(spoken(worth[0].label), 50)}, worth up to {_amount(money, worth[0].value)}"
    )
    return _worth(money, worth, title, "The most that certainty about one input is worth before deciding. ")


@drawn_once
def information_groups(money: Money) -> Figure | None:
    """What knowing a whole group of inputs before deciding would be worth at most; None when nothing is worth
    finding out.
    """
    worth = sorted((one for one in money.evppi_groups if not one.negligible), key=lambda item: -item.value)
    if not worth:
        return None
    title = (
        f"Of whole groups, find out first: {worth[0].label.lower()}, worth up to"
        f" {_amount(money, worth[0].value)}"
    )
    return _worth(
        money,
        worth,
        title,
        "The most that certainty about a whole group of inputs is worth before deciding. ",
    )


def _worth(money: Money, worth: Sequence[InformationValue], title: str, alt_text: str) -> Figure:
    """Bars of what knowing something is worth."""
    divisor, prefix = scale_of(i.value for i in worth)
    rows: list[Row] = [
        {
            "label": name,
            "value": i.value / divisor,
            "text": _amount(money, i.value),
        }
        for name, i in zip(labels_of((i.label for i in worth), NAME), worth, strict=True)
    ]
    y, names = _names(rows)
    x = amounts("value", f"Worth of knowing it for certain ({prefix}{money.currency})", **PLAIN)
    greatest = max(row["value"] for row in rows) or 1
    x = x.scale(domain=[0, greatest], nice=False, range=room_at_right(84))
    return figure_of(
        [names, of(rows).mark_bar(style="gain", **BAR).encode(x=x, y=y), _beside(rows, x, y)],
        height=STEP * len(rows),
        title=title,
        alt_text=alt_text + "; ".join(f"{row['label']}: {row['text']}" for row in rows) + ".",
        note="A study of one of these pays only if it costs less than its bar.",
    )


@drawn_once
def budget_by_year(money: Money) -> Figure | None:
    """What has to be spent in each year if the project goes on: on average, and what suffices in four cases
    of five.
    """
    lines = money.budget.years if money.budget else ()
    if not lines or money.budget is None:
        return None
    title = f"Plan for {_amount(money, money.budget.total.p80)} in all: that suffices in four cases of five"
    return _budget(money, [(f"Year {line.year}", line) for line in lines], title, "Money to be spent by year")


@drawn_once
def budget_by_phase(money: Money) -> Figure | None:
    """What has to be spent on each phase, over all years."""
    lines = sorted(money.budget.phases, key=lambda line: -line.mean) if money.budget else []
    if not lines:
        return None
    total = sum(line.mean for line in lines)
    share = f", {percent_words(lines[0].mean / total)} of all" if total > 0 else ""
    title = f"Most goes to {lines[0].label.lower()}{share}"
    return _budget(money, [(line.label, line) for line in lines], title, "Money to be spent by phase")


def _budget(money: Money, lines: Sequence[tuple[str, BudgetLine]], title: str, what: str) -> Figure:
    """Bars to the mean, with a lighter end up to the P80 and both amounts beside."""
    divisor, prefix = scale_of(max(line.mean, line.p80) for _, line in lines)
    rows: list[Row] = [
        {
            "label": name,
            "mean": line.mean / divisor,
            "p80": max(line.mean, line.p80) / divisor,
            "text": f"{money_words(line.mean)}, P80 {money_words(line.p80)}",
        }
        for name, line in lines
    ]
    y, names = _names(rows)
    x = amounts("p80", f"{what} ({prefix}{money.currency})", **PLAIN)
    greatest = max(row["p80"] for row in rows) or 1
    scale = alt.Scale(domain=[0, greatest], nice=False, range=room_at_right(120))
    x = x.scale(scale)
    to_mean = alt.X("mean:Q").axis(**PLAIN).scale(scale)
    parts = "; ".join(f"{row['label']}: {row['text']}" for row in rows)
    return figure_of(
        [
            names,
            of(rows).mark_bar(style="soft", **BAR).encode(x=x, y=y),
            of(rows).mark_bar(style="gain", **BAR).encode(x=to_mean, y=y),
            _beside(rows, x, y),
        ],
        height=STEP * len(rows),
        title=title,
        alt_text=f"{what}, on average and what suffices in four cases of five (P80). {parts}.",
        note="Strong: on average. With the pale end: enough in four cases of five (P80).",
    )


@drawn_once
def break_even(
    result: BreakEven, precision: float | None = None, recall: float | None = None
) -> Figure | None:
    """The least precision that pays at each recall, with the target marked."""
    if not result.curve:
        return None
    pays, pays_back = result.yearly("precision").value, result.for_npv("precision")
    top = _ceiling([precision, pays, pays_back, result.curve[-1][1]])
    curve = [
        {"recall": r, "precision": min(p, top), "top": top} for r, p in result.curve if p <= top or r >= 0.1
    ]
    if len(curve) > 1 and curve[0]["precision"] == curve[1]["precision"] < top:
        curve.insert(0, curve[0] | {"recall": 0})
    x = amounts(
        "recall", "Recall: share of true cases found", format=".0%", values=[0, 0.25, 0.5, 0.75, 1]
    ).scale(domain=[0, 1], nice=False)
    y = heights("precision", "Precision: share of alarms that are right", format="~%")
    y = y.scale(domain=[0, top], nice=False)
    last = curve[-1]
    layers = [
        of(curve).mark_area(style="band").encode(x=x, y=y, y2=alt.Y2("top")),
        of(curve).mark_line(style="curve").encode(x=x, y=y),
        of([{"text": "pays here"}])
        .mark_text(style="aside", align="right", dx=-8)
        .encode(**words("width", 14)),
    ]
    alt_text = (
        f"Least precision at which a year's decisions pay, by recall: {_least(curve[0]['precision'])} at a"
        f" recall of {percent_words(curve[0]['recall'])}, {_least(last['precision'])} at"
        f" {percent_words(last['recall'])}."
    )
    title = "How good the model must be to pay for itself"
    if precision is not None and recall is not None:
        layers += _targets(pays_back, precision, recall, x, y)
        title = _target_title(result.yearly("precision"), precision)
        if pays_back is not None:
            alt_text += (
                f" For the whole project to pay back it must reach {_least(pays_back)} at the target recall."
            )
        alt_text += (
            f" The target is a precision of {_least(precision)} at a recall of {percent_words(recall)}."
        )
    return figure_of(
        layers,
        height=250,
        title=title,
        alt_text=alt_text,
        note="Above the line a year's decisions earn more than they cost; one-off costs come on top of that.",
    )


def _targets(pays_back: float | None, precision: float, recall: float, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The target as a dot with its name, and what the whole project needs at the target recall as a ring."""
    align: Literal["left", "right"] = "right" if recall > 0.5 else "left"
    beside: dict[str, Any] = {"align": align, "dx": -9 if recall > 0.5 else 9}
    spots = [{"recall": recall, "precision": precision, "text": "target"}]
    marks = [("point", "strong", spots)]
    if pays_back is not None:
        needed = [{"recall": recall, "precision": pays_back, "text": "project pays back"}]
        marks.insert(0, ("needed", "aside", needed))
    return [
        part
        for point, text, rows in marks
        for part in (
            of(rows).mark_point(style=point).encode(x=x, y=y),
            of(rows).mark_text(style=text, **beside).encode(x=x, y=y, text=alt.Text("text:N")),
        )
    ]


def _ceiling(shares: Sequence[float | None]) -> float:
    """The top of an axis of shares on which the greatest of them stands in the lower half or, near 1, just
    below.
    """
    greatest = max((share for share in shares if share is not None), default=1.0)
    return next((top for top in (0.02, 0.05, 0.1, 0.25, 0.5) if greatest <= 0.6 * top), 1.0)


def _least(share: float) -> str:
    """A share to two digits, since least precisions may be far below one per cent."""
    return exact_percent_words(float(f"{share:.2g}"))


def _target_title(least: Level, precision: float) -> str:
    if least.status == "never":
        return "At the target recall no precision is enough to pay"
    if least.status != "ok" or least.value is None:
        return "How good the model must be to pay for itself"
    side = "above" if precision >= least.value else "below"
    return f"The target precision of {_least(precision)} is {side} break-even at {_least(least.value)}"
