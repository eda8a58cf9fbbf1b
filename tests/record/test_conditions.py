"""Which questions are asked, and what answers that are not asked may decide: nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.project import TYPED_QUESTIONS, Project
from mlscope.questions import NOT_APPLICABLE, Question, asked, holds


def question(question_id: str, **when: Any) -> Question:
    return Question(
        id=f"data.{question_id}",
        kind="text",
        label=question_id,
        when={f"data.{key}": value for key, value in when.items()},
    )


CHAIN = [question("c", b="yes"), question("b", a=["yes", "perhaps"]), question("a")]


@pytest.mark.parametrize(
    ("answers", "b", "c"),
    [
        ({}, "open", "open"),
        ({"a": "no"}, "no", "no"),
        ({"a": "yes"}, "yes", "open"),
        ({"a": "perhaps", "b": "yes"}, "yes", "yes"),
        ({"a": "yes", "b": "no"}, "yes", "no"),
        ({"a": "no", "b": "yes"}, "no", "no"),
        ({"b": "yes"}, "open", "open"),
        ({"a": NOT_APPLICABLE, "b": "yes"}, "no", "no"),
    ],
)
def test_conditions_chain_and_an_answer_that_is_not_asked_decides_nothing(
    answers: Mapping[str, Any], b: str, c: str
) -> None:
    truths = asked(CHAIN, {f"data.{key}": answers.get(key) for key in "abc"})
    assert (truths["data.b"], truths["data.c"]) == (b, c)


@given(
    order=st.permutations(CHAIN),
    values=st.fixed_dictionaries({f"data.{k}": st.sampled_from([None, "yes", "no"]) for k in "abc"}),
)
def test_the_order_of_questions_does_not_matter(order: list[Question], values: dict[str, Any]) -> None:
    assert asked(order, values) == asked(CHAIN, values)


@given(
    known=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"])),
    more=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"])),
)
def test_answering_an_open_question_only_ever_settles_what_was_open(
    known: dict[str, str], more: dict[str, str]
) -> None:
    before = asked(CHAIN, {f"data.{key}": known.get(key) for key in "abc"})
    after = asked(CHAIN, {f"data.{key}": (more | known).get(key) for key in "abc"})
    assert all(before[key] in ("open", after[key]) for key in before)


def test_conditions_that_go_round_in_a_circle_are_named() -> None:
    with pytest.raises(ValueError, match=r"conditions of data\.a, data\.b go round in a circle"):
        asked([question("a", b="yes"), question("b", a="yes")], {"data.a": None, "data.b": None})


@pytest.mark.parametrize(
    ("condition", "answers", "truth"),
    [
        ({}, {}, "yes"),
        ({"x": True}, {"x": True}, "yes"),
        ({"x": True}, {"x": False}, "no"),
        ({"x": True}, {"x": 1}, "no"),
        ({"x": 1}, {"x": True}, "no"),
        ({"x": ["a", "b"]}, {"x": "b"}, "yes"),
        ({"x": ["a", "b"]}, {"x": ["c", "b"]}, "yes"),
        ({"x": ["a", "b"]}, {"x": []}, "no"),
        ({"x": "a"}, {"x": None}, "open"),
        ({"x": "a", "y": "b"}, {"x": None, "y": "b"}, "open"),
        ({"x": "a", "y": "b"}, {"x": None, "y": "c"}, "no"),
        ({"x": "a"}, {}, "no"),
        ({"x": "a"}, {"x": NOT_APPLICABLE}, "no"),
    ],
)
def test_a_condition_holds_fails_or_is_open(
    condition: dict[str, Any], answers: dict[str, Any], truth: str
) -> None:
    assert holds(condition, answers) == truth


def test_conditions_of_the_record_name_questions_and_choices_that_exist() -> None:
    known = {q.id: q for q in TYPED_QUESTIONS}
    for asked_one in TYPED_QUESTIONS:
        for key, wanted in asked_one.when.items():
            choices = {c.id for c in known[key].choices} or {True, False}
            assert set(wanted if isinstance(wanted, list) else [wanted]) <= choices, asked_one.id


def test_an_idle_answer_is_kept_but_inert_and_returns_when_it_is_asked_again() -> None:
    project = Project(name="x", data={"personal": False, "legal_basis": "none"})
    assert project.effective().data.legal_basis is None
    assert project.data.legal_basis == "none"
    project.data.personal = True
    assert project.effective().data.legal_basis == "none"


def test_an_answer_whose_condition_is_open_still_counts() -> None:
    assert Project(name="x", data={"legal_basis": "consent"}).effective().data.legal_basis == "consent"


def test_a_question_that_does_not_apply_closes_those_that_hang_on_it() -> None:
    project = Project(
        name="x",
        data={"legal_basis": "none"},
        answers={"data.personal": {"state": "not_applicable", "reason": "So"}},
    )
    assert project.asked()["data.legal_basis"] == "no"
    assert project.effective().data.legal_basis is None
