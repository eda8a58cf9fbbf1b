"""Claims about straight-line depreciation beside a linear tax."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.money import evaluate
from mlscope.money.cashflow import Calendar
from mlscope.results import Deterministic

from .conftest import Make, row


def exact(make: Make, **value: Any) -> Deterministic:
    found = evaluate(make(**value)).deterministic
    assert found is not None
    return found


def test_the_textbook_s_project_has_its_operating_cash_flow(make: Make) -> None:
    """Ross, Westerfield and Jordan, *Fundamentals of Corporate Finance*, the shark attractant: sales of
    200,000, cost 125,000 and 12,000 a year, equipment of 90,000 written off over 3 years, tax 34 %, an
    operating cash flow of 51,780. Without its working capital, at 20 %, NPV is -90,000 + 51,780 x 2.10648.
    """
    found = exact(
        make,
        benefits=[row("sales", 200_000)],
        costs=[
            row("equipment", 90_000, when="once"),
            row("variable", 125_000, when="yearly"),
            row("fixed", 12_000, when="yearly"),
        ],
        horizon_years=3,
        discount_rate=0.2,
        tax_rate=0.34,
        write_off_years=3,
    )
    assert found.flows == pytest.approx((-90_000, 51_780, 51_780, 51_780))
    assert found.npv == pytest.approx(-90_000 + 51_780 * 2.106481, abs=0.05)


def test_what_is_left_at_the_horizon_is_written_off_there(make: Make) -> None:
    """100 over 5 years at 40 % tax saves 8 a year; of three years the last saves the other 24 as well."""
    value = {"benefits": [row("b", 0)], "costs": [row("c", 100, when="once")], "tax_rate": 0.4}
    found = exact(make, **value, horizon_years=3, write_off_years=5)
    assert found.flows == pytest.approx((-100, 8, 8, 24))
    at_once = exact(make, **value, horizon_years=3)
    assert at_once.flows == pytest.approx((-60, 0, 0, 0))


def test_the_alternative_is_written_off_alike_and_yearly_costs_are_not(make: Make) -> None:
    money = evaluate(
        make(
            benefits=[row("b", 0)],
            costs=[row("c", 30, when="yearly")],
            alternative_cost_once=100,
            tax_rate=0.5,
            write_off_years=2,
            horizon_years=4,
            discount_rate=0.1,
        )
    )
    assert money.deterministic is not None
    assert money.deterministic.flows == pytest.approx((0, -15, -15, -15, -15))
    assert money.alternative is not None
    assert money.alternative.mean == pytest.approx(-100 + 25 / 1.1 + 25 / 1.21)


def test_by_quarter_it_is_written_off_by_quarter(make: Make) -> None:
    found = exact(
        make,
        benefits=[row("b", 0)],
        costs=[row("c", 80, when="once")],
        tax_rate=0.5,
        write_off_years=2,
        horizon_years=2,
    )
    assert found.quarters == pytest.approx((-80, *[5] * 8))


def test_without_a_tax_rate_nothing_is_written_off(make: Make) -> None:
    rows = {"benefits": [row("b", 10)], "costs": [row("c", 100, when="once")], "horizon_years": 3}
    assert exact(make, **rows, write_off_years=5) == exact(make, **rows)


@given(
    st.lists(st.floats(0, 1e6), min_size=5, max_size=5), st.integers(1, 9), st.sampled_from([(4, 1), (1, 4)])
)
def test_all_that_is_spent_is_written_off_and_never_before(
    spent: list[float], years: int, frame: tuple[int, int]
) -> None:
    amounts = np.array(spent)
    parts = Calendar(*frame).written_off(amounts, years)
    assert parts.sum() == pytest.approx(amounts.sum())
    assert (parts >= -1e-6).all()
    assert (np.cumsum(parts) <= np.cumsum(amounts) + 1e-6).all()


def test_a_pilot_that_fails_saves_what_would_have_been_written_off_too(make: Make) -> None:
    """Passing 50 %: half of 100 is spent on average, and half of its 20 a year of tax is saved; the pilot's
    10 are deducted at once.
    """
    value = {
        "benefits": [row("b", 0)],
        "costs": [row("c", 100, when="once")],
        "pilot": True,
        "pilot_cost": 10,
        "pilot_pass": 0.5,
        "tax_rate": 0.4,
        "write_off_years": 2,
        "horizon_years": 3,
        "discount_rate": 0.1,
    }
    money = evaluate(make(**value))
    assert money.deterministic is not None
    assert money.deterministic.flows == pytest.approx((-50 - 6, 10, 10, 0))
    assert money.pilot is not None
    after_tax = 100 - 20 / 1.1 - 20 / 1.21
    assert money.pilot.saved_when_failing == pytest.approx(100)
    assert money.pilot.worth == pytest.approx(0.5 * after_tax - 6)


def test_what_is_said_of_single_inputs_agrees_with_the_whole(make: Make) -> None:
    """The tornado's ends and the simulation come from the same flows after tax."""
    money = evaluate(
        make(
            benefits=[row("b", 200)],
            costs=[row("c", "80 .. 120", when="once")],
            tax_rate=0.25,
            write_off_years=3,
            horizon_years=3,
            discount_rate=0.1,
        )
    )
    factor = 1 - 0.25 / 3 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331)
    (swing,) = money.tornado
    assert swing.low - swing.high == pytest.approx(32 * factor)
    assert money.npv is not None
    assert money.deterministic is not None
    assert money.npv.mean == pytest.approx(money.deterministic.npv, abs=4 * money.npv.error + 1e-9)
    assert [value.value for value in money.evppi] == pytest.approx([0], abs=1e-6)
