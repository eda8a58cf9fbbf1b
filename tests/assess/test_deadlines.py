"""What stands before a start is due on the day that somebody gave, else before what it is about."""

import datetime as dt

import pytest

from mlscope.assess import due, due_words
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.project.answers import About

START, DEADLINE, GIVEN = dt.date(2027, 1, 4), dt.date(2027, 4, 30), dt.date(2026, 12, 1)


@pytest.fixture
def project() -> Project:
    made = Project(name="A project")
    made.plan.start, made.plan.deadline = START, DEADLINE
    return made


def test_a_given_day_comes_first(project: Project, catalogue: Catalogue) -> None:
    project.answers["data.labels"] = About(who="Ada", by=GIVEN)
    told = due(project, ["data.labels"], catalogue.rules)
    assert (told.iso, told.event) == ("2026-12-01", "")
    taken = due(project, ["data.labels"], catalogue.rules, given=[None, dt.date(2026, 11, 1)])
    assert taken.iso == "2026-11-01"


@pytest.mark.parametrize(
    ("answers", "event", "day"),
    [
        (["data.labels"], "before start", START),
        (["approach.rollback"], "before launch", DEADLINE),
        (["approach.rollback", "data.labels"], "before start", START),
        ([], "before start", START),
    ],
)
def test_else_it_is_due_before_what_it_is_about(
    answers: list[str], event: str, day: dt.date, project: Project, catalogue: Catalogue
) -> None:
    told = due(project, answers, catalogue.rules)
    assert (told.event, told.day) == (event, day)


def test_no_day_is_made_up(catalogue: Catalogue) -> None:
    told = due(Project(name="A project"), ["data.labels"], catalogue.rules)
    assert (told.iso, due_words(told.event, told.iso)) == ("", "before start")
    assert due_words("", "") == "no date named yet"
    assert due_words("", "2026-12-01") == "2026-12-01"


def test_what_is_due_before_launch_is_about_questions(catalogue: Catalogue) -> None:
    assert set(catalogue.rules["verdict"]["before_launch"]) <= set(catalogue.questions)
