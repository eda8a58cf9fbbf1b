"""Figures of estimates that need no simulation."""

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np

from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Chance
from mlscope.estimates.sampling import Z90, quantile

_TENTHS = np.array([0.1, 0.5, 0.9])


def percentiles(estimate: AnyEstimate) -> tuple[float, float, float]:
    """P10, P50 and P90 of an estimate."""
    p10, p50, p90 = quantile(estimate, _TENTHS).tolist()
    return p10, p50, p90


def average(estimate: AnyEstimate) -> float:
    """The mean, as the money counts it."""
    return sampling.mean(estimate)


def central(estimate: AnyEstimate) -> float:
    """The median figure; for a chance its probability."""
    return estimate.probability if isinstance(estimate, Chance) else percentiles(estimate)[1]


def low_total(estimates: Iterable[AnyEstimate]) -> float:
    """About the P10 of a sum of independent estimates, never below the sum of their P10s.

    Mean and variance by Swanson's rule (30/40/30 on P10, P50, P90; Hurst, Brown and Swanson 2000), then a
    normal sum.
    """
    lows, mean, variance = 0.0, 0.0, 0.0
    for estimate in estimates:
        p10, p50, p90 = percentiles(estimate)
        own = 0.3 * p10 + 0.4 * p50 + 0.3 * p90
        lows += p10
        mean += own
        variance += 0.3 * (p10 - own) ** 2 + 0.4 * (p50 - own) ** 2 + 0.3 * (p90 - own) ** 2
    return max(lows, mean - Z90 * math.sqrt(variance))


def interpolated(x: float, points: Sequence[Sequence[float]], log: bool = False) -> float:
    """The score at `x` on a line through (x, score) points, level beyond both ends; `log` for a logarithmic
    axis.
    """
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            share = math.log(x / x0) / math.log(x1 / x0) if log else (x - x0) / (x1 - x0)
            return y0 + share * (y1 - y0)
    return points[-1][1]
