"""From working days to dates."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.errors import InputError
from mlscope.plan.calendar import Calendar, days_taken
from mlscope.project.steps.plan import Holiday, Plan

MONDAY = dt.date(2026, 11, 23)


def calendar(start: dt.date = MONDAY, days_per_week: int | None = None, *holidays: dt.date) -> Calendar:
    plan = Plan(
        start=start, days_per_week=days_per_week, holidays=[Holiday(name="", day=day) for day in holidays]
    )
    return Calendar.of(plan, as_of=dt.date(2026, 11, 21))


@pytest.mark.parametrize(
    ("days", "finish"),
    [
        (0, MONDAY),
        (0.5, MONDAY),
        (1, MONDAY),
        (1.1, dt.date(2026, 11, 24)),
        (5, dt.date(2026, 11, 27)),
        (6, dt.date(2026, 11, 30)),
        (11, dt.date(2026, 12, 7)),
    ],
)
def test_work_ends_in_the_working_day_it_reaches_into(days: float, finish: dt.date) -> None:
    assert calendar().finish(days) == finish


def test_what_follows_five_days_begins_on_the_monday_after() -> None:
    assert calendar().begin(5, 6) == dt.date(2026, 11, 30)


def test_a_milestone_after_five_days_is_dated_on_the_friday() -> None:
    assert calendar().begin(5, 5) == calendar().finish(5) == dt.date(2026, 11, 27)


def test_work_begins_on_the_first_working_day_on_or_after_the_start() -> None:
    assert calendar(dt.date(2026, 11, 21)).start == MONDAY
    assert calendar(MONDAY, None, MONDAY).start == dt.date(2026, 11, 24)


def test_without_a_start_work_begins_on_the_day_of_the_record() -> None:
    assert Calendar.of(Plan(), as_of=dt.date(2026, 11, 25)).start == dt.date(2026, 11, 25)


def test_holidays_move_the_finish() -> None:
    assert calendar(MONDAY, None, dt.date(2026, 11, 25)).finish(5) == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days_per_week", "finish"),
    [(7, dt.date(2026, 11, 29)), (4, dt.date(2026, 12, 2)), (1, dt.date(2027, 1, 4))],
)
def test_the_days_worked_a_week_set_the_pace(days_per_week: int, finish: dt.date) -> None:
    assert calendar(MONDAY, days_per_week).finish(7) == finish


@pytest.mark.parametrize(
    ("deadline", "days"),
    [(MONDAY, 1), (dt.date(2026, 11, 29), 5), (dt.date(2026, 11, 30), 6), (dt.date(2026, 11, 22), 0)],
)
def test_days_until_a_deadline_include_both_ends(deadline: dt.date, days: int) -> None:
    assert calendar().days_until(deadline) == days


@given(st.floats(0, 3000), st.integers(1, 7), st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)))
def test_work_that_takes_as_many_days_as_there_are_ends_in_time(
    time: float, days_per_week: int, start: dt.date
) -> None:
    days = calendar(start, days_per_week)
    taken = days_taken(np.array([time]))[0]
    assert days.days_until(days.finish(time)) == taken


def test_a_finish_after_the_year_9999_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="after the year 9999"):
        calendar().finish(4_000_000)
