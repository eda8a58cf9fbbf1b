"""Each finding fires on a record made for it, is silent once that is repaired, and says nothing of a blank
one.
"""

import copy
from typing import Any

import pytest

from mlscope.appraise import appraise
from mlscope.assess import assess
from mlscope.assess.amounts import low_total, percentiles
from mlscope.assess.computed import separation
from mlscope.assess.contradictions import precision_floor
from mlscope.assess.facts import Facts
from mlscope.assess.findings import TESTS, in_order, standing_out
from mlscope.assess.weak import WEAK, weak_answers
from mlscope.catalogue import Catalogue
from mlscope.estimates.notation import parse
from mlscope.project import STEPS, Project
from mlscope.project.steps.feasibility import Dimension
from mlscope.questions import Question
from mlscope.results import Finding, Severity

Answers = dict[str, Any]

FLAGS = {
    "problem.task": "classification",
    "data.base_rate": 0.02,
    "metrics.precision": 0.5,
    "metrics.recall": 0.6,
    "value.cases_per_year": 10_000,
    "value.gain": 100,
    "value.false_alarm_cost": 300,
}
ERRORS = {
    "problem.task": "regression",
    "metrics.metric": "mae",
    "metrics.baseline": 12,
    "value.cases_per_year": 50_000,
    "value.error_cost": 0.4,
    "value.fixed_cost": 20_000,
}
HELP = {
    "problem.task": "generation",
    "value.cases_per_year": 30_000,
    "value.minutes_saved": 6,
    "value.hour_cost": 60,
    "value.fixed_cost": 45_000,
}
STAKE = {"ethics.stake": "rights"}
ABOUT_PERSONS = STAKE | {"data.personal": True}
ALONE = {"approach.automation": "full"}
TALKS = {"ethics.in_eu": True, "ethics.transparency": ["interaction"], "problem.task": "generation"}
LOOPS = {"approach.echo": "much", "approach.left_free": "nothing"}
PREDICTS = {"problem.task": "regression"}
AREA = {
    "ethics.in_eu": True,
    "ethics.ai_system": True,
    "ethics.purpose": "normal",
    "ethics.practices": [],
    "ethics.areas": ["employment"],
}
ONCE = {"amount": 100_000, "when": "once"}
YEARLY = {"amount": 10_000, "when": "yearly"}
TASK = {"duration_days": "100 < 120 < 150"}
WATCHED = {"metrics.monitoring": True}
WATCH = {"level": "data", "figure": "Gaps", "limit": "Above 10 %", "owner": "Data engineer"}
RISK = {"name": "Late data", "probability": 0.2}

