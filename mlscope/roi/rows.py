"""The rows of benefits and costs as lines of the cash flow, with a sentence on every row that counts for nothing or by default."""

from collections.abc import Sequence

import numpy as np

from mlscope.project.estimates import AnyEstimate
from mlscope.project.results import Floats
from mlscope.project.steps.value import Benefit, Cost, When
from mlscope.roi import cashflow
from mlscope.roi.cashflow import Line
from mlscope.roi.entries import Sheet, listed

Part = tuple[str, str, AnyEstimate]
"""A column that takes part in a row's amount, what its input is called after the row's name, and the estimate in it."""


def benefit_lines(sheet: Sheet, rows: Sequence[Benefit], profile: Floats) -> list[Line]:
    """The benefits; `profile` is the share of the full benefit in each year."""
    lines, idle = [], []
    for name, line in _lines(sheet, "value.benefits", "Benefit", rows, When.yearly):
        counted = Line(line.key, line.weights * profile, line.times)
        lines.append(counted)
        idle += [] if counted.weights.any() else [name]
    if idle:
        sheet.assumptions.append(
            f"Not counted, because it would come before launch or before any ramp-up: {listed(idle)}."
        )
    twice = [
        row.name or f"Benefit {number}"
        for number, row in enumerate(rows, 1)
        if row.amount is not None and _drivers(row)
    ]
    if twice:
        sheet.assumptions.append(
            f"Counted by its amount, though units and their worth are given too: {listed(twice)}."
        )
    return lines


def cost_lines(sheet: Sheet, rows: Sequence[Cost]) -> list[Line]:
    """The costs."""
    return [line for _, line in _lines(sheet, "value.costs", "Cost", rows, When.once)]


def parts(row: Benefit | Cost) -> list[Part]:
    """What a row's amount is, or is the product of; nothing where that is not known."""
    if row.amount is not None:
        return [("amount", "", row.amount)]
    return _drivers(row) if isinstance(row, Benefit) else []


def _drivers(row: Benefit) -> list[Part]:
    if row.units is None or row.unit_value is None:
        return []
    found: list[Part] = [("units", ": units", row.units), ("unit_value", ": worth of one", row.unit_value)]
    return found if row.change is None else [*found, ("change", ": change", row.change)]


def in_years(years: int, first: int, when: When) -> Floats:
    """1 in the years in which an amount occurs, else 0."""
    year = np.arange(years + 1)
    return np.where(year == first if when == When.once else year >= first, 1.0, 0.0)


def _lines(
    sheet: Sheet, table: str, word: str, rows: Sequence[Benefit | Cost], unsaid: When
) -> list[tuple[str, Line]]:
    """The named lines of a table before any profile; amounts are prices of year 1 and grow from there."""
    lines, unpriced, late, untimed = [], [], [], []
    for number, row in enumerate(rows, 1):
        name, when = row.name or f"{word} {number}", row.when or unsaid
        first = row.year if row.year is not None else 0 if (word, when) == ("Cost", When.once) else 1
        if not parts(row):
            unpriced.append(name)
        elif first > sheet.years:
            late.append(name)
        else:
            key, *times = [
                sheet.add(f"{table}/{row.id}/{column}", name + what, estimate)
                for column, what, estimate in parts(row)
            ]
            weights = (
                in_years(sheet.years, first, when)
                * cashflow.growth(row.growth or 0.0, sheet.years)
                * sheet.prices
            )
            lines.append((name, Line(key, weights, tuple(times))))
            untimed += [name] if row.when is None else []
    note = sheet.assumptions.append
    if unpriced:
        note(f"Not counted, because no amount is given: {listed(unpriced)}.")
    if late:
        note(f"Not counted, because it begins after the last year looked at: {listed(late)}.")
    if untimed:
        note(
            f"Counted {'every year' if unsaid == When.yearly else 'once'}, because nothing else is said: {listed(untimed)}."
        )
    return lines
