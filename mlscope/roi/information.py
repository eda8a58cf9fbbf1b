"""What it would be worth to know more before acting (Howard 1966; Raiffa and Schlaifer 1961).

The acts are doing nothing, the alternative, and the project. EVPI is what knowing everything would be worth, EVPPI what
knowing one input, or one group of inputs, would: both in money and on the same draws. One independent input is looked at by
bins of equal count, or exact groups for what happens or does not; groups and correlated inputs by regression.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from mlscope.project.inputs import EVENTS, HAPPENS
from mlscope.project.results import Floats, InformationValue
from mlscope.roi import regression, replicates
from mlscope.roi.bins import Binned
from mlscope.roi.effects import Effects
from mlscope.roi.simulation import Driver

GROUPS = {
    "benefits": "Benefits",
    "costs": "Costs",
    "chances": "Chances of success",
    "decisions": "What predictions bring",
    "alternative": "The alternative",
}
SHUFFLES = 4
LEAST_SHARE = 0.005
"""Of EVPI: what is worth less than this is negligible."""
_ROUNDING = 1e-9
_LOST = 2.0
"""Standard errors within which a value found by regression is lost in noise."""
_GROUP_OF = {
    "value.benefits": "benefits",
    "value.costs": "costs",
    "value.fixed_cost": "costs",
    "value.pilot_cost": "costs",
    **dict.fromkeys(EVENTS, "chances"),
}


def group_of(key: str) -> str:
    """The group of an input, or of the event whose probability it is."""
    question = key.removesuffix(HAPPENS).split("/")[0]
    return "alternative" if question.startswith("value.alternative_") else _GROUP_OF.get(question, "decisions")


def evppi(effects: Effects, looks: Sequence[Binned], most: float) -> tuple[InformationValue, ...]:
    """The value of perfect information on each driver alone, largest first; never below 0, never above EVPI, which is `most`."""
    shuffled = [effects.rest[:, order] for order in _orders(effects.acts.shape[1])]
    found = []
    for look in looks:
        driver = look.driver
        value, noise, error = _regressed(effects, [driver]) if driver.value in effects.related else _binned(look, shuffled)
        found.append(_within_bounds(effects, driver.key, driver.label, value, noise, error, most))
    return _largest_first(found)


@lru_cache(maxsize=4)
def _orders(draws: int) -> tuple[npt.NDArray[np.intp], ...]:
    """Some orders in which draws are shuffled, always the same."""
    chance = np.random.default_rng(0)
    return tuple(chance.permutation(draws) for _ in range(SHUFFLES))


def evppi_of_groups(effects: Effects, alone: Sequence[InformationValue], most: float) -> tuple[InformationValue, ...]:
    """The value of knowing all inputs of a group at once, largest first; `alone` are the values of the single inputs.

    It is no less than that of its best member, which knowing the group includes, and the same where there is only one.
    """
    single, found = {one.input: one for one in alone}, []
    for group, label in GROUPS.items():
        members = [driver for driver in effects.drivers if group_of(driver.key) == group]
        if not members:
            continue
        best = max((single[member.key] for member in members), key=lambda one: one.value)
        whole = InformationValue(group, label, best.value, best.negligible, best.error)
        if len(members) > 1:
            regressed = _within_bounds(effects, group, label, *_regressed(effects, members), most)
            whole = max(whole, regressed, key=lambda one: one.value)
        found.append(whole)
    return _largest_first(found)


def _largest_first(found: list[InformationValue]) -> tuple[InformationValue, ...]:
    return tuple(sorted(found, key=lambda one: (-one.value, one.input)))


def _within_bounds(effects: Effects, key: str, label: str, value: float, noise: float, error: float, most: float) -> InformationValue:
    tiny = _ROUNDING * float(np.abs(effects.acts).max(initial=0))
    negligible = value <= max(noise, LEAST_SHARE * most, tiny)
    return InformationValue(key, label, 0.0 if negligible else min(value, most), negligible, error)


def _regressed(effects: Effects, members: Sequence[Driver]) -> tuple[float, float, float]:
    """The value of knowing these inputs together, what of it may be noise, and its sampling error."""
    gains = regression.gains(effects, members)
    error = replicates.error(gains) or 0.0
    return float(gains.mean()), _LOST * error, error


def _binned(look: Binned, shuffled: Sequence[Floats]) -> tuple[float, float, float]:
    """The value of knowing an independent input, what of it may be noise, and its sampling error.

    What the bins find on top of the driver's own linear effect when the rest of the draws is shuffled is noise, and taken off.
    """
    counts, effect = look.counts.sum(axis=0), look.straight.sum(axis=1)
    filled, starts, draws = counts > 0, (np.cumsum(counts) - counts).astype(np.intp)[counts > 0], counts.sum()
    effect, mean = effect[:, filled], look.left.mean(axis=1)
    plain = _known_first(effect + np.outer(mean, counts[filled]))
    noise = np.array([_known_first(effect + np.add.reduceat(row, starts, axis=1)) - plain for row in shuffled]) / draws
    gains = _gains(look.straight + look.rest) * replicates.REPLICATES / draws
    return float(gains.mean() - noise.mean()), float(np.abs(noise).max()), replicates.error(gains) or 0.0


def _known_first(sums: Floats) -> float:
    """What choosing the best act in each group gains, summed over draws; `sums` has shape (acts, groups)."""
    return float(sums.max(axis=0).sum() - sums.sum(axis=1).max())


def _gains(sums: Floats) -> Floats:
    """What each replicate gains when the act is chosen that is best in each bin of all draws, against the one that is best overall.

    `sums` has the shape (acts, replicates, bins). At the best choice a slightly different one would change next to nothing, so
    that the spread of these gains is the sampling error of the whole.
    """
    pooled = sums.sum(axis=1)
    chosen = np.take_along_axis(sums, pooled.argmax(axis=0)[None, None, :], axis=0)[0]
    gains: Floats = chosen.sum(axis=1) - sums[pooled.sum(axis=1).argmax()].sum(axis=1)
    return gains