# code: (the record it is made for, the answers that repair it)
CASES: dict[str, tuple[Answers, Answers]] = {
    "PROB-01": ({"problem.need": "rules_enough"}, {"problem.need": "rules_fell_short"}),
    "PROB-02": ({"problem.need": "untested"}, {"problem.need": "rules_fell_short"}),
    "PROB-03": ({"problem.objectives": []}, {"problem.objectives": [{"baseline": 3, "target": 2}]}),
    "PROB-04": ({"problem.objectives": [{"baseline": 3, "target": 3}]}, {"problem.objectives": [{"baseline": 3, "target": 2}]}),
    "PROB-05": ({"problem.objectives": [{"due": "2027-01-31"}], "plan.deadline": "2027-06-30"}, {"plan.deadline": "2027-01-01"}),
    "PROB-06": ({"problem.statement": "We need machine learning for churn"}, {"problem.statement": "Customers leave unnoticed"}),
    "PROB-07": ({"problem.deliverables": [{"agreed": False}]}, {"problem.deliverables": [{"agreed": False}, {"agreed": True}]}),
    "PEOPLE-01": ({"people.users": "absent"}, {"people.users": "consulted"}),
    "PEOPLE-02": ({"plan.budget": 1000, "people.leader": "Data science lead"}, {"people.approver": "Chief commercial officer"}),
    "PEOPLE-04": ({"people.users": "informed", "value.pilot": False}, {"people.users": "co_design"}),
    "PEOPLE-03": ({"people.experts": "none"}, {"people.experts": "on_request"}),
    "DATA-01": ({"problem.task": "regression", "data.labels": "planned", "data.labelled_rows": 0, "data.rows": 900}, {"data.label_cost": 2}),
    "DATA-02": ({"problem.task": "regression", "data.kind": "images", "data.labelled_rows": 300}, {"data.labelled_rows": 5000}),
    "DATA-03": ({"data.quality": "poor"}, {"data.quality": "audited"}),
    "DATA-04": ({"problem.task": "regression", "data.known_in_time": False}, {"data.known_in_time": True}),
    "DATA-05": ({"problem.task": "forecasting", "data.split": "random"}, {"data.split": "by_time"}),
    "DATA-06": ({"data.personal": True, "data.rows": 900}, {"data.retention": "Three years"}),
    "DATA-07": (FLAGS | {"data.labels": "labelled", "data.label_agreement": 0.45}, {"data.label_agreement": 0.8}),
    "DATA-08": ({"data.sources": [{"days_to_obtain": 90}], "plan.deadline": "2026-12-31"}, {"plan.deadline": "2027-12-31"}),
    "DATA-09": ({"problem.task": "regression", "data.labelled_rows": 10, "data.rows": 9}, {"data.rows": 10}),
    "DATA-10": (FLAGS | {"data.labelled_rows": 1000}, {"data.labelled_rows": 5000}),
    "DATA-11": ({"data.sources": [{"access": "unclear"}]}, {"data.sources": [{"access": "agreed"}]}),
    "DATA-12": ({"problem.task": "regression", "data.split": "stratified", "data.repeated": True}, {"data.split": "by_group"}),
    "DATA-13": (FLAGS | {"data.labelled_rows": 400, "data.positive_rows": 500}, {"data.positive_rows": 400}),
    "DATA-14": ({"data.quality": "audited", "data.sources": [{"quality": "poor"}]}, {"data.sources": [{"quality": "known_issues"}]}),
    "DATA-15": (
        {"problem.task": "regression", "data.inputs": [{"name": "Final bill", "in_time": False}]},
        {"problem.task": "regression", "data.inputs": [{"name": "Final bill", "in_time": True}]},
    ),
    "DATA-16": ({"data.sources": [{"name": "Written by experts", "kind": "synthetic"}]}, {"data.sources": [{"name": "Ward", "kind": "internal"}]}),
    "DATA-17": (
        PREDICTS | {"data.kind": "tabular", "data.labelled_rows": 1000, "data.candidates": 5000},
        {"data.candidates": 40},
    ),
    "DATA-18": ({"data.personal": False, "problem.entity": "One member and film"}, {"problem.entity": "One pump and day"}),
    "DATA-19": (ABOUT_PERSONS | {"data.bias": "Most of them were men"}, {"ethics.fairness": True}),
    "DATA-20": (ABOUT_PERSONS | {"data.legal_basis": "consent", "ethics.informed": "not_told"}, {"ethics.informed": "told"}),
    "METRIC-01": (FLAGS | {"metrics.metric": "accuracy"}, {"metrics.metric": "precision_recall"}),
    "METRIC-02": (FLAGS, {"metrics.precision": 0.8}),
    "METRIC-03": (FLAGS | {"data.base_rate": 0.5, "metrics.precision": 0.3, "metrics.recall": 1.0}, {"metrics.precision": 0.5}),
    "METRIC-04": ({"metrics.target": 0.8}, {"metrics.baseline": 0.6}),
    "METRIC-05": ({"metrics.metric": "rmse", "metrics.target": 3, "metrics.human": 4}, {"metrics.target": 5}),
    "METRIC-06": ({"metrics.metric": "f1", "metrics.target": 0.6, "metrics.baseline": 0.6}, {"metrics.target": 0.7}),
    "METRIC-07": ({"metrics.metric": "f1", "metrics.target": 0.6, "metrics.minimum": 0.7}, {"metrics.minimum": 0.5}),
    "METRIC-13": ({"metrics.metric": "f1", "metrics.target": 85}, {"metrics.target": 0.85}),
    "METRIC-14": (
        PREDICTS | ALONE | {"problem.outcome_delay_days": 180, "metrics.drift": "complaints"},
        {"metrics.drift": "both"},
    ),
    "METRIC-15": (PREDICTS | {"problem.can_change": "hoped", "metrics.effect_proven": "no_comparison"}, {"metrics.effect_proven": "at_random"}),
    "METRIC-16": (FLAGS | {"metrics.worse_error": "false_alarm", "ethics.stake": "safety"}, {"metrics.worse_error": "miss"}),
    "METRIC-08": ({"metrics.monitoring": False}, {"metrics.monitoring": True}),
    "METRIC-09": ({"metrics.nonfunctional": [{"name": "Fast"}]}, {"metrics.nonfunctional": [{"name": "Fast", "measure": "Milliseconds"}]}),
    "METRIC-10": ({"metrics.business": [{"name": "Churn"}]}, {"metrics.link": "Each call keeps one in four"}),
    "METRIC-11": (WATCHED | {"metrics.watch": [{"figure": "Gaps", "owner": "Data engineer"}]}, {"metrics.watch": [WATCH]}),
    "METRIC-12": (WATCHED | {"metrics.watch": [WATCH]}, {"metrics.watch": [WATCH | {"level": level} for level in ("system", "data", "model", "business")]}),
    "APPR-01": ({"approach.serving": "online", "data.refresh": "daily"}, {"approach.serving": "batch"}),
    "APPR-02": (STAKE | {"approach.automation": "full"}, {"approach.automation": "advice"}),
    "APPR-03": ({"approach.rollback": False}, {"approach.rollback": True}),
    "APPR-04": ({"approach.first_model": "complex"}, {"approach.first_model": "simple"}),
    "APPR-05": (
        {"problem.task": "regression", "problem.outcome_delay_days": 90, "approach.retraining_months": 1, "data.refresh": "once"},
        {"data.refresh": "daily"},
    ),
    "APPR-06": ({"approach.rollout": "at_once"}, {"approach.rollout": "canary"}),
    "APPR-07": ({"approach.maturity": "level_0", "approach.maturity_wanted": "level_2"}, {"approach.maturity_wanted": "level_1"}),
    "APPR-08": (
        {"approach.options": [{"performance": "fair", "upkeep": "good", "chosen": True}, {"performance": "good", "upkeep": "good"}]},
        {"approach.options": [{"performance": "fair", "upkeep": "good", "chosen": True}, {"performance": "good", "upkeep": "fair"}]},
    ),
    "APPR-09": ({"approach.automation": "full", "approach.criticality": "grave"}, {"approach.criticality": "noticeable"}),
    "APPR-10": ({"approach.environment": "cloud", "data.place": "house"}, {"data.place": "region"}),
    "APPR-11": ({"approach.automation": "advice", "approach.time_to_look": "never"}, {"approach.time_to_look": "samples"}),
    "APPR-12": ({"approach.retraining_months": 3, "approach.retrain_when": "never"}, {"approach.retrain_when": "calendar"}),
    "APPR-13": (PREDICTS | LOOPS | {"data.selected": "chosen_only"}, {"approach.left_free": "control"}),
    "APPR-14": (TALKS | LOOPS | ALONE, {"approach.automation": "advice"}),
    "FEAS-04": ({"feasibility.proof": "elsewhere", "value.pilot": False}, {"value.pilot": True}),
    "FEAS-01": ({"feasibility.proof": "nothing", "value.pilot": False}, {"value.pilot": True}),
    "FEAS-05": ({"feasibility.proof": "nothing", "value.pilot": True}, {"feasibility.proof": "own_test"}),
    "FEAS-02": ({"feasibility.skills": "missing"}, {"feasibility.skills": "partly"}),
    "FEAS-03": ({"feasibility.studies": [{"dimension": "data"}]}, {"feasibility.studies": [{"dimension": one.value} for one in Dimension]}),
    "VALUE-01": ({"problem.cost_today": 50_000, "value.benefits": [{"amount": 90_000, "when": "yearly"}]}, {"problem.cost_today": 100_000}),
    "VALUE-02": ({"value.benefits": [YEARLY], "value.costs": [ONCE, YEARLY]}, {"value.benefits": [YEARLY | {"evidence": "expert"}]}),
    "VALUE-03": ({"value.technical_success": 1}, {"value.technical_success": 0.7}),
    "VALUE-04": ({"value.costs": [ONCE]}, {"value.costs": [ONCE, YEARLY]}),
    "VALUE-05": (
        {"value.benefits": [YEARLY], "value.costs": [ONCE], "value.alternative_benefit": 40_000, "value.alternative_cost_once": 0, "value.alternative_cost_yearly": 0},
        {"value.alternative_benefit": 10, "value.costs": [{"amount": 10, "when": "once"}]},
    ),
    "VALUE-06": (FLAGS | {"value.capacity": 100}, {"value.capacity": 1000}),
    "VALUE-07": ({"value.benefits": [YEARLY], "value.costs": [ONCE, YEARLY]}, {"value.costs": [{"amount": 10, "when": "once"}]}),
    "VALUE-08": ({"value.pilot": True, "value.pilot_pass": 1}, {"value.pilot_pass": 0.6}),
    "VALUE-09": ({"value.launch_month": 2, "plan.tasks": [TASK]}, {"value.launch_month": 12}),
    "VALUE-10": (ERRORS | {"metrics.target": 11.5}, {"metrics.target": 10}),
    "VALUE-14": (FLAGS | {"value.count_decisions": True, "value.benefits": [YEARLY | {"name": "Found earlier"}]}, {"value.decisions_apart": True}),
    "VALUE-11": (HELP | {"value.usage_share": 0.2}, {"value.usage_share": 0.5}),
    "VALUE-12": (
        {"value.benefits": [YEARLY], "value.costs": [ONCE], "value.pilot": True, "value.pilot_cost": 50_000, "value.pilot_pass": 0.9},
        {"value.pilot_cost": 500},
    ),
    "VALUE-13": (
        ERRORS | {"metrics.target": 10, "problem.outcome_delay_days": 180, "risks.bearable": 60_000},
        {"risks.bearable": 200_000},
    ),
    "ETHICS-07": (ABOUT_PERSONS | ALONE | FLAGS, {"approach.automation": "advice"}),
    "ETHICS-08": (TALKS | ALONE | {"ethics.made_up": "nothing"}, {"ethics.made_up": "person"}),
    "ETHICS-01": (STAKE | {"ethics.oversight": False}, {"ethics.oversight": True}),
    "ETHICS-02": (STAKE | {"ethics.redress": False}, {"ethics.redress": True}),
    "ETHICS-03": (ABOUT_PERSONS | {"ethics.fairness": False}, {"ethics.fairness": True}),
    "ETHICS-04": (AREA | {"ethics.profiling": True}, {"ethics.in_eu": False}),
    "ETHICS-05": (AREA | {"ethics.stake": "none"}, STAKE),
    "ETHICS-06": (AREA | {"ethics.profiling": True, "data.personal": False}, {"data.personal": True}),
    "RISK-01": ({"risks.risks": [RISK]}, {"risks.risks": [RISK | {"owner": "Data engineer"}]}),
    "RISK-02": ({"risks.risks": [RISK | {"residual": 0.3}]}, {"risks.risks": [RISK | {"residual": 0.1}]}),
    "RISK-03": ({"risks.risks": []}, {"risks.risks": [RISK]}),
    "RISK-04": ({"risks.risks": [RISK | {"probability": 0.5}]}, {"risks.risks": [RISK | {"probability": 0.5, "trigger": "A late delivery"}]}),
    "PLAN-01": ({"problem.task": "regression", "problem.outcome_delay_days": 365, "plan.deadline": "2027-03-31"}, {"plan.deadline": "2028-03-31"}),
    "PLAN-02": ({"plan.deadline": "2026-11-20"}, {"plan.deadline": "2027-11-20"}),
    "PLAN-03": ({"plan.tasks": [TASK], "plan.deadline": "2027-01-31"}, {"plan.deadline": "2028-01-31"}),
    "PLAN-04": ({"value.costs": [ONCE], "plan.budget": 99_000}, {"plan.budget": 100_000}),
    "PLAN-05": ({"plan.key_person": True}, {"plan.key_person": False}),
    "PLAN-06": ({"plan.start": "2027-03-01", "plan.deadline": "2027-02-01"}, {"plan.start": "2027-01-04"}),
    "PLAN-07": ({"plan.weekly_demo": False}, {"plan.weekly_demo": True}),
    "PLAN-08": ({"plan.compute_budget": 600, "plan.data_budget": 500, "plan.budget": 1000}, {"plan.budget": 1100}),
    "PLAN-10": ({"plan.stories": [{"story": "As an agent I see reasons"}]}, {"plan.stories": [{"story": "As an agent I see reasons", "accepted_when": "Two agents agree"}]}),
    "PLAN-12": (
        {
            "plan.tasks": [TASK | {"id": "o1", "owner": "Ana"}, TASK | {"id": "o2", "owner": "Ana"}],
            "plan.deadline": "2027-06-30",
        },
        {"plan.tasks": [TASK | {"id": "o1", "owner": "Ana"}, TASK | {"id": "o2", "owner": "Bo"}]},
    ),
    "PLAN-11": ({"plan.key_person": True, "approach.leaving": "locked"}, {"approach.leaving": "standard"}),
    "PLAN-09": ({"plan.team": [{"available": False}], "plan.tasks": [TASK]}, {"plan.team": [{"available": True}]}),
}  # fmt: skip


