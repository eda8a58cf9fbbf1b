"""Findings in which answers contradict each other: what reviewers otherwise hunt by hand."""

import datetime as dt

from mlscope import events
from mlscope.assess.amounts import central, low_total
from mlscope.assess.computed import building, flagged_cases, outcomes_recorded
from mlscope.assess.facts import Facts
from mlscope.assess.findings import AT_LEAST_HIGH, AT_MOST_MEDIUM, FOUND, UNKNOWN, Figures, finds
from mlscope.results import BreakEven
from mlscope.words import digits_apart, number_beside, two_amounts
from mlscope.words import exact_percent_words as percent

RARE = 0.2
DROWNED = 2.0
"""Cases flagged for each that people can handle from which they drown, whatever is at stake."""


def day(date: dt.date) -> str:
    """A date in words: 3 March 2027."""
    return f"{date.day} {date:%B %Y}"


@finds("PROB-04")
def _unmoved_objective(facts: Facts) -> Figures | None:
    same = (
        row
        for row in facts.rows("problem.objectives")
        if row.target is not None and row.target == row.baseline
    )
    return next(({"name": row.name or "An objective", "figure": f"{row.target:g}"} for row in same), None)


@finds("PROB-05")
def _objective_before_launch(facts: Facts) -> Figures | None:
    deadline = facts["plan.deadline"]
    early = [row for row in facts.rows("problem.objectives") if deadline and row.due and row.due < deadline]
    if not early:
        return None
    return {"name": early[0].name or "An objective", "due": day(early[0].due), "deadline": day(deadline)}


@finds("DATA-04")
def _future_in_features(facts: Facts) -> Figures | None:
    if facts.unknown("data.known_in_time"):
        return UNKNOWN
    return FOUND if facts["data.known_in_time"] is False else None


@finds("DATA-05")
def _random_split_over_time(facts: Facts) -> Figures | None:
    over_time = facts["data.kind"] == "time_series" or facts["problem.task"] == "forecasting"
    return (
        {"split": facts.said("data.split").lower()}
        if over_time and facts["data.split"] in ("random", "stratified")
        else None
    )


@finds("DATA-07")
def _above_agreement(facts: Facts) -> Figures | None:
    agreement, precision = facts["data.label_agreement"], facts["metrics.precision"]
    if agreement is None or precision is None or agreement >= precision:
        return None
    digits = digits_apart(agreement, precision, 4)
    return {"agreement": percent(agreement, digits), "precision": percent(precision, digits)}


@finds("DATA-08")
def _data_after_deadline(facts: Facts) -> Figures | None:
    left = facts.days_to_deadline
    if left is None or left < 0:
        return None
    late = [
        row
        for row in facts.rows("data.sources")
        if row.access != "in_hand" and (row.days_to_obtain or 0) > left
    ]
    return (
        {"name": late[0].name or "A source", "days": f"{late[0].days_to_obtain:,}", "left": f"{left:,} days"}
        if late
        else None
    )


@finds("DATA-09")
def _more_labels_than_rows(facts: Facts) -> Figures | None:
    labelled, rows = facts["data.labelled_rows"], facts["data.rows"]
    return (
        {"labelled": f"{labelled:,}", "rows": f"{rows:,}"}
        if labelled is not None and rows is not None and labelled > rows
        else None
    )


@finds("DATA-12")
def _split_across_groups(facts: Facts) -> Figures | None:
    leaks = facts["data.repeated"] is True and facts["data.split"] in ("random", "stratified")
    return {"split": facts.said("data.split").lower()} if leaks else None


@finds("DATA-13")
def _more_cases_than_labels(facts: Facts) -> Figures | None:
    cases, rows = facts["data.positive_rows"], facts["data.labelled_rows"]
    return (
        {"cases": f"{cases:,}", "rows": f"{rows:,}"}
        if cases is not None and rows is not None and cases > rows
        else None
    )


@finds("DATA-14")
def _good_data_from_bad_source(facts: Facts) -> Figures | None:
    bad = [row for row in facts.rows("data.sources") if row.quality in ("unaudited", "poor")]
    if facts["data.quality"] != "audited" or not bad:
        return None
    return {"name": bad[0].name or "a source", "quality": bad[0].quality.label.lower()}


@finds("DATA-15")
def _fact_known_too_late(facts: Facts) -> Figures | None:
    late = [row for row in facts.rows("data.inputs") if row.in_time is False]
    return {"name": late[0].name or "A fact"} if late else None


@finds("METRIC-01")
def _accuracy_when_rare(facts: Facts) -> Figures | None:
    base = facts["data.base_rate"]
    if facts["metrics.metric"] != "accuracy" or base is None or min(base, 1 - base) > RARE:
        return None
    if facts["problem.groups"] in ("several", "many"):
        return None  # no single share says what naming one group alone would reach
    return {"trivial": percent(max(base, 1 - base))}


