"""The working calendar: from working days of effort to dates.

Time runs in working days from 0, the morning of the first working day. Work that ends at time t ends in the
working day number ceil(t): one day of work begun on Monday ends on Monday, five end on Friday, six on the
Monday after; half a day fits into its day. Work begins in the day in which its start time falls, so what
follows five days begins on the Monday after. A task without duration is dated on the day when what it waits
for ends.
"""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mlscope.errors import InputError
from mlscope.plan.public_holidays import public_holidays
from mlscope.plan.rhythm import stretches
from mlscope.project.steps.plan import Holiday, Plan, Weekday
from mlscope.results import Floats

_HAIR = 0.01
"""No other working day is begun for less than this, about five minutes: so neither rounding nor sampling
moves a date.
"""
FAR = 4_000_000.0
"""Working days beyond any calendar, in which longer durations are cut so that sums stay finite."""
HORIZON = 30
"""Years from the start for which public holidays and recovery weeks are known."""
LONGEST_ABSENCE = 366
"""Days; what is longer is a slip of the pen."""


@dataclass(frozen=True)
class Calendar:
    """Working days from `start`, the first of them, with so many of them in a full week."""

    start: dt.date
    days: np.busdaycalendar
    days_per_week: int = 5

    @classmethod
    def of(cls, plan: Plan, as_of: dt.date) -> "Calendar":
        """The calendar of a plan: its weekdays, without days off, public holidays and recovery weeks.

        Public holidays and recovery weeks are known for 30 years from the start. InputError names a place
        whose holidays are not known, and days off that end before they begin or last longer than a year.
        """
        rhythm = Plan(sprint_weeks=plan.sprint_weeks, recovery_every=plan.recovery_every)
        return _calendar(
            plan.start or as_of,
            weekdays_worked(plan),
            tuple(day for row in plan.holidays or () for day in _days_off(row)),
            (plan.country, plan.region),
            rhythm.model_dump_json(exclude_none=True),
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

    def first_working_day(self, first: dt.date) -> dt.date:
        """The first working day on or after a day."""
        return _date(np.busday_offset(np.datetime64(first, "D"), 0, roll="forward", busdaycal=self.days))

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


def weekdays_worked(plan: Plan) -> str:
    """The seven days from Monday on, 1 where work is done: the weekdays named, else so many from Monday on, 5
    unless told otherwise.
    """
    if plan.weekdays:
        return "".join("1" if day in plan.weekdays else "0" for day in Weekday)
    worked = plan.days_per_week or 5
    return "1" * worked + "0" * (7 - worked)


def refused_place(plan: Plan) -> str:
    """Why the public holidays of a plan's country or region are not known, in a sentence; "" where they
    are.
    """
    if not plan.country:
        return ""
    try:
        public_holidays(plan.country, plan.region, range(0))
    except InputError as refused:
        return str(refused)
    return ""


def _days_off(row: Holiday) -> Iterator[dt.date]:
    first, last = row.day or row.until, row.until or row.day
    if first is None or last is None:
        return
    occasion = f"'{row.name}'" if row.name else "a row"
    if last < first:
        raise InputError(
            f"plan.holidays: {occasion} ends on {last}, before it begins on {first}; swap the two days"
        )
    if (last - first).days > LONGEST_ABSENCE:
        raise InputError(
            f"plan.holidays: {occasion} lasts from {first} to {last}, which is longer than a year; correct"
            " the last day"
        )
    yield from (first + dt.timedelta(days=day) for day in range((last - first).days + 1))


@lru_cache(maxsize=256)
def _calendar(
    start: dt.date,
    week: str,
    days_off: tuple[dt.date, ...],
    place: tuple[str | None, str | None],
    rhythm: str,
) -> Calendar:
    country, region = place
    if region and not country:
        raise InputError("plan.region: a region needs its country; fill in the country too")
    last = min(start.year + HORIZON, dt.MAXYEAR)
    public = public_holidays(country, region, range(start.year, last + 1)) if country else ()
    first = _first_working_day(start, week, (*days_off, *public))
    resting = [
        stretch.begin + dt.timedelta(days=day)
        for stretch in stretches(Plan.model_validate_json(rhythm), first, dt.date(last, 12, 1))
        if stretch.recovery
        for day in range(7)
    ]
    days = np.busdaycalendar(week, np.array([*days_off, *public, *resting], dtype="datetime64[D]"))
    return Calendar(first, days, week.count("1"))


def _first_working_day(start: dt.date, week: str, off: tuple[dt.date, ...]) -> dt.date:
    days = np.busdaycalendar(week, np.array(off, dtype="datetime64[D]"))
    return _date(np.busday_offset(np.datetime64(start, "D"), 0, roll="forward", busdaycal=days))


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