UNKNOWN: dict[str, tuple[str, Answers]] = {
    "DATA-04": ("data.known_in_time", PREDICTS),
    "ETHICS-07": ("metrics.precision", ABOUT_PERSONS | ALONE | {"problem.task": "classification"}),
    "ETHICS-09": ("ethics.answerable", {}),
    "ETHICS-10": ("ethics.stop", ALONE),
    "ETHICS-11": ("ethics.misuse", {}),
}
"""code: the question of which "don't know yet" raises it, and the answers beside it."""


def project_of(given: Answers, **more: Any) -> Project:
    plain: dict[str, Any] = {"name": "Test", "as_of": "2026-11-21", **more}
    for question_id, value in given.items():
        step, _, name = question_id.partition(".")
        typed = name in STEPS[step].model_fields
        plain.setdefault(step if typed else "more", {})[name if typed else question_id] = copy.deepcopy(value)
    return Project.model_validate(plain)


def found(given: Answers, catalogue: Catalogue, **more: Any) -> dict[str, Finding]:
    return {
        f.code: f for f in appraise(project_of(given, **more), catalogue, points=1024).assessment.findings
    }


def test_every_code_has_words_a_test_and_a_case(catalogue: Catalogue) -> None:
    assert set(catalogue.rules["findings"]) == set(TESTS) == set(CASES) | set(UNKNOWN)


