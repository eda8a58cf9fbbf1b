"""Findings in which answers on the approach contradict each other or other answers."""

from mlscope.assess import ai_act
from mlscope.assess.facts import Facts
from mlscope.assess.findings import FOUND, Figures, finds
from mlscope.project.steps.approach import AlgorithmOption, Grade

SLOW = ("daily", "weekly", "monthly", "once")
DAYS_PER_MONTH = 30.4375


@finds("APPR-01")
def _at_once_on_old_data(facts: Facts) -> Figures | None:
    old = facts["approach.serving"] in ("online", "edge") and facts["data.refresh"] in SLOW
    return {"refresh": facts.said("data.refresh").lower()} if old else None


@finds("APPR-02")
def _alone_with_much_at_stake(facts: Facts) -> Figures | None:
    if facts["approach.automation"] != "full":
        return None
    overruled = ", and no competent person can overrule it" if facts["ethics.oversight"] is False else ""
    if facts["ethics.stake"] in ("rights", "safety"):
        stake = facts.said("ethics.stake").lower()
        return {"where": f"where a wrong prediction touches {stake}", "overruled": overruled}
    if ai_act.tier(facts) != "high":
        return None
    return {"where": "in what the EU AI Act counts as high-risk", "overruled": overruled}


@finds("APPR-09")
def _alone_with_grave_errors(facts: Facts) -> Figures | None:
    return (
        FOUND if facts["approach.automation"] == "full" and facts["approach.criticality"] == "grave" else None
    )


@finds("APPR-10")
def _cloud_for_data_of_the_house(facts: Facts) -> Figures | None:
    return FOUND if facts["approach.environment"] == "cloud" and facts["data.place"] == "house" else None


@finds("APPR-11")
def _deciding_without_time(facts: Facts) -> Figures | None:
    return (
        FOUND
        if facts["approach.automation"] == "advice" and facts["approach.time_to_look"] == "never"
        else None
    )


@finds("APPR-12")
def _retrained_though_trained_once(facts: Facts) -> Figures | None:
    months = facts["approach.retraining_months"]
    once = months is not None and facts["approach.retrain_when"] == "never"
    return {"every": _every(months)} if once else None


def _every(months: int) -> str:
    return "every month" if months == 1 else f"every {months} months"


@finds("APPR-05")
def _retraining_before_outcomes(facts: Facts) -> Figures | None:
    months, days = facts["approach.retraining_months"], facts["problem.outcome_delay_days"]
    if months is None or days is None or months * DAYS_PER_MONTH >= days:
        return None
    if facts["data.refresh"] != "once":
        return None  # where cases flow, every retraining has outcomes that the last one had not
    return {"every": _every(months), "days": f"{days:,}"}


@finds("APPR-08")
def _better_option(facts: Facts) -> Figures | None:
    rows = facts.rows("approach.options")
    pairs = (
        (one, other)
        for one in rows
        if one.chosen
        for other in rows
        if not other.chosen and _dominates(other, one)
    )
    return next(
        ({"chosen": one.name or "An option", "better": other.name or "another"} for one, other in pairs), None
    )


def _dominates(one: AlgorithmOption, other: AlgorithmOption) -> bool:
    """At least as good by every criterion that both rows answer, two at the least, and better by one."""
    worth = {Grade.good: 2, Grade.fair: 1, Grade.poor: 0}
    grades = (
        (one.performance, other.performance),
        (one.reliability, other.reliability),
        (one.upkeep, other.upkeep),
        (one.clarity, other.clarity),
    )
    gains = [float(worth[a] - worth[b]) for a, b in grades if a and b]
    if one.cost_per_year is not None and other.cost_per_year is not None:
        gains.append(other.cost_per_year - one.cost_per_year)
    return len(gains) > 1 and min(gains) >= 0 and max(gains) > 0
