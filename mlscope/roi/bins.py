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
    """A driver and the acts freed of all that is independent of it, `acts` of shape (acts, draws).

    By replicate and bin: how many draws there are (`counts`), and the sums of the driver, centred, and of the acts, shape
    (acts, replicates, bins).
    """

    driver: Driver
    acts: Floats
    counts: Floats
    centred: Floats
    sums: Floats


def binned(effects: Effects, driver: Driver) -> Binned:
    """The draws of a driver in their bins."""
    acts, count = effects.of({driver.value}), driver.draws.size
    if driver.discrete:
        size, groups = 2, driver.draws.astype(np.intp)
    else:
        size = 1 << max(int(np.log2(count)) // 2 - 1, 1)
        groups = (driver.uniforms * size).astype(np.intp)
    cells = groups + np.repeat(np.arange(0, size * REPLICATES, size), count // REPLICATES)

    def sums(draws: Floats | None) -> Floats:
        return np.bincount(cells, draws, size * REPLICATES).reshape(REPLICATES, size).astype(np.float64)

    return Binned(
        driver,
        acts,
        sums(None),
        sums(driver.draws - driver.draws.mean()),
        np.stack([sums(row) for row in acts]),
    )
