"""Which set of projects to fund under a budget: a knapsack, solved exactly.

Method: dominance (Nemhauser and Ullmann 1969) under the bound of Dantzig (1957). A general integer solver,
HiGHS in SciPy, found the same sets; but it needed minutes where many projects give much the same value for
money, and wrote to standard output.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mlscope.errors import InputError
from mlscope.questions import Question
from mlscope.results import Candidate, Floats, Portfolio

BUDGET = Question("funding", "money", "Budget", unit="money")
"""Asked beside a comparison, not kept in a record."""

_ROUNDING = 1e-9
"""A budget that is met to the cent is met, whatever the binary fractions of its summands."""
_NEAR = 400
"""Swaps are tried among this many projects next to the point where the money runs out."""

_MOST_SETS = 30_000_000
"""So many sets are looked at, in ten seconds or so. Only hundreds of projects of almost one value for money
take more.
"""

Chosen = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int32]


def fund(candidates: Sequence[Candidate], budget: float) -> Portfolio:
    """The set with the highest mean incremental NPV whose mean discounted cost fits the budget.

    Projects without figures or without a positive value are never in it. InputError when the budget is
    negative or the amounts are in different currencies.
    """
    if not (math.isfinite(budget) and budget >= 0):
        raise InputError(f"the budget must be an amount of zero or more; found {budget:g}")
    fundable = sorted((c for c in candidates if _worthwhile(c)), key=lambda c: c.id)
    currencies = sorted({c.money.currency for c in fundable})
    if len(currencies) > 1:
        raise InputError(
            f"these projects count in {' and '.join(currencies)}, and one budget cannot: compare those of one"
            " currency"
        )
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
        currency=currencies[0] if currencies else "",
    )


def best_set(cost: Floats, value: Floats, budget: float) -> list[int]:
    """Positions of the set with the largest total value and a total cost of at most `budget`; values above
    zero.

    Project by project, of all sets so far only those are kept that no other beats in cost and value, and that
    can still reach the value of a good set found beforehand. Should that take too many, the best set seen by
    then stands.
    """
    limit = budget * (1 + _ROUNDING)
    fitting = np.flatnonzero(cost <= limit)
    cost, value = cost[fitting], value[fitting]
    price, good = _filled_up(cost, value, limit)
    gain = value - price * cost
    _swap(cost, value, np.argsort(np.abs(gain), kind="stable")[:_NEAR].astype(np.int32), good, limit)
    floor = value[good].sum() * (1 - _ROUNDING)
    order = np.argsort(
        -np.abs(gain), kind="stable"
    )  # the clearest cases first, so that few sets are ever open
    hope = np.append(np.cumsum(np.maximum(gain[order], 0)[::-1])[::-1], 0.0)
    spent, worth, steps, seen = np.zeros(1), np.zeros(1), [], 0
    for position, item in enumerate(order):
        before = len(spent)
        spent, worth = np.append(spent, spent + cost[item]), np.append(worth, worth + value[item])
        reach = worth + price * (limit - spent) + hope[position + 1]
        kept = _unbeaten(spent, worth, np.flatnonzero((spent <= limit) & (reach >= floor)).astype(np.int32))
        spent, worth = spent[kept], worth[kept]
        steps.append((int(item), before, kept))
        seen += len(kept)
        if seen > _MOST_SETS:
            break
    found = _traced(steps, int(np.argmax(worth))) if worth.max() >= floor else np.flatnonzero(good).tolist()
    return sorted(fitting[found].tolist())


def _filled_up(cost: Floats, value: Floats, limit: float) -> tuple[float, Chosen]:
    """What fits when taken by value per cost, and the value per cost of the first that does not: the price of
    money.
    """
    ratio = np.divide(value, cost, out=np.full(len(cost), np.inf), where=cost > 0)
    left, price, taken = limit, 0.0, np.zeros(len(cost), dtype=bool)
    for i in np.argsort(-ratio, kind="stable"):
        if cost[i] <= left:
            left -= cost[i]
            taken[i] = True
        elif price == 0:
            price = float(ratio[i])
    return price, taken


def _swap(cost: Floats, value: Floats, near: Positions, taken: Chosen, limit: float) -> None:
    """Exchange one taken project for one left out, as long as that fits and adds value."""
    while True:
        leaving, coming = near[taken[near]], near[~taken[near]]
        fits = cost[coming] - cost[leaving, None] <= limit - cost[taken].sum()
        added = np.where(fits, value[coming] - value[leaving, None], 0.0)
        if added.max(initial=0.0) <= _ROUNDING * value.max(initial=0.0):
            return
        out, into = np.unravel_index(np.argmax(added), added.shape)
        taken[leaving[out]], taken[coming[into]] = False, True


def _unbeaten(spent: Floats, worth: Floats, among: Positions) -> Positions:
    """Those sets that are worth more than every cheaper one."""
    rising = among[np.lexsort((-worth[among], spent[among]))]
    best = np.maximum.accumulate(worth[rising])
    rises: Chosen = np.append(True, best[1:] > best[:-1])
    return rising[rises]


def _traced(steps: Sequence[tuple[int, int, Positions]], at: int) -> list[int]:
    """The items of the set at position `at` of the last step, found from the last one back."""
    found = []
    for item, before, kept in reversed(steps):
        at = int(kept[at])
        if at >= before:
            found.append(item)
            at -= before
    return found


def _worthwhile(candidate: Candidate) -> bool:
    money = candidate.money
    return money.expected_cost is not None and money.incremental is not None and money.incremental.mean > 0


def _cost(candidate: Candidate) -> float:
    assert candidate.money.expected_cost is not None
    return candidate.money.expected_cost


def _value(candidate: Candidate) -> float:
    assert candidate.money.incremental is not None
    return candidate.money.incremental.mean
