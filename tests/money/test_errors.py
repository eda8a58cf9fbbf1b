"""Every simulated figure says how far it may be off, and means it."""

import json
import math
from typing import Any

import numpy as np
import pytest

from mlscope.money import as_json, evaluate
from mlscope.project import Project

from .conftest import Make, row


@pytest.fixture(scope="module")
def full(make: Make) -> Project:
    """A project with everything that is simulated."""
    return make(
        benefits=[row("b", "0 .. 200", when="yearly"), row("d", "5 / 9 / 20", when="yearly")],
        costs=[row("c", "40 to 80", phase="development"), row("e", "0 .. 10", phase="people", when="yearly")],
        technical_success="60 % .. 90 %",
        horizon_years=2,
        pilot=True,
        pilot_cost=5,
        pilot_pass=0.7,
        pilot_sensitivity=0.9,
        pilot_specificity=0.8,
        alternative_benefit="0 .. 40",
    )


def test_every_simulated_figure_has_an_error(full: Project) -> None:
    found = as_json(evaluate(full, points=1024))
    errors = found["errors"]
    named = {
        f"{kind}.{mark}"
        for kind in ("npv", "incremental", "alternative")
        for mark in found[kind]
        if mark != "error"
    }
    named |= {"probability_positive", "expected_loss", "payback_p50", "evpi"}
    named |= {f"acts.{act['id']}.p_best" for act in found["acts"]}
    named |= {
        f"{kind}.{key}"
        for kind in ("evppi", "evppi_groups", "variance_shares", "rank_correlation")
        for key in found[kind]
    }
    named |= {
        f"cash_flow.{band['year']}.{mark}" for band in found["cash_flow"] for mark in band if mark != "year"
    }
    named |= {
        f"quarters.{band['quarter']}.{mark}"
        for band in found["quarters"]
        for mark in band
        if mark != "quarter"
    }
    named |= {f"pilot.{mark}" for mark in ("most", "sample_information", "net")}
    marks, spent = ("mean", "p50", "p80"), found["budget"]
    named |= {f"budget.total.{mark}" for mark in marks}
    named |= {f"budget.years.{line['year']}.{mark}" for line in spent["years"] for mark in marks}
    named |= {f"budget.phases.{line['phase']}.{mark}" for line in spent["phases"] for mark in marks}
    named |= {
        f"budget.rows.{line['year']}.{line['phase']}.{mark}" for line in spent["rows"] for mark in marks
    }
    assert set(errors) == named
    assert found["npv"]["error"] == errors["npv.mean"]
    json.dumps(errors, allow_nan=False)


def of(found: Any, name: str) -> float:
    """A figure by its path; keys of inputs hold dots themselves."""
    for kind in ("evppi", "evppi_groups", "variance_shares"):
        if name.startswith(kind + "."):
            return float(found[kind][name.removeprefix(kind + ".")])
    for part in name.split("."):
        found = found[part]
    return float(found)


NAMES = [
    "npv.p10",
    "npv.p90",
    "probability_positive",
    "expected_loss",
    "evpi",
    "evppi.value.technical_success#happens",
    "evppi.value.benefits/b/amount",
    "evppi_groups.chances",
    "budget.total.p80",
]


def test_errors_are_as_large_as_figures_stray_from_seed_to_seed(full: Project) -> None:
    found = [as_json(evaluate(full, points=1024, seed=seed)) for seed in range(12)]
    for name in NAMES:
        strayed = np.std([of(one, name) for one in found])
        stated = math.sqrt(np.mean([one["errors"][name] ** 2 for one in found]))
        assert 0.4 < strayed / stated < 2.2, name


def test_more_points_leave_less_error(full: Project) -> None:
    few, many = (evaluate(full, points=points).errors for points in (256, 16_384))
    smaller = [(many[name] or 0) < (few[name] or 0) for name in NAMES]
    assert all(smaller), NAMES


def test_a_payback_that_may_be_never_has_no_error(make: Make) -> None:
    never = as_json(evaluate(make(benefits=[row("b", 100)], costs=[row("c", 50)], technical_success=0.4)))
    assert (never["payback_p50"], never["errors"]["payback_p50"]) == (None, None)


def test_certain_figures_have_no_error(make: Make) -> None:
    errors = evaluate(make(benefits=[row("b", 100)], costs=[row("c", 50)])).errors
    assert set(errors.values()) == {0}


@pytest.mark.parametrize("points", [1, 16, 17, 64])
def test_a_handful_of_points_still_gives_figures_with_errors(full: Project, points: int) -> None:
    found = as_json(evaluate(full, points=points))
    assert found["errors"]["npv.mean"] > 0
    json.dumps(found, allow_nan=False)
