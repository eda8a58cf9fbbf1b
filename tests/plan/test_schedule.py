"""Finish dates and chances: closed forms, and what edits may and may not move."""

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope import charts
from mlscope.cli import text
from mlscope.document.decision import date_line
from mlscope.errors import InputError
from mlscope.plan import as_json, attempt, schedule
from mlscope.project import Evidence, Project, State
from mlscope.project.answers import About
from mlscope.project.steps.plan import Plan
from mlscope.project.steps.risks import Risk, Risks
from mlscope.words import weeks_words

MONDAY = dt.date(2026, 11, 23)


def project(*tasks: dict[str, Any], **plan: Any) -> Project:
    return Project(
        name="Plan", as_of=dt.date(2026, 11, 21), plan={"start": MONDAY, "tasks": list(tasks), **plan}
    )


def task(name: str, duration: Any, *after: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "duration_days": duration, "after": list(after), **more}


def test_a_chain_of_certain_tasks_takes_their_sum() -> None:
    found = schedule(project(task("a", 2), task("b", 3, "a"), task("c", 1, "b")))
    assert [(t.start, t.finish) for t in found.tasks] == [
        (MONDAY, dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 25), dt.date(2026, 11, 27)),
        (dt.date(2026, 11, 30), dt.date(2026, 11, 30)),
    ]
    assert (
        found.finish_p50
        == found.finish_p80
        == found.finish_p95
        == found.critical_path_finish
        == dt.date(2026, 11, 30)
    )
    assert [t.criticality for t in found.tasks] == [1, 1, 1]


def test_two_parallel_uniform_tasks_take_two_thirds_of_the_range_on_average() -> None:
    days = schedule(project(task("a", "0 .. 1"), task("b", "0 .. 1"))).finish_days
    assert days.mean() == pytest.approx(2 / 3, abs=0.005)
    assert np.quantile(days, 0.5) == pytest.approx(np.sqrt(0.5), abs=0.01)


def test_n_parallel_uniform_tasks_show_the_merge_bias() -> None:
    found = schedule(project(*(task(f"t{i}", "0 .. 100") for i in range(9))))
    assert found.finish_days.mean() == pytest.approx(90, abs=0.5)
    assert found.critical_path_finish == dt.date(2027, 1, 29)  # 50 working days
    assert found.finish_p50 is not None
    assert found.finish_p50 > found.critical_path_finish


def test_the_mean_of_a_chain_is_the_sum_of_the_means() -> None:
    found = schedule(project(task("a", "1<2<9"), task("b", "10 .. 20", "a"), task("c", "30 % chance", "b")))
    assert found.finish_days.mean() == pytest.approx((1 + 8 + 9) / 6 + 15 + 0.3, abs=0.001)


def test_the_variance_of_independent_tasks_adds_up() -> None:
    chain = [task(f"t{i}", "0 .. 12", *([f"t{i - 1}"] if i else [])) for i in range(10)]
    assert schedule(project(*chain)).finish_days.var() == pytest.approx(10 * 12, rel=0.06)


def test_one_of_two_parallel_tasks_is_critical_in_each_draw() -> None:
    found = schedule(project(task("a", "0 .. 1"), task("b", "0 .. 2")))
    short, long = (t.criticality for t in found.tasks)
    assert short + long == pytest.approx(1)
    assert short == pytest.approx(1 / 4, abs=0.01)


def test_the_chance_to_be_on_time_is_that_of_ending_in_a_working_day_up_to_the_deadline() -> None:
    def chance(deadline: dt.date) -> float | None:
        return schedule(project(task("a", "0 .. 10"), deadline=deadline)).probability_on_time

    assert chance(dt.date(2026, 11, 27)) == pytest.approx(0.5, abs=0.002)
    assert chance(dt.date(2026, 11, 29)) == pytest.approx(0.5, abs=0.002)
    assert chance(dt.date(2026, 11, 30)) == pytest.approx(0.6, abs=0.002)
    assert chance(dt.date(2026, 12, 4)) == 1


@pytest.mark.parametrize("deadline", [dt.date(2026, 11, 22), dt.date(1999, 1, 1)])
def test_a_deadline_before_the_start_cannot_be_met(deadline: dt.date) -> None:
    assert schedule(project(task("a", 0.5), deadline=deadline)).probability_on_time == 0


