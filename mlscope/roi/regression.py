"""What knowing several inputs at once would gain, by regression on the same draws (Strong, Oakley and Brennan 2014).

What each act is worth given the inputs is fitted by least squares: on what the model gives with them as drawn and all else
at its mean, and on the strongest of them with their squares and products. The fit of each replicate comes from the others
(cross-fitting) and only chooses the act; the act's own draws then say what the choice brings. So noise that was fitted earns
nothing: on average the figure falls short of the true value where the fit is imperfect, and never exceeds it.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi import replicates
from mlscope.roi.effects import Effects
from mlscope.roi.simulation import Driver

STRONGEST = 4
"""Inputs whose squares and products enter the fit: enough for what acts together, and few enough to stay quick."""
_FURTHEST = 4.0
"""Standard deviations beyond which a draw is fitted as if it lay there, so that no long tail bends the squares."""
_RIDGE = 1e-9
"""A hint of shrinkage, which settles features that say the same."""


def gains(effects: Effects, known: Sequence[Driver]) -> Floats:
    """What acting on the knowledge of these drivers gains over acting without, from each replicate."""
    acts = effects.of({driver.value for driver in known})
    fitted = _cross_fitted(_features(effects, acts, known), acts)
    chosen = np.take_along_axis(acts, fitted.argmax(axis=0)[None], axis=0)[0]
    gained: Floats = replicates.split(chosen - acts[acts.mean(axis=1).argmax()]).mean(axis=-1)
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
    """The acts' values as fitted in each replicate with the coefficients of all others, shape (acts, draws)."""
    parts, targets = (replicates.split(table).swapaxes(0, 1) for table in (features, acts))
    inner, outer = parts @ parts.swapaxes(1, 2), parts @ targets.swapaxes(1, 2)
    others = inner.sum(axis=0) - inner + _RIDGE * features.shape[1] * np.eye(len(features))
    coefficients = np.linalg.solve(others, outer.sum(axis=0) - outer)
    fitted: Floats = (coefficients.swapaxes(1, 2) @ parts).swapaxes(0, 1).reshape(acts.shape)
    return fitted
