"""Grids of rows: every edit is saved cell by cell, rows keep their ids, and what cannot be read is named."""

import pytest

from mlscope.interview import facts_of_row
from mlscope.plan import schedule
from mlscope.project import Answer, Evidence, Project, State
from mlscope.store import Author, Change
from mlscope.ui.state import page

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


def grid_of(at, table):
    """The grid of a table, opened where its rows are cards."""
    if not any(f"/{table}/" in editor.key for editor in at.data_editor):
        at.button(key=f"as_table/{table}").click().run()
    return next(editor for editor in at.data_editor if f"/{table}/" in editor.key)


def edit(at, table, **edits):
    """Do in the grid what a person would, on top of what was done to it before."""
    grid = grid_of(at, table)
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
    logged = {row.key for row in store.history(project) if row.revision > before}
    assert logged == {"value.costs/c2/amount", "slot/value.costs/c2/amount"}


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
    ("amount", "said"),
    [("-5", "cannot be negative"), ("9 to 5", "low must not be above high"), ("lots", "cannot read")],
)
def test_an_amount_that_cannot_be_is_named_with_its_row_and_not_saved(store, value_step, amount, said):
    at, project = value_step
    edit(at, "value.costs", edited_rows={0: {"amount": amount}})
    told = " ".join(one.value.replace("\\", "") for one in at.error)
    assert "row 1, Amount" in told
    assert said in told
    assert costs(store, project)[0].amount.low == 40_000


def test_a_colleagues_row_is_told_and_appears_when_it_is_asked_for(store, value_step):
    at, project = value_step
    grid_of(at, "value.costs")
    store.apply(project, [Change("value.costs/c9/name", Answer(value="Theirs"))], Author("Colleague"))
    at.run()
    grid = grid_of(at, "value.costs")
    assert list(grid.value["name"]) == ["Build", "Run"]  # a hand may be at work in it
    assert any("Colleague changed this table" in one.value for one in at.markdown)
    at.button(key=f"show/{grid.key}").click().run()
    grid = grid_of(at, "value.costs")
    assert list(grid.value["name"]) == ["Build", "Run", "Theirs"]


def test_typical_rows_are_assumed_until_confirmed(app, store):
    project = Project(name="Typical", problem={"task": "classification"})
    at = app("value", project, full=True)
    at.button(key="typical/value.costs").click()
    at.run()
    assert {row.evidence for row in costs(store, project.id)} == {Evidence.assumed}
    at.button(key="confirm/value.costs").click().run()
    rows = costs(store, project.id)
    at.button(key=f"confirm_one/value.costs/{rows[0].id}").click().run()
    assert [row.evidence for row in costs(store, project.id)] == [
        Evidence.guess,
        *[Evidence.assumed] * (len(rows) - 1),
    ]
    at.button(key="confirm/value.costs").click().run()
    assert at.button(key="confirm_all").label == f"Confirm all {len(rows) - 1}"
    at.button(key="confirm_all").click().run()
    assert {row.evidence for row in costs(store, project.id)} == {Evidence.guess}
    assert not at.exception


def test_every_column_of_a_row_is_read_before_it_is_confirmed(app, store, catalogue):
    project = Project(name="Typical", problem={"task": "classification"})
    at = app("value", project, full=True)
    at.button(key="typical/value.costs").click().run()
    at.button(key="confirm/value.costs").click().run()
    shown = " ".join(one.value for one in at.markdown)
    question = catalogue.questions["value.costs"]
    for row in costs(store, project.id):
        assert row.name in shown
        for column, _ in facts_of_row(row, question):
            assert f":gray[{column.label}]" in shown


def test_an_explicit_none_is_an_answer_and_the_first_row_withdraws_it(app, store):
    project = Project(name="None")
    at = app("value", project, full=True)
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
    circle = [
        {"id": "a", "name": "A", "duration_days": 1, "after": ["b"]},
        {"id": "b", "name": "B", "duration_days": 1, "after": ["a"]},
    ]
    project = Project(name="Circle", plan={"tasks": circle})
    at = app("plan", project, full=True)
    assert "waits for" in " ".join(one.value for one in [*at.warning, *at.markdown])
    edit(at, "plan.tasks", edited_rows={0: {"after": []}})
    assert store.load(project.id).project.plan.tasks[0].after is None
    at.switch_page(str(page("timeline"))).run()
    assert any("One in two" in metric.label for metric in at.metric)


