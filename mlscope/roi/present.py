"""The present value of every act, such that other values of a few inputs cost only what rests on them.

A line's present value is its amount times one number. So the sums over all lines are kept, and a change recomputes the lines
that it touches.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi import cashflow
from mlscope.roi.acts import Acts
from mlscope.roi.cashflow import Line, Model, Values


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
            benefits = benefits + self._decisions * model.decisions.yearly(values)
        if model.pilot:
            costs = (
                costs * (1 - model.pilot.saves * (1 - values[model.pilot.passes])) + values[model.pilot.cost]
            )
        project = (benefits * cashflow.success(model, values) - costs) * model.kept
        return Acts(model).stack(*np.broadcast_arrays(project, alternative * model.kept))


class _Sum:
    """The present value of lines together, before chances and tax."""

    def __init__(self, model: Model, lines: Sequence[Line], values: Values) -> None:
        self._values = values
        self._each = [(line, float(cashflow.present_value(model, line.weights))) for line in lines]
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
