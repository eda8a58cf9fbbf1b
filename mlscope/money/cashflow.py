"""Plain arithmetic from amounts to cash flows: it knows no chance, so one value or thousands of draws make no
difference.

Every amount enters through a line: its input and what a unit of it is today and at the end of each period, a
year or, with a short horizon, a quarter. Money is nominal and before tax, which net flows and present values
alone are after; arrays of flows have the shape (periods + 1, draws).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.money.finance import discount_factors
from mlscope.results import Floats

BY_QUARTER = 2
"""Up to this many years ahead money is counted by quarter: with less than a dozen flows, when within a year
each falls decides too much."""

Values = Mapping[str, Floats]
"""Input key -> its value in each draw, shape (draws,), or (1,) where it is the same in all."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with its multiple today and in each period: one input, or the product of it and those in
    `times`.

    `deducted` are the multiples that tax takes into account, where these differ from what is paid.
    """

    key: str
    weights: Floats
    times: tuple[str, ...] = ()
    deducted: Floats | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """All inputs that the amount is the product of."""
        return (self.key, *self.times)

    def amount(self, values: Values) -> Floats:
        """The amount before its yearly multiples, shape (draws,) or (1,)."""
        return math.prod((values[key] for key in self.times), start=values[self.key])

    def after_tax(self, kept: float) -> Floats:
        """What a unit comes to in each period once tax, which leaves `kept` of what it takes into account, is
        off.
        """
        if self.deducted is None:
            return self.weights * kept
        return self.weights - (1 - kept) * self.deducted


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
    per_year: int = 1
    """Periods a year."""

    @property
    def periods(self) -> int:
        """How many there are up to the horizon."""
        return self.years * self.per_year


@dataclass(frozen=True, slots=True)
class Flows:
    """Benefits and costs of each period before tax, both positive where they are what their name says.

    `costs_after_tax` are the costs less the tax that they save.
    """

    benefits: Floats
    costs: Floats
    costs_after_tax: Floats
    kept: float = 1.0

    @property
    def net(self) -> Floats:
        """Benefits less costs, after tax."""
        return self.benefits * self.kept - self.costs_after_tax


def flows(model: Model, values: Values, draws: int = 1) -> Flows:
    """The project's cash flow, with its pilot where there is one."""
    benefits = _total(model.benefits, values, model.periods, draws)
    if model.decisions:
        benefits += np.outer(model.decisions.weights, model.decisions.yearly(values))
    benefits *= success(model, values)
    costs = _total(model.costs, values, model.periods, draws)
    written_off = any(line.deducted is not None for line in model.costs)
    taxed = _total(model.costs, values, model.periods, draws, model.kept) if written_off else None
    if model.pilot:
        spent = 1 - model.pilot.saves * (1 - values[model.pilot.passes])
        costs *= spent
        costs[0] += values[model.pilot.cost]
        if taxed is not None:
            taxed *= spent
            taxed[0] += values[model.pilot.cost] * model.kept
    return Flows(benefits, costs, costs * model.kept if taxed is None else taxed, model.kept)


def success(model: Model, values: Values) -> Floats:
    """What multiplies every benefit: all chances, and passing the pilot; 1 where it all comes true."""
    return math.prod(
        (values[key] for key in model.chances),
        start=values[model.pilot.passes] if model.pilot else np.ones(1),
    )


def present_value(model: Model, amounts: Floats) -> Floats:
    """Amounts of today and of each period discounted to today, shape (draws,)."""
    factors = discount_factors(model.rate, model.periods, model.per_year)
    value: Floats = np.einsum("y,y...->...", factors, amounts)
    return value


def alternative_value(model: Model, values: Values, draws: int = 1) -> Floats:
    """Net present value of the alternative, shape (draws,)."""
    return present_value(model, _total(model.alternative, values, model.periods, draws, model.kept))


def _total(
    lines: Sequence[Line], values: Values, periods: int, draws: int, kept: float | None = None
) -> Floats:
    """The sum of all lines, before tax unless it is said what tax leaves: in their order and without BLAS, so
    that every machine adds up to the same digit.
    """
    total = np.zeros((periods + 1, draws))
    for line in lines:
        amount, weights = line.amount(values), line.weights if kept is None else line.after_tax(kept)
        for period in np.flatnonzero(weights):
            total[period] += weights[period] * amount
    return total


