"""The closed list of criteria, each on a fixed scale from 0 (worst) to 100 (best).

A cell depends on its own project alone, never on the others, so that adding or removing a candidate cannot
reverse two
others (as it can where the best of the set is made the 100). No scale holds an amount of money, so currencies
do not matter:

- `technical` to `scalability`: the feasibility of the dimension, from the worst to the best case.
- `value`: 100 B/(B + C) with the discounted cost C and B = C + incremental NPV, at its P10 and P90, and its
  mean over all draws. 50 is as good as
  the best alternative, 67 earns twice its cost, 0 loses all of it. How much money it is, is funding's
  business.
- `chance`: probability that the NPV is positive. `time`: probability to meet the deadline.
- `risk`: 100 (1 - expected loss / discounted cost), the share of the money that is not expected to be lost.
"""

import numpy as np

from mlscope.project.steps.feasibility import Dimension
from mlscope.results import Candidate, CandidateDraws, Floats, Money

Cell = tuple[float | None, float | None, float | None]
"""Low, expected and high; expected None where unknown, all None where the criterion does not apply to the
project.
"""

UNKNOWN: Cell = (0.0, None, 100.0)
NOT_APPLICABLE: Cell = (None, None, None)

CRITERIA: dict[str, str] = {dimension.value: f"{dimension.label} feasibility" for dimension in Dimension} | {
    "value": "Value for money",
    "chance": "Chance of paying back",
    "time": "Chance of being on time",
    "risk": "Safety from loss",
}

MONEY = ("value", "chance", "risk")
"""Criteria that are read off one and the same net present value."""

DEFAULT_WEIGHTS: dict[str, float] = dict.fromkeys(CRITERIA, 1.0) | {"chance": 0.0, "risk": 0.0}
"""What criteria weigh unless somebody says otherwise: the money once, and not three times."""

HOW_COUNTED: dict[str, str] = {
    "Feasibility": "each dimension of the assessment, from its worst to its best case.",
    "Value for money": (
        "50 is as good as the best alternative, 67 earns twice its cost, 0 loses all of it; bad to good case"
        " in eight of ten."
    ),
    "Chance of paying back": "how often the net present value is above zero.",
    "Chance of being on time": "how often the plan meets its deadline.",
    "Safety from loss": "the share of the money that is not expected to be lost; 100 is no loss at all.",
}
"""What the figures of each criterion mean, in words."""


def cells(candidate: Candidate) -> dict[str, Cell]:
    """A candidate's cell for every criterion."""
    money = candidate.money
    return {dimension.value: _feasibility(candidate, dimension.value) for dimension in Dimension} | {
        "value": _value(money, candidate.draws),
        "chance": _certain(money.probability_positive),
        "time": _certain(candidate.schedule.probability_on_time),
        "risk": _certain(_kept(money)),
    }


def _feasibility(candidate: Candidate, dimension: str) -> Cell:
    found = candidate.assessment.dimensions.get(dimension)
    if found is None:
        return UNKNOWN
    if found.low is None or found.high is None:
        return NOT_APPLICABLE
    return UNKNOWN if found.high - found.low >= 100 else (found.low, (found.low + found.high) / 2, found.high)


def _value(money: Money, draws: CandidateDraws | None) -> Cell:
    gain = money.incremental or money.npv
    cost = money.expected_cost
    if gain is None or cost is None:
        return UNKNOWN
    middle = worth(np.array([gain.p50]) if draws is None else draws.value, cost).mean()
    low, high = worth(np.array([gain.p10, gain.p90]), cost).tolist()
    return low, float(middle), high


def worth(gain: Floats, cost: float) -> Floats:
    """Gains of any number on the scale of the value for money."""
    benefit = np.maximum(0.0, cost + gain)
    if cost == 0:
        return np.where(gain > 0, 100.0, np.where(gain == 0, 50.0, 0.0))
    return np.asarray(100 * benefit / (benefit + cost))


def _kept(money: Money) -> float | None:
    cost = money.expected_cost
    if money.expected_loss is None or cost is None:
        return None
    if cost == 0:
        return 1.0 if money.expected_loss == 0 else 0.0
    return max(0.0, 1 - money.expected_loss / cost)


def _certain(share: float | None) -> Cell:
    return UNKNOWN if share is None else (100 * share, 100 * share, 100 * share)
