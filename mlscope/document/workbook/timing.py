"""The Timing sheet: what one unit of every amount comes to in each period, before chances. A period is a year
or, with a short horizon, a quarter; the first is today.
`mlscope.money.cashflow` is the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mlscope.document.workbook.formulas import (
    Formula,
    both,
    formula,
    least,
    ln,
    most,
    sum_products,
    total,
    when,
    whole,
)
from mlscope.document.workbook.inputs import Entered, Inputs
from mlscope.document.workbook.pen import Grid, Years
from mlscope.money.cashflow import BY_QUARTER

LONGEST = 40
FIRST = 4
"""The column of today, on every sheet with years."""
RAMPED = 3
"""Years after the launch that have a share of ramp-up."""

EXPLANATION = (
    "What one unit of each amount comes to in each year, or quarter with one or two years to look ahead: when"
    " it occurs, its growth, prices, ramp-up, launch and wear. Chances come later."
)
ALTERNATIVE = (
    ("value.alternative_benefit", "Benefit of the alternative", 1, 1),
    ("value.alternative_cost_once", "Single cost of the alternative", 0, -1),
    ("value.alternative_cost_yearly", "Yearly cost of the alternative", 1, -1),
)
"""Each amount of the alternative, its name, its first year, and its sign."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A line of benefits or costs with what a unit of it comes to in each period, and what of it tax takes
    into account.
    """

    entered: Entered
    units: Years
    deducted: Years


@dataclass(frozen=True, slots=True)
class Timing:
    """Every row that the cash flow is made of."""

    per_year: Formula
    """Periods a year, 1 or 4."""
    last: Formula
    """The last period within the horizon."""
    period: Years
    """The periods' numbers, 0 for today."""
    counted: Years
    discount: Years
    benefits: tuple[Timed, ...]
    costs: tuple[Timed, ...]
    decisions: Years
    running: Years
    """An amount that occurs every year from year 1 on."""
    in_use: Years
    """A yearly amount from the launch on."""
    now: Years
    """An amount of today."""
    now_deducted: Years
    """What of a single amount of today tax takes into account."""


def write(grid: Grid, inputs: Inputs, horizon: int) -> Timing:
    """Write the sheet; years beyond `horizon` are there, folded away."""
    grid.title("Timing", EXPLANATION)
    top = heads(grid, inputs, 3, ("", "When", "First year", "Growth"), horizon)
    rows = _Rows(grid, inputs, top + 1)
    rows.section("Time")
    per_year = rows.per_year
    counted = rows.of("Within the horizon", lambda n: when(rows.period[n] <= rows.last, 1, 0), "whole")
    moment = rows.of("Years from today", lambda n: rows.period[n] / per_year)
    discount = rows.of("Discount factor", lambda n: (1 + inputs["value.discount_rate"]) ** (0 - moment[n]))
    prices = rows.of(
        "Prices, year 1 = 1", lambda n: (1 + inputs["value.inflation"]) ** most(rows.year[n] - 1, 0)
    )
    rows.section("After the launch")
    age, yearly, single = _uptake(rows, inputs, moment, counted)
    rows.section("Amounts of 1 in prices of year 1, within the horizon")
    real = rows.of("A full benefit, as it comes", lambda n: yearly[n] * prices[n])
    real_once = rows.of("A single benefit", lambda n: single[n] * prices[n])
    spent = rows.of("A yearly cost", lambda n: counted[n] * prices[n] * (1 / per_year if n else formula(1)))
    spent_once = rows.of("A single cost", lambda n: counted[n] * prices[n])
    rows.section("Benefits")
    benefits = tuple(
        rows.line(one, "Every year", real, real_once)
        for one in inputs.table("benefits")
        if not one.line.driver
    )
    rows.section("Costs")
    costs = tuple(rows.line(one, "Once", spent, spent_once) for one in inputs.table("costs"))
    rows.section("Other amounts")
    running = rows.of("Every year from year 1", lambda n: when(rows.year[n] >= 1, spent[n], 0))
    in_use = rows.of(
        "Every year from the launch",
        lambda n: spent_once[n] * (most(age[n], 0) - most(age[n - 1], 0)) if n else 0 * spent_once[n],
    )
    now = rows.of("Today", lambda n: spent_once[n] if n == 0 else 0 * spent_once[n])
    rows.section("Taken into account by tax")
    costs = tuple(replace(one, deducted=rows.deducted(one)) for one in costs)
    now_deducted = rows.written_off("A single amount of today", now, formula(1) > 0)
    grid.print_as_pages(rows.row - 1, FIRST + periods(horizon), repeat_row=3)
    return Timing(
        per_year,
        rows.last,
        rows.period,
        counted,
        discount,
        benefits,
        costs,
        real,
        running,
        in_use,
        now,
        now_deducted,
    )


