"""What it would be worth to know more before acting (Howard 1966; Raiffa and Schlaifer 1961).

The acts are doing nothing, the alternative, and the project. EVPI is what knowing everything would be worth,
EVPPI what knowing one input, or one group of inputs, would: both in money and on the same draws. One
independent input is looked at by bins of equal count, or exact groups for what happens or does not; groups
and correlated inputs by regression on the same draws (Strong, Oakley and Brennan 2014).

For that, what each act is worth given the inputs is fitted by least squares: on what the model gives with
them as drawn and all else at its mean, and on the strongest of them with their squares and products. The fit
of each replicate comes from the others (cross-fitting) and only chooses the act; the act's own draws then say
what the choice brings. So noise that was fitted earns nothing: on average the figure falls short of the true
value where the fit is imperfect, and never exceeds it.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from mlscope import events
from mlscope.money import simulation
from mlscope.money.acts import Binned, Effects
from mlscope.money.simulation import Driver
from mlscope.project.inputs import EVENTS, HAPPENS
from mlscope.results import Floats, InformationValue

GROUPS = {
    "benefits": "Benefits",
    "costs": "Costs",
    "chances": "Chances of success",
    "decisions": "What predictions bring",
    "risks": "Risks",
    "alternative": "The alternative",
}
LEAST_SHARE = 0.005
"""Of EVPI: what is worth less than this is negligible."""
LEAST_OF_SPREAD = 0.001
"""Of the standard deviation of the project's NPV: what is worth less than this is negligible too."""
_ROUNDING = 1e-9
_LOST = 2.0
"""Standard errors within which a value is lost in sampling noise."""
_GROUP_OF = {
    "value.benefits": "benefits",
    "value.costs": "costs",
    "value.fixed_cost": "costs",
    "value.pilot_cost": "costs",
    **dict.fromkeys(
        (
            "value.tokens_in",
            "value.tokens_out",
            "value.token_price_in",
            "value.token_price_out",
            "value.handed_share",
            "value.handed_cost",
            "value.checked_share",
            "value.check_cost",
        ),
        "costs",
    ),
    events.TABLE: "risks",
    **dict.fromkeys(EVENTS, "chances"),
}


def group_of(key: str) -> str:
    """The group of an input, or of the event whose probability it is."""
    question = key.removesuffix(HAPPENS).split("/")[0]
    return (
        "alternative" if question.startswith("value.alternative_") else _GROUP_OF.get(question, "decisions")
    )


def evppi(effects: Effects, looks: Sequence[Binned], most: float) -> tuple[InformationValue, ...]:
    """The value of perfect information on each driver alone, largest first; never below 0, never above EVPI,
    which is `most`.
    """
    return _largest_first([_alone(effects, look, most) for look in looks])


def _alone(effects: Effects, look: Binned, most: float) -> InformationValue:
    driver = look.driver
    gained = gains(effects, [driver]) if driver.value in effects.related else _binned(look)
    return _information(effects, driver.key, driver.label, gained, most)


def evppi_of_groups(
    effects: Effects, alone: Sequence[InformationValue], most: float
) -> tuple[InformationValue, ...]:
    """The value of knowing all inputs of a group at once, largest first; `alone` are the values of the single
    inputs.

    It is no less than that of its best member, which knowing the group includes, and the same where there is
    only one.
    """
    single, found = {one.input: one for one in alone}, []
    for group, label in GROUPS.items():
        members = [driver for driver in effects.drivers if group_of(driver.key) == group]
        if not members:
            continue
        best = max((single[member.key] for member in members), key=lambda one: one.value)
        whole = InformationValue(group, label, best.value, best.negligible, best.error)
        if len(members) > 1:
            regressed = _information(effects, group, label, gains(effects, members), most)
            whole = max(whole, regressed, key=lambda one: one.value)
        found.append(whole)
    return _largest_first(found)


def _largest_first(found: list[InformationValue]) -> tuple[InformationValue, ...]:
    return tuple(sorted(found, key=lambda one: (-one.value, one.input)))


