"""The figures of a project that can be set beside what they come to, with what was said of each: costs and
benefits by year, the duration of each task and of the whole, and the metrics that were to be reached.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mlscope.estimates import sampling
from mlscope.money import year_ranges
from mlscope.project import Evidence, Given, Project
from mlscope.results import Schedule

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

Kind = Literal["cost", "benefit", "duration", "metric"]
KINDS: dict[Kind, str] = {
    "cost": "Costs",
    "benefit": "Benefits",
    "duration": "Durations",
    "metric": "Metrics",
}
WHOLE = "finish_days"
"""The key of the working days from start to finish."""
GRADES = (None, Evidence.assumed, Evidence.guess, Evidence.expert, Evidence.comparable, Evidence.measured)
"""From the weakest grade of evidence to the strongest."""
MARKS = np.array([0.1, 0.5, 0.9])

Place = Literal["inside", "below", "above", "no range"]
PLACES: dict[Place, str] = {
    "inside": "Inside the range",
    "below": "Below the range",
    "above": "Above the range",
    "no range": "No range was given",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure under the key of its actual value, with what was said of it."""

    key: str
    given: Given


def kind_of(key: str) -> Kind | None:
    """What a key is a figure of; None for one that no question of today asks."""
    head = "duration" if key == WHOLE else key.partition("/")[0]
    return next((kind for kind in KINDS if kind == head), None)


def place(value: float, given: Given | None) -> Place:
    """Where a value lies beside P10 to P90; a single figure is no range."""
    if given is None or given.low is None or given.high is None or given.low == given.high:
        return "no range"
    return "below" if value < given.low else "above" if value > given.high else "inside"


def place_words(value: float, given: Given | None) -> str:
    """The same in words."""
    return PLACES[place(value, given)]


def figures(appraisal: "Appraisal") -> tuple[Figure, ...]:
    """Every figure of a project that its engines or its answers speak of, by kind."""
    project = appraisal.project.effective()
    return (
        *_years(project, appraisal),
        *_durations(project, appraisal.schedule),
        *_metrics(project),
    )


def _years(project: Project, appraisal: "Appraisal") -> Iterator[Figure]:
    rows = {"cost": project.value.costs, "benefit": project.value.benefits}
    for found in year_ranges(project, appraisal.money):
        name = f"{found.side.capitalize()} of {_year_words(found.year, project.as_of)}"
        evidence = _weakest(row.evidence for row in rows[found.side] or ())
        yield Figure(
            f"{found.side}/{found.year}",
            Given(
                name=name,
                low=found.low,
                middle=found.middle,
                high=found.high,
                evidence=evidence,
                as_of=project.as_of,
            ),
        )


def _year_words(year: int, as_of: dt.date) -> str:
    if year == 0:
        return "year 0, before launch"
    day = min(as_of.day, 28) if as_of.month == 2 else as_of.day
    return f"year {year}, to {dt.date(as_of.year + year, as_of.month, day):%d %b %Y}"


def _weakest(grades: Iterable[Evidence | None]) -> Evidence | None:
    return min(grades, key=GRADES.index, default=None)


def _durations(project: Project, schedule: Schedule) -> Iterator[Figure]:
    tasks = [task for task in project.plan.tasks or () if task.duration_days is not None]
    if schedule.known and schedule.finish_days.size:
        low, middle, high = np.quantile(schedule.finish_days, MARKS, method="inverted_cdf").tolist()
        given = Given(
            name="All work, from start to finish",
            low=low,
            middle=middle,
            high=high,
            category="The whole",
            evidence=_weakest(task.evidence for task in tasks),
            as_of=project.as_of,
        )
        yield Figure(WHOLE, given)
    for number, task in enumerate(tasks, 1):
        assert task.duration_days is not None
        low, middle, high = np.maximum(sampling.quantile(task.duration_days, MARKS), 0.0).tolist()
        given = Given(
            name=task.name or f"Task {number}",
            low=low,
            middle=middle,
            high=high,
            category=task.phase.label if task.phase else "",
            evidence=task.evidence,
            as_of=project.as_of,
        )
        yield Figure(f"duration/{task.id}", given)


def _metrics(project: Project) -> Iterator[Figure]:
    asked = {"target": "The model's metric", "precision": "Precision", "recall": "Recall"}
    for name, label in asked.items():
        planned = getattr(project.metrics, name)
        if planned is not None:
            given = Given(
                name=label,
                middle=planned,
                category="The model",
                evidence=project.about(f"metrics.{name}").evidence,
                as_of=project.as_of,
            )
            yield Figure(f"metric/metrics.{name}", given)
    for row in project.metrics.business or ():
        if row.target is not None and row.name:
            unit = f" ({row.unit})" if row.unit else ""
            given = Given(
                name=f"{row.name}{unit}"[:500],
                middle=row.target,
                category="The business",
                as_of=project.as_of,
            )
            yield Figure(f"metric/{row.id}", given)
