"""What came of it: figures are entered on Review, beside the range of the decision, and shown on Return and
Timeline.
"""

import json

import pytest

from mlscope.project import Answer, Project, SignOff
from mlscope.store import Author, Change

RECORD = {
    "name": "Built",
    "as_of": "2026-11-21",
    "stage": "delivering",
    "value": {
        "benefits": [{"id": "b", "name": "Saved", "amount": "100k .. 200k", "when": "yearly"}],
        "costs": [{"id": "c", "name": "Build", "amount": "90k .. 110k", "when": "once"}],
        "launch_month": 0,
    },
    "plan": {"tasks": [{"id": "t", "name": "Data", "phase": "data", "duration_days": "10 .. 20"}]},
}


@pytest.fixture
def opened(app):
    project = Project.model_validate(RECORD)
    return app("review", project), project.id


def field(at, label):
    return next(one for one in at.text_input if one.label.startswith(label))


def enter(at, label, text):
    field(at, label).set_value(text).run()
    assert not at.exception


def told(at):
    return [one.value for one in at.caption]


def test_an_actual_cost_is_kept_with_its_range_its_author_and_its_day(store, opened):
    at, project = opened
    enter(at, "Cost of year 0", "120k")
    kept = store.load(project).project.actuals["cost/0"]
    assert kept.value == 120_000
    assert kept.author == store.history(project, "actual/cost/0")[0].author
    assert kept.at is not None
    assert (round(kept.given.low, -3), round(kept.given.high, -3)) == (92_000, 108_000)
    assert any("Above the range" in caption for caption in told(at))
    assert any("0 of 1 figure" in one.value for one in at.markdown)


def test_it_is_beside_the_range_of_the_approved_milestone_whatever_is_estimated_since(store, app):
    project = Project.model_validate(RECORD)
    project_id = store.create(project, Author("Anna"))
    for name in ("Board", "Later"):
        store.milestone(project_id, name, Author("Anna"), seed=0, software="", content={})
    approved = SignOff(milestone="Board", decision="approved", author="Anna")
    put(store, project_id, f"sign_off/{approved.id}", approved.model_dump(mode="json", exclude={"at"}))
    put(store, project_id, "value.costs/c/amount", {"kind": "number", "value": 500_000.0})
    at = app("review", project_id)
    enter(at, "Cost of year 0", "100k")
    given = store.load(project_id).project.actuals["cost/0"].given
    assert given.milestone == "Board"
    assert given.high < 110_000
    assert any("Inside the range" in caption and "Board" in caption for caption in told(at))


def put(store, project, key, value):
    seen = store.load(project).answers.get(key, Answer())
    applied = store.apply(project, [Change(key, Answer(value=value), seen)], Author("Anna"))
    assert not applied.conflicts


def test_what_is_no_figure_is_refused_in_a_sentence_and_an_emptied_one_is_taken_back(store, opened):
    at, project = opened
    enter(at, "Cost of year 0", "a lot")
    assert at.error
    assert "cost/0" not in store.load(project).project.actuals
    enter(at, "Cost of year 0", "100k")
    assert not at.error
    enter(at, "Cost of year 0", "")
    assert "cost/0" not in store.load(project).project.actuals


def test_two_people_at_one_figure_lose_nothing(store, opened):
    at, project = opened
    put(store, project, "actual/cost/0", 99_000.0)
    enter(at, "Cost of year 0", "120k")
    assert store.load(project).project.actuals["cost/0"].value == 99_000
    assert "Anna entered this figure meanwhile" in at.error[0].value


@pytest.mark.parametrize(
    ("page", "key", "value", "said"),
    [("timeline", "duration/t", 30.0, "30 working days"), ("return", "benefit/1", 150_000.0, "150 k EUR")],
)
def test_pages_of_forecasts_show_what_came_of_them(store, app, page, key, value, said):
    project_id = store.create(Project.model_validate(RECORD), Author("Anna"))
    put(store, project_id, f"actual/{key}", value)
    at = app(page, project_id)
    shown = json.dumps([frame.value.astype(str).to_dict() for frame in at.dataframe])
    assert said in shown
    assert any("What came of it" in one.value for one in at.subheader)


def test_before_the_project_runs_nothing_is_asked_for(app):
    at = app("return", Project.model_validate(RECORD | {"stage": "scoping"}))
    assert not any("What came of it" in one.value for one in at.subheader)


def several(store, ratios):
    """A project whose tasks came to these multiples of what was expected."""
    project_id = store.create(Project(name="Before"), Author("Anna"))
    for n, ratio in enumerate(ratios):
        given = {"name": "A", "low": 5, "middle": 10, "high": 15, "category": "Data"}
        put(store, project_id, f"actual/duration/{n}", {"value": 10 * ratio, "given": given})
    return project_id


def test_the_house_sees_how_well_its_ranges_held(store, app):
    several(store, [1, 1, 2, 2, 2])
    at = app("home")
    fold = next(one for one in at.expander if "How well ranges held" in one.label)
    assert "2 of 5 inside" in fold.label
    by_category, by_grade = (frame.value for frame in fold.dataframe)
    assert by_category.iloc[0].to_list() == ["Durations: Data", "5", "2", "0", "3", "2 times"]
    assert by_grade.iloc[0, 0] == "Guess"


def test_before_anything_came_of_a_project_the_house_is_told_nothing(store, app):
    store.create(Project(name="Before"), Author("Anna"))
    assert not any("How well" in one.label for one in app("home").expander)


def test_where_a_task_is_estimated_the_record_is_shown_and_changes_nothing(store, app):
    several(store, [1, 1.5, 2, 2.5, 3])
    project_id = store.create(Project.model_validate(RECORD), Author("Anna"))
    at = app("plan", project_id, full=True)
    fold = next(one for one in at.expander if "What came of estimates like these" in one.label)
    [row] = fold.dataframe[0].value.to_dict("records")
    assert row["By the record"] == "15 to 45, likely 30 working days"
    assert store.load(project_id).project.plan.tasks[0].duration_days.high == 20
