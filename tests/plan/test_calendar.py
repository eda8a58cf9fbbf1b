"""From working days to dates."""

import datetime as dt
import subprocess
import sys

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


def test_any_set_of_weekdays_can_be_worked() -> None:
    plan = Plan(start=MONDAY, days_per_week=5, weekdays=["tuesday", "thursday", "saturday"])
    days = Calendar.of(plan, as_of=MONDAY)
    assert days.start == dt.date(2026, 11, 24)
    assert [days.finish(n) for n in (1, 2, 3, 4)] == [
        dt.date(2026, 11, 24),
        dt.date(2026, 11, 26),
        dt.date(2026, 11, 28),
        dt.date(2026, 12, 1),
    ]
    assert days.days_per_week == 3


def test_days_off_are_ranges() -> None:
    plan = Plan(start=MONDAY, holidays=[Holiday(name="Break", day=MONDAY, until=dt.date(2026, 12, 1))])
    assert Calendar.of(plan, as_of=MONDAY).start == dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    ("country", "region", "first", "off"),
    [
        ("Germany", "Bayern", dt.date(2027, 1, 5), dt.date(2027, 1, 6)),  # Epiphany is kept in Bavaria,
        ("DE", "DE-BY", dt.date(2027, 1, 5), dt.date(2027, 1, 6)),
        (
            "deu",
            "Thuringen",
            dt.date(2027, 9, 17),
            dt.date(2027, 9, 20),
        ),  # World Children's Day in Thuringia,
        (
            "United States",
            None,
            dt.date(2027, 7, 2),
            dt.date(2027, 7, 5),
        ),  # and the Fourth on the Monday after
        ("gb", "SCT", dt.date(2027, 11, 29), dt.date(2027, 11, 30)),  # Saint Andrew's Day in Scotland
    ],
)
def test_public_holidays_are_kept_by_country_and_region(country, region, first, off) -> None:
    days = Calendar.of(Plan(start=first, country=country, region=region), as_of=MONDAY)
    assert days.start == first
    assert days.finish(2) > off


def test_a_region_keeps_days_that_the_country_does_not() -> None:
    epiphany = dt.date(2027, 1, 6)
    assert Calendar.of(Plan(start=epiphany, country="DE"), as_of=MONDAY).start == epiphany
    assert Calendar.of(Plan(start=epiphany, country="DE", region="BY"), as_of=MONDAY).start > epiphany


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            {"holidays": [{"name": "Ever", "day": "2026-12-24", "until": "2326-12-24"}]},
            "plan.holidays: 'Ever' lasts from 2026-12-24 to 2326-12-24, which is longer than a year; correct"
            " the last day",
        ),
        (
            {"holidays": [{"day": "2026-12-24", "until": "2026-12-01"}]},
            "plan.holidays: a row ends on 2026-12-01, before it begins on 2026-12-24; swap the two days",
        ),
        (
            {"country": "Germny"},
            "plan.country: no public holidays are known for 'Germny'; did you mean 'Germany'?",
        ),
        (
            {"country": "Xyzzyqua"},
            "plan.country: no public holidays are known for 'Xyzzyqua'; give its English name or its two"
            " letters, or clear it and list the days off",
        ),
        (
            {"country": "Germany", "region": "Bayrn"},
            "plan.region: 'Bayrn' is no region of Germany; did you mean 'Bayern'?",
        ),
        ({"country": "Poland", "region": "X"}, "plan.region: Poland has no holidays by region; clear it"),
        ({"region": "BY"}, "plan.region: a region needs its country; fill in the country too"),
    ],
)
def test_what_no_calendar_can_be_is_refused_in_a_sentence(plan, sentence) -> None:
    with pytest.raises(InputError) as refused:
        Calendar.of(Plan(**plan), as_of=MONDAY)
    assert str(refused.value) == sentence


def test_a_plan_without_a_country_loads_no_holidays() -> None:
    said = "import sys, mlscope.plan.engine; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True).stdout == "False\n"


def test_a_calendar_is_made_once() -> None:
    plan = Plan(start=MONDAY, country="DE", recovery_every=1)
    assert Calendar.of(plan, as_of=MONDAY) is Calendar.of(plan.model_copy(), as_of=MONDAY)
