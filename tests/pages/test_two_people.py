"""Two people in one project: nothing of either is replaced, hidden or dropped without a word."""

import io

import openpyxl
import pytest

from mlscope import catalogue
from mlscope.document.changes import Said
from mlscope.document.workbook import rows, workbook
from mlscope.money import evaluate
from mlscope.project import Answer, Project, Stage, State
from mlscope.project.conflicts import waiting
from mlscope.store import Author, Change
from mlscope.templates import samples
from mlscope.ui.deciding import history, paper

COLLEAGUE = Author("Colleague")
QUESTIONS = catalogue.load().questions
COSTS = [
    {"id": "c1", "name": "Build", "amount": "40k to 90k", "when": "once"},
    {"id": "c2", "name": "Run", "amount": 9000, "when": "yearly"},
]


def field(at, question_id):
    widgets = [*at.text_input, *at.text_area]
    return next(one for one in widgets if f"/{question_id}/" in (one.key or ""))


def shown(at):
    return " ".join(one.value.replace("\\", "") for one in [*at.markdown, *at.error, *at.info, *at.warning])


def meanwhile(store, project, key, value, *, state=State.answered):
    """What a colleague writes while the page is open."""
    old = store.load(project).answers.get(key, Answer())
    new = Answer(value=value) if value is not None else Answer(state=state)
    assert not store.apply(project, [Change(key, new, old)], COLLEAGUE).conflicts


def grid(at, table):
    """The grid of a table, opened where its rows are cards."""
    if not any(f"/{table}/" in editor.key for editor in at.data_editor):
        at.button(key=f"as_table/{table}").click().run()
    return next(editor for editor in at.data_editor if f"/{table}/" in editor.key)


