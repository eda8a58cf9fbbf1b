"""How much work each role has in each quarter: what portfolios hold against the people there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from mlscope.plan.calendar import Calendar
from mlscope.plan.people import People
from mlscope.results import Floats, Workload


def workload(people: People, starts: Floats, finishes: Floats, calendar: Calendar) -> tuple[Workload, ...]:
    """Person-days by role and calendar quarter of tasks that run from `starts` to `finishes`.

    Both have the shape (tasks,) and count working days from the start of the calendar.
    """
    days: dict[tuple[str, str], float] = defaultdict(float)
    for task, (start, finish) in enumerate(zip(starts.tolist(), finishes.tolist(), strict=True)):
        for person in np.flatnonzero(people.demands[task]).tolist():
            for quarter, worked in _by_quarter(start, finish, calendar):
                days[people.names[person], quarter] += float(people.demands[task, person]) * worked
    return tuple(Workload(role, quarter, amount) for (role, quarter), amount in sorted(days.items()))


def _by_quarter(start: float, finish: float, calendar: Calendar) -> Iterator[tuple[str, float]]:
    """The working days of a task in each quarter that it touches."""
    begin = calendar.begin(start, finish)
    first, at = dt.date(begin.year, 3 * ((begin.month - 1) // 3) + 1, 1), start
    while at < finish:
        year, month = divmod(first.month + 2, 12)
        following = dt.date(first.year + year, month + 1, 1)
        until = min(finish, max(at, float(calendar.days_until(following - dt.timedelta(days=1)))))
        if until > at:
            yield f"{first.year}-Q{(first.month + 2) // 3}", until - at
        first, at = following, until
