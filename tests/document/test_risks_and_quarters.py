"""Word and PDF say what risks do to value and finish, and show money by quarter where it is counted so."""

from typing import Any

import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.document import Form, build, render
from mlscope.document.decision import gravest
from mlscope.money import summary
from mlscope.project import Project
from mlscope.words import money_words
from tests.document.reading import squeezed, text_in

RECORD: dict[str, Any] = {
    "name": "Risky",
    "as_of": "2026-11-21",
    "value": {
        "horizon_years": 2,
        "launch_month": 1,
        "benefits": [{"id": "b", "name": "Saved", "amount": "80k to 120k", "when": "yearly"}],
        "costs": [{"id": "c", "name": "Build", "amount": "90k to 110k", "when": "once"}],
    },
    "risks": {"risks": [{"id": "r", "name": "Late", "probability": 0.5, "cost": 40_000, "delay_days": 20}]},
    "plan": {"tasks": [{"id": "t", "name": "Build", "duration_days": 10}]},
}


@pytest.fixture(scope="module")
def risky(catalogue: Catalogue) -> Appraisal:
    return appraise(Project.model_validate(RECORD), catalogue, points=1024)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_figure_without_risks_stands_beside_the_one_with_them(
    form: Form, risky: Appraisal, catalogue: Catalogue
) -> None:
    text = squeezed(text_in(form, render(build(risky, catalogue, variant="full"), form)))
    said = summary.beside_no_risks(risky.money)
    assert said
    assert squeezed(said) in text
    assert squeezed("If no risk came true") in text


def test_the_figures_beside_each_other_are_those_of_the_engine(risky: Appraisal) -> None:
    money = risky.money
    assert money.npv is not None
    assert money.without_risks is not None
    said = summary.beside_no_risks(money)
    assert f"With 1 risk of the register: {money_words(money.npv.p50, 'EUR')}" in said
    assert f"Without: {money_words(money.without_risks.npv.p50, 'EUR')}" in said


def test_two_years_are_shown_by_quarter_and_three_are_not(risky: Appraisal, catalogue: Catalogue) -> None:
    text = render(build(risky, catalogue, variant="full"), "md").decode()
    table = text.partition("Net cash flow by quarter")[2].partition("\n#")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert len(rows) == 9, "today and eight quarters"
    third = risky.money.quarters[3]
    assert money_words(third.p50) in rows[3]
    value = RECORD["value"] | {"horizon_years": 3}
    longer = appraise(Project.model_validate(RECORD | {"value": value}), catalogue, points=1024)
    assert "Net cash flow by quarter" not in render(build(longer, catalogue, variant="full"), "md").decode()


def test_a_ranged_probability_stands_in_every_variant_and_is_weighed_by_its_mean(
    catalogue: Catalogue,
) -> None:
    ranged = {"id": "s", "name": "Ranged", "probability": "70 % .. 90 %", "residual": "20 % to 40 %"}
    risks = {"risks": [*RECORD["risks"]["risks"], ranged | {"cost": 90_000}]}
    found = appraise(Project.model_validate(RECORD | {"risks": risks}), catalogue, points=1024)
    assert [row.name for row in gravest(found.project)] == ["Ranged", "Late"], "0.3 x 90k before 0.5 x 40k"
    for variant in ("brief", "full", "slides"):
        text = render(build(found, catalogue, variant=variant), "md").decode()
        assert "Ranged" in text
    assert "70 % to 90 % (all equally likely)" in render(build(found, catalogue), "md").decode()
