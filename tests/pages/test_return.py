"""The Return page: what finance reads first, parts that open on demand, and assumptions that are changed
where they stand.
"""

import io

import openpyxl
import pytest

from mlscope.appraise import appraise
from mlscope.document import build, render
from mlscope.document.workbook import rows, workbook
from mlscope.money import evaluate
from mlscope.project import About, Answer, Evidence, Project
from mlscope.store import Author, Change
from mlscope.templates import samples
from mlscope.ui import state

PARTS = ["inputs", "breakeven", "acts", "pilot", "budget", "files", "figures"]


@pytest.fixture
def opened(app):
    """The Return page of a project with one benefit, one cost and a chance, its assumptions open."""
    value = {
        "benefits": [{"id": "b1", "name": "Saved hours", "amount": "40k / 60k / 110k", "when": "yearly"}],
        "costs": [{"id": "c1", "name": "Build", "amount": "90k to 150k", "when": "once"}],
        "technical_success": 0.8,
    }
    project = Project(name="Return", value=value)
    at = app("return", project)
    at.session_state["part/inputs"] = True
    return at.run(), project.id


def grid(at):
    return next(editor for editor in at.data_editor if "/return.inputs/" in editor.key)


def type_in(at, texts):
    """Type over the assumptions of some lines, each named by the beginning of its label."""
    shown = grid(at)
    row_of = {line: int(shown.value.index[shown.value["Input"].str.startswith(line)][0]) for line in texts}
    edits = {row_of[line]: {"Assumption": text} for line, text in texts.items()}
    at.session_state[shown.key] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    at.session_state["part/inputs"] = True
    at.run()
    assert not at.exception


def figures(at):
    return {metric.label: metric.value for metric in at.metric}


def test_an_edited_assumption_is_saved_and_changes_every_figure_in_the_same_run(store, opened):
    at, project = opened
    before = figures(at)
    type_in(at, {"Saved hours": "400k / 600k / 1.1M"})
    assert store.load(project).project.value.benefits[0].amount.p50 == 600_000
    assert figures(at)["Likely value"] != before["Likely value"]


def test_an_assumption_of_the_whole_project_is_edited_like_any_other(store, opened):
    at, project = opened
    type_in(at, {"Discount rate": "12", "Technical success": "50 % to 90 %"})
    value = store.load(project).project.value
    assert value.discount_rate == 0.12
    assert value.technical_success.high == 0.9


def test_an_edit_that_cannot_be_read_is_named_and_changes_nothing(store, opened):
    at, project = opened
    before = figures(at)
    type_in(at, {"Build": "a lot"})
    assert any("Build" in error.value for error in at.error)
    assert figures(at) == before
    assert store.load(project).project.value.costs[0].amount.low == 90_000


def test_a_line_that_somebody_changed_meanwhile_is_not_overwritten(store, opened):
    at, project = opened
    key = "value.costs/c1/amount"
    theirs = {"kind": "number", "value": 70_000}
    store.apply(project, [Change(key, Answer(value=theirs), store.load(project).answers[key])], Author("Kim"))
    type_in(at, {"Build": "200k"})
    assert store.load(project).answers[key].value == theirs
    assert any("Kim" in box.value for box in at.markdown)
    at.button(key=f"mine/{key}").click()
    at.session_state["part/inputs"] = True
    at.run()
    assert store.load(project).answers[key].value == {"kind": "number", "value": 200_000}
    assert grid(at).value["Assumption"].iloc[0] != ""


def test_a_figure_that_moved_says_what_it_was(opened):
    at, _ = opened
    assert not any(metric.delta for metric in at.metric)
    type_in(at, {"Saved hours": "5k"})
    assert any("was" in metric.delta for metric in at.metric if metric.delta)


def test_a_workbook_that_comes_back_changes_what_was_changed_in_it(app, store):
    project = samples(state.catalogue())["churn"]
    at = app("return", project)
    at.session_state["part/files"] = True
    at.run()
    book = openpyxl.load_workbook(io.BytesIO(workbook(project, evaluate(project, points=64))))
    cell = next(row for row in book["Inputs"].iter_rows() if row[rows.KEY].value == "value.horizon_years")[
        rows.LOW
    ]
    cell.value = 6
    changed = io.BytesIO()
    book.save(changed)
    at.session_state["part/files"] = True
    at.file_uploader[0].upload("back.xlsx", changed.getvalue(), "application/octet-stream").run()
    at.session_state["part/files"] = True
    next(button for button in at.button if button.label.startswith("Take over")).click().run()
    assert not at.exception
    assert store.load(project.id).project.value.horizon_years == 6


@pytest.mark.parametrize("sample", ["churn", "defects"])
def test_every_part_opens_on_a_sample(app, sample):
    at = app("return", samples(state.catalogue())[sample])
    for part in PARTS:
        at.session_state[f"part/{part}"] = True
    at.run()
    assert not at.exception
    assert not at.error
    assert len(at.table) >= 4


def test_costs_alone_are_shown_as_costs_and_not_as_a_chance(app):
    costs = [{"id": "c1", "name": "Build", "amount": 90_000, "when": "once"}]
    at = app("return", Project(name="Costs", value={"costs": costs}))
    assert [(metric.label, metric.value) for metric in at.metric] == [
        ("Likely cost", "90 k EUR"),
        ("In eight cases of ten", "90 k EUR"),
    ]
    assert "Only costs are known so far" in at.info[0].value
    at = app(
        "return",
        Project(
            name="Both",
            value={"costs": costs, "benefits": [{"name": "Saved hours", "amount": 100, "when": "yearly"}]},
        ),
    )
    assert at.metric[0].label == "Chance of paying back"


def test_figures_that_nobody_confirmed_say_so_wherever_they_stand(app, catalogue):
    project = samples(catalogue)["churn"]
    copied = project.model_copy(
        update={"id": "copied", "answers": {key: About(evidence=Evidence.assumed) for key in project.answers}}
    )
    for row in [*copied.value.costs, *copied.value.benefits]:
        row.evidence = Evidence.assumed
    assert any("nobody has confirmed" in one.value for one in app("return", copied).warning)
    assert any("Nobody has confirmed the figures" in one.value for one in app("value", "copied").caption)
    assert (
        "Nobody has confirmed the figures"
        in render(build(appraise(copied, catalogue, points=256), catalogue), "md").decode()
    )
    assert not any(
        "nobody has confirmed" in one.value for one in app("return", samples(catalogue)["demand"]).warning
    )


def test_a_line_without_an_answer_says_what_the_figures_count_with(opened):
    shown = grid(opened[0]).value.set_index("Input")["Evidence"]
    assert shown["Years looked ahead"] == "3 years until you say"
    assert shown["Discount rate"] == "10 % until you say"
    assert (
        next(said for line, said in shown.items() if line.startswith("Adoption")) == "certain until you say"
    )
