"""Chance: draws of every uncertain input, and what the spread of a figure looks like.

Randomised quasi-Monte Carlo: the draws are replicates of scrambled Sobol points, whose spread is the sampling error.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mlscope import sampling
from mlscope.project.estimates import Chance
from mlscope.project.results import Floats
from mlscope.roi import slots
from mlscope.roi.correlation import components, correlated
from mlscope.roi.sheet import Input, Sheet


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

    `linked` are the keys of drivers that are correlated, group by group; `related` the model values that these move.
    """

    count: int
    values: Mapping[str, Floats]
    drivers: tuple[Driver, ...]
    linked: tuple[frozenset[str], ...] = ()

    @property
    def related(self) -> frozenset[str]:
        """The model values whose drivers are correlated with another's."""
        keys = frozenset[str]().union(*self.linked)
        return frozenset(driver.value for driver in self.drivers if driver.key in keys)


def draw(sheet: Sheet, allotted: Mapping[str, int], points: int, seed: int) -> Draws:
    """Draw every uncertain input from the column of the slot that it was allotted, linked ones together."""
    uncertain = {key: sheet.inputs[key] for key in sorted(sheet.inputs) if sheet.inputs[key].uncertain}
    keys = [*uncertain, *(entered.event[0] for entered in uncertain.values() if entered.event)]
    columns = correlated(slots.uniforms(points, seed, {key: allotted[key] for key in keys}), sheet.links)
    values, drivers = dict(sheet.means), list[Driver]()
    for entered in uncertain.values():
        found = _drivers(entered, columns)
        values[entered.key] = found[-1].draws
        drivers += found
    linked = tuple(frozenset(keys) for keys, _ in components(sheet.links))
    return Draws(slots.replicate_size(points) * slots.REPLICATES, values, tuple(drivers), linked)


def _drivers(entered: Input, columns: Mapping[str, Floats]) -> list[Driver]:
    """The input, and after it the event where the input is an uncertain probability; the last one's draws are the model's."""
    own = columns[entered.key]
    if not entered.chance:
        return [
            _driver(
                entered, own, sampling.quantile(entered.estimate, own), isinstance(entered.estimate, Chance)
            )
        ]
    if not entered.event:
        return [_event(entered, entered.key, entered.label, own, entered.mean)]
    probability = sampling.quantile(entered.estimate, own, share=True)
    event, label = entered.event
    return [
        _driver(entered, own, probability, False),
        _event(entered, event, label, columns[event], probability),
    ]


def _driver(entered: Input, uniforms: Floats, draws: Floats, discrete: bool) -> Driver:
    low, high = sampling.quantile(entered.estimate, np.array([0.1, 0.9]), share=entered.chance).tolist()
    return Driver(entered.key, entered.label, entered.key, uniforms, draws, discrete, low, high)


def _event(entered: Input, key: str, label: str, uniforms: Floats, probability: float | Floats) -> Driver:
    low, high = sampling.happens(np.array([0.1, 0.9]), entered.mean).tolist()
    return Driver(key, label, entered.key, uniforms, sampling.happens(uniforms, probability), True, low, high)
