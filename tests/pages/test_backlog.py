"""The Backlog page: the board, its cards and its files."""

from mlscope.project import Project
from tests.pages.conftest import AUTHOR

PLAN = {"tasks": [{"id": "t", "name": "Build", "phase": "data", "duration_days": 1}]}


def opened(app, store, **plan):
    """The page of a project, and its id."""
    project = store.create(Project(name="P", plan=PLAN | plan), AUTHOR)
    return app("backlog", project), project


def card(at, item):
    return next(button for button in at.button if button.key == f"backlog/card/{item}")


def test_a_card_is_moved_and_renamed_and_keeps_its_id(app, store):
    at, project = opened(app, store)
    card(at, "piece-t-1").click().run()
    next(box for box in at.selectbox if box.label == "Column").set_value("in_progress")
    next(field for field in at.text_input if field.label == "Title").set_value("=Mine")
    next(button for button in at.button if button.label == "Save").click().run()
    assert not at.error
    (row,) = store.load(project).project.plan.backlog
    assert (row.id, row.title, row.column.value) == ("piece-t-1", "=Mine", "in_progress")
    assert row.owner is None  # what was not changed is not kept, so that it follows the answers


def test_a_full_column_refuses_a_card_and_says_the_way_out(app, store):
    full = [{"id": "r", "title": "R", "column": "in_review"}]
    at, project = opened(app, store, backlog=full, column_limits=[{"column": "in_review", "limit": 1}])
    card(at, "piece-t-1").click().run()
    next(box for box in at.selectbox if box.label == "Column").set_value("in_review")
    next(button for button in at.button if button.label == "Save").click().run()
    assert "In review holds 1 of at most 1 items" in at.error[0].value
    assert len(store.load(project).project.plan.backlog) == 1


def test_an_item_is_left_out_and_one_is_added(app, store):
    at, project = opened(app, store)
    card(at, "piece-t-2").click().run()
    next(button for button in at.button if button.label == "Leave it out").click().run()
    assert "backlog/card/piece-t-2" not in {button.key for button in at.button}
    next(button for button in at.button if button.key == "backlog/add").click().run()
    next(field for field in at.text_input if field.label == "Title").set_value("Ours")
    next(button for button in at.button if button.label == "Save").click().run()
    rows = store.load(project).project.plan.backlog
    assert [(row.title, row.dropped) for row in rows] == [(None, True), ("Ours", None)]


def test_every_tool_has_its_file(app, store):
    at, _ = opened(app, store)
    keys = {element.key for element in at.get("download_button")}
    assert {f"backlog/file/{form}" for form in ("jira", "github", "ical", "msproject")} <= keys
