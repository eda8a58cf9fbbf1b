"""What some inputs do to the acts, freed of all that does not depend on them.

What an act is worth given an input is hidden in the noise of all others. An act's value with the input at its mean, and the
others as drawn, is independent of it: taken off the act's value it takes along most of that noise, and nothing of what the
input does. Correlated inputs are kept together for that.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi.cashflow import Values
from mlscope.roi.simulation import Driver

Changed = Callable[[Values], Floats]
"""The acts' values with some inputs at other values, shape (acts, draws)."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The acts' values, of shape (acts, draws), and how to get others.

    `related` are the model values whose drivers are correlated. `from_draws` changes some inputs while all others are as drawn,
    `from_means` while they are at their `means`.
    """

    acts: Floats
    drivers: tuple[Driver, ...]
    related: frozenset[str]
    means: Values
    from_draws: Changed
    from_means: Changed

    def of(self, values: Collection[str]) -> Floats:
        """The acts less all that is independent of these model values, on average the same as the acts."""
        kept = set(values) | (self.related if self.related & set(values) else set())
        without = self.from_draws({key: self.means[key] for key in kept})
        freed: Floats = self.acts - (without - without.mean(axis=1, keepdims=True))
        return freed

    def alone(self, known: Collection[Driver]) -> Floats:
        """The acts with these drivers as drawn and all else at its mean."""
        worth = self.from_means({driver.value: driver.draws for driver in known})
        return np.broadcast_to(worth, self.acts.shape)
