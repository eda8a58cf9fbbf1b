"""What an error, a minute and a share of use must come to: break-even of numbers and of assistance, and the
least use of all.
"""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlscope.money import breakeven, breakeven_words, evaluate
from mlscope.money.breakeven import largest_error, least_minutes
from mlscope.money.breakeven_words import target_words
from mlscope.money.predictions import AssistanceTerms, ErrorTerms, Terms
from mlscope.project import Project
from mlscope.results import Basis, BreakEven, Deterministic, Level, MeasureName, Money

from .conftest import Make

SORTING = Terms(
    cases=10_000, base_rate=0.02, recall=0.6, precision=0.4, gain=100, false_alarm_cost=20, fixed_cost=2_400
)
ERRORS = ErrorTerms(cases=50_000, error_cost=0.4, baseline=12, target=9, fixed_cost=20_000)
HELP = AssistanceTerms(cases=30_000, usage=0.5, minutes=8, hour_cost=60, rework=2, fixed_cost=45_000)
FORECAST = {"count_decisions": True, "cases_per_year": 50_000, "error_cost": 0.4}
WRITING = {
    "count_decisions": True,
    "cases_per_year": 30_000,
    "usage_share": 0.5,
    "minutes_saved": 8,
    "hour_cost": 60,
    "rework_share": 0.2,
    "rework_minutes": 10,
}
amounts, shares = st.floats(0.01, 1e4), st.floats(0.01, 1)


def of_task(make: Make, task: str, metrics: dict[str, Any] | None = None, **value: Any) -> Project:
    project = make(metrics=metrics or {}, **value)
    return Project.model_validate(project.to_plain() | {"problem": {"task": task}})


def exact(money: Money) -> Deterministic:
    assert money.deterministic is not None
    return money.deterministic


def found(money: Money) -> BreakEven:
    assert money.breakeven is not None
    return money.breakeven


# ── sorting
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_volume_and_adoption_of_an_example_by_hand() -> None:
    """Each true case nets 100 - 20 x 1.5 = 70 and 1.2 % of cases are true and found: 2,400 need 34.29 of 120,
    so 2,857 cases or 28.6 %.
    """
    result = breakeven.break_even(SORTING, None)
    assert result.yearly("volume") == Level(pytest.approx(2400 / 70 / 0.012), "ok")
    assert result.yearly("adoption") == Level(pytest.approx(2400 / 70 / 120), "ok")
    assert (result.form, result.measure("error"), result.measure("minutes")) == ("sorting", None, None)


def test_more_cases_do_not_help_beyond_what_people_can_handle() -> None:
    """With room for 80 reviews, 32 of them true, a year brings at most 32 x 70 = 2,240."""
    result = breakeven.break_even(replace(SORTING, capacity=80), None)
    assert (result.yearly("volume").status, result.yearly("adoption").status) == ("never", "never")


def test_the_threshold_is_elkans() -> None:
    """His two examples, Elkan (2001).

    A card payment of 100: refusing brings 20 where it is a fraud and -20 where it is not, approving -100 and
    2; so refusing a fraud gains B = 120, refusing an honest payment costs C = 22. German credit: a bad loan
    made costs 5, a good one refused 1.
    """
    assert replace(SORTING, gain=120, false_alarm_cost=22).threshold == pytest.approx(22 / 142)
    assert replace(SORTING, gain=5, false_alarm_cost=1).threshold == pytest.approx(1 / 6)
    assert replace(SORTING, gain=0, false_alarm_cost=0).threshold is None


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("name", ["base_rate", "recall", "precision"])
def test_shares_of_none_and_of_all_have_a_break_even(name: str, share: float) -> None:
    result = breakeven.break_even(replace(SORTING, **{name: share}), 5_000.0)
    assert {measure.yearly.status for measure in result.measures} <= {"ok", "never", "always"}
    if share == 0 and name != "precision":
        measures = [measure for measure in result.measures if measure.name != "recall"]
        assert {measure.yearly.status for measure in measures} == {"never"}
    levels = (
        result.yearly("precision").value,
        result.yearly("recall").value,
        result.yearly("adoption").value,
        result.for_npv("precision"),
        result.for_npv("adoption"),
    )
    assert all(level is None or 0 <= level <= 1 for level in levels)


@given(
    shares,
    shares,
    shares,
    amounts,
    amounts,
    st.floats(0, 1e5),
    st.one_of(st.just(math.inf), st.floats(1, 1e4)),
)
def test_at_the_least_volume_a_year_nets_zero(
    base: float, recall: float, precision: float, gain: float, cost: float, fixed: float, room: float
) -> None:
    terms = Terms(1.0, base, recall, precision, gain, cost, fixed, room)
    level = breakeven.least_volume(terms, fixed)
    assume(level.status == "ok")
    net = breakeven.yearly_net(replace(terms, cases=level.value))
    assert net == pytest.approx(0, abs=1e-6 * (fixed + 1))


