"""The Sobol points are SciPy's, bit for bit."""

import numpy as np
import pytest
from scipy.stats import qmc

from mlscope.numerics import sobol
from mlscope.project import SLOTS
from mlscope.results import Floats


def drawn(dimensions: int, size: int, seed: int) -> Floats:
    return sobol.sequence(dimensions, size, np.random.default_rng(seed)).points(range(dimensions))


@pytest.mark.parametrize("dimensions", [1, 2, 3, 17, SLOTS, 1000])
@pytest.mark.parametrize("size", [1, 2, 256, 2048])
@pytest.mark.parametrize("seed", [0, 1, 20_261_128])
def test_points_are_those_of_scipy(dimensions: int, size: int, seed: int) -> None:
    theirs = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(size)
    ours = drawn(dimensions, size, seed)
    assert ours.shape == (dimensions, size)
    assert np.array_equal(ours, theirs.T)


def test_a_long_sequence_is_that_of_scipy() -> None:
    theirs = qmc.Sobol(5, scramble=True, rng=np.random.default_rng(3)).random(1 << 17)
    assert np.array_equal(drawn(5, 1 << 17, 3), theirs.T)


def test_another_seed_scrambles_otherwise() -> None:
    first, second = (drawn(4, 64, seed) for seed in (1, 2))
    assert not np.any(first == second)


def test_points_are_spread_evenly() -> None:
    points = drawn(SLOTS, 1024, 7)
    assert np.array_equal(np.sort(np.floor(points * 1024), axis=1), np.tile(np.arange(1024), (SLOTS, 1)))


def test_a_dimension_is_the_same_whichever_others_are_drawn() -> None:
    sequence = sobol.sequence(SLOTS, 256, np.random.default_rng(1))
    assert np.array_equal(sequence.points([200, 3]), sequence.points(range(SLOTS))[[200, 3]])
    assert sequence.points([]).shape == (0, 256)