@pytest.mark.parametrize("code", UNKNOWN)
def test_dont_know_yet_raises_what_nobody_may_leave_open_and_untouched_does_not(
    code: str, catalogue: Catalogue
) -> None:
    question, beside = UNKNOWN[code]
    about = {question: {"state": "unknown", "who": "Vendor"}}
    finding = found(beside, catalogue, answers=about)[code]
    assert finding.message.endswith(".")
    assert "{" not in finding.message
    assert question in finding.answers
    assert code not in found(beside, catalogue)


@pytest.mark.parametrize("code", CASES)
def test_a_finding_fires_on_its_record_and_is_silent_on_the_repaired_one(
    code: str, catalogue: Catalogue
) -> None:
    broken, repair = CASES[code]
    finding = found(broken, catalogue)[code]
    assert finding.message.endswith(".")
    assert "{" not in finding.message
    assert finding.advice
    assert set(finding.answers) & (set(broken) | set(repair))
    assert code not in found(broken | repair, catalogue)


SETTLED = {
    "METRIC-09": {"name": "Safe", "measure": "Milliseconds"},
    "METRIC-11": {"figure": "Complaints", "limit": "Ten", "owner": "Data engineer"},
    "RISK-01": {"name": "Fire", "owner": "Data engineer"},
    "RISK-04": {"name": "Fire", "probability": 0.9, "trigger": "Smoke"},
    "PLAN-10": {"story": "As a manager I see a total", "accepted_when": "It adds up"},
}


