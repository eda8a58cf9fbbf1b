"""What it would be worth to know more before acting (Howard 1966; Raiffa and Schlaifer 1961).

The acts are doing nothing, the alternative, and the project. EVPI is what knowing everything would be worth, EVPPI what
knowing one input would, both in money. EVPPI is found on the same draws by bins of equal count, or exact groups for what
happens or does not.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from mlscope.project.results import Floats, InformationValue
from mlscope.roi.simulation import Driver

Bins = npt.NDArray[np.intp]
SHUFFLES = 4
LEAST_SHARE = 0.005
"""Of EVPI: what is worth less than this is negligible."""
_ROUNDING = 1e-9


def evpi(acts: Floats) -> float:
    """The expected value of perfect information: E[max] - max E over acts, whose values have shape (acts, draws)."""
    return max(float(acts.max(axis=0).mean() - acts.mean(axis=1).max()), 0.0)


def evppi(acts: Floats, drivers: tuple[Driver, ...], slopes: Mapping[str, Floats]) -> tuple[InformationValue, ...]:
    """The value of perfect information on each driver alone, largest first; never below 0, never above EVPI.

    `slopes` give by model value how much each act gains per unit of it with everything else at its mean. Inputs are
    independent, so the linear effect of the others is zero on average whatever the driver is: it is taken out of the draws
    before they are averaged. What the bins then find on top of the driver's own linear effect when the rest is shuffled is
    noise: it is taken off, and a value no larger than it is negligible.
    """
    most, tiny = evpi(acts), _ROUNDING * float(np.abs(acts).max(initial=0))
    rest = _without_linear_effects(acts, drivers, slopes)
    chance = np.random.default_rng(0)
    shuffled = [rest[:, chance.permutation(acts.shape[1])] for _ in range(SHUFFLES)]
    found = []
    for driver in drivers:
        groups = _groups(driver)
        counts = np.bincount(groups)
        filled, starts = counts > 0, (np.cumsum(counts) - counts)[counts > 0]
        effect = np.outer(slopes[driver.value], np.bincount(groups, weights=driver.draws - driver.draws.mean())[filled])
        sums = np.stack([np.bincount(groups, weights=row)[filled] for row in rest])
        plain = _known_first(effect + np.outer(rest.mean(axis=1), counts[filled]))
        noise = [_known_first(effect + np.add.reduceat(row, starts, axis=1)) - plain for row in shuffled]
        value = (_known_first(effect + sums) - float(np.mean(noise))) / acts.shape[1]
        negligible = value <= max(float(np.abs(noise).max()) / acts.shape[1], LEAST_SHARE * most, tiny)
        found.append(InformationValue(driver.key, driver.label, 0.0 if negligible else min(value, most), negligible))
    return tuple(sorted(found, key=lambda one: (-one.value, one.input)))


def _without_linear_effects(acts: Floats, drivers: tuple[Driver, ...], slopes: Mapping[str, Floats]) -> Floats:
    """The acts' values less what each model value adds in a straight line; of a chance and its event the event counts."""
    rest = acts.copy()
    for key, draws in {driver.value: driver.draws for driver in drivers}.items():
        centred = draws - draws.mean()
        for act in np.flatnonzero(slopes[key]):
            rest[act] -= slopes[key][act] * centred
    return rest


def _groups(driver: Driver) -> Bins:
    """The bin of each draw; uniforms fall into bins of equal width in equal numbers."""
    if driver.discrete:
        return driver.draws.astype(np.intp)
    bins = 1 << max(int(np.log2(driver.uniforms.size)) // 2 - 1, 1)
    return (driver.uniforms * bins).astype(np.intp)


def _known_first(sums: Floats) -> float:
    """What choosing the best act in each group gains, summed over draws; `sums` has shape (acts, groups)."""
    return float(sums.max(axis=0).sum() - sums.sum(axis=1).max())
