"""How the other projects of a house were answered: counts that join the usual weights of open answers.

A snapshot has a number that names the state it was taken of, so that the same record with the same snapshot
leans the same way. It holds counts alone: how often each choice was given, of questions that enough projects
answered, so that no single project can be read out of it.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mlscope.errors import InputError
from mlscope.project.answers import Answer, State
from mlscope.project.checking import takes
from mlscope.project.fields import Evidence
from mlscope.questions import NOT_APPLICABLE, Question, asked

NONE = "none"
"""The key under which a question that allows several choices weighs the answer that none of them fits."""
LEAST = 5
"""Projects that must have answered a question before their answers are counted."""
KINDS = ("choice", "choices", "yes_no")


@dataclass(frozen=True, slots=True)
class House:
    """A snapshot of counts: by question id, how often each choice was given ("yes" and "no" of a yes/no
    question).

    A choice that a question no longer has is passed over. InputError where a count is no count.
    """

    number: int = 0
    projects: int = 0
    """Of how many projects."""
    counts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for question_id, counts in self.counts.items():
            for answer, count in counts.items():
                if not math.isfinite(count) or count < 0:
                    raise InputError(
                        f"snapshot {self.number} of the other projects: '{question_id}' counts '{answer}'"
                        f" {count:g} times; a count is 0 or more, so take the snapshot anew"
                    )

    @property
    def text(self) -> str:
        """The snapshot as text, which `read` reads back."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def read(cls, text: str) -> "House":
        """The snapshot of a text."""
        return cls(**json.loads(text))


NO_HOUSE = House()


def counted(questions: Iterable[Question]) -> list[str]:
    """The ids of the questions whose answers can be counted; their conditions hang on no others."""
    return [question.id for question in questions if question.kind in KINDS]


def house_of(
    number: int, projects: Iterable[Mapping[str, Answer]], questions: Mapping[str, Question]
) -> House:
    """The snapshot of some projects, each given by its answers under their log keys.

    An answer counts where it is given, asked, not only assumed, and one that the question still takes. A
    project counts once for each question: of several choices each has its part.
    """
    counts: dict[str, Counter[str]] = {}
    answered: Counter[str] = Counter()
    known = [questions[i] for i in counted(questions.values())]
    of = 0
    for answers in projects:
        values = {question.id: _value(question, answers.get(question.id)) for question in known}
        truths = asked(known, values)
        of += 1
        for question in known:
            value = values[question.id]
            keys = [] if value in (None, NOT_APPLICABLE) else list(_keys(value))
            if truths[question.id] != "yes" or not keys or not _choices(question) >= set(keys):
                continue
            answered[question.id] += 1
            for key in keys:
                counts.setdefault(question.id, Counter())[key] += 1 / len(keys)  # type: ignore[assignment]
    enough = {i: dict(counts[i]) for i in counts if answered[i] >= LEAST}
    return House(number, of, enough) if enough else NO_HOUSE


def _value(question: Question, answer: Answer | None) -> Any:
    """The answer as conditions see it."""
    if answer is None or answer.evidence == Evidence.assumed:
        return None
    if answer.state == State.not_applicable:
        return NOT_APPLICABLE
    return answer.value if takes(question, answer.value) else None


def _choices(question: Question) -> set[str]:
    return {"yes", "no"} if question.kind == "yes_no" else {NONE, *(one.id for one in question.choices)}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, list):
        yield from value or [NONE]
    else:
        yield value
