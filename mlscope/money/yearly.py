"""What a year was said to bring and to cost, if the project goes on, works and is used: the ranges that the
actual amounts of that year are set beside.
"""

from dataclasses import replace

import numpy as np

from mlscope.money import cashflow, simulation
from mlscope.money.budget import spending_lines
from mlscope.money.distributions import percentile
from mlscope.money.model import read
from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.results import Floats, Money, YearRange
from mlscope.settings import POINTS


def year_ranges(project: Project, money: Money) -> tuple[YearRange, ...]:
    """P10, P50 and P90 of the nominal costs and benefits of each year, before tax; none while nothing is
    known.

    Costs are those of the budget, risks that count among them. Benefits are those of a solution that works
    and is used: the chances of that are forecasts of their own. `money` is what `evaluate` found.
    """
    if not money.known:
        return ()
    effective = project.effective()
    sheet = read(effective, money.basis)
    draws = simulation.draw(sheet, allot(project.slots, drawn_keys(effective)), POINTS, money.seed)
    working = replace(sheet.model, costs=tuple(spending_lines(sheet.model)), chances=(), pilot=None)
    found = cashflow.flows(working, draws.values, draws.count)
    sides = {"cost": found.costs, "benefit": found.benefits}
    return tuple(
        _range(side, year, amounts)
        for side, flows in sides.items()
        for year, amounts in enumerate(cashflow.by_year(flows, working.per_year))
        if amounts.any()
    )


def _range(side: str, year: int, amounts: Floats) -> YearRange:
    low, middle, high = (float(percentile(np.sort(amounts), share)) for share in (0.1, 0.5, 0.9))
    return YearRange(side, year, low, middle, high)
