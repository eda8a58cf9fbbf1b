"""Answers at the edge of what is possible give figures that are right, or none: never a wrong one."""

import itertools
import json
import math
from typing import Any

import pytest

from mlscope.money import as_json, evaluate
from mlscope.results import Deterministic, Money

from .conftest import Make, row

COUNTED = {"count_decisions": True, "cases_per_year": 10_000, "gain": 100, "false_alarm_cost": 20}


def exact(money: Money) -> Deterministic:
    assert money.deterministic is not None
    return money.deterministic


@pytest.mark.parametrize(
    ("chance", "npv", "positive"), [(0, -30, 0), (1, 70, 1), ("0 % chance", -30, 0), ("100 % chance", 70, 1)]
)
def test_what_is_impossible_or_certain_leaves_nothing_to_chance(
    make: Make, chance: Any, npv: float, positive: float
) -> None:
    money = evaluate(make(benefits=[row("b", 100)], costs=[row("c", 30)], technical_success=chance))
    assert money.npv is not None
    assert (money.npv.p5, money.npv.mean, money.npv.p95) == (npv, npv, npv)
    assert (money.probability_positive, money.evpi, money.tornado) == (positive, 0, ())


@pytest.mark.parametrize("text", ["7", "7 to 7", "7 .. 7", "7 < 7 < 7", "7 / 7 / 7"])
def test_a_range_without_width_is_a_number(make: Make, text: str) -> None:
    links = [{"id": "l", "first": "B", "second": "C", "correlation": 1}]
    money = evaluate(
        make(benefits=[row("b", text)], costs=[row("c", "1 .. 2")], correlations=links), points=256
    )
    assert exact(money).npv == 5.5
    assert [swing.input for swing in money.tornado] == ["value.costs/c/amount"]
    assert any("is certain" in sentence for sentence in money.assumptions)


def test_flows_that_never_pay_back_say_so_and_have_a_rate_below_zero(make: Make) -> None:
    found = exact(evaluate(make(benefits=[row("b", 10)], costs=[row("c", 100)], horizon_years=3)))
    assert (found.payback, found.discounted_payback, found.irr_status) == (None, None, "ok")
    assert found.irr is not None
    assert found.irr < 0


def test_several_rates_of_return_are_none_and_mirr_stands_in(make: Make) -> None:
    """The pump of Lorie and Savage (1955): -1,600, 10,000, -10,000 has the rates 25 % and 400 %."""
    costs = [row("pump", 1600), row("end", 10_000, year=2)]
    found = exact(
        evaluate(
            make(benefits=[row("b", 10_000, when="once")], costs=costs, horizon_years=2, discount_rate=0.1)
        )
    )
    assert (found.irr, found.irr_status) == (None, "ambiguous")
    assert found.mirr == pytest.approx(math.sqrt(10_000 * 1.1 / (1600 + 10_000 / 1.21)) - 1)


@pytest.mark.parametrize("capacity", [None, 0, 100])
@pytest.mark.parametrize(("base", "recall", "precision"), [*itertools.product((0, 1), repeat=3)])
def test_decisions_of_all_or_nothing_are_finite(
    make: Make, base: float, recall: float, precision: float, capacity: int | None
) -> None:
    """With every case true, all 10,000 or as many as people can handle are worth 100; with none true or
    found, none is worth anything.
    """
    money = evaluate(
        make(
            data={"base_rate": base},
            metrics={"recall": recall, "precision": precision},
            capacity=capacity,
            **COUNTED,
        ),
        points=64,
    )
    handled = 10_000 if capacity is None else capacity
    assert exact(money).npv == pytest.approx(100 * handled if base and recall else 0)
    assert "NaN" not in json.dumps(as_json(money))
    assert "Infinity" not in json.dumps(as_json(money))


def test_help_that_is_never_used_brings_nothing(make: Make) -> None:
    value = {
        "count_decisions": True,
        "cases_per_year": "0 .. 9",
        "usage_share": 0,
        "minutes_saved": 5,
        "hour_cost": 60,
    }
    project = make(**value)
    plain = project.to_plain() | {"problem": {"task": "generation"}}
    money = evaluate(type(project).model_validate(plain), points=64)
    assert exact(money).npv == 0
    assert money.breakeven is not None
    assert (money.breakeven.yearly("minutes").status, money.breakeven.yearly("volume").status) == (
        "never",
        "never",
    )
