"""Which answers are uncertain inputs: the ones that are drawn by chance, and so own a sampling slot each.

The record keeps slots and never reuses them. There are few, so a plain number, which nothing draws, takes
none. An input without one gets a slot from its key alone: scalars have places of their own, rows and later
scalars are placed by a hash, and where two meet the older one stays.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from mlscope.errors import InputError
from mlscope.estimates.notation import AnyEstimate, Estimate
from mlscope.project.answers import Answer
from mlscope.project.record import SLOTS, Project
from mlscope.project.wizard import TYPED_QUESTIONS

_AS_WRITTEN: TypeAdapter[AnyEstimate] = TypeAdapter(Estimate)

HAPPENS = "#happens"
"""Ends the key of the event whose probability is itself an input."""

_ASKED = [question for question in TYPED_QUESTIONS if question.step == "value"]
EVENTS = {
    "value.technical_success": "Whether it gets good enough",
    "value.adoption_success": "Whether people use it",
    "value.pilot_pass": "Whether the pilot passes",
}
"""The answers that are the chance of a single event, and what the event is called; every other share is an
amount.
"""

_SCALARS = {question.id: question.id in EVENTS for question in _ASKED if question.kind == "estimate"}
_CELLS = {
    (question.id, column.id)
    for question in _ASKED
    for column in question.columns
    if column.kind == "estimate"
}

_PLACES = (
    "value.technical_success",
    "value.adoption_success",
    "value.pilot_pass",
    "value.technical_success" + HAPPENS,
    "value.adoption_success" + HAPPENS,
    "value.pilot_pass" + HAPPENS,
    "value.pilot_cost",
    "value.cases_per_year",
    "value.gain",
    "value.false_alarm_cost",
    "value.fixed_cost",
    "value.alternative_benefit",
    "value.alternative_cost_once",
    "value.alternative_cost_yearly",
)
"""Scalars with a place of their own. The list never grows: rows of existing files are drawn from the places
after it.
"""

_RESERVED = {key: slot for slot, key in enumerate(_PLACES)}


def slots_of(key: str) -> tuple[str, ...]:
    """The slots that an answer may need: none, its own, and for the chance of a single event also that of the
    event.
    """
    if key in _SCALARS:
        return (key, key + HAPPENS) if _SCALARS[key] else (key,)
    table, _, rest = key.partition("/")
    return (key,) if (table, rest.partition("/")[2]) in _CELLS else ()


def drawn(key: str, value: Any) -> tuple[str, ...]:
    """The slots that an answer needs for this value: only what chance decides has one."""
    slots = slots_of(key)
    if value is None or not slots:
        return ()
    read = value if isinstance(value, dict) else _AS_WRITTEN.validate_python(value).model_dump()
    return tuple(slot for slot in slots if _draws(slot, read))


def _draws(slot: str, value: Mapping[str, Any]) -> bool:
    """A plain number is not drawn, unless it is the chance of an event, which is drawn under the number's own
    key.
    """
    if value["kind"] == "number":
        return _SCALARS.get(slot, False) and value["value"] not in (0, 1)
    return value["kind"] != "chance" or not slot.endswith(HAPPENS)


def input_keys(answers: Mapping[str, Answer]) -> list[str]:
    """The uncertain inputs that chance decides, as log keys in the order of `answers`; rows that were deleted
    have none.
    """
    return [
        slot
        for key, answer in answers.items()
        if not _gone(key, answers)
        for slot in drawn(key, answer.value)
    ]


def drawn_keys(effective: Project) -> list[str]:
    """The inputs of an effective project that the simulation may draw, as log keys."""
    return input_keys(effective.flatten())


def _gone(key: str, answers: Mapping[str, Answer]) -> bool:
    tombstone = answers.get(key.rpartition("/")[0] + "/deleted")
    return tombstone is not None and bool(tombstone.value)


def allot(recorded: Mapping[str, int], keys: Iterable[str]) -> dict[str, int]:
    """The slot of each input. InputError when there are more uncertain inputs than slots."""
    keys = set(keys)
    if len(keys) > SLOTS:
        raise InputError(
            f"there are {len(keys)} uncertain inputs and at most {SLOTS} can be simulated; turn small ones"
            " into plain numbers"
        )
    slots = {key: recorded[key] for key in keys if key in recorded}
    taken = set(recorded.values())
    for key in sorted(keys - set(slots), key=_seniority):
        slot = free_slot(key, taken)
        if slot is None:
            raise InputError(
                f"all {SLOTS} sampling slots of this project are used up; remove the 'slots' part of its file"
                " to start anew"
            )
        slots[key] = slot
        taken.add(slot)
    return slots


def free_slot(key: str, taken: Collection[int]) -> int | None:
    """The slot that this input likes best of those not taken; None when all are."""
    return next((slot for slot in _preferences(key) if slot not in taken), None)


def _seniority(key: str) -> tuple[int, str, str]:
    """Scalars first, then rows by age: row ids are sortable by time of birth, numbered ones by their
    number.
    """
    row = key.split("/")[1] if "/" in key else ""
    return len(row), row, key


def _preferences(key: str) -> Iterator[int]:
    if key in _RESERVED:
        yield _RESERVED[key]
    digest = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
    start, step = digest % SLOTS, (digest >> 16) % SLOTS | 1
    order = [(start + n * step) % SLOTS for n in range(SLOTS)]
    yield from (slot for slot in order if slot >= len(_RESERVED))
    yield from (slot for slot in order if slot < len(_RESERVED))
