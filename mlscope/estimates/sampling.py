"""From an estimate to numbers: its mean, its quantiles, and a picture of it.

Draws are quantiles of uniforms, so that one uniform column per input fixes every draw. Sources: J-QPD after
Hadlock and Bickel, "Johnson Quantile-Parameterized Distributions", Decision Analysis 14 (2017); PERT after
Malcolm et al. (1959) in its beta form, with the shape parameters adding up to six.
"""

import hashlib
import itertools
import math
from functools import lru_cache

import numpy as np
from scipy import special

from mlscope.estimates.notation import AnyEstimate, Chance, Limits, Number, Percentiles, Range, Uniform
from mlscope.numerics.quadrature import integral
from mlscope.results import Floats

Z90 = float(special.ndtri(0.9))
Z95 = float(special.ndtri(0.95))
NINETY = np.array([0.05, 0.5, 0.95])
"""The ends of a 90 % range with the median between them."""
KNOTS = 4097
"""Points of the table through which beta quantiles are read."""
_REACH = 6.5


def certain(estimate: AnyEstimate) -> bool:
    """Does the estimate leave nothing to chance?"""
    match estimate:
        case Number():
            return True
        case Percentiles():
            return estimate.p10 == estimate.p90
        case Chance(probability=p):
            return p in (0, 1)
    return estimate.low == estimate.high


def quantile(estimate: AnyEstimate, u: Floats, *, share: bool = False) -> Floats:
    """The values below which the estimate lies with probabilities `u` (strictly between 0 and 1); same shape
    as `u`.

    With `share` they are kept within 0 and 1, since no tail of a probability reaches beyond.
    """
    values = _quantile(estimate, np.asarray(u, dtype=np.float64))
    return np.clip(values, 0.0, 1.0) if share else values


def _quantile(estimate: AnyEstimate, u: Floats) -> Floats:
    match estimate:
        case Chance(probability=p):
            return happens(u, p)
        case _ if certain(estimate):
            return np.full_like(u, mean(estimate))
        case Uniform(low=low, high=high):
            return low + (high - low) * u
        case Range():
            centre, spread, log = _normal(estimate)
            values = centre + spread * special.ndtri(u)
            return np.exp(values) if log else values
        case Limits():
            return _pert(estimate, u)
        case Percentiles(upper=None):
            return _above(estimate, special.ndtri(u))
        case Percentiles():
            return _between(estimate, special.ndtri(u))
    raise TypeError(f"not an estimate: {estimate!r}")


def happens(u: Floats, probability: float | Floats) -> Floats:
    """1 where an event of this probability occurs, else 0: high uniforms are successes."""
    return (u - (1.0 - probability) > 1e-12).astype(np.float64)


def _normal(estimate: Range) -> tuple[float, float, bool]:
    """Mean and standard deviation of the normal behind a 90 % range, and whether it is the normal of the
    logarithm.
    """
    low, high = (
        (math.log(estimate.low), math.log(estimate.high))
        if estimate.low > 0
        else (estimate.low, estimate.high)
    )
    return (low + high) / 2, (high - low) / (2 * Z95), estimate.low > 0


def _shape(estimate: Limits) -> float:
    """The first shape parameter of the PERT's beta; the second is six less it."""
    return 1 + 4 * (estimate.likely - estimate.low) / (estimate.high - estimate.low)


def _pert(estimate: Limits, u: Floats) -> Floats:
    shape = _shape(estimate)
    if u.size < KNOTS // 4:
        unit = special.betaincinv(shape, 6 - shape, u)
    else:
        place = np.clip((special.ndtri(u) + _REACH) * ((KNOTS - 1) / (2 * _REACH)), 0, KNOTS - 1.001)
        knot = place.astype(np.intp)
        at, rise = _beta_table(shape)
        unit = at[knot] + rise[knot] * (place - knot)
    return estimate.low + (estimate.high - estimate.low) * unit


@lru_cache(maxsize=256)
def _beta_table(shape: float) -> tuple[Floats, Floats]:
    """Beta quantiles at evenly spaced normal quantiles, and the rise to the next; linear between, they are
    exact to about 1e-6.
    """
    below = special.ndtr(np.linspace(-_REACH, _REACH, KNOTS))
    at = np.asarray(special.betaincinv(shape, 6 - shape, below), dtype=np.float64)
    return at, np.diff(at, append=at[-1])


