"""Results as pictures, the same ones in the app and in the document.

Each function turns result records into a `Figure`: an Altair chart without colours of its own, a title that carries the
message, and a sentence for those who cannot see it. Colours come from `theme`, light or dark. None where there is nothing
to draw.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import vl_convert

from mlscope.project.results import Assessment, BreakEven, Comparison, DimensionResult, InformationValue, Money, Schedule, Swing, TaskDates
from mlscope.words import money_words, percent_words, range_words, years_words

FONT = "Source Sans 3"
FONT_FOLDER = Path(__file__).parent / "document" / "assets" / "fonts"
WIDTH = 640
"""Of a chart in the document, in pixels."""

LIGHT = {
    "ink": "#1b2421",
    "muted": "#5a6662",
    "grid": "#e3e8e6",
    "accent": "#1f6f5c",
    "soft": "#a9d2c5",
    "loss": "#c9703f",
    "track": "#cfd6d3",
}
DARK = {
    "ink": "#e7edeb",
    "muted": "#a5b1ad",
    "grid": "#2c3633",
    "accent": "#55bfa3",
    "soft": "#2f6b5b",
    "loss": "#e5956a",
    "track": "#47534f",
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A chart with its message and its description in words."""

    chart: alt.LayerChart
    alt: str
    title: str

    def spec(self, dark: bool = False, width: int | str = "container", title: bool = True) -> dict[str, Any]:
        """The Vega-Lite specification as a dict, coloured for a light or dark background."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False, context={"pre_transform": False})
        headline = {"title": {"text": self.title}} if title else {}
        return (
            spec
            | headline
            | {"width": width, "description": self.alt, "config": theme(dark), "autosize": {"type": "fit-x", "contains": "padding"}}
        )


# ── look ────────────────────────────────────────────────────────────────────────────────────────────────────────


def theme(dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite configuration: few colours that stay apart in grey, no frames, one font."""
    c = DARK if dark else LIGHT
    text = {"color": c["ink"], "fontSize": 12}
    return {
        "background": "transparent",
        "font": f"'{FONT}', 'Source Sans', sans-serif",
        "view": {"stroke": None},
        "title": {"anchor": "start", "fontSize": 15, "fontWeight": 600, "color": c["ink"], "offset": 12, "limit": 0},
        "axis": {
            "labelColor": c["muted"],
            "titleColor": c["muted"],
            "gridColor": c["grid"],
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "titlePadding": 8,
            "labelLimit": 320,
            "tickCount": 6,
        },
        "axisYBand": {"labelColor": c["ink"], "labelFontSize": 12, "grid": False},
        "style": {
            "gain": {"color": c["accent"]},
            "loss": {"color": c["loss"]},
            "soft": {"color": c["soft"]},
            "track": {"color": c["track"]},
            "band": {"color": c["soft"], "opacity": 0.55},
            "curve": {"color": c["accent"], "strokeWidth": 2.5},
            "edge": {"color": c["ink"], "strokeWidth": 1},
            "hint": {"color": c["muted"], "strokeWidth": 1, "strokeDash": [4, 3]},
            "whisker": {"color": c["muted"], "strokeWidth": 1.5},
            "point": {"color": c["loss"], "size": 90, "filled": True, "opacity": 1},
            "dot": {"color": c["accent"], "size": 90, "filled": True, "opacity": 1},
            "words": text,
            "strong": text | {"fontWeight": 600},
            "aside": text | {"color": c["muted"]},
        },
    }


def _layer(rows: Sequence[Row], mark: str, style: str, encoding: Mapping[str, Any], **options: Any) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=list(rows)))
    made: alt.Chart = getattr(chart, f"mark_{mark}")(style=style, **options).encode(**encoding)
    return made


def _figure(layers: Iterable[alt.Chart], height: int, alt_text: str, title: str) -> Figure:
    return Figure(alt.LayerChart(layer=list(layers), height=height), alt_text, title)


