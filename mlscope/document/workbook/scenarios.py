"""The Scenarios sheet: all inputs at once at the bad, the middle or the good end of their range."""

from collections.abc import Callable, Sequence

import numpy as np

from mlscope import events
from mlscope.document.workbook.cash_flow import (
    amount_of,
    column_of,
    kept_of_costs,
    running_total,
    success,
    usage_of,
)
from mlscope.document.workbook.decisions import Decisions, Pick
from mlscope.document.workbook.figures import Figures, Flow, Workings
from mlscope.document.workbook.formulas import Formula, formula, sign, sum_products, when
from mlscope.document.workbook.inputs import Entered, Inputs
from mlscope.document.workbook.pen import Grid, Years
from mlscope.document.workbook.timing import FIRST, LONGEST, Timed, Timing, heads, periods
from mlscope.money.model import USAGE

NAMES = ("Pessimistic", "Central", "Optimistic")
SENTENCES = (
    (
        "Every range at once at its P10 or P90: the pessimistic scenario takes the end that hurts, the"
        " optimistic one the end that helps, the central one the P50. Chances given as one number stay as"
        " they are."
    ),
    (
        "These are not percentiles of the net present value: that everything goes wrong at once is far less"
        " likely than one in ten. The percentiles stand on Summary, from the simulation."
    ),
)
ROWS = (
    ("Net present value", "npv", "money"),
    ("Internal rate of return", "irr", "share right"),
    ("Payback", "payback", "years right"),
)
WORSE = ("value.fixed_cost", "value.pilot_cost", *USAGE, *(price for price, _ in USAGE.values()))
"""Inputs of which less is better, besides costs and those of decisions."""

TOP = 4
BLOCK = 13
"""Rows from one scenario's cash flow to the next."""
FIRST_VALUE = 2


def write(
    grid: Grid,
    inputs: Inputs,
    timing: Timing,
    decisions: Decisions,
    workings: Workings,
    expected: Figures,
    horizon: int,
) -> tuple[Figures, ...]:
    """Write the sheet and return the figures of the three scenarios."""
    grid.title("Scenarios", *SENTENCES)
    table = _Table(grid, inputs, decisions, TOP + len(ROWS) + 3)
    table.write(timing)
    top = heads(grid, inputs, table.row + 1, ("Cash flow", "", "", ""), horizon, freeze=False)
    blocks = [
        _Block(grid, inputs, timing, decisions, table, number, top + 1 + BLOCK * number)
        for number in range(3)
    ]
    found = tuple(workings.figures(block.write()) for block in blocks)
    _figures(grid, (*found, expected))
    grid.sheet.freeze_panes(0, 1)
    grid.print_as_pages(blocks[-1].row, FIRST + max(periods(horizon), 2))
    return found


def _figures(grid: Grid, columns: Sequence[Figures]) -> None:
    for column, head in enumerate(("", "", *NAMES, "At averages")):
        grid.words(TOP, column, head, "head right" if column else "head")
    for row, (label, name, styles) in enumerate(ROWS, TOP + 1):
        grid.words(row, 0, f"{label}, {grid.pen.currency}" if styles == "money" else label, "bold")
        for column, figures in enumerate(columns, FIRST_VALUE):
            grid.put(row, column, getattr(figures, name), styles)