def periods(horizon: int) -> int:
    """The number of periods that a workbook made with this horizon shows after today."""
    return horizon * 4 if horizon <= BY_QUARTER else horizon


def by_quarter(inputs: Inputs) -> Formula:
    """Is the horizon short enough to count by quarter?"""
    return inputs["value.horizon_years"] <= BY_QUARTER


def heads(
    grid: Grid, inputs: Inputs, row: int, titles: Sequence[str], horizon: int, *, freeze: bool = True
) -> int:
    """The heads of a sheet with periods, and its layout; returns its row."""
    for column, title in enumerate(titles):
        grid.words(row, column, title, "head right" if column > 1 else "head")
    short = by_quarter(inputs)
    for n in range(LONGEST + 1):
        grid.put(row, FIRST + n, when(short, f"Quarter {n}" if n else "Today", f"Year {n}"), "head right")
    horizon = periods(horizon)
    grid.sheet.set_column(0, 0, 46)
    grid.sheet.set_column(1, 1, 25)
    grid.sheet.set_column(2, FIRST - 1, 13)
    grid.sheet.set_column(FIRST, FIRST + horizon, 14)
    if horizon < LONGEST:
        grid.sheet.set_column(FIRST + horizon + 1, FIRST + LONGEST, 14, None, {"level": 1, "hidden": True})
        grid.sheet.set_column(FIRST + LONGEST + 1, FIRST + LONGEST + 1, 3, None, {"collapsed": True})
    if freeze:
        grid.sheet.freeze_panes(row + 1, FIRST)
    return row


class _Rows:
    """The rows, one below the other."""

    def __init__(self, grid: Grid, inputs: Inputs, row: int) -> None:
        self.grid, self.inputs, self.row = grid, inputs, row
        self.when = dict[str, Formula]()
        """When each line of benefits or costs occurs, by its key."""
        self.per_year = self._figure("Periods a year", when(by_quarter(inputs), 4, 1))
        self.last = self._figure("Last period", inputs["value.horizon_years"] * self.per_year)
        self.grid.words(self.row, 0, "Period")
        numbers = [grid.number(self.row, FIRST + n, n, "whole", along=True) for n in range(LONGEST + 1)]
        self.period = Years(grid, self.row, FIRST, numbers)
        self.row += 1
        self.year = self.of("Year", lambda n: 0 - whole((0 - self.period[n]) / self.per_year), "whole")

    def _figure(self, label: str, value: Formula) -> Formula:
        """A row with one figure."""
        self.grid.words(self.row, 0, label)
        self.row += 1
        return self.grid.put(self.row - 1, 1, value, "whole")

    def section(self, title: str) -> None:
        """A heading."""
        self.row = self.grid.section(self.row, title, FIRST + LONGEST)

    def of(self, label: str, at: Callable[[int], Formula], styles: str = "factor") -> Years:
        """A row computed from the place of the period, and so from other rows."""
        self.grid.words(self.row, 0, label)
        made = self.grid.years(self.row, FIRST, [at(n) for n in range(LONGEST + 1)], styles)
        self.row += 1
        return made

    def line(self, one: Entered, unsaid: str, yearly: Years, single: Years) -> Timed:
        """A row of benefits or costs: when it occurs, and its growth, times what a yearly or a single amount
        comes to.
        """
        put = self.grid.put
        put(self.row, 0, one.label)
        is_blank = one.beside["when"].blank
        timed = put(self.row, 1, when(is_blank, unsaid, one.beside["when"]))
        usual = formula(1) if unsaid == "Every year" else when(timed.equals("Once"), 0, 1)
        first = put(self.row, 2, when(one.beside["year"].blank, usual, one.beside["year"]), "whole")
        growth = put(self.row, 3, 0 + one.beside["growth"], "share")

        def unit(n: int) -> Formula:
            year = self.year[n]
            falls = when(
                timed.equals("Every year"),
                when(year >= first, yearly[n], 0),
                when(self.period[n].equals(first * self.per_year), single[n], 0),
            )
            return (1 + growth) ** most(year - 1, 0) * falls

        made = self.grid.years(self.row, FIRST, [unit(n) for n in range(LONGEST + 1)], "factor")
        self.when[one.line.main.key] = timed
        self.row += 1
        return Timed(one, made, made)

    def deducted(self, timed: Timed) -> Years:
        """What of a unit of a cost tax takes into account in each period: what is paid, or a single amount
        written off.
        """
        once = self.when[timed.entered.line.main.key].equals("Once")
        return self.written_off(timed.entered.label, timed.units, once)

    def written_off(self, label: str | Formula, units: Years, once: Formula) -> Years:
        """A row that writes single amounts off in equal parts over the years after they are spent; what is
        left in the last period is written off there.
        """
        length = self.inputs["value.write_off_years"] * self.per_year
        wanted = both(self.inputs.given("value.write_off_years"), once)
        if isinstance(label, Formula):
            self.grid.put(self.row, 0, label)
        else:
            self.grid.words(self.row, 0, label)
        cells = list[Formula]()
        for n in range(LONGEST + 1):
            now = self.period[n]
            due = (self.period.span < now) * (self.period.span >= now - length)
            part = sum_products(units.span * due) / length
            earlier = self.grid.range(
                self.row, FIRST, self.row, FIRST + n - 1, np.array([float(cell.value) for cell in cells])
            )
            rest = total(units.span) - total(earlier) if n else total(units.span)
            off = when(now < self.last, part, when(now.equals(self.last), rest, 0))
            cells.append(when(wanted, off, units[n]))
        made = self.grid.years(self.row, FIRST, cells, "factor")
        self.row += 1
        return made


