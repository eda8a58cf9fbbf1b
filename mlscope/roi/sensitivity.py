"""What moves the result: one input at a time, and how straight."""

from collections.abc import Sequence

import numpy as np

from mlscope.project.results import Floats, Swing
from mlscope.roi.acts import Acts
from mlscope.roi.cashflow import Values
from mlscope.roi.simulation import Driver


def tornado(acts: Acts, means: Values, drivers: Sequence[Driver]) -> tuple[Swing, ...]:
    """NPV at the P10 and P90 of each input, the others at their mean, widest first; what moves nothing is left out."""
    ends = _at_ends(acts, means, [(driver.value, driver.low, driver.high) for driver in drivers])
    swings = [Swing(d.key, d.label, low, high) for d, (low, high) in zip(drivers, ends[-1].tolist(), strict=True) if low != high]
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high - swing.low), swing.input)))


def slopes(acts: Acts, means: Values, drivers: Sequence[Driver]) -> dict[str, Floats]:
    """By model value, what each act gains per unit of it over its drawn range, the others at their mean; shape (acts,)."""
    moving = {driver.value: driver.draws for driver in drivers}
    ends = _at_ends(acts, means, [(value, float(draws.min()), float(draws.max())) for value, draws in moving.items()])
    run = [max(float(np.ptp(draws)), np.finfo(float).tiny) for draws in moving.values()]
    return {value: (ends[:, n, 1] - ends[:, n, 0]) / run[n] for n, value in enumerate(moving)}


def _at_ends(acts: Acts, means: Values, ends: Sequence[tuple[str, float, float]]) -> Floats:
    """The acts' values with one input at its low and its high end, the others at their mean; shape (acts, inputs, 2)."""
    values, count = dict(means), 2 * len(ends)
    for number, (key, low, high) in enumerate(ends):
        column = values[key] if values[key].size > 1 else np.repeat(values[key], count)
        column[2 * number : 2 * number + 2] = low, high
        values[key] = column
    return acts.worth(values, count).reshape(len(acts.ids), len(ends), 2)
