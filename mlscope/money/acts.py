"""The ways to act, and what each is worth: doing nothing, the alternative where it has figures, and the
project.

Also at other values of a few inputs, and freed of all that does not depend on them: what an act is worth
given an input is
hidden in the noise of all others. An act's value with the input at its mean, and the others as drawn, is
independent of it: taken off the act's value it takes along most of that noise, and nothing of what the input
does. Correlated inputs are kept together for that.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlscope.money import cashflow
from mlscope.money.cashflow import Line, Model, Values
from mlscope.money.simulation import REPLICATES, Driver
from mlscope.results import Floats

ActId = Literal["nothing", "alternative", "ml"]
LABELS: dict[ActId, str] = {
    "nothing": "Do nothing",
    "alternative": "Without machine learning",
    "ml": "This project",
}


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of a model; arrays of their net present values have the shape (acts, draws), the project
    last.
    """

    model: Model

    @property
    def ids(self) -> tuple[ActId, ...]:
        """The acts in their order: from the one that does least to the project."""
        return ("nothing", "alternative", "ml") if self.model.alternative else ("nothing", "ml")

    def stack(self, project: Floats, alternative: Floats) -> Floats:
        """The acts' values from those of the project and of the alternative, shape (draws,) each."""
        return np.stack([np.zeros_like(project), *([alternative] if self.model.alternative else []), project])

    def worth(self, values: Values, draws: int = 1) -> Floats:
        """The acts' values for these inputs."""
        project = cashflow.present_value(self.model, cashflow.flows(self.model, values, draws).net)
        return self.stack(project, cashflow.alternative_value(self.model, values, draws))


class Present:
    """What the acts of a model are worth at these values of its inputs, and at others."""

    def __init__(self, model: Model, values: Values) -> None:
        self._model, self._values = model, values
        self._sums = [
            _Sum(model, lines, values) for lines in (model.benefits, model.costs, model.alternative)
        ]
        self._decisions = cashflow.present_value(model, model.decisions.weights) if model.decisions else None

    def changed(self, to: Values) -> Floats:
        """The acts' net present values with some inputs at other values, shape (acts, draws) or (acts, 1)."""
        values, model = {**self._values, **to}, self._model
        benefits, costs, alternative = (kept.changed(to, values) for kept in self._sums)
        if model.decisions and self._decisions is not None:
            benefits = benefits + self._decisions * model.decisions.yearly(values) * model.kept
        if model.pilot:
            costs = (
                costs * (1 - model.pilot.saves * (1 - values[model.pilot.passes]))
                + values[model.pilot.cost] * model.kept
            )
        project = benefits * cashflow.success(model, values) - costs
        return Acts(model).stack(*np.broadcast_arrays(project, alternative))


class _Sum:
    """The present value of lines together, before chances and after tax."""

    def __init__(self, model: Model, lines: Sequence[Line], values: Values) -> None:
        self._values = values
        self._each = [
            (line, float(cashflow.present_value(model, line.after_tax(model.kept)))) for line in lines
        ]
        self._touching = defaultdict[str, list[int]](list)
        for number, line in enumerate(lines):
            for key in line.keys:
                self._touching[key].append(number)
        self._total: Floats = np.zeros(1)
        for line, worth in self._each:
            self._total = self._total + worth * line.amount(values)

    def changed(self, to: Values, values: Values) -> Floats:
        """The sum at `values`, which differ from its own in the keys of `to`."""
        total = self._total
        for number in sorted({number for key in to for number in self._touching.get(key, ())}):
            line, worth = self._each[number]
            total = total + worth * (line.amount(values) - line.amount(self._values))
        return total


Changed = Callable[[Values], Floats]
"""The acts' values with some inputs at other values, shape (acts, draws)."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The acts' values, of shape (acts, draws), and how to get others.

    `related` are the model values whose drivers are correlated. `from_draws` changes some inputs while all
    others are as drawn,
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


@dataclass(frozen=True, slots=True)
class Binned:
    """A driver and the acts freed of all that is independent of it, `acts` of shape (acts, draws).

    By replicate and bin: how many draws there are (`counts`), and the sums of the driver, centred, and of the
    acts, shape (acts, replicates, bins).
    """

    driver: Driver
    acts: Floats
    counts: Floats
    centred: Floats
    sums: Floats


def binned(effects: Effects, driver: Driver) -> Binned:
    """The draws of a driver in their bins."""
    acts, count = effects.of({driver.value}), driver.draws.size
    if driver.discrete:
        size, groups = 2, driver.draws.astype(np.intp)
    else:
        size = 1 << max(int(np.log2(count)) // 2 - 1, 1)
        groups = (driver.uniforms * size).astype(np.intp)
    cells = groups + np.repeat(np.arange(0, size * REPLICATES, size), count // REPLICATES)

    def sums(draws: Floats | None) -> Floats:
        return np.bincount(cells, draws, size * REPLICATES).reshape(REPLICATES, size).astype(np.float64)

    return Binned(
        driver,
        acts,
        sums(None),
        sums(driver.draws - driver.draws.mean()),
        np.stack([sums(row) for row in acts]),
    )
