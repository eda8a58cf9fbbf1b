"""Plain arithmetic from amounts to yearly cash flows: it knows no chance, so one value or thousands of draws
make no difference.

Every amount enters through a line: its input and what a unit of it is in each year. Money is nominal and
before tax, which net flows and present values alone are after; arrays of flows have the shape (years + 1,
draws).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.money.finance import discount_factors
from mlscope.results import Floats

Values = Mapping[str, Floats]
"""Input key -> its value in each draw, shape (draws,), or (1,) where it is the same in all."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with its multiple in each of the years 0..horizon: one input, or the product of it and those
    in `times`.
    """

    key: str
    weights: Floats
    times: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All inputs that the amount is the product of."""
        return (self.key, *self.times)

    def amount(self, values: Values) -> Floats:
        """The amount before its yearly multiples, shape (draws,) or (1,)."""
        return math.prod((values[key] for key in self.times), start=values[self.key])


@dataclass(frozen=True, slots=True)
class Decisions:
    """What right and wrong predictions bring a year, `weights` as in a line.

    Of the cases a share `found` (base rate times recall) is rightly flagged; for each of these there are
    `false_per_true` false alarms. People handle at most `true_capacity` true ones a year (capacity times
    precision; infinite without a limit).
    """

    cases: str
    gain: str
    false_alarm_cost: str
    found: float
    false_per_true: float
    true_capacity: float
    weights: Floats

    def yearly(self, values: Values) -> Floats:
        """Net benefit of one full year, shape (draws,)."""
        true = np.minimum(values[self.cases] * self.found, self.true_capacity)
        return true * (values[self.gain] - self.false_per_true * values[self.false_alarm_cost])


@dataclass(frozen=True, slots=True)
class Predictions:
    """What predicting numbers better brings a year: in each case the error falls by `reduction`, in the unit
    of the metric.
    """

    cases: str
    error_cost: str
    reduction: float
    weights: Floats

    def yearly(self, values: Values) -> Floats:
        """Benefit of one full year, shape (draws,)."""
        return values[self.cases] * values[self.error_cost] * self.reduction


@dataclass(frozen=True, slots=True)
class Assistance:
    """What helping people with their work brings a year, in working time."""

    cases: str
    usage: str
    minutes: str
    rework_share: str
    rework_minutes: str
    hour_cost: str
    weights: Floats

    def yearly(self, values: Values) -> Floats:
        """Benefit of one full year, shape (draws,)."""
        minutes = values[self.minutes] - values[self.rework_share] * values[self.rework_minutes]
        return values[self.cases] * values[self.usage] * minutes / 60 * values[self.hour_cost]


@dataclass(frozen=True, slots=True)
class PilotTerms:
    """A pilot: the inputs of its cost and of its passing, and the share of all later cost saved when it
    fails.
    """

    cost: str
    passes: str
    saves: float


@dataclass(frozen=True, slots=True)
class Model:
    """The cash flow of the project and of its alternative.

    `chances` are the inputs that multiply every benefit; `kept` is the share of every net flow that tax
    leaves. The rates are those of MIRR, None where they are the discount rate.
    """

    years: int
    rate: float
    benefits: tuple[Line, ...] = ()
    costs: tuple[Line, ...] = ()
    decisions: Decisions | Predictions | Assistance | None = None
    chances: tuple[str, ...] = ()
    pilot: PilotTerms | None = None
    alternative: tuple[Line, ...] = ()
    kept: float = 1.0
    finance_rate: float | None = None
    reinvestment_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Flows:
    """Benefits and costs of each year before tax, both positive where they are what their name says."""

    benefits: Floats
    costs: Floats
    kept: float = 1.0

    @property
    def net(self) -> Floats:
        """Benefits less costs, after tax."""
        return (self.benefits - self.costs) * self.kept


def flows(model: Model, values: Values, draws: int = 1) -> Flows:
    """The project's cash flow, with its pilot where there is one."""
    benefits = _total(model.benefits, values, model.years, draws)
    if model.decisions:
        benefits += np.outer(model.decisions.weights, model.decisions.yearly(values))
    benefits *= success(model, values)
    costs = _total(model.costs, values, model.years, draws)
    if model.pilot:
        costs *= 1 - model.pilot.saves * (1 - values[model.pilot.passes])
        costs[0] += values[model.pilot.cost]
    return Flows(benefits, costs, model.kept)


def success(model: Model, values: Values) -> Floats:
    """What multiplies every benefit: all chances, and passing the pilot; 1 where it all comes true."""
    return math.prod(
        (values[key] for key in model.chances),
        start=values[model.pilot.passes] if model.pilot else np.ones(1),
    )


def present_value(model: Model, amounts: Floats) -> Floats:
    """Amounts of years 0..horizon discounted to today, shape (draws,)."""
    value: Floats = np.einsum("y,y...->...", discount_factors(model.rate, model.years), amounts)
    return value


def alternative_value(model: Model, values: Values, draws: int = 1) -> Floats:
    """Net present value of the alternative, shape (draws,)."""
    return present_value(model, _total(model.alternative, values, model.years, draws) * model.kept)


def _total(lines: Sequence[Line], values: Values, years: int, draws: int) -> Floats:
    """The sum of all lines, in their order and without BLAS, so that every machine adds up to the same
    digit.
    """
    total = np.zeros((years + 1, draws))
    for line in lines:
        amount = line.amount(values)
        for year in np.flatnonzero(line.weights):
            total[year] += line.weights[year] * amount
    return total


def benefit_profile(
    years: int, launch_months: float, ramp: Sequence[float], decay: float, retraining_months: float | None
) -> Floats:
    """The share of the full benefit that each of the years 0..`years` brings, before chances.

    `ramp` gives the shares of years 1, 2, ... (full after them); benefits flow from the launch on; `decay` is
    the share of performance lost in a year without retraining, (1 - decay)^age, averaged over the year's time
    in use, with the age in years since launch or the last retraining.
    """
    since_launch = np.arange(years + 1) - launch_months / 12
    in_use = [
        _time_in_use(age, decay, retraining_months / 12 if retraining_months else math.inf)
        for age in since_launch
    ]
    ramp = [*ramp, *[1.0] * years][:years]
    return np.array([0.0, *(np.diff(in_use) * ramp)])


def _time_in_use(age: float, decay: float, cycle: float) -> float:
    """Years of full performance delivered from launch to `age` years after it: the integral of (1 -
    decay)^(time since retraining).
    """
    if age <= 0:
        return 0.0
    if decay < 1e-12:
        return age
    if decay == 1:
        return 0.0
    cycles, worn = divmod(age, cycle)
    loss = -math.log1p(-decay)
    return (cycles * -math.expm1(-loss * cycle) - math.expm1(-loss * worn)) / loss


def growth(rate: float, years: int) -> Floats:
    """The multiple of an amount in years 0..`years`: 1 up to year 1, then growing by `rate` a year."""
    multiples: Floats = (1.0 + rate) ** np.maximum(np.arange(years + 1) - 1.0, 0.0)
    return multiples
