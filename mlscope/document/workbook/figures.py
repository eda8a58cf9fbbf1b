"""What finance asks of a cash flow, by formulas, and the Workings sheet that they rest on.
`mlscope.money.finance` is the model.

A rate of return is searched for by halving an interval, so that it is found whatever its size, and then
handed to the spreadsheet's own function; it stands only where the flows change their sign exactly once.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from mlscope.document.workbook.formulas import (
    Formula,
    absolute,
    both,
    call,
    either,
    exp,
    first_of,
    item,
    least,
    most,
    sign,
    sum_products,
    total,
    when,
)
from mlscope.document.workbook.inputs import Inputs
from mlscope.document.workbook.pen import Grid, Years
from mlscope.document.workbook.timing import FIRST, LONGEST, Timing, heads, periods
from mlscope.money import finance

ROUNDING = 1e-12
NEVER, NO_RATE, SEVERAL = "never", "none", "ambiguous"
STEPS, EDGE = 48, 30.0
"""Halvings of the search, and how far it reaches: rates from about -100 % to exp(30) - 1."""

EXPLANATION = (
    "What payback and the internal rate of return rest on: when balances are below zero, how often flows"
    " change their sign, and the search for the rate."
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A net cash flow after tax, and its balances, in each year."""

    name: str
    net: Years
    discounted: Years
    balance: Years
    discounted_balance: Years


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a flow; a text where there is none."""

    npv: Formula
    irr: Formula
    mirr: Formula
    payback: Formula
    discounted_payback: Formula


class Workings:
    """The sheet being written."""

    def __init__(self, grid: Grid, inputs: Inputs, timing: Timing, horizon: int) -> None:
        self.grid, self.inputs = grid, inputs
        grid.title("Workings", EXPLANATION)
        self.row = heads(grid, inputs, 3, ("", "", "", ""), horizon) + 1
        self.period, self.counted = timing.period, timing.counted
        self.last, self.per_year = timing.last, timing.per_year
        self.capped = self._row(
            "Period, at most the last", [least(cell, self.last) for cell in self.period], "whole"
        )

    def figures(self, flow: Flow) -> Figures:
        """All figures of a flow."""
        self.row = self.grid.section(self.row, flow.name, FIRST + LONGEST)
        return Figures(
            total(flow.discounted.span),
            self._irr(flow.net),
            self._mirr(flow.net),
            self._payback("Period + 1 where the balance is below zero", flow.net, flow.balance),
            self._payback("The same, discounted", flow.discounted, flow.discounted_balance),
        )

    def finish(self, horizon: int) -> None:
        """Set up printing, once everything stands there."""
        self.grid.print_as_pages(self.row - 1, FIRST + periods(horizon), repeat_row=3)

    def _row(self, label: str, cells: list[Formula], styles: str = "factor") -> Years:
        self.grid.words(self.row, 0, label)
        made = self.grid.years(self.row, FIRST, cells, styles)
        self.row += 1
        return made

    def _figure(self, label: str, formula: Formula, styles: str = "factor") -> Formula:
        self.grid.words(self.row, 0, label)
        made = self.grid.put(self.row, 1, formula, styles)
        self.row += 1
        return made

    def _payback(self, label: str, flow: Years, balance: Years) -> Formula:
        """Years until the balance stays at or above zero, interpolated within the year; 0 if it never is
        below, else a word.
        """
        moved = self._figure("Money moved in all years", sum_products(absolute(flow.span)), "money")
        below = [
            when(both(one < 0 - ROUNDING * moved, inside.equals(1)), period + 1, 0)
            for one, inside, period in zip(balance, self.counted, self.period, strict=True)
        ]
        last = most(self._row(label, below, "whole").span)
        found = self._figure("Last period below zero, + 1", last, "whole")
        short = 0 - item(balance.span, most(found, 1))
        after = item(balance.span, least(found + 1, LONGEST + 1))
        within = (found - 1 + least(short / (short + most(after, 0)), 1)) / self.per_year
        return when(found.equals(0), 0, when(found > self.last, NEVER, within))

    def _irr(self, net: Years) -> Formula:
        """The internal rate of return; a word where there is none, or more than one could be."""
        largest = self._figure("Largest flow", most(most(net.span), 0 - least(net.span)), "money")
        clean = self._row(
            "Flow without rounding",
            [when(absolute(one) > ROUNDING * largest, one, 0) for one in net],
            "money",
        )
        signs = self._signs(clean)
        changed = [when(both(~a.equals(0), ~a.equals(b)), 1, 0) for a, b in pairwise(signs)]
        changes = self._figure(
            "Changes of sign",
            total(self._row("Sign changes", [0 * signs[0], *changed], "whole").span),
            "whole",
        )
        rate = self._search(clean)
        own = call(
            "IRR", lambda flows, _: finance.irr(np.asarray(flows))[0] or np.nan, self._within(net), rate
        )
        each = Formula(f"IFERROR({own.text},{rate.text})", own.value)
        found = when(self.per_year.equals(1), each, (1 + each) ** self.per_year - 1)
        return when(changes.equals(0), NO_RATE, when(changes > 1, SEVERAL, found))

    def _signs(self, clean: Years) -> Years:
        """The sign of the last flow that was not zero, up to each year."""
        signs = np.sign([float(cell.value) for cell in clean])
        known: list[float] = []
        for one in signs:
            known.append(float(one) if one or not known else known[-1])
        at = [self.grid.at(self.row, FIRST + n, value, along=True) for n, value in enumerate(known)]
        return self._row(
            "Sign so far",
            [when(one.equals(0), at[n - 1], sign(one)) if n else sign(one) for n, one in enumerate(clean)],
            "whole",
        )

    def _search(self, clean: Years) -> Formula:
        """The rate at which the flows are worth nothing, by halving an interval of log(1 + rate)."""
        self.grid.words(
            self.row, 0, "Search for the rate: low, high, middle, and the worth at the middle", "muted"
        )
        self.row += 1
        put = self.grid.put
        below = self._figure(
            "Worth at the lowest rate", self._worth(clean, Formula(f"({-EDGE:g})", -EDGE)), "money"
        )
        low, high = Formula(f"({-EDGE:g})", -EDGE), Formula(f"{EDGE:g}", EDGE)
        for _ in range(STEPS):
            middle = (low + high) / 2
            row = self.row
            at_low, at_high = put(row, 1, low, "factor"), put(row, 2, high, "factor")
            at_middle = put(row, 3, middle, "factor")
            worth = put(row, FIRST, self._worth(clean, at_middle), "money")
            same = sign(worth).equals(sign(below))
            low, high = when(same, at_middle, at_low), when(same, at_high, at_middle)
            self.row += 1
        return self._figure("Rate found, by period", exp(at_middle) - 1)

    def _worth(self, clean: Years, log_growth: Formula) -> Formula:
        """Net present value at a rate, scaled so that nothing overflows."""
        return sum_products(
            clean.span * exp(0 - log_growth * self.capped.span - most(0, 0 - log_growth * self.last))
        )

    def _within(self, flow: Years) -> Formula:
        """The flow within the horizon."""
        return first_of(flow.span, self.last + 1)

    def _mirr(self, net: Years) -> Formula:
        """The modified internal rate of return."""
        flows = self._within(net)
        each = [
            (1 + self.inputs[f"value.{rate}"]) ** (1 / self.per_year) - 1
            for rate in ("finance_rate", "reinvestment_rate")
        ]
        found = (1 + call("MIRR", _mirr, flows, *each)) ** self.per_year - 1
        return when(either(least(net.span) >= 0, most(net.span) <= 0), NO_RATE, found)


def _mirr(flows: Any, finance_rate: float, reinvestment: float) -> float:
    return finance.mirr(np.asarray(flows), float(finance_rate), float(reinvestment)) or np.nan
