"""The Cash flow sheet: every line of benefits and costs, year by year, to the balance; the project, its
alternative, the difference.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope import events
from mlscope.document.workbook.decisions import CASES, Decisions, Pick
from mlscope.document.workbook.figures import Flow
from mlscope.document.workbook.formulas import Formula, formula, sum_products, total, when
from mlscope.document.workbook.inputs import Entered, Inputs
from mlscope.document.workbook.pen import Grid, Years
from mlscope.document.workbook.timing import FIRST, LONGEST, Timed, Timing, heads, periods
from mlscope.money.model import USAGE

AMOUNT, ALL_YEARS = 2, 3
FOLDED = (
    "Years beyond the horizon are folded away on the right and count as soon as the horizon on Inputs reaches"
    " them."
)
ALTERNATIVE = (
    ("value.alternative_benefit", "Benefit", 1),
    ("value.alternative_cost_once", "Single cost", -1),
    ("value.alternative_cost_yearly", "Yearly cost", -1),
)


@dataclass(frozen=True, slots=True)
class CashFlow:
    """What the other sheets need of this one."""

    project: Flow
    alternative: Flow
    difference: Flow
    benefits: Years
    costs: Years
    """Both before tax."""


def success(inputs: Inputs, value: Pick) -> Formula:
    """What multiplies every benefit: all chances, and passing the pilot."""
    return (
        value("value.technical_success")
        * value("value.adoption_success")
        * when(inputs.yes("value.pilot"), value("value.pilot_pass"), 1)
    )


def kept_of_costs(inputs: Inputs, value: Pick) -> Formula:
    """The share of later cost that is spent, whether or not the pilot passes."""
    return when(
        inputs.yes("value.pilot"), 1 - inputs["value.pilot_saves"] * (1 - value("value.pilot_pass")), 1
    )


def usage_of(inputs: Inputs, value: Pick, key: str) -> Formula:
    """What generative use costs a year through this driver; 0 until every answer it needs is there."""
    price, count = USAGE[key]
    used = when(inputs.given("value.usage_share"), value("value.usage_share"), 1)
    cost = value(CASES) * used * value(key) * value(price) / count
    return when(inputs.given(key, price, CASES), cost, 0)


def amount_of(entered: Entered, inputs: Inputs, value: Pick) -> Formula:
    """The amount of a line: its own where it is given, else units times what one is worth times the
    change.
    """
    key = entered.line.main.key
    row = key.removesuffix("amount")
    units, worth, change = (row + column for column in ("units", "unit_value", "change"))
    if units not in inputs.lines:
        return value(key)
    product = value(units) * value(worth) * when(inputs.given(change), value(change), 1)
    return when(entered.given, value(key), when(inputs.given(units, worth), product, 0))


def write(
    grid: Grid, inputs: Inputs, timing: Timing, decisions: Decisions, horizon: int, currency: str
) -> CashFlow:
    """Write the sheet."""
    grid.title(
        "Cash flow",
        f"Nominal {currency}, every input at its mean. Year 0 is today; its flows are undiscounted. With one"
        " or two years to look ahead money is counted by quarter.",
        FOLDED,
    )
    top = heads(grid, inputs, 3, ("", "For", "Amount", "All years"), horizon)
    rows = _Rows(grid, timing, top + 1, inputs)
    benefits = _benefits(rows, decisions)
    costs, deducted = _costs(rows, decisions)
    rows.section("This project")
    project = rows.flow(
        "This project",
        rows.of("Net before tax", lambda n: benefits[n] - costs[n]),
        lambda n: benefits[n] - deducted[n],
    )
    rows.section("Without machine learning")
    parts = [
        rows.amount(label, inputs[key], timing.now if "once" in key else timing.running, sign)
        for key, label, sign in ALTERNATIVE
    ]
    amount = rows.amount_in(parts[1])
    alternative = rows.flow(
        "Without machine learning",
        rows.sum("Net before tax", parts),
        lambda n: parts[0][n] + parts[2][n] - amount * timing.now_deducted[n],
    )
    rows.section("Difference")
    difference = rows.flow(
        "Difference", rows.of("Net", lambda n: project.net[n] - alternative.net[n], "money")
    )
    grid.print_as_pages(rows.row, FIRST + periods(horizon), repeat_row=3)
    return CashFlow(project, alternative, difference, benefits, costs)


def _benefits(rows: "_Rows", decisions: Decisions) -> Years:
    rows.section("Benefits")
    timed = [rows.line(one.entered, one.units, "category") for one in rows.timing.benefits]
    made = rows.amount(decisions.label, decisions.yearly(rows.inputs.__getitem__), rows.timing.decisions)
    whole = rows.sum("If all goes well", [*timed, made])
    chance = rows.single(
        "Chance that it works and is used", success(rows.inputs, rows.inputs.__getitem__), "share"
    )
    return rows.of("Benefits at average inputs", lambda n: whole[n] * chance, "money sum")


def _costs(rows: "_Rows", decisions: Decisions) -> tuple[Years, Years]:
    """The costs as they are paid, and as tax takes them into account."""
    inputs = rows.inputs
    rows.section("Costs")
    timed = [rows.line(one.entered, one.units, "phase") for one in rows.timing.costs]
    fixed = when(decisions.counted, inputs["value.fixed_cost"], 0)
    running = rows.amount("Fixed cost of running it", fixed, rows.timing.running)
    used = [
        rows.amount(
            inputs.lines[key].line.label, usage_of(inputs, inputs.__getitem__, key), rows.timing.in_use
        )
        for key in USAGE
        if key in inputs.lines
    ]
    risks = rows.amount(
        "Risks of the register, at their expected cost", inputs[events.TABLE], rows.timing.now
    )
    whole = rows.sum("If it goes on to the end", [*timed, running, *used, risks])
    kept = rows.single(
        "Share spent, since a failed pilot saves the rest", kept_of_costs(inputs, inputs.__getitem__), "share"
    )
    pilot = rows.amount(
        "Pilot", when(inputs.yes("value.pilot"), inputs["value.pilot_cost"], 0), rows.timing.now
    )
    costs = rows.of("Costs at average inputs", lambda n: whole[n] * kept + pilot[n], "money sum")
    amounts = rows.amounts(timed)
    deducted = rows.of(
        "Costs that tax takes into account",
        lambda n: (
            (
                (sum_products(amounts * column_of(rows.timing.costs, n)) if timed else formula(0))
                + running[n]
                + sum((one[n] for one in used), formula(0))
                + risks[n]
            )
            * kept
            + pilot[n]
        ),
    )
    return costs, deducted


def column_of(timed: Sequence[Timed], n: int) -> Formula:
    """What of a unit of each cost tax takes into account in a period, as a range."""
    first, last = timed[0].deducted[n], timed[-1].deducted[n]
    values = np.array([line.deducted[n].value for line in timed])
    return Formula(f"{first.text}:{last.text.rpartition('!')[2]}", values)


class _Rows:
    """The rows, one below the other."""

    def __init__(self, grid: Grid, timing: Timing, row: int, inputs: Inputs) -> None:
        self.grid, self.timing, self.inputs, self.row = grid, timing, inputs, row
        self._amounts = dict[int, Formula]()

    def section(self, title: str) -> None:
        """A heading."""
        self.row = self.grid.section(self.row, title, FIRST + LONGEST)

    def of(self, label: str | Formula, at: Callable[[int], Formula], styles: str = "money") -> Years:
        """A row computed year by year, with its sum."""
        bold = " bold" if "sum" in styles else ""
        if isinstance(label, Formula):
            self.grid.put(self.row, 0, label, f"indent{bold}")
        else:
            self.grid.words(self.row, 0, label, f"indent{bold}")
        for column in (1, AMOUNT):
            self.grid.empty(self.row, column, "sum" if bold else "")
        made = self.grid.years(self.row, FIRST, [at(n) for n in range(LONGEST + 1)], styles)
        self.grid.put(self.row, ALL_YEARS, total(made.span), styles)
        self.row += 1
        return made

    def single(self, label: str, value: Formula, styles: str) -> Formula:
        """A row with one figure."""
        self.grid.words(self.row, 0, label, "indent muted")
        made = self.grid.put(self.row, AMOUNT, value, styles)
        self.row += 1
        return made

    def amount(self, label: str | Formula, value: Formula, units: Years, sign: int = 1) -> Years:
        """A row for an amount: itself times what a unit of it comes to in each year."""
        fixed = Formula(f"{self.grid.prefix}$C${self.row + 1}", value.value)
        made = self.of(label, (lambda n: fixed * units[n]) if sign > 0 else (lambda n: 0 - fixed * units[n]))
        self._amounts[made.row] = self.grid.put(made.row, AMOUNT, value, "money")
        return made

    def amount_in(self, row: Years) -> Formula:
        """The amount of a row."""
        return self._amounts[row.row]

    def amounts(self, rows: Sequence[Years]) -> Formula:
        """The amounts of rows that stand one below the other, as a range."""
        if not rows:
            return formula(0)
        values = np.array([float(self._amounts[row.row].value) for row in rows])
        return self.grid.range(rows[0].row, AMOUNT, rows[-1].row, AMOUNT, values)

    def line(self, entered: Entered, units: Years, what: str) -> Years:
        """A row for a line of benefits or costs."""
        made = self.amount(entered.label, amount_of(entered, self.inputs, self.inputs.__getitem__), units)
        self.grid.put(made.row, 1, when(entered.beside[what].blank, "", entered.beside[what]), "muted")
        return made

    def sum(self, label: str, parts: Sequence[Years]) -> Years:
        """The sum of rows that stand one below the other."""
        first, last = parts[0].row, parts[-1].row

        def column(n: int) -> Formula:
            top, bottom = parts[0][n], parts[-1][n]
            values = [part[n].value for part in parts]
            return total(Formula(f"{top.text}:{bottom.text.removeprefix(self.grid.prefix)}", values))

        assert last - first == len(parts) - 1
        return self.of(label, column, "money sum")

    def flow(self, name: str, before: Years, profit: Callable[[int], Formula] | None = None) -> Flow:
        """Tax on the profit, net, discounted, and both balances; without a profit it is after tax already."""
        inputs, timing, net = self.inputs, self.timing, before
        if profit:
            tax = self.of("Tax", lambda n: 0 - profit(n) * inputs["value.tax_rate"])
            net = self.of("Net", lambda n: before[n] + tax[n], "money sum")
        discounted = self.of("Discounted", lambda n: net[n] * timing.discount[n])
        balance = self.balance("Balance", net)
        return Flow(name, net, discounted, balance, self.balance("Balance, discounted", discounted))

    def balance(self, label: str, flow: Years) -> Years:
        """The running total of a row."""
        made = self.of(label, running_total(self.grid, self.row, flow).__getitem__)
        self.grid.empty(made.row, ALL_YEARS)
        return made


def running_total(grid: Grid, row: int, flow: Years) -> list[Formula]:
    """The cells of a row that adds up another one."""
    balances = np.cumsum([float(cell.value) for cell in flow]).tolist()
    earlier = [grid.at(row, FIRST + n, value, along=True) for n, value in enumerate(balances)]
    return [earlier[n - 1] + flow[n] if n else 1 * flow[0] for n in range(len(flow))]
