"""A figure that stands beside its threshold reads as what it is: never as the threshold, nor as on its other
side.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.appraise import appraise
from mlscope.assess import assess
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.words import (
    chance_beside,
    digits_apart,
    exact_percent_words,
    exact_words,
    number_beside,
    percent_beside,
    two_amounts,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.698, "69.8 %"),
        (0.6996, "69.96 %"),
        (0.7, "70 %"),
        (0.7004, "70.04 %"),
        (0.68, "68 %"),
        (0.004, "under 1 %"),
        (None, "not known"),
    ],
)
def test_a_share_is_not_rounded_onto_its_threshold(share: float | None, words: str) -> None:
    assert percent_beside(share, 0.7) == words


def test_a_certain_chance_stays_a_simulated_one() -> None:
    assert chance_beside(1.0, 0.7) == "over 99 %"


@given(st.floats(1, 99), st.integers(1, 99))
def test_a_number_stays_on_its_side_of_a_threshold(value: float, threshold: int) -> None:
    shown = float(number_beside(value, threshold))
    if abs(value - threshold) > 1e-6:
        assert (shown > threshold, shown < threshold) == (value > threshold, value < threshold)


@given(st.floats(1, 1e9), st.floats(1, 1e9))
def test_two_amounts_that_differ_read_differently(one: float, other: float) -> None:
    if f"{one:.9g}" != f"{other:.9g}":
        first, second = two_amounts(one, other, "EUR")
        assert first != second


def test_amounts_keep_their_usual_words_where_these_differ() -> None:
    assert two_amounts(1_234_567, 899_999, "EUR") == ("1.2 M EUR", "900 k EUR")
    assert two_amounts(120_400, 119_900, "EUR") == ("120.4 k EUR", "119.9 k EUR")
    assert digits_apart(0.7083, 0.71, 2) == 3
    assert (exact_percent_words(0.70833, 3), exact_words(1_234.5, digits=2)) == ("70.8 %", "1.2 k")


def test_the_verdict_does_not_say_that_what_a_go_needs_is_there_when_it_is_not(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    go = next(
        found
        for found in (appraise(sample, catalogue, points=1024) for sample in samples.values())
        if found.assessment.verdict.word == "go"
    )
    money = replace(go.money, probability_positive=0.6987)
    schedule = replace(go.schedule, probability_on_time=0.4961)
    assessment = assess(go.project, catalogue, money, schedule)
    verdict = assessment.verdict
    told = " ".join(verdict.reasons)
    assert verdict.word == "conditional"
    assert "paying back is 69.9 %; a go needs 70 %" in told
    assert "deadline is 49.6 %; a go needs 50 %" in told
    assert any("69.9 %" in condition.text for condition in assessment.conditions)
    assert not re.search(r"\b70 %(?!\.)", verdict.sentence)


def test_a_rare_outcome_is_counted_in_balanced_examples(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    plain = samples["churn"].to_plain()
    plain["data"] |= {"labelled_rows": 5200, "base_rate": 0.002, "kind": "tabular"}
    plain["data"].pop("positive_rows", None)
    found = assess(Project.model_validate(plain), catalogue)
    (few,) = [finding for finding in found.findings if finding.code == "DATA-02"]
    assert (
        few.message
        == "5,200 labelled examples, of which 0.2 % show the outcome, count as about 21 with both outcomes"
        " equally common: "
        "2 % of the 1,000 or so that this kind of data usually needs."
    )
    (enough,) = [item for item in found.dimensions["data"].items if item.id == "data.enough"]
    assert enough.reason.endswith(
        "count as about 21 with both outcomes equally common; about 1,000 such are needed."
    )
