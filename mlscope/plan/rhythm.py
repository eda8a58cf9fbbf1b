"""The rhythm of a plan: sprints of equal length, with recovery weeks between them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mlscope.project.steps.plan import Plan

RECOVERY = "Recovery week"


@dataclass(frozen=True)
class Stretch:
    """A sprint or a recovery week: its name, its first day and its length in weeks."""

    name: str
    begin: dt.date
    weeks: int

    @property
    def after(self) -> dt.date:
        """The day after its last."""
        return self.begin + dt.timedelta(weeks=self.weeks)

    @property
    def recovery(self) -> bool:
        """Is nobody to work on the tasks in it?"""
        return self.name == RECOVERY


def stretches(plan: Plan, start: dt.date, until: dt.date) -> Iterator[Stretch]:
    """Sprint 0 of one week, then sprints of `plan.sprint_weeks` (2 unless told otherwise), up to `until`.

    A recovery week follows every `plan.recovery_every` sprints (none unless told).
    """
    begin = start
    for name, weeks in _names(plan.sprint_weeks or 2, plan.recovery_every or 0):
        if begin > until:
            return
        stretch = Stretch(name, begin, weeks)
        yield stretch
        begin = stretch.after


def _names(sprint_weeks: int, recovery_every: int) -> Iterator[tuple[str, int]]:
    yield "Sprint 0", 1
    number = 0
    while True:
        number += 1
        yield f"Sprint {number}", sprint_weeks
        if recovery_every and number % recovery_every == 0:
            yield RECOVERY, 1
