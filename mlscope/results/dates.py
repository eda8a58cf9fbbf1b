"""What `plan` finds out."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from mlscope.results.money import Floats


@dataclass(frozen=True, slots=True)
class TaskDates:
    """When a task runs in the run of the plan that stands for P50, its spread, and how often it is critical
    (0..1).
    """

    id: str
    name: str
    phase: str | None
    start: dt.date
    finish: dt.date
    finish_p10: dt.date
    finish_p90: dt.date
    criticality: float
    mean_days: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the week plan: its goal and what is shown at its end."""

    number: int
    start: dt.date
    milestone: str
    demo: str


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint with its goal; `recovery` marks a recovery week."""

    name: str
    start: dt.date
    finish: dt.date
    goal: str
    recovery: bool


UNDATED = "A date is given once start, working days and holidays are answered."
"""Said in place of a finish date that would count with what nobody has said."""


@dataclass(frozen=True)
class Schedule:
    """Everything `plan` says of a project; `known` is False without tasks, and while a task lacks its
    duration.
    """

    known: bool
    start: dt.date
    deadline: dt.date | None
    finish_p50: dt.date | None
    finish_p80: dt.date | None
    finish_p95: dt.date | None
    critical_path_finish: dt.date | None
    """The finish with every task at its mean: too early wherever paths merge."""
    probability_on_time: float | None
    months_to_launch: float | None
    """Months from the record's as-of date to the P50 finish."""
    tasks: tuple[TaskDates, ...]
    weeks: tuple[Week, ...]
    sprints: tuple[Sprint, ...]
    missing: tuple[str, ...]
    finish_days: Floats = field(repr=False, compare=False, default_factory=lambda: np.empty(0))
    """Working days from start to finish, one per draw."""
    start_assumed: bool = False
    """Do the dates count with a start, working days or holidays that nobody has said? Then people read
    working weeks.
    """
    days_per_week: int = 5

    def working_weeks(self, share: float) -> float:
        """Working weeks from start to finish that suffice in this share of the plans; not a number while it
        is not known.
        """
        if not self.finish_days.size:
            return float("nan")
        return float(np.quantile(self.finish_days, share, method="inverted_cdf")) / self.days_per_week
