"""What `compare` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mlscope.results.assessment import Assessment
from mlscope.results.dates import Schedule
from mlscope.results.money import Money


@dataclass(frozen=True, slots=True)
class Candidate:
    """One project as the comparison sees it, with its results."""

    id: str
    name: str
    assessment: Assessment
    money: Money
    schedule: Schedule
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: its score 0..100 as low, likely and high, and how often it is first."""

    id: str
    name: str
    score: float
    low: float
    high: float
    probability_first: float
    on_pareto_front: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Which set to fund under a budget."""

    selected: tuple[str, ...]
    cost: float
    value: float
    budget: float
    left_out: tuple[str, ...]
    currency: str
    """Of those that could be selected; empty where none could."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The weight of one criterion at which two candidates change places at the top."""

    criterion: str
    weight_now: float
    weight_then: float
    new_first: str


@dataclass(frozen=True)
class Comparison:
    """Everything `compare` says of a set of candidates."""

    criteria: Mapping[str, str]
    """Criterion id -> label."""
    weights: Mapping[str, float]
    matrix: Mapping[str, Mapping[str, tuple[float | None, float | None, float | None]]]
    """Project id -> criterion -> (low, likely, high) on the fixed 0..100 scale; None where unknown."""
    ranking: tuple[Ranked, ...]
    flips: tuple[Flip, ...]
    portfolio: Portfolio | None
