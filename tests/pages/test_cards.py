"""Rows as cards: a form saves them cell by cell, and nothing of it is lost or replaced without a word."""

import pytest

from mlscope.project import Answer, Project
from mlscope.store import Author, Change

COLLEAGUE = Author("Colleague")
COSTS = [
    {"id": "c1", "name": "Build", "amount": "40k to 90k", "when": "once"},
    {"id": "c2", "name": "Run", "amount": 9000, "when": "yearly"},
]
TASKS = [
    {"id": "t1", "name": "Data", "duration_days": 5},
    {"id": "t2", "name": "Model", "duration_days": 9, "after": ["t1"]},
]


@pytest.fixture
def value_step(app):
    project = Project(name="Costs", value={"costs": COSTS})
    return app("value", project, full=True), project.id


def costs(store, project):
    return store.load(project).project.value.costs or []


def fields(at, table="value.costs"):
    """The fields of the open form, by column."""
    every = [*at.text_input, *at.selectbox, *at.button_group, *at.multiselect]
    return {one.key.split("/")[3]: one for one in every if f"/{table}/" in (one.key or "") and _in_row(one)}


def _in_row(widget):
    return len(widget.key.split("/")) == 5


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception


def enter(at, column, content):
    """Fill a field of the form; then the whole page, of which an answer draws only a part anew."""
    fields(at)[column].set_value(content).run()
    at.run()
    assert not at.exception


def shown(at):
    return " ".join(one.value.replace("\\", "") for one in [*at.markdown, *at.error, *at.info, *at.warning])


def test_a_card_opens_a_form_with_a_field_for_every_column(catalogue, value_step):
    at, _ = value_step
    assert not fields(at)
    press(at, "edit/value.costs/c1")
    assert set(fields(at)) == {column.id for column in catalogue.questions["value.costs"].columns}
    assert fields(at)["amount"].value == "40k to 90k"
    press(at, "done/value.costs")
    assert not fields(at)


def test_a_field_saves_its_cell_and_nothing_else(store, value_step):
    at, project = value_step
    press(at, "edit/value.costs/c2")
    before = store.load(project).revision
    enter(at, "amount", "8k / 10k / 15k")
    assert costs(store, project)[1].amount.p50 == 10_000
    logged = {row.key for row in store.history(project) if row.revision > before}
    assert logged == {"value.costs/c2/amount", "slot/value.costs/c2/amount"}


def test_what_cannot_be_read_is_said_stays_when_the_form_is_closed_and_is_there_again(store, value_step):
    at, project = value_step
    press(at, "edit/value.costs/c1")
    enter(at, "amount", "lots")
    assert "cannot read" in shown(at)
    press(at, "done/value.costs")
    assert "Not saved: Build, Amount: cannot read" in shown(at)
    press(at, "edit/value.costs/c1")
    assert fields(at)["amount"].value == "lots"
    assert costs(store, project)[0].amount.low == 40_000


def test_an_added_row_begins_with_its_first_field_after_all_others(store, value_step):
    at, project = value_step
    press(at, "add/value.costs")
    press(at, "done/value.costs")
    assert len(costs(store, project)) == 2
    press(at, "add/value.costs")
    enter(at, "name", "Hosting")
    enter(at, "amount", "50 a month")
    new = costs(store, project)[-1]
    assert (new.name, new.amount.value, new.when) == ("Hosting", 600, "yearly")
    assert fields(at)["when"].value == "yearly"
    assert len(costs(store, project)) == 3


def test_a_removed_row_can_be_put_back_with_what_waited_for_it(app, store):
    project = Project(name="Tasks", plan={"tasks": TASKS})
    at = app("plan", project, full=True)
    press(at, "edit/plan.tasks/t1")
    press(at, "remove/plan.tasks")
    [left] = store.load(project.id).project.plan.tasks
    assert (left.id, left.after) == ("t2", None)
    assert "Removed: Data" in shown(at)
    press(at, "undo/plan.tasks")
    assert [(row.id, row.after) for row in store.load(project.id).project.plan.tasks] == [
        ("t1", None),
        ("t2", ["t1"]),
    ]


def test_a_row_names_others_by_their_names(app, store):
    project = Project(name="Tasks", plan={"tasks": [*TASKS, {"id": "t3", "name": "Launch"}]})
    at = app("plan", project, full=True)
    press(at, "edit/plan.tasks/t3")
    after = fields(at, "plan.tasks")["after"]
    assert after.options == ["Data", "Model"]
    after.set_value(["Model", "Data"]).run()
    assert store.load(project.id).project.plan.tasks[2].after == ["t2", "t1"]


def test_a_field_that_a_colleague_changed_meanwhile_waits_for_a_choice(store, value_step):
    at, project = value_step
    press(at, "edit/value.costs/c1")
    store.apply(
        project, [Change("value.costs/c1/name", Answer(value="Building"), Answer(value="Build"))], COLLEAGUE
    )
    enter(at, "name", "Make")
    assert costs(store, project)[0].name == "Building"
    assert all(word in shown(at) for word in ("Colleague", "Building", "Make"))
    press(at, "mine/value.costs/c1/name")
    assert costs(store, project)[0].name == "Make"
    assert fields(at)["name"].value == "Make"


def test_what_a_colleague_changed_in_an_untouched_field_is_shown(store, value_step):
    at, project = value_step
    press(at, "edit/value.costs/c1")
    store.apply(
        project, [Change("value.costs/c1/name", Answer(value="Building"), Answer(value="Build"))], COLLEAGUE
    )
    enter(at, "amount", "50k")
    assert fields(at)["name"].value == "Building"
    assert (costs(store, project)[0].name, costs(store, project)[0].amount.value) == ("Building", 50_000)


@pytest.mark.parametrize("wanted", [True, False], ids=["kept", "let go"])
def test_an_edit_of_a_row_that_a_colleague_deleted_is_told_and_can_be_kept_as_a_new_row(
    store, value_step, wanted
):
    at, project = value_step
    press(at, "edit/value.costs/c2")
    store.apply(project, [Change("value.costs/c2/deleted", Answer(value=True))], COLLEAGUE)
    enter(at, "amount", "11k")
    assert "Colleague deleted “Run” while you were editing" in shown(at)
    press(at, f"{'keep' if wanted else 'drop'}/c2")
    assert not fields(at)
    assert [(row.name, row.when) for row in costs(store, project)] == [("Build", "once")] + [
        ("Run", "yearly")
    ] * wanted
    assert [row.amount.value for row in costs(store, project)[1:]] == [11_000] * wanted


def test_a_form_whose_row_a_colleague_deleted_closes_with_a_word(store, value_step):
    at, project = value_step
    press(at, "edit/value.costs/c2")
    store.apply(project, [Change("value.costs/c2/deleted", Answer(value=True))], COLLEAGUE)
    at.run()
    assert "Colleague has just deleted the row that was open here" in shown(at)
    assert not fields(at)
