"""What the interview writes beside the answers: rows that follow from them, and typical figures for what it
does not ask.

`filled` is the record with both. What follows from answers is a guess of whoever gave them; what is typical
is marked as assumed, so that figures can rest on it while the verdict counts it as open. Nothing that a
person has touched is changed.
"""

import math
from collections.abc import Mapping
from typing import Any

from scipy import special

from mlscope.catalogue import Catalogue
from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Number, Range, parse
from mlscope.project import Evidence, Project
from mlscope.project.answers import About, Answer, State
from mlscope.project.fields import Row
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.project.steps.value import (
    ASSISTS,
    DECIDES,
    PREDICTS_NUMBERS,
    Benefit,
    Cost,
    CostPhase,
    When,
)
from mlscope.templates import TABLES, assumed_rows, template_of

WORK_ROW = "people_weeks"
"""The row of the costs that people times weeks write."""
BENEFIT_ROW = "yearly_benefit"
"""The row of the benefits that a benefit stated as a whole writes."""
PREFIX = "typical_"
"""Begins the id of a row that a template filled in beside the interview."""
FILLED = ("value.costs", "risks.risks", "plan.tasks")
"""Tables that templates fill. What a project brings is never filled in: nobody else can say it."""
DESCRIBES = {"value.gain": SORTS_CASES, "value.error_cost": PREDICTS_NUMBERS, "value.minutes_saved": ASSISTS}
"""The answer that says what a right prediction brings, and the tasks that ask for it."""


def filled(project: Project, catalogue: Catalogue) -> Project:
    """The project with the rows that follow from its answers, and with typical figures for what nobody was
    asked.
    """
    copy = project.model_copy(deep=True)
    _count_decisions(copy)
    _typical_figures(copy, catalogue)
    for table in FILLED:
        _set(copy, table, _typical_rows(copy, catalogue, table))
    _set(copy, "value.costs", _with_work(copy, catalogue))
    _set(copy, "value.benefits", _with_benefit(copy))
    return copy


def entries(before: Project, after: Project) -> dict[str, Answer]:
    """Log keys and answers that lead from one record to another of the same project."""
    old, new = before.flatten(), after.flatten()
    changed = {key: answer for key, answer in new.items() if old.get(key) != answer}
    gone = [key for key in old if key not in new]
    rows_gone, rows_new = _rows(old) - _rows(new), _rows(new) - _rows(old)
    changed |= {f"{row}/deleted": Answer(value=True) for row in sorted(rows_gone)}
    changed |= {f"{row}/deleted": Answer(value=False) for row in sorted(rows_new)}
    changed |= {key: Answer() for key in gone if _row_of(key) not in rows_gone}
    return changed


def benefit_known(project: Project) -> bool:
    """Has somebody said what it brings: a priced benefit, or what right and wrong predictions are worth?"""
    value, task = project.value, project.problem.task
    rows = [row for row in value.benefits or [] if row.evidence != Evidence.assumed]
    if any(row.amount is not None or (row.units is not None and row.unit_value is not None) for row in rows):
        return True
    return bool(value.count_decisions) and any(
        project.raw(key) is not None and task in tasks and not project.assumed(key)
        for key, tasks in DESCRIBES.items()
    )


def work_cost(project: Project, catalogue: Catalogue) -> AnyEstimate | None:
    """What people times weeks cost, in the project's currency; None while one of the three is not known."""
    rate = week_cost(project, catalogue)
    if project.plan.people is None or project.plan.weeks is None or rate is None:
        return None
    return _rounded(product(project.plan.people, project.plan.weeks, rate))


def product(*factors: AnyEstimate) -> AnyEstimate:
    """The product of independent amounts as a 90 % range: exact for lognormal ones, whose logarithms add up
    as normals do.

    Any other amount counts by its median and its 90 % range on the logarithmic scale; one that can be zero
    counts by its mean.
    """
    middle, variance = 0.0, 0.0
    for factor in factors:
        low, median, high = sampling.quantile(factor, sampling.NINETY).tolist()
        if low <= 0:
            return Number(value=math.prod(sampling.mean(f) for f in factors))
        middle += math.log(median)
        variance += (math.log(high / low) / 2) ** 2
    spread = math.sqrt(variance)
    if spread < 1e-12:
        return Number(value=math.exp(middle))
    return Range(low=math.exp(middle - spread), high=math.exp(middle + spread))


def _rounded(amount: AnyEstimate) -> AnyEstimate:
    """The amount to three significant digits, as nobody knows it better."""
    ends = {name: float(f"{end:.3g}") for name, end in amount.model_dump(exclude={"kind"}).items()}
    return amount.model_copy(update=ends)


def typical_precision(base_rate: float, recall: float, separation: float) -> float:
    """The precision at a recall of a model whose scores of true and other cases are normal, `separation`
    apart (Green and Swets 1966).
    """
    false_rate = float(special.ndtr(special.ndtri(recall) - separation))
    return base_rate * recall / (base_rate * recall + (1 - base_rate) * false_rate)


def _set(project: Project, question_id: str, value: Any) -> None:
    step, _, name = question_id.partition(".")
    setattr(getattr(project, step), name, value)


def _assume(project: Project, question_id: str, value: Any) -> None:
    """A typical figure in place of an answer that nobody has given, or of an earlier typical one."""
    if project.state(question_id) == State.untouched or project.assumed(question_id):
        _set(project, question_id, value)
        kept = {key: about for key, about in project.answers.items() if key != question_id}
        project.answers = kept if value is None else kept | {question_id: About(evidence=Evidence.assumed)}


