"""The week plan and the sprints."""

import datetime as dt
import itertools
from typing import Any

from mlscope.plan import schedule
from mlscope.project import Project
from mlscope.results import Schedule

MONDAY = dt.date(2026, 11, 23)
WEEK = dt.timedelta(weeks=1)


def planned(*days: float, **plan: Any) -> Schedule:
    """The schedule of a chain of certain tasks T1, T2, ... in the phases scoping, data, modelling,
    deployment, adoption.
    """
    phases = ("scoping", "data", "modelling", "deployment", "adoption")
    tasks = [
        {
            "id": f"t{i}",
            "name": f"T{i}",
            "phase": phases[(i - 1) % 5],
            "duration_days": d,
            "after": [f"t{i - 1}"] if i > 1 else [],
        }
        for i, d in enumerate(days, 1)
    ]
    return schedule(Project(name="Weeks", as_of=MONDAY, plan={"tasks": tasks, **plan}))


def test_weeks_run_from_the_kick_off_to_the_release() -> None:
    weeks = planned(5, 10, 20, 10, 5).weeks
    assert [week.start for week in weeks] == [MONDAY + i * WEEK for i in range(10)]
    assert weeks[0].milestone == "Kick-off; Done: T1"
    assert [week.milestone for week in weeks[1:4]] == ["Under way: T2", "Done: T2", "Under way: T3"]
    assert weeks[-1].milestone == "Release; Done: T5"


def test_the_demo_of_a_week_follows_the_phase_of_its_work() -> None:
    weeks = planned(5, 10, 20, 10, 5).weeks
    assert weeks[1].demo == "What can be seen of it so far"
    assert weeks[2].demo == "The data, and what was found in it"
    assert weeks[6].demo == "Predictions beside those of the baseline"


def test_weeks_between_the_likely_end_and_p80_are_reserve() -> None:
    found = schedule(
        Project(
            name="Late", as_of=MONDAY, plan={"tasks": [{"id": "t", "name": "T", "duration_days": "5 .. 45"}]}
        )
    )
    assert [week.milestone for week in found.weeks[4:]] == [
        "Done: T",
        "Reserve for what took longer",
        "Reserve for what took longer",
        "Release",
    ]
    assert found.finish_p80 is not None
    assert found.weeks[-1].start <= found.finish_p80 < found.weeks[-1].start + WEEK


def test_a_plan_of_one_day_is_kick_off_and_release_at_once() -> None:
    (week,) = planned(1).weeks
    assert week.milestone == "Kick-off; Release; Done: T1"


def test_many_tasks_in_one_week_are_counted_rather_than_listed() -> None:
    assert planned(1, 1, 1, 1, 1).weeks[0].milestone == "Kick-off; Release; Done: T1, T2, T3 and 2 more"


def test_without_weekly_demos_none_are_planned() -> None:
    assert {week.demo for week in planned(15, weekly_demo=False).weeks} == {""}
    assert all(week.demo for week in planned(15).weeks)


def test_sprint_zero_of_a_week_is_followed_by_sprints_of_two() -> None:
    sprints = planned(5, 20, 5).sprints
    assert [sprint.name for sprint in sprints] == ["Sprint 0", "Sprint 1", "Sprint 2", "Sprint 3"]
    assert [(s.start, s.finish) for s in sprints[:2]] == [
        (MONDAY, dt.date(2026, 11, 27)),
        (dt.date(2026, 11, 30), dt.date(2026, 12, 11)),
    ]
    assert sprints[1].goal == "Get the data ready"
    assert sprints[3].goal == "Build models and improve them"


def test_recovery_weeks_come_after_the_wanted_number_of_sprints() -> None:
    sprints = planned(60, sprint_weeks=3, recovery_every=2).sprints
    assert [sprint.name for sprint in sprints] == [
        "Sprint 0",
        "Sprint 1",
        "Sprint 2",
        "Recovery week",
        "Sprint 3",
        "Sprint 4",
    ]
    assert [sprint.recovery for sprint in sprints] == [False, False, False, True, False, False]
    assert all(sprint.start > before.finish for before, sprint in itertools.pairwise(sprints))


def test_the_plan_does_not_end_in_a_recovery_week() -> None:
    assert [sprint.name for sprint in planned(30, recovery_every=2).sprints] == [
        "Sprint 0",
        "Sprint 1",
        "Sprint 2",
        "Sprint 3",
    ]


def test_a_sprint_ends_on_a_working_day() -> None:
    holidays = [{"name": "Day off", "day": "2026-12-11"}]
    assert planned(20, holidays=holidays).sprints[1].finish == dt.date(2026, 12, 10)


def test_a_plan_of_decades_lists_two_years_of_weeks() -> None:
    found = planned(10_000)
    assert len(found.weeks) == 104
    assert found.sprints[-1].start < MONDAY + 104 * WEEK
