"""Grids of rows: every edit is saved cell by cell, rows keep their ids, and what cannot be read is named."""

import pytest

from mlscope.project import Answer, Evidence, Project, State
from mlscope.store import Author, Change
from mlscope.ui.state import page

COSTS = [
    {"id": "c1", "name": "Build", "amount": "40k to 90k", "when": "once"},
    {"id": "c2", "name": "Run", "amount": 9000, "when": "yearly"},
]
TASKS = [{"id": "t1", "name": "Data", "duration_days": 5}, {"id": "t2", "name": "Model", "duration_days": 9, "after": ["t1"]}]


@pytest.fixture
def value_step(app):
    project = Project(name="Costs", value={"costs": COSTS})
    return app("value", project, full=True), project.id


def edit(at, table, **edits):
    """Do in the grid what a person would, on top of what was done to it before."""
    grid = next(editor for editor in at.data_editor if f"/{table}/" in editor.key)
    state = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    at.session_state[grid.key] = state | edits
    at.run()
    assert not at.exception
    return grid.key


def costs(store, project):
    return store.load(project).project.value.costs or []


def test_a_changed_cell_is_saved_and_nothing_else(store, value_step):
    at, project = value_step
    before = store.load(project).revision
    edit(at, "value.costs", edited_rows={1: {"amount": "8k / 10k / 15k"}})
    assert costs(store, project)[1].amount.p50 == 10_000
    assert [row.key for row in store.history(project) if row.revision > before] == ["value.costs/c2/amount"]


def test_an_added_row_keeps_its_id_while_it_is_filled(store, value_step):
    at, project = value_step
    edit(at, "value.costs", added_rows=[{"name": "Licences"}])
    first = costs(store, project)[-1]
    edit(at, "value.costs", added_rows=[{"name": "Licences", "amount": "5 to 9"}])
    assert [row.name for row in costs(store, project)] == ["Build", "Run", "Licences"]
    assert costs(store, project)[-1].id == first.id
    assert costs(store, project)[-1].amount.high == 9


def test_a_deleted_row_leaves_a_tombstone_and_the_others_their_ids(store, value_step):
    at, project = value_step
    edit(at, "value.costs", deleted_rows=[0])
    assert [row.id for row in costs(store, project)] == ["c2"]
    assert "value.costs/c1/deleted" in {row.key for row in store.history(project)}
    assert not any("/value.costs/0" in editor.key for editor in at.data_editor)


def test_of_two_rows_just_added_the_deleted_one_goes(store, value_step):
    at, project = value_step
    edit(at, "value.costs", added_rows=[{"name": "First"}])
    edit(at, "value.costs", added_rows=[{"name": "First"}, {"name": "Second"}])
    second = costs(store, project)[-1].id
    edit(at, "value.costs", added_rows=[{"name": "Second"}])
    assert [row.name for row in costs(store, project)] == ["Build", "Run", "Second"]
    assert costs(store, project)[-1].id == second


@pytest.mark.parametrize(
    ("amount", "said"), [("-5", "cannot be negative"), ("9 to 5", "low must not be above high"), ("lots", "cannot read")]
)
def test_an_amount_that_cannot_be_is_named_with_its_row_and_not_saved(store, value_step, amount, said):
    at, project = value_step
    edit(at, "value.costs", edited_rows={0: {"amount": amount}})
    told = " ".join(one.value.replace("\\", "") for one in at.error)
    assert "row 1, Amount" in told
    assert said in told
    assert costs(store, project)[0].amount.low == 40_000


def test_a_colleagues_row_appears(store, value_step):
    at, project = value_step
    store.apply(project, [Change("value.costs/c9/name", Answer(value="Theirs"))], Author("Colleague"))
    at.run()
    grid = next(editor for editor in at.data_editor if "/value.costs/" in editor.key)
    assert list(grid.value["name"]) == ["Build", "Run", "Theirs"]


def test_typical_rows_are_assumed_until_confirmed(app, store):
    project = Project(name="Typical", problem={"task": "classification"})
    at = app("value", project)
    at.button(key="typical/value.costs").click()
    at.run()
    assert {row.evidence for row in costs(store, project.id)} == {Evidence.assumed}
    at.button(key="confirm/value.costs").click()
    at.run()
    assert {row.evidence for row in costs(store, project.id)} == {Evidence.guess}


def test_an_explicit_none_is_an_answer_and_the_first_row_withdraws_it(app, store):
    project = Project(name="None")
    at = app("value", project)
    at.button(key="none/value.benefits").click()
    at.run()
    assert store.load(project.id).project.state("value.benefits") == State.answered
    assert store.load(project.id).project.value.benefits == []
    edit(at, "value.benefits", added_rows=[{"name": "After all"}])
    assert [row.name for row in store.load(project.id).project.value.benefits] == ["After all"]


def test_a_task_that_was_waited_for_and_is_deleted_is_waited_for_no_more(app, store):
    project = Project(name="Tasks", plan={"tasks": TASKS})
    at = app("plan", project, full=True)
    edit(at, "plan.tasks", deleted_rows=[0])
    [left] = store.load(project.id).project.plan.tasks
    assert (left.id, left.after) == ("t2", None)


def test_tasks_in_a_circle_are_named_and_the_plan_can_be_mended(app, store):
    circle = [{"id": "a", "name": "A", "duration_days": 1, "after": ["b"]}, {"id": "b", "name": "B", "duration_days": 1, "after": ["a"]}]
    project = Project(name="Circle", plan={"tasks": circle})
    at = app("plan", project, full=True)
    assert "waits for" in " ".join(one.value for one in [*at.warning, *at.markdown])
    edit(at, "plan.tasks", edited_rows={0: {"after": []}})
    assert store.load(project.id).project.plan.tasks[0].after is None
    at.switch_page(str(page("timeline"))).run()
    assert any("Even odds" in metric.label for metric in at.metric)
