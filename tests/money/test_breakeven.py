"""The performance at which decisions pay, by the formulas and at their edges."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlscope.money import breakeven, evaluate
from mlscope.money.predictions import Terms
from mlscope.results import Level, MeasureName

from .conftest import Make

BASE = Terms(
    cases=10_000, base_rate=0.02, recall=0.6, precision=0.4, gain=100, false_alarm_cost=20, fixed_cost=2_400
)
terms = st.builds(
    Terms,
    cases=st.floats(1, 1e6),
    base_rate=st.floats(0.001, 0.9),
    recall=st.floats(0.01, 1),
    precision=st.floats(0.01, 1),
    gain=st.floats(0, 1e3),
    false_alarm_cost=st.floats(0.01, 1e3),
    fixed_cost=st.floats(0, 1e5),
    capacity=st.one_of(st.just(math.inf), st.floats(1, 1e5)),
)


def changed(**more: float) -> Terms:
    return Terms(**({name: getattr(BASE, name) for name in Terms.__slots__} | more))


def test_break_even_of_an_example_by_hand() -> None:
    """TP = 10,000 x 0.02 x 0.6 = 120, F/TP = 20, p* = 20/(20 + 100 - 20) = 0.2; at p = 0.4 the bracket is 100
    - 30 = 70 and r* = 2,400/14,000.
    """
    found = breakeven.break_even(BASE, None)
    assert found.yearly("precision") == Level(pytest.approx(0.2), "ok")
    assert found.yearly("recall") == Level(pytest.approx(2400 / (200 * 70)), "ok")
    assert found.net_at_target == pytest.approx(120 * 100 - 180 * 20 - 2400)
    assert found.flag_everyone == pytest.approx(200 * 100 - 9800 * 20)
    assert (found.flag_no_one, found.capacity_binds, found.missing) == (0, False, ())


def test_without_fixed_cost_the_break_even_is_elkans_threshold() -> None:
    """Elkan (2001) with the costs of this problem: act where the probability is at least C/(B + C)."""
    assert breakeven.least_precision(changed(fixed_cost=0), 0.6, 0).value == pytest.approx(20 / 120)


def test_where_capacity_binds_it_decides() -> None:
    """K = 100 reviews: p* = (2400/100 + 20)/(100 + 20) = 44/120; there 100 x 44/120 = 36.7 true cases are
    handled of 120 found.
    """
    found = breakeven.break_even(changed(capacity=100), None)
    assert found.yearly("precision").value == pytest.approx(44 / 120)
    assert found.capacity_binds is True
    assert found.net_at_target == pytest.approx(40 * 100 - 60 * 20 - 2400)


def test_a_capacity_that_does_not_bind_changes_nothing() -> None:
    assert breakeven.break_even(changed(capacity=1000), None).yearly("precision").value == pytest.approx(0.2)


def test_no_performance_is_enough_where_fixed_cost_eats_the_gain() -> None:
    assert breakeven.least_precision(BASE, 0.6, 12_000).status == "never"
    assert breakeven.least_recall(BASE, 0.4, 14_001).status == "never"
    assert breakeven.least_recall(BASE, 0.4, 14_000).value == pytest.approx(1)
    assert breakeven.least_recall(BASE, 1 / 6, 2400).status == "never"


def test_no_model_flags_more_false_cases_than_there_are() -> None:
    """With a false alarm for a cent even flagging all 9,800 false cases pays: the floor is 120/(120 +
    9,800).
    """
    found = breakeven.least_precision(changed(false_alarm_cost=0.01), 0.6, 2400)
    assert (found.value, found.status) == (pytest.approx(120 / 9920), "always")


def test_with_nothing_to_find_nothing_pays() -> None:
    for empty in (changed(base_rate=0), changed(recall=0), changed(cases=0), changed(capacity=0)):
        assert breakeven.break_even(empty, None).yearly("precision").status == "never"
        assert breakeven.yearly_net(empty) == -2400


def test_missing_answers_are_named_and_the_rest_is_said(make: Make) -> None:
    found = evaluate(make(gain=100, false_alarm_cost=20)).breakeven
    assert found is not None
    assert found.yearly("precision").value == pytest.approx(20 / 120)
    assert found.yearly("recall").status == "unknown"
    assert found.missing == ("value.cases_per_year", "data.base_rate", "metrics.recall", "metrics.precision")
    assert (found.net_at_target, found.flag_everyone) == (None, None)


@given(terms)
def test_at_the_break_even_precision_a_year_nets_zero(one: Terms) -> None:
    level = breakeven.least_precision(one, one.recall, one.fixed_cost)
    assume(level.status == "ok")
    assert level.value is not None
    at = Terms(**({name: getattr(one, name) for name in Terms.__slots__} | {"precision": level.value}))
    net = breakeven.yearly_net(at)
    assert net is not None
    assert abs(net) <= 1e-6 * (
        one.fixed_cost + (one.cases or 0) * ((one.gain or 0) + (one.false_alarm_cost or 0))
    )


@given(terms)
def test_status_and_net_at_the_target_agree(one: Terms) -> None:
    net, level = breakeven.yearly_net(one), breakeven.least_precision(one, one.recall, one.fixed_cost)
    assert net is not None
    scale = 1e-9 * (one.fixed_cost + (one.cases or 0) * ((one.gain or 0) + (one.false_alarm_cost or 0)))
    if level.status == "never":
        assert net <= scale
    elif one.attainable_precision > (level.value or 0) * (1 + 1e-9):
        assert net >= -scale


@given(terms)
def test_at_the_break_even_recall_a_year_nets_zero(one: Terms) -> None:
    level = breakeven.least_recall(one, one.precision, one.fixed_cost)
    assume(level.status == "ok")
    at = Terms(**({name: getattr(one, name) for name in Terms.__slots__} | {"recall": level.value}))
    net = breakeven.yearly_net(at)
    assert net is not None
    assert abs(net) <= 1e-6 * (
        one.fixed_cost + (one.cases or 0) * ((one.gain or 0) + (one.false_alarm_cost or 0))
    )


def test_the_curve_falls_as_recall_rises() -> None:
    curve = breakeven.break_even(BASE, None).curve
    needed = [precision for _, precision in curve]
    assert needed == sorted(needed, reverse=True)
    assert curve[-1] == (1, pytest.approx(20 / (20 + 100 - 12)))
    assert curve[0][0] == pytest.approx(0.125), "below 2,400/(200 x 100) = 12 % recall no precision is enough"


def test_the_precision_for_npv_zero_makes_npv_zero(make: Make) -> None:
    value = {
        "count_decisions": True,
        "cases_per_year": "8000 .. 12000",
        "gain": "80 < 100 < 120",
        "false_alarm_cost": 20,
        "fixed_cost": 2400,
        "costs": [{"id": "build", "amount": 9000}],
        "technical_success": 0.8,
        "horizon_years": 3,
        "discount_rate": 0.1,
        "ramp_up_year_1": 0.5,
        "launch_month": 3,
    }
    target = {"recall": 0.6, "precision": 0.4}
    found = evaluate(make(data={"base_rate": 0.02}, metrics=target, **value)).breakeven
    assert found is not None
    names: tuple[MeasureName, ...] = ("precision", "recall")
    for name in names:
        wanted = found.for_npv(name)
        again = evaluate(
            make(data={"base_rate": 0.02}, metrics=target | {name: wanted}, **value)
        ).deterministic
        assert again is not None
        assert again.npv == pytest.approx(0, abs=1e-6)
    whole, in_a_year = found.for_npv("precision"), found.yearly("precision").value
    assert whole is not None
    assert in_a_year is not None
    assert whole > in_a_year


def test_the_performance_for_npv_zero_is_only_told_where_decisions_are_counted(make: Make) -> None:
    known = {
        "cases_per_year": 10_000,
        "gain": 100,
        "false_alarm_cost": 20,
        "costs": [{"id": "build", "amount": 9000}],
    }
    found = evaluate(
        make(data={"base_rate": 0.02}, metrics={"recall": 0.6, "precision": 0.4}, **known)
    ).breakeven
    assert found is not None
    assert (found.for_npv("precision"), found.for_npv("recall")) == (None, None)


def test_a_task_that_sorts_no_cases_has_no_break_even(make: Make) -> None:
    project = make(gain=100, false_alarm_cost=20)
    project.problem.task = type(project.problem.task)("forecasting")  # type: ignore[misc]
    assert evaluate(project).breakeven is None
