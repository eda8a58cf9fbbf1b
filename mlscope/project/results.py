"""What the engines find out: plain frozen records, so that one engine's result can be handed to another and to documents.

Money is in the project's currency, nominal unless it says discounted; shares and probabilities run from 0 to 1; feasibility
from 0 to 100; dates are calendar dates. A figure that does not exist is None.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# ── roi ─────────────────────────────────────────────────────────────────────────────────────────────────────────

IrrStatus = Literal["ok", "none", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Deterministic:
    """Figures with every input at its mean and chances multiplied in (for a linear model: the expected NPV)."""

    npv: float
    irr: float | None
    irr_status: IrrStatus
    mirr: float | None
    roi: float | None
    payback: float | None
    discounted_payback: float | None
    flows: tuple[float, ...]
    """Net nominal cash flow of years 0..horizon."""
    benefits: tuple[float, ...]
    costs: tuple[float, ...]
    discounted_cost: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """A simulated figure: mean and percentiles, with the sampling error of the mean from randomised replicates."""

    mean: float
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float
    error: float


@dataclass(frozen=True, slots=True)
class Swing:
    """NPV with one input at its P10 (`low`) and at its P90 (`high`), the others at their mean."""

    input: str
    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What perfect knowledge of one input would be worth, in money; `negligible` when it is lost in sampling noise."""

    input: str
    label: str
    value: float
    negligible: bool


@dataclass(frozen=True, slots=True)
class YearBand:
    """The spread of one year's net cash flow."""

    year: int
    p10: float
    p50: float
    p90: float
    mean: float
    cumulative_p10: float
    cumulative_p50: float
    cumulative_p90: float


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The model performance at which a year's decisions pay for themselves, and at which NPV is zero.

    `*_status` is "ok", "never" (no performance is enough), "always" (pays at any) or "unknown" (an answer is missing).
    `curve` holds (recall, least precision that pays); `missing` names the answers that are needed.
    """

    precision: float | None
    precision_status: str
    recall: float | None
    recall_status: str
    precision_for_npv: float | None
    recall_for_npv: float | None
    net_at_target: float | None
    flag_everyone: float | None
    flag_no_one: float | None
    capacity_binds: bool | None
    curve: tuple[tuple[float, float], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One way to act: its expected net present value."""

    id: Literal["nothing", "alternative", "ml"]
    label: str
    npv: float
    """Expected (deterministic) NPV."""
    p_best: float | None
    """How often it is the best of all acts in the simulation."""


@dataclass(frozen=True, slots=True)
class Pilot:
    """What stopping early after a failed pilot is worth."""

    cost: float
    pass_probability: float
    saved_when_failing: float
    worth: float


@dataclass(frozen=True)
class Money:
    """Everything `roi` says of a project. `missing` names answers without which figures cannot be given.

    When nothing of value or cost is known (`known` is False) every figure is None and sequences are empty.
    """

    known: bool
    currency: str
    horizon_years: int
    discount_rate: float
    assumptions: tuple[str, ...]
    """Defaults that were used in place of an answer, each a sentence."""
    missing: tuple[str, ...]
    deterministic: Deterministic | None
    npv: Distribution | None
    probability_positive: float | None
    expected_loss: float | None
    """Mean of max(0, -NPV)."""
    payback_p50: float | None
    incremental: Distribution | None
    """NPV of the project minus NPV of the best alternative."""
    acts: tuple[Act, ...]
    evpi: float | None
    evppi: tuple[InformationValue, ...]
    tornado: tuple[Swing, ...]
    rank_correlation: Mapping[str, float]
    cash_flow: tuple[YearBand, ...]
    breakeven: BreakEven | None
    pilot: Pilot | None
    samples: Floats = field(repr=False, compare=False, default_factory=lambda: np.empty(0))
    """NPV draws, shape (points,)."""
    points: int = 0
    seed: int = 0