def test_without_a_deadline_there_is_no_chance_and_it_is_named() -> None:
    found = schedule(project(task("a", 1)))
    assert found.probability_on_time is None
    assert found.missing == ("By when it must be in use",)


def test_percentiles_of_one_task_are_its_own() -> None:
    found = schedule(project(task("a", "20 / 40 / 80")))
    assert np.quantile(found.finish_days, [0.1, 0.5, 0.9], method="inverted_cdf") == pytest.approx(
        [20, 40, 80], rel=0.002
    )
    assert (found.tasks[0].finish_p10, found.tasks[0].finish_p90) == (
        dt.date(2026, 12, 18),
        dt.date(2027, 3, 12),
    )


NETWORK = [
    task("a", "2<3<8"),
    task("b", "5 to 9", "a"),
    task("c", "3 / 6 / 12", "a"),
    task("m", 0, "b", "c"),
    task("d", "4 .. 11", "m"),
    task("e", "10 .. 12", "a"),
]


def test_dates_respect_dependencies_and_the_last_one_is_p50() -> None:
    found = schedule(project(*NETWORK))
    dates = {t.id: t for t in found.tasks}
    for row in NETWORK:
        assert all(
            dates[row["id"]].start >= dates[before].finish for before in row["after"] if row["id"] != "m"
        )
    assert max(t.finish for t in found.tasks) == found.finish_p50
    assert all(t.finish_p10 <= t.finish <= t.finish_p90 for t in found.tasks)


@settings(max_examples=25)
@given(st.permutations(NETWORK))
def test_the_order_of_the_rows_changes_nothing(rows: list[dict[str, Any]]) -> None:
    before, after = schedule(project(*NETWORK), points=256), schedule(project(*rows), points=256)
    assert {t.id: t for t in before.tasks} == {t.id: t for t in after.tasks}
    assert before.finish_days.tolist() == after.finish_days.tolist()


def test_a_further_task_off_the_path_moves_nothing_else() -> None:
    before, after = schedule(project(*NETWORK)), schedule(project(*NETWORK, task("x", "0.1 .. 0.2")))
    assert after.tasks[: len(NETWORK)] == before.tasks
    assert after.finish_days.tolist() == before.finish_days.tolist()


def test_longer_tasks_never_end_the_plan_earlier() -> None:
    longer = [row | {"duration_days": "6 .. 13"} if row["id"] == "d" else row for row in NETWORK]
    assert (schedule(project(*longer)).finish_days >= schedule(project(*NETWORK)).finish_days).all()


def test_another_seed_draws_anew_and_the_same_repeats() -> None:
    one, same, other = (schedule(project(*NETWORK), seed=seed).finish_days for seed in (0, 0, 7))
    assert one.tolist() == same.tolist() != other.tolist()
    assert one.mean() == pytest.approx(other.mean(), rel=0.01)


def test_months_to_launch_run_from_the_date_of_the_record() -> None:
    assert schedule(project(task("a", 5))).months_to_launch == pytest.approx(6 / 30.4375)
    assert schedule(project(task("a", 5), start="2025-01-06")).months_to_launch == 0


def test_without_tasks_nothing_is_dated() -> None:
    for plan in (project(), Project(name="Blank")):
        found = schedule(plan)
        assert not found.known
        assert found.finish_p50 is found.probability_on_time is found.months_to_launch is None
        assert found.missing == ("What has to be done, and how long it takes",)


def test_a_task_without_a_duration_is_named_and_no_finish_is_invented() -> None:
    found = schedule(
        project(
            task("a", None) | {"name": "Label data"},
            task("b", 5, "Label data"),
            {"id": "blank"},
            deadline="2027-01-01",
        )
    )
    assert not found.known
    assert found.finish_p95 is None
    assert found.missing == ("How long 'Label data' takes",)


def test_a_circle_is_refused_even_before_durations_are_known() -> None:
    with pytest.raises(InputError, match="remove one of the two"):
        schedule(project(task("a", None, "b"), task("b", None, "a")))