def edit(at, table, **edits):
    at.session_state[grid(at, table).key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
    at.run()
    assert not at.exception


@pytest.fixture
def conflicted(app, store):
    """A page on which somebody typed what a colleague had changed a moment before."""
    project = Project(name="Two", problem={"statement": "Old"})
    at = app("problem", project)
    meanwhile(store, project.id, "problem.statement", "Theirs")
    field(at, "problem.statement").set_value("Mine").run()
    return at, project.id


def test_a_conflict_waits_on_its_question_in_every_session_until_somebody_chooses(app, store, conflicted):
    _, project = conflicted
    other = app("problem", project)
    assert all(words in shown(other) for words in ("Theirs", "Mine", "at the same time"))
    [conflict] = store.conflicts(project, store.load(project).revision)
    other.button(key=f"mine/{conflict.id}").click().run()
    assert store.load(project).answers["problem.statement"].value == "Mine"
    assert "at the same time" not in shown(other)
    assert "at the same time" not in shown(app("problem", project))
    meanwhile(store, project, "problem.statement", "Later")
    assert not store.conflicts(project, store.load(project).revision)


def test_a_conflict_waits_on_review_and_in_the_document(app, store, conflicted):
    _, project = conflicted
    at = app("review", project)
    assert "Waiting for a choice" in [one.value for one in at.subheader]
    assert all(words in shown(at) for words in ("Theirs", "Mine"))
    text = paper._rendered(project, store.stamp(project), "", "md").decode()
    assert "Waiting for a choice" in text
    assert "Mine" in text
    [conflict] = store.conflicts(project, store.load(project).revision)
    other = app("problem", project)
    other.button(key=f"theirs/{conflict.id}").click().run()
    assert "Waiting for a choice" not in paper._rendered(project, store.stamp(project), "", "md").decode()
    assert "Waiting for a choice" not in [one.value for one in app("review", project).subheader]


def test_keeping_mine_keeps_what_stands_in_the_field(store, conflicted):
    at, project = conflicted
    field(at, "problem.statement").set_value("Mine, and typed on").run()
    assert store.load(project).answers["problem.statement"].value == "Theirs"
    [conflict] = waiting(store.load(project).answers)
    assert conflict.mine.value == "Mine, and typed on"
    at.button(key="mine/problem.statement").click().run()
    assert store.load(project).answers["problem.statement"].value == "Mine, and typed on"
    assert field(at, "problem.statement").value == "Mine, and typed on"


def test_keeping_theirs_shows_theirs(store, conflicted):
    at, project = conflicted
    at.button(key="theirs/problem.statement").click().run()
    assert field(at, "problem.statement").value == "Theirs"
    assert store.load(project).answers["problem.statement"].value == "Theirs"


def test_the_history_of_a_question_tells_what_was_not_taken_over(conflicted):
    at, _ = conflicted
    at.session_state["dialog"] = ("problem.statement", "history")
    at.run()
    assert "written at the same time, not taken over" in shown(at)


@pytest.mark.parametrize("wanted", [True, False], ids=["kept", "let go"])
def test_an_edit_of_a_row_that_a_colleague_deleted_is_told_and_can_be_kept_as_a_new_row(app, store, wanted):
    project = Project(name="Deleted", value={"costs": COSTS})
    at = app("value", project, full=True)
    grid(at, "value.costs")
    meanwhile(store, project.id, "value.costs/c2/deleted", True)
    edit(at, "value.costs", edited_rows={1: {"amount": "11k"}})
    stamp = store.stamp(project.id)
    at.run()
    assert store.stamp(project.id) == stamp
    assert "Colleague deleted" in shown(at)
    at.button(key=f"{'keep' if wanted else 'drop'}/c2").click().run()
    costs = store.load(project.id).project.value.costs
    assert [(row.name, row.when) for row in costs] == [("Build", "once")] + [("Run", "yearly")] * wanted
    assert [row.amount.value for row in costs[1:]] == [11_000] * wanted
    assert "Colleague deleted" not in shown(at)
    assert list(grid(at, "value.costs").value["name"]) == [row.name for row in costs]


def test_a_cell_that_was_corrected_is_not_called_unsaved_also_when_a_row_was_deleted_between(app, store):
    project = Project(name="Corrected", value={"costs": COSTS})
    at = app("value", project, full=True)
    edit(at, "value.costs", edited_rows={1: {"amount": "lots"}})
    assert "row 2, Amount" in shown(at)
    edit(at, "value.costs", edited_rows={1: {"amount": "lots"}}, deleted_rows=[0])
    assert "row 1, Amount" in shown(at)
    edit(at, "value.costs", edited_rows={1: {"amount": "12k"}}, deleted_rows=[0])
    assert "Not saved" not in shown(at)
    assert [row.amount.value for row in store.load(project.id).project.value.costs] == [12_000]


def test_a_cell_that_was_refused_is_forgotten_with_its_row(app, store):
    project = Project(name="Refused", value={"costs": COSTS})
    at = app("value", project, full=True)
    edit(at, "value.costs", edited_rows={1: {"amount": "lots"}})
    edit(at, "value.costs", edited_rows={1: {"amount": "lots"}}, deleted_rows=[1])
    assert "Not saved" not in shown(at)


def test_an_undo_from_a_dialog_meets_what_a_colleague_wrote_while_it_was_open(store):
    question = QUESTIONS["problem.statement"]
    project = store.create(Project(name="Undo", problem={"statement": "First"}), Author("Me"))
    meanwhile(store, project, question.id, "Second")
    record = store.load(project)
    entry = history.Entry([store.history(project, question.id)[0]], Said("", "", ""))
    meanwhile(store, project, question.id, "Theirs")
    [conflict] = store.apply(project, history.undone(question, entry, record), Author("Me")).conflicts
    assert (conflict.mine.value, conflict.theirs.value) == ("First", "Theirs")
    assert store.load(project).answers[question.id].value == "Theirs"


def test_a_workbook_taken_over_meets_what_a_colleague_wrote_since_it_was_shown(app, store):
    project = samples(catalogue.load())["churn"]
    at = app("return", project)
    at.session_state["part/files"] = True
    at.run()
    book = openpyxl.load_workbook(io.BytesIO(workbook(project, evaluate(project, points=64))))
    cells = next(row for row in book["Inputs"].iter_rows() if row[rows.KEY].value == "value.horizon_years")
    cells[rows.LOW].value = 6
    changed = io.BytesIO()
    book.save(changed)
    at.session_state["part/files"] = True
    at.file_uploader[0].upload("back.xlsx", changed.getvalue(), "application/octet-stream").run()
    meanwhile(store, project.id, "value.horizon_years", 7)
    at.session_state["part/files"] = True
    next(button for button in at.button if button.label.startswith("Take over")).click().run()
    assert store.load(project.id).project.value.horizon_years == 7
    assert "Both versions are kept" in shown(at)


def test_details_that_a_colleague_changed_are_not_put_back(app, store):
    project = Project(name="Before")
    at = app("review", project)
    meanwhile(store, project.id, "project/currency", "USD")
    next(one for one in at.selectbox if one.label == "Stage").set_value(list(Stage)[1])
    next(one for one in at.button if one.label == "Save details").click().run()
    now = store.load(project.id).project
    assert (now.currency, now.stage) == ("USD", list(Stage)[1])


def test_an_answer_to_a_question_that_a_colleague_has_just_hidden_is_kept_and_that_is_said(app, store):
    hidden = next(
        one
        for one in QUESTIONS.values()
        if one.kind in ("text", "prose")
        and len(one.when) == 1
        and QUESTIONS[next(iter(one.when))].kind == "yes_no"
        and next(iter(one.when.values())) is True
        and not QUESTIONS[next(iter(one.when))].when
        and not one.pack
    )
    parent = next(iter(hidden.when))
    step, name = parent.split(".")
    project = Project(name="Hidden", **{step: {name: True}})
    at = app(hidden.step, project, full=True)
    meanwhile(store, project.id, parent, False)
    field(at, hidden.id).set_value("Still typed").run()
    assert store.load(project.id).answers[hidden.id].value == "Still typed"
    assert "Colleague has answered another question so" in shown(at)


def test_a_project_that_was_archived_while_one_types_says_so_and_keeps_what_is_typed(app, store):
    project = Project(name="Archived")
    at = app("problem", project)
    assert "archived" not in shown(at)
    store.archive(project.id, COLLEAGUE)
    field(at, "problem.statement").set_value("Typed on").run()
    assert store.load(project.id).answers["problem.statement"].value == "Typed on"
    assert "Colleague archived this project" in shown(at)
