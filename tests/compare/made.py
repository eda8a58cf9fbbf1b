"""Candidates made up for tests of the comparison."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mlscope.estimates.sampling import stream
from mlscope.results import (
    AiAct,
    Assessment,
    Budget,
    BudgetLine,
    Candidate,
    CandidateDraws,
    Deterministic,
    DimensionResult,
    Distribution,
    Money,
    Schedule,
    Verdict,
)

DIMENSIONS = ("technical", "data", "resources", "timeline", "scalability")
Ends = tuple[float | None, float | None]


def assessment(dimensions: Mapping[str, Ends]) -> Assessment:
    return Assessment(
        verdict=Verdict("go", "Go", "", (), "go", "go"),
        completeness=1.0,
        step_completeness={},
        dimensions={
            i: DimensionResult(i, i.title(), low, high, 1.0, "", ()) for i, (low, high) in dimensions.items()
        },
        blockers=(),
        findings=(),
        recommendations=(),
        ai_act=AiAct("minimal", "", "", "", (), (), (), None, "", ""),
        open_questions=(),
    )


def spread(mid: float, half: float = 0.0) -> Distribution:
    """A figure with this median and mean, P10 and P90 `half` away."""
    return Distribution(
        mid,
        mid - 1.3 * half,
        mid - half,
        mid - half / 2,
        mid,
        mid + half / 2,
        mid + half,
        mid + 1.3 * half,
        0.0,
    )


def money(
    gain: float | None = None, cost: float = 100.0, half: float = 0.0, currency: str = "EUR", **more: Any
) -> Money:
    """Money of a project that gains `gain` over its alternative at a cost of `cost`, all of it today; nothing
    known without a gain.
    """
    known = gain is not None
    npv = spread(gain, half) if gain is not None else None
    figures = (
        Deterministic(gain, None, "none", None, None, None, None, (), (), (), cost)
        if gain is not None
        else None
    )
    plain = Money(
        known=known, currency=currency, horizon_years=3, discount_rate=0.1, assumptions=(), missing=(), deterministic=figures, npv=npv,
        probability_positive=None, expected_loss=None, payback_p50=None, incremental=npv, acts=(), evpi=None, evppi=(), tornado=(),
        rank_correlation={}, cash_flow=(), breakeven=None, pilot=None, budget=spending({0: cost}) if known else None,
    )  # fmt: skip
    return replace(plain, **more)


def spending(years: Mapping[int, float], p80: float = 1.0) -> Budget:
    """What is spent in each year at even odds, and `p80` times that at P80."""

    def line(year: int | None, amount: float) -> BudgetLine:
        return BudgetLine(year, None, "", amount, amount, p80 * amount)

    return Budget((), tuple(line(*pair) for pair in years.items()), (), line(None, sum(years.values())))


def draws_of(name: str, funds: Money, count: int = 4096) -> CandidateDraws | None:
    """Normal draws with the mean and the P10 and P90 of the gain, and spending as in the budget."""
    gain = funds.incremental
    if gain is None or funds.budget is None:
        return None
    shape = stream(0, name).standard_normal(count)
    spend = np.array([[year.p50] * count for year in funds.budget.years])
    return CandidateDraws(gain.mean + (gain.p90 - gain.p50) / 1.2816 * (shape - shape.mean()), spend)


def timetable(chance: float | None = None) -> Schedule:
    return Schedule(
        chance is not None, dt.date(2026, 11, 23), None, None, None, None, None, chance, None, (), (), (), ()
    )


def candidate(
    name: str, funds: Money | None = None, chance: float | None = None, **dimensions: float | Ends | None
) -> Candidate:
    """A candidate with dimensions as intervals, plain numbers, or None where one does not apply; those not
    named are unknown.
    """
    ends: dict[str, Ends] = dict.fromkeys(DIMENSIONS, (0.0, 100.0))
    for dimension, interval in dimensions.items():
        ends[dimension] = interval if isinstance(interval, tuple) else (interval, interval)
    paid = funds or money()
    return Candidate(
        name, name.upper(), assessment(ends), paid, timetable(chance), year=2027, draws=draws_of(name, paid)
    )