def test_a_plan_in_the_making_tells_its_fault_instead_of_a_date() -> None:
    tangled = project(task("a", 1, "b"), task("b", 1, "a"), deadline="2027-01-01")
    found = attempt(tangled)
    assert (found.known, found.finish_p50, found.start, found.deadline) == (
        False,
        None,
        MONDAY,
        dt.date(2027, 1, 1),
    )
    assert "remove one of the two" in found.missing[0]
    assert attempt(project(*NETWORK)) == schedule(project(*NETWORK))


def test_absurd_durations_are_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="after the year 9999"):
        schedule(project(task("a", 1e308), task("b", 1e308, "a")))


def test_the_json_names_what_does_not_exist_as_null() -> None:
    plain = json.loads(json.dumps(as_json(schedule(Project(name="Blank"))), allow_nan=False))
    assert plain["finish"] == {"p50": None, "p80": None, "p95": None}
    assert plain["probability_on_time"] is None
    assert plain["tasks"] == []


def test_the_json_has_iso_dates() -> None:
    plain = json.loads(
        json.dumps(as_json(schedule(project(task("a", 5), deadline="2026-12-01"))), allow_nan=False)
    )
    assert plain["finish"] == {"p50": "2026-11-27", "p80": "2026-11-27", "p95": "2026-11-27"}
    assert plain["probability_on_time"] == 1
    assert {key: plain["tasks"][0][key] for key in ("id", "start", "finish", "criticality")} == {
        "id": "a", "start": "2026-11-23", "finish": "2026-11-27", "criticality": 1,
    }  # fmt: skip


UNSAID = {
    "plan.start": {"start": None},
    "plan.days_per_week": {"days_per_week": None},
    "plan.holidays": {"holidays": None},
}


@pytest.mark.parametrize("changes", UNSAID.values(), ids=UNSAID)
def test_no_date_is_a_headline_before_start_working_days_and_holidays_are_said(changes, samples):
    """People read working weeks on the page, in the document and on the command line; programs read dates,
    and that they are assumed.
    """
    project = samples["churn"]
    dated = schedule(project)
    assert not dated.start_assumed
    assert as_json(dated)["start_assumed"] is False
    project.plan = project.plan.model_copy(update=changes)
    found = schedule(project)
    assert found.start_assumed
    assert as_json(found)["start_assumed"] is True
    assert as_json(found)["finish"]["p50"] is not None
    worked = float(np.quantile(found.finish_days, 0.5)) / 5
    assert found.working_weeks(0.5) == pytest.approx(worked + 1, rel=0.01)  # one recovery week lies between
    weeks = weeks_words(found.working_weeks(0.8))
    told = [
        date_line(found),
        text.schedule(found).splitlines()[0],
        charts.finish_dates(found).title + charts.finish_dates(found).alt,
    ]
    for line in told:
        assert weeks in line
        assert "2027" not in line.replace("deadline of 30 April 2027", "")


def test_weekdays_and_a_country_settle_the_calendar_too(samples):
    project = samples["churn"]
    changes = {"days_per_week": None, "weekdays": ["monday", "tuesday"], "holidays": None, "country": "DE"}
    project.plan = Plan(**project.plan.model_dump() | changes)
    assert not schedule(project).start_assumed


def test_what_does_not_apply_to_the_calendar_is_said_too(samples):
    project = samples["churn"]
    project.plan = project.plan.model_copy(update={"holidays": None})
    project.answers = {"plan.holidays": About(state=State.not_applicable, reason="Shifts")}
    assert not schedule(project).start_assumed


def test_a_start_that_was_only_assumed_is_not_said(samples):
    project = samples["churn"]
    project.answers = {"plan.start": About(evidence=Evidence.assumed)}
    assert schedule(project).start_assumed


def days(found: Any) -> list[float]:
    """Working days to the finish with even odds: with all, without limits of people, without risks."""
    return [
        float(np.quantile(found.finish_days, 0.5, method="inverted_cdf")),
        found.unlimited.days[0],
        found.without_risks.days[0],
    ]


def test_two_unlinked_tasks_of_one_owner_follow_each_other_and_miss_the_deadline() -> None:
    both = [task("a", 10, owner="Ana"), task("b", 10, owner="ana ")]
    found = schedule(project(*both, deadline="2026-12-11"))
    assert days(found) == [20, 10, 20]
    assert found.probability_on_time == 0
    assert found.unlimited.probability_on_time == 1
    assert [t.who for t in found.tasks] == [("Ana",), ("Ana",)]
    assert [t.criticality for t in found.tasks] == [1, 1]
    [more] = found.one_more
    assert (more.role, more.days_earlier, more.later) == ("Ana", 10, 0)


