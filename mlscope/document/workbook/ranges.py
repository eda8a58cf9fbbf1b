"""The sheet on which ranges become figures: the mean of every estimate, and its P10, P50 and P90, each by
live formulas.

The mean of a P10 / P50 / P90 range has no closed form; it is the integral of its quantile function (J-QPD,
Hadlock and Bickel 2017) over the normal density, by Gauss-Legendre quadrature over nodes on a hidden sheet.
`mlscope.estimates.sampling` is the model.
"""

import math
from dataclasses import dataclass

import numpy as np

from mlscope.document.workbook.formulas import (
    Formula,
    absolute,
    acosh,
    asinh,
    below_normal,
    beta_quantile,
    both,
    choose,
    cosh,
    either,
    exp,
    least,
    ln,
    match,
    most,
    normal_quantile,
    sign,
    sinh,
    sqrt,
    sum_products,
    when,
)
from mlscope.document.workbook.pen import Grid
from mlscope.estimates.notation import KIND_LABELS
from mlscope.estimates.sampling import Z90, Z95
from mlscope.results import Floats

PANELS, DEGREE = 20, 24
FAR_BELOW, FAR_ABOVE = 10.0, 45.0
"""How far, in normal quantiles, the integrals reach: the heavy tail above may hold most of the mean."""

