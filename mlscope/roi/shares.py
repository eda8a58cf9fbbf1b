"""First-order shares of variance: how much of the variance of NPV knowing one input would take away on average.

S(x) = Var(E[NPV | x]) / Var(NPV) (Sobol' 1993; Saltelli and others, *Global Sensitivity Analysis*, 2008), from bins of
equal count on the same draws. Of independent inputs the shares add up to at most 1; what is missing is due to inputs
acting together. Correlated inputs are counted with what moves along with them, and their shares may add up to more.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mlscope.project.inputs import HAPPENS
from mlscope.project.results import Floats
from mlscope.roi import replicates
from mlscope.roi.effects import Effects
from mlscope.roi.replicates import Figures
from mlscope.roi.simulation import Driver

Bins = npt.NDArray[np.intp]
_PROJECT = -1


def variance_shares(effects: Effects) -> tuple[dict[str, float], Figures]:
    """The share of each driver, and the same from each replicate; empty where NPV does not vary.

    An event whose chance is an input of its own has the share that it adds to the chance: the two are counted once.
    """
    npv = effects.acts[_PROJECT]
    if np.ptp(npv) == 0:
        return {}, {}
    pooled, replicas = {}, {}
    for driver in effects.drivers:
        gains, rest = effects.alone(driver)
        groups, parts = groups_of(driver), (driver.draws, rest[_PROJECT], npv)
        pooled[driver.key] = float(_share(float(gains[_PROJECT]), groups[None], [part[None] for part in parts])[0])
        sets = groups.reshape(replicates.REPLICATES, -1)
        replicas[driver.key] = _share(float(gains[_PROJECT]), sets, [replicates.split(part) for part in parts])
    for event in [key for key in pooled if key.endswith(HAPPENS)]:
        chance = event.removesuffix(HAPPENS)
        pooled[event] = max(pooled[event] - pooled[chance], 0.0)
        replicas[event] = replicas[event] - replicas[chance]
    return _within_bounds(pooled, effects), replicas


def groups_of(driver: Driver) -> Bins:
    """The bin of each draw; uniforms fall into bins of equal width in equal numbers."""
    if driver.discrete:
        return driver.draws.astype(np.intp)
    bins = 1 << max(int(np.log2(driver.uniforms.size)) // 2 - 1, 1)
    return (driver.uniforms * bins).astype(np.intp)


def _within_bounds(shares: dict[str, float], effects: Effects) -> dict[str, float]:
    """No share above 1; those of independent inputs together neither, beyond which only noise can carry them."""
    total = 1.0 if effects.related else max(sum(shares.values()), 1.0)
    return {key: min(share / total, 1.0) for key, share in shares.items()}


def _share(gain: float, groups: Bins, parts: Sequence[Floats]) -> Floats:
    """Var(gain x + E[rest | x]) / Var(NPV), shape (sets,), from x, the rest and NPV, each of shape (sets, draws).

    The straight line's part is exact; the bins' variance of the rest is freed of the noise that bin means carry.
    """
    centred, rest, npv = (part - part.mean(axis=1, keepdims=True) for part in parts)
    straight = gain * gain * np.square(centred).mean(axis=1) + 2 * gain * (centred * rest).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares: Floats = np.maximum((straight + _between(groups, rest)) / np.square(npv).mean(axis=1), 0.0)
    return shares


def _between(groups: Bins, rest: Floats) -> Floats:
    """The variance of the bins' true means, shape (sets,): that of their averages less what scatter within gives them."""
    sets, draws = rest.shape
    size = int(groups.max()) + 1
    cells = (groups + size * np.arange(sets)[:, None]).ravel()
    counts = np.bincount(cells, minlength=sets * size).reshape(sets, size)
    sums = np.bincount(cells, weights=rest.ravel(), minlength=sets * size).reshape(sets, size)
    filled = np.maximum(counts, 1)
    raw = (np.square(sums) / filled).sum(axis=1) / draws
    used = (counts > 0).sum(axis=1)
    within = np.square(rest).mean(axis=1) - raw
    true: Floats = raw - within * (used - 1) / np.maximum(draws - used, 1)
    return true
