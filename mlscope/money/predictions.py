"""What the answers say of the decisions that predictions lead to: the form of the task, its figures at their
means, its gaps.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate
from mlscope.project import Project
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.project.steps.value import ASSISTS, PREDICTS_NUMBERS
from mlscope.results import Basis, BreakEvenForm

NO_FIXED_COST = "No fixed cost of running it is given; the break-even counts none."


@dataclass(frozen=True, slots=True)
class Terms:
    """The answers that decisions rest on, at their means; None where an answer is missing. `fixed_cost` is
    per year.
    """

    cases: float | None
    base_rate: float | None
    recall: float | None
    precision: float | None
    gain: float | None
    false_alarm_cost: float | None
    fixed_cost: float = 0.0
    capacity: float = math.inf
    adoption: float | None = None
    """The share of what is flagged that is planned to be acted on."""
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
        return _absent(needed)

    @property
    def attainable_precision(self) -> float:
        """The target precision, or that of flagging blindly where the target is below it: there are no more
        false cases to flag.
        """
        return max(self.precision or 0.0, blind_precision(self.base_rate or 0.0, self.recall or 0.0))

    @property
    def threshold(self) -> float | None:
        """The probability from which acting on a case pays (Elkan 2001, equation 2); None where neither costs
        nor brings anything.
        """
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


def blind_precision(base_rate: float, recall: float) -> float:
    """The precision at this recall when every false case is flagged: none can be lower, since FP <= N (1 -
    pi).
    """
    flagged = base_rate * recall + 1 - base_rate
    return base_rate * recall / flagged if flagged else 1.0


@dataclass(frozen=True, slots=True)
class ErrorTerms:
    """The answers that better numbers rest on, at their means; None where one is missing. `fixed_cost` is per
    year.

    The error is in the unit of the metric; where `higher` is better, the metric counts in place of the error,
    and its rise.
    """

    cases: float | None
    error_cost: float | None
    baseline: float | None
    target: float | None
    higher: bool = False
    fixed_cost: float = 0.0
    adoption: float | None = None
    """The share of predictions that is planned to be acted on."""
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
    """The answers that help with people's work rests on, at their means; None where one is missing.
    `fixed_cost` is per year.
    """

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


AnyTerms = Terms | ErrorTerms | AssistanceTerms

NEEDED: dict[BreakEvenForm, tuple[str, ...]] = {
    "sorting": Terms(None, None, None, None, None, None).missing,
    "error": ErrorTerms(None, None, None, None).missing,
    "assistance": AssistanceTerms(None, None, None, None).missing,
}
"""The answers without which a form of break-even cannot be told."""


def terms_of(project: Project, basis: Basis) -> AnyTerms | None:
    """The terms of a project in the form of its task; None where no decision is described.

    While the task is open, the answers that are there decide on the form.
    """
    value, task = project.value, project.problem.task
    sorts = value.gain is not None or value.false_alarm_cost is not None
    predicts = value.error_cost is not None
    assists = any(answer is not None for answer in (value.minutes_saved, value.hour_cost, value.usage_share))
    counted = bool(value.count_decisions)
    if task in SORTS_CASES or (task is None and sorts):
        return _sorting(project, described=sorts or counted)
    if (task in PREDICTS_NUMBERS and (predicts or counted)) or (task is None and predicts):
        return _predicting(project, basis)
    if (task in ASSISTS and (assists or counted)) or (task is None and assists):
        return _assisting(project)
    return _sorting(project, described=True) if task is None and counted else None


def _sorting(project: Project, *, described: bool) -> Terms:
    value, metrics = project.value, project.metrics
    terms = Terms(
        cases=_mean(value.cases_per_year),
        base_rate=project.data.base_rate,
        recall=metrics.recall,
        precision=metrics.precision,
        gain=_mean(value.gain),
        false_alarm_cost=_mean(value.false_alarm_cost),
        fixed_cost=_mean(value.fixed_cost) or 0.0,
        capacity=math.inf if value.capacity is None else float(value.capacity),
        adoption=_mean(value.adoption_success, share=True),
    )
    if not described:
        return terms
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if value.capacity is None:
        said.append("No limit on the cases that people can handle is given; every flagged case is acted on.")
    if not terms.missing and terms.attainable_precision > (terms.precision or 0.0):
        said.append("The target precision is below that of flagging cases blindly, which is counted instead.")
    return replace(terms, assumptions=tuple(said))


def _predicting(project: Project, basis: Basis) -> ErrorTerms:
    value, metrics = project.value, project.metrics
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if metrics.metric is None and metrics.target is not None:
        said.append(
            "It is not said by which figure the model is judged; it is taken as an error, of which less is"
            " better."
        )
    return ErrorTerms(
        cases=_mean(value.cases_per_year),
        error_cost=_mean(value.error_cost),
        baseline=metrics.baseline,
        target=metrics.target,
        higher=basis.higher_is_better,
        fixed_cost=_mean(value.fixed_cost) or 0.0,
        adoption=_mean(value.adoption_success, share=True),
        assumptions=tuple(said),
    )


def _assisting(project: Project) -> AssistanceTerms:
    value = project.value
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if value.rework_share is None or value.rework_minutes is None:
        said.append("No rework is counted, because its share or its minutes are not given.")
    return AssistanceTerms(
        cases=_mean(value.cases_per_year),
        usage=_mean(value.usage_share, share=True),
        minutes=_mean(value.minutes_saved),
        hour_cost=_mean(value.hour_cost),
        rework=(_mean(value.rework_share, share=True) or 0.0) * (_mean(value.rework_minutes) or 0.0),
        fixed_cost=_mean(value.fixed_cost) or 0.0,
        assumptions=tuple(said),
    )


def _mean(estimate: AnyEstimate | None, *, share: bool = False) -> float | None:
    return None if estimate is None else sampling.mean(estimate, share)
