"""Break-even of predictions that are numbers, and of assistance with people's work.

Of N cases a year, a unit of error in one costs c: predictions that bring the error from b down to e are worth N c (b - e) a
year. Help that is used in a share u of N cases, saves m minutes a use and makes a share s of them be done over in w minutes
is worth N u (m - s w)/60 h, with h for an hour of work. Each must cover a fixed cost F a year.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlscope.project.results import BreakEven
from mlscope.project.results.money import BreakEvenForm
from mlscope.roi.levels import NEVER, UNKNOWN, Level, least_use


@dataclass(frozen=True, slots=True)
class ErrorTerms:
    """The answers that better numbers rest on, at their means; None where one is missing. `fixed_cost` is per year.

    The error is in the unit of the metric; where `higher` is better, the metric counts in place of the error, and its rise.
    """

    cases: float | None
    error_cost: float | None
    baseline: float | None
    target: float | None
    higher: bool = False
    fixed_cost: float = 0.0
    assumptions: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions whose answers are needed and not there."""
        return _absent(
            {
                "value.cases_per_year": self.cases,
                "value.error_cost": self.error_cost,
                "metrics.baseline": self.baseline,
                "metrics.target": self.target,
            }
        )

    @property
    def reduction(self) -> float | None:
        """How far the target is better than what the simple rule reaches."""
        if self.baseline is None or self.target is None:
            return None
        return (self.target - self.baseline) if self.higher else (self.baseline - self.target)

    @property
    def per_case(self) -> float | None:
        """What a case brings at the target."""
        return None if self.error_cost is None or self.reduction is None else self.error_cost * self.reduction


@dataclass(frozen=True, slots=True)
class AssistanceTerms:
    """The answers that help with people's work rests on, at their means; None where one is missing. `fixed_cost` is per year."""

    cases: float | None
    usage: float | None
    minutes: float | None
    hour_cost: float | None
    rework: float = 0.0
    """Minutes of rework a use, on average: the share done over times its minutes."""
    fixed_cost: float = 0.0
    assumptions: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions whose answers are needed and not there."""
        return _absent(
            {
                "value.cases_per_year": self.cases,
                "value.usage_share": self.usage,
                "value.minutes_saved": self.minutes,
                "value.hour_cost": self.hour_cost,
            }
        )

    @property
    def per_use(self) -> float | None:
        """What one use brings."""
        return (
            None
            if self.minutes is None or self.hour_cost is None
            else (self.minutes - self.rework) / 60 * self.hour_cost
        )

    @property
    def per_case(self) -> float | None:
        """What a case brings, used or not."""
        return None if self.per_use is None or self.usage is None else self.per_use * self.usage


def _absent(needed: Mapping[str, float | None]) -> tuple[str, ...]:
    return tuple(key for key, answer in needed.items() if answer is None)


def largest_error(terms: ErrorTerms, to_cover: float) -> Level:
    """The error up to which a year brings `to_cover`: that of the simple rule, less what the cost of the year is worth in error."""
    if terms.baseline is None or terms.error_cost is None:
        return UNKNOWN
    if terms.error_cost == 0 or terms.cases == 0:
        return NEVER
    if to_cover == 0:
        return Level(terms.baseline, "ok")
    if terms.cases is None:
        return UNKNOWN
    needed = to_cover / (terms.cases * terms.error_cost)
    if terms.higher:
        return Level(terms.baseline + needed, "ok")
    return Level(terms.baseline - needed, "ok") if needed <= terms.baseline else NEVER


def least_minutes(terms: AssistanceTerms, to_cover: float) -> Level:
    """The minutes that a use must save, before rework, for a year to bring `to_cover`."""
    if terms.cases == 0 or terms.usage == 0 or terms.hour_cost == 0:
        return NEVER
    if to_cover == 0:
        return Level(terms.rework, "ok" if terms.rework else "always")
    if terms.cases is None or terms.usage is None or terms.hour_cost is None:
        return UNKNOWN
    needed = to_cover * 60 / (terms.cases * terms.usage * terms.hour_cost) + terms.rework
    return Level(needed, "ok") if needed > 0 else Level(0.0, "always")


def break_even_error(terms: ErrorTerms, for_npv: float | None) -> BreakEven:
    """The largest error that pays, the least volume, and the least share of predictions in use; `for_npv` as in `break_even`."""
    yearly, at_zero = (
        largest_error(terms, terms.fixed_cost),
        UNKNOWN if for_npv is None else largest_error(terms, for_npv),
    )
    common = _common("error", terms, terms.per_case, for_npv)
    return replace(common, error=yearly.value, error_status=yearly.status, error_for_npv=at_zero.when_ok)


def break_even_assistance(terms: AssistanceTerms, for_npv: float | None) -> BreakEven:
    """The least minutes saved a use, the least volume, and the least share of cases in which it is used."""
    yearly, at_zero = (
        least_minutes(terms, terms.fixed_cost),
        UNKNOWN if for_npv is None else least_minutes(terms, for_npv),
    )
    common = _common("assistance", terms, terms.per_use, for_npv)
    return replace(
        common, minutes=yearly.value, minutes_status=yearly.status, minutes_for_npv=at_zero.when_ok
    )


def _common(
    form: BreakEvenForm, terms: ErrorTerms | AssistanceTerms, per_use: float | None, for_npv: float | None
) -> BreakEven:
    """What both forms tell alike: `per_use` is what a case brings in which the predictions are used."""
    cases, per_case, cost = terms.cases, terms.per_case, terms.fixed_cost
    all_cases = math.inf if cases is None else cases
    volume, adoption = least_use(per_case, cost), least_use(per_use, cost, cases, all_cases)
    at_zero = (UNKNOWN, UNKNOWN)
    if for_npv is not None:
        at_zero = least_use(per_case, for_npv), least_use(per_use, for_npv, cases, all_cases)
    return BreakEven(
        precision=None,
        precision_status="unknown",
        recall=None,
        recall_status="unknown",
        precision_for_npv=None,
        recall_for_npv=None,
        net_at_target=None if cases is None or per_case is None else cases * per_case - cost,
        flag_everyone=None,
        flag_no_one=None,
        capacity_binds=None,
        curve=(),
        missing=terms.missing,
        form=form,
        volume=volume.value,
        volume_status=volume.status,
        volume_for_npv=at_zero[0].when_ok,
        adoption=adoption.value,
        adoption_status=adoption.status,
        adoption_for_npv=at_zero[1].when_ok,
    )
