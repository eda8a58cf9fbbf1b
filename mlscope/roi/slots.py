"""Which uniforms an input is drawn from: one fixed column of a fixed Sobol matrix, so that an edit moves only what it should.

The record allots slots and never reuses them. An input without one (a file written by hand) gets a slot from its key
alone: scalars have places of their own, rows are placed by a hash, and where two rows meet the older one stays.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from scipy.stats import qmc

from mlscope.errors import InputError
from mlscope.project.inputs import HAPPENS
from mlscope.project.record import SLOTS
from mlscope.project.results import Floats

REPLICATES = 8
MAX_POINTS = 1_048_576
_KEPT_POINTS = 16_384

_SCALARS = (
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
_RESERVED = {key: slot for slot, key in enumerate(_SCALARS)}


def allot(recorded: Mapping[str, int], keys: Iterable[str]) -> dict[str, int]:
    """The slot of each input. InputError when there are more uncertain inputs than slots."""
    keys = set(keys)
    if len(keys) > SLOTS:
        raise InputError(f"there are {len(keys)} uncertain inputs and at most {SLOTS} can be simulated; turn small ones into plain numbers")
    slots = {key: recorded[key] for key in keys if key in recorded}
    taken = set(recorded.values())
    for key in sorted(keys - set(slots), key=_seniority):
        slot = next((slot for slot in _preferences(key) if slot not in taken), None)
        if slot is None:
            raise InputError(f"all {SLOTS} sampling slots of this project are used up; remove the 'slots' part of its file to start anew")
        slots[key] = slot
        taken.add(slot)
    return slots


def _seniority(key: str) -> tuple[int, str, str]:
    """Scalars first, then rows by age: row ids are sortable by time of birth, numbered ones by their number."""
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


def replicate_size(points: int) -> int:
    """Points of each of the randomised replicates: an eighth, rounded up to a power of two."""
    if not 1 <= points <= MAX_POINTS:
        raise InputError(f"the number of points must lie between 1 and {MAX_POINTS:,}; found {points:,}")
    return 1 << math.ceil(math.log2(max(points / REPLICATES, 2)))


def uniforms(points: int, seed: int, slots: Mapping[str, int]) -> dict[str, Floats]:
    """For each input a column of uniforms strictly between 0 and 1, the replicates one after another.

    Scrambled Sobol points; within a replicate every column is evenly spread over intervals of equal length.
    """
    size = replicate_size(points)
    if seed < 0:
        raise InputError(f"the seed must be zero or a positive whole number; found {seed}")
    if size * REPLICATES <= _KEPT_POINTS:
        matrix = _matrix(size, seed)
        return {key: matrix[slot] for key, slot in slots.items()}
    chosen = list(slots.values())
    parts = np.concatenate([_replicate(size, seed, number)[chosen] for number in range(REPLICATES)], axis=1)
    return dict(zip(slots, parts, strict=True))


@lru_cache(maxsize=4)
def _matrix(size: int, seed: int) -> Floats:
    matrix = np.concatenate([_replicate(size, seed, number) for number in range(REPLICATES)], axis=1)
    matrix.flags.writeable = False
    return matrix


def _replicate(size: int, seed: int, number: int) -> Floats:
    """One scrambled Sobol sequence over all slots, shape (SLOTS, size)."""
    chance = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    sequence = qmc.Sobol(SLOTS, scramble=True, rng=chance)
    half_a_step = 2.0 ** -(sequence.bits + 1)
    return np.ascontiguousarray((sequence.random(size) + half_a_step).T)
