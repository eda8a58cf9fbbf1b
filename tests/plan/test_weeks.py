"""The week plan and the sprints."""

import datetime as dt
import itertools
import math
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
    more = plan.pop("more", {})
    return schedule(Project(name="Weeks", as_of=MONDAY, plan={"tasks": tasks, **plan}, more=more))


def test_weeks_in_which_nothing_ends_are_one_row_with_the_next_that_has_something_to_show() -> None:
    weeks = planned(5, 10, 20, 10, 5).weeks
    assert [week.label for week in weeks] == ["1", "2 to 3", "4 to 7", "8 to 9", "10"]
    assert [week.start for week in weeks] == [MONDAY + i * WEEK for i in (0, 1, 3, 7, 9)]
    assert [week.milestone for week in weeks] == [
        "Kick-off; Done: T1",
        "Done: T2",
        "Done: T3",
        "Done: T4",
        "Release; Done: T5",
    ]


def test_the_demo_of_a_row_follows_the_phase_of_its_work() -> None:
    weeks = planned(5, 10, 20, 10, 5).weeks
    assert weeks[0].demo == "This plan: the goal, the tasks and their dates"
    assert weeks[1].demo == "The data, and what was found in it"
    assert weeks[2].demo == "Predictions beside those of the baseline"


def test_weeks_between_the_likely_end_and_p80_are_reserve() -> None:
    found = schedule(
        Project(
            name="Late", as_of=MONDAY, plan={"tasks": [{"id": "t", "name": "T", "duration_days": "5 .. 45"}]}
        )
    )
    assert [(week.label, week.milestone) for week in found.weeks] == [
        ("1", "Kick-off; Under way: T"),
        ("2 to 5", "Done: T"),
        ("6 to 8", "Release; Reserve for what took longer"),
    ]
    assert found.finish_p80 is not None
    assert MONDAY + 7 * WEEK <= found.finish_p80 < MONDAY + 8 * WEEK


def test_each_demo_is_shown_by_the_owner_of_what_ends_last_else_by_the_team_in_turn() -> None:
    tasks = [
        {"id": "a", "name": "A", "duration_days": 5, "owner": "Anna"},
        {"id": "b", "name": "B", "duration_days": 5, "after": ["a"]},
        {"id": "c", "name": "C", "duration_days": 5, "after": ["b"]},
    ]
    team = [{"name": "Ben"}, {"name": "Cem"}, {"name": "Dora", "available": False}]
    assert [week.presenter for week in planned(tasks=tasks, team=team).weeks] == ["Anna", "Cem", "Ben"]
    assert [week.presenter for week in planned(tasks=tasks).weeks] == ["Anna", "", ""]


def test_quality_gates_stand_in_the_week_in_which_their_phase_ends() -> None:
    gates = {"plan.gates": ["data", "baseline", "launch"]}
    weeks = planned(5, 10, 20, 10, 5, more=gates).weeks
    assert [week.gates for week in weeks] == [(), ("Data",), ("Baseline",), (), ("Launch",)]
    assert weeks[1].milestone == "Done: T2; Quality gate: Data"


def test_release_dates_stand_in_their_week_and_sprint_with_who_answers_for_them() -> None:
    dates = [{"name": "The list", "day": "2026-12-02", "audience": "two teams", "owner": "Anna"}]
    found = planned(30, release_dates=dates)
    told = "Release: The list to two teams (Anna answers for it)"
    assert found.weeks[1].label == "2"
    assert found.weeks[1].milestone == f"Under way: T1; {told}"
    assert found.sprints[1].goal == f"Agree what is to be reached; {told}, 2 December 2026"


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


def test_a_recovery_week_moves_every_date_after_it_by_a_week() -> None:
    plain, rested = planned(25, 20), planned(25, 20, recovery_every=2)
    assert plain.tasks[0].finish == rested.tasks[0].finish == MONDAY + 4 * WEEK + dt.timedelta(days=4)
    assert rested.tasks[1].start == plain.tasks[1].start + WEEK
    assert plain.finish_p80 is not None
    assert rested.finish_p80 == plain.finish_p80 + WEEK
    assert [(week.label, week.milestone) for week in rested.weeks][1:3] == [
        ("2 to 5", "Done: T1"),
        ("6", "Recovery week"),
    ]


def test_working_weeks_count_the_recovery_weeks_that_lie_between() -> None:
    for days in (5, 24, 25, 26, 45, 46, 120):
        found = planned(days, recovery_every=2)
        assert found.finish_p50 is not None
        assert (found.finish_p50 - MONDAY).days // 7 + 1 == math.ceil(found.working_weeks(0.5)), days


def test_the_plan_does_not_end_in_a_recovery_week() -> None:
    assert [sprint.name for sprint in planned(25, recovery_every=2).sprints] == [
        "Sprint 0",
        "Sprint 1",
        "Sprint 2",
    ]


def test_the_one_improvement_of_a_retro_stands_in_the_next_sprint() -> None:
    kept = [{"sprint": 1, "improvement": "Shorter meetings", "owner": "Anna"}]
    found = planned(40, recovery_every=1, improvements=kept).sprints
    told = {sprint.name: sprint.improvement for sprint in found}
    assert told["Sprint 0"] == ""
    assert told["Sprint 1"] == "One, to be agreed in the retro of Sprint 0"
    assert told["Sprint 2"] == "Shorter meetings (Anna)"
    assert told["Recovery week"] == ""
    silent = planned(40, more={"plan.retrospectives": "none"}).sprints
    assert {(sprint.improvement, sprint.retro) for sprint in silent} == {("", None)}


def test_a_sprint_begins_with_its_planning_and_ends_with_review_and_retro_on_working_days() -> None:
    sprint = planned(30, holidays=[{"day": "2026-11-30", "until": "2026-12-01"}]).sprints[1]
    assert sprint.planning == dt.date(2026, 12, 2)
    assert sprint.review == sprint.retro == sprint.finish == dt.date(2026, 12, 11)


def test_the_last_sprint_ends_with_the_deadline_or_the_plan_says_why_not() -> None:
    met = planned(12, deadline="2026-12-09")
    assert (met.sprints[-1].finish, met.sprints_end) == (dt.date(2026, 12, 9), "")
    late = planned(40, deadline="2026-12-11")
    assert late.sprints_end == (
        "The sprints end 5 weeks after the deadline of 11 December 2026, because only by 15 January 2027 the"
        " work is finished four times in five."
    )
    early = planned(12, deadline="2027-02-26")
    assert early.sprints_end == (
        "The sprints end about 11 weeks before the deadline of 26 February 2027: what is left is the reserve."
    )


def test_a_sprint_ends_on_a_working_day() -> None:
    holidays = [{"name": "Day off", "day": "2026-12-11"}]
    assert planned(20, holidays=holidays).sprints[1].finish == dt.date(2026, 12, 10)


def test_a_plan_of_decades_lists_two_years_of_weeks() -> None:
    found = planned(10_000)
    assert found.weeks[-1].until == 104
    assert found.sprints[-1].start < MONDAY + 104 * WEEK
