"""What `roi` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

IrrStatus = Literal["ok", "none", "ambiguous"]
BreakEvenForm = Literal["sorting", "error", "assistance"]
MeasureName = Literal["precision", "recall", "error", "minutes", "volume", "adoption"]
LevelStatus = Literal["ok", "never", "always", "unknown"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What money figures rest on beside the record.

    `launch_months` from today is used where the record names no launch month, and
    `launch_months_without_risks` for the figures beside it; `higher_is_better` says so of the metric that
    predicted numbers are judged by, which else is an error.
    """

    launch_months: float | None = None
    higher_is_better: bool = False
    launch_months_without_risks: float | None = None


BARE = Basis()
"""Nothing is known beside the record."""


@dataclass(frozen=True, slots=True)
class Deterministic:
    """Figures with every input at its mean and chances multiplied in.

    They are expectations only while no capacity binds and no inputs are linked that multiply one another.
    """

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
    roi_simple: float | None = None
    """(benefits - costs) / costs over undiscounted totals; `roi` is that of discounted ones."""
    quarters: tuple[float, ...] = ()
    """Net nominal cash flow of today and of every quarter; empty where money is counted by year."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A simulated figure: mean and percentiles, with the sampling error of the mean from randomised
    replicates.
    """

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
class WithoutRisks:
    """The figures of the same project as if no risk of the register came true, and none were guarded
    against.
    """

    deterministic: Deterministic
    npv: Distribution
    probability_positive: float
    expected_loss: float
    payback_p50: float | None


@dataclass(frozen=True, slots=True)
class Swing:
    """NPV with one input at its P10 (`low`) and at its P90 (`high`), the others at their mean."""

    input: str
    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What perfect knowledge of one input, or of a group of them, would be worth in money; `negligible` when
    lost in sampling noise.
    """

    input: str
    label: str
    value: float
    negligible: bool
    error: float = 0.0
    """Sampling error of `value`."""


@dataclass(frozen=True, slots=True)
class InputGain:
    """The expected incremental value given an input, by replicate and bin: `gain` with the `share` of draws
    that are there, shape (replicates, bins) each.
    """

    input: str
    label: str
    gain: Floats
    share: Floats


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
class QuarterBand:
    """The spread of one quarter's net cash flow, at its end; quarter 0 is today."""

    quarter: int
    p10: float
    p50: float
    p90: float
    mean: float
    cumulative_p10: float
    cumulative_p50: float
    cumulative_p90: float


@dataclass(frozen=True, slots=True)
class YearRange:
    """P10, P50 and P90 of what a year costs (`side` "cost") or brings ("benefit"), nominal and before tax."""

    side: str
    year: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a measure and its status: "ok", "never" (none is enough), "always" (any pays) or "unknown"
    (an answer is missing).
    """

    value: float | None
    status: LevelStatus

    @property
    def when_ok(self) -> float | None:
        """The level where it is neither never nor always."""
        return self.value if self.status == "ok" else None


UNKNOWN, NEVER = Level(None, "unknown"), Level(None, "never")


@dataclass(frozen=True, slots=True)
class Measure:
    """How good or how busy a solution must be in one respect.

    `target` is the level planned, `yearly` that from which (or, with the direction at most, up to which) a
    year's decisions pay, and `for_npv` that at which NPV is zero, where decisions are counted.
    """

    name: MeasureName
    unit: Literal["share", "cases", "minutes", "metric"]
    direction: Literal["at_least", "at_most"]
    target: float | None
    yearly: Level
    for_npv: Level = UNKNOWN

    def met(self, value: float, level: float) -> bool:
        """Is a value as good as this level, or better?"""
        return value >= level if self.direction == "at_least" else value <= level


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The model performance at which a year's decisions pay for themselves, and at which NPV is zero.

    `form` says what the task does, and so which measures there are: sorting cases (precision, recall),
    predicting numbers (error, in the metric's unit) or assisting people (minutes saved a use); each has the
    volume (cases a year) and the adoption (share of recommendations acted on, or of cases in which it is
    used). `missing` names the answers that are needed. Of a sorting task alone: `threshold` is the
    probability from which acting on a case pays, C/(B + C) (Elkan 2001), and `curve` holds (recall, least
    precision that pays).
    """

    form: BreakEvenForm
    measures: tuple[Measure, ...]
    net_at_target: float | None = None
    missing: tuple[str, ...] = ()
    flag_everyone: float | None = None
    capacity_binds: bool | None = None
    threshold: float | None = None
    curve: tuple[tuple[float, float], ...] = ()

    @property
    def flag_no_one(self) -> float | None:
        """What a year brings in which nobody is acted on: nothing; None where not even acting on everyone is
        known.
        """
        return None if self.flag_everyone is None else 0.0

    def measure(self, name: MeasureName) -> Measure | None:
        """The measure of this name; None where it does not belong to the form."""
        return next((measure for measure in self.measures if measure.name == name), None)

    def yearly(self, name: MeasureName) -> Level:
        """The level at which a year pays; unknown where the measure does not belong to the form."""
        measure = self.measure(name)
        return UNKNOWN if measure is None else measure.yearly

    def for_npv(self, name: MeasureName) -> float | None:
        """The level at which NPV is zero, where there is one."""
        measure = self.measure(name)
        return None if measure is None else measure.for_npv.when_ok


