"""By when something is to be done that stands before a start: as somebody said, else by what it is about.

Nobody's word is made up: where no day was given, the event is named before which it is due, with the day of
that event where the record has it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlscope.project import Project

DECISION, START, LAUNCH = "with the decision", "before start", "before launch"


@dataclass(frozen=True, slots=True)
class Due:
    """A day, None while it is not known, and the event it is that of; no event where somebody gave it."""

    day: dt.date | None
    event: str = ""

    @property
    def iso(self) -> str:
        """The day as YYYY-MM-DD, empty while it is not known."""
        return self.day.isoformat() if self.day else ""


def due(
    project: Project,
    answers: Sequence[str],
    rules: Mapping[str, Any],
    *,
    given: Iterable[dt.date | None] = (),
    event: str = "",
) -> Due:
    """The first of the `given` days, else that on which an answer is to be found out; else `event`, or that
    which the answers are about.
    """
    days = (*given, *(project.about(answer).by for answer in answers))
    if (day := next(filter(None, days), None)) is not None:
        return Due(day)
    event = event or event_of(answers, rules["verdict"].get("before_launch", ()))
    return Due(project.plan.deadline if event == LAUNCH else project.plan.start, event)


def event_of(answers: Sequence[str], before_launch: Collection[str]) -> str:
    """Before what something about these answers is to be done."""
    return LAUNCH if answers and set(answers) <= set(before_launch) else START


def due_words(event: str, day: str) -> str:
    """When something is to be done: "before start, 4 Jan 2027", or the day that somebody gave."""
    return ", ".join(filter(None, (event, day))) or "no date named yet"
