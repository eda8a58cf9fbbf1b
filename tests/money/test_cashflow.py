"""Rows, ramp, decay, launch, chances, pilot and alternative end in the right year."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.money import evaluate
from mlscope.money.cashflow import Calendar, Uptake
from mlscope.results import Basis, Deterministic, Money

from .conftest import Make, row


def exact(money: Money) -> Deterministic:
    assert money.deterministic is not None
    return money.deterministic


def flows(make: Make, **value: Any) -> list[float]:
    return [pytest.approx(flow) for flow in exact(evaluate(make(**value))).flows]


def test_a_yearly_benefit_starts_in_year_one_and_a_single_cost_falls_into_year_zero(make: Make) -> None:
    assert flows(make, benefits=[row("b", 100)], costs=[row("c", 150)], horizon_years=3) == [
        -150,
        100,
        100,
        100,
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"when": "yearly"}, [0, 100, 100, 100]),
        ({"when": "yearly", "year": 2}, [0, 0, 100, 100]),
        ({"when": "once"}, [0, 100, 0, 0]),
        ({"when": "once", "year": 3}, [0, 0, 0, 100]),
        ({"growth": 0.1}, [0, 100, 110, 121]),
        ({"growth": 0.1, "year": 2}, [0, 0, 110, 121]),
        ({"growth": -0.5}, [0, 100, 50, 25]),
        ({"year": 4}, [0, 0, 0, 0]),
    ],
)
def test_a_benefit_falls_into_its_years(make: Make, more: dict[str, Any], expected: list[float]) -> None:
    assert flows(make, benefits=[row("b", 100, **more)], horizon_years=3) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [-100, 0, 0, 0]),
        ({"year": 2}, [0, 0, -100, 0]),
        ({"when": "yearly"}, [0, -100, -100, -100]),
        ({"when": "yearly", "year": 0}, [-100, -100, -100, -100]),
        ({"when": "yearly", "year": 0, "growth": 0.1}, [-100, -100, -110, -121]),
        ({"when": "once", "year": 3, "growth": 0.1}, [0, 0, 0, -121]),
    ],
)
def test_a_cost_falls_into_its_years(make: Make, more: dict[str, Any], expected: list[float]) -> None:
    assert flows(make, costs=[row("c", 100, **more)], horizon_years=3) == expected


def test_rows_that_count_for_nothing_are_named(make: Make) -> None:
    rows = [row("hope", None), row("later", 5, year=9), row("soon", 7)]
    money = evaluate(make(benefits=rows, horizon_years=2))
    assert exact(money).flows == (0, 7, 7)
    assert any("no amount" in said and "Hope" in said for said in money.assumptions)
    assert any("after the last year" in said and "Later" in said for said in money.assumptions)


def test_ramp_up_scales_the_first_three_years_from_a_launch_today(make: Make) -> None:
    ramp = {"ramp_up_year_1": 0.2, "ramp_up_year_2": 0.6, "ramp_up_year_3": 0.9}
    assert flows(make, benefits=[row("b", 100)], horizon_years=5, **ramp) == [0, 20, 60, 90, 100, 100]


def test_ramp_up_starts_with_the_launch(make: Make) -> None:
    """Launched after 6 months: year 1 has half a year at 20 %, year 2 half at 20 % and half at 60 %, and so
    on.
    """
    ramp = {"ramp_up_year_1": 0.2, "ramp_up_year_2": 0.6, "ramp_up_year_3": 0.9, "launch_month": 6}
    found = flows(make, benefits=[row("b", 100)], horizon_years=5, **ramp)
    assert found == pytest.approx([0, 10, 40, 75, 95, 100])


def test_a_launch_a_year_later_is_the_same_a_year_later(make: Make) -> None:
    timed = {"ramp_up_year_1": 0.2, "ramp_up_year_2": 0.6, "ramp_up_year_3": 0.9, "decay_per_year": 0.1}
    rows = {"benefits": [row("b", 100)], "horizon_years": 6}
    early, late = (flows(make, **rows, **timed, launch_month=month) for month in (5, 17))
    assert late[2:] == pytest.approx(early[1:-1])


@given(
    st.floats(0, 40),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.floats(0.001, 0.9),
    st.one_of(st.none(), st.integers(3, 60)),
    st.sampled_from([1, 4]),
)
def test_ramp_up_and_wear_are_integrated_together(
    launch: float, ramp: list[float], decay: float, retraining: int | None, per_year: int
) -> None:
    """Against the plain sum over the middles of ten thousand slices of each period."""
    calendar = Calendar(3, per_year)
    found = Uptake(launch, tuple(ramp), decay, retraining).by_period(calendar)
    slices = (np.arange(10_000) + 0.5) / 10_000 / per_year
    for start, share in zip(calendar.moments, found[1:], strict=False):
        age = start + slices - launch / 12
        worn = np.mod(age, retraining / 12) if retraining else np.maximum(age, 0)
        shares = np.array([*ramp, 1.0])[np.clip(np.floor(age), 0, 3).astype(int)]
        by_hand = np.where(age > 0, shares * (1 - decay) ** worn, 0).mean() / per_year
        assert share == pytest.approx(by_hand, abs=2e-3)


@pytest.mark.parametrize(
    ("launch", "year", "expected"),
    [
        (0, 0, [100, 0, 0]),  # on the day of the launch
        (6, 1, [0, 100, 0]),  # the launch precedes it within its year: it is not halved
        (6, 2, [0, 0, 100]),
        (12, 1, [0, 100, 0]),
        (13, 1, [0, 0, 0]),
        (1, 0, [0, 0, 0]),
    ],
)
def test_a_single_benefit_counts_in_full_once_launched(
    make: Make, launch: int, year: int, expected: list[float]
) -> None:
    for years in (2, 5):  # by quarter and by year
        rows = {"benefits": [row("b", 100, when="once", year=year)], "horizon_years": years}
        assert flows(make, **rows, launch_month=launch)[:3] == pytest.approx(expected)


def test_a_single_benefit_has_the_ramp_up_and_wear_of_its_moments(make: Make) -> None:
    """Launched at month 6: the single benefit of year 2 falls between ages 0.5 and 1.5, that of year 1
    between 0 and 0.5.
    """
    timed = {"ramp_up_year_1": 0.4, "ramp_up_year_2": 0.8, "launch_month": 6, "horizon_years": 4}
    single = [row("b", 100, when="once", year=2), row("c", 100, when="once", year=1)]
    assert flows(make, benefits=single, **timed) == pytest.approx([0, 40, 60, 0, 0])
    worn = flows(make, benefits=single[1:], **timed, decay_per_year=0.2)
    assert worn[1] == pytest.approx(100 * 0.4 * (1 - 0.8**0.5) / -np.log(0.8) / 0.5)


def test_benefits_start_with_the_launch(make: Make) -> None:
    assert flows(make, benefits=[row("b", 100)], horizon_years=3, launch_month=18) == [0, 0, 50, 100]


def test_the_plans_launch_counts_where_the_record_names_none(make: Make) -> None:
    rows = {"benefits": [row("b", 120)], "horizon_years": 1}
    assert exact(evaluate(make(**rows), Basis(launch_months=3))).npv == pytest.approx(90)
    assert exact(evaluate(make(**rows, launch_month=6), Basis(launch_months=3))).npv == pytest.approx(60)
    assert exact(evaluate(make(**rows))).npv == pytest.approx(120)


def test_decay_wears_the_benefit_off(make: Make) -> None:
    """The mean of 0.8^age over the first year is (1 - 0.8)/(-ln 0.8); each later year is 0.8 of the one
    before.
    """
    first = 0.2 / -np.log(0.8)
    assert flows(make, benefits=[row("b", 100)], horizon_years=3, decay_per_year=0.2) == [
        0,
        100 * first,
        80 * first,
        64 * first,
    ]


def test_retraining_resets_decay(make: Make) -> None:
    half = (1 - 0.8**0.5) / -np.log(0.8) / 0.5
    value = {"benefits": [row("b", 100)], "horizon_years": 3, "decay_per_year": 0.2}
    assert flows(make, approach={"retraining_months": 6}, **value) == [0, 100 * half, 100 * half, 100 * half]


@given(st.floats(0, 40), st.floats(0.001, 0.999), st.one_of(st.none(), st.integers(1, 60)))
def test_decay_averages_the_moments_of_each_year(launch: float, decay: float, retraining: int | None) -> None:
    """Against the plain sum over the middles of ten thousand slices of each year."""
    found = Uptake(launch, (), decay, retraining).by_period(Calendar(3))
    moments = (np.arange(10_000) + 0.5) / 10_000
    for year in (1, 2, 3):
        age = year - 1 + moments - launch / 12
        worn = np.mod(age, retraining / 12) if retraining else age
        assert found[year] == pytest.approx(
            np.where(age > 0, (1 - decay) ** np.maximum(worn, 0), 0).mean(), abs=2e-3
        )


@given(st.integers(1, 40), st.floats(0, 60), st.floats(0, 1), st.one_of(st.none(), st.integers(1, 120)))
def test_no_year_brings_less_than_nothing_or_more_than_all(
    years: int, launch: float, decay: float, retraining: int | None
) -> None:
    found = Uptake(launch, (), decay, retraining).by_period(Calendar(years))
    assert found[0] == 0
    assert (found >= 0).all()
    assert (found <= 1 + 1e-12).all()


def test_chances_multiply_benefits_and_spare_costs(make: Make) -> None:
    money = evaluate(
        make(
            benefits=[row("b", 100)], costs=[row("c", 30)], technical_success=0.5, adoption_success="0.6 .. 1"
        )
    )
    assert exact(money).flows == (-30, pytest.approx(40))
    assert money.npv is not None
    assert money.npv.mean == pytest.approx(10, abs=4 * money.npv.error + 1e-9)


def test_decisions_bring_gains_less_false_alarms(make: Make) -> None:
    """120 true cases at 100 and 180 false ones at 20: 8,400 a year, less 1,000 for running it."""
    money = evaluate(
        make(
            data={"base_rate": 0.02},
            metrics={"recall": 0.6, "precision": 0.4},
            count_decisions=True,
            cases_per_year=10_000,
            gain=100,
            false_alarm_cost=20,
            fixed_cost=1_000,
            ramp_up_year_1=0.5,
        )
    )
    assert exact(money).flows == (0, pytest.approx(8400 / 2 - 1000))
    assert exact(money).costs == (0, 1000)


def test_decisions_beyond_capacity_bring_nothing(make: Make) -> None:
    value = {
        "count_decisions": True,
        "cases_per_year": 10_000,
        "gain": 100,
        "false_alarm_cost": 20,
        "capacity": 100,
    }
    money = evaluate(make(data={"base_rate": 0.02}, metrics={"recall": 0.6, "precision": 0.4}, **value))
    assert exact(money).npv == pytest.approx(40 * 100 - 60 * 20)


def test_decisions_with_a_missing_answer_are_left_out_and_named(make: Make) -> None:
    money = evaluate(make(count_decisions=True, cases_per_year=10_000, gain=100, benefits=[row("b", 5)]))
    assert exact(money).npv == 5
    assert {"data.base_rate", "metrics.recall", "metrics.precision", "value.false_alarm_cost"} <= set(
        money.missing
    )


def test_a_failed_pilot_saves_later_cost(make: Make) -> None:
    """By hand: 10 for the pilot; passes with 0.6; then 100 now and 20 in year 1 for 300 with 0.5. A failure
    saves 75 % of the 120.
    """
    pilot = {
        "pilot": True,
        "pilot_cost": 10,
        "pilot_pass": 0.6,
        "pilot_saves": 0.75,
        "technical_success": 0.5,
    }
    money = evaluate(
        make(benefits=[row("b", 300)], costs=[row("c", 100), row("d", 20, when="yearly")], **pilot)
    )
    spent = 0.6 + 0.4 * 0.25
    assert exact(money).flows == (pytest.approx(-10 - 100 * spent), pytest.approx(300 * 0.3 - 20 * spent))
    assert money.pilot is not None
    assert money.pilot.saved_when_failing == pytest.approx(90)
    assert money.pilot.worth == pytest.approx(0.4 * 90 - 10), (
        "a failure is found before the money is spent, for the price of the pilot"
    )


def test_a_pilot_that_cannot_fail_is_worth_less_than_nothing(make: Make) -> None:
    money = evaluate(
        make(benefits=[row("b", 300)], costs=[row("c", 100)], pilot=True, pilot_cost=10, pilot_pass=1)
    )
    assert money.pilot is not None
    assert money.pilot.worth == pytest.approx(-10)


def test_the_alternative_stands_beside_the_project(make: Make) -> None:
    other = {"alternative_benefit": 50, "alternative_cost_once": 20, "alternative_cost_yearly": 10}
    money = evaluate(
        make(benefits=[row("b", 100)], costs=[row("c", 30)], horizon_years=2, ramp_up_year_1=0.5, **other)
    )
    assert {act.id: act.npv for act in money.acts} == {
        "nothing": 0,
        "alternative": pytest.approx(60),
        "ml": pytest.approx(120),
    }
    assert money.incremental is not None
    assert money.incremental.mean == pytest.approx(60)
    assert {act.id: act.p_best for act in money.acts} == {"nothing": 0, "alternative": 0, "ml": 1}


def test_nothing_known_means_no_figures(make: Make) -> None:
    for value in (
        {},
        {"benefits": [], "costs": None},
        {"benefits": [row("b", None)]},
        {"alternative_benefit": 50},
    ):
        money = evaluate(make(**value))
        assert not money.known
        figures = (
            money.deterministic,
            money.npv,
            money.probability_positive,
            money.expected_loss,
            money.payback_p50,
            money.evpi,
        )
        assert figures == (None,) * 6
        assert (money.acts, money.tornado, money.evppi, money.cash_flow) == ((), (), (), ())


def test_what_is_not_given_is_missing_and_an_explicit_none_is_not(make: Make) -> None:
    assert evaluate(make(costs=[row("c", 5)])).missing == ("value.benefits",)
    assert evaluate(make(costs=[row("c", 5)], benefits=[])).missing == ()


def test_every_default_is_told(make: Make) -> None:
    blank = {
        "technical_success": None,
        "adoption_success": None,
        "discount_rate": None,
        "horizon_years": None,
    }
    said = " ".join(evaluate(make(benefits=[row("b", 5)], **blank)).assumptions)
    for words in (
        "3 years",
        "10 %",
        "target performance",
        "used as planned",
        "ramp-up",
        "launch month",
        "loss of performance",
    ):
        assert words in said
    ramp = dict.fromkeys(("ramp_up_year_1", "ramp_up_year_2", "ramp_up_year_3"), 1)
    full = ramp | {"horizon_years": 3, "launch_month": 0, "decay_per_year": 0}
    assert evaluate(make(benefits=[row("b", 5, when="yearly")], costs=[], **full)).assumptions == ()


def test_answers_that_are_not_asked_do_not_count(make: Make) -> None:
    project = make(benefits=[row("b", 100)], costs=[row("c", 40)], pilot=False, pilot_cost=10, pilot_pass=0.1)
    assert exact(evaluate(project)).npv == pytest.approx(60)
