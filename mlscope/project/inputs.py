"""Which answers are uncertain inputs: the ones that are drawn by chance, and so own a sampling slot each."""

from collections.abc import Mapping

from mlscope.project.record import TYPED_QUESTIONS, Answer

HAPPENS = "#happens"
"""Ends the key of the event whose probability is itself an input."""

_ASKED = [question for question in TYPED_QUESTIONS if question.step in ("value", "risks")]
_SCALARS = {question.id: question.unit == "share" for question in _ASKED if question.kind == "estimate"}
_CELLS = {(question.id, column.id) for question in _ASKED for column in question.columns if column.kind == "estimate"}
_CELLS.add(("risks.risks", "probability"))


def slots_of(key: str) -> tuple[str, ...]:
    """The slots that an answer needs: none, its own, and for the chance of a single event also that of the event."""
    if key in _SCALARS:
        return (key, key + HAPPENS) if _SCALARS[key] else (key,)
    table, _, rest = key.partition("/")
    return (key,) if (table, rest.partition("/")[2]) in _CELLS else ()


def input_keys(answers: Mapping[str, Answer]) -> list[str]:
    """The uncertain inputs that have a value, as log keys in the order of `answers`; rows that were deleted have none."""
    return [slot for key, answer in answers.items() if answer.value is not None and not _gone(key, answers) for slot in slots_of(key)]


def _gone(key: str, answers: Mapping[str, Answer]) -> bool:
    tombstone = answers.get(key.rpartition("/")[0] + "/deleted")
    return tombstone is not None and bool(tombstone.value)
