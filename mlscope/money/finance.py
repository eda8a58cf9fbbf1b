"""The figures that finance asks for, from cash flows by year or, with `per_year` 4, by quarter.

The first flow is today's and undiscounted; one at the end of t years is divided by (1 + r)^t, quarter q so by
(1 + r)^(q/4). Rates are yearly and times are in years, whatever the period.

Conventions are those of the usual spreadsheets, checked against their published examples; docs/value.md
states them.
"""

import math

import numpy as np

from mlscope.numerics.roots import root
from mlscope.results import Floats, IrrStatus

_ROUNDING = 1e-12
"""Balances this small beside the money that moved are zero but for rounding."""


def discount_factors(rate: float, periods: int, per_year: int = 1) -> Floats:
    """1 / (1 + rate)^t for today and the end of each period."""
    factors: Floats = (1.0 + rate) ** -(np.arange(periods + 1, dtype=np.float64) / per_year)
    return factors


def npv(rate: float, flows: Floats, per_year: int = 1) -> float:
    """Net present value of the flows of today and of each period."""
    return float(discount_factors(rate, len(flows) - 1, per_year) @ flows)


def irr(flows: Floats, per_year: int = 1) -> tuple[float | None, IrrStatus]:
    """The internal rate of return, by the sign changes of the non-zero flows: none without one, ambiguous
    with several.

    With exactly one sign change there is exactly one rate above -100 % (Descartes' rule of signs), whatever
    its size.
    """
    flows = np.trim_zeros(np.where(np.abs(flows) > _ROUNDING * np.abs(flows).max(initial=0), flows, 0.0))
    signs = np.sign(flows[flows != 0])
    changes = int(np.sum(signs[1:] != signs[:-1]))
    if changes != 1:
        return None, "none" if changes == 0 else "ambiguous"
    years, signed = np.arange(len(flows)), flows / np.abs(flows).max()

    def value(log_growth: float) -> float:
        """Net present value at the rate exp(log_growth) - 1, scaled so that nothing overflows."""
        exponents = -log_growth * years
        return float(signed @ np.exp(exponents - exponents.max()))

    edge = 1.0
    while value(-edge) * value(edge) > 0:
        if edge > 600:
            return None, "none"
        edge *= 2
    return math.expm1(root(value, -edge, edge) * per_year), "ok"


def mirr(flows: Floats, finance_rate: float, reinvest_rate: float, per_year: int = 1) -> float | None:
    """The modified internal rate of return; None unless money flows both ways."""
    years = (len(flows) - 1) / per_year
    gained = npv(reinvest_rate, np.maximum(flows, 0), per_year)
    spent = -npv(finance_rate, np.minimum(flows, 0), per_year)
    if gained <= 0 or spent <= 0:
        return None
    return float((gained / spent) ** (1 / years) * (1 + reinvest_rate) - 1)


def return_on_cost(benefits: float, costs: float) -> float | None:
    """(benefits - costs) / costs of totals, either both discounted or both as they are; None without cost."""
    return (benefits - costs) / costs if costs > 0 else None


def payback(flows: Floats, per_year: int = 1) -> Floats:
    """Years until the cumulative balance is at or above zero for good, interpolated within the period; shape
    (draws,).

    `flows` has shape (periods + 1, draws). 0 where the balance never goes below zero, infinity where it does
    not come back.
    """
    balance = np.cumsum(flows, axis=0)
    below = balance < -_ROUNDING * np.abs(flows).sum(axis=0)
    last = len(flows) - 1 - np.argmax(below[::-1], axis=0)
    draws = np.arange(flows.shape[1])
    back = np.minimum(last + 1, len(flows) - 1)
    short = -balance[last, draws]
    with np.errstate(divide="ignore", invalid="ignore"):
        time = last + np.minimum(short / (short + np.maximum(balance[back, draws], 0)), 1)
    time = np.where(last == len(flows) - 1, np.inf, time)
    return np.where(below.any(axis=0), time / per_year, 0.0)
