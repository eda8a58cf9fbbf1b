"""Findings in which several answers that pass one by one sink a project together: what reviewers look for.

Each reads answers alone, so that whoever filled in the wizard honestly before the start would have been told.
"""

import math
import re

from mlscope.assess.amounts import central
from mlscope.assess.facts import Facts
from mlscope.assess.findings import AT_MOST_MEDIUM, FOUND, UNKNOWN, Figures, finds
from mlscope.words import money_words, percent_words

DAYS_A_YEAR = 365.25
LONG_WAIT = 60
"""Days until an outcome is known from which errors pile up unseen."""
FEW_OUTCOMES = 10_000
RAW_PER_OUTCOME = 1_000
"""Raw records for each known outcome from which they are candidate inputs rather than examples."""
OFTEN_WRONG = 0.8
"""Precision below which so many people are judged wrongly that it has to be said in plain words."""
RARELY_TRUE = 0.1
"""Share of true cases up to which most alarms are false even with few errors."""
WRONGLY_FLAGGED = 0.05
_NO_BIAS = re.compile(r"^\W*(no|none|nothing|nobody|unknown|not known|n/?a)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(persons?|people|customers?|members?|patients?|users?|employees?|applicants?|candidates?|pupils?|students?|"
    r"citizens?|subscribers?|visitors?|passengers?|drivers?|tenants?|viewers?|clients?|guests?|borrowers?|defendants?)\b",
    re.IGNORECASE,
)


def named_bias(facts: Facts) -> str:
    """The bias that somebody wrote down; empty where they wrote that there is none."""
    bias = str(facts["data.bias"] or "").strip().rstrip(".")
    return "" if _NO_BIAS.match(bias) else bias


def _much_at_stake(facts: Facts) -> bool:
    return facts["ethics.stake"] in ("rights", "safety")


def _when(holds: bool) -> Figures | None:
    return FOUND if holds else None


def _nobody_between(facts: Facts) -> bool:
    """Does the model act before a person who really looks could stop it?"""
    return (
        facts["approach.automation"] == "full"
        or facts["ethics.oversight"] is False
        or facts["approach.time_to_look"] == "never"
    )


# ── what it learns from
# ─────────────────────────────────────────────────────────────────────────────────────────


@finds("DATA-16")
def _made_up_cases(facts: Facts) -> Figures | None:
    """Of medium weight at most where cases of our own are recorded beside them."""
    rows = facts.rows("data.sources")
    made_up = [row for row in rows if row.kind == "synthetic"]
    recorded = any(row.kind in ("internal", "partner") for row in rows)
    if not made_up:
        return None
    return {"name": made_up[0].name or "A source"} | (AT_MOST_MEDIUM if recorded else {})


@finds("DATA-17")
def _more_inputs_than_outcomes(facts: Facts) -> Figures | None:
    """Candidate inputs that are counted, or raw figures over time of which most can only become inputs."""
    outcomes, candidates = facts["data.labelled_rows"], facts["data.candidates"]
    if outcomes is None or outcomes == 0:
        return None
    if candidates is not None:
        return (
            {"candidates": f"{candidates:,.0f} candidate inputs", "outcomes": f"{outcomes:,}"}
            if 10 * candidates > outcomes
            else None
        )
    rows = facts["data.rows"]
    in_time = facts["data.kind"] == "time_series" or facts["problem.task"] == "forecasting"
    if not in_time or rows is None or outcomes >= FEW_OUTCOMES or rows < RAW_PER_OUTCOME * outcomes:
        return None
    return {"candidates": f"{rows:,} records to choose inputs from", "outcomes": f"{outcomes:,}"}


@finds("DATA-18")
def _about_persons_without_names(facts: Facts) -> Figures | None:
    """Cases that are persons by their own name, in data that is said to be not personal; silent where
    somebody has looked.
    """
    if facts["data.personal"] is not False or facts["data.linkable"] is not None:
        return None
    named = _PERSON.search(f"{facts['problem.entity'] or ''}")
    return {"word": named[0].lower()} if named else None