class _Table:
    """Every input with its value in each scenario. Amounts stand one below the other, so that a sum can run
    over them.
    """

    def __init__(self, grid: Grid, inputs: Inputs, decisions: Decisions, row: int) -> None:
        self.grid, self.inputs, self.decisions, self.row = grid, inputs, decisions, row
        self.values: dict[str, list[Formula]] = {}
        self.benefits: list[Formula] = []
        self.costs: list[Formula] = []

    def write(self, timing: Timing) -> None:
        """Write it: factors, benefits, costs, and the rest."""
        for column, head in enumerate(("Input", "More of it is", *NAMES)):
            self.grid.words(self.row, column, head, "head right" if column > 1 else "head")
        self.row += 1
        lines = self.inputs.lines
        factors = [one for one in lines.values() if one.line.driver]
        self._group("Factors of benefits", factors, self._factor_direction)
        self.benefits = self._amounts("Benefits", timing.benefits, 1)
        self.costs = self._amounts("Costs", timing.costs, -1)
        directions = self.decisions.directions()
        others = [
            one
            for key, one in lines.items()
            if one.line.main.question.kind == "estimate"
            and "/" not in key
            and not key.startswith("value.alternative")
        ]
        self._group(
            "Other inputs",
            others,
            lambda one: directions.get(one.line.main.key, formula(-1 if one.line.main.key in WORSE else 1)),
        )

    def of(self, number: int) -> Pick:
        """What an input counts as in a scenario."""
        return lambda key: self.values[key][number] if key in self.values else self.inputs[key]

    def _group(self, title: str, lines: Sequence[Entered], direction: Callable[[Entered], Formula]) -> None:
        if lines:
            self._title(title)
        for one in lines:
            self._line(one, direction(one), [one.figures.p10, one.figures.p50, one.figures.p90])

    def _title(self, title: str) -> None:
        self.grid.words(self.row, 0, title, "bold")
        self.row += 1

    def _factor_direction(self, one: Entered) -> Formula:
        """More of a factor is better where the other factors are positive together."""
        row, _, own = one.line.main.key.rpartition("/")
        others = [self.inputs[f"{row}/{name}"] for name in ("units", "unit_value", "change") if name != own]
        return sign(others[0] * others[1])

    def _amounts(self, title: str, timed: Sequence[Timed], direction: int) -> list[Formula]:
        """The rows of amounts; the ranges that they fill, one for each scenario."""
        if not timed:
            return []
        self._title(title)
        first, cells = self.row, list[list[Formula]]()
        for one in timed:
            picked = [
                amount_of(one.entered, self.inputs, self._own_or_factors(one.entered, n, direction))
                for n in range(3)
            ]
            cells.append(self._row(one.entered, formula("better" if direction > 0 else "worse"), picked))
        columns = [np.array([row[n].value for row in cells]) for n in range(3)]
        return [
            self.grid.range(first, FIRST_VALUE + n, self.row - 1, FIRST_VALUE + n, columns[n])
            for n in range(3)
        ]

    def _own_or_factors(self, one: Entered, number: int, direction: int) -> Pick:
        """What an amount's own cells count as in a scenario, and those of its factors."""
        ends = (one.figures.p10, one.figures.p50, one.figures.p90)[::direction]
        return lambda key: ends[number] if key == one.line.main.key else self.of(number)(key)

    def _line(self, one: Entered, direction: Formula, points: Sequence[Formula]) -> None:
        word = self.grid.at(self.row, 1, "better" if direction.value >= 0 else "worse")
        better = word.equals("better")
        picked = [when(better, points[0], points[2]), points[1], when(better, points[2], points[0])]
        self.values[one.line.main.key] = self._row(one, when(direction >= 0, "better", "worse"), picked)

    def _row(self, one: Entered, word: Formula, picked: Sequence[Formula]) -> list[Formula]:
        question = one.line.main.question
        style = "share" if question.unit == "share" else "amount" if question.unit == "money" else "number"
        self.grid.put(self.row, 0, one.label, "indent")
        self.grid.put(self.row, 1, word, "muted")
        made = [self.grid.put(self.row, FIRST_VALUE + n, value, style) for n, value in enumerate(picked)]
        self.row += 1
        return made


