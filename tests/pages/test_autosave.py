"""What is typed is kept: saved on change, there after page switches, in new sessions, and beside other
editors.
"""

import datetime as dt

import pytest

from mlscope import catalogue
from mlscope.project import BLANK, STEPS, Answer, Project, State
from mlscope.store import Author, Change
from mlscope.ui import state

QUESTIONS = {q.id: q for q in catalogue.load().questions.values() if q.kind != "table"}
COLLEAGUE = Author("Colleague")


def _asked(question) -> dict:
    """Answers under which a question is asked, those it hangs on included."""
    record: dict = {"more": {}}
    for key, wanted in question.when.items():
        value = wanted[0] if isinstance(wanted, list) else wanted
        parent = catalogue.load().questions[key]
        if parent.kind == "choices":
            value = [value]
        for step, answers in _asked(parent).items():
            record.setdefault(step, {}).update(answers)
        if parent.pack:
            record["more"][key] = value
        else:
            record.setdefault(parent.step, {})[parent.name] = value
    return record


def _typed(question):
    """Something a person would enter, and what the record then holds."""
    match question.kind:
        case "text" | "prose":
            return "Some *text* & <b>more</b>", "Some *text* & <b>more</b>"
        case "number":
            return ("7", 7) if question.whole else ("7.5", 7.5)
        case "money":
            return "1,200", 1200.0
        case "percent":
            return "12 %", 0.12
        case "estimate":
            low, high = ("20 %", "40 %") if question.unit == "share" else ("5", "9")
            return f"{low} .. {high}", {
                "kind": "uniform",
                "low": 0.2 if question.unit == "share" else 5.0,
                "high": 0.4 if question.unit == "share" else 9.0,
            }
        case "yes_no":
            return "Yes", True
        case "choice":
            return question.choices[-1].id, question.choices[-1].id
        case "choices":
            return [question.choices[0].id], [question.choices[0].id]
        case "date":
            return "2027-05-03", "2027-05-03"


def _widget(at, question, project):
    key = f"{project}/{question.id}/"
    groups = [
        at.text_input,
        at.text_area,
        at.segmented_control if hasattr(at, "segmented_control") else at.button_group,
        at.pills if hasattr(at, "pills") else at.button_group,
        at.selectbox,
        at.date_input,
    ]
    return next(widget for group in groups for widget in group if (widget.key or "").startswith(key))


@pytest.mark.parametrize("step", STEPS)
def test_every_answer_of_a_step_is_saved_and_stands_after_page_switches_and_in_a_new_session(
    app, store, step
):
    lots = _asked_together(step)
    every = [question.id for question in catalogue.load().of_step(step) if question.kind != "table"]
    assert sorted(question.id for _, lot in lots for question in lot) == sorted(every)
    for record, questions in lots:
        _fill_and_return(app, store, step, record, questions)


def _asked_together(step) -> list[tuple[dict, list]]:
    """All questions of a step in few lots, each with answers under which all of a lot are asked."""
    lots: list[tuple[dict, list]] = []
    for question in (q for q in QUESTIONS.values() if q.step == step):
        for record, lot in lots:
            joined = _joined(record, _asked(question))
            if joined is not None and _all_asked(joined, [*lot, question]):
                record.update(joined)
                lot.append(question)
                break
        else:
            lots.append((_asked(question), [question]))
    return lots


def _joined(one: dict, other: dict) -> dict | None:
    """Two records in one, None where they contradict each other."""
    joined = dict(one)
    for key, value in other.items():
        here = joined.get(key, value)
        if isinstance(value, dict):
            value = _joined(here, value)
        elif isinstance(value, list):
            value = [*here, *(each for each in value if each not in here)]
        elif here != value:
            return None
        if value is None:
            return None
        joined[key] = value
    return joined


def _all_asked(record, questions) -> bool:
    """Are all of them asked, and still so once each is answered?"""
    project = Project(name="Asked", **record)
    filled = project.flatten() | {question.id: Answer(value=_typed(question)[1]) for question in questions}
    later = Project.unflatten(project.id, filled)
    asked = [one.asked(catalogue.load().questions) for one in (project, later)]
    return all(truths[question.id] == "yes" for truths in asked for question in questions)


def _fill_and_return(app, store, step, record, questions):
    project = Project(name="Kept", **record)
    at = app(step, project, full=True)
    for question in questions:
        _widget(at, question, project.id).set_value(_typed(question)[0])
    at.run()
    assert not at.exception
    at.switch_page(str(state.page("home"))).run()
    at.switch_page(str(state.page(step))).run()
    again = app(step, project.id, full=True)
    for question in questions:
        typed, stored = _typed(question)
        assert store.load(project.id).answers[question.id].value == stored
        assert _widget(at, question, project.id).value == typed, question.id
        assert _widget(again, question, project.id).value == typed, question.id


def test_looking_at_every_step_writes_nothing(app, store):
    from mlscope.templates import samples

    project = samples(catalogue.load())["churn"]
    at = app("problem", project, full=True)
    before = store.load(project.id).stamp
    for step in catalogue.load().steps:
        at.switch_page(str(state.page(step.id))).run()
        at.run()
    assert store.load(project.id).stamp == before


def test_clearing_a_field_makes_it_untouched_again(app, store):
    project = Project(name="Cleared", problem={"goal": "Grow"})
    at = app("problem", project, full=True)
    _widget(at, QUESTIONS["problem.goal"], project.id).set_value("")
    at.run()
    assert store.load(project.id).project.state("problem.goal") == State.untouched


