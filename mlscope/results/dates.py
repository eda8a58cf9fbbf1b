"""What `plan` finds out."""

import datetime as dt
import math
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
    """A row of the week plan, from week `number` to week `until`: its milestone, and what is shown at its end
    by whom ("" while nobody is named).
    """

    number: int
    start: dt.date
    milestone: str
    demo: str
    until: int
    presenter: str = ""
    gates: tuple[str, ...] = ()
    """Quality gates that must be passed in it."""
    recovery: bool = False

    @property
    def label(self) -> str:
        """The weeks as people say them: "3", or "3 to 5"."""
        return str(self.number) if self.until == self.number else f"{self.number} to {self.until}"


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint with its goal; `recovery` marks a recovery week."""

    name: str
    start: dt.date
    finish: dt.date
    goal: str
    recovery: bool
    planning: dt.date | None = None
    review: dt.date | None = None
    retro: dt.date | None = None
    """Days of the sprint's meetings; a recovery week has none, and a team that never looks back no retro."""
    improvement: str = ""
    """The one thing that the retro before led to."""


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
    sprints_end: str = ""
    """Why the sprints do not end with the deadline; empty where they do."""
    recovery_cycle: int = 0
    """Weeks of sprints from one recovery week to the next, after Sprint 0 of one week; 0 without any."""

    def working_weeks(self, share: float) -> float:
        """Working weeks from start to finish that suffice in this share of the plans, recovery weeks among
        them; not a number while it is not known.
        """
        if not self.finish_days.size:
            return float("nan")
        weeks = float(np.quantile(self.finish_days, share, method="inverted_cdf")) / self.days_per_week
        if not self.recovery_cycle:
            return weeks
        return weeks + max(0, math.ceil((weeks - 1) / self.recovery_cycle - 1e-9) - 1)
