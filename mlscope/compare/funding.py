"""Which set of projects to fund under a budget: a knapsack, solved exactly."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from mlscope.errors import InputError
from mlscope.project.results import Candidate, Floats, Portfolio

_ROUNDING = 1e-9
"""A budget that is met to the cent is met, whatever the binary fractions of its summands."""
_UNIT = 1e6
"""Values are scaled so that the largest is this, far above the solver's absolute tolerances."""


def fund(candidates: Sequence[Candidate], budget: float) -> Portfolio:
    """The set with the highest mean incremental NPV whose mean discounted cost fits the budget.

    Projects without figures or without a positive value are never in it. InputError when the budget is negative or the
    amounts are in different currencies.
    """
    if not (math.isfinite(budget) and budget >= 0):
        raise InputError(f"the budget must be an amount of zero or more; found {budget:g}")
    fundable = sorted((c for c in candidates if _worthwhile(c)), key=lambda c: c.id)
    currencies = sorted({c.money.currency for c in fundable})
    if len(currencies) > 1:
        raise InputError(f"these projects count in {' and '.join(currencies)}, and one budget cannot: compare those of one currency")
    cost = np.array([_cost(c) for c in fundable])
    value = np.array([_value(c) for c in fundable])
    chosen = best_set(cost, value, budget)
    selected = {fundable[i].id for i in chosen}
    return Portfolio(
        selected=tuple(c.id for c in candidates if c.id in selected),
        cost=math.fsum(cost[chosen]),
        value=math.fsum(value[chosen]),
        budget=budget,
        left_out=tuple(c.id for c in candidates if c.id not in selected),
    )


def best_set(cost: Floats, value: Floats, budget: float) -> list[int]:
    """Positions of the set with the largest total value and a total cost of at most `budget`; values above zero."""
    limit = budget * (1 + _ROUNDING)
    free = np.flatnonzero(cost <= 0).tolist()
    paid = np.flatnonzero((cost > 0) & (cost <= limit))
    if math.fsum(cost[paid]) <= limit:
        return sorted([*free, *paid.tolist()])
    bounds = [LinearConstraint(cost[paid] / limit, ub=1.0)]
    while True:
        taken = _solved(value[paid], bounds)
        if math.fsum(cost[paid[taken]]) <= limit:
            return sorted([*free, *paid[taken].tolist()])
        bounds.append(LinearConstraint(taken.astype(float), ub=taken.sum() - 1.0))  # over by less than the solver's tolerance


def _solved(value: Floats, bounds: Sequence[LinearConstraint]) -> npt.NDArray[np.bool_]:
    scaled = -value * (_UNIT / value.max())
    solution = milp(
        scaled, constraints=bounds, integrality=np.ones(len(value), dtype=int), bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0}
    )
    assert solution.x is not None, solution.message  # the empty set always fits
    return np.round(solution.x).astype(bool)


def _worthwhile(candidate: Candidate) -> bool:
    money = candidate.money
    return money.deterministic is not None and money.incremental is not None and money.incremental.mean > 0


def _cost(candidate: Candidate) -> float:
    assert candidate.money.deterministic is not None
    return candidate.money.deterministic.discounted_cost


def _value(candidate: Candidate) -> float:
    assert candidate.money.incremental is not None
    return candidate.money.incremental.mean