HEADS = (
    *(
        "Input",
        "Kind",
        "Middle of the normal",
        "Spread of the normal",
        "x of P10",
        "x of P50",
        "x of P90",
        "Skew",
        "Bend",
        "Size",
    ),
    *("Start", "End of integral", "Integral", "Mean", "P10", "P50", "P90"),
)
EXPLANATION = (
    "How the mean of each range on Inputs is found, and its P10, P50 and P90 for Scenarios.",
    (
        "Closed forms, except for P10 / P50 / P90 ranges: their mean is the integral of the distribution"
        " through the three points (J-QPD)."
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells of an estimate on the Inputs sheet, what a blank one counts as, and whether it is a share
    that ends at 100 %.
    """

    row: int
    label: Formula
    kind: Formula
    low: Formula
    middle: Formula
    high: Formula
    lower: Formula
    upper: Formula
    blank: float
    share: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What an estimate comes to: its mean and three points of it."""

    mean: Formula
    p10: Formula
    p50: Formula
    p90: Formula


def quadrature() -> tuple[Floats, Floats]:
    """Nodes and weights of Gauss-Legendre quadrature in panels over 0 to 1, shape (480,) each."""
    nodes, weights = np.polynomial.legendre.leggauss(DEGREE)
    inside = np.arange(PANELS)[:, None] + (nodes + 1) / 2
    return inside.ravel() / PANELS, np.tile(weights / 2 / PANELS, PANELS)


class Ranges:
    """The sheet being written, with the nodes of its integrals and the names of the kinds."""

    def __init__(self, grid: Grid, tables: Grid) -> None:
        self.grid = grid
        tables.words(0, 0, "Nodes", "head")
        tables.words(0, 1, "Weights", "head")
        tables.words(0, 2, "Kinds", "head")
        nodes, weights = quadrature()
        self.nodes, self.weights = (
            tables.numbers(1, 0, nodes.tolist()),
            tables.numbers(1, 1, weights.tolist()),
        )
        for row, label in enumerate(KIND_LABELS.values(), 1):
            tables.words(row, 2, label)
        self.kinds = tables.range(1, 2, len(KIND_LABELS), 2, list(KIND_LABELS.values()))
        self._head()
        self.z90 = self._constant(3, "Normal quantile of 90 %", "z_90", Z90)
        self.z95 = self._constant(4, "Normal quantile of 95 %", "z_95", Z95)

    def _head(self) -> None:
        grid = self.grid
        grid.title("Ranges and their means", *EXPLANATION)
        for column, head in enumerate(HEADS):
            grid.words(5, column, head, "head")
        grid.sheet.set_row(5, 30)
        grid.sheet.set_column(0, 0, 44)
        grid.sheet.set_column(1, len(HEADS) - 1, 12)
        grid.sheet.freeze_panes(6, 1)

    def _constant(self, row: int, label: str, name: str, value: float) -> Formula:
        self.grid.words(row, 0, label, "muted")
        cell = self.grid.number(row, 1, value, "factor")
        self.grid.pen.book.define_name(name, "=" + cell.text)
        return Formula(name, value)

    def add(self, asked: Asked) -> Figures:
        """Write the row of an estimate and return its figures."""
        put, row = self.grid.put, asked.row
        put(row, 0, asked.label)
        kind = put(row, 1, when(asked.kind.blank, 0, match(asked.kind, self.kinds)), "whole")
        centre, spread = self._normal(asked, kind)
        end, integral = self._integral(asked, kind)
        mean = put(row, 13, self._mean(asked, kind, centre, spread, end, integral), "number bold")
        points = [
            put(row, 14 + n, self._quantile(asked, kind, centre, spread, n, mean), "number") for n in range(3)
        ]
        return Figures(mean, *points)

    def _normal(self, asked: Asked, kind: Formula) -> tuple[Formula, Formula]:
        """The normal behind a 90 % range: of its logarithm where it lies above zero."""
        low, high, above = asked.low, asked.high, asked.low > 0
        middle = when(above, (ln(low) + ln(high)) / 2, (low + high) / 2)
        spread = when(above, (ln(high) - ln(low)) / (2 * self.z95), (high - low) / (2 * self.z95))
        put, ranged = self.grid.put, kind.equals(3)
        return put(asked.row, 2, when(ranged, middle, ""), "factor"), put(
            asked.row, 3, when(ranged, spread, ""), "factor"
        )

    def _integral(self, asked: Asked, kind: Formula) -> tuple[Formula, Formula]:
        """Where the integral of a P10 / P50 / P90 range ends, as a normal quantile, and what it comes to
        above the bound.
        """
        bounded, curved = ~asked.upper.blank, both(kind.equals(1), asked.low < asked.high)
        width = asked.upper - asked.lower

        def cell(column: int, part: Formula) -> Formula:
            return self.grid.put(asked.row, column, when(curved, part, ""), "factor")

        def place(value: Formula) -> Formula:
            gap = value - asked.lower
            return when(bounded, normal_quantile(gap / width), ln(gap))

        low, middle, high = (
            cell(4, place(asked.low)),
            cell(5, place(asked.middle)),
            cell(6, place(asked.high)),
        )
        lean = low + high - 2 * middle
        side = cell(7, when(absolute(lean) <= 1e-9 * (high - low), 0, sign(lean)))
        nearer = least(middle - low, high - middle)
        ratio = (high - low) / (2 * nearer)
        bend = cell(8, when(side.equals(0), 1e-6, when(bounded, acosh(ratio), sqrt(ratio**2 - 1)) / self.z90))
        size = cell(9, when(bounded, (high - low) / sinh(2 * bend * self.z90), nearer / (bend * self.z90)))
        between = choose(side + 2, high, middle, low)
        start = cell(
            10, when(bounded, between, choose(side + 2, asked.high, asked.middle, asked.low) - asked.lower)
        )
        shift = when(bounded, side * self.z90, side * asinh(self.z90 * bend))
        curve = Curve(asked, bend, size, start, shift, side)
        end = cell(11, when(bounded, curve.end_between(), curve.end_above()))
        inside = when(
            bounded, curve.between(self.nodes, self.weights, end), curve.above(self.nodes, self.weights, end)
        )
        return end, cell(12, inside)

    def _mean(
        self, asked: Asked, kind: Formula, centre: Formula, spread: Formula, end: Formula, integral: Formula
    ) -> Formula:
        low, middle, high = asked.low, asked.middle, asked.high
        logarithmic = exp(least(centre + spread**2 / 2, 700))
        if asked.share:
            logarithmic = logarithmic * below_normal(0 - centre / spread - spread) + below_normal(
                centre / spread
            )
        inside = asked.lower + integral
        if asked.share:
            inside = (
                asked.lower * below_normal(end)
                + integral
                + when(Curve.capped(asked), below_normal(0 - end), 0)
            )
        by_kind = choose(
            kind,
            when(low.equals(high), middle, inside),
            (low + 4 * middle + high) / 6,
            when(low.equals(high), low, when(low > 0, logarithmic, centre)),
            low + (high - low) / 2,
            low,
            low,
        )
        return when(kind.equals(0), asked.blank, by_kind)

    def _quantile(
        self, asked: Asked, kind: Formula, centre: Formula, spread: Formula, point: int, mean: Formula
    ) -> Formula:
        """P10, P50 or P90, by `point` 0, 1 or 2; a chance stays a chance."""
        low, middle, high = asked.low, asked.middle, asked.high
        width, share = high - low, (0.1, 0.5, 0.9)[point]
        shape = 1 + 4 * (middle - low) / width
        normal = centre + (point - 1) * self.z90 * spread
        by_kind = choose(
            kind,
            (low, middle, high)[point],
            when(low.equals(high), low, low + width * beta_quantile(share, shape, 6 - shape)),
            when(low > 0, exp(normal), normal),
            low + width * share,
            low,
            low,
        )
        found = when(kind.equals(0), mean, by_kind)
        return most(0, least(1, found)) if asked.share else found


@dataclass(frozen=True, slots=True)
class Curve:
    """The quantile function of a P10 / P50 / P90 range, as formulas of its parameters."""

    asked: Asked
    bend: Formula
    size: Formula
    start: Formula
    shift: Formula
    side: Formula

    @staticmethod
    def capped(asked: Asked) -> Formula:
        """Does the range reach beyond 100 %?"""
        return either(asked.upper.blank, asked.upper > 1)

    def end_above(self) -> Formula:
        """Where a range without upper bound ends: far out, or where a share reaches 100 %."""
        if not self.asked.share:
            return Formula(f"{FAR_ABOVE:g}", FAR_ABOVE)
        top = asinh(ln((1 - self.asked.lower) / self.start) / self.size) - self.shift
        return least(FAR_ABOVE, sinh(top) / self.bend)

    def end_between(self) -> Formula:
        """The same with an upper bound."""
        if not self.asked.share:
            return Formula(f"{FAR_BELOW:g}", FAR_BELOW)
        reached = normal_quantile((1 - self.asked.lower) / (self.asked.upper - self.asked.lower))
        top = asinh((reached - self.start) / self.size) / self.bend - self.shift
        return when(self.asked.upper > 1, least(FAR_BELOW, top), FAR_BELOW)

    def above(self, nodes: Formula, weights: Formula, end: Formula) -> Formula:
        """The integral without upper bound, over t with z = sinh(t) / bend, in which the integrand is
        smooth.
        """
        first = asinh(FAR_BELOW * self.bend)
        reach = asinh(self.bend * end) + first
        t = nodes * reach - first
        density = exp(self.size * sinh(t + self.shift) - (sinh(t) / self.bend) ** 2 / 2) * cosh(t)
        return self.start * reach / (self.bend * math.sqrt(2 * math.pi)) * sum_products(weights * density)

    def between(self, nodes: Formula, weights: Formula, end: Formula) -> Formula:
        """The integral with an upper bound."""
        reach = end + FAR_BELOW
        z = nodes * reach - FAR_BELOW
        below = below_normal(self.start + self.size * sinh(self.bend * (z + self.shift)))
        weighted = sum_products(weights * exp(0 - z**2 / 2) * below)
        return (self.asked.upper - self.asked.lower) * reach / math.sqrt(2 * math.pi) * weighted
