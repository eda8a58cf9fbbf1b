"""Finance figures equal the published examples of the programs that finance uses."""

import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.money import finance


def paid_back(*flows: float) -> float:
    return float(finance.payback(np.array(flows, dtype=float)[:, None])[0])


def flows_of(*flows: float) -> np.ndarray:
    return np.array(flows, dtype=float)


def test_npv_leaves_year_zero_undiscounted() -> None:
    """Excel's documentation of NPV, second example: 8 %, 40,000 today, five returns: 1,922.06."""
    assert finance.npv(0.08, flows_of(-40000, 8000, 9200, 10000, 12000, 14500)) == pytest.approx(
        1922.06, abs=0.005
    )


def test_npv_equals_numpy_financials_examples() -> None:
    assert finance.npv(0.281, flows_of(-100, 39, 59, 55, 20)) == pytest.approx(
        -0.0084785916384548798, abs=1e-12
    )
    assert finance.npv(0.05, flows_of(-15000, 1500, 2500, 3500, 4500, 6000)) == pytest.approx(
        122.89, abs=0.005
    )


def test_a_spreadsheets_npv_counts_its_first_amount_as_year_one() -> None:
    """Excel's documentation of NPV, first example: 10 %, -10,000 a year from today, then three returns:
    1,188.44.
    """
    assert finance.npv(0.10, flows_of(0, -10000, 3000, 4200, 6800)) == pytest.approx(1188.44, abs=0.005)
    assert finance.npv(0.10, flows_of(-10000, 3000, 4200, 6800)) == pytest.approx(1188.44 * 1.1, abs=0.005)


def test_a_late_loss_turns_npv_as_in_excels_example() -> None:
    """The same source: the second example with a loss of 9,000 in the sixth year: -3,749.47."""
    assert finance.npv(0.08, flows_of(-40000, 8000, 9200, 10000, 12000, 14500, -9000)) == pytest.approx(
        -3749.47, abs=0.005
    )


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ((-100, 39, 59, 55, 20), 0.2809484),  # numpy-financial's documentation
        ((-100, 0, 0, 74), -0.0955),
        ((-100, 100, 0, 7), 0.06206),
        ((-150000, 15000, 25000, 35000, 45000, 60000), 0.0524),
        ((-70000, 12000, 15000, 18000, 21000, 26000), 0.0866),  # Excel's documentation of IRR
        ((-70000, 12000, 15000, 18000, 21000), -0.0212),
        ((-70000, 12000, 15000), -0.4435),
    ],
)
def test_irr_equals_published_examples(flows: tuple[float, ...], rate: float) -> None:
    found, status = finance.irr(flows_of(*flows))
    assert status == "ok"
    assert found == pytest.approx(rate, abs=5e-5)


@pytest.mark.parametrize(
    ("flows", "status"),
    [
        ((-100, -20, -5), "none"),
        ((100, 20), "none"),
        ((0, 0, 0), "none"),
        ((-5, 10.5, 1, -8, 1), "ambiguous"),
        (
            (-1600, 10000, -10000),
            "ambiguous",
        ),  # the textbook pump with rates of 25 % and 400 % (Lorie and Savage 1955)
        ((-100, 0, 230, 0, -132), "ambiguous"),
    ],
)
def test_irr_says_when_there_is_no_single_rate(flows: tuple[float, ...], status: str) -> None:
    assert finance.irr(flows_of(*flows)) == (None, status)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [((0, -100, 110), 0.10), ((-1, 1e9), 1e9 - 1), ((-1e9, 1), 1e-9 - 1), ((-100, 0, 0), None)],
)
def test_irr_copes_with_extremes(flows: tuple[float, ...], rate: float | None) -> None:
    found = finance.irr(flows_of(*flows))[0]
    assert found is None if rate is None else found == pytest.approx(rate, rel=1e-9)


