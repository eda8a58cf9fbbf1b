"""The budget says what is spent on what and when, and its totals are drawn."""

from typing import Any

import pytest

from mlscope.money import as_json, evaluate
from mlscope.results import Budget

from .conftest import Make, row


def budget(make: Make, **value: Any) -> Budget:
    found = evaluate(make(**value)).budget
    assert found is not None
    return found


def means(lines: Any) -> dict[Any, float]:
    return {(line.year, line.phase): line.mean for line in lines}


def test_a_budget_by_hand(make: Make) -> None:
    """100 once for development, 20 a year for operation that grows by a tenth, and 5 a year that nobody gave
    a phase.
    """
    found = budget(
        make,
        costs=[
            row("a", 100, phase="development"),
            row("b", 20, phase="maintenance", when="yearly", growth=0.1),
            row("c", 5, when="yearly", year=2),
        ],
        horizon_years=3,
        discount_rate=0.1,
    )
    assert means(found.rows) == {
        (0, "development"): 100,
        (1, "maintenance"): 20,
        (2, "maintenance"): pytest.approx(22),
        (2, "other"): 5,
        (3, "maintenance"): pytest.approx(24.2),
        (3, "other"): 5,
    }
    assert means(found.years) == {
        (0, None): 100,
        (1, None): 20,
        (2, None): pytest.approx(27),
        (3, None): pytest.approx(29.2),
    }
    assert means(found.phases) == {
        (None, "development"): 100,
        (None, "maintenance"): pytest.approx(66.2),
        (None, "other"): 10,
    }
    assert found.total.mean == found.total.p50 == found.total.p80 == pytest.approx(176.2)


def test_percentiles_of_a_total_are_those_of_the_sum(make: Make) -> None:
    """The sum of two even ranges 0..100 has the P80 200 - sqrt(0.4) x 100 = 136.75, where the two P80 add up
    to 160.
    """
    found = budget(make, costs=[row("a", "0 .. 100", phase="data"), row("b", "0 .. 100", phase="people")])
    assert [line.p80 for line in found.phases] == pytest.approx([80, 80], abs=0.1)
    assert (found.total.mean, found.total.p50, found.total.p80) == pytest.approx(
        (100, 100, 200 - 0.4**0.5 * 100), abs=0.5
    )


def test_one_draw_of_a_yearly_cost_serves_all_years(make: Make) -> None:
    found = budget(make, costs=[row("a", "0 .. 100", when="yearly", growth=0.5)], horizon_years=3)
    assert [line.p80 for line in found.years] == pytest.approx([80, 120, 180], abs=0.3)
    assert found.total.p80 == pytest.approx(80 * 4.75, abs=0.5), (
        "amounts that rise together: here percentiles do add up"
    )


def test_the_budget_supposes_that_the_project_goes_on(make: Make) -> None:
    """A pilot that mostly fails saves nothing here; its own cost is a phase of its own in year 0."""
    pilot = {"pilot": True, "pilot_cost": "10 .. 30", "pilot_pass": 0.2, "technical_success": 0.5}
    found = budget(make, costs=[row("a", 100, phase="deployment", year=1)], **pilot)
    assert means(found.rows) == {(0, "pilot"): pytest.approx(20), (1, "deployment"): 100}
    assert (found.total.mean, found.total.p80) == (pytest.approx(120), pytest.approx(126, abs=0.05))


def test_the_budget_is_before_tax_and_in_rising_prices(make: Make) -> None:
    found = budget(make, costs=[row("a", 100, when="yearly")], horizon_years=2, tax_rate=0.3, inflation=0.02)
    assert [line.mean for line in found.years] == pytest.approx([100, 102])


def test_the_fixed_cost_of_decisions_is_operation(make: Make) -> None:
    answers = {
        "count_decisions": True,
        "cases_per_year": 100,
        "gain": 5,
        "false_alarm_cost": 1,
        "fixed_cost": 40,
    }
    found = evaluate(make(data={"base_rate": 0.5}, metrics={"recall": 1, "precision": 1}, **answers)).budget
    assert found is not None
    assert means(found.rows) == {(1, "maintenance"): 40}


def test_nothing_to_spend_is_no_budget(make: Make) -> None:
    assert evaluate(make(benefits=[row("b", 100)])).budget is None
    assert as_json(evaluate(make(benefits=[row("b", 100)])))["budget"] is None
    assert evaluate(make(benefits=[row("b", 100)], costs=[row("c", 0)])).budget is not None


def test_the_budget_in_json_has_rows_and_totals(make: Make) -> None:
    found = as_json(evaluate(make(costs=[row("a", 100, phase="data")])))["budget"]
    line = {"label": "Data", "mean": 100, "p50": 100, "p80": 100}
    assert found["rows"] == [{"year": 0, "phase": "data"} | line]
    assert found["total"] == {"year": None, "phase": None} | line | {"label": "All phases"}