@pytest.mark.parametrize(
    ("code", "one", "several"),
    [
        (
            "METRIC-09",
            "The quality requirement “Fast” has no measure.",
            "2 of 3 quality requirements have no measure, among them “Fast”.",
        ),
        (
            "METRIC-11",
            "The watched figure “Gaps” lacks a limit or somebody who acts.",
            "2 of 3 watched figures lack a limit or somebody who acts, among them “Gaps”.",
        ),
        (
            "RISK-01",
            "The risk “Late data” has no owner.",
            "2 of 3 risks have no owner, among them “Late data”.",
        ),
        (
            "RISK-04",
            "The risk “Late data” is at least as likely as not and has no early sign.",
            "2 of 3 risks that are at least as likely as not have no early sign, among them “Late data”.",
        ),
        (
            "PLAN-10",
            "The story “As an agent I see reasons” does not say when it is accepted.",
            "2 of 3 stories do not say when they are accepted, among them “As an agent I see reasons”.",
        ),
        (
            "PLAN-09",
            "Work is planned, but the only person in the team is not free for it.",
            "Work is planned, but none of the 2 people in the team is free for it.",
        ),
    ],
)
def test_one_row_is_named_and_several_are_counted(
    code: str, one: str, several: str, catalogue: Catalogue
) -> None:
    broken = CASES[code][0]
    table = next(answer for answer in catalogue.rules["findings"][code]["answers"] if answer in broken)
    (row,), settled = broken[table], [SETTLED[code]] if code in SETTLED else []
    assert found(broken | {table: [row, *settled]}, catalogue)[code].message == one
    assert found(broken | {table: [row, *settled, row]}, catalogue)[code].message == several


def test_a_blank_record_has_no_findings(catalogue: Catalogue) -> None:
    assert found({}, catalogue) == {}


def test_answers_of_a_finding_are_questions(catalogue: Catalogue) -> None:
    named = {answer for rule in catalogue.rules["findings"].values() for answer in rule["answers"]}
    assert named <= set(catalogue.questions)


def test_a_finding_that_rests_on_an_assumed_answer_is_silent(catalogue: Catalogue) -> None:
    about = {"plan.key_person": {"evidence": "assumed"}}
    assert "PLAN-05" not in found({"plan.key_person": True}, catalogue, answers=about)


@pytest.mark.parametrize("code", ["PEOPLE-02", "DATA-06"])
def test_an_answer_that_quick_scope_does_not_ask_for_is_not_found_missing(
    code: str, catalogue: Catalogue
) -> None:
    missing, *_ = CASES[code][1]
    step = catalogue.questions[missing].step
    quick = {
        i: value
        for i, value in CASES[code][0].items()
        if catalogue.questions[i].core or catalogue.questions[i].step != step
    }
    assert code not in found(quick, catalogue)
    assert code in found(quick, catalogue, answers={missing: {"state": "unknown", "who": "Sponsor"}})


def test_a_waived_finding_keeps_its_reason_and_goes_last(catalogue: Catalogue) -> None:
    broken = CASES["PLAN-05"][0] | CASES["PLAN-07"][0]
    shown = found(broken, catalogue, waivers={"PLAN-05": {"reason": "She documents as she goes"}})
    assert list(shown) == ["PLAN-07", "PLAN-05"]
    assert shown["PLAN-05"].waived == "She documents as she goes"


def test_the_break_even_finding_names_the_one_it_uses(catalogue: Catalogue) -> None:
    # p* = C / (C + B) = 300 / 400 without fixed cost
    assert "yearly break-even needs a precision of 75 %" in found(FLAGS, catalogue)["METRIC-02"].message


