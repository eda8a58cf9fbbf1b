"""What moves the result: one input at a time, and the shares of the variance of NPV.

A share is how much of the variance of NPV knowing one input would take away on average, S(x) = Var(E[NPV |
x]) / Var(NPV) (Sobol' 1993; Saltelli and others, *Global Sensitivity Analysis*, 2008), from bins of equal
count on the same draws. Of independent inputs the shares add up to at most 1; what is missing is due to
inputs acting together. Correlated inputs are counted with what moves along with them, and their shares may
add up to more.
"""

from collections.abc import Sequence

import numpy as np

from mlscope.money import simulation
from mlscope.money.acts import Acts, Binned
from mlscope.money.cashflow import Values
from mlscope.money.simulation import Driver, Figures
from mlscope.project.inputs import HAPPENS
from mlscope.results import Floats, Swing


def tornado(acts: Acts, means: Values, drivers: Sequence[Driver]) -> tuple[Swing, ...]:
    """NPV at the P10 and P90 of each input, the others at their mean, widest first; what moves nothing is
    left out.
    """
    values, count = dict(means), 2 * len(drivers)
    for number, driver in enumerate(drivers):
        column = (
            values[driver.value] if values[driver.value].size > 1 else np.repeat(values[driver.value], count)
        )
        column[2 * number : 2 * number + 2] = driver.low, driver.high
        values[driver.value] = column
    ends = acts.worth(values, count)[-1].reshape(len(drivers), 2).tolist()
    swings = [
        Swing(d.key, d.label, low, high) for d, (low, high) in zip(drivers, ends, strict=True) if low != high
    ]
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high - swing.low), swing.input)))


_PROJECT = -1


def variance_shares(
    looks: Sequence[Binned], npv: Floats, *, related: bool
) -> tuple[dict[str, float], Figures]:
    """The share of each driver in the variance of NPV, and the same from each replicate; empty where NPV does
    not vary.

    An event whose chance is an input of its own has the share that it adds to the chance: the two are counted
    once. `related` says that some inputs are correlated; else the shares are kept from adding up to more than
    1.
    """
    spread = simulation.split(np.square(npv - npv.mean())).mean(axis=1)
    if not spread.any():
        return {}, {}
    found = {look.driver.key: _explained(look) for look in looks}
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = {key: max(float(one.mean() / spread.mean()), 0.0) for key, one in found.items()}
        replicas = {key: one / spread for key, one in found.items()}
    for event in [key for key in pooled if key.endswith(HAPPENS)]:
        chance = event.removesuffix(HAPPENS)
        pooled[event] = max(pooled[event] - pooled[chance], 0.0)
        replicas[event] = replicas[event] - replicas[chance]
    total = 1.0 if related else max(sum(pooled.values()), 1.0)
    return {key: min(share / total, 1.0) for key, share in pooled.items()}, replicas


def _explained(look: Binned) -> Floats:
    """Var(E[NPV | x]) as each replicate sees it, shape (replicates,): the mean over them is the figure.

    It is the variance of the straight line through the draws, which is exact, and of what the bins find
    beside it.
    """
    draws, npv = look.driver.draws, look.acts[_PROJECT]
    centred, mean = simulation.split(draws - draws.mean()), npv.mean()
    square, product = (
        np.einsum("rn,rn->r", centred, other) / centred.shape[1] for other in (centred, simulation.split(npv))
    )
    gain = product.mean() / max(square.mean(), np.finfo(float).tiny)
    beside = look.sums[_PROJECT] - mean * look.counts - gain * look.centred
    explained: Floats = gain * (2 * product - gain * square) + _between(beside, look.counts.sum(axis=0))
    return explained


def _between(sums: Floats, counts: Floats) -> Floats:
    """The variance of the bins' true means as each replicate sees it, from sums of shape (replicates, bins)
    and draws in each bin.

    A bin's mean in one replicate is multiplied by its mean in the others, never by itself: the noise in them
    is independent, so that none of it is taken for variance. Of such products each replicate's part in the
    spread counts twice (Hoeffding 1948).
    """
    means = sums * len(sums) / np.maximum(counts, 1)
    others = (means.sum(axis=0) - means) / (len(sums) - 1)
    products = (means * others) @ (counts / counts.sum())
    between: Floats = 2 * products - products.mean()
    return between