def test_people_who_are_named_stand_before_the_owner() -> None:
    rows = [task("a", 10, owner="Ana", who=["Bo"]), task("b", 10, owner="Ana", who=["Cy"])]
    team = [{"id": "m1", "name": "Bo"}, {"id": "m2", "name": "Cy"}]
    assert days(schedule(project(*rows, team=team)))[0] == 10


def test_a_role_of_two_people_does_two_tasks_at_once() -> None:
    rows = [task(name, 10, who=["Engineer"]) for name in "abc"]
    for count, taken in ((1, 30), (2, 20), (3, 10)):
        team = [{"id": "m1", "name": "Engineer", "count": count}]
        assert days(schedule(project(*rows, team=team)))[0] == taken


def test_people_may_be_named_by_their_row_and_share_their_week() -> None:
    rows = [task("a", 10, who=["m1"], share=0.5), task("b", 10, who=["Engineer"], share=0.5)]
    assert days(schedule(project(*rows, team=[{"id": "m1", "name": "Engineer"}])))[0] == 10


@pytest.mark.parametrize(("days_per_week", "taken"), [(5, 10), (2.5, 20), (0.5, 100), (7, 10)])
def test_who_is_there_for_part_of_the_week_takes_longer(days_per_week: float, taken: float) -> None:
    team = [{"id": "m1", "name": "Engineer", "days_per_week": days_per_week}]
    found = schedule(project(task("a", 10, who=["Engineer"]), team=team))
    assert days(found) == pytest.approx([taken, 10, taken])
    assert ("Takes longer" in " ".join(found.notes)) == (taken > 10)


def test_a_task_that_needs_less_than_somebody_has_takes_no_longer() -> None:
    team = [{"id": "m1", "name": "Lead", "days_per_week": 1}]
    assert days(schedule(project(task("a", 10, who=["Lead"], share=0.2), team=team)))[0] == 10
    assert days(schedule(project(task("a", 10, who=["Lead"], share=0.4), team=team)))[0] == 20


def test_a_task_without_people_is_not_limited_and_says_so() -> None:
    found = schedule(project(task("a", 10), task("b", 10), task("c", 1, owner="Ana")))
    assert days(found)[0] == 10
    assert found.notes == ("Not limited by people, because nobody is named: a, b.",)


def test_a_person_who_does_not_exist_or_is_never_there_is_refused_in_one_sentence() -> None:
    team = [{"id": "m1", "name": "Data engineer", "days_per_week": 0}]
    with pytest.raises(InputError, match="'a' is to be done by 'Data enginer', who is not in the team"):
        schedule(project(task("a", 1, who=["Data enginer"]), team=team))
    with pytest.raises(InputError, match="'Data engineer' is there 0 days a week, and 'a' needs them"):
        schedule(project(task("a", 1, owner="Data engineer"), team=team))


RISK = {"id": "r", "name": "Labels come late", "probability": 0.9, "delay_days": 150}


def risky(*tasks: dict[str, Any], risk: dict[str, Any] = RISK, **plan: Any) -> Project:
    return project(*tasks, **plan).model_copy(update={"risks": Risks(risks=[Risk(**risk)])})


def test_a_likely_risk_of_150_days_moves_the_finish_by_them() -> None:
    found = schedule(risky(task("a", 20), deadline="2026-12-18"))
    assert days(found) == [170, 170, 20]
    assert found.probability_on_time == pytest.approx(0.1, abs=0.005)
    assert found.without_risks.probability_on_time == 1
    assert found.tasks[0].finish == found.finish_p50


@pytest.mark.parametrize("chance", [0.0, 0.03, 0.3, 0.62, 1.0])
def test_the_mean_delay_is_the_chance_times_the_mean_of_the_range(chance: float) -> None:
    risk = RISK | {"probability": chance, "delay_days": "10 .. 30"}
    found = schedule(risky(task("a", 5), task("b", 5), risk=risk)).finish_days
    assert float(np.mean(found > 5)) == pytest.approx(chance, abs=1 / 256)
    assert found.mean() == pytest.approx(5 + chance * 20, abs=0.15)