def by_year(amounts: Floats, per_year: int) -> Floats:
    """Amounts of today and of each period as those of the years 0, 1, ..., along the first axis."""
    if per_year == 1:
        return amounts
    years = amounts[1:].reshape(-1, per_year, *amounts.shape[1:]).sum(axis=1)
    return np.concatenate([amounts[:1], years])


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moments at which money flows: today, and the end of each of the periods of `years` years."""

    years: int
    per_year: int = 1

    @property
    def moments(self) -> Floats:
        """Today and the end of each period, in years from today."""
        times: Floats = np.arange(self.years * self.per_year + 1, dtype=np.float64) / self.per_year
        return times

    @property
    def year(self) -> Floats:
        """The year that each moment belongs to; today is year 0."""
        return np.ceil(self.moments)

    def yearly(self, first: int) -> Floats:
        """The share of a yearly amount that falls on each moment: equal parts from its first year on, that of
        year 0 today.
        """
        shares: Floats = np.where(self.year >= first, np.where(self.year == 0, 1.0, 1 / self.per_year), 0.0)
        return shares

    def single(self, year: int) -> Floats:
        """1 at the end of this year, when a single amount falls, else 0."""
        falls: Floats = np.where(self.moments == year, 1.0, 0.0)
        return falls

    def growth(self, rate: float) -> Floats:
        """The multiple of an amount at each moment: 1 up to year 1, then growing by `rate` a year."""
        multiples: Floats = (1.0 + rate) ** np.maximum(self.year - 1.0, 0.0)
        return multiples

    def written_off(self, spent: Floats, years: int) -> Floats:
        """Single amounts written off in equal parts over the `years` after they are spent (straight-line
        depreciation).

        What is left at the horizon is written off there, as of something that is given up for nothing.
        """
        periods = np.arange(len(spent))
        aged = (periods[:, None] - periods[None, :]) / (years * self.per_year)
        so_far = np.clip(aged, 0.0, 1.0) @ spent
        so_far[-1] = spent.sum()
        parts: Floats = np.diff(so_far, prepend=0.0)
        return parts


@dataclass(frozen=True, slots=True)
class Uptake:
    """How the full benefit comes after the launch, which is `launch_months` from today.

    `ramp` gives its shares in the first, second, ... twelve months after the launch (full after them);
    `decay` is the share of performance lost in a year without retraining, (1 - decay)^age, with the age in
    years since launch or the last retraining.
    """

    launch_months: float = 0.0
    ramp: tuple[float, ...] = ()
    decay: float = 0.0
    retraining_months: float | None = None

    def by_period(self, calendar: Calendar) -> Floats:
        """Years of full benefit that come in each period, the first being today, before chances."""
        come: Floats = np.diff(self._come(calendar.moments - self.launch_months / 12), prepend=0.0)
        return come

    def at_moments(self, calendar: Calendar) -> Floats:
        """The share of a single amount at each moment: 0 before the launch, after it the average over the
        part of the past year in which the solution was in use.
        """
        age = calendar.moments - self.launch_months / 12
        come, start = self._come(age) - self._come(age - 1), self.ramp[0] if self.ramp else 1.0
        in_use = np.where(age > 0, np.minimum(age, 1), 1)
        shares: Floats = np.where(age > 0, come / in_use, np.where(age == 0, start, 0))
        return shares

    def _come(self, ages: Floats) -> Floats:
        """Years of full benefit from the launch to each age: the integral of ramp-up times wear."""
        in_use = np.array([self._in_use(age) for age in ages])
        come, before = np.zeros(len(ages)), np.zeros(len(ages))
        for year, share in enumerate(self.ramp, 1):
            up_to = np.minimum(in_use, self._in_use(float(year)))
            come, before = come + share * (up_to - before), up_to
        total: Floats = come + in_use - before
        return total

    def _in_use(self, age: float) -> float:
        """Years of full performance from the launch to `age` years after it: the integral of (1 -
        decay)^(time since retraining).
        """
        if age <= 0:
            return 0.0
        if self.decay < 1e-12:
            return float(age)
        if self.decay == 1:
            return 0.0
        cycle = self.retraining_months / 12 if self.retraining_months else math.inf
        cycles, worn = divmod(age, cycle)
        loss = -math.log1p(-self.decay)
        return float(cycles * -math.expm1(-loss * cycle) - math.expm1(-loss * worn)) / loss