class _Block:
    """The cash flow of one scenario."""

    def __init__(
        self,
        grid: Grid,
        inputs: Inputs,
        timing: Timing,
        decisions: Decisions,
        table: _Table,
        number: int,
        row: int,
    ) -> None:
        self.grid, self.inputs, self.timing, self.decisions, self.table = (
            grid,
            inputs,
            timing,
            decisions,
            table,
        )
        self.number, self.row = number, row

    def write(self) -> Flow:
        """Write it."""
        grid, inputs, timing, value = self.grid, self.inputs, self.timing, self.table.of(self.number)
        name = NAMES[self.number]
        self.row = grid.section(self.row, name, FIRST + LONGEST)
        yearly = self._constant(f"{self.decisions.label}, a full year", self.decisions.yearly(value), "money")
        chance = self._constant("Chance that it works and is used", success(inputs, value), "share")
        kept = self._constant(
            "Share of costs spent, since a failed pilot saves the rest", kept_of_costs(inputs, value), "share"
        )
        used = self._constant(
            "Generative use, a full year",
            sum((usage_of(inputs, value, key) for key in USAGE if key in inputs.lines), formula(0)),
            "money",
        )
        fixed = when(self.decisions.counted, value("value.fixed_cost"), 0)
        pilot = when(inputs.yes("value.pilot"), value("value.pilot_cost"), 0)
        made = self._sums(self.table.benefits, timing.benefits)
        benefits = self._years(
            "Benefits", [(made[n] + yearly * timing.decisions[n]) * chance for n in range(LONGEST + 1)]
        )
        spent = self._sums(self.table.costs, timing.costs)
        whole = [
            (
                spent[n]
                + fixed * timing.running[n]
                + used * timing.in_use[n]
                + inputs[events.TABLE] * timing.now[n]
            )
            * kept
            + pilot * timing.now[n]
            for n in range(LONGEST + 1)
        ]
        costs = self._years("Costs", whole)
        deducted = self._deducted()
        profit = self._years(
            "Profit before tax",
            [
                benefits[n]
                - (
                    deducted[n]
                    + fixed * timing.running[n]
                    + used * timing.in_use[n]
                    + inputs[events.TABLE] * timing.now[n]
                )
                * kept
                - pilot * timing.now[n]
                for n in range(LONGEST + 1)
            ],
        )
        net = self._years(
            "Net, after tax",
            [benefits[n] - costs[n] - inputs["value.tax_rate"] * profit[n] for n in range(LONGEST + 1)],
            "money sum",
        )
        discounted = self._years(
            "Discounted", [one * factor for one, factor in zip(net, timing.discount, strict=True)]
        )
        balance = self._years("Balance", running_total(grid, self.row, net))
        return Flow(
            name,
            net,
            discounted,
            balance,
            self._years("Balance, discounted", running_total(grid, self.row, discounted)),
        )

    def _constant(self, label: str, value: Formula, styles: str) -> Formula:
        """A figure of the scenario in a row of its own."""
        self.grid.words(self.row, 0, label, "indent muted")
        self.row += 1
        return self.grid.put(self.row - 1, FIRST_VALUE, value, styles)

    def _sums(self, values: Sequence[Formula], timed: Sequence[Timed]) -> list[Formula]:
        """Amounts times what a unit of them comes to, added up in each year."""
        if not timed:
            return [formula(0)] * (LONGEST + 1)
        units = [
            Formula(
                f"{one[0].text}:{one[-1].text.rpartition('!')[2]}", np.array([cell.value for cell in one])
            )
            for one in zip(*(line.units for line in timed), strict=True)
        ]
        return [sum_products(values[self.number] * column) for column in units]

    def _deducted(self) -> list[Formula]:
        """What of the costs tax takes into account in each period."""
        timed = self.timing.costs
        if not timed:
            return [formula(0)] * (LONGEST + 1)
        costs = self.table.costs[self.number]
        return [sum_products(costs * column_of(timed, n)) for n in range(LONGEST + 1)]

    def _years(self, label: str, cells: Sequence[Formula], styles: str = "money") -> Years:
        self.grid.words(self.row, 0, label, "indent")
        made = self.grid.years(self.row, FIRST, cells, styles)
        self.row += 1
        return made
