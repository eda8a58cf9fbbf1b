"""What `compare` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mlscope.results.assessment import Assessment
from mlscope.results.dates import Schedule
from mlscope.results.money import Floats, Money

View = Literal["value", "weights", "rice", "wsjf"]
"""What candidates are ranked by: expected incremental value, the weighted mean of criteria, or a score."""

SCORE: dict[View, str] = {
    "value": "expected value beyond the best alternative",
    "weights": "weighted score",
    "rice": "RICE score",
    "wsjf": "WSJF score",
}
"""What the score of each view is called."""


@dataclass(frozen=True, slots=True)
class CandidateDraws:
    """Draws of one project in an order of its own, so that chances of two projects are independent.

    `value` is the incremental net present value, shape (draws,), with the mean of all draws of `roi`;
    `spend` the nominal spending of years 0..horizon if the project goes on to its end, shape (years + 1,
    draws). Both are in the project's currency.
    """

    value: Floats
    spend: Floats


@dataclass(frozen=True, slots=True)
class RecordFigure:
    """A figure of a score as the record has it: its mean, draws of any number, and which answers say so."""

    mean: float
    draws: Floats
    source: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a score, and where it comes from: answers of the record, or "typed"."""

    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Weights from comparing criteria two by two, and how well the comparisons agree."""

    weights: Mapping[str, float]
    eigenvalue: float
    ratio: float
    """Consistency ratio; up to 0.10 they agree well enough."""
    agrees: bool
    doubtful: tuple[str, str] | None
    """The pair that fits the others worst, where they do not agree..."""
    doubtful_times: float | None
    """...and how many times the first one weighs the second by all comparisons together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One project as the comparison sees it, with its results.

    `year` is the calendar year of year 0; `draws` is None where nothing of value or cost is known.
    """

    id: str
    name: str
    assessment: Assessment
    money: Money
    schedule: Schedule
    figures: Mapping[str, "RecordFigure"] = field(default_factory=dict)
    """What the record says of reach, confidence and effort."""
    stage: str = "scoping"
    year: int = 0
    draws: CandidateDraws | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place: its expected score with a low and a high case, and how often it is first.

    Ranked by value, the score is the expected incremental value in the comparison's currency, with its P10
    and P90; None where it is not known. Ranked by weights, the score is 0..100, with its worst and best case.
    Of RICE and WSJF it is that of the average figures, with P10 and P90 of the draws.
    """

    id: str
    name: str
    score: float | None
    low: float | None
    high: float | None
    value: float | None
    """Expected incremental value in the comparison's currency; None where unknown, or without a rate."""
    probability_first: float | None
    """None where it has no score, or is the only one of several that has one."""
    on_pareto_front: bool
    tied: bool = False
    """Does another candidate have the same score?"""
    missing: tuple[str, ...] = ()
    """Figures of the score that neither the record nor anybody gives."""


@dataclass(frozen=True, slots=True)
class FundedYear:
    """What the funded set spends in a calendar year at the chosen sureness, and the limit where there is
    one.
    """

    year: int
    spend: float
    limit: float | None


@dataclass(frozen=True, slots=True)
class FundedCapacity:
    """What the funded set takes of a role in a quarter, in person-days, and what there is."""

    role: str
    quarter: str
    days: float
    limit: float


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One point of the frontier: a budget, and what the best set under it costs and is worth."""

    budget: float
    cost: float
    value: float


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Which set to fund under what there is to spend."""

    selected: tuple[str, ...]
    cost: float
    """Nominal spending of the set over all years: the sum of each project's P50 or P80."""
    cost_discounted: float
    """Mean discounted cost, with what failed pilots save."""
    value: float
    """Mean incremental value."""
    budget: float | None
    sureness: float
    """The share of cases in which each project's own figure suffices: 0.5 or 0.8."""
    years: tuple[FundedYear, ...]
    within: float | None
    """Share of the draws in which the set stays within every limit; None where there are no draws."""
    left_out: tuple[str, ...]
    reasons: Mapping[str, str]
    """Id of each project that is left out -> why, in words."""
    certainty: Mapping[str, float]
    """Id of each selected project -> the share of draws in which it belongs to the best set."""
    frontier: tuple[FrontierPoint, ...]
    next_amount: float | None
    """This much more in every limit..."""
    next_value: float | None
    """...would be worth this much."""
    gap: float
    """How far the set may be from the best, as a share of its value; 0 where it is proved to be the best."""
    currency: str
    """Of those that could be selected; empty where none could."""
    capacities: tuple[FundedCapacity, ...] = ()
    unplanned: tuple[str, ...] = ()
    """Ids of those that could be selected and whose plan names nobody, so that they take nobody's days."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The weight of one criterion at which two candidates change places at the top."""

    criterion: str
    weight_now: float
    weight_then: float
    new_first: str


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The smallest change of all weights together that puts another candidate level with the first."""

    new_first: str
    weights: Mapping[str, float]
    moved: float
    """Weight that changes hands, as a share of all: half the sum of all changes."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How sure the order is; the rows follow the ranking."""

    ids: tuple[str, ...]
    ranks: tuple[tuple[float, ...], ...]
    """How often each candidate has each place (rank acceptability; Lahdelma and Salminen 2001)."""
    wins: tuple[tuple[float, ...], ...]
    """How often the candidate of the row does better than that of the column, ties shared."""
    any_weights: Mapping[str, float]
    """How often each is first under weights drawn from all there are; empty when ranked by value."""
    of: int
    """So many candidates there are in all; more than `ids` where only the first were looked at."""


@dataclass(frozen=True, slots=True)
class Learning:
    """What finding out one thing about one candidate first would be worth for the choice."""

    id: str
    input: str
    label: str
    value: float
    negligible: bool
    also: tuple[str, ...] = ()
    """Ids of the other candidates that share it, and for which it is learnt too."""


@dataclass(frozen=True, slots=True)
class ChoiceInformation:
    """What knowing more before choosing would be worth, in the comparison's currency."""

    evpi: float
    learnings: tuple[Learning, ...]
    """The largest first."""
    currency: str


@dataclass(frozen=True)
class Comparison:
    """Everything `compare` says of a set of candidates."""

    criteria: Mapping[str, str]
    """Criterion id -> label."""
    view: View
    weights: Mapping[str, float]
    matrix: Mapping[str, Mapping[str, tuple[float | None, float | None, float | None]]]
    """Project id -> criterion -> (low, expected, high) on the fixed 0..100 scale; None where unknown."""
    ranking: tuple[Ranked, ...]
    robustness: Robustness
    flips: tuple[Flip, ...]
    weight_change: WeightChange | None
    portfolio: Portfolio | None
    currency: str
    """That of all amounts; empty where candidates count in several, or in none."""
    figures: Mapping[str, Mapping[str, Stated]] = field(default_factory=dict)
    """Project id -> the figures of its RICE or WSJF score; empty in other views."""

    @property
    def leaders(self) -> tuple[Ranked, ...]:
        """Those with the highest expected score: one, or several that tie; none where nothing is known."""
        if not self.ranking or self.ranking[0].score is None:
            return ()
        first = self.ranking[0]
        return tuple(one for one in self.ranking if one is first or (first.tied and same(one, first)))


def same(one: Ranked, other: Ranked) -> bool:
    """Do two candidates have the same score, but for rounding?"""
    if one.score is None or other.score is None:
        return one.score is other.score
    return abs(one.score - other.score) <= 1e-9 * max(1.0, abs(one.score), abs(other.score))