def test_a_date_far_away_is_kept(app, store):
    project = Project(name="Far", plan={"start": "1850-01-01", "deadline": "2030-01-01"})
    at = app("plan", project, full=True)
    _widget(at, QUESTIONS["plan.deadline"], project.id).set_value("30 June 2047")
    at.run()
    at.run()
    assert _widget(at, QUESTIONS["plan.deadline"], project.id).value == "30 June 2047"
    again = app("plan", project.id, full=True)
    again.run()
    now = store.load(project.id).project.plan
    assert (now.start, now.deadline) == (dt.date(1850, 1, 1), dt.date(2047, 6, 30))


def test_fields_that_come_up_blank_together_are_no_cleared_answers(app, store):
    project = Project(name="Blank", problem={"statement": "Kept", "outcome": "Kept"})
    at = app("problem", project, full=True)
    for name in ("statement", "outcome"):
        _widget(at, QUESTIONS[f"problem.{name}"], project.id).set_value("")
    at.run()
    at.run()
    now = store.load(project.id).project.problem
    assert (now.statement, now.outcome) == ("Kept", "Kept")
    assert _widget(at, QUESTIONS["problem.statement"], project.id).value == "Kept"


def test_an_impossible_value_is_refused_in_a_sentence_and_stays_on_the_page(app, store):
    project = Project(name="Impossible")
    at = app("value", project, full=True)
    widget = _widget(at, QUESTIONS["value.technical_success"], project.id)
    widget.set_value("9 to 5")
    at.run()
    assert any("low must not be above high" in one.value.replace("\\", "") for one in at.error)
    assert "value.technical_success" not in store.load(project.id).answers
    at.switch_page(str(state.page("home"))).run()
    at.switch_page(str(state.page("value"))).run()
    assert _widget(at, QUESTIONS["value.technical_success"], project.id).value == "9 to 5"


@pytest.mark.parametrize(
    ("name", "typed", "kept", "shown"),
    [
        ("budget", "250k", 250_000, "250,000"),
        ("compute_budget", "1.2M", 1_200_000, "1,200,000"),
        ("days_per_week", "4", 4, "4"),
    ],
)
def test_a_figure_is_saved_as_it_is_meant_and_shown_with_separators(app, store, name, typed, kept, shown):
    project = Project(name="Figures")
    at = app("plan", project, full=True)
    question = QUESTIONS[f"plan.{name}"]
    _widget(at, question, project.id).set_value(typed)
    at.run()
    at.run()
    assert store.load(project.id).answers[question.id].value == kept
    assert _widget(at, question, project.id).value == typed
    again = app("plan", project.id, full=True)
    assert _widget(again, question, project.id).value == shown


@pytest.mark.parametrize("typed", ["200.000", "a lot", "-5", "40k USD"])
def test_a_figure_that_cannot_be_taken_keeps_the_answer_and_stays_on_the_page(app, store, typed):
    project = Project(name="Refused", plan={"budget": 90_000})
    at = app("plan", project, full=True)
    before = store.load(project.id).stamp
    _widget(at, QUESTIONS["plan.budget"], project.id).set_value(typed)
    at.run()
    at.switch_page(str(state.page("home"))).run()
    at.switch_page(str(state.page("plan"))).run()
    assert [one.value.startswith("Not saved: ") for one in at.error] == [True]
    assert _widget(at, QUESTIONS["plan.budget"], project.id).value == typed
    assert store.load(project.id).stamp == before
    _widget(at, QUESTIONS["plan.budget"], project.id).set_value("200k")
    at.run()
    assert not at.error
    assert store.load(project.id).project.plan.budget == 200_000


def test_a_figure_that_is_emptied_by_hand_is_cleared(app, store):
    project = Project(name="Cleared", plan={"budget": 90_000})
    at = app("plan", project, full=True)
    _widget(at, QUESTIONS["plan.budget"], project.id).set_value("")
    at.run()
    assert store.load(project.id).project.state("plan.budget") == State.untouched


def test_what_a_colleague_changed_appears_at_the_next_run(app, store):
    project = Project(name="Two", problem={"statement": "Old"})
    at = app("problem", project)
    store.apply(
        project.id, [Change("problem.statement", Answer(value="New"), Answer(value="Old"))], COLLEAGUE
    )
    at.run()
    assert _widget(at, QUESTIONS["problem.statement"], project.id).value == "New"


def test_two_editors_of_one_answer_see_both_values_and_choose(app, store):
    project = Project(name="Two", problem={"statement": "Old"})
    at = app("problem", project)
    store.apply(
        project.id, [Change("problem.statement", Answer(value="Theirs"), Answer(value="Old"))], COLLEAGUE
    )
    _widget(at, QUESTIONS["problem.statement"], project.id).set_value("Mine")
    at.run()
    shown = " ".join(one.value for one in at.markdown)
    assert "Theirs" in shown
    assert "Mine" in shown
    assert "Colleague" in shown
    at.button(key="mine/problem.statement").click()
    at.run()
    assert store.load(project.id).answers["problem.statement"].value == "Mine"
    assert {"Theirs", "Mine"} <= {row.new.value for row in store.history(project.id, "problem.statement")}


def test_two_editors_of_different_answers_both_win(app, store):
    project = Project(name="Two")
    at = app("problem", project)
    store.apply(project.id, [Change("problem.need", Answer(value="untested"), BLANK)], COLLEAGUE)
    _widget(at, QUESTIONS["problem.statement"], project.id).set_value("Mine")
    at.run()
    now = store.load(project.id).project.problem
    assert (now.need, now.statement) == ("untested", "Mine")