def _information(effects: Effects, key: str, label: str, gains: Floats, most: float) -> InformationValue:
    """The value within its bounds: what each replicate gains by knowing, unless that is lost in sampling
    noise.
    """
    value, error = float(gains.mean()), simulation.error(gains) or 0.0
    negligible = value <= max(
        _LOST * error,
        LEAST_SHARE * most,
        LEAST_OF_SPREAD * float(effects.acts[-1].std()),
        _ROUNDING * float(np.abs(effects.acts).max(initial=0)),
    )
    return InformationValue(key, label, 0.0 if negligible else min(value, most), negligible, error)


def _binned(look: Binned) -> Floats:
    """What acting on the knowledge of an independent driver gains over acting without, from each replicate.

    In each bin the act is chosen by what it brings in the other replicates, so that noise in a bin earns
    nothing.
    """
    others = look.sums.sum(axis=1, keepdims=True) - look.sums
    chosen = np.take_along_axis(look.sums, others.argmax(axis=0)[None], axis=0)[0]
    best = look.sums[look.sums.sum(axis=(1, 2)).argmax()]
    gains: Floats = (chosen - best).sum(axis=1) * simulation.REPLICATES / look.counts.sum()
    return gains


STRONGEST = 4
"""Inputs whose squares and products enter the fit: enough for what acts together, and few enough to stay
quick.
"""
_FURTHEST = 4.0
"""Standard deviations beyond which a draw is fitted as if it lay there, so that no long tail bends the
squares.
"""
_RIDGE = 1e-9
"""A hint of shrinkage, which settles features that say the same."""


def gains(effects: Effects, known: Sequence[Driver]) -> Floats:
    """What acting on the knowledge of these drivers gains over acting without, from each replicate."""
    acts = effects.of({driver.value for driver in known})
    fitted = _cross_fitted(_features(effects, acts, known), acts)
    chosen = np.take_along_axis(acts, fitted.argmax(axis=0)[None], axis=0)[0]
    gained: Floats = simulation.split(chosen - acts[acts.mean(axis=1).argmax()]).mean(axis=-1)
    return gained


def _features(effects: Effects, acts: Floats, known: Sequence[Driver]) -> Floats:
    """What the acts' values are fitted on, shape (features, draws)."""
    expected = [_scaled(row) for row in effects.alone(known) if np.ptp(row) > 0]
    centred = acts - acts.mean(axis=1, keepdims=True)
    strength = {
        driver.key: float(np.abs(centred @ driver.draws).max() / (driver.draws.std() or 1.0))
        for driver in known
    }
    strongest = sorted(known, key=lambda driver: (-strength[driver.key], driver.key))[:STRONGEST]
    single = [np.clip(_scaled(driver.draws), -_FURTHEST, _FURTHEST) for driver in strongest]
    products = [one * other for one, other in itertools.combinations_with_replacement(single, 2)]
    return np.stack([np.ones(acts.shape[1]), *expected, *single, *products])


def _scaled(draws: Floats) -> Floats:
    spread = float(draws.std())
    scaled: Floats = (draws - draws.mean()) / (spread if spread > 0 else 1.0)
    return scaled


def _cross_fitted(features: Floats, acts: Floats) -> Floats:
    """The acts' values as fitted in each replicate with the coefficients of all others, shape (acts,
    draws).
    """
    parts, targets = (simulation.split(table).swapaxes(0, 1) for table in (features, acts))
    inner, outer = parts @ parts.swapaxes(1, 2), parts @ targets.swapaxes(1, 2)
    others = inner.sum(axis=0) - inner + _RIDGE * features.shape[1] * np.eye(len(features))
    coefficients = np.linalg.solve(others, outer.sum(axis=0) - outer)
    fitted: Floats = (coefficients.swapaxes(1, 2) @ parts).swapaxes(0, 1).reshape(acts.shape)
    return fitted
