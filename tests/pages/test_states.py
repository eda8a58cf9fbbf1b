"""States, notes, evidence, history and undo, of every kind of question alike."""

import pytest

from mlscope.project import Answer, Project, State
from mlscope.store import Change
from tests.pages.conftest import AUTHOR

COSTS = [{"id": "c1", "name": "Build", "amount": 9000, "when": "once"}]


def dialog(app, page, project, question, action):
    """Open the dialog of a question as its menu does."""
    at = app(page, project, full=True)
    at.session_state["dialog"] = at.session_state["asked_for"] = (question, action)
    return at.run()


def press(at, label):
    """Press a button of the open dialog, which the test runner would close before."""
    next(button for button in at.button if button.label == label).click()
    at.session_state["dialog"] = at.session_state["asked_for"]
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("question", ["problem.who", "value.costs", "pack"])
def test_dont_know_yet_with_who_and_when_becomes_an_open_question(app, store, catalogue, question):
    question = next(q.id for q in catalogue.questions.values() if q.pack and not q.when) if question == "pack" else question
    project = Project(name="Open")
    at = dialog(app, catalogue.questions[question].step, project, question, "unknown")
    next(one for one in at.text_input if one.label == "Who will find out?").set_value("Anna Berg")
    press(at, "Save as open question")
    about = store.load(project.id).project.about(question)
    assert (about.state, about.who) == (State.unknown, "Anna Berg")
    assert any("Anna Berg finds out" in one.value for one in at.markdown)
    review = app("review", project.id)
    assert any("Anna Berg" in one.value for one in review.markdown)


@pytest.mark.parametrize("question", ["problem.who", "value.costs"])
def test_does_not_apply_needs_a_reason(app, store, catalogue, question):
    project = Project(name="Reason")
    at = dialog(app, catalogue.questions[question].step, project, question, "not_applicable")
    press(at, "Save")
    assert "A reason is needed" in at.error[0].value
    assert store.load(project.id).project.state(question) == State.untouched
    at = dialog(app, catalogue.questions[question].step, project.id, question, "not_applicable")
    next(one for one in at.text_input if one.label == "Why does it not apply?").set_value("Bought as a whole")
    press(at, "Save")
    assert store.load(project.id).project.about(question).reason == "Bought as a whole"


def test_history_undoes_an_answer_and_keeps_both(app, store):
    project = Project(name="Undo", problem={"who": "The first"})
    at = app("problem", project, full=True)
    store.apply(project.id, [Change("problem.who", Answer(value="The second"), Answer(value="The first"))], AUTHOR)
    at = dialog(app, "problem", project.id, "problem.who", "history")
    press(at, "Undo")
    assert store.load(project.id).project.problem.who == "The first"
    assert [row.new.value for row in store.history(project.id, "problem.who")] == ["The first", "The second", "The first"]


@pytest.mark.parametrize(
    "change",
    [
        Change("value.costs/c1/amount", Answer(value={"kind": "number", "value": 1.0}), Answer(value={"kind": "number", "value": 9000.0})),
        Change("value.costs/c1/deleted", Answer(value=True)),
    ],
    ids=["cell", "deleted row"],
)
def test_a_change_in_a_table_is_told_by_row_and_undone(app, store, change):
    project = Project(name="Undo", value={"costs": COSTS})
    app("value", project)
    store.apply(project.id, [change], AUTHOR)
    at = dialog(app, "value", project.id, "value.costs", "history")
    assert any("Build" in one.value or "deleted" in one.value for one in at.markdown)
    press(at, "Undo")
    assert [row.amount.value for row in store.load(project.id).project.value.costs] == [9000]
