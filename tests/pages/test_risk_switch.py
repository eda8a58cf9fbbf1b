"""The switch of the risks: it stands on Return and Timeline, moves money and dates at once, and is kept."""

import pytest

from mlscope.project import Answer, Project
from mlscope.store import Author, Change

PROJECT = {
    "name": "Risky",
    "as_of": "2026-11-21",
    "value": {
        "benefits": [{"id": "b", "name": "Saved", "amount": "80k to 120k", "when": "yearly"}],
        "costs": [{"id": "c", "name": "Build", "amount": "90k to 110k", "when": "once"}],
    },
    "risks": {
        "risks": [{"id": "r", "name": "Labels late", "probability": 0.9, "cost": 50_000, "delay_days": 60}]
    },
    "plan": {
        "start": "2026-11-23",
        "days_per_week": 5,
        "holidays": [],
        "tasks": [{"id": "t", "name": "Build", "duration_days": "10 to 20"}],
    },
}


def figures(at):
    assert not at.exception
    return {metric.label: metric.value for metric in at.metric}


@pytest.mark.parametrize(("page", "figure"), [("return", "Likely value"), ("timeline", "One in two")])
def test_switched_off_the_risks_move_the_figures_at_once_and_it_is_kept(app, store, page, figure):
    project = Project.model_validate(PROJECT)
    at = app(page, project)
    with_risks = figures(at)[figure]
    at.toggle[0].set_value(False).run()
    without = figures(at)[figure]
    assert without != with_risks
    assert store.load(project.id).project.risks.counted is False
    at.toggle[0].set_value(True).run()
    assert figures(at)[figure] == with_risks


def test_risks_that_a_record_contains_count_once_somebody_says_so(app, store):
    project = Project.model_validate(PROJECT)
    project.risks.risks[0].contained = True
    at = app("timeline", project)
    before = figures(at)["One in two"]
    next(button for button in at.button if button.label == "The ranges do not contain them").click().run()
    assert figures(at)["One in two"] != before
    assert store.load(project.id).project.risks.risks[0].contained is False


def test_a_risk_that_somebody_else_changes_moves_the_dates_of_an_open_page(app, store):
    project = Project.model_validate(PROJECT)
    at = app("timeline", project)
    before = figures(at)["One in two"]
    key = "risks.risks/r/delay_days"
    seen = store.load(project.id).answers[key]
    store.apply(project.id, [Change(key, Answer(), seen)], Author("Bo"))
    at.run()
    assert figures(at)["One in two"] != before


def test_a_probability_that_was_kept_as_a_number_is_shown_and_looking_at_it_writes_nothing(app, store):
    project = Project.model_validate(PROJECT)
    at = app("risks", project, full=True)
    at.button(key="as_table/risks.risks").click().run()
    revision = store.load(project.id).revision
    grid = next(editor for editor in at.data_editor if "Labels late" in editor.value.to_string())
    assert "90 %" in grid.value.to_string()
    assert "(share)" not in grid.proto.columns
    row = {"edited_rows": {0: {"probability": "80 % to 95 %"}}, "added_rows": [], "deleted_rows": []}
    at.run()
    assert store.load(project.id).revision == revision
    at.session_state[grid.key] = row
    at.run()
    assert not at.exception
    kept = store.load(project.id).project.risks.risks[0].probability
    assert (kept.kind, kept.low, kept.high) == ("range", 0.8, 0.95)
