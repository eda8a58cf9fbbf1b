"""States, notes, evidence, history and undo, of every kind of question alike."""

import pytest

from mlscope.project import About, Answer, Evidence, Project, State
from mlscope.store import Author, Change
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
    question = (
        next(q.id for q in catalogue.questions.values() if q.pack and not q.when)
        if question == "pack"
        else question
    )
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
    store.apply(
        project.id, [Change("problem.who", Answer(value="The second"), Answer(value="The first"))], AUTHOR
    )
    at = dialog(app, "problem", project.id, "problem.who", "history")
    press(at, "Undo")
    assert store.load(project.id).project.problem.who == "The first"
    assert [row.new.value for row in store.history(project.id, "problem.who")] == [
        "The first",
        "The second",
        "The first",
    ]


@pytest.mark.parametrize(
    "change",
    [
        Change(
            "value.costs/c1/amount",
            Answer(value={"kind": "number", "value": 1.0}),
            Answer(value={"kind": "number", "value": 9000.0}),
        ),
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


def test_rows_added_together_are_one_entry_of_the_history_and_one_undo(app, store):
    project = Project(name="Typical", problem={"task": "classification"})
    at = app("risks", project, full=True)
    next(button for button in at.button if button.label == "Fill in typical rows").click().run()
    filled = store.load(project.id).project.risks.risks
    assert len(filled) > 2
    at = dialog(app, "risks", project.id, "risks.risks", "history")
    told = [one.value for one in at.markdown if f"{len(filled)} rows added" in one.value]
    assert len(told) == 1
    assert filled[0].name[:20] in told[0]
    assert [button.label for button in at.button].count("Undo") == 1
    press(at, "Undo")
    assert not store.load(project.id).project.risks.risks


def test_an_undo_in_a_table_withdraws_none_and_does_not_bring_it_back_beside_rows(app, store):
    project = Project(name="None", value={"costs": COSTS})
    app("value", project)
    store.apply(project.id, [Change("value.costs/c1/deleted", Answer(value=True))], AUTHOR)
    store.apply(project.id, [Change("value.costs", Answer(value=[], state=State.answered))], AUTHOR)
    undo_entry(dialog(app, "value", project.id, "value.costs", "history"), "1 row removed")
    loaded = store.load(project.id)
    assert [row.name for row in loaded.project.value.costs] == ["Build"]
    assert "value.costs" not in loaded.answers
    undo_entry(dialog(app, "value", project.id, "value.costs", "history"), "brought back")
    assert store.load(project.id).answers["value.costs"].value == []


def test_an_explicit_none_is_not_put_back_beside_rows_that_came_since(app, store):
    project = Project(name="Rows", value={"costs": COSTS})
    app("value", project)
    store.apply(project.id, [Change("value.costs/c1/deleted", Answer(value=True))], AUTHOR)
    store.apply(project.id, [Change("value.costs", Answer(value=[], state=State.answered))], AUTHOR)
    store.apply(project.id, [Change("value.costs", Answer(), Answer(value=[], state=State.answered))], AUTHOR)
    store.apply(project.id, [Change("value.costs/c1/deleted", Answer(), Answer(value=True))], AUTHOR)
    at = dialog(app, "value", project.id, "value.costs", "history")
    undo_entry(at, "**Not answered**")
    assert "Remove them first" in at.error[0].value
    assert [row.name for row in store.load(project.id).project.value.costs] == ["Build"]


def test_undo_puts_back_only_what_the_entry_changed(app, store):
    project = Project(name="Note", problem={"who": "The first"})
    app("problem", project)
    seen = store.load(project.id).answers["problem.who"]
    store.apply(
        project.id, [Change("problem.who", seen.model_copy(update={"note": "Asked Ann"}), seen)], AUTHOR
    )
    seen = store.load(project.id).answers["problem.who"]
    store.apply(
        project.id,
        [Change("problem.who", seen.model_copy(update={"value": "The second"}), seen)],
        Author("Bo"),
    )
    undo_entry(dialog(app, "problem", project.id, "problem.who", "history"), "Asked Ann")
    now = store.load(project.id).answers["problem.who"]
    assert (now.value, now.note) == ("The second", "")


def test_an_undone_cell_of_a_removed_row_leaves_an_explicit_none(app, store):
    project = Project(name="None", value={"costs": COSTS})
    app("value", project)
    old, new = ({"kind": "number", "value": amount} for amount in (9000.0, 1.0))
    store.apply(project.id, [Change("value.costs/c1/amount", Answer(value=new), Answer(value=old))], AUTHOR)
    store.apply(project.id, [Change("value.costs/c1/deleted", Answer(value=True))], AUTHOR)
    store.apply(project.id, [Change("value.costs", Answer(value=[], state=State.answered))], AUTHOR)
    undo_entry(dialog(app, "value", project.id, "value.costs", "history"), "9,000")
    assert store.load(project.id).answers["value.costs"].value == []


def test_the_first_row_after_none_can_be_undone_beside_a_second_one(app, store):
    project = Project(name="Two")
    app("value", project)
    none = Answer(value=[], state=State.answered)
    store.apply(project.id, [Change("value.costs", none)], AUTHOR)
    first = [
        Change("value.costs/a/order", Answer(value=0.0)),
        Change("value.costs/a/name", Answer(value="First")),
    ]
    store.apply(project.id, [Change("value.costs", Answer(), none), *first], AUTHOR)
    second = [
        Change("value.costs/b/order", Answer(value=1.0)),
        Change("value.costs/b/name", Answer(value="Second")),
    ]
    store.apply(project.id, second, AUTHOR)
    undo_entry(dialog(app, "value", project.id, "value.costs", "history"), "First")
    assert [row.name for row in store.load(project.id).project.value.costs] == ["Second"]


def test_what_was_written_at_the_same_time_and_not_taken_over_is_told_in_the_history(app, store):
    project = Project(name="Two", problem={"who": "The first"})
    app("problem", project)
    seen = store.load(project.id).answers["problem.who"]
    store.apply(project.id, [Change("problem.who", Answer(value="Bo knows it"), seen)], Author("Bo"))
    assert store.apply(
        project.id, [Change("problem.who", Answer(state=State.unknown, who="Anna"), seen)], AUTHOR
    ).conflicts
    [told] = [frame.value for frame in app("review", project.id).dataframe if "From" in frame.value]
    assert any("Anna" in said and "not taken over" in said for said in told["To"])


def test_none_keeps_the_note_of_its_table(app, store):
    project = Project(name="Note")
    at = app("value", project, full=True)
    store.apply(project.id, [Change("value.costs", Answer(note="Ask finance"))], AUTHOR)
    at.run()
    at.button(key="none/value.costs").click().run()
    now = store.load(project.id).answers["value.costs"]
    assert (now.value, now.note) == ([], "Ask finance")


def test_the_history_of_a_project_tells_an_act_in_one_line(app, store):
    project = Project(name="Acts")
    at = app("risks", Project(name="Acts", id=project.id, problem={"task": "classification"}), full=True)
    at.button(key="typical/risks.risks").click().run()
    [told] = [frame.value for frame in app("review", project.id).dataframe if "From" in frame.value]
    assert sum("rows added" in said for said in told["To"]) == 1
    assert sum(said.startswith("What may go wrong?") for said in told["What"]) == 1


def test_a_figure_that_was_measured_is_no_longer_once_another_is_typed(app, store):
    project = Project(name="Measured", data={"labelled_rows": 1500}, problem={"task": "classification"})
    project.answers["data.labelled_rows"] = About(evidence=Evidence.measured, note="Counted in parcels.csv")
    at = app("data", project, full=True)
    next(one for one in at.text_input if "data.labelled_rows" in (one.key or "")).set_value("72k").run()
    now = store.load(project.id).answers["data.labelled_rows"]
    assert (now.value, now.evidence) == (72_000, None)
    assert now.note == "Of the answer before, which was measured: Counted in parcels.csv"


def undo_entry(at, words):
    """Undo the entry of the open history that says these words."""
    told = [one.value for one in at.markdown if "unverified" in one.value]
    place = next(place for place, said in enumerate(told) if words in said)
    [button for button in at.button if button.label == "Undo"][place].click()
    at.session_state["dialog"] = at.session_state["asked_for"]
    at.run()
    assert not at.exception
