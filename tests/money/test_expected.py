"""Expected values are means of the draws: where capacity binds or inputs are linked, those at average inputs
are none.
"""

import math
from typing import Any

import pytest

from mlscope.appraise import appraise, candidate
from mlscope.catalogue import Catalogue
from mlscope.compare import Wishes, choose
from mlscope.money import as_json, evaluate, summary
from mlscope.project import Project
from mlscope.results import Money

from .conftest import Make, row

CAPACITY: dict[str, Any] = {
    "count_decisions": True,
    "cases_per_year": "200 to 20000",
    "gain": 1_000,
    "false_alarm_cost": 0,
    "fixed_cost": 0,
    "capacity": 300,
    "benefits": [],
    "costs": [row("c", 262_000)],
    "alternative_benefit": 10_000,
    "alternative_cost_once": 1_000,
}
"""At an average of 533 true cases 300 are handled, for 38,000 above the cost; but often there are far fewer
than 300.
"""

PRODUCT: dict[str, Any] = {
    "benefits": [{"id": "b", "name": "B", "units": "10 to 1000", "unit_value": "1 to 100"}],
    "costs": [row("c", 8_000)],
    "alternative_benefit": 5_000,
    "correlations": [{"id": "k", "first": "B: units", "second": "B: worth of one", "correlation": 0.9}],
}

THOMPSON_LUMBER: dict[str, Any] = {
    "benefits": [row("b", 380 / 120)],
    "costs": [row("c", 180 / 120)],
    "technical_success": 0.5,
    "alternative_benefit": "50 % chance",
    "alternative_cost_once": 20 / 120,
    "correlations": [
        {
            "id": "k",
            "first": "value.technical_success",
            "second": "value.alternative_benefit",
            "correlation": 1,
        }
    ],
    "pilot": True,
    "pilot_pass": 1,
    "pilot_cost": 0,
    "pilot_sensitivity": 0.7,
    "pilot_specificity": 0.8,
}
"""Render and Stair, *Quantitative Analysis for Management*: a large plant brings 200 or -180, a small one 100
or -20 thousand.
"""


def binding(make: Make) -> Project:
    return make(data={"base_rate": 0.1}, metrics={"recall": 1, "precision": 1}, **CAPACITY)


def worth(money: Money) -> dict[str, float]:
    return {act.id: act.npv for act in money.acts}


def test_an_act_whose_capacity_binds_is_worth_the_mean_of_its_draws(make: Make) -> None:
    money = evaluate(binding(make))
    assert money.npv is not None
    assert money.deterministic is not None
    assert money.deterministic.npv == pytest.approx(38_000)
    assert worth(money) == {"nothing": 0, "alternative": pytest.approx(9_000), "ml": money.npv.mean}
    assert money.npv.mean == pytest.approx(-75_085, abs=1)


def test_that_mean_is_the_closed_form_of_a_capped_lognormal(make: Make) -> None:
    """E[min(N, k)] = E[N] Phi((ln k - mu - s^2)/s) + k Phi((mu - ln k)/s) for ln N ~ N(mu, s)."""
    mu, spread = math.log(200 * 20_000) / 2, math.log(100) / (2 * 1.6448536269514722)
    limit = 300 / 0.1

    def phi(z: float) -> float:
        return math.erfc(-z / math.sqrt(2)) / 2

    within = math.exp(mu + spread**2 / 2) * phi((math.log(limit) - mu - spread**2) / spread)
    handled = within + limit * phi((mu - math.log(limit)) / spread)
    assert worth(evaluate(binding(make)))["ml"] == pytest.approx(handled * 0.1 * 1_000 - 262_000, abs=100)


def test_the_better_alternative_is_found_where_the_average_hides_it(make: Make, catalogue: Catalogue) -> None:
    assessment = appraise(binding(make), catalogue).assessment
    found = {finding.code: finding for finding in assessment.findings}
    assert "worth 9 k EUR, machine learning −75 k EUR" in found["VALUE-05"].message
    assert "VALUE-07" in found, "and the loss on average"


def test_linked_inputs_that_multiply_are_worth_the_mean_of_their_draws(make: Make) -> None:
    """ln(UV) of two such ranges with correlation r is normal: E[UV] = exp(mu + s^2 (1 + r)) with mu = ln
    1,000, s the spread of each.
    """
    spread = math.log(100) / (2 * 1.6448536269514722)
    exact = 1_000 * math.exp(spread**2 * 1.9) - 8_000
    money = evaluate(make(**PRODUCT))
    assert money.deterministic is not None
    assert money.deterministic.npv == pytest.approx(-903, abs=1)
    assert worth(money)["ml"] == pytest.approx(exact, rel=0.1), "a heavy tail"
    assert worth(money)["ml"] > worth(money)["alternative"] == 5_000


def test_the_sides_show_expected_values_of_the_draws(make: Make) -> None:
    rows = {name: cells for name, *cells in summary.sides(evaluate(binding(make)))}
    assert rows["Expected net present value"] == ["−75 k EUR", "9 k EUR", "−84 k EUR"]