@finds("DATA-19")
def _bias_that_nobody_measures(facts: Facts) -> Figures | None:
    """Silent where groups are to be compared, and where ETHICS-03 says that they will not be."""
    bias = named_bias(facts)
    asked = facts["ethics.stake"] in ("money", "rights", "safety")
    return {"bias": bias} if bias and asked and facts["ethics.fairness"] is None else None


@finds("DATA-20")
def _consent_without_telling(facts: Facts) -> Figures | None:
    return _when(facts["data.legal_basis"] == "consent" and facts["ethics.informed"] == "not_told")


@finds("APPR-13")
def _confirms_itself(facts: Facts) -> Figures | None:
    looped = facts["data.selected"] in ("chosen_only", "unlooked") and facts["approach.echo"] in (
        "much",
        "little",
        "not_thought",
    )
    if looped and facts.unknown("approach.left_free"):
        return UNKNOWN
    return _when(looped and facts["approach.left_free"] == "nothing")


@finds("APPR-14")
def _learns_from_strangers(facts: Facts) -> Figures | None:
    talks = "interaction" in (facts["ethics.transparency"] or ())
    return _when(
        talks
        and facts["approach.echo"] in ("much", "not_thought")
        and facts["approach.left_free"] in (None, "nothing")
        and facts["approach.automation"] == "full"
    )


# ── whether it works here, and goes on working
# ──────────────────────────────────────────────────────────────────


@finds("FEAS-04")
def _shown_only_elsewhere(facts: Facts) -> Figures | None:
    elsewhere = facts["feasibility.proof"] in ("elsewhere", "literature")
    if not elsewhere or facts["value.pilot"] is not False:
        return None
    return {"proof": facts.said("feasibility.proof")[0].lower() + facts.said("feasibility.proof")[1:]}


@finds("FEAS-05")
def _shown_nowhere(facts: Facts) -> Figures | None:
    """Where no pilot is to be either, FEAS-01 says it."""
    if facts["feasibility.proof"] not in ("nothing", "failed") or facts["value.pilot"] is False:
        return None
    return {"proof": facts.said("feasibility.proof")[0].lower() + facts.said("feasibility.proof")[1:]}


@finds("METRIC-14")
def _world_moves_unseen(facts: Facts) -> Figures | None:
    days = facts["problem.outcome_delay_days"]
    unwatched = (
        facts["metrics.drift"] in ("complaints", "not_thought")
        or facts["metrics.monitoring"] is False
        or facts["approach.retrain_when"] == "never"
    )
    alone = facts["approach.automation"] in ("partial", "full")
    return {"days": f"{days:,}"} if days is not None and days >= LONG_WAIT and unwatched and alone else None


@finds("METRIC-15")
def _effect_believed(facts: Facts) -> Figures | None:
    return _when(
        facts["problem.can_change"] == "hoped"
        and (
            facts["metrics.effect_proven"] in ("before_after", "no_comparison")
            or facts.unknown("metrics.link")
            or facts["problem.replayed"] in ("not_replayed", "no_gain")
        )
    )


@finds("METRIC-16")
def _miss_held_lighter(facts: Facts) -> Figures | None:
    return _when(facts["metrics.worse_error"] == "false_alarm" and facts["ethics.stake"] == "safety")


@finds("PEOPLE-04")
def _not_tried_where_used(facts: Facts) -> Figures | None:
    """Users who are only told, and no trial; silent once somebody answered whether it was tried where it is
    used.
    """
    left_out = facts["people.users"] in ("informed", "absent")
    return _when(left_out and facts["value.pilot"] is False and facts["people.tried"] is None)


# ── money that can be lost
# ──────────────────────────────────────────────────────────────────────────────────────