def test_a_delay_is_lost_once_however_many_tasks_it_strikes_and_whoever_does_them() -> None:
    rows = [task("a", 5, owner="Ana"), task("b", 5, owner="Ana"), task("c", 5, "a", "b", owner="Ana")]
    certain = RISK | {"probability": 1}
    assert days(schedule(risky(*rows, risk=certain)))[0] == 165
    assert days(schedule(risky(*rows, risk=certain | {"tasks": ["c"]})))[0] == 165
    assert days(schedule(risky(*rows, risk=certain | {"tasks": ["a", "b", "c"]})))[0] == 165


def test_a_risk_strikes_its_phase_alone() -> None:
    rows = [task("a", 5, phase="data"), task("b", 3, "a", phase="data"), task("c", 200, phase="modelling")]
    certain = RISK | {"probability": 1}
    assert days(schedule(risky(*rows, risk=certain | {"phase": "data"})))[0] == 200
    assert days(schedule(risky(*rows, risk=certain | {"phase": "modelling"})))[0] == 350
    found = schedule(risky(*rows, risk=certain | {"phase": "adoption"}))
    assert days(found)[0] == 200
    assert "delays nothing: no task is planned for adoption" in " ".join(found.notes)


def test_what_is_done_about_a_risk_lowers_its_chance_to_the_residual() -> None:
    risk = RISK | {"probability": 1, "residual": 0.0}
    assert days(schedule(risky(task("a", 5), risk=risk)))[0] == 155
    assert days(schedule(risky(task("a", 5), risk=risk | {"mitigation": "Label early"})))[0] == 5


def test_a_risk_that_the_ranges_contain_or_that_is_switched_off_moves_nothing_and_says_so() -> None:
    found = schedule(risky(task("a", 5), risk=RISK | {"contained": True}))
    assert days(found)[0] == 5
    assert "1 of 1 risks are taken as contained in the ranges" in " ".join(found.notes)
    off = risky(task("a", 5))
    off.risks.counted = False
    assert days(schedule(off))[0] == 5
    assert "switched off" in " ".join(schedule(off).notes)


def test_a_risk_for_a_task_that_does_not_exist_is_refused_with_a_guess() -> None:
    with pytest.raises(InputError, match="'Labels come late' strikes 'aa', which is no task of this plan"):
        schedule(risky(task("a", 5), risk=RISK | {"tasks": ["aa"]}))


def test_another_risk_moves_neither_the_events_of_the_first_nor_any_task() -> None:
    one = risky(*NETWORK, risk=RISK | {"probability": 0.4})
    both = one.model_copy(deep=True)
    assert both.risks.risks is not None
    both.risks.risks.append(Risk(id="z", name="Other", probability=0.3, delay_days=0))
    assert schedule(one).finish_days.tolist() == schedule(both).finish_days.tolist()


def test_the_plan_prints_its_finish_with_all_and_beside_it_without_limits_and_without_risks() -> None:
    found = as_json(
        schedule(risky(task("a", 20, owner="Ana"), task("b", 4, owner="Ana"), deadline="2027-01-01"))
    )
    for part in (found, found["unlimited"], found["without_risks"]):
        assert set(part["finish"]) == {"p50", "p80", "p95"}
        assert 0 <= part["probability_on_time"] <= 1
    assert (
        found["without_risks"]["finish"]["p50"] < found["unlimited"]["finish"]["p50"] < found["finish"]["p50"]
    )
    blank = as_json(schedule(project()))
    assert (
        blank["unlimited"]
        == blank["without_risks"]
        == {
            "finish": {"p50": None, "p80": None, "p95": None},
            "probability_on_time": None,
        }
    )


def test_the_dates_count_with_who_is_not_available_yet_and_say_so() -> None:
    rows = [task("a", 5, owner="Ana"), task("b", 5, owner="Bo")]
    team = [{"name": "Ana", "available": False}, {"name": "Bo", "available": True}, {"name": "Cy"}]
    found = schedule(project(*rows, team=team))
    assert days(found) == days(schedule(project(*rows)))
    assert "though not available yet: Ana." in " ".join(found.notes)
