"""First-order shares of variance: how much of the variance of NPV knowing one input would take away on average.

S(x) = Var(E[NPV | x]) / Var(NPV) (Sobol' 1993; Saltelli and others, *Global Sensitivity Analysis*, 2008), from bins of
equal count on the same draws. Of independent inputs the shares add up to at most 1; what is missing is due to inputs
acting together. Correlated inputs are counted with what moves along with them, and their shares may add up to more.
"""

from collections.abc import Sequence

import numpy as np

from mlscope.project.inputs import HAPPENS
from mlscope.project.results import Floats
from mlscope.roi import replicates
from mlscope.roi.bins import Binned
from mlscope.roi.replicates import Figures

_PROJECT = -1


def variance_shares(looks: Sequence[Binned], npv: Floats, *, related: bool) -> tuple[dict[str, float], Figures]:
    """The share of each driver in the variance of NPV, and the same from each replicate; empty where NPV does not vary.

    An event whose chance is an input of its own has the share that it adds to the chance: the two are counted once. `related`
    says that some inputs are correlated; else the shares are kept from adding up to more than 1.
    """
    spread = replicates.split(np.square(npv - npv.mean())).mean(axis=1)
    if not spread.any():
        return {}, {}
    found = {look.driver.key: _explained(look) for look in looks}
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = {key: max(float(one[0] / spread.mean()), 0.0) for key, one in found.items()}
        replicas = {key: np.maximum(one[1:] / spread, 0.0) for key, one in found.items()}
    for event in [key for key in pooled if key.endswith(HAPPENS)]:
        chance = event.removesuffix(HAPPENS)
        pooled[event] = max(pooled[event] - pooled[chance], 0.0)
        replicas[event] = replicas[event] - replicas[chance]
    total = 1.0 if related else max(sum(pooled.values()), 1.0)
    return {key: min(share / total, 1.0) for key, share in pooled.items()}, replicas


def _explained(look: Binned) -> Floats:
    """Var(gain x + E[rest | x]), shape (1 + replicates,): from all draws first, then from each replicate.

    The straight line's part is exact; the bins' variance of the rest is freed of the noise that bin means carry.
    """
    gain, rest = float(look.gains[_PROJECT]), look.left[_PROJECT]
    centred, left = replicates.split(look.centred), replicates.split(rest - rest.mean())
    size = left.shape[1]
    straight = gain * gain * np.einsum("rn,rn->r", centred, centred) + 2 * gain * np.einsum("rn,rn->r", centred, left)
    scatter, counts = np.einsum("rn,rn->r", left, left) / size, look.counts
    sums = look.rest[_PROJECT] - rest.mean() * counts
    pooled = _between(sums.sum(axis=0)[None], counts.sum(axis=0)[None], scatter.mean(keepdims=True))
    explained: Floats = np.concatenate([straight.mean(keepdims=True), straight]) / size
    explained += np.concatenate([pooled, _between(sums, counts, scatter)])
    return explained


def _between(sums: Floats, counts: Floats, scatter: Floats) -> Floats:
    """The variance of the bins' true means, shape (sets,): that of their averages less what scatter within the bins gives them.

    `sums` and `counts` have the shape (sets, bins); `scatter` is the whole variance, shape (sets,).
    """
    draws, used = counts.sum(axis=1), (counts > 0).sum(axis=1)
    raw = (np.square(sums) / np.maximum(counts, 1)).sum(axis=1) / draws
    true: Floats = raw - (scatter - raw) * (used - 1) / np.maximum(draws - used, 1)
    return true
