"""Which uniforms an input is drawn from: one fixed column of a fixed Sobol matrix, so that an edit moves only what it should.

The column is the input's slot, which `mlscope.project.inputs` allots.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from mlscope.errors import InputError
from mlscope.numerics import sobol
from mlscope.project.record import SLOTS
from mlscope.project.results import Floats

REPLICATES = 8
MAX_POINTS = 1_048_576
_KEPT_POINTS = 16_384


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
    half_a_step = 2.0 ** -(sobol.BITS + 1)
    return sobol.scrambled(SLOTS, size, chance) + half_a_step
