"""The model performance at which decisions pay, known before any model exists.

**Sorting.** Of N cases a year a share pi is true. A model with recall r and precision p acts on TP = N pi r
true cases and FP = TP (1 - p)/p false ones; a gain B per true case against not acting, a cost C per false
alarm, a fixed cost F a year. With F = 0 the least precision that pays is C/(B + C): the threshold of Elkan,
"The foundations of cost-sensitive learning" (2001). Where only a share of the flagged cases is acted on, TP
and FP shrink alike.

**Numbers.** A unit of error in one of N cases a year costs c: predictions that bring the error from b down to
e are worth N c (b - e) a year. **Help** that is used in a share u of N cases, saves m minutes a use and makes
a share s of them be done over in w minutes is worth N u (m - s w)/60 h, with h for an hour of work. Each must
cover a fixed cost F a year.
"""

import math

import numpy as np

from mlscope.money.predictions import AnyTerms, AssistanceTerms, ErrorTerms, Terms, blind_precision
from mlscope.results import BreakEven, Level, Measure
from mlscope.results.money import NEVER, UNKNOWN

CURVE_POINTS = 40


def break_even(terms: AnyTerms, to_cover_for_npv: float | None) -> BreakEven:
    """The yearly break-even and, where decisions are counted, the performance at which NPV is zero.

    `to_cover_for_npv` is what a year's decisions would have to bring for that, None where they are not
    counted.
    """
    for_npv = None if terms.missing else to_cover_for_npv
    match terms:
        case ErrorTerms():
            return _of_numbers(terms, for_npv)
        case AssistanceTerms():
            return _of_help(terms, for_npv)
    return _of_sorting(terms, for_npv)


# ── cases that are sorted
# ───────────────────────────────────────────────────────────────────────────────────────


def _of_sorting(terms: Terms, for_npv: float | None) -> BreakEven:
    yearly = _levels(terms, terms.fixed_cost)
    at_zero = [UNKNOWN] * 4 if for_npv is None else _levels(terms, for_npv)
    precision, recall, volume, adoption = zip(yearly, at_zero, strict=True)
    return BreakEven(
        form="sorting",
        measures=(
            Measure("precision", "share", "at_least", terms.precision, *precision),
            Measure("recall", "share", "at_least", terms.recall, *recall),
            Measure("volume", "cases", "at_least", terms.cases, *volume),
            Measure("adoption", "share", "at_least", terms.adoption, *adoption),
        ),
        net_at_target=yearly_net(terms),
        missing=terms.missing,
        flag_everyone=flag_everyone(terms),
        capacity_binds=_binds(terms),
        threshold=terms.threshold,
        curve=_curve(terms),
    )


def _levels(terms: Terms, to_cover: float) -> list[Level]:
    """The least precision, recall, volume and adoption."""
    return [
        least_precision(terms, terms.recall, to_cover),
        least_recall(terms, terms.precision, to_cover),
        least_volume(terms, to_cover),
        least_adoption(terms, to_cover),
    ]


def least_precision(terms: Terms, recall: float | None, to_cover: float) -> Level:
    """The precision from which a year's decisions bring `to_cover` at this recall."""
    gain, cost = terms.gain, terms.false_alarm_cost
    if gain is None or cost is None:
        return UNKNOWN
    blind = (
        blind_precision(terms.base_rate, recall)
        if terms.base_rate is not None and recall is not None
        else 0.0
    )
    if to_cover == 0 and terms.capacity > 0:
        if terms.base_rate is not None and recall is not None and terms.base_rate * recall == 0:
            return NEVER
        return _precision(cost / (gain + cost) if gain + cost else math.inf, blind)
    if terms.cases is None or terms.base_rate is None or recall is None:
        return UNKNOWN
    true = terms.cases * terms.base_rate * recall
    if true == 0 or terms.capacity == 0:
        return NEVER
    tight = (
        (to_cover / terms.capacity + cost) / (gain + cost)
        if math.isfinite(terms.capacity) and gain + cost
        else math.inf
    )
    if tight < true / terms.capacity:
        return _precision(tight, blind)
    spare = gain - to_cover / true
    return _precision(cost / (cost + spare), blind) if spare > 0 else NEVER


def _precision(value: float, blind: float) -> Level:
    if value > 1:
        return NEVER
    return Level(blind, "always") if value <= blind else Level(value, "ok")


def least_recall(terms: Terms, precision: float | None, to_cover: float) -> Level:
    """The recall from which a year's decisions bring `to_cover` at this precision."""
    if terms.gain is None or terms.false_alarm_cost is None or precision is None:
        return UNKNOWN
    bracket = terms.gain - terms.false_alarm_cost * (1 - precision) / precision if precision else -math.inf
    if bracket <= 0 or terms.capacity == 0:
        return NEVER
    if to_cover <= 0:
        return Level(0.0, "always")
    if terms.cases is None or terms.base_rate is None:
        return UNKNOWN
    true = terms.cases * terms.base_rate
    needed = to_cover / bracket
    if true == 0 or needed > min(
        true * _reachable_recall(terms.base_rate, precision), terms.capacity * precision
    ):
        return NEVER
    return Level(needed / true, "ok")


def _reachable_recall(base_rate: float, precision: float) -> float:
    """The highest recall that goes with a precision, which is below 1 only for a precision below the base
    rate.
    """
    return precision * (1 - base_rate) / (base_rate * (1 - precision)) if 0 < precision < base_rate else 1.0


