"""The model performance at which decisions pay, known before any model exists.

Of N cases a year a share pi is true. A model with recall r and precision p acts on TP = N pi r true cases and FP = TP (1 - p)/p
false ones; a gain B per true case against not acting, a cost C per false alarm, a fixed cost F a year. With F = 0 the
least precision that pays is C/(B + C): the threshold of Elkan, "The foundations of cost-sensitive learning" (2001).
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from mlscope import sampling
from mlscope.project import Project
from mlscope.project.estimates import AnyEstimate
from mlscope.project.results import BreakEven
from mlscope.project.steps.problem import SORTS_CASES

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


@dataclass(frozen=True, slots=True)
class Level:
    """A least performance and its status: ok, never, always or unknown."""

    value: float | None
    status: str


UNKNOWN, NEVER = Level(None, "unknown"), Level(None, "never")


def terms_of(project: Project) -> Terms | None:
    """The terms of a project that sorts cases; None where no decision is described."""
    value, metrics = project.value, project.metrics
    described = value.gain is not None or value.false_alarm_cost is not None or value.count_decisions
    if project.problem.task not in SORTS_CASES and not described:
        return None
    terms = Terms(
        _mean(value.cases_per_year),
        project.data.base_rate,
        metrics.recall,
        metrics.precision,
        _mean(value.gain),
        _mean(value.false_alarm_cost),
        _mean(value.fixed_cost) or 0.0,
        math.inf if value.capacity is None else float(value.capacity),
    )
    return replace(terms, assumptions=_assumptions(project, terms)) if described else terms


def _mean(estimate: AnyEstimate | None) -> float | None:
    return None if estimate is None else sampling.mean(estimate)


def _assumptions(project: Project, terms: Terms) -> tuple[str, ...]:
    said = []
    if project.value.fixed_cost is None:
        said.append("No fixed cost of running it is given; the break-even counts none.")
    if project.value.capacity is None:
        said.append("No limit on the cases that people can handle is given; every flagged case is acted on.")
    if not terms.missing and terms.precision is not None and terms.attainable_precision > terms.precision:
        said.append("The target precision is below that of flagging cases blindly, which is counted instead.")
    return tuple(said)


def blind_precision(base_rate: float, recall: float) -> float:
    """The precision at this recall when every false case is flagged: none can be lower, since FP <= N (1 - pi)."""
    flagged = base_rate * recall + 1 - base_rate
    return base_rate * recall / flagged if flagged else 1.0


def least_precision(terms: Terms, recall: float | None, to_cover: float) -> Level:
    """The precision from which a year's decisions bring `to_cover` at this recall."""
    gain, cost = terms.gain, terms.false_alarm_cost
    if gain is None or cost is None:
        return UNKNOWN
    blind = blind_precision(terms.base_rate, recall) if terms.base_rate is not None and recall is not None else 0.0
    if to_cover == 0 and terms.capacity > 0:
        if terms.base_rate is not None and recall is not None and terms.base_rate * recall == 0:
            return NEVER
        return _precision(cost / (gain + cost) if gain + cost else math.inf, blind)
    if terms.cases is None or terms.base_rate is None or recall is None:
        return UNKNOWN
    true = terms.cases * terms.base_rate * recall
    if true == 0 or terms.capacity == 0:
        return NEVER
    tight = (to_cover / terms.capacity + cost) / (gain + cost) if math.isfinite(terms.capacity) and gain + cost else math.inf
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
    if true == 0 or needed > min(true * _reachable_recall(terms.base_rate, precision), terms.capacity * precision):
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
    true = min(terms.cases * terms.base_rate * terms.recall, terms.capacity * precision)
    false = true * (1 - precision) / precision if precision else 0.0
    return true * terms.gain - false * terms.false_alarm_cost - terms.fixed_cost


def flag_everyone(terms: Terms) -> float | None:
    """What a year brings when every case, or as many as people can handle, is acted on without a model and its fixed cost."""
    if terms.cases is None or terms.base_rate is None or terms.gain is None or terms.false_alarm_cost is None:
        return None
    handled = min(terms.cases, terms.capacity)
    return handled * (terms.base_rate * terms.gain - (1 - terms.base_rate) * terms.false_alarm_cost)


def break_even(terms: Terms, to_cover_for_npv: float | None) -> BreakEven:
    """The yearly break-even and, where decisions are counted, the performance at which NPV is zero.

    `to_cover_for_npv` is what a year's decisions would have to bring for that, None where they are not counted.
    """
    precision = least_precision(terms, terms.recall, terms.fixed_cost)
    recall = least_recall(terms, terms.precision, terms.fixed_cost)
    at_zero = (UNKNOWN, UNKNOWN)
    if to_cover_for_npv is not None and not terms.missing:
        at_zero = least_precision(terms, terms.recall, to_cover_for_npv), least_recall(terms, terms.precision, to_cover_for_npv)
    return BreakEven(
        precision=precision.value,
        precision_status=precision.status,
        recall=recall.value,
        recall_status=recall.status,
        precision_for_npv=at_zero[0].value if at_zero[0].status == "ok" else None,
        recall_for_npv=at_zero[1].value if at_zero[1].status == "ok" else None,
        net_at_target=yearly_net(terms),
        flag_everyone=flag_everyone(terms),
        flag_no_one=None if flag_everyone(terms) is None else 0.0,
        capacity_binds=_binds(terms),
        curve=_curve(terms),
        missing=terms.missing,
    )


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
