"""Whether it can be done, and by when, in pictures."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from mlscope.charts.figure import Figure, drawn_once, figure_of
from mlscope.charts.parts import (
    Row,
    amounts,
    band,
    calendar,
    capital,
    down,
    heights,
    labels_of,
    of,
    short,
    words,
)
from mlscope.results import Assessment, DimensionResult, Schedule, TaskDates
from mlscope.words import chance_words, weeks_words

FARTHEST_SPANS = 3
"""A deadline is marked up to so many times the length of the plan, or of three months, away from it."""


_CHANCES: dict[str, Any] = {"format": ".0%", "values": [0, 0.25, 0.5, 0.8, 1], "labelOverlap": False}


def dimensions(assessment: Assessment) -> Figure | None:
    """Feasibility by dimension, each from its worst to its best case over what is still open."""
    found = [d for d in assessment.dimensions.values() if d.low is not None and d.high is not None]
    return _dimensions(found) if found else None


@drawn_once
def _dimensions(found: Sequence[DimensionResult]) -> Figure | None:
    rows: list[Row] = [
        {
            "label": d.label,
            "low": d.low,
            "high": max(d.high or 0, (d.low or 0) + 0.8),
            "text": f"{d.low:.0f} to {d.high:.0f}, {d.word}",
        }
        for d in found
    ]
    y = band(rows)
    x = amounts(
        "low",
        "Feasibility, worst to best case (0 cannot be done, 100 settled)",
        values=[0, 25, 50, 75, 100],
    ).scale(domain=[0, 100])
    whole = [row | {"low": 0, "high": 100} for row in rows]
    layers = [
        of(whole).mark_bar(style="track", height=3, opacity=0.6).encode(x=x, x2=alt.X2("high"), y=y),
        of(rows).mark_bar(style="gain", height=14, cornerRadius=3).encode(x=x, x2=alt.X2("high"), y=y),
        of(rows).mark_text(style="words", align="left", dx=10).encode(**words("width", y)),
    ]
    parts = "; ".join(f"{row['label']}: {row['text']}" for row in rows)
    return figure_of(
        layers,
        height=25 * len(rows),
        title=_weakest_title(found),
        alt_text=f"Feasibility from worst to best case. {parts}.",
    )


def _weakest_title(found: Sequence[DimensionResult]) -> str:
    if all((d.high or 0) - (d.low or 0) > 60 for d in found):
        return "Too much is open to say how feasible it is"
    weakest = min(found, key=lambda d: ((d.low or 0) + (d.high or 0), d.id))
    widest = max(found, key=lambda d: ((d.high or 0) - (d.low or 0), d.id))
    if (widest.high or 0) - (widest.low or 0) > 40:
        if widest is weakest:
            return f"Weakest and most open: {weakest.label.lower()}"
        return f"Weakest: {weakest.label.lower()}; most open: {widest.label.lower()}"
    return f"The weakest dimension is {weakest.label.lower()}"


@drawn_once
def gantt(schedule: Schedule, top: int = 30) -> Figure | None:
    """Tasks on a calendar with the spread of their finish; those that usually decide the end are darker."""
    if not schedule.tasks:
        return None
    tasks = schedule.tasks[:top]
    rows = [_task_row(name, task) for name, task in zip(labels_of(t.name for t in tasks), tasks, strict=True)]
    days = [day for task in tasks for day in (task.start, task.finish_p10, task.finish, task.finish_p90)]
    x, mark = _dated("start", days, schedule.deadline)
    y = band(rows)
    bars: dict[str, Any] = {"height": 12, "cornerRadius": 2}
    place: dict[str, Any] = {"x": x, "x2": alt.X2("finish"), "y": y}
    layers = [
        of(r for r in rows if not r["critical"]).mark_bar(style="soft", **bars).encode(**place),
        of(r for r in rows if r["critical"]).mark_bar(style="gain", **bars).encode(**place),
        of(rows).mark_rule(style="whisker").encode(x=alt.X("p10:T"), x2=alt.X2("p90"), y=y),
        *mark,
    ]
    parts = "; ".join(f"{t.name}: {t.start:%d %b %Y} to {t.finish:%d %b %Y}" for t in tasks)
    return figure_of(
        layers,
        height=22 * len(rows),
        title=_decisive_title(schedule.tasks),
        alt_text=f"Tasks by date. {parts}.",
    )


def _dated(field: str, days: Sequence[dt.date], deadline: dt.date | None) -> tuple[alt.X, list[alt.Chart]]:
    """The axis of dates for these days, and a dashed line with its name at the deadline.

    No line where the deadline lies so far off that the days would shrink to a dot; the title names it all the
    same.
    """
    first, last = min(days), max(days)
    span = (last - first).days
    farthest = FARTHEST_SPANS * max(span, 90)
    if deadline is None or max((first - deadline).days, (deadline - last).days) > farthest:
        return calendar(field, span), []
    x = calendar(field, (max(last, deadline) - min(first, deadline)).days)
    rows = [{field: deadline.isoformat(), "text": "deadline"}]
    return x, [
        of(rows).mark_rule(style="hint").encode(x=x),
        of(rows).mark_text(style="aside").encode(x=x, y=down(-13), text=alt.Text("text:N")),
    ]


def _task_row(name: str, task: TaskDates) -> Row:
    dates = {"start": task.start, "finish": task.finish, "p10": task.finish_p10, "p90": task.finish_p90}
    return {"label": name, "critical": task.criticality >= 0.5} | {
        key: day.isoformat() for key, day in dates.items()
    }


def _decisive_title(tasks: Sequence[TaskDates]) -> str:
    decisive = [t for t in tasks if t.criticality >= 0.5]
    if not decisive:
        return "No single chain of tasks decides the finish"
    longest = max(decisive, key=lambda t: t.mean_days)
    return (
        f"The finish hangs on {len(decisive)} of {len(tasks)} tasks, most of all on:"
        f" {short(longest.name, 44)}"
    )


@drawn_once
def finish_dates(schedule: Schedule) -> Figure | None:
    """The chance to be finished by each date, against the deadline.

    Working days are placed between the dates that the plan gives for the start and for 50, 80 and 95 %.
    """
    if (
        schedule.finish_days.size == 0
        or schedule.finish_p50 is None
        or schedule.finish_p80 is None
        or schedule.finish_p95 is None
    ):
        return None
    if schedule.start_assumed:
        return _finish_weeks(schedule)
    shares = np.linspace(0.01, 0.99, 50)
    days = np.quantile(schedule.finish_days, shares)
    known = np.quantile(schedule.finish_days, [0.5, 0.8, 0.95])
    dated = [
        (date - schedule.start).days
        for date in (schedule.finish_p50, schedule.finish_p80, schedule.finish_p95)
    ]
    after = np.where(
        days > known[-1], dated[-1] * days / known[-1], np.interp(days, [0.0, *known], [0.0, *dated])
    )
    after = np.minimum(after, (dt.date.max - schedule.start).days)
    reached = {
        (schedule.start + dt.timedelta(round(a))).isoformat(): float(s)
        for a, s in zip(after, shares, strict=True)
    }
    rows = [{"date": date, "chance": share} for date, share in reached.items()]
    x, mark = _dated("date", [dt.date.fromisoformat(date) for date in reached], schedule.deadline)
    y = heights("chance", "Chance to be finished", **_CHANCES).scale(domain=[0, 1])
    return figure_of(
        [of(rows).mark_line(style="curve", interpolate="monotone").encode(x=x, y=y), *mark],
        height=200,
        title=_deadline_title(schedule),
        alt_text=(
            f"Chance to be finished by date: 50 % by {_day(schedule.finish_p50)}, "
            f"80 % by {_day(schedule.finish_p80)}, 95 % by {_day(schedule.finish_p95)}."
        ),
    )


def _finish_weeks(schedule: Schedule) -> Figure:
    """The chance to be finished after each working week, while nobody has said when work starts."""
    shares = np.linspace(0.01, 0.99, 50).tolist()
    rows: list[Row] = [{"weeks": schedule.working_weeks(share), "chance": share} for share in shares]
    x = amounts("weeks", "Working weeks after the start")
    y = heights("chance", "Chance to be finished", **_CHANCES).scale(domain=[0, 1])
    half, most, nearly = (weeks_words(schedule.working_weeks(share)) for share in (0.5, 0.8, 0.95))
    title = f"Finished after {most} in four cases of five"
    if schedule.probability_on_time is not None and schedule.deadline is not None:
        title += f"; begun today, in time with {chance_words(schedule.probability_on_time)} chance"
    return figure_of(
        [of(rows).mark_line(style="curve", interpolate="monotone").encode(x=x, y=y)],
        height=200,
        title=title,
        alt_text=(
            f"Chance to be finished by working weeks after the start: 50 % after {half}, 80 % after {most}, "
            f"95 % after {nearly}."
        ),
    )


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _deadline_title(schedule: Schedule) -> str:
    if schedule.probability_on_time is not None and schedule.deadline is not None:
        return (
            f"{capital(chance_words(schedule.probability_on_time))} chance to meet the deadline of"
            f" {_day(schedule.deadline)}"
        )
    return (
        f"Finished by {_day(schedule.finish_p80)} in four cases of five"
        if schedule.finish_p80
        else "When it may be finished"
    )
