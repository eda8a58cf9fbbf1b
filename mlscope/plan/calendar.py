"""The working calendar: from working days of effort to dates.

Time runs in working days from 0, the morning of the first working day. Work that ends at time t ends in the
working day number ceil(t): one day of work begun on Monday ends on Monday, five end on Friday, six on the
Monday after; half a day fits into its day. Work begins in the day in which its start time falls, so what
follows five days begins on the Monday after. A task without duration is dated on the day when what it waits
for ends.
"""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from mlscope.errors import InputError
from mlscope.project.steps.plan import Plan
from mlscope.results import Floats

_HAIR = 0.01
"""No other working day is begun for less than this, about five minutes: so neither rounding nor sampling
moves a date.
"""
FAR = 4_000_000.0
"""Working days beyond any calendar, in which longer durations are cut so that sums stay finite."""


@dataclass(frozen=True)
class Calendar:
    """Working days from `start`, the first of them."""

    start: dt.date
    days: np.busdaycalendar

    @classmethod
    def of(cls, plan: Plan, as_of: dt.date) -> "Calendar":
        """The calendar of a plan: its days a week from Monday on (5 unless told otherwise), without its
        holidays.
        """
        worked = plan.days_per_week or 5
        holidays = [row.day for row in plan.holidays or () if row.day]
        days = np.busdaycalendar("1" * worked + "0" * (7 - worked), np.array(holidays, dtype="datetime64[D]"))
        return cls(
            _date(
                np.busday_offset(np.datetime64(plan.start or as_of, "D"), 0, roll="forward", busdaycal=days)
            ),
            days,
        )

    def finish(self, time: float) -> dt.date:
        """The day in which work ends that ends at `time`."""
        return self._day(_last_day(time))

    def begin(self, start: float, finish: float) -> dt.date:
        """The day in which work begins that runs from `start` to `finish`."""
        return self._day(min(math.floor(start + _HAIR), _last_day(finish)))

    def days_until(self, deadline: dt.date) -> int:
        """Working days from the start to the deadline, both included; 0 or less when it lies before the
        start.
        """
        return int(
            np.busday_count(
                np.datetime64(self.start, "D"), np.datetime64(deadline, "D") + 1, busdaycal=self.days
            )
        )

    def last_working_day(self, first: dt.date, weeks: int) -> dt.date:
        """The last working day of the `weeks` weeks from `first`; `first` itself when there is none."""
        end = np.busday_offset(
            np.datetime64(first, "D") + 7 * weeks - 1, 0, roll="backward", busdaycal=self.days
        )
        return max(first, _date(end))

    def _day(self, index: int) -> dt.date:
        return _date(
            np.busday_offset(np.datetime64(self.start, "D"), index, roll="forward", busdaycal=self.days)
        )


def days_taken(times: Floats) -> Floats:
    """The number of working days, begun ones included, of work that ends at each of the times; at least
    one.
    """
    return np.maximum(np.ceil(times - _HAIR), 1.0)


def _last_day(time: float) -> int:
    return max(math.ceil(time - _HAIR) - 1, 0)


def _date(day: np.datetime64) -> dt.date:
    date = day.astype(object)
    if not isinstance(date, dt.date):
        raise InputError(
            "plan.tasks: the work would end after the year 9999; durations are in working days, check them"
            " and the start"
        )
    return date
