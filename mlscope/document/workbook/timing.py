"""The Timing sheet: what one unit of every amount comes to in each year, before chances.
`mlscope.money.cashflow` is the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mlscope.document.workbook.formulas import Formula, both, either, formula, ln, most, when, whole
from mlscope.document.workbook.inputs import Entered, Inputs
from mlscope.document.workbook.pen import Grid, Years

LONGEST = 40
FIRST = 4
"""The column of year 0, on every sheet with years."""

EXPLANATION = (
    "What one unit of each amount comes to in each year: when it occurs, its growth, prices, ramp-up, launch"
    " and wear. Chances come later."
)
ALTERNATIVE = (
    ("value.alternative_benefit", "Benefit of the alternative", 1, 1),
    ("value.alternative_cost_once", "Single cost of the alternative", 0, -1),
    ("value.alternative_cost_yearly", "Yearly cost of the alternative", 1, -1),
)
"""Each amount of the alternative, its name, its first year, and its sign."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A line of benefits or costs with what a unit of it comes to in each year."""

    entered: Entered
    units: Years


@dataclass(frozen=True, slots=True)
class Timing:
    """Every row that the cash flow is made of."""

    year: Years
    counted: Years
    discount: Years
    benefits: tuple[Timed, ...]
    costs: tuple[Timed, ...]
    decisions: Years
    running: Years
    """An amount that occurs every year from year 1 on."""
    now: Years
    """An amount of year 0."""


def write(grid: Grid, inputs: Inputs, horizon: int) -> Timing:
    """Write the sheet; years beyond `horizon` are there, folded away."""
    grid.title("Timing", EXPLANATION)
    year = heads(grid, 3, ("", "When", "First year", "Growth"), horizon)
    rows = _Rows(grid, year)
    rows.section("Time")
    counted = rows.add(
        "Within the horizon", lambda y: when(y <= inputs["value.horizon_years"], 1, 0), "whole"
    )
    discount = rows.add("Discount factor", lambda y: (1 + inputs["value.discount_rate"]) ** (0 - y))
    prices = rows.add("Prices, year 1 = 1", lambda y: (1 + inputs["value.inflation"]) ** most(y - 1, 0))
    share = _share(rows, inputs, counted)
    real = rows.of("Share of the full benefit, in prices of the year", lambda n: share[n] * prices[n])
    spent = rows.of("Every year within the horizon, in prices of the year", lambda n: counted[n] * prices[n])
    rows.section("Benefits")
    benefits = tuple(
        rows.line(one, "Every year", real) for one in inputs.table("benefits") if not one.line.driver
    )
    rows.section("Costs")
    costs = tuple(rows.line(one, "Once", spent) for one in inputs.table("costs"))
    rows.section("Other amounts")
    running = rows.of("Every year from year 1", lambda n: when(year[n] >= 1, spent[n], 0))
    now = rows.of("In year 0", lambda n: when(year[n].equals(0), spent[n], 0))
    grid.print_as_pages(rows.row - 1, FIRST + horizon, repeat_row=3)
    return Timing(year, counted, discount, benefits, costs, real, running, now)


def heads(grid: Grid, row: int, titles: Sequence[str], horizon: int, *, freeze: bool = True) -> Years:
    """The heads of a sheet with years, and its layout."""
    for column, title in enumerate(titles):
        grid.words(row, column, title, "head right" if column > 1 else "head")
    years = [
        grid.number(row, FIRST + year, year, "head right year", along=True) for year in range(LONGEST + 1)
    ]
    grid.sheet.set_column(0, 0, 46)
    grid.sheet.set_column(1, 1, 25)
    grid.sheet.set_column(2, FIRST - 1, 13)
    grid.sheet.set_column(FIRST, FIRST + horizon, 14)
    if horizon < LONGEST:
        grid.sheet.set_column(FIRST + horizon + 1, FIRST + LONGEST, 14, None, {"level": 1, "hidden": True})
        grid.sheet.set_column(FIRST + LONGEST + 1, FIRST + LONGEST + 1, 3, None, {"collapsed": True})
    if freeze:
        grid.sheet.freeze_panes(row + 1, FIRST)
    return Years(grid, row, FIRST, years)


class _Rows:
    """The rows, one below the other."""

    def __init__(self, grid: Grid, year: Years) -> None:
        self.grid, self.year, self.row = grid, year, year.row + 1

    def section(self, title: str) -> None:
        """A heading."""
        self.row = self.grid.section(self.row, title, FIRST + LONGEST)

    def add(self, label: str, of_year: Callable[[Formula], Formula], styles: str = "factor") -> Years:
        """A row computed from the year's number."""
        return self.of(label, lambda n: of_year(self.year[n]), styles)

    def of(self, label: str, at: Callable[[int], Formula], styles: str = "factor") -> Years:
        """A row computed from the place of the year, and so from other rows."""
        self.grid.words(self.row, 0, label)
        made = self.grid.years(self.row, FIRST, [at(n) for n in range(LONGEST + 1)], styles)
        self.row += 1
        return made

    def line(self, one: Entered, unsaid: str, base: Years) -> Timed:
        """A row of benefits or costs: when it occurs, its growth, times `base`."""
        put = self.grid.put
        put(self.row, 0, one.label)
        is_blank = one.beside["when"].blank
        timed = put(self.row, 1, when(is_blank, unsaid, one.beside["when"]))
        usual = formula(1) if unsaid == "Every year" else when(timed.equals("Once"), 0, 1)
        first = put(self.row, 2, when(one.beside["year"].blank, usual, one.beside["year"]), "whole")
        growth = put(self.row, 3, 0 + one.beside["growth"], "share")

        def unit(n: int) -> Formula:
            year = self.year[n]
            occurs = either(year.equals(first), both(timed.equals("Every year"), year >= first))
            return when(occurs, (1 + growth) ** most(year - 1, 0) * base[n], 0)

        made = self.grid.years(self.row, FIRST, [unit(n) for n in range(LONGEST + 1)], "factor")
        self.row += 1
        return Timed(one, made)


def _share(rows: _Rows, inputs: Inputs, counted: Years) -> Years:
    """The share of the full benefit in each year: ramp-up, and time in use since launch, worn off by
    decay.
    """
    age = rows.add("Years since launch, at its end", lambda y: most(y - inputs["value.launch_month"] / 12, 0))
    used = rows.of("Years of full benefit since launch", lambda n: _in_use(inputs, age[n]))
    ramp = rows.add(
        "Ramp-up",
        lambda y: when(
            y.equals(1),
            inputs["value.ramp_up_year_1"],
            when(
                y.equals(2),
                inputs["value.ramp_up_year_2"],
                when(y.equals(3), inputs["value.ramp_up_year_3"], 1),
            ),
        ),
    )
    return rows.of(
        "Share of the full benefit",
        lambda n: counted[n] * ramp[n] * (used[n] - used[n - 1]) if n else 0 * counted[0],
    )


def _in_use(inputs: Inputs, age: Formula) -> Formula:
    """The integral of (1 - decay)^(time since retraining) from launch on."""
    decay, months = inputs["value.decay_per_year"], inputs["approach.retraining_months"]
    cycle, kept = months / 12, 1 - decay
    loss = 0 - ln(kept)
    cycles = whole(age / cycle)
    reset = (cycles * (1 - kept**cycle) + 1 - kept ** (age - cycles * cycle)) / loss
    worn = when(both(inputs.given("approach.retraining_months"), months > 0), reset, (1 - kept**age) / loss)
    return when(decay < 1e-12, age, when(decay.equals(1), 0, worn))
