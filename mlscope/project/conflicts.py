"""Two people at one answer: what was written at the same time and not taken over, until somebody chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlscope.project.answers import BLANK, Answer

PREFIX = "conflict/"
"""Under this key and an id of its own the log keeps an answer that was not taken over."""


@dataclass(frozen=True)
class Conflict:
    """A proposal that was refused because somebody else changed the same part of the same answer meanwhile.

    `theirs` stands in the store and carries its author and time, `base` is what `mine` started from. The
    proposal is kept in the log under `id` and waits until somebody chooses.
    """

    key: str
    mine: Answer
    theirs: Answer
    base: Answer = BLANK
    id: str = ""


def proposal(key: str, answer: Answer) -> Answer:
    """What the log keeps of an answer that was not taken over."""
    return Answer(value={"key": key, "answer": answer.content})


def settled(proposed: Answer) -> Answer:
    """What the log keeps of a proposal once somebody has chosen: where it belonged, and no longer what it
    said.
    """
    return Answer(value={"key": _key(proposed), "answer": {}})


def _key(proposed: Answer) -> str:
    return str(proposed.value.get("key", "")) if isinstance(proposed.value, dict) else ""


def waiting(answers: Mapping[str, Answer]) -> list[Conflict]:
    """The conflicts of a record that nobody has decided, the oldest first.

    One whose two sides say the same by now, or whose row of a table was deleted, waits for nobody.
    """
    conflicts = []
    for name, proposed in answers.items():
        if not name.startswith(PREFIX) or not isinstance(proposed.value, dict):
            continue
        content: Any = proposed.value.get("answer")
        key = _key(proposed)
        if not content or _row_is_gone(key, answers):
            continue
        mine = Answer.model_validate(content)
        theirs = answers.get(key, BLANK)
        if mine.content != theirs.content:
            told = mine.model_copy(update={"author": proposed.author, "at": proposed.at})
            conflicts.append(Conflict(key=key, mine=told, theirs=theirs, id=name.removeprefix(PREFIX)))
    return sorted(conflicts, key=lambda conflict: conflict.id)


def _row_is_gone(key: str, answers: Mapping[str, Answer]) -> bool:
    table, _, place = key.partition("/")
    row_id = place.partition("/")[0]
    return bool(row_id) and bool(answers.get(f"{table}/{row_id}/deleted", BLANK).value)
