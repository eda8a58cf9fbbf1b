"""What has to be spent, by year and phase, if the project goes on to its end: nominal and before tax.

The costs are those of the cash flow, so their percentiles come from the same draws; those of a total from the
total of each draw. Parts of the budget whose weights are multiples of one another share their percentiles.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from mlscope import events
from mlscope.money import simulation
from mlscope.money.cashflow import Line, Model, Values, by_year
from mlscope.money.distributions import percentile
from mlscope.money.simulation import Figures
from mlscope.project.steps.value import CostPhase, Value
from mlscope.results import Budget, BudgetLine, Floats

PHASES = {
    **{phase.value: phase.label for phase in CostPhase},
    "pilot": "Pilot",
    "risks": "Risks",
    "other": "No phase given",
}
ALL_PHASES = "All phases"
Part = tuple[int | None, str | None]
"""A year and a phase, None for all of them."""
_MARKS = ("mean", "p50", "p80")


def budget(model: Model, value: Value, values: Values) -> tuple[Budget | None, Figures]:
    """The budget and the replicas of its figures; None where nothing is to be spent. `value` says what each
    cost is for.
    """
    lines, phases = spending_lines(model), _phases(model, value)
    spread, found = _Spread([line.amount(values) for line in lines]), dict[Part, Floats]()
    weights = [by_year(line.weights, model.per_year) for line in lines]
    for year, phase in itertools.product(
        (None, *range(model.years + 1)), (None, *(one for one in PHASES if one in phases))
    ):
        chosen = [
            (of_line.sum() if year is None else of_line[year]) * (phase in (None, of))
            for of_line, of in zip(weights, phases, strict=True)
        ]
        if any(chosen):
            found[year, phase] = spread.figures(np.array(chosen))
    if not found:
        return None, {}
    return _budget(found), {
        f"budget.{_path(*part)}.{mark}": row[1:]
        for part, rows in found.items()
        for mark, row in zip(_MARKS, rows, strict=True)
    }


def spending_lines(model: Model) -> list[Line]:
    """What is spent if the project goes on to its end: its costs, and its pilot."""
    pilot = [Line(model.pilot.cost, np.eye(1, model.periods + 1)[0])] if model.pilot else []
    return [*model.costs, *pilot]


def _phases(model: Model, value: Value) -> list[str]:
    """The phase of each line: as the record says, the fixed cost of decisions being operation; risks have
    one of their own.
    """
    known = {f"value.costs/{row.id}/amount": row.phase.value for row in value.costs or () if row.phase}
    known |= {"value.fixed_cost": CostPhase.maintenance.value}
    known |= dict.fromkeys(("value.tokens_in", "value.tokens_out"), CostPhase.compute.value)
    known |= dict.fromkeys(("value.handed_share", "value.checked_share"), CostPhase.people.value)
    phases = ["risks" if events.belongs(line.key) else known.get(line.key, "other") for line in model.costs]
    return phases + ["pilot"] * (model.pilot is not None)


class _Spread:
    """The mean, P50 and P80 of weighted sums of the same amounts, each found once for all multiples of its
    weights.
    """

    def __init__(self, amounts: Sequence[Floats]) -> None:
        self._amounts = amounts
        self._uncertain = np.array([amount.size > 1 for amount in amounts])
        self._known = dict[bytes, Floats]()

    def figures(self, weights: Floats) -> Floats:
        """Shape (figures, 1 + replicates): from all draws first, then from each replicate. Weights are zero
        or positive.
        """
        certain = sum(
            weight * amount[0]
            for weight, amount in zip(weights, self._amounts, strict=True)
            if amount.size == 1
        )
        moving = np.where(self._uncertain, weights, 0.0)
        scale = float(moving.max())
        if scale == 0:
            return np.full((len(_MARKS), 1 + simulation.REPLICATES), float(certain))
        direction = moving / scale
        if direction.tobytes() not in self._known:
            parts = [
                weight * amount for weight, amount in zip(direction, self._amounts, strict=True) if weight
            ]
            self._known[direction.tobytes()] = _marks(np.add.reduce(parts))
        figures: Floats = certain + scale * self._known[direction.tobytes()]
        return figures


def _marks(draws: Floats) -> Floats:
    parts, ordered = np.sort(simulation.split(draws)), np.sort(draws)
    rows = [[draws.mean(), *parts.mean(axis=-1)]]
    rows += [[percentile(ordered, share), *percentile(parts, share)] for share in (0.5, 0.8)]
    return np.array(rows)


def _budget(found: dict[Part, Floats]) -> Budget:
    lines = {part: _line(*part, figures[:, 0].tolist()) for part, figures in found.items()}
    return Budget(
        rows=tuple(line for (year, phase), line in lines.items() if year is not None and phase is not None),
        years=tuple(line for (year, phase), line in lines.items() if year is not None and phase is None),
        phases=tuple(line for (year, phase), line in lines.items() if year is None and phase is not None),
        total=lines[None, None],
    )


def _line(year: int | None, phase: str | None, figures: Sequence[float]) -> BudgetLine:
    return BudgetLine(year, phase, ALL_PHASES if phase is None else PHASES[phase], *figures)


def _path(year: int | None, phase: str | None) -> str:
    """Where a part of the budget stands in the JSON."""
    if year is None:
        return "total" if phase is None else f"phases.{phase}"
    return f"years.{year}" if phase is None else f"rows.{year}.{phase}"
