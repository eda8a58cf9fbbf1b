"""Findings that a single answer, or its absence beside others, is enough for."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from mlscope import events
from mlscope.assess import ai_act
from mlscope.assess.amounts import central
from mlscope.assess.combinations import named_bias
from mlscope.assess.computed import examples_words, rows_needed, rows_ratio
from mlscope.assess.contradictions import day
from mlscope.assess.facts import Facts
from mlscope.assess.findings import AT_MOST_MEDIUM, FOUND, Figures, finds
from mlscope.project.fields import Evidence
from mlscope.project.steps.feasibility import Dimension
from mlscope.project.steps.metrics import WatchLevel
from mlscope.project.steps.value import Benefit, Cost
from mlscope.words import (
    chance_beside,
    exact_percent_words,
    money_words,
    number_beside,
    percent_beside,
    percent_words,
    two_amounts,
    weeks_words,
)

TOO_FEW = 0.3
FEW_CASES = 100
NEARLY_SURE = 0.99
AS_LIKELY_AS_NOT = 0.5
ABOUT_EQUAL = 0.05
"""Share of what the alternative is worth by which it is no better than the project for sure."""
_SOLUTION = re.compile(
    r"\b(machine learning|artificial intelligence|AI|deep learning|neural networks?|LLMs?|chatbots?)\b",
    re.IGNORECASE,
)


def _when(holds: bool) -> Figures | None:
    return FOUND if holds else None


@finds("PROB-01")
def _rules_would_do(facts: Facts) -> Figures | None:
    return _when(facts["problem.need"] == "rules_enough")


@finds("PROB-02")
def _nothing_simpler_tried(facts: Facts) -> Figures | None:
    return _when(facts["problem.need"] == "untested")


@finds("PROB-03")
def _no_measurable_objective(facts: Facts) -> Figures | None:
    rows = facts["problem.objectives"]
    return _when(
        rows is not None and not any(row.baseline is not None and row.target is not None for row in rows)
    )


@finds("PROB-06")
def _solution_in_statement(facts: Facts) -> Figures | None:
    named = _SOLUTION.search(facts["problem.statement"] or "")
    return {"word": named[0]} if named else None


@finds("PROB-07")
def _no_mock_up(facts: Facts) -> Figures | None:
    rows = facts.rows("problem.deliverables")
    return _when(bool(rows) and all(row.agreed is False for row in rows))


@finds("PEOPLE-01")
def _users_absent(facts: Facts) -> Figures | None:
    return _when(facts["people.users"] == "absent")


@finds("PEOPLE-02")
def _no_approver(facts: Facts) -> Figures | None:
    budget = facts["plan.budget"]
    return (
        {"budget": facts.money_text(budget)}
        if budget is not None and facts.passed_over("people.approver")
        else None
    )


@finds("PEOPLE-03")
def _no_experts(facts: Facts) -> Figures | None:
    return _when(facts["people.experts"] == "none")


@finds("DATA-01")
def _labels_to_be_made(facts: Facts) -> Figures | None:
    return _when(
        facts["data.labels"] in ("planned", "bought")
        and facts["data.labelled_rows"] == 0
        and facts.passed_over("data.label_cost")
    )


@finds("DATA-02")
def _too_few_examples(facts: Facts) -> Figures | None:
    ratio = rows_ratio(facts)
    if ratio is None or ratio >= TOO_FEW or facts["data.labelled_rows"] == 0:
        return None
    return {
        "examples": examples_words(facts),
        "share": percent_beside(ratio, TOO_FEW),
        "needed": f"{rows_needed(facts):,}",
    }


@finds("DATA-03")
def _unchecked_data(facts: Facts) -> Figures | None:
    return (
        {"quality": facts.said("data.quality").lower()}
        if facts["data.quality"] in ("unaudited", "poor")
        else None
    )


@finds("DATA-06")
def _no_retention(facts: Facts) -> Figures | None:
    return _when(facts["data.personal"] is True and facts.passed_over("data.retention"))


@finds("DATA-10")
def _few_true_cases(facts: Facts) -> Figures | None:
    rows, base, cases = facts["data.labelled_rows"], facts["data.base_rate"], facts["data.positive_rows"]
    if cases is None and rows and base is not None:
        cases = rows * base
    return None if cases is None or cases >= FEW_CASES else {"cases": number_beside(cases, FEW_CASES)}


@finds("DATA-11")
def _access_not_granted(facts: Facts) -> Figures | None:
    held = [row for row in facts.rows("data.sources") if row.access in ("requested", "unclear", "refused")]
    return {"name": held[0].name or "a source", "access": held[0].access.label.lower()} if held else None


@finds("METRIC-04")
def _no_baseline(facts: Facts) -> Figures | None:
    target = facts["metrics.target"]
    return {"target": f"{target:g}"} if target is not None and facts.passed_over("metrics.baseline") else None


@finds("METRIC-08")
def _nobody_watches(facts: Facts) -> Figures | None:
    return _when(facts["metrics.monitoring"] is False)


@finds("METRIC-09")
def _no_measure(facts: Facts) -> Figures | None:
    rows = facts.rows("metrics.nonfunctional")
    return _lacking(rows, lambda row: row.name or (row.kind and row.kind.label), lambda row: row.measure)


@finds("METRIC-11")
def _watched_in_vain(facts: Facts) -> Figures | None:
    return _lacking(
        facts.rows("metrics.watch"),
        lambda row: row.figure,
        lambda row: row.limit and (row.action or row.owner),
    )


@finds("METRIC-12")
def _level_not_watched(facts: Facts) -> Figures | None:
    rows = facts.rows("metrics.watch")
    missing = [level.label.lower() for level in WatchLevel if level not in {row.level for row in rows}]
    return {"levels": ", ".join(missing)} if rows and missing and all(row.level for row in rows) else None


def _lacking(
    rows: Sequence[Any], name: Callable[[Any], str | None], settled: Callable[[Any], object]
) -> Figures | None:
    """How many of the named rows are not settled, of how many, and the name of the first."""
    named = [row for row in rows if name(row)]
    bare = [row for row in named if not settled(row)]
    return {"count": len(bare), "total": len(named), "name": name(bare[0])} if bare else None


@finds("METRIC-10")
def _no_link(facts: Facts) -> Figures | None:
    return _when(bool(facts.rows("metrics.business")) and facts.passed_over("metrics.link"))


@finds("APPR-03")
def _no_way_back(facts: Facts) -> Figures | None:
    return _when(facts["approach.rollback"] is False)


@finds("APPR-04")
def _complex_first(facts: Facts) -> Figures | None:
    return _when(facts["approach.first_model"] == "complex")


@finds("APPR-06")
def _all_at_once(facts: Facts) -> Figures | None:
    return _when(facts["approach.rollout"] == "at_once")


@finds("APPR-07")
def _two_levels(facts: Facts) -> Figures | None:
    return _when(facts["approach.maturity"] == "level_0" and facts["approach.maturity_wanted"] == "level_2")


@finds("FEAS-02")
def _skills_missing(facts: Facts) -> Figures | None:
    return _when(facts["feasibility.skills"] == "missing")


@finds("FEAS-03")
def _dimension_not_looked_into(facts: Facts) -> Figures | None:
    rows = facts.rows("feasibility.studies")
    missing = [one.label.lower() for one in Dimension if one not in {row.dimension for row in rows}]
    return {"dimensions": ", ".join(missing)} if rows and missing else None


@finds("VALUE-02")
def _only_guesses(facts: Facts) -> Figures | None:
    benefits, costs = facts.rows("value.benefits"), facts.rows("value.costs")
    if not benefits or not costs or not all(map(_guessed, benefits)):
        return None
    return {"what": "Every benefit and every cost" if all(map(_guessed, costs)) else "Every benefit"}


def _guessed(row: Benefit | Cost) -> bool:
    return row.evidence in (None, Evidence.guess)


@finds("VALUE-03")
def _certain_success(facts: Facts) -> Figures | None:
    chance = facts["value.technical_success"]
    sure = chance is not None and chance.kind == "number" and chance.value > NEARLY_SURE
    return {"chance": exact_percent_words(chance.value)} if sure else None


@finds("VALUE-04")
def _no_running_costs(facts: Facts) -> Figures | None:
    costs, fixed = facts["value.costs"], facts["value.fixed_cost"]
    counted = bool(facts["value.count_decisions"]) and fixed is not None and central(fixed) > 0
    return _when(bool(costs) and not counted and not any(row.when == "yearly" for row in costs))


@finds("VALUE-05")
def _alternative_better(facts: Facts) -> Figures | None:
    if facts.money is None or facts["value.costs"] is None:
        return None
    worth = {act.id: act.npv for act in facts.money.acts}
    if (
        "alternative" not in worth
        or "ml" not in worth
        or worth["alternative"] <= worth["ml"]
        or worth["alternative"] <= 0
    ):
        return None
    alternative, project = two_amounts(worth["alternative"], worth["ml"], facts.project.currency)
    close = worth["alternative"] - worth["ml"] <= ABOUT_EQUAL * worth["alternative"]
    return {"alternative": alternative, "project": project} | (AT_MOST_MEDIUM if close else {})


@finds("VALUE-07")
def _loses_money(facts: Facts) -> Figures | None:
    money = facts.money
    if (
        money is None
        or money.npv is None
        or money.deterministic is None
        or facts["value.costs"] is None
        or money.npv.mean >= 0
    ):
        return None
    if not any(money.deterministic.benefits) and facts["value.benefits"] != []:
        return None  # no benefit has an amount yet
    return {"loss": money_words(-money.npv.mean, money.currency), "years": money.horizon_years}


@finds("VALUE-08")
def _pilot_cannot_fail(facts: Facts) -> Figures | None:
    chance = facts["value.pilot_pass"]
    sure = chance is not None and chance.kind == "number" and chance.value > NEARLY_SURE
    return {"chance": exact_percent_words(chance.value)} if sure else None


@finds("ETHICS-01")
def _no_oversight(facts: Facts) -> Figures | None:
    return {"stake": facts.said("ethics.stake").lower()} if facts["ethics.oversight"] is False else None


@finds("ETHICS-02")
def _no_objection(facts: Facts) -> Figures | None:
    return {"stake": facts.said("ethics.stake").lower()} if facts["ethics.redress"] is False else None


@finds("ETHICS-03")
def _groups_not_compared(facts: Facts) -> Figures | None:
    if facts["ethics.fairness"] is not False:
        return None
    bias = named_bias(facts)
    known = f"a bias is named (“{bias}”), while " if bias else ""
    return {"stake": facts.said("ethics.stake").lower(), "known": known}


@finds("ETHICS-04")
def _high_risk(facts: Facts) -> Figures | None:
    found = ai_act.ai_act(facts)
    return {"article": found.article} if found.tier == "high" else None


@finds("RISK-01")
def _no_owner(facts: Facts) -> Figures | None:
    return _lacking(facts.rows("risks.risks"), lambda row: row.name, lambda row: row.owner)


@finds("RISK-03")
def _no_risks(facts: Facts) -> Figures | None:
    return _when(facts["risks.risks"] == [])


@finds("RISK-04")
def _no_early_sign(facts: Facts) -> Figures | None:
    rows = facts.rows("risks.risks")
    likely = [row for row in rows if (events.likely(row.probability) or 0) >= AS_LIKELY_AS_NOT]
    return _lacking(likely, lambda row: row.name, lambda row: row.trigger)


@finds("PLAN-03")
def _improbable(facts: Facts) -> Figures | None:
    return None if _owners_alone(facts) else _late(facts)


@finds("PLAN-12")
def _late_by_owners(facts: Facts) -> Figures | None:
    figures, schedule = _late(facts), facts.schedule
    if figures is None or schedule is None or schedule.unlimited is None or not _owners_alone(facts):
        return None
    return figures | {"free": percent_words(schedule.unlimited.probability_on_time or 0.0)}


def _owners_alone(facts: Facts) -> bool:
    """Does only that owners count as those who do the work, where nobody is named, make the plan late?"""
    free = facts.schedule.unlimited if facts.schedule else None
    named = any(row.who for row in facts.rows("plan.tasks"))
    return not named and free is not None and (free.probability_on_time or 0.0) >= AS_LIKELY_AS_NOT


def _late(facts: Facts) -> Figures | None:
    schedule, left = facts.schedule, facts.days_to_deadline
    if schedule is None or left is None or left < 0 or facts["plan.tasks"] is None:
        return None
    if (
        schedule.probability_on_time is None
        or schedule.finish_p50 is None
        or schedule.probability_on_time >= AS_LIKELY_AS_NOT
    ):
        return None
    chance = chance_beside(schedule.probability_on_time, AS_LIKELY_AS_NOT)
    finish = f"half of the simulated plans end by {day(schedule.finish_p50)}"
    if schedule.start_assumed:
        finish = f"it takes {weeks_words(schedule.working_weeks(0.5))} in half of the simulated plans"
    return {"deadline": day(facts["plan.deadline"]), "chance": chance, "finish": finish}


@finds("PLAN-05")
def _one_head(facts: Facts) -> Figures | None:
    return _when(facts["plan.key_person"] is True)


@finds("PLAN-07")
def _no_demo(facts: Facts) -> Figures | None:
    return _when(facts["plan.weekly_demo"] is False)


@finds("PLAN-10")
def _story_without_end(facts: Facts) -> Figures | None:
    return _lacking(facts.rows("plan.stories"), lambda row: row.story, lambda row: row.accepted_when)
