"""Answers are worded as a reader of the document would say them."""

import datetime as dt
from typing import Any

import pytest

from mlscope.characters import printable
from mlscope.document.answers import remark, wording
from mlscope.document.text import breakable, right_to_left, short
from mlscope.estimates.notation import parse
from mlscope.project import TYPED_QUESTIONS, Evidence, State
from mlscope.project.answers import About

QUESTIONS = {q.id: q for q in TYPED_QUESTIONS}


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("data.labelled_rows", 12_500, "12,500 rows"),
        ("data.label_cost", 0.25, "0.25 CHF"),
        ("data.base_rate", 0.025, "2.5 %"),
        ("data.personal", False, "No"),
        ("data.kind", "time_series", "Figures over time"),
        (
            "ethics.areas",
            ["education", "justice"],
            "Education and training; Justice and democratic processes",
        ),
        ("ethics.areas", [], "None"),
        ("value.benefits", [], "None"),
        ("plan.deadline", dt.date(2027, 3, 1), "1 March 2027"),
        ("metrics.target", -0.5, "-0.5"),
        ("problem.statement", "as typed\nin two lines", "as typed\nin two lines"),
    ],
)
def test_an_answer_is_worded_with_its_unit(question: str, value: Any, words: str) -> None:
    assert wording(QUESTIONS[question], value, "CHF") == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("120", "120 EUR"),
        ("5 to 9", "5 to 9 EUR (90 % range)"),
        ("40 / 60 / 110", "60 EUR (P10 40, P90 110)"),
        ("40 / 60 / 110 between 10 and 200", "60 EUR (P10 40, P90 110, never below 10, never above 200)"),
        ("40k < 60k < 110k", "60,000 EUR (at least 40,000, at most 110,000)"),
        ("5 .. 9", "5 to 9 EUR (all equally likely)"),
        ("30 % chance", "30 % chance"),
    ],
)
def test_an_estimate_says_which_kind_of_range_it_is(typed: str, words: str) -> None:
    assert wording(QUESTIONS["value.gain"], parse(typed), "EUR") == words
    assert wording(QUESTIONS["value.gain"], typed, "EUR") == words


def test_a_remark_says_evidence_note_and_who_will_find_out() -> None:
    assert remark(About()) == ""
    assert remark(About(evidence=Evidence.expert)) == "Expert estimate"
    assert (
        remark(About(evidence=Evidence.measured, note="From the books.")) == "Measured. Note: From the books."
    )
    unknown = About(state=State.unknown, who="Ana", by=dt.date(2027, 1, 5), note="Ask sales")
    assert remark(unknown) == "To be found out by Ana until 5 January 2027. Note: Ask sales."
    assert remark(About(state=State.not_applicable, reason="No people")) == "Reason: No people"


def test_what_cannot_be_seen_is_left_out_and_lines_stay() -> None:
    assert printable("a\u202eb\u200bc\x00d\ufdd0\U0001ffff") == "abcd"
    assert printable("one\r\ntwo\x85three\u2028four\tfive") == "one\ntwo\nthree\nfour five"
    assert printable("👩\u200d🔬 می\u200cخواهم") == "👩\u200d🔬 می\u200cخواهم"


def test_long_texts_are_cut_between_words() -> None:
    assert short("one two three", 20) == "one two three"
    assert short("one two three, four", 16) == "one two three…"
    assert short("x" * 30, 10) == "x" * 9 + "…"


def test_only_overlong_words_get_places_to_break() -> None:
    assert breakable("short words stay", 8) == "short words stay"
    assert breakable("abcdefghij end", 4).split("\u200b") == ["abcd", "efgh", "ij end"]


def test_the_first_letter_decides_the_direction() -> None:
    assert right_to_left("12 שלום abc")
    assert not right_to_left("abc שלום")
    assert not right_to_left("123")
