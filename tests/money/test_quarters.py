"""Claims about money counted by quarter, which it is with one or two years to look ahead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.money import evaluate, finance
from mlscope.money.export import as_json
from mlscope.results import Deterministic, Money

from .conftest import Make, row


def exact(money: Money) -> Deterministic:
    assert money.deterministic is not None
    return money.deterministic


def test_quarterly_payments_are_worth_what_the_annuity_table_says(make: Make) -> None:
    """12 % compounded quarterly is 12.55 % a year, and eight payments at 3 % a quarter are worth 7.0197 times
    one (Ross, Westerfield and Jordan, table A.3).
    """
    money = evaluate(make(benefits=[row("b", 400)], horizon_years=2, discount_rate=1.03**4 - 1))
    assert exact(money).npv == pytest.approx(701.97, abs=0.005)


def test_flows_stand_by_year_and_by_quarter(make: Make) -> None:
    """By hand: 1,200 a year in four parts, from month 6 on; 500 today, 300 at the end of year 1."""
    found = as_json(
        evaluate(
            make(
                benefits=[row("b", 1200)],
                costs=[row("c", 500), row("d", 300, year=1)],
                horizon_years=2,
                launch_month=6,
                discount_rate=0.1,
            )
        )
    )
    quarters = [-500, 0, 0, 300, 0, 300, 300, 300, 300]
    assert [band["quarter"] for band in found["quarters"]] == list(range(9))
    assert [band["p50"] for band in found["quarters"]] == pytest.approx(quarters)
    assert [band["p50"] for band in found["cash_flow"]] == pytest.approx([-500, 300, 1200])
    assert found["cash_flow"][-1]["cumulative_p50"] == found["quarters"][-1]["cumulative_p50"]
    exact = found["deterministic"]
    assert exact["flows"] == pytest.approx([-500, 300, 1200])
    assert exact["quarters"] == pytest.approx(quarters)
    by_hand = sum(flow / 1.1 ** (quarter / 4) for quarter, flow in enumerate(quarters))
    assert exact["npv"] == pytest.approx(by_hand) == pytest.approx(found["npv"]["mean"])
    assert exact["payback"] == pytest.approx((4 + 200 / 300) / 4)
    assert exact["roi_simple"] == pytest.approx((1800 - 800) / 800)
    spent = 500 + 300 / 1.1
    gained = 300 * sum(1.1 ** (-quarter / 4) for quarter in (3, 4, 5, 6, 7, 8))
    assert exact["roi"] == pytest.approx((gained - spent) / spent)


@given(st.floats(0.01, 0.4))
def test_the_rate_of_return_of_quarters_is_a_yearly_one(quarterly: float) -> None:
    """100 that bring the same share each quarter and come back at the end earn that share a quarter."""
    flows = np.array([-100.0, *[100 * quarterly] * 7, 100 + 100 * quarterly])
    rate, status = finance.irr(flows, 4)
    assert status == "ok"
    assert rate == pytest.approx((1 + quarterly) ** 4 - 1)
    assert finance.npv(rate, flows, 4) == pytest.approx(0, abs=1e-6)
    assert finance.mirr(flows, rate, rate, 4) == pytest.approx(rate)


def test_a_longer_horizon_is_counted_by_year(make: Make) -> None:
    found = as_json(evaluate(make(benefits=[row("b", 400)], horizon_years=3, discount_rate=0.1)))
    assert found["quarters"] == []
    assert found["deterministic"]["quarters"] == []
    assert found["deterministic"]["npv"] == pytest.approx(400 / 1.1 + 400 / 1.21 + 400 / 1.331)


def test_without_interest_quarters_change_no_sum(make: Make) -> None:
    """The same first two years, alone and as part of three."""
    value = {
        "benefits": [row("b", 100, growth=0.2), row("s", 40, when="once", year=2)],
        "costs": [row("c", 30, when="yearly", year=0), row("d", 50, year=2)],
        "launch_month": 7,
        "ramp_up_year_1": 0.3,
        "decay_per_year": 0.2,
        "inflation": 0.03,
    }
    short, long = (exact(evaluate(make(**value, horizon_years=years))) for years in (2, 3))
    assert short.benefits == pytest.approx(long.benefits[:3])
    assert short.costs == pytest.approx(long.costs[:3])


def test_simple_and_discounted_return_on_cost_stand_side_by_side(make: Make) -> None:
    """200 a year for three years after 300 today: (600 - 300)/300 = 100 %, and at 10 % (497.37 - 300)/300 =
    65.8 %.
    """
    money = evaluate(
        make(benefits=[row("b", 200)], costs=[row("c", 300)], horizon_years=3, discount_rate=0.1)
    )
    assert exact(money).roi_simple == pytest.approx(1.0)
    assert exact(money).roi == pytest.approx(0.657902, abs=1e-6)
    free = exact(evaluate(make(benefits=[row("b", 200)], costs=[])))
    assert free.roi is None
    assert free.roi_simple is None
