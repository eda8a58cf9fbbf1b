"""Whether it can be done, and by when, in pictures."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from mlscope.charts.look import Figure, Row, amounts, band, calendar, capital, labels_of, layer, made, short
from mlscope.results import Assessment, DimensionResult, Schedule, TaskDates
from mlscope.words import chance_words


def dimensions(assessment: Assessment) -> Figure | None:
    """Feasibility by dimension, each from its worst to its best case over what is still open."""
    found = [d for d in assessment.dimensions.values() if d.low is not None and d.high is not None]
    if not found:
        return None
    rows: list[Row] = [
        {
            "label": d.label,
            "low": d.low,
            "high": max(d.high or 0, (d.low or 0) + 0.8),
            "text": f"{d.low:.0f} to {d.high:.0f}, {d.word}",
        }
        for d in found
    ]
    y = band([row["label"] for row in rows])
    x = amounts(
        "low",
        "Feasibility, worst to best case (0 cannot be done, 100 settled)",
        scale={"domain": [0, 100]},
        axis={"values": [0, 25, 50, 75, 100]},
    )
    layers = [
        layer(
            [r | {"low": 0, "high": 100} for r in rows],
            "bar",
            "track",
            {"x": x, "x2": "high:Q", "y": y},
            height=3,
            opacity=0.6,
        ),
        layer(rows, "bar", "gain", {"x": x, "x2": "high:Q", "y": y}, height=14, cornerRadius=3),
        layer(
            rows, "text", "words", {"x": {"value": "width"}, "y": y, "text": "text:N"}, align="left", dx=10
        ),
    ]
    words = (
        "Feasibility from worst to best case. " + "; ".join(f"{r['label']}: {r['text']}" for r in rows) + "."
    )
    return made(layers, 25 * len(rows), words, _weakest_title(found))


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


def gantt(schedule: Schedule, top: int = 30) -> Figure | None:
    """Tasks on a calendar with the spread of their finish; those that usually decide the end are darker."""
    if not schedule.tasks:
        return None
    tasks = schedule.tasks[:top]
    rows = [_task_row(name, task) for name, task in zip(labels_of(t.name for t in tasks), tasks, strict=True)]
    x = calendar("start")
    y = band([row["label"] for row in rows])
    place = {"x": x, "x2": "finish:T", "y": y}
    layers = [
        layer([r for r in rows if not r["critical"]], "bar", "soft", place, height=12, cornerRadius=2),
        layer([r for r in rows if r["critical"]], "bar", "gain", place, height=12, cornerRadius=2),
        layer(rows, "rule", "whisker", {"x": "p10:T", "x2": "p90:T", "y": y}),
    ]
    if schedule.deadline:
        layers.append(layer([{"start": schedule.deadline.isoformat()}], "rule", "hint", {"x": x}))
        layers.append(
            layer(
                [{"start": schedule.deadline.isoformat(), "text": "deadline"}],
                "text",
                "aside",
                {"x": x, "y": {"value": -13}, "text": "text:N"},
            )
        )
    words = (
        "Tasks by date. "
        + "; ".join(f"{t.name}: {t.start:%d %b %Y} to {t.finish:%d %b %Y}" for t in tasks)
        + "."
    )
    return made(layers, 22 * len(rows), words, _decisive_title(schedule.tasks))


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
    return f"The finish hangs on {len(decisive)} of {len(tasks)} tasks, most of all on: {short(longest.name, 44)}"


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
    reached = {
        (schedule.start + dt.timedelta(round(a))).isoformat(): float(s)
        for a, s in zip(after, shares, strict=True)
    }
    rows = [{"date": date, "chance": share} for date, share in reached.items()]
    x = calendar("date")
    y = amounts(
        "chance",
        "Chance to be finished",
        {"format": ".0%", "values": [0, 0.25, 0.5, 0.8, 1], "labelOverlap": False},
        scale={"domain": [0, 1]},
    )
    layers = [layer(rows, "line", "curve", {"x": x, "y": y}, interpolate="monotone")]
    if schedule.deadline:
        layers.append(layer([{"date": schedule.deadline.isoformat()}], "rule", "hint", {"x": x}))
        layers.append(
            layer(
                [{"date": schedule.deadline.isoformat(), "text": "deadline"}],
                "text",
                "aside",
                {"x": x, "y": {"value": -13}, "text": "text:N"},
            )
        )
    words = f"Chance to be finished by date: 50 % by {_day(schedule.finish_p50)}, 80 % by {_day(schedule.finish_p80)}, 95 % by {_day(schedule.finish_p95)}."
    return made(layers, 200, words, _deadline_title(schedule))


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _deadline_title(schedule: Schedule) -> str:
    if schedule.probability_on_time is not None and schedule.deadline is not None:
        return f"{capital(chance_words(schedule.probability_on_time))} chance to meet the deadline of {_day(schedule.deadline)}"
    return (
        f"Finished by {_day(schedule.finish_p80)} in four cases of five"
        if schedule.finish_p80
        else "When it may be finished"
    )
