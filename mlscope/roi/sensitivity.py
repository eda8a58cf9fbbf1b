"""What moves the result, one input at a time."""

from collections.abc import Sequence

import numpy as np

from mlscope.project.results import Swing
from mlscope.roi.acts import Acts
from mlscope.roi.cashflow import Values
from mlscope.roi.simulation import Driver


def tornado(acts: Acts, means: Values, drivers: Sequence[Driver]) -> tuple[Swing, ...]:
    """NPV at the P10 and P90 of each input, the others at their mean, widest first; what moves nothing is left out."""
    values, count = dict(means), 2 * len(drivers)
    for number, driver in enumerate(drivers):
        column = (
            values[driver.value] if values[driver.value].size > 1 else np.repeat(values[driver.value], count)
        )
        column[2 * number : 2 * number + 2] = driver.low, driver.high
        values[driver.value] = column
    ends = acts.worth(values, count)[-1].reshape(len(drivers), 2).tolist()
    swings = [
        Swing(d.key, d.label, low, high) for d, (low, high) in zip(drivers, ends, strict=True) if low != high
    ]
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high - swing.low), swing.input)))
