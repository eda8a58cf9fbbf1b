"""Chance: draws of every uncertain input, and what the spread of a figure looks like.

Randomised quasi-Monte Carlo: the draws are replicates of scrambled Sobol points, whose spread is the sampling error.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from mlscope import sampling
from mlscope.project.estimates import Chance, Number
from mlscope.project.inputs import HAPPENS
from mlscope.project.results import Distribution, Floats, YearBand
from mlscope.roi import slots
from mlscope.roi.sheet import Input, Sheet

QUANTILES = {"p5": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}


@dataclass(frozen=True, slots=True)
class Driver:
    """Something uncertain that moves the model value `value`: an input, or the event whose probability is the input.

    `draws` are its own values and `uniforms` those they came from, both of shape (draws,); `low` and `high` its P10 and P90.
    """

    key: str
    label: str
    value: str
    uniforms: Floats
    draws: Floats
    discrete: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Draws:
    """The value of each input in each draw, and what drives them, in the order of their keys.

    `related` are the model values whose drivers are correlated with another's.
    """

    count: int
    values: Mapping[str, Floats]
    drivers: tuple[Driver, ...]
    related: frozenset[str] = frozenset()


def draw(sheet: Sheet, allotted: Mapping[str, int], points: int, seed: int) -> Draws:
    """Draw every uncertain input from the column of the slot that it was allotted."""
    uncertain = {key: sheet.inputs[key] for key in sorted(sheet.inputs) if not _settled(sheet.inputs[key])}
    keys = [*uncertain, *(key + HAPPENS for key, entered in uncertain.items() if _has_uncertain_chance(entered))]
    columns = slots.uniforms(points, seed, {key: allotted[key] for key in keys})
    values, drivers = dict(sheet.means), list[Driver]()
    for entered in uncertain.values():
        found = _drivers(entered, columns)
        values[entered.key] = found[-1].draws
        drivers += found
    return Draws(slots.replicate_size(points) * slots.REPLICATES, values, tuple(drivers))


def _settled(entered: Input) -> bool:
    if entered.chance and isinstance(entered.estimate, Number):
        return entered.mean in (0.0, 1.0)
    return sampling.certain(entered.estimate)


def _has_uncertain_chance(entered: Input) -> bool:
    return entered.chance and not isinstance(entered.estimate, Number | Chance)


def _drivers(entered: Input, columns: Mapping[str, Floats]) -> list[Driver]:
    """The input, and after it the event where the input is an uncertain probability; the last one's draws are the model's."""
    own = columns[entered.key]
    if not entered.chance:
        return [_driver(entered, own, sampling.quantile(entered.estimate, own), isinstance(entered.estimate, Chance))]
    if not _has_uncertain_chance(entered):
        return [_event(entered, entered.key, entered.label, own, entered.mean)]
    probability = sampling.quantile(entered.estimate, own, share=True)
    event = entered.key + HAPPENS
    return [
        _driver(entered, own, probability, False),
        _event(entered, event, f"{entered.label}: whether it happens", columns[event], probability),
    ]


def _driver(entered: Input, uniforms: Floats, draws: Floats, discrete: bool) -> Driver:
    low, high = sampling.quantile(entered.estimate, np.array([0.1, 0.9]), share=entered.chance).tolist()
    return Driver(entered.key, entered.label, entered.key, uniforms, draws, discrete, low, high)


def _event(entered: Input, key: str, label: str, uniforms: Floats, probability: float | Floats) -> Driver:
    low, high = sampling.happens(np.array([0.1, 0.9]), entered.mean).tolist()
    return Driver(key, label, entered.key, uniforms, sampling.happens(uniforms, probability), True, low, high)


def percentile(ordered: Floats, share: float) -> Floats:
    """The inverted cumulative distribution along the last axis of sorted draws."""
    count = ordered.shape[-1]
    at: Floats = ordered[..., max(math.ceil(share * count - 1e-9), 1) - 1]
    return at


def distribution(samples: Floats) -> Distribution:
    """Mean, percentiles and sampling error of a figure from its draws, shape (draws,), the replicates one after another."""
    ordered = np.sort(samples)
    means = samples.reshape(slots.REPLICATES, -1).mean(axis=1)
    error = float(means.std(ddof=1) / math.sqrt(slots.REPLICATES))
    found = {name: float(percentile(ordered, share)) for name, share in QUANTILES.items()}
    return Distribution(mean=float(means.mean()), error=error, **found)


def bands(net: Floats) -> tuple[YearBand, ...]:
    """The spread of each year's net cash flow and of its running total; `net` has shape (years + 1, draws)."""
    yearly, running = np.sort(net, axis=1), np.sort(np.cumsum(net, axis=0), axis=1)
    columns = [percentile(yearly, share) for share in (0.1, 0.5, 0.9)]
    columns += [net.mean(axis=1), *(percentile(running, share) for share in (0.1, 0.5, 0.9))]
    return tuple(YearBand(year, *row) for year, row in enumerate(np.stack(columns, axis=1).tolist()))


def rank_correlation(drivers: tuple[Driver, ...], samples: Floats) -> dict[str, float]:
    """Spearman's rank correlation of each driver with a figure; empty where the figure does not vary.

    A continuous driver has the ranks of its uniforms, which are evenly spread; an event's two values stand for its ranks.
    """
    if samples.max() == samples.min():
        return {}
    ranks = _standardised(stats.rankdata(samples))
    return {d.key: float(np.clip((_standardised(d.draws if d.discrete else d.uniforms) * ranks).sum(), -1, 1)) for d in drivers}


def _standardised(values: Floats) -> Floats:
    centred = values - values.mean()
    length = float(np.sqrt(np.square(centred).sum()))
    standard: Floats = centred / length if length > 0 else centred
    return standard
