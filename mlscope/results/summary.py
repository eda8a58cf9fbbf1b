"""What lists and large comparisons show of a project, without appraising it anew."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mlscope.results.assessment import VerdictWord
from mlscope.results.money import Distribution

Interval = tuple[float | None, float | None]
"""The worst and the best case; None where nothing applies."""


@dataclass(frozen=True, slots=True)
class YearSpend:
    """Nominal spending at P50 and P80 in a calendar year; `year` None stands for all years."""

    year: int | None
    p50: float
    p80: float


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """A project's results in short. Money is in its own currency; what does not exist is None."""

    owner: str
    """Who leads the work."""
    sponsor: str
    """Who approves the budget."""
    tags: tuple[str, ...]
    currency: str
    as_of: dt.date
    tier: str
    """Under the EU AI Act."""
    verdict: VerdictWord
    verdict_label: str
    leaning: Mapping[VerdictWord, float]
    """How often each verdict comes out when what is open turns out as it usually does."""
    completeness: float
    """Share of the asked questions that are answered, 0..1."""
    blockers: tuple[str, ...]
    grave: int
    """Number of high findings that stand."""
    sinks: tuple[str, ...]
    """What would sink it, the gravest first."""
    feasibility: Mapping[str, Interval]
    """By dimension, 0..100."""
    finish_p50: dt.date | None
    finish_p80: dt.date | None
    start_assumed: bool
    weeks_p80: float | None
    """Working weeks from start to finish that suffice in four of five cases."""
    probability_on_time: float | None
    npv: Distribution | None
    value: Distribution | None
    """Net present value beyond the best alternative."""
    earns: bool
    """Does anything stand on the side of the benefits?"""
    chance: float | None
    """Probability that the net present value is positive."""
    expected_cost: float | None
    """Mean discounted cost."""
    expected_loss: float | None
    spend: tuple[YearSpend, ...]
    """All years together first, then each year in which anything is spent."""
