"""The interview asks one question at a time, can be left and resumed anywhere, and ends in the first
picture.
"""

import pytest

from mlscope import catalogue, interview
from mlscope.project import Project, State
from mlscope.templates import samples
from mlscope.ui import state

CONTENT = catalogue.load()
SORTING = {
    "problem": {"task": "classification", "statement": "One appointment in nine is missed."},
    "data": {"base_rate": 0.12},
    "value": {"cases_per_year": "60k"},
}


def press(at, key):
    return next(button for button in at.button if button.key == key).click().run()


def asked(at) -> str:
    named = at.query_params["question"]
    return named if isinstance(named, str) else named[0]


def field(at, kind):
    return next(one for one in getattr(at, kind) if f"/{asked(at)}/" in (one.key or ""))


def type_in(at, text):
    """Type into the field of the question, and see the whole page as it is then."""
    field(at, "text_input").set_value(text).run()
    at.run()


@pytest.fixture
def at_question(app, store):
    """Opens the interview of a project at a question."""

    def opened(project: Project, question: str):
        store.create(project, state.author())
        at = app("home", project.id)
        at.query_params["question"] = question
        at.switch_page(str(state.page("interview"))).run()
        assert not at.exception
        assert asked(at) == question
        return at

    return opened


def test_a_new_project_opens_the_interview_with_one_question(app):
    at = app("home")
    next(one for one in at.text_input if one.key == "new_name").set_value("Missed appointments")
    next(one for one in at.button if one.label == "Start scoping").click().run()
    assert [title.value for title in at.title] == [CONTENT.questions[asked(at)].label]
    assert any("Question 1 of about" in one.value for one in at.caption)


def test_an_answer_goes_on_and_back_shows_it_again(app, store):
    project = Project(name="Walk")
    at = app("interview", project)
    assert asked(at) == "problem.task"
    at.button_group[0].set_value("classification").run()
    press(at, "interview_next")
    assert store.load(project.id).project.problem.task == "classification"
    assert asked(at) == "problem.statement"
    press(at, "interview_back")
    assert asked(at) == "problem.task"
    assert at.button_group[0].value == "classification"


def test_a_figure_that_cannot_be_read_stays_and_says_why(at_question, store):
    project = Project(name="Clinic", **SORTING)
    at = at_question(project, "value.gain")
    type_in(at, "a lot")
    press(at, "interview_next")
    assert asked(at) == "value.gain"
    assert any("Not saved" in one.value for one in at.error)
    type_in(at, "25 to 45")
    assert any("one chance in twenty below 25" in one.value for one in at.caption)
    press(at, "interview_next")
    assert asked(at) != "value.gain"
    assert store.load(project.id).project.value.gain is not None


def test_the_sum_builds_up_beside_the_question_and_names_the_break_even(at_question):
    costs = {"false_alarm_cost": "2 to 5", "fixed_cost": "10k to 20k"}
    at = at_question(Project(name="Clinic", **SORTING | {"value": SORTING["value"] | costs}), "value.gain")
    assert not any("chance of paying back" in one.value for one in at.markdown)
    type_in(at, "25 to 45")
    press(at, "interview_next")
    assert any("7,200" in one.value and "a year" in one.value for one in at.markdown)
    at.query_params["question"] = "value.gain"
    at.run()
    press(at, "interview_break_even")
    assert any("comes out even" in one.value for one in at.markdown)


def test_not_known_yet_is_an_answer_and_passing_over_is_none(at_question, store):
    project = Project(name="Clinic", **SORTING)
    at = at_question(project, "value.gain")
    press(at, "interview_unknown")
    assert store.load(project.id).project.state("value.gain") == State.unknown
    passed = asked(at)
    press(at, "interview_next")
    assert asked(at) != passed
    assert store.load(project.id).project.state(passed) == State.untouched


def test_what_does_not_apply_asks_for_its_reason(at_question):
    at = at_question(Project(name="Clinic", **SORTING), "value.false_alarm_cost")
    press(at, "interview_not_applicable")
    assert any("Why does it not apply?" in one.label for one in at.text_input)