def test_a_precision_below_the_break_even_is_found_before_a_recall_is_known(catalogue: Catalogue) -> None:
    without = {i: value for i, value in FLAGS.items() if i != "metrics.recall"}
    assert found(without, catalogue)["METRIC-02"].message.endswith(
        "the yearly break-even needs a precision of 75 % at any recall."
    )
    assert "METRIC-02" not in found(without | {"metrics.precision": 0.76}, catalogue)


def test_a_forecast_may_beat_people(catalogue: Catalogue) -> None:
    better = {"metrics.metric": "wape", "metrics.target": 0.3, "metrics.human": 0.36}
    assert "METRIC-05" in found(better | {"problem.task": "regression"}, catalogue)
    assert "METRIC-05" not in found(better | {"problem.task": "forecasting"}, catalogue)


def test_true_cases_that_were_counted_outweigh_the_base_rate(catalogue: Catalogue) -> None:
    few = FLAGS | {"data.labelled_rows": 1000}
    assert "Only about 20 of" in found(few, catalogue)["DATA-10"].message
    assert "DATA-10" not in found(few | {"data.positive_rows": 310}, catalogue)
    assert (
        "Only about 3 of"
        in found(FLAGS | {"data.labelled_rows": 90_000, "data.positive_rows": 3}, catalogue)[
            "DATA-10"
        ].message
    )


def test_deciding_alone_is_found_wherever_the_law_sees_a_high_risk(catalogue: Catalogue) -> None:
    alone = AREA | {"ethics.profiling": True, "approach.automation": "full"}
    assert "EU AI Act" in found(alone, catalogue)["APPR-02"].message
    assert "APPR-02" not in found(alone | {"ethics.in_eu": False}, catalogue)


def weak_of(catalogue: Catalogue) -> dict[str, list[Any]]:
    """The choices of pack questions that call for advice, by question."""
    scored = [q for q in catalogue.questions.values() if q.pack and q.scoring and q.advice]
    low = {
        q.id: [key for key, score in q.scoring.scores.items() if score <= WEAK] for q in scored if q.scoring
    }
    return {i: [{"yes": True, "no": False}.get(key, key) for key in keys] for i, keys in low.items()}


def met(question: Question) -> dict[str, Any]:
    """Answers that meet the conditions of a question itself."""
    return {key: wanted[0] if isinstance(wanted, list) else wanted for key, wanted in question.when.items()}


def test_a_weak_answer_to_a_pack_brings_up_its_advice_under_a_code_of_its_own(catalogue: Catalogue) -> None:
    more = {i: answers[0] for i, answers in weak_of(catalogue).items() if answers}
    conditions = {key: value for i in more for key, value in met(catalogue.questions[i]).items()}
    packs = {key: conditions.pop(key) for key in [*conditions] if catalogue.questions[key].pack}
    facts = Facts(project_of(conditions, more=packs | more), catalogue)
    raised = {finding.code: finding for finding in weak_answers(facts)}
    asked = [i for i in more if facts.truth[i] == "yes"]
    assert len(asked) > len(more) / 2
    assert {finding.answers[0] for finding in raised.values()} == set(asked)
    assert raised["FEAS-RUN_TEAM"].message.startswith("Nobody runs it after launch, so it will be")
    assert not set(raised) & set(TESTS)
    assert all(finding.advice and finding.message.endswith(".") for finding in raised.values())
    assert not [finding.message for finding in raised.values() if "?" in finding.message]


def test_every_answer_of_our_packs_that_calls_for_advice_says_what_it_means(catalogue: Catalogue) -> None:
    for question_id, answers in weak_of(catalogue).items():
        question = catalogue.questions[question_id]
        assert {str(answer) for answer in answers} <= set(question.weak), question_id
        for row in question.severity:
            named = row.when.get(question_id, ())
            assert set([named] if isinstance(named, str) else named) <= set(question.weak), question_id


def test_a_middling_answer_to_a_pack_is_let_pass_and_a_weak_one_can_be_waived(catalogue: Catalogue) -> None:
    assert found({}, catalogue, more={"feasibility.run_team": "builders"}) == {}
    waived = found(
        {},
        catalogue,
        more={"feasibility.run_team": "nobody"},
        waivers={"FEAS-RUN_TEAM": {"reason": "Decided in May"}},
    )
    assert waived["FEAS-RUN_TEAM"].waived == "Decided in May"


def test_at_least_twenty_findings_over_all_steps_and_six_contradictions(catalogue: Catalogue) -> None:
    rules = catalogue.rules["findings"]
    assert {code.partition("-")[0] for code in rules} == {
        "PROB",
        "PEOPLE",
        "DATA",
        "METRIC",
        "APPR",
        "FEAS",
        "VALUE",
        "ETHICS",
        "RISK",
        "PLAN",
    }
    assert len(rules) >= 20
    assert sum(bool(rule.get("contradiction")) for rule in rules.values()) >= 6