def test_a_difference_of_rounding_is_no_change_of_sign() -> None:
    flows = flows_of(-1, 0.1 + 0.2 - 0.3, 0.3 - (0.1 + 0.2), 1.331)
    assert finance.irr(flows) == (pytest.approx(0.1), "ok")


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40), st.floats(1, 1e6))
def test_npv_at_the_irr_is_zero(returns: list[float], cost: float) -> None:
    flows = flows_of(-cost, *returns)
    rate, status = finance.irr(flows)
    assert status == "ok"
    assert rate is not None
    assert abs(finance.npv(rate, flows)) <= 1e-7 * finance.npv(rate, np.abs(flows))


@pytest.mark.parametrize(
    ("flows", "finance_rate", "reinvest_rate", "rate"),
    [
        ((-120000, 39000, 30000, 21000, 37000, 46000), 0.10, 0.12, 0.126094),  # Excel's documentation of MIRR
        ((-120000, 39000, 30000, 21000), 0.10, 0.12, -0.048045),
        ((-120000, 39000, 30000, 21000, 37000, 46000), 0.10, 0.14, 0.134759),
        (
            (-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000),
            0.08,
            0.055,
            0.0666,
        ),  # numpy-financial's own case
        ((100, 200, -50, 300, -200), 0.05, 0.06, 0.3428),
    ],
)
def test_mirr_equals_published_examples(
    flows: tuple[float, ...], finance_rate: float, reinvest_rate: float, rate: float
) -> None:
    assert finance.mirr(flows_of(*flows), finance_rate, reinvest_rate) == pytest.approx(rate, abs=5e-5)


@given(
    st.lists(st.integers(-100_000, 100_000), min_size=2, max_size=12), st.floats(-0.5, 2), st.floats(-0.5, 2)
)
def test_mirr_agrees_with_numpy_financial(
    flows: list[float], finance_rate: float, reinvest_rate: float
) -> None:
    ours, theirs = (
        finance.mirr(flows_of(*flows), finance_rate, reinvest_rate),
        npf.mirr(flows, finance_rate, reinvest_rate),
    )
    assert ours is None if math.isnan(theirs) else ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_mirr_needs_money_both_ways() -> None:
    assert finance.mirr(flows_of(39000, 30000, 21000), 0.1, 0.12) is None
    assert finance.mirr(flows_of(-1, -1), 0.1, 0.1) is None


def test_payback_equals_the_textbook_case() -> None:
    """Ross, Westerfield and Jordan, Fundamentals of Corporate Finance: 500 for 100, 200, 500 comes back after
    2.4 years.
    """
    assert paid_back(-500, 100, 200, 500) == pytest.approx(2.4)


def test_discounted_payback_equals_the_textbook_case() -> None:
    """Same source: 300 for 100 a year at 12.5 % comes back, discounted, after four years."""
    flows = flows_of(-300, 100, 100, 100, 100, 100) * finance.discount_factors(0.125, 5)
    assert paid_back(*flows) == pytest.approx(4.0, abs=0.01)


@pytest.mark.parametrize(
    ("flows", "years"),
    [
        ((0, 10, 10), 0),
        ((10, -5, 1), 0),
        ((-10, 5, 4.99), math.inf),
        ((-10, 10, 0), 1),
        ((-10, 20, -15, 10), 2.5),  # back after half a year, but not for good
        ((-10, 20, -15), math.inf),
        ((0, -10, 20), 1.5),
        ((-0.3, 0.1, 0.1, 0.1), 3),
        ((-10, 0, 0, 10, 5), 3),
    ],
)
def test_payback_is_when_the_balance_stays_at_or_above_zero(flows: tuple[float, ...], years: float) -> None:
    assert paid_back(*flows) == pytest.approx(years)


def test_return_on_cost_needs_cost() -> None:
    assert finance.return_on_cost(110, 100) == pytest.approx(0.1)
    assert finance.return_on_cost(110, 0) is None