def test_who_comes_back_goes_on_where_nothing_is_answered_yet(app):
    at = app("interview", Project(name="Clinic", **SORTING))
    assert asked(at) not in ("problem.task", "problem.statement", "data.base_rate")


def test_a_finished_interview_leads_to_the_first_picture(app, store):
    sample = samples(CONTENT)["churn"]
    project = store.create(sample, state.author())
    left = [
        one.id
        for one in interview.quick_questions(store.load(project).project, CONTENT)
        if not interview.settled(store.load(project).project, one)
    ]
    at = app("interview", project)
    while left and "question" in at.query_params:
        press(at, "interview_unknown")
    assert any("first picture" in one.value for one in at.title) or any(
        "chance of paying back" in one.value for one in at.title
    )


def test_what_was_passed_over_is_listed_at_the_end_and_can_be_answered(app):
    at = app("interview", Project(name="Nobody answers"))
    for _ in range(interview.MOST + 1):
        if "question" not in at.query_params:
            break
        press(at, "interview_next")
    assert any("passed over" in one.value for one in at.markdown)
    again = next(one for one in at.button if one.key.startswith("interview_again/"))
    again.click().run()
    assert at.title[0].value == again.label


@pytest.mark.parametrize("page", ["picture", "assessment"])
def test_the_first_picture_leads_with_the_conclusion(app, page):
    at = app(page, samples(CONTENT)["churn"])
    assert "chance of paying back" in at.title[0].value
    shown = [one.value for one in at.markdown]
    for heading in ("What would sink it", "Find out first", "On Monday"):
        assert any(heading in text for text in shown), heading


def test_a_blank_project_has_no_chance_of_paying_back_in_its_first_picture(app):
    at = app("picture", Project(name="Blank"))
    assert not any("chance of paying back" in one.value for one in [*at.title, *at.markdown])


def test_every_open_question_of_a_step_offers_not_known_yet(app, store):
    project = Project(name="Steps", problem={"task": "classification"})
    at = app("data", project)
    offered = [one for one in at.button if one.label == "I don't know yet"]
    assert offered
    offered[0].click().run()
    question = offered[0].key.removeprefix("unknown/")
    assert store.load(project.id).project.state(question) == State.unknown
    assert not any(one.key == offered[0].key for one in at.button)


def test_each_project_keeps_its_own_depth(app, store):
    first, second = Project(name="First"), Project(name="Second")
    store.create(second, state.author())
    at = app("data", first, full=True)
    assert at.session_state[f"depth/{first.id}"] == "Full"
    at.query_params["project"] = second.id
    at.run()
    assert next(one for one in at.button_group if one.key == f"depth/{second.id}").value == "Quick"


def test_the_depth_of_a_project_is_there_again_in_another_session(app, store):
    project = Project(name="Deep")
    at = app("data", project)
    before = store.load(project.id).project
    at.button_group(key=f"depth/{project.id}").set_value("Full").run()
    again = app("data", project.id)
    assert again.button_group(key=f"depth/{project.id}").value == "Full"
    assert store.load(project.id).project == before  # no answer was touched
    again.button_group(key=f"depth/{project.id}").set_value("Quick").run()
    assert app("data", project.id).button_group(key=f"depth/{project.id}").value == "Quick"


def test_a_record_that_holds_far_more_than_quick_scope_asks_opens_with_all_questions(app, samples):
    at = app("risks", samples["demand"])
    assert next(one for one in at.button_group if one.key.startswith("depth/")).value == "Full"


def test_comparing_one_project_offers_a_sample_and_what_was_just_opened_is_picked(app, store):
    project = Project(name="Alone")
    at = app("compare", project)
    press(at, "compare_with_sample")
    assert len(at.multiselect[0].value) == 2
    assert project.id in at.multiselect[0].value
    another = store.create(Project(name="Another"), state.author())
    at.query_params["project"] = another
    at.run()
    assert at.multiselect[0].value[0] == another
