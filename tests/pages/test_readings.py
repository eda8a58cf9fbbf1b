"""A text with two readings is asked back beside its field, and what a figure was turned into is said."""

from typing import Any

import pytest

from mlscope.project import Project, State

CASES = "value.cases_per_year"


def field(at: Any, question: str) -> Any:
    """The text field of a question."""
    return next(widget for widget in at.text_input if f"/{question}/" in (widget.key or ""))


def typed(app: Any, question: str, text: str) -> tuple[Any, Project]:
    """The page of a question after a text was typed into its field."""
    project = Project(name="Typed", problem={"task": "classification"})
    at = app(question.partition(".")[0], project, full=True)
    field(at, question).set_value(text).run()
    at.run()  # the whole page; an answer draws only its parts
    assert not at.exception
    return at, project


def texts(elements: Any) -> list[str]:
    """What elements show, without the marks that keep Markdown from reading it."""
    return [str(getattr(element, "label", "") or element.value).replace("\\", "") for element in elements]


@pytest.mark.parametrize(
    ("question", "text", "first", "second", "stored"),
    [
        (
            CASES,
            "150 to 400k",
            "150k to 400k",
            "150 to 400,000",
            {"kind": "range", "low": 150, "high": 400_000},
        ),
        (CASES, "5-8-12", "5 / 8 / 12", "5 < 8 < 12", {"kind": "limits", "low": 5, "likely": 8, "high": 12}),
        ("plan.budget", "200.000", "200000", "200", 200),
        ("plan.deadline", "March 2027", "2027-03-01", "2027-03-31", "2027-03-31"),
    ],
)
def test_a_text_with_two_readings_is_asked_back_as_buttons_and_the_chosen_one_is_saved(
    app: Any, store: Any, question: str, text: str, first: str, second: str, stored: Any
) -> None:
    at, project = typed(app, question, text)
    assert store.load(project.id).answers.get(question) is None
    assert any(f"'{text}' could be read in two ways" in error for error in texts(at.error))
    assert first in texts(at.button)
    button = next(button for button in at.button if button.key == f"reading/{question}/1")
    assert button.label.replace("\\", "") == second
    button.click().run()
    at.run()
    assert not at.exception
    assert store.load(project.id).answers[question].value == stored
    assert field(at, question).value == second
    assert not at.error
    assert not any((button.key or "").startswith("reading/") for button in at.button)


def test_a_range_in_place_of_one_figure_is_offered_its_figures(app: Any, store: Any) -> None:
    at, project = typed(app, "data.rows", "150k to 400k")
    assert any("this takes one figure; keep a range in the note" in error for error in texts(at.error))
    next(button for button in at.button if button.key == "reading/data.rows/1").click().run()
    assert store.load(project.id).answers["data.rows"].value == 275_000


def test_not_applicable_leads_to_saying_that_it_does_not_apply(app: Any, store: Any) -> None:
    at, project = typed(app, CASES, "n/a")
    next(button for button in at.button if button.key == f"state/{CASES}").click().run()
    assert not at.exception
    reason = next(widget for widget in at.text_input if widget.label == "Why does it not apply?")
    reason.set_value("Nobody counts")
    next(button for button in at.button if button.label == "Save").click()
    at.session_state["dialog"] = (CASES, "not_applicable")  # the test runner would close it before
    at.run()
    assert store.load(project.id).project.state(CASES) == State.not_applicable
    assert field(at, CASES).value == ""


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        (CASES, "50 a day", "50 a day is 18,250 a year: 365 times as much."),
        ("data.growth_per_month", "500 a week", "500 a week is 2,167 a month"),
        ("plan.deadline", "Q3 2027", "Q3 2027 is read as 30 September 2027."),
    ],
)
def test_what_a_text_was_turned_into_is_said_below_it(
    app: Any, store: Any, question: str, text: str, sentence: str
) -> None:
    at, project = typed(app, question, text)
    assert any(sentence in caption for caption in texts(at.caption))
    assert store.load(project.id).answers[question].value is not None