def refused(at):
    return " ".join(one.value.replace("\\", "") for one in at.error)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12,5", 12.5), ("1.234,50 €", 1234.5), ("12 000 EUR", 12_000), ("40k", 40_000), ("1,234", 1234)],
)
def test_an_amount_pasted_as_its_country_writes_it_is_what_it_was(store, value_step, typed, amount):
    at, project = value_step
    edit(at, "value.costs", edited_rows={0: {"amount": typed}})
    assert costs(store, project)[0].amount.value == amount


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("amount", "$ 5", "counts in EUR"),
        ("amount", "12.000", "two ways"),
        ("year", "soon", "cannot read 'soon' as a number"),
        ("growth", "much", "cannot read 'much' as a percentage"),
        ("when", "Monthly", "not one of the choices"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_instead_of_dropped(store, value_step, column, typed, said):
    at, project = value_step
    edit(at, "value.costs", edited_rows={1: {column: typed}})
    assert "row 2" in refused(at)
    assert said in refused(at)
    assert costs(store, project)[1].amount.value == 9000


def test_a_block_pasted_into_the_empty_row_is_spread_by_its_headings(store, value_step):
    at, project = value_step
    edit(at, "value.costs", added_rows=[{"name": "Amount\tCost\n5 to 9\tLicences\n$ 3\tHosting\n"}])
    assert [(row.name, row.amount and row.amount.kind) for row in costs(store, project)[2:]] == [
        ("Licences", "range"),
        ("Hosting", None),
    ]
    assert "row 4, Amount" in refused(at)


def test_a_block_pasted_into_a_cell_goes_on_below_and_beside_it(store, value_step):
    at, project = value_step
    edit(at, "value.costs", edited_rows={1: {"name": "Running it\t8k\tEvery year\nSupport\t3k\tOnce"}})
    assert [(row.name, row.amount.kind, row.when) for row in costs(store, project)] == [
        ("Build", "range", "once"),
        ("Running it", "number", "yearly"),
        ("Support", "number", "once"),
    ]
    assert costs(store, project)[1].id == "c2"


def test_the_range_changed_last_is_said_in_a_sentence_and_all_are_listed(value_step):
    at, _ = value_step
    edit(at, "value.costs", edited_rows={1: {"amount": "8k / 10k / 15k"}})
    assert any(
        "Run" in one.value and "one chance in ten below 8\u00a0k\u00a0EUR" in one.value for one in at.caption
    )
    [listed] = [one.value for one in at.markdown if "one chance in ten below 8\u00a0k\u00a0EUR" in one.value]
    assert "Build" in listed


def test_a_common_risk_is_added_from_the_catalogue_and_assumed(app, store):
    project = Project(name="Common")
    at = app("risks", project, full=True)
    [offer] = [box for box in at.selectbox if "/risks.risks/" in (box.key or "")]
    offer.set_value("adoption").run()
    [risk] = store.load(project.id).project.risks.risks
    assert (risk.evidence, risk.mitigation is not None) == (Evidence.assumed, True)
    assert "adoption" not in next(box for box in at.selectbox if "/risks.risks/" in (box.key or "")).options


def test_a_colleagues_change_of_the_same_table_loses_no_edit(store, value_step):
    at, project = value_step
    grid_of(at, "value.costs")
    store.apply(
        project,
        [Change("value.costs/c2/name", Answer(value="Running"), Answer(value="Run"))],
        Author("Colleague"),
    )
    edit(at, "value.costs", edited_rows={0: {"amount": "77k"}}, added_rows=[{"name": "Licences"}])
    assert [(row.name, row.amount and row.amount.kind) for row in costs(store, project)] == [
        ("Build", "number"),
        ("Running", "number"),
        ("Licences", None),
    ]
    grid = grid_of(at, "value.costs")
    at.button(key=f"show/{grid.key}").click().run()
    grid = grid_of(at, "value.costs")
    assert list(grid.value["name"]) == ["Build", "Running", "Licences"]


def test_a_cell_that_a_colleague_changed_meanwhile_keeps_theirs_until_somebody_chooses(store, value_step):
    at, project = value_step
    grid_of(at, "value.costs")
    theirs = Change("value.costs/c1/name", Answer(value="Building"), Answer(value="Build"))
    store.apply(project, [theirs], Author("Colleague"))
    edit(at, "value.costs", edited_rows={0: {"name": "Make"}})
    assert costs(store, project)[0].name == "Building"
    shown = " ".join(one.value for one in at.markdown)
    assert all(word in shown for word in ("Colleague", "Building", "Make"))
    edit(at, "value.costs", edited_rows={0: {"name": "Making"}})
    assert costs(store, project)[0].name == "Building"
    at.button(key="mine/value.costs/c1/name").click().run()
    assert costs(store, project)[0].name == "Making"
    assert not store.load(project).answers["value.costs/c1/name"].note
    assert not any("Colleague" in one.value for one in at.markdown)


def test_a_cell_that_was_edited_right_before_the_page_was_left_is_saved(store, value_step):
    at, project = value_step
    grid = grid_of(at, "value.costs")
    at.session_state[grid.key] = {"edited_rows": {1: {"amount": "11k"}}, "added_rows": [], "deleted_rows": []}
    at.switch_page(str(page("plan"))).run()
    assert costs(store, project)[1].amount.value == 11_000


def test_a_task_that_was_just_named_can_be_filled_and_waited_for(app, store):
    project = Project(name="Tasks", plan={"tasks": TASKS})
    at = app("plan", project, full=True)
    first = edit(at, "plan.tasks", edited_rows={0: {"name": "Collection"}}, added_rows=[{"name": "Launch"}])
    second = edit(
        at,
        "plan.tasks",
        edited_rows={0: {"name": "Collection"}, 1: {"after": ["Data", "Launch"]}},
        added_rows=[{"name": "Launch", "duration_days": "4"}],
    )
    assert first == second
    tasks = store.load(project.id).project.plan.tasks
    assert [(task.name, task.duration_days.value) for task in tasks] == [
        ("Collection", 5),
        ("Model", 9),
        ("Launch", 4),
    ]
    assert tasks[1].after == ["t1", tasks[2].id]
    at.button(key=f"names/{first}").click().run()
    grid = grid_of(at, "plan.tasks")
    assert list(grid.value["name"]) == ["Collection", "Model", "Launch"]


def test_a_new_row_stands_after_all_others_also_once_some_were_removed(app, store):
    rows = [{"id": f"c{number}", "name": f"Row {number}", "amount": number} for number in range(4)]
    project = Project(name="Order", value={"costs": rows})
    at = app("value", project, full=True)
    edit(at, "value.costs", deleted_rows=[0, 1])
    edit(at, "value.costs", added_rows=[{"name": "New at the end"}])
    assert [row.name for row in costs(store, project.id)] == ["Row 2", "Row 3", "New at the end"]


def test_a_block_with_headings_leaves_nothing_of_itself_in_the_cell_it_was_pasted_into(app, store):
    project = Project(name="Pasted", value={"costs": [{"id": "c1", "name": "Build", "amount": 1}]})
    at = app("value", project, full=True)
    edit(at, "value.costs", added_rows=[{"name": "Amount\tWhen\n5\tonce\n6\tyearly"}])
    assert [(row.name, row.amount.value) for row in costs(store, project.id)] == [
        ("Build", 1),
        (None, 5),
        (None, 6),
    ]


# ── tasks that name each other in one block
# ─────────────────────────────────────────────────────────────────────

FIVE = (
    "Task\tWorking days\tStarts after\n"
    "Collect\t5\t\n"
    "Clean, then label\t8\tCollect\n"
    "Train\t10\tclean, then label\n"
    "Integrate\t4\tCollect\n"
    "Pilot\t6\tTrain; Integrate\n"
)


def pasted_tasks(app, store, block, tasks=()):
    project = Project(name="Tasks", plan={"tasks": list(tasks)})
    at = app("plan", project, full=True)
    edit(at, "plan.tasks", added_rows=[{"name": block}])
    plan = store.load(project.id).project
    names = {task.id: task.name for task in plan.plan.tasks}
    return at, plan, {task.name: [names[one] for one in task.after or []] for task in plan.plan.tasks}


def test_tasks_pasted_with_the_names_of_tasks_in_the_same_block_wait_for_each_other(app, store):
    at, plan, after = pasted_tasks(app, store, FIVE)
    assert after == {
        "Collect": [],
        "Clean, then label": ["Collect"],
        "Train": ["Clean, then label"],
        "Integrate": ["Collect"],
        "Pilot": ["Train", "Integrate"],
    }
    assert refused(at) == ""
    linked = schedule(plan).finish_p50
    loose = plan.model_copy(deep=True)
    for task in loose.plan.tasks:
        task.after = None
    assert linked > schedule(loose).finish_p50


def test_a_pasted_task_waits_for_one_that_was_there_before(app, store):
    _, _, after = pasted_tasks(app, store, "Task\tStarts after\nLaunch\tModel, Data\n", TASKS)
    assert after["Launch"] == ["Model", "Data"]


def test_pasted_names_and_row_numbers_that_are_of_no_task_are_named_and_kept(app, store):
    block = "Task\tStarts after\nCollect\t\nTrain\tCollect, Design\nPilot\t2\n"
    at, plan, after = pasted_tasks(app, store, block)
    assert after == {"Collect": [], "Train": ["Collect"], "Pilot": []}
    assert "row 2, Starts after: no row is called 'Design'" in refused(at)
    assert "row 3, Starts after: no row is called '2'" in refused(at)
    note = plan.about("plan.tasks").note
    assert "Train: Starts after was pasted as Collect, Design; no row is called 'Design'." in note
    assert "Pilot: Starts after was pasted as 2" in note
    at.run()
    assert store.load(plan.id).project.about("plan.tasks").note == note


def test_names_pasted_into_cells_are_found_among_rows_pasted_with_them_and_others_stay_named(app, store):
    project = Project(name="Tasks", plan={"tasks": TASKS})
    at = app("plan", project, full=True)
    pasted = [
        {"name": "Check, then sign", "after": ["Model"]},
        {"name": "Launch", "after": ["Check", "then sign", "Design"]},
    ]
    edit(at, "plan.tasks", added_rows=pasted)
    tasks = store.load(project.id).project.plan.tasks
    assert [task.after for task in tasks[2:]] == [["t2"], [tasks[2].id]]
    assert "row 4, Starts after: no row is called 'Design'" in refused(at)
    pasted[1]["after"] = ["Check", "then sign", "Data"]
    edit(at, "plan.tasks", added_rows=pasted)
    assert store.load(project.id).project.plan.tasks[3].after == [tasks[2].id, "t1"]
    assert refused(at) == ""


def test_a_percentage_in_a_row_counts_in_its_unit_whichever_is_given_first(app, store):
    project = Project(name="Objectives")
    at = app("problem", project, full=True)
    figures = {"name": "No-shows", "baseline": "12.5 %", "target": "9 %"}
    edit(at, "problem.objectives", added_rows=[figures])
    [row] = store.load(project.id).project.problem.objectives
    assert (row.baseline, row.target, row.unit) == (12.5, 9, "%")
    edit(at, "problem.objectives", added_rows=[figures | {"unit": "% of booked"}])
    [row] = store.load(project.id).project.problem.objectives
    assert (row.baseline, row.target, row.unit) == (12.5, 9, "% of booked")
    edit(at, "problem.objectives", added_rows=[figures | {"unit": "EUR"}])
    [row] = store.load(project.id).project.problem.objectives
    assert (row.baseline, row.target, row.unit) == (12.5, 9, "EUR")
    assert "write 0.125, or 12.5 with % in the unit" in refused(at)
