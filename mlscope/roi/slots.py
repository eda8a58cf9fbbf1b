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
    draw = _drawn if size * REPLICATES <= _KEPT_POINTS else _drawn.__wrapped__
    return dict(zip(slots, draw(size, seed, tuple(slots.values())), strict=True))


@lru_cache(maxsize=16)
def _drawn(size: int, seed: int, chosen: tuple[int, ...]) -> Floats:
    """The columns of these slots, shape (slots, points)."""
    matrix = np.concatenate([sequence.points(chosen) for sequence in _sequences(size, seed)], axis=1)
    matrix += 2.0 ** -(sobol.BITS + 1)  # the middle of the smallest interval, so that no point is zero
    matrix.flags.writeable = False
    return matrix


@lru_cache(maxsize=16)
def _sequences(size: int, seed: int) -> tuple[sobol.Sequence, ...]:
    """A scrambled Sobol sequence over all slots for each replicate."""
    chances = (np.random.SeedSequence(seed, spawn_key=(number,)) for number in range(REPLICATES))
    return tuple(sobol.sequence(SLOTS, size, np.random.default_rng(chance)) for chance in chances)