@dataclass(frozen=True, slots=True)
class Act:
    """One way to act, and its expected net present value: the mean of the draws."""

    id: Literal["nothing", "alternative", "ml"]
    label: str
    npv: float
    p_best: float | None
    """How often it is the best of all acts in the simulation."""


@dataclass(frozen=True, slots=True)
class WithoutPilot:
    """The figures of the same project with no pilot planned: what the verdict compares a planned pilot
    with.
    """

    probability_positive: float
    npv_mean: float
    """Mean NPV of the simulation."""
    npv_expected: float
    """Deterministic NPV."""
    breakeven: BreakEven | None


@dataclass(frozen=True, slots=True)
class Pilot:
    """What stopping early after a failed pilot is worth.

    The fields up to `worth` are about the pilot as a stage that passes or fails; the others about the pilot
    as a test that may err, of a solution that reaches its target or does not.
    """

    cost: float
    pass_probability: float
    saved_when_failing: float
    worth: float
    prior: float = 1.0
    """The chance, before the pilot, that the solution reaches its target."""
    most: float = 0.0
    """What a pilot that never errs would be worth: no pilot is worth more, whatever its size."""
    sensitivity: float | None = None
    """How often the pilot says yes to a solution that reaches its target; None where neither it nor a size is
    known.
    """
    specificity: float | None = None
    """How often it says no to one that does not."""
    sample_information: float | None = None
    """Expected value of its sample information (EVSI), before its cost and what stopping cannot save."""
    net: float | None = None
    """The same after both; below zero the pilot does not pay."""
    chance_once_passed: float | None = None
    """The chance of paying back once the pilot has passed, its cost included."""
    without: WithoutPilot | None = None


@dataclass(frozen=True, slots=True)
class KillCriterion:
    """When to stop after the pilot, derived from the break-even.

    `measure` is what is watched (precision, recall, adoption, error or minutes), `least` the level at which
    it pays and
    `target` the level wanted. Where the pilot's size is known: stop with fewer than `stop_below` of `cases`;
    `wrong_stop` is the probability of stopping although the target is reached, `wrong_go` of going on
    although it does no more than break even.
    """

    measure: str
    sentence: str
    least: float
    target: float | None
    cases: int | None = None
    stop_below: int | None = None
    wrong_stop: float | None = None
    wrong_go: float | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money to be spent on a phase in a year; `year` None stands for all years, `phase` None for all
    phases.
    """

    year: int | None
    phase: str | None
    label: str
    mean: float
    p50: float
    p80: float


@dataclass(frozen=True, slots=True)
class Budget:
    """What has to be spent if the project goes on to its end: nominal, before tax. Totals are drawn, not
    added up from percentiles.
    """

    rows: tuple[BudgetLine, ...]
    """By year and phase; what costs nothing is left out."""
    years: tuple[BudgetLine, ...]
    phases: tuple[BudgetLine, ...]
    total: BudgetLine


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
    basis: Basis = BARE
    samples: Floats = field(repr=False, compare=False, default_factory=lambda: np.empty(0))
    """NPV draws, shape (points,)."""
    points: int = 0
    seed: int = 0
    variance_shares: Mapping[str, float] = field(default_factory=dict)
    """Input -> the share of the variance of NPV that knowing it would take away (first-order; Sobol'
    1993).
    """
    evppi_groups: tuple[InformationValue, ...] = ()
    """EVPPI of benefits, costs, chances, decisions and alternative, each known as a whole."""
    alternative: Distribution | None = None
    """NPV of the best alternative; None where it has no figures."""
    simulated_cost: float | None = None
    """Mean of the discounted cost over all draws; None where that at average inputs is the same."""
    budget: Budget | None = None
    kill_criteria: tuple[KillCriterion, ...] = ()
    without_risks: WithoutRisks | None = None
    """The same figures where no risk counts; where none does anyway, they are those of the project."""
    risks: int = 0
    """How many risks of the register count in these figures."""
    quarters: tuple[QuarterBand, ...] = ()
    """The cash flow by quarter where the horizon is short enough to count money so; else empty."""
    errors: Mapping[str, float | None] = field(default_factory=dict)
    """Figure -> its sampling error from the replicates, by its path in the JSON: "npv.p10",
    "cash_flow.3.p50", "quarters.3.p50", "evppi.INPUT", "evppi_groups.costs", "budget.total.p80",
    "budget.years.2.mean", "budget.phases.data.p50", "budget.rows.2.data.p80". None where the error is not
    finite."""

    @property
    def expected_cost(self) -> float | None:
        """The mean of the discounted cost before tax."""
        if self.simulated_cost is not None or self.deterministic is None:
            return self.simulated_cost
        return self.deterministic.discounted_cost