@finds("VALUE-12")
def _pilot_not_worth_it(facts: Facts) -> Figures | None:
    pilot = facts.money.pilot if facts.money else None
    if (
        pilot is None
        or facts["value.pilot_cost"] is None
        or facts["value.pilot_pass"] is None
        or pilot.worth >= 0
    ):
        return None
    currency = facts.project.currency
    saved = (1 - pilot.pass_probability) * pilot.saved_when_failing
    return {"cost": money_words(pilot.cost, currency), "saved": money_words(saved, currency)}


@finds("VALUE-13")
def _exposure(facts: Facts) -> Figures | None:
    """Cases open at once x error x what a unit costs, against what can be borne, else against a year's
    benefit.

    Cases open at once are those of a year times the wait for the outcome (Little 1961).
    """
    cases, days = facts["value.cases_per_year"], facts["problem.outcome_delay_days"]
    error, unit = facts["metrics.target"], facts["value.error_cost"]
    if None in (cases, days, error, unit) or facts.metric is None or facts.metric[0]:
        return None
    exposure = central(cases) * days / DAYS_A_YEAR * error * central(unit)
    bearable = facts["risks.bearable"]
    yearly = [r.amount for r in facts.rows("value.benefits") if r.amount is not None and r.when != "once"]
    limit = bearable if bearable is not None else sum(central(amount) for amount in yearly)
    if (bearable is None and not yearly) or exposure <= limit:
        return None
    what = "the loss of {} that could be borne" if bearable is not None else "the {} that a year brings"
    return {
        "cases": f"{central(cases) * days / DAYS_A_YEAR:,.0f}",
        "exposure": money_words(exposure, facts.project.currency),
        "limit": what.format(money_words(limit, facts.project.currency)),
    }


# ── what it does to people
# ──────────────────────────────────────────────────────────────────────────────────────


@finds("ETHICS-07")
def _errors_that_people_bear(facts: Facts) -> Figures | None:
    if not _much_at_stake(facts) or not _nobody_between(facts):
        return None
    precision = facts["metrics.precision"]
    if precision is None:
        if not facts.unknown("metrics.precision"):
            return None
        return UNKNOWN | {"rare": _rare(facts["data.base_rate"])}
    if precision >= OFTEN_WRONG:
        return None
    return {"wrong": _in_ten(1 - precision), "stake": facts.said("ethics.stake").lower()}


def _rare(base_rate: float | None) -> str:
    """What a rare outcome does to precision, by the rule of Bayes: with every true case found and one in
    twenty of the others flagged; empty where it is not rare.
    """
    if not base_rate or base_rate > RARELY_TRUE:
        return ""
    others = WRONGLY_FLAGGED * (1 - base_rate)
    return (
        f" Only {percent_words(base_rate)} of cases are true: if it flags one in twenty of the others, about"
        f" {_in_ten(others / (others + base_rate))} whom it flags are flagged wrongly."
    )


def _in_ten(share: float) -> str:
    """A share in plain words: 4 in 10."""
    return f"{max(1, math.floor(10 * share + 0.5))} in 10"


@finds("ETHICS-08")
def _talks_to_strangers(facts: Facts) -> Figures | None:
    talks = "interaction" in (facts["ethics.transparency"] or ())
    caught = facts["ethics.made_up"] in ("person", "sources_person")
    return _when(talks and facts["approach.automation"] == "full" and not caught)


@finds("ETHICS-09")
def _nobody_answers(facts: Facts) -> Figures | None:
    return _when(facts.unknown("ethics.answerable"))


@finds("ETHICS-11")
def _misuse_not_thought_through(facts: Facts) -> Figures | None:
    return _when(facts.unknown("ethics.misuse"))


@finds("ETHICS-10")
def _no_one_to_stop_it(facts: Facts) -> Figures | None:
    return _when(
        facts.unknown("ethics.stop") and (facts["approach.automation"] == "full" or _much_at_stake(facts))
    )


# ── what it hangs on
# ────────────────────────────────────────────────────────────────────────────────────────────


@finds("PLAN-11")
def _one_person_and_one_supplier(facts: Facts) -> Figures | None:
    return _when(facts["plan.key_person"] is True and facts["approach.leaving"] in ("effort", "locked"))
