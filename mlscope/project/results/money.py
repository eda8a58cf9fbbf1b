"""What `roi` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

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
