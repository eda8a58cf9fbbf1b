"""What it would be worth to know more before acting (Howard 1966; Raiffa and Schlaifer 1961).

The acts are doing nothing, the alternative, and the project. EVPI is what knowing everything would be worth, EVPPI what
knowing one input would, both in money. EVPPI is found on the same draws by bins of equal count, or exact groups for what
happens or does not.
"""

from collections.abc import Mapping

import numpy as np

from mlscope.project.results import Floats, InformationValue
from mlscope.roi.simulation import Driver

SHUFFLES = 4
_ROUNDING = 1e-9


def evpi(acts: Floats) -> float:
    """The expected value of perfect information: E[max] - max E over acts, whose values have shape (acts, draws)."""
    return max(float(acts.max(axis=0).mean() - acts.mean(axis=1).max()), 0.0)


def evppi(acts: Floats, drivers: tuple[Driver, ...], slopes: Mapping[str, Floats]) -> tuple[InformationValue, ...]:
    """The value of perfect information on each driver alone, largest first; never below 0, never above EVPI.

    `slopes` give by model value how much each act gains per unit of it with everything else at its mean. Inputs are
    independent, so the linear effect of the others may be taken out of the draws before they are averaged: it is zero on
    average whatever the driver is, and only adds noise. What the bins find on top of the driver's own linear effect when the
    rest is shuffled is noise too: it is taken off, and a value no larger than it is negligible.
    """
    most = evpi(acts)
    seen = {driver.value: driver.draws for driver in drivers}  # of a chance and its event the event, which comes last
    effects = {key: slopes[key][:, None] * (draws - draws.mean()) for key, draws in seen.items()}
    rest = acts - sum(effects.values(), np.zeros_like(acts))
    chance, tiny = np.random.default_rng(0), _ROUNDING * float(np.abs(acts).max(initial=0))
    shuffled = [rest[:, chance.permutation(acts.shape[1])] for _ in range(SHUFFLES)]
    found = []
    for driver in drivers:
        groups, effect = _groups(driver), effects[driver.value]
        plain = _known_first(rest.mean(axis=1, keepdims=True) + effect, groups)
        noise = [_known_first(one + effect, groups) - plain for one in shuffled]
        value = _known_first(rest + effect, groups) - float(np.mean(noise))
        negligible = value <= max(*np.abs(noise), tiny)
        found.append(InformationValue(driver.key, driver.label, 0.0 if negligible else min(value, most), negligible))
    return tuple(sorted(found, key=lambda one: (-one.value, one.input)))


def _groups(driver: Driver) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The bin of each draw; uniforms fall into bins of equal width in equal numbers."""
    if driver.discrete:
        return driver.draws.astype(np.intp)
    bins = 1 << max(int(np.log2(driver.uniforms.size)) // 2 - 1, 1)
    return (driver.uniforms * bins).astype(np.intp)


def _known_first(acts: Floats, groups: np.ndarray[tuple[int], np.dtype[np.intp]]) -> float:
    """What choosing the best act in each group gains over choosing one for all."""
    sums = np.stack([np.bincount(groups, weights=act) for act in acts])
    gain = float((sums.max(axis=0).sum() - sums.sum(axis=1).max()) / acts.shape[1])
    return max(gain, 0.0)
