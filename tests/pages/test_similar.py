"""A project that starts from a similar one: answers are there, and count once a person has confirmed them."""

import pytest

from mlscope.appraise import appraise
from mlscope.project import Project, State

SOURCE = {
    "problem": {
        "statement": "Too many leave",
        "task": "classification",
        "objectives": [{"id": "o1", "name": "Keep them"}],
    },
    "value": {"benefits": [{"id": "b1", "name": "Kept", "amount": 9000, "evidence": "measured"}]},
    "answers": {"problem.need": {"state": "not_applicable", "reason": "Asked before"}},
}


@pytest.fixture
def alike(app, store):
    """A project started from another one through the page."""
    source = Project.model_validate({"name": "Source"} | SOURCE)
    at = app("home", source)
    at.session_state["similar_to"] = asked = (source.id, source.name)
    at.run()
    next(one for one in at.text_input if one.label == "Name of the new project").set_value("Alike")
    next(one for one in at.button if one.label == "Start with its answers").click()
    at.session_state["similar_to"] = asked
    at.run()
    assert not at.exception
    return next(one.id for one in store.projects() if one.name == "Alike")


def test_nothing_counts_until_it_is_confirmed_and_all_of_a_page_is_confirmed_at_once(
    app, store, catalogue, alike
):
    assert appraise(store.load(alike).project, catalogue, draft=True).assessment.completeness == 0
    at = app("problem", alike, full=True)
    assert any("4 answers to be confirmed" in one.value for one in at.markdown)
    at.button(key="confirm/problem").click().run()
    assert store.load(alike).project.assumed("problem.need")  # it is shown first
    at.button(key="confirm_all").click().run()
    project = store.load(alike).project
    assert [
        project.assumed(key)
        for key in ("problem.statement", "problem.objectives", "problem.need", "value.benefits")
    ] == [
        False,
        False,
        False,
        True,
    ]
    assert project.state("problem.need") == State.not_applicable
    assert not any("to be confirmed" in one.value for one in at.markdown)


def test_one_answer_is_confirmed_by_its_own_button_or_by_changing_it(app, store, alike):
    at = app("problem", alike, full=True)
    at.button(key="confirm/problem.task").click().run()
    at = app("problem", alike, full=True)
    statement = next(one for one in at.text_area if "plain words" in one.label)
    statement.set_value("Too many leave early").run()
    project = store.load(alike).project
    assert not project.assumed("problem.task")
    assert not project.assumed("problem.statement")
    assert project.assumed("problem.objectives")
