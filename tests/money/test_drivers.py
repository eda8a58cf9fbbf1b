"""Drivers, rising prices, tax and the rates of MIRR, by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.money import evaluate, finance
from mlscope.results import Deterministic, Money

from .conftest import Make, row

CALLS = {"id": "calls", "name": "Calls", "when": "yearly"}


def exact(money: Money) -> Deterministic:
    assert money.deterministic is not None
    return money.deterministic


def flows(make: Make, **value: Any) -> tuple[float, ...]:
    return exact(evaluate(make(**value))).flows


@pytest.mark.parametrize(
    ("cells", "yearly"),
    [
        ({"units": 480_000, "unit_value": 4.5, "change": 0.1}, 216_000),
        ({"units": 480_000, "unit_value": 4.5}, 2_160_000),
        ({"units": 1000, "unit_value": 5, "change": -0.2}, -1000),
        ({"units": 480_000, "unit_value": 4.5, "change": 0.1, "amount": 7}, 7),
        ({"units": "400 .. 600", "unit_value": "1 < 2 < 9", "change": "0.1 .. 0.3"}, 500 * 3 * 0.2),
    ],
)
def test_a_benefit_is_its_amount_or_units_times_worth_times_change(
    make: Make, cells: dict[str, Any], yearly: float
) -> None:
    assert flows(make, benefits=[CALLS | cells]) == (0, pytest.approx(yearly))


@pytest.mark.parametrize("cells", [{"units": 5}, {"unit_value": 5}, {"change": 5}, {"units": 5, "change": 2}])
def test_units_without_a_worth_are_not_counted_and_said(make: Make, cells: dict[str, Any]) -> None:
    money = evaluate(make(benefits=[CALLS | cells], costs=[row("c", 3)]))
    assert exact(money).npv == -3
    assert "value.benefits" in money.missing
    assert "Not counted, because no amount is given: Calls." in money.assumptions


def test_an_amount_beside_units_counts_alone_and_that_is_said(make: Make) -> None:
    money = evaluate(make(benefits=[CALLS | {"units": "4 to 8", "unit_value": 3, "amount": 7}]))
    assert "Counted by its amount, though units and their worth are given too: Calls." in money.assumptions
    assert money.tornado == ()


def test_each_driver_is_an_input_of_its_own(make: Make) -> None:
    money = evaluate(
        make(benefits=[CALLS | {"units": "4 to 8", "unit_value": "1 .. 2", "change": "10 % to 30 %"}])
    )
    assert {swing.input for swing in money.tornado} == {
        f"value.benefits/calls/{name}" for name in ("units", "unit_value", "change")
    }
    assert {swing.label for swing in money.tornado} == {
        "Calls: units",
        "Calls: worth of one",
        "Calls: change",
    }


def test_the_mean_of_a_product_of_independent_drivers_is_the_product_of_their_means(make: Make) -> None:
    money = evaluate(
        make(benefits=[CALLS | {"units": "400 to 800", "unit_value": "1 .. 3", "change": "10 % to 30 %"}])
    )
    assert money.npv is not None
    assert money.npv.mean == pytest.approx(exact(money).npv, abs=4 * money.npv.error)


def test_prices_rise_from_year_one_on_top_of_a_rows_own_growth(make: Make) -> None:
    """With 10 % inflation: 100 in year 1, 110 in year 2, 121 in year 3; growth of 5 % beside it gives 115.5
    and 133.4025.
    """
    value = {"inflation": 0.1, "horizon_years": 3}
    assert flows(make, benefits=[row("b", 100)], **value) == pytest.approx((0, 100, 110, 121))
    assert flows(make, benefits=[row("b", 100, growth=0.05)], **value) == pytest.approx(
        (0, 100, 115.5, 133.4025)
    )
    assert flows(make, benefits=[row("b", 100, when="once", year=3)], **value) == pytest.approx(
        (0, 0, 0, 121)
    )
    assert flows(make, costs=[row("c", 100), row("d", 10, when="yearly")], **value) == pytest.approx(
        (-100, -10, -11, -12.1)
    )


def test_prices_of_decisions_their_fixed_cost_and_the_alternative_rise_too(make: Make) -> None:
    value = {
        "count_decisions": True,
        "cases_per_year": 10_000,
        "gain": 100,
        "false_alarm_cost": 20,
        "fixed_cost": 400,
        "alternative_benefit": 50,
        "alternative_cost_once": 20,
        "inflation": 0.1,
        "horizon_years": 2,
    }
    money = evaluate(make(data={"base_rate": 0.02}, metrics={"recall": 0.6, "precision": 0.4}, **value))
    assert exact(money).flows == pytest.approx((0, 8400 - 400, (8400 - 400) * 1.1))
    assert {act.id: act.npv for act in money.acts}["alternative"] == pytest.approx(50 + 55 - 20)


def test_tax_is_taken_off_every_years_net_and_off_the_alternative(make: Make) -> None:
    """25 % tax: a loss of 200 today costs 150, since it lowers the tax of the house; 120 a year is worth
    90.
    """
    other = {"alternative_benefit": 40, "alternative_cost_once": 20}
    money = evaluate(
        make(benefits=[row("b", 120)], costs=[row("c", 200)], horizon_years=2, tax_rate=0.25, **other)
    )
    assert exact(money).flows == (-150, 90, 90)
    assert exact(money).npv == 30
    assert exact(money).benefits == (0, 120, 120)
    assert {act.id: act.npv for act in money.acts} == {"nothing": 0, "alternative": 45, "ml": 30}
    assert any(sentence.startswith("Tax of 25 % is taken off") for sentence in money.assumptions)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 0.99))
def test_tax_on_every_net_flow_moves_no_rate_of_return_and_no_payback(make: Make, tax: float) -> None:
    value = {"benefits": [row("b", 120)], "costs": [row("c", 200)], "horizon_years": 4, "discount_rate": 0.1}
    before, after = (exact(evaluate(make(**value, tax_rate=rate), points=16)) for rate in (0, tax))
    for figure in ("irr", "mirr", "roi", "payback", "discounted_payback", "discounted_cost"):
        assert getattr(after, figure) == pytest.approx(getattr(before, figure), rel=1e-9)
    assert after.npv == pytest.approx(before.npv * (1 - tax))


def test_without_inflation_and_tax_nothing_changes(make: Make) -> None:
    value = {
        "benefits": [row("b", "80 to 120", growth=0.03)],
        "costs": [row("c", "10 .. 30")],
        "horizon_years": 4,
        "discount_rate": 0.1,
    }
    plain, zero = evaluate(make(**value)), evaluate(make(**value, inflation=0, tax_rate=0))
    assert np.array_equal(plain.samples, zero.samples)
    assert plain.assumptions == zero.assumptions


def test_mirr_uses_the_rates_that_are_given_and_else_the_discount_rate(make: Make) -> None:
    """Excel's documentation of MIRR: 120,000 at 10 % for 39, 30, 21, 37 and 46 thousand invested again at 12
    %: 12.61 %.
    """
    returns = enumerate((39_000, 30_000, 21_000, 37_000, 46_000), 1)
    value = {
        "benefits": [row(f"b{year}", amount, when="once", year=year) for year, amount in returns],
        "costs": [row("c", 120_000)],
        "horizon_years": 5,
        "discount_rate": 0.08,
    }
    assert exact(evaluate(make(**value, finance_rate=0.10, reinvestment_rate=0.12))).mirr == pytest.approx(
        0.126094, abs=5e-7
    )
    plain = exact(evaluate(make(**value)))
    assert plain.mirr == finance.mirr(np.array(plain.flows), 0.08, 0.08)


def test_explicitly_nothing_is_worth_nothing_and_that_is_known(make: Make) -> None:
    money = evaluate(make(benefits=[], costs=[]))
    assert money.known
    assert (exact(money).npv, exact(money).irr, exact(money).roi, exact(money).payback) == (0, None, None, 0)
    assert (money.probability_positive, money.evpi, money.missing) == (0, 0, ())