def chance_words(probability: float) -> str:
    """A simulated chance: draws never show that something is impossible or certain."""
    return percent_words(min(max(probability, 0.001), 0.999))


def short(text: str, limit: int = 40) -> str:
    """A label that fits beside its bar; a longer one is cut with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _labels(names: Iterable[str]) -> list[str]:
    """Short labels that stay distinct, since a chart puts equal ones on one line."""
    made: list[str] = []
    for name in map(short, names):
        made.append(name if name not in made else f"{name} ({made.count(name) + sum(m.startswith(name + ' (') for m in made) + 1})")
    return made


def _scale(amounts: Iterable[float]) -> tuple[float, str]:
    """The divisor and prefix in which amounts are short to read."""
    top = max((abs(a) for a in amounts), default=0.0)
    return next(((d, p) for d, p in ((1e9, "bn "), (1e6, "M "), (1e3, "k ")) if top >= d), (1.0, ""))


def _x(field: str, title: str | None, **options: Any) -> alt.X:
    axis = alt.Axis(title=title, **options.pop("axis", {}))
    return alt.X(f"{field}:Q", axis=axis, **options)


def _band(names: Sequence[str]) -> alt.Y:
    return alt.Y("label:N", sort=list(names), axis=alt.Axis(title=None))


def _days(field: str) -> alt.X:
    return alt.X(f"{field}:T", axis=alt.Axis(title=None, format="%b %Y", labelOverlap=True, tickCount="month"), scale=alt.Scale(type="utc"))


# ── money ───────────────────────────────────────────────────────────────────────────────────────────────────────


def npv_distribution(money: Money, bins: int = 44) -> Figure | None:
    """How net present value is spread, with the side of loss in another colour."""
    if money.npv is None or money.probability_positive is None or money.samples.size == 0:
        return None
    low, high = np.quantile(money.samples, [0.005, 0.995])
    if high <= low:
        return None
    divisor, prefix = _scale([low, high])
    step = (high - low) / bins
    edges = step * np.arange(np.floor(low / step), np.ceil(high / step) + 1)
    share = np.histogram(money.samples, edges)[0] / money.samples.size
    bars = [{"a": a / divisor, "b": b / divisor, "share": s, "none": 0} for a, b, s in zip(edges[:-1], edges[1:], share, strict=True)]
    x, y = _x("a", f"Net present value over {money.horizon_years} years ({prefix}{money.currency})"), alt.Y("share:Q", axis=None)
    place = {"x": x, "x2": "b:Q", "y": y, "y2": "none:Q"}
    chance, median = chance_words(money.probability_positive), money_words(money.npv.p50, money.currency)
    top = float(share.max())
    marks = [{"a": money.npv.p50 / divisor, "share": top * 1.12, "text": f"even odds: {median}"}]
    layers = [
        _layer([b for b in bars if b["a"] >= -1e-12], "rect", "gain", place),
        _layer([b for b in bars if b["a"] < -1e-12], "rect", "loss", place),
        _layer([{"a": 0}], "rule", "edge", {"x": x}),
        _layer([{"a": money.npv.p50 / divisor, "share": top * 1.06}], "rule", "hint", {"x": x, "y": y}),
        _layer(marks, "text", "strong", {"x": x, "y": y, "text": "text:N"}, align="center"),
    ]
    words = (
        f"Distribution of net present value from {money.points:,} simulated outcomes: {chance} are above zero, half are above {median}, "
        f"eight in ten lie between {money_words(money.npv.p10, money.currency)} and {money_words(money.npv.p90, money.currency)}."
    )
    return _figure(layers, 210, words, f"{_sentence(chance)} chance that it pays back; losses stand left of zero")


def cash_flow(money: Money) -> Figure | None:
    """The balance year by year as a fan, with each year's median net flow as bars."""
    bands = money.cash_flow
    if not bands:
        return None
    divisor, prefix = _scale(a for band in bands for a in (band.cumulative_p10, band.cumulative_p90))
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
        _layer(rows, "area", "band", {"x": x, "y": y("low"), "y2": "high:Q"}),
        _layer(rows, "bar", "track", {"x": x, "y": y("net")}, size=16),
        _layer([{"zero": 0}], "rule", "edge", {"y": y("zero")}),
        _layer(rows, "line", "curve", {"x": x, "y": y("mid")}),
        *(
            _layer(last, "text", "aside", {"x": x, "y": y(part), "text": f"{part}_text:N"}, align="right", dy=-8, dx=4)
            for part in ("high", "mid", "low")
        ),
    ]
    return _figure(layers, 230, _cash_flow_words(money), _payback_title(money))


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
    divisor, prefix = _scale(a for s in swings for a in (s.low, s.high))
    names = _labels(s.label for s in swings)
    ends = [
        {"label": n, "end": v / divisor, "base": base / divisor, "text": money_words(v, "").strip(), "right": v >= base, "high": high}
        for n, s in zip(names, swings, strict=True)
        for v, high in ((s.low, False), (s.high, True))
    ]
    x, y = _x("end", f"Expected net present value ({prefix}{money.currency})", scale=alt.Scale(zero=False, padding=46)), _band(names)
    place = {"x": x, "x2": "base:Q", "y": y}
    layers = [
        _layer([e for e in ends if not e["high"]], "bar", "soft", place, height=16),
        _layer([e for e in ends if e["high"]], "bar", "gain", place, height=16),
        _layer([{"end": base / divisor}], "rule", "edge", {"x": x}),
        _layer([e for e in ends if e["right"]], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
        _layer([e for e in ends if not e["right"]], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="right", dx=-5),
    ]
    return _figure(layers, 26 * len(names), _tornado_words(money, swings), _driver_title(swings))


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
    divisor, prefix = _scale(i.value for i in worth)
    rows: list[Row] = [
        {
            "label": n,
            "value": 0 if i.negligible else i.value / divisor,
            "text": "about 0" if i.negligible else money_words(i.value, money.currency),
        }
        for n, i in zip(_labels(i.label for i in worth), worth, strict=True)
    ]
    top_value = max(row["value"] for row in rows)
    y = _band([row["label"] for row in rows])
    x = _x("value", f"Worth of knowing it for certain ({prefix}{money.currency})", scale=alt.Scale(domain=[0, top_value * 1.25]))
    layers = [
        _layer(rows, "bar", "gain", {"x": x, "y": y}, height=16),
        _layer(rows, "text", "words", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
    ]
    title = f"Find out first: {short(worth[0].label, 50)}, worth up to {money_words(worth[0].value, money.currency)}"
    return _figure(layers, 26 * len(rows), _worth_words(money, worth), title)


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
    x = _x("recall", "Recall: share of true cases found", scale=whole, axis=percent)
    y = alt.Y("precision:Q", axis=alt.Axis(title="Precision: share of alarms that are right", **percent), scale=whole)
    last = curve[-1]
    layers = [
        _layer([c | {"top": 1} for c in curve], "area", "band", {"x": x, "y": y, "y2": "top:Q"}),
        _layer(curve, "line", "curve", {"x": x, "y": y}),
        _layer(
            [last | {"precision": 1, "text": "pays here"}], "text", "aside", {"x": x, "y": y, "text": "text:N"}, align="right", dy=14, dx=-8
        ),
    ]
    words = f"Least precision at which a year's decisions pay, by recall: {percent_words(curve[0]['precision'])} at a recall of {percent_words(curve[0]['recall'])}, {percent_words(last['precision'])} at {percent_words(last['recall'])}."
    if precision is None or recall is None:
        return _figure(layers, 240, words, "How good the model must be to pay for itself")
    target = [{"recall": recall, "precision": precision, "text": "target"}]
    layers.append(_layer(target, "point", "point", {"x": x, "y": y}))
    layers.append(_layer(target, "text", "strong", {"x": x, "y": y, "text": "text:N"}, align="left", dx=9))
    words += f" The target is a precision of {percent_words(precision)} at a recall of {percent_words(recall)}."
    return _figure(layers, 240, words, _target_title(result, precision))


def _target_title(result: BreakEven, precision: float) -> str:
    if result.precision_status == "never":
        return "At the target recall no precision is enough to pay"
    if result.precision_status != "ok" or result.precision is None:
        return "How good the model must be to pay for itself"
    side = "above" if precision >= result.precision else "below"
    return f"The target precision of {percent_words(precision)} is {side} break-even at {percent_words(result.precision)}"


# ── feasibility ─────────────────────────────────────────────────────────────────────────────────────────────────


def dimensions(assessment: Assessment) -> Figure | None:
    """Feasibility by dimension, each from its worst to its best case over what is still open."""
    found = [d for d in assessment.dimensions.values() if d.low is not None and d.high is not None]
    if not found:
        return None
    rows: list[Row] = [
        {"label": d.label, "low": d.low, "high": max(d.high or 0, (d.low or 0) + 0.8), "text": f"{d.low:.0f} to {d.high:.0f}, {d.word}"}
        for d in found
    ]
    y = _band([row["label"] for row in rows])
    x = _x(
        "low",
        "Feasibility, worst to best case (0 cannot be done, 100 settled)",
        scale=alt.Scale(domain=[0, 100]),
        axis={"values": [0, 25, 50, 75, 100]},
    )
    layers = [
        _layer([r | {"low": 0, "high": 100} for r in rows], "bar", "track", {"x": x, "x2": "high:Q", "y": y}, height=3, opacity=0.6),
        _layer(rows, "bar", "gain", {"x": x, "x2": "high:Q", "y": y}, height=14, cornerRadius=3),
        _layer(rows, "text", "words", {"x": alt.value("width"), "y": y, "text": "text:N"}, align="left", dx=10),
    ]
    words = "Feasibility from worst to best case. " + "; ".join(f"{r['label']}: {r['text']}" for r in rows) + "."
    return _figure(layers, 25 * len(rows), words, _weakest_title(found))


def _weakest_title(found: Sequence[DimensionResult]) -> str:
    if all((d.high or 0) - (d.low or 0) > 60 for d in found):
        return "Too much is open to say how feasible it is"
    weakest = min(found, key=lambda d: ((d.low or 0) + (d.high or 0), d.id))
    widest = max(found, key=lambda d: ((d.high or 0) - (d.low or 0), d.id))
    if (widest.high or 0) - (widest.low or 0) > 40:
        return f"Weakest: {weakest.label.lower()}; most open: {widest.label.lower()}"
    return f"The weakest dimension is {weakest.label.lower()}"


# ── plan ────────────────────────────────────────────────────────────────────────────────────────────────────────


def gantt(schedule: Schedule, top: int = 30) -> Figure | None:
    """Tasks on a calendar with the spread of their finish; those that usually decide the end are darker."""
    if not schedule.tasks:
        return None
    tasks = schedule.tasks[:top]
    rows = [_task_row(name, task) for name, task in zip(_labels(t.name for t in tasks), tasks, strict=True)]
    x = _days("start")
    y = _band([row["label"] for row in rows])
    place = {"x": x, "x2": "finish:T", "y": y}
    layers = [
        _layer([r for r in rows if not r["critical"]], "bar", "soft", place, height=12, cornerRadius=2),
        _layer([r for r in rows if r["critical"]], "bar", "gain", place, height=12, cornerRadius=2),
        _layer(rows, "rule", "whisker", {"x": alt.X("p10:T"), "x2": "p90:T", "y": y}),
    ]
    if schedule.deadline:
        layers.append(_layer([{"start": schedule.deadline.isoformat()}], "rule", "hint", {"x": x}))
        layers.append(
            _layer(
                [{"start": schedule.deadline.isoformat(), "text": "deadline"}],
                "text",
                "aside",
                {"x": x, "y": alt.value(-7), "text": "text:N"},
            )
        )
    words = "Tasks by date. " + "; ".join(f"{t.name}: {t.start:%d %b %Y} to {t.finish:%d %b %Y}" for t in tasks) + "."
    return _figure(layers, 22 * len(rows), words, _decisive_title(schedule.tasks))


def _task_row(name: str, task: TaskDates) -> Row:
    dates = {"start": task.start, "finish": task.finish, "p10": task.finish_p10, "p90": task.finish_p90}
    return {"label": name, "critical": task.criticality >= 0.5} | {key: day.isoformat() for key, day in dates.items()}


def _decisive_title(tasks: Sequence[TaskDates]) -> str:
    decisive = [t for t in tasks if t.criticality >= 0.5]
    if not decisive:
        return "No single chain of tasks decides the finish"
    longest = max(decisive, key=lambda t: t.mean_days)
    return f"The finish hangs on {len(decisive)} of {len(tasks)} tasks, most of all on: {short(longest.name, 44)}"


def finish_dates(schedule: Schedule) -> Figure | None:
    """The chance to be finished by each date, against the deadline.

    Working days are placed between the dates that the plan gives for the start and for 50, 80 and 95 %.
    """
    if schedule.finish_days.size == 0 or schedule.finish_p50 is None or schedule.finish_p80 is None or schedule.finish_p95 is None:
        return None
    shares = np.linspace(0.01, 0.99, 50)
    days = np.quantile(schedule.finish_days, shares)
    known = np.quantile(schedule.finish_days, [0.5, 0.8, 0.95])
    dated = [(date - schedule.start).days for date in (schedule.finish_p50, schedule.finish_p80, schedule.finish_p95)]
    after = np.where(days > known[-1], dated[-1] * days / known[-1], np.interp(days, [0.0, *known], [0.0, *dated]))
    reached = {(schedule.start + dt.timedelta(round(a))).isoformat(): float(s) for a, s in zip(after, shares, strict=True)}
    rows = [{"date": date, "chance": share} for date, share in reached.items()]
    x = _days("date")
    y = alt.Y(
        "chance:Q",
        axis=alt.Axis(title="Chance to be finished", format=".0%", values=[0, 0.25, 0.5, 0.8, 1], labelOverlap=False),
        scale=alt.Scale(domain=[0, 1]),
    )
    layers = [_layer(rows, "line", "curve", {"x": x, "y": y}, interpolate="monotone")]
    if schedule.deadline:
        layers.append(_layer([{"date": schedule.deadline.isoformat()}], "rule", "hint", {"x": x}))
        layers.append(
            _layer(
                [{"date": schedule.deadline.isoformat(), "text": "deadline"}],
                "text",
                "aside",
                {"x": x, "y": alt.value(-7), "text": "text:N"},
            )
        )
    words = f"Chance to be finished by date: 50 % by {_day(schedule.finish_p50)}, 80 % by {_day(schedule.finish_p80)}, 95 % by {_day(schedule.finish_p95)}."
    return _figure(layers, 200, words, _deadline_title(schedule))


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _deadline_title(schedule: Schedule) -> str:
    if schedule.probability_on_time is not None and schedule.deadline is not None:
        return f"{_sentence(chance_words(schedule.probability_on_time))} chance to meet the deadline of {_day(schedule.deadline)}"
    return f"Finished by {_day(schedule.finish_p80)} in four cases of five" if schedule.finish_p80 else "When it may be finished"


# ── compare ─────────────────────────────────────────────────────────────────────────────────────────────────────


def value_against_feasibility(rows: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Candidates by feasibility (worst to best case) and net present value (P10 to P90).

    Rows carry name, value_low, value_mid, value_high, feasibility_low and feasibility_high; those with a gap are left out.
    """
    names = ("value_low", "value_mid", "value_high", "feasibility_low", "feasibility_high")
    full = [row for row in rows if all(row.get(name) is not None for name in names)]
    if not full:
        return None
    divisor, prefix = _scale(row[end] for row in full for end in ("value_low", "value_high"))
    spots = [
        {"name": short(row["name"], 28), "f_low": row["feasibility_low"], "f_high": row["feasibility_high"]}
        | {"f_mid": (row["feasibility_low"] + row["feasibility_high"]) / 2}
        | {end: row[f"value_{end}"] / divisor for end in ("low", "mid", "high")}
        for row in full
    ]
    x = _x("f_mid", "Feasibility, mean of its dimensions (0 to 100)", scale=alt.Scale(domain=[0, 100]))
    y = alt.Y("mid:Q", axis=alt.Axis(title=f"Net present value ({prefix.strip()})" if prefix else "Net present value"))
    layers = [
        _layer([{"mid": 0}], "rule", "edge", {"y": y}),
        _layer(spots, "rule", "whisker", {"x": x, "y": alt.Y("low:Q"), "y2": "high:Q"}),
        _layer(spots, "rule", "whisker", {"x": alt.X("f_low:Q"), "x2": "f_high:Q", "y": y}),
        _layer(spots, "point", "dot", {"x": x, "y": y}),
        _layer(spots, "text", "strong", {"x": x, "y": y, "text": "name:N"}, align="left", dx=9, dy=-9),
    ]
    parts = [
        f"{row['name']}: {range_words(row['value_low'], row['value_high'])}, {row['feasibility_low']:.0f} to {row['feasibility_high']:.0f}"
        for row in full
    ]
    best = max(full, key=lambda row: (row["value_mid"], row["name"]))
    title = f"{short(best['name'], 50)} is worth most at even odds; lines show how sure that is"
    return _figure(layers, 320, "Net present value in eight cases of ten, and feasibility. " + "; ".join(parts) + ".", title)


def probability_first(comparison: Comparison, top: int = 12) -> Figure | None:
    """How often each candidate comes first under uncertain weights and values."""
    ranked = sorted(comparison.ranking, key=lambda r: -r.probability_first)[:top]
    if not ranked:
        return None
    rows: list[Row] = [
        {"label": n, "chance": r.probability_first, "text": percent_words(r.probability_first)}
        for n, r in zip(_labels(r.name for r in ranked), ranked, strict=True)
    ]
    y = _band([row["label"] for row in rows])
    x = _x("chance", "How often it comes first", scale=alt.Scale(domain=[0, 1]), axis={"format": ".0%", "values": [0, 0.5, 1]})
    layers = [
        _layer(rows, "bar", "gain", {"x": x, "y": y}, height=16),
        _layer(rows, "text", "words", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
    ]
    first = ranked[0]
    title = f"{short(first.name, 60)} comes first in {percent_words(first.probability_first)} of the draws"
    return _figure(
        layers,
        26 * len(rows),
        "How often each candidate is first. " + "; ".join(f"{r.name}: {percent_words(r.probability_first)}" for r in ranked) + ".",
        title,
    )


# ── rendering ───────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _engine() -> Any:
    vl_convert.register_font_directory(str(FONT_FOLDER))
    return vl_convert


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    return str(_engine().vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[]))


@lru_cache(maxsize=64)
def _png(spec: str, scale: float) -> bytes:
    return bytes(_engine().vegalite_to_png(spec, vl_version="6.4", scale=scale, allowed_base_urls=[]))


def _canonical(figure: Figure, width: int, background: str) -> str:
    spec = figure.spec(width=width, title=False)
    return json.dumps(spec | {"background": background}, sort_keys=True)


def svg(figure: Figure, width: int = WIDTH) -> str:
    """The chart as SVG in the light colours, without its title; drawn once per content."""
    return _svg(_canonical(figure, width, "transparent"))


def png(figure: Figure, width: int = WIDTH, scale: float = 2.0) -> bytes:
    """The chart as PNG on white, without its title; drawn once per content."""
    return _png(_canonical(figure, width, "white"), scale)


def warm() -> None:
    """Start the drawing engine, which takes half a second the first time."""
    blank = _figure([_layer([{"label": "a", "value": 1}], "bar", "gain", {"x": _x("value", None), "y": _band(["a"])})], 20, "", "")
    svg(blank, 100)