@finds("METRIC-02")
def _below_break_even(facts: Facts) -> Figures | None:
    precision, recall = facts["metrics.precision"], facts["metrics.recall"]
    if precision is None or facts.money is None or facts.money.breakeven is None:
        return None
    words = _short_of(precision, facts.money.breakeven, recall_known=recall is not None)
    at_recall = "" if recall is None else f" and recall of {percent(recall)}"
    return {"target": f"precision of {percent(precision)}{at_recall}", "breakeven": words} if words else None


def _short_of(precision: float, known: BreakEven, *, recall_known: bool) -> str:
    """Which break-even a target precision misses; while no recall is given, the lenient one without fixed
    cost: C/(B + C).
    """
    yearly, over_years = known.yearly("precision"), known.for_npv("precision")
    if yearly.status == "never" and recall_known:
        return "no precision is enough for a year to break even at that recall"
    least = yearly.value if yearly.status == "ok" else known.threshold
    if least is not None and precision < least:
        return (
            f"the yearly break-even needs a precision of {percent(least, digits_apart(least, precision, 3))}"
            + (" at any recall" if not recall_known else "")
        )
    if over_years is not None and precision < over_years:
        needed = percent(over_years, digits_apart(over_years, precision, 3))
        return f"over all years, the net present value is zero only at a precision of {needed}"
    return ""


def precision_floor(base_rate: float, recall: float) -> float:
    """The least precision there can be at a recall, when every other case is flagged as well: pi r / (pi r +
    1 - pi).
    """
    true = base_rate * recall
    return true / (true + 1 - base_rate) if true else 0.0


@finds("METRIC-03")
def _impossible_pair(facts: Facts) -> Figures | None:
    precision, recall, base = facts["metrics.precision"], facts["metrics.recall"], facts["data.base_rate"]
    if precision is None or recall is None or base is None:
        return None
    floor = precision_floor(base, recall)
    if precision >= floor:
        return None
    return {
        "base": percent(base),
        "recall": percent(recall),
        "floor": percent(floor, digits_apart(floor, precision, 4)),
        "precision": percent(precision),
    }


def _beyond(facts: Facts, one: str, other: str) -> bool:
    """The first figure is better than the second, by the chosen metric."""
    if facts.metric is None or facts[one] is None or facts[other] is None:
        return False
    return bool(facts[one] > facts[other] if facts.metric[0] else facts[one] < facts[other])


@finds("METRIC-05")
def _beyond_people(facts: Facts) -> Figures | None:
    compared = facts["metrics.human_source"] == "same_cases"
    beyond = (
        facts["problem.task"] != "forecasting"
        and not compared
        and _beyond(facts, "metrics.target", "metrics.human")
    )
    return (
        {"target": f"{facts['metrics.target']:g}", "human": f"{facts['metrics.human']:g}"} if beyond else None
    )


@finds("METRIC-06")
def _no_better_than_rule(facts: Facts) -> Figures | None:
    target, baseline = facts["metrics.target"], facts["metrics.baseline"]
    if (
        facts.metric is None
        or target is None
        or baseline is None
        or _beyond(facts, "metrics.target", "metrics.baseline")
    ):
        return None
    return {"target": f"{target:g}", "baseline": f"{baseline:g}"}


@finds("METRIC-07")
def _minimum_beyond_target(facts: Facts) -> Figures | None:
    beyond = _beyond(facts, "metrics.minimum", "metrics.target")
    return (
        {"minimum": f"{facts['metrics.minimum']:g}", "target": f"{facts['metrics.target']:g}"}
        if beyond
        else None
    )


@finds("METRIC-13")
def _off_the_scale(facts: Facts) -> Figures | None:
    """A figure beyond the best that its metric can reach: 85 where 0.85 is meant."""
    if facts.metric is None:
        return None
    higher, best = facts.metric
    for name in ("target", "baseline", "minimum", "human"):
        given = facts[f"metrics.{name}"]
        if given is not None and (given > best if higher else given < best):
            return {"figure": f"{given:g}", "metric": facts.said("metrics.metric"), "best": f"{best:g}"}
    return None


@finds("FEAS-01")
def _unproven_without_pilot(facts: Facts) -> Figures | None:
    return (
        FOUND
        if facts["feasibility.proof"] in ("nothing", "failed") and facts["value.pilot"] is False
        else None
    )