# ── plan ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TaskDates:
    """When a task runs in the run of the plan that stands for P50, its spread, and how often it is critical (0..1)."""

    id: str
    name: str
    phase: str | None
    start: dt.date
    finish: dt.date
    finish_p10: dt.date
    finish_p90: dt.date
    criticality: float
    mean_days: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the week plan: its goal and what is shown at its end."""

    number: int
    start: dt.date
    milestone: str
    demo: str


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint with its goal; `recovery` marks a recovery week."""

    name: str
    start: dt.date
    finish: dt.date
    goal: str
    recovery: bool


@dataclass(frozen=True)
class Schedule:
    """Everything `plan` says of a project; `known` is False without tasks, and while a task lacks its duration."""

    known: bool
    start: dt.date
    deadline: dt.date | None
    finish_p50: dt.date | None
    finish_p80: dt.date | None
    finish_p95: dt.date | None
    critical_path_finish: dt.date | None
    """The finish with every task at its mean: too early wherever paths merge."""
    probability_on_time: float | None
    months_to_launch: float | None
    """Months from the record's as-of date to the P50 finish."""
    tasks: tuple[TaskDates, ...]
    weeks: tuple[Week, ...]
    sprints: tuple[Sprint, ...]
    missing: tuple[str, ...]
    finish_days: Floats = field(repr=False, compare=False, default_factory=lambda: np.empty(0))
    """Working days from start to finish, one per draw."""


# ── assess ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Item:
    """One scored item of a dimension: the answers it rests on, its score as an interval of 0..1, and the reason in words.

    `state`: "answered", "open", "not_applicable" or "not_asked"; `maybe` when it hangs on an open answer whether it is asked.
    """

    id: str
    label: str
    answers: tuple[str, ...]
    weight: float
    low: float
    high: float
    state: Literal["answered", "open", "not_applicable", "not_asked"]
    reason: str
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """Feasibility in one dimension, from the worst to the best case over what is open; None where nothing applies."""

    id: str
    label: str
    low: float | None
    high: float | None
    completeness: float
    word: str
    items: tuple[Item, ...]


Severity = Literal["blocker", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the scope: what, what to do, and the answers it rests on."""

    code: str
    severity: Severity
    message: str
    advice: str
    answers: tuple[str, ...]
    contradiction: bool = False
    waived: str = ""
    """The reason it was waived for; empty when it stands."""
    title: str = ""
    """Two to five words that name it."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stops the verdict; `confirmed` by an answer, or merely `open`; `curable` within the project."""

    code: str
    message: str
    advice: str
    answers: tuple[str, ...]
    confirmed: bool
    curable: bool


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question worth answering next: how much it can move, in words and as a number to order by."""

    id: str
    label: str
    gain: float
    reason: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A catalogue entry recommended for this project, with the reason."""

    topic: str
    id: str
    name: str
    text: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class AiAct:
    """The tier under the EU AI Act, with the article, the deciding answers, duties, and the date and source of the rule."""

    tier: Literal["out_of_scope", "prohibited", "high", "minimal", "cannot_say"]
    label: str
    article: str
    reason: str
    answers: tuple[str, ...]
    obligations: tuple[str, ...]
    transparency: tuple[str, ...]
    role: str | None
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on the cheapest path to go."""

    question: str
    label: str
    action: str


VerdictWord = Literal["go", "conditional", "not_yet", "no_go", "cannot_say"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision that the answers support, with its reasons."""

    word: VerdictWord
    label: str
    sentence: str
    reasons: tuple[str, ...]
    worst: VerdictWord
    best: VerdictWord


@dataclass(frozen=True)
class Assessment:
    """Everything `assess` says of a project."""

    verdict: Verdict
    completeness: float
    """Share of the asked questions that are answered (or not applicable), 0..1; assumed answers count as open."""
    step_completeness: Mapping[str, float]
    dimensions: Mapping[str, DimensionResult]
    blockers: tuple[Blocker, ...]
    findings: tuple[Finding, ...]
    next_questions: tuple[NextQuestion, ...]
    path_to_go: tuple[Step, ...]
    recommendations: tuple[Recommendation, ...]
    ai_act: AiAct
    open_questions: tuple[str, ...]
    """Ids of questions answered "don't know yet"."""
    core_completeness: float = 0.0
    """As `completeness`, over the questions of Quick scope alone."""


# ── compare ─────────────────────────────────────────────────────────────────────────────────────────────────────


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
