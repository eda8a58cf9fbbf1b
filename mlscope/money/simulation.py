"""Chance: draws of every uncertain input, each from a fixed column of a fixed Sobol matrix, in randomised
replicates.

Randomised quasi-Monte Carlo: the draws are replicates of scrambled Sobol points. The spread of a figure over
the replicates is its sampling error. The column of an input is its slot, which `mlscope.project.inputs`
allots, so that an edit moves only what it should.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mlscope import events
from mlscope.errors import InputError
from mlscope.estimates import sampling
from mlscope.estimates.notation import Chance
from mlscope.money.correlation import components, correlated
from mlscope.money.sheet import Input, Sheet
from mlscope.numerics import sobol
from mlscope.project.inputs import HAPPENS
from mlscope.project.record import SLOTS
from mlscope.results import Floats
from mlscope.settings import MOST_POINTS, POINTS

REPLICATES = 8


def replicate_size(points: int) -> int:
    """Points of each of the randomised replicates: an eighth, rounded up to a power of two."""
    if not 1 <= points <= MOST_POINTS:
        raise InputError(f"the number of points must lie between 1 and {MOST_POINTS:,}; found {points:,}")
    return 1 << math.ceil(math.log2(max(points / REPLICATES, 2)))


def uniforms(points: int, seed: int, slots: Mapping[str, int]) -> dict[str, Floats]:
    """For each input a column of uniforms strictly between 0 and 1, the replicates one after another.

    Scrambled Sobol points; within a replicate every column is evenly spread over intervals of equal length.
    """
    size = replicate_size(points)
    if seed < 0:
        raise InputError(f"the seed must be zero or a positive whole number; found {seed}")
    draw = _drawn if size * REPLICATES <= POINTS else _drawn.__wrapped__
    return dict(zip(slots, draw(size, seed, tuple(slots.values())), strict=True))


@lru_cache(maxsize=16)
def _drawn(size: int, seed: int, chosen: tuple[int, ...]) -> Floats:
    """The columns of these slots, shape (slots, points)."""
    matrix = np.concatenate([sequence.points(chosen) for sequence in _sequences(size, seed)], axis=1)
    matrix += 2.0 ** -(sobol.BITS + 1)  # the middle of the smallest interval, so that no point is zero
    matrix.flags.writeable = False
    return matrix


@lru_cache(maxsize=16)
def _sequences(size: int, seed: int) -> tuple[sobol.Sequence, ...]:
    """A scrambled Sobol sequence over all slots for each replicate."""
    chances = (np.random.SeedSequence(seed, spawn_key=(number,)) for number in range(REPLICATES))
    return tuple(sobol.sequence(SLOTS, size, np.random.default_rng(chance)) for chance in chances)


_ROUNDING = 1e-12
"""Replicas this close, beside their size, are the same."""

Figures = dict[str, Floats]
"""Name of a figure -> the figure; where it comes from replicates, one per replicate."""


def split(draws: Floats) -> Floats:
    """Draws along the last axis, parted into their replicates: shape (..., replicates, draws of each)."""
    return draws.reshape(*draws.shape[:-1], REPLICATES, -1)


def error(replicas: Floats) -> float | None:
    """The standard error of the mean of a figure's replicas, shape (replicates,); None where it is not
    finite.
    """
    return errors({"": replicas})[""]


def errors(replicas: Mapping[str, Floats]) -> dict[str, float | None]:
    """The sampling error of each figure; None where a replicate has no finite figure, as with a payback that
    never comes.

    Replicas that differ by rounding alone have none to speak of: 0.
    """
    if not replicas:
        return {}
    table = np.stack(list(replicas.values()))
    with np.errstate(invalid="ignore"):
        spread = table.std(axis=1, ddof=1) / math.sqrt(REPLICATES)
        alike = np.ptp(table, axis=1) <= _ROUNDING * np.abs(table).max(axis=1)
    found = np.where(alike, 0.0, spread).tolist()
    return {name: one if math.isfinite(one) else None for name, one in zip(replicas, found, strict=True)}


@dataclass(frozen=True, slots=True)
class Driver:
    """Something uncertain that moves the model value `value`: an input, or the event whose probability is the
    input.

    `draws` are its own values and `uniforms` those they came from, both of shape (draws,); `low` and `high`
    its P10 and P90.
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

    `linked` are the keys of drivers that are correlated, group by group; `related` the model values that
    these move.
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
    """Draw every uncertain input from the column of the slot that it was allotted, linked ones together.

    What belongs to a risk comes from a stream of its row, the same that delays the plan.
    """
    count = replicate_size(points) * REPLICATES
    return drawn(sheet, columns(sheet, allotted, points, seed), count)


def columns(sheet: Sheet, allotted: Mapping[str, int], points: int, seed: int) -> dict[str, Floats]:
    """The uniforms of every uncertain input and event, before links move them."""
    keys = [key for entered in _uncertain(sheet).values() for key in _keys(entered)]
    count = replicate_size(points) * REPLICATES
    found = uniforms(points, seed, {key: allotted[key] for key in keys if not events.belongs(key)})
    found |= {key: events.column(seed, key, count) for key in keys if events.belongs(key)}
    for entered in _uncertain(sheet).values():
        if events.belongs(entered.key) and entered.chance and not entered.event:
            found[entered.key] = events.column(seed, entered.key + HAPPENS, count)
    return found


def drawn(
    sheet: Sheet, given: Mapping[str, Floats], count: int, shared: Mapping[str, Floats] | None = None
) -> Draws:
    """What inputs are at these uniforms of shape (count,), `shared` ones in place of their own, linked ones
    together.
    """
    mixed = correlated(given, sheet.links, shared)
    values, drivers = dict(sheet.means), list[Driver]()
    for entered in _uncertain(sheet).values():
        found = _drivers(entered, mixed)
        values[entered.key] = found[-1].draws
        drivers += found
    linked = tuple(frozenset(keys) for keys, _ in components(sheet.links))
    return Draws(count, values, tuple(drivers), linked)


def _uncertain(sheet: Sheet) -> dict[str, Input]:
    return {key: sheet.inputs[key] for key in sorted(sheet.inputs) if sheet.inputs[key].uncertain}


def _keys(entered: Input) -> list[str]:
    return [entered.key, *([entered.event[0]] if entered.event else [])]


def _drivers(entered: Input, columns: Mapping[str, Floats]) -> list[Driver]:
    """The input, and after it the event where the input is an uncertain probability; the last one's draws are
    the model's.
    """
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
