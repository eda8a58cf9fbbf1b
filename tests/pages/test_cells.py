"""A cell means what was typed, or is asked back."""

import pytest

from mlscope.errors import InputError
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.ui import cells

QUESTIONS = {question.id: question for question in TYPED_QUESTIONS}


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [("value.technical_success", "60", "60 %"), ("value.cases_per_year", "12000", "12000"), ("value.gain", "40k EUR", "40k")],
)
def test_an_estimate_is_read_as_its_unit_is_meant(question: str, text: str, read: str) -> None:
    assert cells.stored(QUESTIONS[question], text, {}, "EUR") == read


@pytest.mark.parametrize(
    ("question", "text"), [("value.technical_success", "0.5"), ("value.cases_per_year", "12.000"), ("value.gain", "12.000")]
)
def test_an_estimate_that_could_be_read_in_two_ways_is_asked_back(question: str, text: str) -> None:
    with pytest.raises(InputError, match="two ways"):
        cells.stored(QUESTIONS[question], text, {}, "EUR")
