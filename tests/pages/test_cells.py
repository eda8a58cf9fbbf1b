"""A cell means what was typed, or is asked back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.errors import InputError
from mlscope.estimates.notation import Limits, Number, Percentiles, Range, Uniform
from mlscope.project import reading
from mlscope.project.checking import checked
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.questions import Question
from mlscope.ui.editing import cells

QUESTIONS = {question.id: question for question in TYPED_QUESTIONS}
FIGURES = [question for question in TYPED_QUESTIONS if question.kind in ("number", "money", "percent")]


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        ("value.technical_success", "60", "60 %"),
        ("value.cases_per_year", "12000", "12000"),
        ("value.gain", "40k EUR", "40k"),
    ],
)
def test_an_estimate_is_read_as_its_unit_is_meant(question: str, text: str, read: str) -> None:
    assert reading.stored(QUESTIONS[question], text, {}, "EUR") == read


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("value.technical_success", "0.5"),
        ("value.cases_per_year", "12.000"),
        ("value.gain", "12.000"),
        ("value.gain", "EUR 20 / 30 / 60k"),
        ("value.cases_per_year", "5 to 50k"),
    ],
)
def test_an_estimate_that_could_be_read_in_two_ways_is_asked_back(question: str, text: str) -> None:
    with pytest.raises(InputError, match="two ways"):
        reading.answered(QUESTIONS[question], text, "EUR")


hundreds = st.builds(
    lambda count, scale: float(count * scale),
    st.integers(1, 10**4),
    st.sampled_from([100, 10**3, 10**5, 10**6]),
)


five = {"min_size": 5, "max_size": 5, "unique": True}


@given(figures=(st.lists(hundreds, **five) | st.lists(hundreds | st.floats(0.001, 1e9), **five)).map(sorted))
def test_an_estimate_is_shown_so_that_it_is_read_back_exactly(figures: list[float]) -> None:
    lower, low, likely, high, upper = figures
    plain = [
        Number(value=-low),
        Range(low=-high, high=likely),
        Uniform(low=low, high=high),
        Limits(low=-low, likely=likely, high=high),
        Percentiles(p10=low, p50=likely, p90=high),
        Percentiles(p10=low, p50=likely, p90=high, lower=lower),
        Percentiles(p10=low, p50=likely, p90=high, lower=lower, upper=upper),
    ]
    asked = Question("data.own", "estimate", "Own", pack="own")
    for estimate in plain:
        assert reading.answered(asked, cells.shown(asked, estimate, {}), "EUR") == estimate.model_dump()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("150,000 / 250,000 / 400,000", "150k / 250k / 400k"),
        ("900,000 to 1,200,000", "900k to 1.2M"),
        ("-15,000 .. 20,000", "-15k .. 20k"),
        ("10,100 < 99,900 < 1,234,000,000", "10.1k < 99.9k < 1234M"),
        ("9,900 to 20,000", "9,900 to 20,000"),
        ("10,050 to 20,000", "10,050 to 20,000"),
        ("20,000 to 1,234,500", "20,000 to 1,234,500"),
        ("12,340,000,000", "12,340,000,000"),
        ("20k / 30k / 60k above 5,000", "20,000 / 30,000 / 60,000 above 5,000"),
        ("2.1250 to 3", "2.1250 to 3"),
    ],
)
def test_an_estimate_is_short_on_screen_where_every_figure_can_be(typed: str, shown: str) -> None:
    asked = Question("data.own", "estimate", "Own", pack="own")
    assert cells.shown(asked, reading.answered(asked, typed, "EUR"), {}) == shown


def test_the_range_that_the_value_page_speaks_of_is_taken() -> None:
    taken = reading.answered(QUESTIONS["value.gain"], "5 to 50 thousand", "EUR")
    assert taken == {"kind": "range", "low": 5_000, "high": 50_000}


@pytest.mark.parametrize(
    ("question", "text", "read"),
    [
        ("plan.budget", "about 250 thousand", 250_000),
        ("plan.budget", "250k", 250_000),
        ("plan.budget", "€ 1.234,50", 1234.5),
        ("data.labelled_rows", "48 000", 48_000),
        ("metrics.baseline", "0,7", 0.7),
        ("data.base_rate", "5", 0.05),
        ("data.base_rate", "0,7 %", 0.007),
        ("value.inflation", "-2", -0.02),
        ("plan.budget", "  ", None),
    ],
)
def test_a_figure_is_read_as_its_question_means_it(question: str, text: str, read: float | None) -> None:
    assert reading.answered(QUESTIONS[question], text, "EUR") == read


@pytest.mark.parametrize(
    ("question", "text", "sentence"),
    [
        ("plan.budget", "200.000", "'200.000' could be read in two ways; write 200000, or 200"),
        ("data.labelled_rows", "48.000", "'48.000' could be read in two ways; write 48000, or 48"),
        ("data.labelled_rows", "many", "cannot read 'many' as a number; write 1200, 12.5 or 40k"),
        ("data.labelled_rows", "12.5", "this must be a whole number; found 12.5"),
        ("data.base_rate", "0,7", "'0,7' could be read in two ways; write 70 %, or 0,7 %"),
        ("data.base_rate", "1200", "this must lie between 0 % and 100 %; found 1,200 %"),
        ("value.inflation", "-150", "this must lie between -100 % and 1,000 %; found -150 %"),
        ("plan.budget", "-1200", "this must be at least 0; found -1,200"),
        ("plan.budget", "12 %", "'12 %' is a share, not an amount of money; write 1200 or 40k"),
        ("plan.budget", "40k USD", "this project counts in EUR; found USD; write the amount in EUR"),
        ("approach.retraining_months", "200", "this must be at most 120; found 200"),
    ],
)
def test_a_figure_that_cannot_be_taken_is_refused_in_a_sentence(
    question: str, text: str, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        reading.answered(QUESTIONS[question], text, "EUR")
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "question", ["plan.budget", "data.rows", "data.base_rate", "value.gain", "value.technical_success"]
)
@pytest.mark.parametrize("text", ["1e999k", "1e99999999999999999999", "5 to 1e999k"])
def test_what_is_too_large_to_count_is_refused(question: str, text: str) -> None:
    with pytest.raises(InputError):
        reading.answered(QUESTIONS[question], text, "EUR")


def test_the_share_of_a_pack_is_bounded_in_per_cent_too() -> None:
    asked = Question("data.own", "percent", "Own", maximum=0.5, pack="own")
    with pytest.raises(InputError, match="between 0 % and 50 %; found 60 %"):
        reading.answered(asked, "60", "EUR")


@pytest.mark.parametrize("question", FIGURES, ids=lambda question: question.id)
@given(thousandths=st.integers(10**7, 10**9))
def test_a_figure_that_is_shown_is_read_back(question: Question, thousandths: int) -> None:
    low, high = question.minimum or 0, min(question.maximum or 1e6, 1e6)
    value = low + (high - low) * thousandths / 1e9
    kept = checked(question, round(value) if question.whole else round(value, 3))
    assert reading.answered(question, cells.shown(question, kept, {}), "EUR") == pytest.approx(kept)