@finds("VALUE-01")
def _benefit_above_problem(facts: Facts) -> Figures | None:
    today = facts["problem.cost_today"]
    yearly = [
        row.amount for row in facts.rows("value.benefits") if row.amount is not None and row.when != "once"
    ]
    benefit = sum(central(amount) for amount in yearly)
    if today is None or benefit <= central(today):
        return None
    currency = facts.project.currency
    more, less = two_amounts(benefit, central(today), currency)
    return {"benefit": more, "cost": less}


@finds("VALUE-06")
def _more_alarms_than_people(facts: Facts) -> Figures | None:
    flagged, capacity = flagged_cases(facts), facts["value.capacity"]
    if flagged is not None and facts.unknown("value.capacity"):
        return UNKNOWN | AT_MOST_MEDIUM
    if flagged is None or capacity is None or flagged <= capacity:
        return None
    drowned = AT_LEAST_HIGH if flagged > DROWNED * capacity else {}
    return {"flagged": number_beside(flagged, capacity), "capacity": f"{capacity:,}"} | drowned


@finds("VALUE-09")
def _benefits_before_launch(facts: Facts) -> Figures | None:
    launch = facts["value.launch_month"]
    ready = facts.schedule.months_to_launch if facts.schedule and facts["plan.tasks"] else None
    if launch is None or ready is None or launch >= ready:
        return None
    return {"launch": f"{launch:g}", "ready": number_beside(ready, launch)}


@finds("ETHICS-05")
def _nobody_in_sensitive_area(facts: Facts) -> Figures | None:
    areas = facts["ethics.areas"]
    if facts["ethics.stake"] != "none" or not areas:
        return None
    return {"area": facts.question("ethics.areas").label_of(areas[0]).lower()}


@finds("ETHICS-06")
def _profiling_without_personal_data(facts: Facts) -> Figures | None:
    return FOUND if facts["ethics.profiling"] is True and facts["data.personal"] is False else None


@finds("RISK-02")
def _worse_after_mitigation(facts: Facts) -> Figures | None:
    for row in facts.rows("risks.risks"):
        residual, probability = events.likely(row.residual), events.likely(row.probability)
        if residual is not None and probability is not None and residual > probability:
            return {
                "name": row.name or "A risk",
                "residual": percent(residual),
                "probability": percent(probability),
            }
    return None


@finds("PLAN-01")
def _deadline_before_outcome(facts: Facts) -> Figures | None:
    delay, left = facts["problem.outcome_delay_days"], facts.days_to_deadline
    if delay is None or left is None or left < 0 or delay <= left or outcomes_recorded(facts):
        return None
    return {"days": f"{delay:,}", "left": f"{left:,}"}


@finds("PLAN-02")
def _deadline_passed(facts: Facts) -> Figures | None:
    left = facts.days_to_deadline
    return {"deadline": day(facts["plan.deadline"])} if left is not None and left < 0 else None


@finds("PLAN-04")
def _budget_below_cost(facts: Facts) -> Figures | None:
    budget = facts["plan.budget"]
    cost = low_total(amount for amount, _ in building(facts) if amount is not None)
    if budget is None or budget >= cost:
        return None
    digits = digits_apart(budget, cost, 4)
    return {"budget": facts.money_text(budget, digits), "cost": facts.money_text(cost, digits)}


@finds("PLAN-06")
def _start_after_deadline(facts: Facts) -> Figures | None:
    start, deadline = facts["plan.start"], facts["plan.deadline"]
    return (
        {"start": day(start), "deadline": day(deadline)} if start and deadline and start > deadline else None
    )


@finds("PLAN-08")
def _parts_above_budget(facts: Facts) -> Figures | None:
    parts, budget = [facts["plan.compute_budget"], facts["plan.data_budget"]], facts["plan.budget"]
    total = sum(part for part in parts if part is not None)
    return (
        {
            name: facts.money_text(amount, digits_apart(total, budget, 4))
            for name, amount in (("parts", total), ("budget", budget))
        }
        if budget is not None and total > budget
        else None
    )


@finds("PLAN-09")
def _nobody_free(facts: Facts) -> Figures | None:
    team = facts.rows("plan.team")
    return (
        {"count": len(team)}
        if team and facts["plan.tasks"] and all(row.available is False for row in team)
        else None
    )


@finds("VALUE-14")
def _counted_twice(facts: Facts) -> Figures | None:
    """Decisions are counted beside yearly benefits, and nobody said that no row holds the same money."""
    yearly = [row for row in facts.rows("value.benefits") if row.when in (None, "yearly") and row.name]
    if not facts["value.count_decisions"] or not yearly or facts["value.decisions_apart"]:
        return None
    return {
        "name": yearly[0].name,
        "sure": "stands" if facts["value.decisions_apart"] is False else "may stand",
    }