@pytest.mark.parametrize(
    ("base", "recall", "floor"), [(0.02, 1.0, 0.02), (0.5, 1.0, 0.5), (0.5, 0.5, 1 / 3), (0.1, 0.0, 0.0)]
)
def test_precision_has_a_floor_where_every_other_case_is_flagged(
    base: float, recall: float, floor: float
) -> None:
    assert precision_floor(base, recall) == pytest.approx(floor)


def test_a_running_cost_said_as_one_figure_is_a_yearly_cost(catalogue: Catalogue) -> None:
    """Quick scope asks for it so; it counts in the money where decisions are counted."""
    given = {"problem.task": "classification", "value.count_decisions": True, "value.costs": [ONCE]}
    for fixed, missing in ((None, True), (0, True), (12_000, False)):
        more = {} if fixed is None else {"value.fixed_cost": fixed}
        assert ("VALUE-04" in found(given | more, catalogue)) is missing


def test_separation_is_the_d_prime_of_signal_detection() -> None:
    # hits 84.13 % and false alarms 15.87 % are one standard deviation either side: d' = 2; with equal groups
    # precision is 84.13 %
    assert separation(0.841345, 0.841345, 0.5) == pytest.approx(2.0, abs=1e-4)
    assert separation(0.5, 0.5, 0.5) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("text", "p10", "p50", "p90"),
    [
        ("120", 120, 120, 120),
        ("40 / 60 / 110", 40, 60, 110),
        ("0 .. 10", 1, 5, 9),
        ("0 < 5 < 10", 2.4663, 5, 7.5337),  # beta(3, 3)
        ("1 to 100", 1.6632, 10, 60.125),  # lognormal: 10 ** (1 -+ 1.28155 / 1.64485)
        ("-10 to 10", -7.7913, 0, 7.7913),
        ("30 % chance", 0, 0, 1),
    ],
)
def test_quantiles_of_every_kind_of_estimate(text: str, p10: float, p50: float, p90: float) -> None:
    assert percentiles(parse(text)) == pytest.approx((p10, p50, p90), rel=1e-3, abs=1e-9)


def test_the_low_total_of_one_cost_is_its_p10_and_of_several_more_than_the_sum_of_theirs() -> None:
    one = parse("40 / 60 / 110")
    assert low_total([one]) == pytest.approx(40)
    assert 4 * 40 < low_total([one] * 4) < 4 * 60
    assert low_total([]) == 0


def test_numbers_and_help_that_pay_in_a_year_may_still_fall_short_over_all_years(
    catalogue: Catalogue,
) -> None:
    """A year brings 40,000 and 45,000; what is built for 100,000 and 200,000 does not come back in three."""
    counted = {"value.count_decisions": True, "value.technical_success": 1, "value.adoption_success": 1}
    built = {"value.costs": [{"amount": 100_000, "when": "once"}]}
    assert (
        "it takes 8.99 to come out even"
        in found(ERRORS | counted | built | {"metrics.target": 9}, catalogue)["VALUE-10"].message
    )
    built = {"value.costs": [{"amount": 200_000, "when": "once"}]}
    help_ = HELP | counted | built | {"value.usage_share": 0.5}
    assert "is needed for the whole to come out even" in found(help_, catalogue)["VALUE-11"].message


def test_a_use_that_saves_nothing_pays_at_no_share(catalogue: Catalogue) -> None:
    wasted = HELP | {"value.usage_share": 0.5, "value.rework_share": 0.5, "value.rework_minutes": 20}
    assert found(wasted, catalogue)["VALUE-11"].message.endswith("no use is enough for a year to pay.")


def test_a_benefit_that_is_counted_among_the_decisions_too_is_found_until_somebody_says_otherwise(catalogue):
    counted = FLAGS | {"value.count_decisions": True}
    row = {"value.benefits": [YEARLY | {"name": "Found earlier"}]}
    assert "VALUE-14" not in found(counted, catalogue)
    assert "VALUE-14" not in found(FLAGS | row, catalogue)
    assert (
        found(counted | row, catalogue)["VALUE-14"].message
        == "What the decisions bring is counted, and may stand among the benefits too, as in “Found earlier”."
    )
    said = counted | row | {"value.decisions_apart": False}
    assert "and stands among the benefits" in found(said, catalogue)["VALUE-14"].message
    assert "VALUE-14" not in found(said | {"value.decisions_apart": True}, catalogue)


# ── so few that somebody can act on them
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def finding_of(code: str, catalogue: Catalogue, severity: Severity = "high", waived: str = "") -> Finding:
    cause = catalogue.causes.cause(code).id
    return Finding(code, severity, f"{code}.", "Mend it.", (), waived=waived, cause=cause)


