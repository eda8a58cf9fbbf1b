"""The draws of one driver in bins: what the acts are worth in each, by replicate.

Uniforms fall into bins of equal width, and so in equal numbers; what happens or does not has two exact ones.
"""

from dataclasses import dataclass

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi.effects import Effects
from mlscope.roi.replicates import REPLICATES
from mlscope.roi.simulation import Driver


@dataclass(frozen=True, slots=True)
class Binned:
    """A driver, what the acts gain per unit of it, and what is left of them beside that straight line.

    `gains` have the shape (acts,), `centred` (draws,), `left` (acts, draws). By replicate and bin: how many draws (`counts`),
    and the `sums` of what the acts gain in a straight line and of what is left, shape (acts, replicates, bins).
    """

    driver: Driver
    gains: Floats
    centred: Floats
    left: Floats
    counts: Floats
    straight: Floats
    rest: Floats


def binned(effects: Effects, driver: Driver) -> Binned:
    """The draws of a driver in their bins."""
    gains, left = effects.alone(driver)
    centred, count = driver.draws - driver.draws.mean(), driver.draws.size
    if driver.discrete:
        size, groups = 2, driver.draws.astype(np.intp)
    else:
        size = 1 << max(int(np.log2(count)) // 2 - 1, 1)
        groups = (driver.uniforms * size).astype(np.intp)
    cells = groups + np.repeat(np.arange(0, size * REPLICATES, size), count // REPLICATES)

    def sums(draws: Floats | None) -> Floats:
        return np.bincount(cells, draws, size * REPLICATES).reshape(REPLICATES, size).astype(np.float64)

    rest = np.stack([sums(row) for row in left])
    return Binned(driver, gains, centred, left, sums(None), np.multiply.outer(gains, sums(centred)), rest)
