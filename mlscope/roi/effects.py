"""The draws with the straight-line effect of their drivers taken out.

What an act is worth given one input is hidden in the noise of all others. Inputs that are independent of it add nothing on
average, so their linear effects can be taken out of the draws first (control variates), and much less noise is left.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi.cashflow import Values
from mlscope.roi.simulation import Draws, Driver


@dataclass(frozen=True, slots=True)
class Effects:
    """The acts' values, of shape (acts, draws), and how the drivers act on them.

    `slopes` give by model value what each act gains per unit of it, the others at their mean, shape (acts,). `related` are the
    model values that are correlated with one another. `worth` gives the acts' values for any inputs, `means` every input's mean.
    """

    acts: Floats
    rest: Floats
    drivers: tuple[Driver, ...]
    slopes: Mapping[str, Floats]
    related: frozenset[str]
    means: Values
    worth: Callable[[Values, int], Floats]

    def alone(self, driver: Driver) -> tuple[Floats, Floats]:
        """The acts' straight-line gains per unit of a driver, shape (acts,), and what is left of the acts beside it.

        A correlated driver brings along those it moves with: its gains are those of least squares.
        """
        if driver.value not in self.related:
            return self.slopes[driver.value], self.rest
        rest, centred = self.around({driver.value}), driver.draws - driver.draws.mean()
        gains = (rest * centred).sum(axis=1) / max(float(np.square(centred).sum()), np.finfo(float).tiny)
        return gains, rest - np.outer(gains, centred)

    def around(self, values: Collection[str]) -> Floats:
        """The acts less the linear effects of all that is independent of these model values."""
        kept = set(values) | (self.related if self.related & set(values) else set())
        moving = {driver.value: driver.draws for driver in self.drivers if driver.value in kept}
        return _shifted(self.rest, self.slopes, moving, 1.0)

    def expected(self, drivers: Sequence[Driver]) -> Floats:
        """The acts' values with these drivers as drawn and everything else at its mean."""
        values = {**self.means, **{driver.value: driver.draws for driver in drivers}}
        return self.worth(values, self.acts.shape[1])


def effects(acts: Floats, draws: Draws, slopes: Mapping[str, Floats], means: Values, worth: Callable[[Values, int], Floats]) -> Effects:
    """The effects of all drivers; of a chance and its event the event's linear effect is taken out."""
    rest = _shifted(acts, slopes, {driver.value: driver.draws for driver in draws.drivers}, -1.0)
    return Effects(acts, rest, draws.drivers, slopes, draws.related, means, worth)


def _shifted(acts: Floats, slopes: Mapping[str, Floats], moving: Mapping[str, Floats], sign: float) -> Floats:
    shifted = acts.copy()
    for value, draws in moving.items():
        centred = draws - draws.mean()
        for act in np.flatnonzero(slopes[value]):
            shifted[act] += sign * slopes[value][act] * centred
    return shifted
