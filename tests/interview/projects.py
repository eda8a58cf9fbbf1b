"""Three projects that are none of the samples, answered as far as Quick scope asks, and one of each other
kind of task.
"""

from typing import Any

from mlscope.project import Project

WORK: dict[str, Any] = {
    "plan": {"people": "2 to 3", "weeks": "10 to 16"},
    "feasibility": {"proof": "elsewhere"},
}
SORTING: dict[str, Any] = {
    "cases_per_year": 50_000,
    "gain": 35,
    "false_alarm_cost": "3 to 6",
    "fixed_cost": "20k to 30k",
    "adoption_success": 0.6,
}


def missed_appointments(**changes: Any) -> Project:
    """A clinic's booking office that wants fewer missed appointments."""
    return Project(
        name="Missed appointments",
        problem={"task": "classification", "statement": "One appointment in seven is missed."},
        data={"base_rate": 0.15, "labels": "recorded", "personal": True, "legal_basis": "contract"},
        value=SORTING | changes,
        **WORK,
    )


def demand_forecast(**changes: Any) -> Project:
    """A wholesaler that orders fresh goods each week."""
    value = {"cases_per_year": 15_600, "error_cost": 0.8, "fixed_cost": "20k to 30k", "adoption_success": 0.7}
    return Project(
        name="Demand of fresh goods",
        problem={"task": "forecasting", "statement": "A fifth of the fresh goods is thrown away."},
        metrics={"baseline": 40, "target": 30},
        value=value | changes,
        **WORK,
    )


def drafted_answers(**changes: Any) -> Project:
    """A service desk whose assistant drafts answers."""
    value = {
        "cases_per_year": 60_000,
        "minutes_saved": 8,
        "hour_cost": 55,
        "usage_share": 0.4,
        "fixed_cost": "20k to 30k",
        "adoption_success": 0.8,
    }
    return Project(
        name="Drafted answers",
        problem={"task": "generation", "statement": "Answers to letters take a week."},
        value=value | changes,
        **WORK,
    )


def customer_groups(**changes: Any) -> Project:
    """A shop that wants to know what kinds of customers there are."""
    value = {"yearly_benefit": "120k to 300k", "adoption_success": 0.7}
    return Project(name="Customer groups", problem={"task": "clustering"}, value=value | changes, **WORK)


def ranked_offers(**changes: Any) -> Project:
    """A shop that shows five offers to each visitor."""
    return Project(
        name="Ranked offers",
        problem={"task": "ranking"},
        data={"base_rate": 0.03},
        value=SORTING | {"cases_per_year": 2_000_000, "gain": 4, "false_alarm_cost": 0.01} | changes,
        **WORK,
    )


def odd_invoices(**changes: Any) -> Project:
    """A city that looks for odd invoices."""
    return Project(
        name="Odd invoices",
        problem={"task": "anomaly"},
        data={"base_rate": 0.01},
        value=SORTING | {"gain": 900, "false_alarm_cost": 40} | changes,
        **WORK,
    )


EVERY = [missed_appointments, demand_forecast, drafted_answers, customer_groups, ranked_offers, odd_invoices]
