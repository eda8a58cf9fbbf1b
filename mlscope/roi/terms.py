"""What the answers say of the decisions that predictions lead to: the form of the task, its figures at their means, its gaps."""

import math
from dataclasses import replace

from mlscope import sampling
from mlscope.project import Project
from mlscope.project.estimates import AnyEstimate
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.project.steps.value import ASSISTS, PREDICTS_NUMBERS
from mlscope.roi.breakeven import AnyTerms, Terms
from mlscope.roi.forms import AssistanceTerms, ErrorTerms

NO_FIXED_COST = "No fixed cost of running it is given; the break-even counts none."


def terms_of(project: Project, *, higher_is_better: bool = False) -> AnyTerms | None:
    """The terms of a project in the form of its task; None where no decision is described.

    `higher_is_better` says so of the metric that a number is judged by: else it is an error. While the task is open, the answers that are there
    decide on the form.
    """
    value, task = project.value, project.problem.task
    sorts = value.gain is not None or value.false_alarm_cost is not None
    predicts = value.error_cost is not None
    assists = any(answer is not None for answer in (value.minutes_saved, value.hour_cost, value.usage_share))
    counted = bool(value.count_decisions)
    if task in SORTS_CASES or (task is None and sorts):
        return _sorting(project, described=sorts or counted)
    if (task in PREDICTS_NUMBERS and (predicts or counted)) or (task is None and predicts):
        return _predicting(project, higher_is_better)
    if (task in ASSISTS and (assists or counted)) or (task is None and assists):
        return _assisting(project)
    return _sorting(project, described=True) if task is None and counted else None


def _sorting(project: Project, *, described: bool) -> Terms:
    value, metrics = project.value, project.metrics
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
    if not described:
        return terms
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if value.capacity is None:
        said.append("No limit on the cases that people can handle is given; every flagged case is acted on.")
    if not terms.missing and terms.attainable_precision > (terms.precision or 0.0):
        said.append("The target precision is below that of flagging cases blindly, which is counted instead.")
    return replace(terms, assumptions=tuple(said))


def _predicting(project: Project, higher_is_better: bool) -> ErrorTerms:
    value, metrics = project.value, project.metrics
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if metrics.metric is None and metrics.target is not None:
        said.append(
            "It is not said by which figure the model is judged; it is taken as an error, of which less is better."
        )
    return ErrorTerms(
        _mean(value.cases_per_year),
        _mean(value.error_cost),
        metrics.baseline,
        metrics.target,
        higher_is_better,
        _mean(value.fixed_cost) or 0.0,
        tuple(said),
    )


def _assisting(project: Project) -> AssistanceTerms:
    value = project.value
    said = [] if value.fixed_cost is not None else [NO_FIXED_COST]
    if value.rework_share is None or value.rework_minutes is None:
        said.append("No rework is counted, because its share or its minutes are not given.")
    return AssistanceTerms(
        _mean(value.cases_per_year),
        _mean(value.usage_share, share=True),
        _mean(value.minutes_saved),
        _mean(value.hour_cost),
        (_mean(value.rework_share, share=True) or 0.0) * (_mean(value.rework_minutes) or 0.0),
        _mean(value.fixed_cost) or 0.0,
        tuple(said),
    )


def _mean(estimate: AnyEstimate | None, *, share: bool = False) -> float | None:
    return None if estimate is None else sampling.mean(estimate, share)
