"""Claims about the basis of figures: cost before launch is one figure, and small values round away."""

from typing import Any

import pytest

from mlscope import charts
from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.interview import first_picture
from mlscope.money import evaluate, summary
from mlscope.project import Project
from mlscope.words import money_words

from .conftest import Make, row


def test_cost_before_launch_is_one_figure_with_the_pilot(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    """By the record of the sample: what it costs once, and the pilot, each at its mean."""
    project = samples["defects"]
    appraisal = appraise(project, catalogue, points=1024)
    words = money_words(summary.before_launch(appraisal.money), project.currency)
    assert words == "350 k EUR"
    items = [item for part in appraisal.assessment.dimensions.values() for item in part.items]
    (reason,) = (item.reason for item in items if item.id == "resources.budget")
    assert "about 353 k EUR before launch" in reason
    facts = {fact.label: fact.value for fact in first_picture(appraisal, catalogue).facts}
    assert facts["To build it"] == words
    assert appraisal.money.budget is not None
    rows = [one for one in appraisal.money.budget.rows if one.year == 0 and one.phase != "risks"]
    assert money_words(sum(one.mean for one in rows), project.currency) == words


def test_averages_of_the_budget_add_up(make: Make) -> None:
    costs = [row("c", "80 / 100 / 300", when="once"), row("d", "10 to 40", when="yearly")]
    money = evaluate(make(benefits=[row("b", 10)], costs=costs, horizon_years=3))
    assert money.budget is not None
    assert money.budget.total.mean == pytest.approx(sum(line.mean for line in money.budget.years))
    assert summary.before_launch(money) == pytest.approx(money.budget.years[0].mean)


@pytest.mark.parametrize(("stake", "worth"), [(1000, False), (10, True)])
def test_what_is_small_beside_the_spread_is_about_nothing(make: Make, stake: float, worth: bool) -> None:
    """A benefit that always pays but for one draw in four thousand, and one that is lost in a quarter of
    them.
    """
    value: dict[str, Any] = {
        "benefits": [row("large", f"{stake} .. {3 * stake}")],
        "costs": [row("cost", stake * 1.0005 if stake > 100 else stake * 1.5)],
    }
    money = evaluate(make(**value))
    assert (charts.information_value(money) is not None) is worth
    assert bool(summary.knowing_everything(money)) is worth
