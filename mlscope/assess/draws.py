"""The open answers of a project, drawn as they usually turn out: 512 fixed records in which nothing is open.

Uniforms come from a hash of the question's id alone. Within one question they are stratified: each of the
512 equal parts of 0..1 holds one of them. A choice or yes/no is drawn by the weights of its choices, a
question that allows several is drawn as none or one of them, and a question under a condition follows the
drawn answers. An open figure, text or table stays without a value; what it would score is drawn evenly where
it counts. Every question is drawn independently, so an edit of one answer moves no other question's draws.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from mlscope.assess.facts import Facts, Status
from mlscope.assess.house import NO_HOUSE, NONE, House
from mlscope.project.wizard import STEPS, TYPED
from mlscope.questions import NOT_APPLICABLE, Condition, Question, holds
from mlscope.results import Floats

DRAWS = 512
NOT_ASKED = -1

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@lru_cache(maxsize=4096)
def uniforms(name: str) -> Floats:
    """512 numbers between 0 and 1 that belong to a name for ever, one in each of 512 equal parts, in a fixed
    random order.
    """
    noise = np.frombuffer(hashlib.shake_256(name.encode()).digest(8 * DRAWS), dtype="<u8")
    ranks = np.empty(DRAWS, dtype=np.int64)
    ranks[np.argsort(noise, kind="stable")] = np.arange(DRAWS)
    drawn: Floats = (ranks + 0.5) / DRAWS
    drawn.setflags(write=False)
    return drawn


@dataclass(frozen=True, slots=True)
class Column:
    """One question in all draws: a code per draw, -1 where it is not asked, and the answer that each code
    stands for.
    """

    codes: Codes
    answers: tuple[Any, ...]
    status: Status
    drawn: bool
    """Is the answer open, and therefore drawn?"""

    @property
    def varies(self) -> bool:
        """Does it differ between draws?"""
        return bool(self.codes.min() != self.codes.max())


def weights(question: Question, house: House = NO_HOUSE) -> dict[str, float]:
    """How often each answer to a question is given, in pseudo-counts: its usual weight, 1 where none is
    given, and the house's counts.
    """
    if question.kind == "yes_no":
        answers = ["yes", "no"]
    elif question.kind in ("choice", "choices"):
        answers = [choice.id for choice in question.choices]
        answers = [NONE, *answers] if question.kind == "choices" else answers
    else:
        answers = list(question.usual)
    counted = house.counts.get(question.id, {})
    return {answer: question.usual.get(answer, 1.0) + counted.get(answer, 0.0) for answer in answers}


def chosen(weights: Sequence[float], where: Floats) -> Codes:
    """The index of the answer at each place between 0 and 1, by inverted cumulative weights."""
    ends = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(ends[:-1] / ends[-1], where, side="right").astype(np.int64)


class Draws:
    """All answers of one project in all draws, found when they are first wanted."""

    def __init__(self, facts: Facts, house: House = NO_HOUSE) -> None:
        self.facts, self.house = facts, house
        self._columns: dict[str, Column] = {}

    def column(self, question_id: str) -> Column:
        """One question in all draws."""
        if question_id not in self._columns:
            self._columns[question_id] = self._drawn(self.facts.questions[question_id])
        return self._columns[question_id]

    def _drawn(self, question: Question) -> Column:
        asked = self._asked(question.when)
        status = self.facts.status[question.id]
        if status != "open":
            value = self.facts.given(question.id)
            return Column(np.where(asked, 0, NOT_ASKED), (value,), status, drawn=False)
        by_weight = weights(question, self.house)
        if not by_weight:
            return Column(np.where(asked, 0, NOT_ASKED), (None,), "open", drawn=True)
        codes = chosen(list(by_weight.values()), uniforms(question.id))
        answers = tuple(_answer(question, key) for key in by_weight)
        return Column(np.where(asked, codes, NOT_ASKED), answers, "answered", drawn=True)

    def _asked(self, condition: Condition) -> Mask:
        asked = np.ones(DRAWS, dtype=np.bool_)
        for key, wanted in condition.items():
            if key not in self.facts.questions:
                return np.zeros(DRAWS, dtype=np.bool_)
            column = self.column(key)
            given = [
                NOT_APPLICABLE if column.status == "not_applicable" else answer for answer in column.answers
            ]
            fits = [answer is not None and holds({key: wanted}, {key: answer}) == "yes" for answer in given]
            asked &= np.array([*fits, False])[column.codes]
        return asked


def _answer(question: Question, key: str) -> Any:
    """The typed answer that a key of the weights stands for."""
    if question.kind == "yes_no":
        return key == "yes"
    if question.kind == "choices":
        return [] if key == NONE else _typed(question.id, (key,))
    if question.kind == "table":
        return None if key == "filled_in" else [] if key == NONE else _rows(question.id, key)
    return _typed(question.id, key)


@lru_cache(maxsize=4096)
def _typed(question_id: str, value: str | tuple[str, ...]) -> Any:
    plain = value if isinstance(value, str) else list(value)
    step, _, name = question_id.partition(".")
    if name not in STEPS[step].model_fields:
        return plain
    return getattr(STEPS[step].model_validate({name: plain}), name)


@lru_cache(maxsize=64)
def _rows(question_id: str, key: str) -> Any:
    """A table of one row, in which the column that offers this choice has it."""
    step, _, name = question_id.partition(".")
    column = next(c for c in TYPED[question_id].columns if any(choice.id == key for choice in c.choices))
    return getattr(STEPS[step].model_validate({name: [{"id": "drawn", column.id: key}]}), name)


class DrawnFacts(Facts):
    """The facts of one draw at a time: given answers as they are, open ones as drawn, and nothing open."""

    def __init__(self, draws: Draws) -> None:
        facts = draws.facts
        self.catalogue, self.money, self.schedule = facts.catalogue, facts.money, facts.schedule
        self.project, self.questions = facts.project, facts.questions
        self._draws = draws
        self._raw = dict(facts._raw)
        self.status = dict(facts.status)
        self.truth = dict(facts.truth)
        self.values: dict[str, Any] = {}
        for question_id in facts.questions:
            self._put(question_id, int(draws.column(question_id).codes[0]))

    def place(self, answers: Mapping[str, int]) -> "DrawnFacts":
        """Put the answers that these codes stand for in place."""
        for question_id, code in answers.items():
            self._put(question_id, code)
        return self

    def _put(self, question_id: str, code: int) -> None:
        column = self._draws.column(question_id)
        if code == NOT_ASKED:
            self.truth[question_id] = "no"
            self.values.pop(question_id, None)
            return
        self.truth[question_id], self.status[question_id] = "yes", column.status
        value = self._raw[question_id] = column.answers[code]
        self.values[question_id] = NOT_APPLICABLE if column.status == "not_applicable" else value

    def open(self, question_id: str) -> bool:  # noqa: ARG002 - in a draw nothing is open
        """Nothing is."""
        return False

    def passed_over(self, question_id: str) -> bool:  # noqa: ARG002
        """Nothing is."""
        return False

    def margin(self, *question_ids: str) -> float:
        """The margin of the answers that were given; what is drawn is taken as it comes."""
        given = [i for i in question_ids if not self._draws.column(i).drawn]
        return super().margin(*given) if given else 0.0

    @property
    def metric(self) -> tuple[bool, float] | None:
        """As of the facts, anew for each draw."""
        return self._metric()