def test_up_to_seven_high_findings_all_stand(catalogue: Catalogue) -> None:
    codes = ("DATA-16", "DATA-04", "DATA-17", "ETHICS-08", "FEAS-04", "METRIC-08", "PLAN-05")
    few = tuple(finding_of(code, catalogue) for code in codes)
    shown = standing_out((*few, finding_of("PLAN-07", catalogue, "low")), catalogue)
    assert [f.code for f in shown if f.severity == "high"] == [f.code for f in few]
    assert not any(f.crowded_out for f in shown)


def test_of_too_many_the_first_of_each_cause_goes_before_a_third_one(catalogue: Catalogue) -> None:
    codes = (
        "DATA-16",
        "DATA-04",
        "DATA-17",
        "DATA-12",
        "ETHICS-08",
        "ETHICS-07",
        "ETHICS-03",
        "FEAS-04",
        "METRIC-08",
        "PLAN-05",
    )
    many = in_order([finding_of(code, catalogue) for code in codes], catalogue.causes)
    shown = standing_out(many, catalogue)
    high = [f.code for f in shown if f.severity == "high"]
    assert high == ["DATA-16", "DATA-04", "DATA-17", "ETHICS-08", "ETHICS-07", "FEAS-04", "METRIC-08"]
    behind = {f.code for f in shown if f.crowded_out}
    assert behind == {"DATA-12", "ETHICS-03", "PLAN-05"}
    assert all(f.severity == "medium" and f.grave for f in shown if f.crowded_out)
    assert len(shown) == len(many)


def test_a_waived_finding_takes_no_place(catalogue: Catalogue) -> None:
    codes = ("DATA-16", "DATA-04", "DATA-17", "ETHICS-08", "FEAS-04", "METRIC-08", "PLAN-05")
    waived = finding_of("DATA-12", catalogue, waived="Known and accepted")
    shown = standing_out((*(finding_of(code, catalogue) for code in codes), waived), catalogue)
    assert not any(f.crowded_out for f in shown)


def test_the_verdict_counts_what_stands_behind(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    """Else mending one of seven would bring a start nearer than it is."""
    found = assess(samples["hiring"], catalogue)
    assert sum(f.severity == "high" for f in found.findings) == 7
    assert sum(f.grave for f in found.findings) > 7
    assert found.crowded_words.endswith("so that somebody can act on these first.")
    few = assess(samples["churn"], catalogue)
    assert not few.crowded_words


# ── the same answer, graver or milder by its figures
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_alternative_that_is_worth_about_as_much_is_no_grave_matter(catalogue: Catalogue) -> None:
    def severity(alternative: int) -> str:
        given = {
            "value.benefits": [{"amount": 200_000, "when": "yearly"}],
            "value.costs": [ONCE],
            "value.horizon_years": 1,
            "value.discount_rate": 0,
            "value.alternative_benefit": alternative,
            "value.alternative_cost_once": 0,
            "value.alternative_cost_yearly": 0,
        }
        return found(given, catalogue)["VALUE-05"].severity

    assert severity(104_000) == "medium"
    assert severity(120_000) == "high"


def test_twice_the_cases_that_people_can_handle_is_grave_whatever_the_stake(catalogue: Catalogue) -> None:
    assert found(FLAGS | {"value.capacity": 100}, catalogue)["VALUE-06"].severity == "high"
    assert found(FLAGS | {"value.capacity": 130}, catalogue)["VALUE-06"].severity == "medium"


def test_a_capacity_that_nobody_knows_is_told_as_such(catalogue: Catalogue) -> None:
    plain = project_of(FLAGS).to_plain() | {"answers": {"value.capacity": {"state": "unknown"}}}
    told = {
        f.code: f for f in appraise(Project.model_validate(plain), catalogue, points=256).assessment.findings
    }
    assert told["VALUE-06"].severity == "medium"
    assert "Nobody knows yet how many" in told["VALUE-06"].message


def test_a_rare_outcome_says_what_few_errors_do(catalogue: Catalogue) -> None:
    """Bayes: 0.05 x 0.98 / (0.05 x 0.98 + 0.02) = 0.71."""
    plain = project_of(STAKE | ALONE | {"data.base_rate": 0.02, "problem.task": "classification"}).to_plain()
    plain["answers"] = {"metrics.precision": {"state": "unknown"}}
    told = {f.code: f for f in assess(Project.model_validate(plain), catalogue).findings}
    assert "Only 2 % of cases are true" in told["ETHICS-07"].message
    assert "about 7 in 10 whom it flags are flagged wrongly" in told["ETHICS-07"].message


def test_made_up_cases_beside_recorded_ones_of_our_own_are_of_medium_weight(catalogue: Catalogue) -> None:
    made_up, recorded = {"name": "Invented", "kind": "synthetic"}, {"name": "Records", "kind": "internal"}
    alone = found(STAKE | {"data.sources": [made_up]}, catalogue)
    beside = found(STAKE | {"data.sources": [made_up, recorded]}, catalogue)
    assert (alone["DATA-16"].severity, beside["DATA-16"].severity) == ("high", "medium")