def test_figures_at_averages_are_called_so(make: Make) -> None:
    rows = {row.name: row for row in summary.figures(evaluate(binding(make)))}
    at_averages = ("Net present value at average inputs", "Payback at average inputs")
    assert all(name in rows for name in at_averages)
    for name in ("(ROI)", "(IRR)", "(MIRR)", "Cost over the horizon"):
        assert next(row for title, row in rows.items() if name in title).meaning.endswith(
            "at average inputs."
        )


def test_thompson_lumber_would_pay_nineteen_thousand_for_its_survey(make: Make) -> None:
    """0.45 x 52/0.45 after a yes, 7 after a no, less 40 now: 19 thousand, 0.158333 in units of 120; the prior
    is 50 %, not the draws' share.
    """
    money = evaluate(make(**THOMPSON_LUMBER))
    assert money.pilot is not None
    assert (money.pilot.prior, money.pilot.sample_information) == (0.5, pytest.approx(19 / 120, abs=1e-12))
    assert money.pilot.most == pytest.approx((0.5 * 200 - 40) / 120, abs=1e-12)
    assert {key: money.errors[key] for key in ("pilot.most", "pilot.sample_information")} == dict.fromkeys(
        ("pilot.most", "pilot.sample_information"), 0.0
    ), "nothing of it is simulated, and rounding is no sampling error"


@pytest.mark.parametrize("rho", [0.6, -0.8])
def test_two_linked_chances_have_the_prior_of_each_replicate(make: Make, rho: float) -> None:
    """Two events of even odds come together with 1/4 + asin(rho)/(2 pi)."""
    links = [
        {"id": "k", "first": "value.technical_success", "second": "value.pilot_pass", "correlation": rho}
    ]
    value = {"benefits": [row("b", 100)], "costs": [row("c", 40)], "technical_success": 0.5}
    money = evaluate(make(**value, correlations=links, pilot=True, pilot_pass=0.5, pilot_cost=5))
    assert money.pilot is not None
    both, error = 0.25 + math.asin(rho) / (2 * math.pi), money.errors["pilot.prior"]
    assert error is not None
    assert 0 < error < 0.002
    assert money.pilot.prior == pytest.approx(both, abs=4 * error)
    assert money.pilot.most == pytest.approx(max(both * 60, 0) - max(both * 100 - 40, 0), abs=0.2)
    assert (money.errors["pilot.most"] or 0.0) > 1e-6, "the error of the prior is one of its worth too"


def test_a_chance_linked_with_an_amount_alone_keeps_its_exact_prior(make: Make) -> None:
    links = [{"id": "k", "first": "B", "second": "value.technical_success", "correlation": 0.7}]
    value = {"benefits": [row("b", "0 .. 200")], "costs": [row("c", 40)], "technical_success": "40 % .. 80 %"}
    money = evaluate(make(**value, correlations=links, pilot=True, pilot_pass=0.5, pilot_cost=5))
    assert money.pilot is not None
    assert money.pilot.prior == pytest.approx(0.3, abs=1e-12)
    assert "pilot.prior" not in money.errors


def test_what_a_failed_pilot_saves_is_the_cost_of_the_draws_that_fail(make: Make) -> None:
    """Passing comes with the upper half of a cost of 20 to 60: a failure saves 30 on average, and what is
    spent is 0.5 x 50 + 5.
    """
    link = [{"id": "k", "first": "value.costs/c/amount", "second": "value.pilot_pass", "correlation": 1}]
    value = {"benefits": [row("b", 100)], "costs": [row("c", "20 .. 60")], "technical_success": 0.5}
    money = evaluate(make(**value, correlations=link, pilot=True, pilot_pass=0.5, pilot_cost=5))
    assert money.pilot is not None
    assert money.pilot.saved_when_failing == pytest.approx(30, abs=0.2)
    assert money.pilot.worth == pytest.approx(0.5 * 30 - 5, abs=0.1)
    assert money.expected_cost == pytest.approx(0.5 * 50 + 5, abs=0.2)
    assert money.deterministic is not None
    assert money.deterministic.discounted_cost == pytest.approx(0.5 * 40 + 5)
    assert all(money.errors[f"pilot.{name}"] for name in ("saved_when_failing", "worth"))
    assert as_json(money)["expected_cost"] == money.expected_cost


def test_funding_counts_the_cost_that_is_expected(make: Make, catalogue: Catalogue) -> None:
    link = [{"id": "k", "first": "value.costs/c/amount", "second": "value.pilot_pass", "correlation": 1}]
    value = {"benefits": [row("b", 900)], "costs": [row("c", "20 .. 60")]}
    project = make(**value, correlations=link, pilot=True, pilot_pass=0.5, pilot_cost=5)
    found = appraise(project, catalogue)
    portfolio = choose([candidate(found, "p")], Wishes(budget=100, must=("p",)))
    assert portfolio.cost_discounted == found.money.expected_cost == pytest.approx(30, abs=0.2)
    assert found.money.budget is not None
    assert portfolio.cost == found.money.budget.total.p80 > portfolio.cost_discounted