def _uptake(rows: _Rows, inputs: Inputs, moment: Years, counted: Years) -> tuple[Years, Years, Years]:
    """Years since the launch, years of full benefit that come in each period, and the share of a single one:
    ramp-up since the launch, and wear.
    """
    age = rows.of("Years since launch", lambda n: moment[n] - inputs["value.launch_month"] / 12)
    limits = rows.of(
        "Years of full performance in the first 0, 1, 2, 3 years",
        lambda n: _in_use(inputs, formula(min(n, RAMPED))),
    )
    used, before = (
        rows.of(label, lambda n, ago=ago: _in_use(inputs, most(age[n] - ago, 0)))  # type: ignore[misc]
        for label, ago in (
            ("Years of full performance since launch", 0),
            ("The same a year earlier", 1),
        )
    )

    def ramped(performed: Formula) -> Formula:
        parts = [least(performed, limits[year]) for year in range(RAMPED + 1)]
        shares = [inputs[f"value.ramp_up_year_{year}"] for year in range(1, RAMPED + 1)]
        come = performed - parts[-1]
        for share, earlier, later in zip(shares, parts, parts[1:], strict=False):
            come = come + share * (later - earlier)
        return come

    come = rows.of("Years of full benefit since launch", lambda n: ramped(used[n]))
    earlier = rows.of("The same a year earlier", lambda n: ramped(before[n]))
    yearly = rows.of(
        "Years of full benefit in the period",
        lambda n: counted[n] * (come[n] - come[n - 1]) if n else 0 * counted[0],
    )
    single = rows.of(
        "Share of a single benefit",
        lambda n: (
            counted[n]
            * when(
                age[n] > 0,
                (come[n] - earlier[n]) / least(age[n], 1),
                when(age[n].equals(0), inputs["value.ramp_up_year_1"], 0),
            )
        ),
    )
    return age, yearly, single


def _in_use(inputs: Inputs, age: Formula) -> Formula:
    """The integral of (1 - decay)^(time since retraining) from launch on."""
    decay, months = inputs["value.decay_per_year"], inputs["approach.retraining_months"]
    cycle, kept = months / 12, 1 - decay
    loss = 0 - ln(kept)
    cycles = whole(age / cycle)
    reset = (cycles * (1 - kept**cycle) + 1 - kept ** (age - cycles * cycle)) / loss
    worn = when(both(inputs.given("approach.retraining_months"), months > 0), reset, (1 - kept**age) / loss)
    return when(decay < 1e-12, age, when(decay.equals(1), 0, worn))
