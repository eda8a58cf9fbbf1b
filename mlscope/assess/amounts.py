"""Figures of estimates that need no simulation."""

import itertools
import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist

from scipy.special import betaincinv

from mlscope.project.estimates import AnyEstimate, Chance, Limits, Number, Percentiles, Range, Uniform

NORMAL = NormalDist()
_Z10 = NORMAL.inv_cdf(0.10)


def quantile(estimate: AnyEstimate, q: float) -> float:
    """The value that an estimate stays below with probability `q`, one of 0.1, 0.5 and 0.9."""
    match estimate:
        case Number(value=value):
            return value
        case Percentiles():
            return {0.1: estimate.p10, 0.5: estimate.p50, 0.9: estimate.p90}[q]
        case Limits(low=low, likely=likely, high=high):
            if low == high:
                return low
            alpha = 1 + 4 * (likely - low) / (high - low)
            return low + (high - low) * float(betaincinv(alpha, 6 - alpha, q))
        case Range(low=low, high=high):
            share = (NORMAL.inv_cdf(q) / NORMAL.inv_cdf(0.95) + 1) / 2
            return low * (high / low) ** share if low > 0 else low + (high - low) * share
        case Uniform(low=low, high=high):
            return low + (high - low) * q
        case Chance(probability=probability):
            return 1.0 if q > 1 - probability else 0.0
    raise TypeError(f"not an estimate: {estimate!r}")


def central(estimate: AnyEstimate) -> float:
    """The figure with even odds; for a chance its probability."""
    return estimate.probability if isinstance(estimate, Chance) else quantile(estimate, 0.5)


def low_total(estimates: Iterable[AnyEstimate]) -> float:
    """About the P10 of a sum of independent estimates, never below the sum of their P10s.

    Mean and variance by Swanson's rule (30/40/30 on P10, P50, P90; Hurst, Brown and Swanson 2000), then a normal sum.
    """
    lows, mean, variance = 0.0, 0.0, 0.0
    for estimate in estimates:
        p10, p50, p90 = (quantile(estimate, q) for q in (0.1, 0.5, 0.9))
        own = 0.3 * p10 + 0.4 * p50 + 0.3 * p90
        lows += p10
        mean += own
        variance += 0.3 * (p10 - own) ** 2 + 0.4 * (p50 - own) ** 2 + 0.3 * (p90 - own) ** 2
    return max(lows, mean + _Z10 * math.sqrt(variance))


def interpolated(x: float, points: Sequence[Sequence[float]], log: bool = False) -> float:
    """The score at `x` on a line through (x, score) points, level beyond both ends; `log` for a logarithmic axis."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if x <= x1:
            share = math.log(x / x0) / math.log(x1 / x0) if log else (x - x0) / (x1 - x0)
            return y0 + share * (y1 - y0)
    return points[-1][1]