# ── numbers
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_better_numbers_bring_cases_times_the_cost_of_error_times_its_fall(make: Make) -> None:
    """50,000 x 0.40 x (12 - 9) = 60,000 a year."""
    money = evaluate(
        of_task(
            make, "regression", {"metric": "mae", "baseline": 12, "target": 9}, **FORECAST, fixed_cost=20_000
        )
    )
    assert exact(money).flows == (0, pytest.approx(60_000 - 20_000))
    result = found(money)
    assert result.yearly("error") == Level(pytest.approx(11), "ok")
    assert result.yearly("volume").value == pytest.approx(20_000 / (0.4 * 3))
    assert result.yearly("adoption").value == pytest.approx(1 / 3)
    assert result.net_at_target == pytest.approx(40_000)
    assert (result.form, result.measure("precision"), result.measure("minutes"), result.missing) == (
        "error",
        None,
        None,
        (),
    )


def test_where_more_is_better_the_metrics_rise_counts(make: Make) -> None:
    project = of_task(
        make, "regression", {"metric": "r2", "baseline": 0.5, "target": 0.8}, **FORECAST, fixed_cost=2_000
    )
    money = evaluate(project, Basis(higher_is_better=True))
    assert exact(money).flows[1] == pytest.approx(50_000 * 0.4 * 0.3 - 2_000)
    assert found(money).yearly("error").value == pytest.approx(0.6)
    row, *_ = breakeven_words.measure_rows(found(money))
    assert (row.name, row.pays_in_a_year) == ("Score, at least", "from 0.6")
    assert "It pays with at least 0.6 on the chosen metric" in " ".join(
        target_words(money.breakeven, project)
    )


def test_a_target_worse_than_today_costs_money(make: Make) -> None:
    money = evaluate(of_task(make, "forecasting", {"baseline": 9, "target": 12}, **FORECAST))
    assert exact(money).npv == pytest.approx(-60_000)
    assert (found(money).yearly("volume").status, found(money).yearly("adoption").status) == (
        "never",
        "never",
    )


def test_no_error_is_small_enough_where_the_fixed_cost_exceeds_all_errors() -> None:
    assert largest_error(ERRORS, 50_000 * 0.4 * 12).value == pytest.approx(0)
    assert largest_error(ERRORS, 50_000 * 0.4 * 12 + 1).status == "never"
    assert largest_error(replace(ERRORS, error_cost=0), 0).status == "never"
    assert largest_error(replace(ERRORS, fixed_cost=0), 0).value == ERRORS.baseline


@given(amounts, amounts, amounts, st.floats(0, 1e6))
def test_at_the_largest_error_a_year_nets_zero(
    cases: float, cost: float, baseline: float, fixed: float
) -> None:
    terms = ErrorTerms(cases, cost, baseline, None, fixed_cost=fixed)
    level = largest_error(terms, fixed)
    assume(level.status == "ok")
    net = breakeven.break_even(replace(terms, target=level.value), None).net_at_target
    assert net == pytest.approx(0, abs=1e-9 * (fixed + cases * cost * baseline))


# ── assistance
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_brings_the_minutes_it_saves_less_rework(make: Make) -> None:
    """30,000 x 50 % x (8 - 0.2 x 10)/60 x 60 = 90,000 a year; 45,000 need 3 minutes and 2 for rework."""
    money = evaluate(of_task(make, "generation", **WRITING, fixed_cost=45_000))
    assert exact(money).flows == (0, pytest.approx(90_000 - 45_000))
    result = found(money)
    assert result.yearly("minutes") == Level(pytest.approx(5), "ok")
    assert result.yearly("adoption").value == pytest.approx(0.25)
    assert result.yearly("volume").value == pytest.approx(15_000)
    assert (result.form, result.measure("error"), result.threshold) == ("assistance", None, None)


def test_help_that_makes_more_work_than_it_saves_never_pays() -> None:
    result = breakeven.break_even(replace(HELP, rework=9), None)
    assert (result.yearly("adoption").status, result.yearly("volume").status) == ("never", "never")
    assert result.net_at_target == pytest.approx(30_000 * 0.5 * -1 - 45_000)


def test_minutes_always_pay_where_nothing_must_be_covered() -> None:
    assert least_minutes(replace(HELP, rework=0), 0).status == "always"
    assert least_minutes(HELP, 0).value == HELP.rework
    assert least_minutes(replace(HELP, usage=0), 0).status == "never"


@given(amounts, shares, st.floats(0, 60), amounts, st.floats(0, 1e6))
def test_at_the_least_minutes_a_year_nets_zero(
    cases: float, usage: float, rework: float, hour: float, fixed: float
) -> None:
    terms = AssistanceTerms(cases, usage, None, hour, rework, fixed)
    level = least_minutes(terms, fixed)
    assume(level.status == "ok")
    net = breakeven.break_even(replace(terms, minutes=level.value), None).net_at_target
    assert net == pytest.approx(0, abs=1e-9 * (fixed + cases * usage * hour * (rework + 1)))