def _count_decisions(project: Project) -> None:
    """Who says how many cases there are, or what a right one brings, wants that counted, unless a benefit
    stands in the table.
    """
    if project.state("value.count_decisions") != State.untouched or project.value.benefits:
        return
    given = any(project.raw(key) is not None for key in ("value.cases_per_year", *DESCRIBES))
    if given and project.problem.task in DECIDES:
        project.value.count_decisions = True


def _typical_figures(project: Project, catalogue: Catalogue) -> None:
    rules, task = catalogue.rules["interview"], project.problem.task
    if task in SORTS_CASES:
        recall = float(rules["sorting"]["recall"])
        _assume(project, "metrics.recall", recall)
        base_rate, recall = project.data.base_rate, project.metrics.recall or 0.0
        known = base_rate is not None and 0 < base_rate < 1 and 0 < recall < 1
        separation = rules["sorting"]["separation"]
        precision = typical_precision(base_rate or 0.0, recall, separation) if known else None
        _assume(project, "metrics.precision", float(f"{precision:.2g}") if precision else None)
    if task in ASSISTS and project.value.minutes_saved is not None:
        help_rules = rules["assistance"]
        _assume(project, "value.rework_share", parse(help_rules["rework_share"]))
        minutes = product(project.value.minutes_saved, Number(value=help_rules["rework_of_saved"]))
        _assume(project, "value.rework_minutes", minutes)
    proof = project.feasibility.proof
    if proof is not None:
        _assume(project, "value.technical_success", Number(value=rules["technical_success"][proof.value]))


def _typical_rows(project: Project, catalogue: Catalogue, table: str) -> list[Any] | None:
    """The rows of a table with those of the template, where nobody has touched it."""
    rows: list[Any] | None = project.raw(table)
    template = template_of(project, catalogue, table)
    if template is None or project.state(table) in (State.unknown, State.not_applicable) or rows == []:
        return rows
    mine = [row for row in rows or [] if not _typical(row)]
    own = [row for row in mine if row.id != WORK_ROW]
    prefix = f"{PREFIX}{template}_"
    kept = [row for row in rows or [] if not _typical(row) or row.id.startswith(prefix)]
    typical = [] if own else _renamed(assumed_rows(project, catalogue, table), prefix)
    if any(
        map(_typical, kept)
    ):  # what was taken out of it stays out, but nobody builds and runs it for nothing
        typical = [row for row in typical if _uncovered_since(row, kept)]
    return [row for row in [*kept, *typical] if not _covered(project, row)] or rows


def _typical(row: Row) -> bool:
    return row.id.startswith(PREFIX) and getattr(row, "evidence", None) == Evidence.assumed


def _renamed(rows: list[Row], prefix: str) -> list[Row]:
    """The rows with ids that stay the same whenever they are filled in again."""
    ids = {row.id: f"{prefix}{number}" for number, row in enumerate(rows, 1)}
    return [
        row.model_copy(
            update={"id": ids[row.id]}
            | ({"after": [ids.get(i, i) for i in row.after or []]} if hasattr(row, "after") else {})
        )
        for row in rows
    ]


def _uncovered_since(row: Row, kept: list[Any]) -> bool:
    """Is it of a sort of cost of which no row is left, now that no answer stands in its place?"""
    if not isinstance(row, Cost):
        return False
    if row.phase == CostPhase.development:
        return not any(other.phase == CostPhase.development for other in kept if other.id != WORK_ROW)
    return row.when == When.yearly and not any(other.when == When.yearly for other in kept)


def _covered(project: Project, row: Row) -> bool:
    """Does an answer stand in place of this typical cost: the work of people, or the running cost?"""
    if not isinstance(row, Cost) or not _typical(row):
        return False
    if row.phase == CostPhase.development:
        return project.plan.people is not None and project.plan.weeks is not None
    return (
        row.when == When.yearly
        and project.value.fixed_cost is not None
        and bool(project.value.count_decisions)
    )


def week_cost(project: Project, catalogue: Catalogue) -> AnyEstimate | None:
    """What a week of one person's work costs: as somebody said, else typically; None in other currencies."""
    rule = catalogue.rules["interview"]["week_cost"]
    if project.plan.week_cost is not None:
        return project.plan.week_cost
    typical: AnyEstimate = parse(rule["amount"])
    return typical if project.currency in rule["currencies"] else None


def _with_work(project: Project, catalogue: Catalogue) -> list[Cost] | None:
    """The costs with the one row that people times weeks write, first."""
    others = [row for row in project.value.costs or [] if row.id != WORK_ROW]
    amount = work_cost(project, catalogue)
    if amount is None:
        return others or (None if project.value.costs else project.value.costs)
    row = Cost(
        id=WORK_ROW,
        name="Work of the people who build it",
        phase=CostPhase.development,
        amount=amount,
        when=When.once,
        evidence=Evidence.assumed if project.plan.week_cost is None else Evidence.guess,
    )
    return [row, *others]


def _with_benefit(project: Project) -> list[Benefit] | None:
    """The benefits with the one row that a benefit stated as a whole writes, first."""
    others = [row for row in project.value.benefits or [] if row.id != BENEFIT_ROW]
    amount = project.value.yearly_benefit
    if amount is None:
        return others or (None if project.value.benefits else project.value.benefits)
    row = Benefit(
        id=BENEFIT_ROW, name="Acting on the groups", amount=amount, when=When.yearly, evidence=Evidence.guess
    )
    return [row, *others]


def _row_of(key: str) -> str:
    """The table and row of a cell's key; empty for any other key."""
    table, *place = key.split("/")
    return f"{table}/{place[0]}" if table in TABLES and place else ""


def _rows(flat: Mapping[str, Answer]) -> set[str]:
    return {row for key in flat if (row := _row_of(key))}
