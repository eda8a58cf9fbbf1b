"""What a budget would fund, on the Compare page."""

import pytest

from mlscope import catalogue
from mlscope.project import Project
from mlscope.templates import samples
from mlscope.ui.portfolio import comparison
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
        return [one.value for one in (*at.markdown, *at.caption, *at.error, *at.info)]

    return said


@pytest.mark.parametrize("budget", ["2M", "2,000,000", "EUR 2M"])
def test_a_budget_is_read_as_it_is_meant_and_said_back(funded, budget):
    assert any(one.startswith("**With 2 M EUR, fund ") for one in plain(funded(budget)))


def test_a_budget_that_nothing_fits_into_is_said_back(funded):
    said = plain(funded("1k"))
    assert "**With 1 k EUR nothing can be funded.**" in said
    assert any("too dear" in one for one in said)


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
    said = plain(funded(budget))
    assert any(sentence in one for one in said)
    assert not any("fund " in one for one in said if one.startswith("**With"))


def test_what_is_no_go_yet_is_funded_only_where_it_must_be(app, store):
    early = samples(catalogue.load())["churn"].model_copy(update={"id": "early", "name": "Early"})
    early.data.legal_basis = None
    store.create(early, AUTHOR)
    store.create(samples(catalogue.load())["demand"], AUTHOR)
    at = app("compare")
    next(one for one in at.text_input if one.label == "Budget").set_value("5M")
    at.run()
    assert any("Early: not a go" in one for one in plain([one.value for one in at.markdown]))
    assert not at.warning
    at.multiselect(key="funding_must").set_value(["early"]).run()
    assert not at.exception
    assert [one.value.split(":")[0] for one in at.warning] == ["Early"]


def test_the_leader_of_the_headline_is_the_first_of_the_ranking(app, store):
    for name in ("churn", "demand", "hiring"):
        store.create(samples(catalogue.load())[name], AUTHOR)
    at = app("compare")
    for view in ("value", "weights"):
        at.segmented_control(key="rank_by").set_value(view).run()
        assert not at.exception
        headline = next(one.value for one in at.markdown if "has the highest" in one.value)
        table = at.dataframe[0].value
        assert plain([headline])[0].removeprefix("**").startswith(list(table.columns)[1])


def test_criteria_are_compared_two_by_two(app, store):
    for name in ("churn", "demand"):
        store.create(samples(catalogue.load())[name], AUTHOR)
    at = app("compare")
    at.segmented_control(key="rank_by").set_value("weights").run()
    at.segmented_control(key="weigh_with").set_value("pairs").run()
    assert not at.exception
    said = plain([one.value for one in at.caption])
    assert any("their consistency ratio is 0.00" in one for one in said)
    at.select_slider(key="pair/technical/data").set_value(-8).run()
    at.select_slider(key="pair/technical/value").set_value(8).run()
    assert not at.exception
    assert any("Look first at" in one for one in plain([one.value for one in at.warning]))


def test_rice_takes_the_record_and_asks_for_the_rest(app, store):
    for name in ("churn", "demand"):
        store.create(samples(catalogue.load())[name], AUTHOR)
    at = app("compare")
    at.segmented_control(key="rank_by").set_value("rice").run()
    assert not at.exception
    assert any("give its impact on each" in one for one in plain([one.value for one in at.markdown]))
    for one in [box for box in at.selectbox if box.label.startswith("Impact")]:
        one.set_value(1.0)
    at.run()
    assert not at.exception
    assert any("has the highest RICE score" in one.value for one in at.markdown)


def test_nothing_selects_all_candidates_and_wishes_that_contradict_are_explained(app, store):
    both = [
        store.create(samples(catalogue.load())[name].model_copy(update={"tags": ["Sales"]}), AUTHOR)
        for name in ("churn", "demand")
    ]
    at = app("compare")
    assert not at.multiselect(key="compared").proto.select_all
    at.text_input(key="funding").set_value("9M")
    at.selectbox(key="funding_tag").set_value("Sales").run()
    (left_out,) = (one.value for one in at.markdown if "others bring more" in one.value)
    assert "at most 1 of those tagged “Sales”" in left_out
    at.multiselect(key="funding_must").set_value(both)
    for key in ("funding_needing", "funding_needed"):
        at.selectbox(key=key).set_value(both[0])
    at.run()
    assert not at.exception
    assert [one.value for one in at.error] == [
        "More than 1 of those tagged “Sales” must be funded, but at most 1 may be."
    ]
    assert ["cannot depend on itself" in one.value for one in at.warning] == [True]


def test_a_leader_that_is_not_funded_is_explained_beside_the_set(funded):
    said = plain(funded("500k"))
    assert [one for one in said if "leads the ranking but is not funded (" in one]


def test_among_many_candidates_one_finds_those_to_compare_by_name(app, store):
    names = [f"Idea {number:02d}" for number in range(comparison.IN_A_LIST + 5)]
    ids = dict(zip(names, store.create_all([Project(name=name) for name in names], AUTHOR), strict=True))
    at = app("compare")
    chosen = at.multiselect(key="compared")
    assert len(chosen.options) == comparison.IN_A_LIST
    before = list(chosen.value)
    absent = next(name for name in names if name not in chosen.options)

    at.text_input(key="find_to_compare").set_value(absent.lower()).run()

    chosen = at.multiselect(key="compared")
    assert chosen.value == before
    assert chosen.options[0] == absent
    chosen.set_value([*before, ids[absent]]).run()
    at.text_input(key="find_to_compare").set_value("").run()
    assert at.multiselect(key="compared").value == [*before, ids[absent]]
    assert not at.exception


def plain(said):
    """Texts without the marks that keep them from being read as markup."""
    return [one.replace("\\", "").replace("\u00a0", " ") for one in said]


def test_scenarios_are_saved_set_side_by_side_and_opened_again(app, store):
    for name in ("churn", "demand"):
        store.create(samples(catalogue.load())[name], AUTHOR)
    at = app("compare")
    at.text_input(key="scenario_name").set_value("No limit yet")
    at.button(key="save_scenario").click().run()
    at.text_input(key="funding").set_value("600k")
    at.multiselect(key="funding_roles").set_value(["Data scientist"]).run()
    at.text_input(key="funding_days/Data scientist/2027-Q1").set_value("25")
    at.text_input(key="scenario_name").set_value("Lean")
    at.button(key="save_scenario").click().run()
    assert not at.exception
    assert [one.name for one in store.scenarios()] == ["Lean", "No limit yet"]
    table = at.dataframe[-1].value.set_index("")
    assert list(table.columns) == ["No limit yet", "Lean"]
    assert table.loc["Data scientist in 2027-Q1"].tolist() == ["no limit", "25 person-days"]
    assert table.loc["Budget"].tolist() == ["no limit", "600 k EUR"]
    at.button(key="open/No limit yet").click().run()
    assert not at.exception
    assert at.text_input(key="funding").value == ""
    at.button(key="open/Lean").click().run()
    assert not at.exception
    assert at.text_input(key="funding").value == "600000"
    assert at.text_input(key="funding_days/Data scientist/2027-Q1").value == "25"
    at.button(key="drop/Lean").click().run()
    assert [one.name for one in store.scenarios()] == ["No limit yet"]
