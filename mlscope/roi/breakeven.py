"""The model performance at which decisions pay, known before any model exists.

Of N cases a year a share pi is true. A model with recall r and precision p acts on TP = N pi r true cases and FP = TP (1 - p)/p
false ones; a gain B per true case against not acting, a cost C per false alarm, a fixed cost F a year. With F = 0 the
least precision that pays is C/(B + C): the threshold of Elkan, "The foundations of cost-sensitive learning" (2001).
Where only a share of the flagged cases is acted on, TP and FP shrink alike. Tasks that sort no cases: `mlscope.roi.forms`.
"""

import math
from dataclasses import dataclass

import numpy as np

from mlscope.project.results import BreakEven
from mlscope.roi.forms import AssistanceTerms, ErrorTerms, break_even_assistance, break_even_error
from mlscope.roi.levels import NEVER, UNKNOWN, Level, least_use

CURVE_POINTS = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """The answers that decisions rest on, at their means; None where an answer is missing. `fixed_cost` is per year."""

    cases: float | None
    base_rate: float | None
    recall: float | None
    precision: float | None
    gain: float | None
    false_alarm_cost: float | None
    fixed_cost: float = 0.0
    capacity: float = math.inf
    assumptions: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions whose answers are needed and not there."""
        needed = {
            "value.cases_per_year": self.cases,
            "data.base_rate": self.base_rate,
            "metrics.recall": self.recall,
            "metrics.precision": self.precision,
            "value.gain": self.gain,
            "value.false_alarm_cost": self.false_alarm_cost,
        }
        return tuple(key for key, answer in needed.items() if answer is None)

    @property
    def attainable_precision(self) -> float:
        """The target precision, or that of flagging blindly where the target is below it: there are no more false cases to flag."""
        return max(self.precision or 0.0, blind_precision(self.base_rate or 0.0, self.recall or 0.0))

    @property
    def threshold(self) -> float | None:
        """The probability from which acting on a case pays (Elkan 2001, equation 2); None where neither costs nor brings anything."""
        if self.gain is None or self.false_alarm_cost is None or not self.gain + self.false_alarm_cost:
            return None
        return self.false_alarm_cost / (self.gain + self.false_alarm_cost)

    @property
    def per_true_case(self) -> float | None:
        """What a true case brings that is acted on, less the false alarms that come with it at the target."""
        if self.missing and set(self.missing) != {"value.cases_per_year"}:
            return None
        precision = self.attainable_precision
        return (
            (self.gain or 0.0) - (self.false_alarm_cost or 0.0) * (1 - precision) / precision
            if precision
            else -math.inf
        )

    @property
    def true_capacity(self) -> float:
        """How many true cases people can act on a year, at the precision that counts."""
        return self.capacity if math.isinf(self.capacity) else self.capacity * self.attainable_precision

    @property
    def found(self) -> float:
        """The share of all cases that is true and found at the target."""
        return (self.base_rate or 0.0) * (self.recall or 0.0)


AnyTerms = Terms | ErrorTerms | AssistanceTerms


def blind_precision(base_rate: float, recall: float) -> float:
    """The precision at this recall when every false case is flagged: none can be lower, since FP <= N (1 - pi)."""
    flagged = base_rate * recall + 1 - base_rate
    return base_rate * recall / flagged if flagged else 1.0


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
    """The highest recall that goes with a precision, which is below 1 only for a precision below the base rate."""
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
    """What a year brings when every case, or as many as people can handle, is acted on without a model and its fixed cost."""
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


def break_even(terms: AnyTerms, to_cover_for_npv: float | None) -> BreakEven:
    """The yearly break-even and, where decisions are counted, the performance at which NPV is zero.

    `to_cover_for_npv` is what a year's decisions would have to bring for that, None where they are not counted.
    """
    for_npv = None if terms.missing else to_cover_for_npv
    match terms:
        case ErrorTerms():
            return break_even_error(terms, for_npv)
        case AssistanceTerms():
            return break_even_assistance(terms, for_npv)
    return _break_even_sorting(terms, for_npv)


def _break_even_sorting(terms: Terms, for_npv: float | None) -> BreakEven:
    yearly = _levels(terms, terms.fixed_cost)
    at_zero = [UNKNOWN] * 4 if for_npv is None else _levels(terms, for_npv)
    precision, recall, volume, adoption = yearly
    everyone = flag_everyone(terms)
    return BreakEven(
        precision=precision.value,
        precision_status=precision.status,
        recall=recall.value,
        recall_status=recall.status,
        precision_for_npv=at_zero[0].when_ok,
        recall_for_npv=at_zero[1].when_ok,
        net_at_target=yearly_net(terms),
        flag_everyone=everyone,
        flag_no_one=None if everyone is None else 0.0,
        capacity_binds=_binds(terms),
        curve=_curve(terms),
        missing=terms.missing,
        form="sorting",
        threshold=terms.threshold,
        volume=volume.value,
        volume_status=volume.status,
        volume_for_npv=at_zero[2].when_ok,
        adoption=adoption.value,
        adoption_status=adoption.status,
        adoption_for_npv=at_zero[3].when_ok,
    )


def _levels(terms: Terms, to_cover: float) -> list[Level]:
    """The least precision, recall, volume and adoption."""
    return [
        least_precision(terms, terms.recall, to_cover),
        least_recall(terms, terms.precision, to_cover),
        least_volume(terms, to_cover),
        least_adoption(terms, to_cover),
    ]


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