def _above(estimate: Percentiles, z: Floats) -> Floats:
    """J-QPD-S, bounded below only; `z` are normal quantiles."""
    gaps = (estimate.p10 - estimate.lower, estimate.p50 - estimate.lower, estimate.p90 - estimate.lower)
    low, middle, high = (math.log(gap) for gap in gaps)
    side = _side(low, middle, high)
    nearer = min(middle - low, high - middle)
    if side == 0:
        return estimate.lower + gaps[1] * np.exp((high - low) / 2 * z / Z90)
    delta = math.sinh(math.acosh((high - low) / (2 * nearer))) / Z90
    stretch = nearer / (delta * Z90)
    start = gaps[0] if side > 0 else gaps[2]
    values: Floats = estimate.lower + start * np.exp(
        stretch * np.sinh(np.arcsinh(delta * z) + math.asinh(side * Z90 * delta))
    )
    return values


def _between(estimate: Percentiles, z: Floats) -> Floats:
    """J-QPD-B, bounded on both sides; `z` are normal quantiles."""
    assert estimate.upper is not None
    width = estimate.upper - estimate.lower
    low, middle, high = (
        float(special.ndtri((p - estimate.lower) / width)) for p in (estimate.p10, estimate.p50, estimate.p90)
    )
    side = _side(low, middle, high)
    if side == 0:
        inner = middle + (high - low) / 2 * z / Z90
    else:
        delta = math.acosh((high - low) / (2 * min(middle - low, high - middle))) / Z90
        start = low if side > 0 else high
        inner = start + (high - low) / math.sinh(2 * delta * Z90) * np.sinh(delta * (z + side * Z90))
    values: Floats = estimate.lower + width * special.ndtr(inner)
    return values


def _side(low: float, middle: float, high: float) -> int:
    """1 where the median lies nearer to P10, -1 nearer to P90, 0 (within rounding) half way."""
    skew = low + high - 2 * middle
    return 0 if abs(skew) <= 1e-9 * (high - low) else int(math.copysign(1, skew))


@lru_cache(maxsize=4096)
def mean(estimate: AnyEstimate, share: bool = False) -> float:
    """The expected value: in closed form where there is one, else by quadrature to about nine digits."""
    match estimate:
        case Number(value=value):
            return value
        case Chance(probability=p):
            return p
        case Uniform(low=low, high=high):
            return low + (high - low) / 2
        case Limits(low=low, likely=likely, high=high):
            return low if low == high else (low + 4 * likely + high) / 6
        case Range() if not share or certain(estimate):
            centre, spread, log = _normal(estimate)
            return (
                estimate.low
                if spread == 0
                else math.exp(min(centre + spread**2 / 2, 700.0))
                if log
                else centre
            )
        case Percentiles() if certain(estimate):
            return estimate.p50
    return _integrated(estimate, share)


def _integrated(estimate: Percentiles | Range, share: bool) -> float:
    """The mean as the integral of the quantile function over the normal density.

    Each part of the axis is searched adaptively; a heavy tail moves the peak of the integrand to its slope in
    logarithms.
    """

    def weighted(z: Floats) -> Floats:
        values = _at_normal(estimate, z)
        normal = np.array([math.exp(-point * point / 2) for point in z.tolist()])
        weighed: Floats = (np.clip(values, 0.0, 1.0) if share else values) * normal / math.sqrt(2 * math.pi)
        return weighed

    reach = 10.0
    if not share and isinstance(estimate, Percentiles) and estimate.upper is None:
        tops = np.log(np.maximum(_at_normal(estimate, np.asarray([6.0, 7.0])) - estimate.lower, 1e-300))
        reach += min(max(float(tops[1] - tops[0]), 0.0), 25.0)
    edges = [-10.0, -Z90, 0.0, Z90, *np.arange(4.0, reach, 4.0), reach]
    return sum(integral(weighted, low, high) for low, high in itertools.pairwise(edges))


def _at_normal(estimate: Percentiles | Range, z: Floats) -> Floats:
    if isinstance(estimate, Range):
        centre, spread, log = _normal(estimate)
        return np.exp(centre + spread * z) if log else centre + spread * z
    return _above(estimate, z) if estimate.upper is None else _between(estimate, z)


def density(estimate: AnyEstimate, points: int = 60) -> tuple[Floats, Floats]:
    """A small picture of the estimate: values and the height of its density there, both of shape (points,).

    A certain amount is one point of height 1; a chance is the two points 0 and 1 with their probabilities.
    """
    if isinstance(estimate, Chance):
        return np.array([0.0, 1.0]), np.array([1 - estimate.probability, estimate.probability])
    if certain(estimate):
        return np.array([mean(estimate)]), np.array([1.0])
    below = np.linspace(0.0025, 0.9975, 1200)
    at = quantile(estimate, below)
    edges = np.linspace(at[0], at[-1], points + 1)
    return (edges[:-1] + edges[1:]) / 2, np.diff(np.interp(edges, at, below)) / np.diff(edges)


def stream(seed: int, key: str) -> np.random.Generator:
    """A random stream of its own for a key (a row id, say), which no other key's presence or order
    changes.
    """
    return np.random.default_rng(
        int.from_bytes(hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest())
    )
