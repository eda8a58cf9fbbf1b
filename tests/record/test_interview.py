"""The interview is complete: what the ten steps promise to ask is asked, each by a question or a column of
its own.
"""

import pytest

from mlscope.catalogue import Catalogue

PROMISED = {
    "problem": {
        "context": "context",
        "statement without terms of machine learning": "statement",
        "what is proposed and asked for": "proposal ask",
        "who has it and how often": "who",
        "today's process and its cost": "today cost_today",
        "strategic goal": "goal",
        "is machine learning needed: rules, buying, hiring, doing nothing": "need simpler_ways left_alone",
        "the heuristic to beat": "heuristic",
        "entity, outcome, delay, decision": "entity outcome outcome_delay_days decision moment",
        "who acts, and whether acting helps": "actor can_change replayed",
        "type of task": "task stand_in",
        "solutions brainstormed and tried before": "candidates candidates/tried earlier_work",
        "constraints, technical and of the business": "constraints constraints/kind",
        "objectives": (
            "objectives/name objectives/baseline objectives/target objectives/unit objectives/due"
            " objectives/owner"
        ),
        "deliverables with mock-ups agreed": "deliverables/done_when deliverables/agreed handed_over",
        "scope": "out_of_scope assumptions completion roadmap change_control",
    },
    "people": {
        "stakeholder map": (
            "stakeholders/role stakeholders/responsibility stakeholders/influence stakeholders/contact"
            " representatives"
        ),
        "leadership and incentives": "leader mandate incentives gain",
        "subject-matter experts": "experts expert_names expert_part",
        "users": "users change training",
        "reports and demos": "reporting demo_by bad_news visible",
        "who approves and decides": "approver decision_day",
        "whom to turn to when stuck": "escalation",
    },
    "data": {
        "sources": (
            "sources/kind sources/owner sources/access sources/cost sources/days_to_obtain sources/quality"
        ),
        "kinds, sizes, growth": "kind rows size_gb growth_per_month",
        "labels": (
            "labels labelled_rows positive_rows label_cost label_agreement guideline doubtful label_audit"
            " labellers"
        ),
        "base rate": "base_rate",
        "completeness, accuracy, consistency, timeliness": (
            "quality completeness accuracy consistency refresh checks"
        ),
        "known bias": "bias sampling",
        "privacy and compliance": (
            "personal regulations legal_basis retention special minimised assessed erasure rights place"
        ),
        "lineage and versions": "versioning dictionary recording_changed restored",
        "split and leakage": "split repeated shares test_kept known_in_time",
        "collection strategy": "collection first_set_days sampling multiplied",
    },
    "metrics": {
        "technical metrics": (
            "metric baseline target human minimum precision recall secondary slices human_source"
        ),
        "business metrics by category and the link": "business/category link effect_proven shows_after",
        "guardrails": "guardrails",
        "functional requirements: tasks, targets, coverage": (
            "functional/name functional/target coverage unseen accepted_by"
        ),
        "quality requirements with measures": (
            "nonfunctional/kind nonfunctional/measure nonfunctional/target latency_ms outage busiest_hour"
        ),
        "monitoring levels and thresholds": (
            "monitoring watch/level watch/limit watch/often watch/action watch/owner drift dashboard"
        ),
    },
    "approach": {
        "data- or model-centric": "focus",
        "baseline first": "first_model",
        "algorithms by criteria": (
            "options/performance options/reliability options/upkeep options/clarity options/cost_per_year"
            " options/chosen"
        ),
        "academic, commercial, open source": "options/origin bought leaving",
        "automation and what decides it": "automation criticality time_to_look handover_rule next_level",
        "batch or online, environment, hardware": "serving environment hardware savings device_updates",
        "deployment pattern": "rollout rollback",
        "tools by size of organisation": "organisation tools tested same_everywhere",
        "MLOps level today and wanted": (
            "maturity maturity_wanted recorded repeatable retrain_when retraining_months"
        ),
        "feedback loop": "outcomes_back echo left_free",
    },
    "feasibility": {
        "technical": "proof human_can signals progress exists room",
        "data": "resembles history shortfall",
        "resources": "skills tools sponsor money_released",
        "timeline": "others approvals estimates",
        "scalability": "load integration run_team tenfold",
        "method, finding and confidence by dimension": (
            "studies/dimension studies/method studies/finding studies/confidence next_test refuted"
        ),
    },
    "value": {
        "benefits and costs": "benefits costs",
        "over time": "ramp_up_year_1 decay_per_year horizon_years discount_rate",
        "decisions": "gain false_alarm_cost",
        "chances and pilot": "technical_success adoption_success pilot pilot_end",
        "alternative": "alternative",
        "proof": "confirmed turned_into_money measured_after running_budget",
    },
    "ethics": {
        "fairness": "fairness groups fair_when proxies usable_by_all",
        "harm": "stake harm heard vulnerable jobs energy",
        "consent": "consent informed",
        "explanation": "explained limits_told",
        "redress": "redress put_right",
        "human oversight": "oversight attention stop answerable trail incident",
        "security of data and model": "model_security misuse attacked",
        "tier": "in_eu ai_system purpose role practices product_safety areas profiling ways_out transparency",
    },
    "risks": {
        "register": (
            "risks/probability risks/cost risks/delay_days risks/trigger risks/mitigation risks/owner"
            " risks/residual"
        ),
        "around it": "pre_mortem reviewed bearable hangs_on",
    },
    "plan": {
        "team, skills, gaps": "team/skills gaps",
        "bus factor": "key_person second_head",
        "capacity": "team/days_per_week other_duties",
        "budgets": "budget compute_budget data_budget",
        "tasks": "tasks/duration_days tasks/after task_size deadline if_late reserve",
        "weekly demo, sprints, recovery": "weekly_demo sprint_weeks recovery_every releases method",
        "epics and stories": "stories/epic stories/story stories/accepted_when",
        "quality gates": "gates gate_keeper second_eyes",
        "retrospectives and research": "retrospectives research",
    },
}


@pytest.mark.parametrize("step", PROMISED)
def test_what_a_step_promises_to_ask_is_asked(step: str, catalogue: Catalogue) -> None:
    asked = {question.name for question in catalogue.of_step(step)}
    asked |= {
        f"{question.name}/{column.id}" for question in catalogue.of_step(step) for column in question.columns
    }
    for topic, names in PROMISED[step].items():
        assert set(names.split()) <= asked, topic
