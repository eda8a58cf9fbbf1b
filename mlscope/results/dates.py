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
    """How often it is on the chain of precedence or people that ends last."""
    mean_days: float
    who: tuple[str, ...] = ()
    """Those who do it; nobody where no people limit it."""


@dataclass(frozen=True, slots=True)
class Finish:
    """When the whole is finished under some conditions: dates, and working days from the start."""

    p50: dt.date
    p80: dt.date
    p95: dt.date
    probability_on_time: float | None
    months_to_launch: float
    days: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more of a role would bring: the finish in the middle case, and how many working days earlier.

    `later` is the share of draws in which the whole ends later for it, as it can where work is put in a fixed
    order (Graham 1966).
    """

    role: str
    finish_p50: dt.date
    days_earlier: float
    later: float


@dataclass(frozen=True, slots=True)
class Workload:
    """Person-days of a role in a calendar quarter, as "2027-Q1", in the run of the plan that stands for
    P50.
    """

    role: str
    quarter: str
    days: float


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
    finish: dt.date
    """Its last working day, on which it is shown."""
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
    unlimited: Finish | None = None
    """As if everybody had time for everything at once; risks count."""
    without_risks: Finish | None = None
    """As if no risk came true; people limit it."""
    one_more: tuple[OneMore, ...] = ()
    """For each role that work waits for, what one more would bring; the most waited for first."""
    notes: tuple[str, ...] = ()
    """What limits nothing and what is not counted, each a sentence."""
    sprints_end: str = ""
    """Why the sprints do not end with the deadline; empty where they do."""
    recovery_cycle: int = 0
    """Weeks of sprints from one recovery week to the next, after Sprint 0 of one week; 0 without any."""

    work: tuple[Workload, ...] = ()
    """What each role has to do in each quarter; tasks that nobody is named for are not in it."""

    owners_alone: bool = False
    """Do the dates count with owners who do all their tasks alone, since nobody is named for any?"""

    @property
    def decided_on_time(self) -> float | None:
        """The chance to meet the deadline that decides: an owner whom nobody named may be helped."""
        return (
            self.unlimited.probability_on_time
            if self.owners_alone and self.unlimited
            else self.probability_on_time
        )

    @property
    def staffed(self) -> bool:
        """Is somebody named for every task?"""
        return bool(self.tasks) and all(task.who for task in self.tasks)

    def working_weeks(self, share: float) -> float:
        """Working weeks from start to finish that suffice in this share of the plans, recovery weeks among
        them; not a number while it is not known.
        """
        if not self.finish_days.size:
            return float("nan")
        return self.weeks_of(float(np.quantile(self.finish_days, share, method="inverted_cdf")))

    def weeks_of(self, days: float) -> float:
        """Working weeks that so many working days take, recovery weeks among them."""
        weeks = days / self.days_per_week
        if not self.recovery_cycle:
            return weeks
        return weeks + max(0, math.ceil((weeks - 1) / self.recovery_cycle - 1e-9) - 1)
