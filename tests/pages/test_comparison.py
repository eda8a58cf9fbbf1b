"""What a budget would fund, on the Compare page."""

import pytest

from mlscope import catalogue
from mlscope.templates import samples
from mlscope.ui import state
from tests.pages.conftest import AUTHOR


@pytest.fixture
def funded(app, store):
    """What the page says to a budget, above two candidates."""
    for name in ("churn", "demand"):
        store.create(samples(catalogue.load())[name], AUTHOR)

    def said(budget):
        at = app("compare")
        next(one for one in at.text_input if one.label == "Budget").set_value(budget)
        at.run()
        assert not at.exception
        return [one.value for one in (*at.markdown, *at.caption, *at.error)]

    return said


@pytest.mark.parametrize("budget", ["2M", "2,000,000", "EUR 2M"])
def test_a_budget_is_read_as_it_is_meant_and_said_back(funded, budget):
    assert any(one.startswith("With 2,000,000 EUR, fund **") for one in funded(budget))


def test_a_budget_that_nothing_fits_into_is_said_back(funded):
    assert "No candidate with a known and positive value fits into 1,000." in funded("1k")


@pytest.mark.parametrize(
    ("budget", "sentence"),
    [
        ("200.000", "could be read in two ways"),
        ("a lot", "write 1200, 12.5 or 40k"),
        ("-5", "an amount of zero or more"),
        ("5 USD", "found USD"),
    ],
)
def test_a_budget_that_cannot_be_taken_is_refused_in_a_sentence(funded, budget, sentence):
    said = funded(budget)
    assert any(sentence in one.replace("\\", "") for one in said)
    assert not any("fund **" in one for one in said)


def test_a_budget_names_what_it_would_fund_without_a_go(app, store):
    early = samples(catalogue.load())["churn"].model_copy(update={"id": "early", "name": "Early"})
    early.data.legal_basis = None
    store.create(early, AUTHOR)
    store.create(samples(catalogue.load())["demand"], AUTHOR)
    at = app("compare")
    next(one for one in at.text_input if one.label == "Budget").set_value("5M")
    at.run()
    verdicts = {
        summary.name: state.appraisal_of(summary.id, store.stamp(summary.id)).assessment.verdict
        for summary in store.projects()
    }
    waiting = [name for name, verdict in verdicts.items() if verdict.word not in ("go", "conditional")]
    assert [one.value.split(":")[0] for one in at.warning] == waiting
    assert waiting == ["Early"]