# ── all forms
# ───────────────────────────────────────────────────────────────────────────────────────────────────

COUNTED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[MeasureName, str]]] = {
    "classification": (
        {"metrics": {"recall": 0.6, "precision": 0.4}, "data": {"base_rate": 0.02}},
        {"count_decisions": True, "cases_per_year": 10_000, "gain": 100, "false_alarm_cost": 20},
        {"volume": "cases_per_year"},
    ),
    "forecasting": (
        {"metrics": {"baseline": 12, "target": 9}},
        FORECAST,
        {"volume": "cases_per_year", "error": "target"},
    ),
    "generation": (
        {},
        WRITING,
        {
            "volume": "cases_per_year",
            "minutes": "minutes_saved",
            "adoption": "usage_share",
        },
    ),
}


@pytest.mark.parametrize("task", COUNTED)
def test_at_the_performance_for_npv_zero_npv_is_zero(make: Make, task: str) -> None:
    """Also with tax, rising prices, chances, ramp-up and a late launch."""
    parts, value, levels = COUNTED[task]
    more = {
        "costs": [{"id": "build", "amount": 9000}],
        "horizon_years": 3,
        "discount_rate": 0.1,
        "inflation": 0.02,
        "tax_rate": 0.3,
        "technical_success": 0.8,
        "ramp_up_year_1": 0.5,
        "launch_month": 3,
    }
    first = Project.model_validate(make(**value, **more).to_plain() | parts | {"problem": {"task": task}})
    result = found(evaluate(first))
    for level, answer in levels.items():
        section, field = ("metrics", "target") if answer == "target" else ("value", answer)
        plain = first.to_plain()
        needed = result.for_npv(level)
        assert needed is not None
        plain[section] = plain[section] | {field: needed}
        assert exact(evaluate(Project.model_validate(plain))).npv == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("task", "needed"),
    [
        (
            "classification",
            {"data.base_rate", "metrics.recall", "metrics.precision", "value.gain", "value.false_alarm_cost"},
        ),
        ("regression", {"value.error_cost", "metrics.baseline", "metrics.target"}),
        ("generation", {"value.usage_share", "value.minutes_saved", "value.hour_cost"}),
    ],
)
def test_what_a_form_needs_is_named_and_its_benefit_left_out(make: Make, task: str, needed: set[str]) -> None:
    project = of_task(make, task, count_decisions=True, costs=[{"id": "c", "amount": 5}])
    money = evaluate(project)
    assert exact(money).npv == -5
    assert needed | {"value.cases_per_year"} == set(found(money).missing) <= set(money.missing)
    assert "unknown" in (
        found(money).yearly("precision").status,
        found(money).yearly("error").status,
        found(money).yearly("minutes").status,
    )
    assert "is known once this is answered" in " ".join(target_words(money.breakeven, project))


@pytest.mark.parametrize("task", ["regression", "generation", "clustering"])
def test_a_task_of_which_no_decision_is_described_has_no_break_even(make: Make, task: str) -> None:
    project = of_task(make, task, gain=5, costs=[{"id": "c", "amount": 5}])
    assert evaluate(project).breakeven is None
    assert target_words(None, project) == ()


# ── in words
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def words(project: Project) -> str:
    return " ".join(target_words(evaluate(project).breakeven, project))


def test_the_metrics_step_says_whether_the_target_pays(make: Make) -> None:
    value = {"cases_per_year": 10_000, "gain": 100, "false_alarm_cost": 20, "fixed_cost": 2_400}
    good = words(make(data={"base_rate": 0.02}, metrics={"recall": 0.6, "precision": 0.4}, **value))
    assert "pays from a precision of 20 % at a recall of 60 %; the target of 40 % clears that." in good
    assert "it must find 17 % of the true cases; the target of 60 % clears that." in good
    assert (
        "a full year brings 6 k EUR; acting on every case would bring −180 k EUR, acting on none nothing."
        in good
    )
    bad = words(make(data={"base_rate": 0.02}, metrics={"recall": 0.6, "precision": 0.15}, **value))
    assert "the target of 15 % falls short of that." in bad
    assert "No recall pays at a precision of 15 %" in bad
    assert "No precision pays at a recall of 60 %" in words(
        make(data={"base_rate": 0.02}, metrics={"recall": 0.6}, **value | {"fixed_cost": 12_000})
    )


def test_numbers_and_help_are_told_in_their_own_units(make: Make) -> None:
    better = of_task(
        make, "regression", {"metric": "mae", "baseline": 12, "target": 9}, **FORECAST, fixed_cost=20_000
    )
    assert (
        "It pays with at most 11 on the chosen metric, where the simple rule reaches 12; the target of 9"
        " clears that." in words(better)
    )
    assert "A use must save 5 minutes for a year to pay; the target of 8 minutes clears that." in words(
        of_task(make, "generation", **WRITING, fixed_cost=45_000)
    )