def yearly_net(terms: Terms) -> float | None:
    """What a year's decisions bring at the target recall and precision, after the fixed cost."""
    if terms.cases is None or terms.base_rate is None or terms.recall is None or terms.precision is None:
        return None
    if terms.gain is None or terms.false_alarm_cost is None:
        return None
    precision = terms.attainable_precision
    true = min(terms.cases * terms.base_rate * terms.recall, terms.true_capacity)
    false = true * (1 - precision) / precision if precision else 0.0
    return true * terms.gain - false * terms.false_alarm_cost - terms.fixed_cost


def flag_everyone(terms: Terms) -> float | None:
    """What a year brings when every case, or as many as people can handle, is acted on without a model and
    its fixed cost.
    """
    if terms.cases is None or terms.base_rate is None or terms.gain is None or terms.false_alarm_cost is None:
        return None
    handled = min(terms.cases, terms.capacity)
    return handled * (terms.base_rate * terms.gain - (1 - terms.base_rate) * terms.false_alarm_cost)


def least_volume(terms: Terms, to_cover: float) -> Level:
    """The cases a year from which decisions at the target bring `to_cover`."""
    return _least_acted_on(terms, to_cover, terms.found)


def least_adoption(terms: Terms, to_cover: float) -> Level:
    """The share of the cases flagged at the target that must be acted on for a year to bring `to_cover`."""
    true = None if terms.cases is None else terms.cases * terms.found
    level = _least_acted_on(terms, to_cover, true)
    return NEVER if level.value is not None and level.value > 1 else level


def _least_acted_on(terms: Terms, to_cover: float, true: float | None) -> Level:
    """The multiple of `true` cases that must be acted on, as far as people can handle them."""
    if terms.found == 0 and terms.per_true_case is not None:
        return NEVER
    return least_use(terms.per_true_case, to_cover, true, terms.true_capacity)


def _binds(terms: Terms) -> bool | None:
    if math.isinf(terms.capacity):
        return False
    if terms.cases is None or terms.base_rate is None or terms.recall is None or terms.precision is None:
        return None
    return terms.cases * terms.base_rate * terms.recall > terms.capacity * terms.attainable_precision


def _curve(terms: Terms) -> tuple[tuple[float, float], ...]:
    points = []
    for recall in np.linspace(1 / CURVE_POINTS, 1, CURVE_POINTS).tolist():
        level = least_precision(terms, recall, terms.fixed_cost)
        if level.value is not None:
            points.append((recall, level.value))
    return tuple(points)


# ── numbers and help
# ────────────────────────────────────────────────────────────────────────────────────────────


def _of_numbers(terms: ErrorTerms, for_npv: float | None) -> BreakEven:
    """The error up to which it pays (or the score from which), the least volume, and the least share of
    predictions in use.
    """
    error = Measure(
        name="error",
        unit="metric",
        direction="at_least" if terms.higher else "at_most",
        target=terms.target,
        yearly=largest_error(terms, terms.fixed_cost),
        for_npv=UNKNOWN if for_npv is None else largest_error(terms, for_npv),
    )
    used = _of_use(terms, terms.per_case, terms.adoption, for_npv)
    return BreakEven("error", (error, *used), _net_at_target(terms), terms.missing)


def _of_help(terms: AssistanceTerms, for_npv: float | None) -> BreakEven:
    """The least minutes saved a use, the least volume, and the least share of cases in which it is used."""
    minutes = Measure(
        name="minutes",
        unit="minutes",
        direction="at_least",
        target=terms.minutes,
        yearly=least_minutes(terms, terms.fixed_cost),
        for_npv=UNKNOWN if for_npv is None else least_minutes(terms, for_npv),
    )
    used = _of_use(terms, terms.per_use, terms.usage, for_npv)
    return BreakEven("assistance", (minutes, *used), _net_at_target(terms), terms.missing)


def _net_at_target(terms: ErrorTerms | AssistanceTerms) -> float | None:
    """What a year brings at the target, after the fixed cost."""
    if terms.cases is None or terms.per_case is None:
        return None
    return terms.cases * terms.per_case - terms.fixed_cost


def _of_use(
    terms: ErrorTerms | AssistanceTerms, per_use: float | None, planned: float | None, for_npv: float | None
) -> tuple[Measure, Measure]:
    """The least volume and adoption: `per_use` is what a case brings in which it is used, `planned` the share
    of these.
    """
    cases = terms.cases
    most = math.inf if cases is None else cases

    def levels(to_cover: float) -> tuple[Level, Level]:
        return least_use(terms.per_case, to_cover), least_use(per_use, to_cover, cases, most)

    volume, adoption = levels(terms.fixed_cost)
    volume_for_npv, adoption_for_npv = (UNKNOWN, UNKNOWN) if for_npv is None else levels(for_npv)
    return (
        Measure("volume", "cases", "at_least", cases, volume, volume_for_npv),
        Measure("adoption", "share", "at_least", planned, adoption, adoption_for_npv),
    )


def largest_error(terms: ErrorTerms, to_cover: float) -> Level:
    """The error up to which a year brings `to_cover`: that of the simple rule, less what the cost of the year
    is worth in error.
    """
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


# ── all
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def least_use(
    per_case: float | None, to_cover: float, whole: float | None = 1.0, most: float = math.inf
) -> Level:
    """The use from which a year brings `to_cover`, when each case brings `per_case`: cases a year, or a share
    of `whole`.

    At most `most` cases can be handled. UNKNOWN where `per_case` or `whole` is None.
    """
    if per_case is None:
        return UNKNOWN
    if per_case <= 0 or most == 0:
        return NEVER
    if to_cover <= 0:
        return Level(0.0, "always")
    if whole is None:
        return UNKNOWN
    needed = to_cover / per_case
    return NEVER if whole == 0 or needed > most else Level(needed / whole, "ok")
