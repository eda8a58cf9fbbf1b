"""The time that is left is counted from the kinds of the open questions."""

import pytest

from mlscope.effort import minutes_left, minutes_words
from mlscope.interview import quick_questions
from mlscope.project import Project
from mlscope.questions import KINDS


def test_every_kind_has_its_seconds(catalogue):
    assert set(catalogue.rules["effort"]["seconds"]) == set(KINDS)


def test_quick_scope_takes_less_than_ten_minutes(catalogue):
    for task in ("classification", "regression", "generation"):
        questions = quick_questions(Project(name="Quick", problem={"task": task}), catalogue)
        assert 5 <= minutes_left(questions, catalogue) <= 9


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, ""),
        (0.4, "under a minute"),
        (1.2, "about 1 minute"),
        (6.4, "about 6 minutes"),
        (15, "about 15 minutes"),
        (82, "about 80 minutes"),
    ],
)
def test_minutes_are_said_as_roughly_as_they_are_known(minutes, words):
    assert minutes_words(minutes) == words
