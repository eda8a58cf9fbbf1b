"""Advice never contradicts a finding, a score or a given answer without saying so."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.assess import assess
from mlscope.assess.facts import Facts
from mlscope.assess.reads import rules_of
from mlscope.assess.recommendations import POOR, recommendations
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.generated import project
from tests.assess.test_properties import put
from tests.assess.test_sinks import ABOUT_PERSONS, project_of

SORTING = {"problem": {"task": "classification"}}
IN_CLOUD = {"approach": {"environment": "cloud"}}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31))
def test_no_advice_contradicts_a_score_an_answer_or_a_finding_silently(
    catalogue: Catalogue, seed: int
) -> None:
    record = project(seed, catalogue)
    facts = Facts(record, catalogue)
    advised: dict[str, set[str]] = {}
    for advice in recommendations(facts):
        entry = next(e for e in catalogue.entries(advice.topic) if e.id == advice.id)
        for asked, choice in entry.comes_to.items():
            scoring = catalogue.questions[asked].scoring
            assert (scoring.scores[choice] if scoring else 1.0) >= POOR
            if facts[asked] not in (None, choice):
                assert "Your own answer is another" in advice.reason
            for code in raised_by(record, asked, choice, catalogue):
                others = (one.id for one in catalogue.questions[asked].choices if one.id != choice)
                assert all(code in raised_by(record, asked, other, catalogue) for other in others), (
                    f"{advice.topic}/{advice.id} brings up {code}, which another answer would not"
                )
            advised.setdefault(asked, set()).add(choice)
    assert all(len(choices) == 1 for choices in advised.values()), advised


def raised_by(record: Project, asked: str, choice: str, catalogue: Catalogue) -> set[str]:
    """The findings that rest on an answer and that are raised when it is this one."""
    plain = record.to_plain()
    put(plain, catalogue.questions[asked], choice)
    facts = Facts(Project.model_validate(plain), catalogue)
    rest_on_it = {code for code, rule in catalogue.rules["findings"].items() if asked in rule["answers"]}
    return {
        rule.id
        for rule in rules_of(catalogue).findings
        if rule.id in rest_on_it and rule.of(facts) is not None
    }


@pytest.mark.parametrize(
    ("answers", "topic", "advised", "says"),
    [
        ({"approach": {"serving": "batch"}, "ethics": {"stake": "none"}}, "deployment_patterns", None, ""),
        (
            {"data": {"quality": "audited"}, "approach": {"focus": "data"}},
            "focus",
            "model_first",
            "Your own answer is another, “The data”",
        ),
        ({"data": {"quality": "audited"}, "approach": {"focus": "model"}}, "focus", "model_first", ""),
        ({"problem": {"task": "classification"}, "data": {"kind": "time_series"}}, "splits", None, ""),
        (
            {"approach": {"serving": "batch"}, "more": {"approach.organisation": "large"}},
            "tools_by_size",
            "large_platform",
            "",
        ),
        (
            {
                "ethics": {"stake": "money"},
                "approach": {"automation": "advice"},
            },
            "automation_levels",
            None,
            "",
        ),
        (SORTING | {"data": {"kind": "tabular", "split": "random"}}, "splits", "stratified", "“At random”"),
        (SORTING | {"data": {"kind": "tabular", "split": "by_time"}}, "splits", None, ""),
        (SORTING | {"data": {"kind": "tabular", "split": "by_group"}}, "splits", None, ""),
        (SORTING | {"data": {"kind": "tabular", "split": "random", "repeated": True}}, "splits", None, ""),
        (IN_CLOUD | {"more": {"data.place": "region"}}, "storage", "cloud_storage", ""),
        (IN_CLOUD | {"more": {"data.place": "house"}}, "storage", None, ""),
        (
            {"approach": {"serving": "edge"}, "more": {"data.place": "house"}},
            "environments",
            "edge",
            "",
        ),
        ({"approach": {"maturity": "level_0", "maturity_wanted": "level_1"}}, "mlops_levels", "level_1", ""),
        ({"ethics": {"stake": "rights"}, "data": {"personal": False}}, "audit_steps", None, ""),
        (
            {"ethics": {"stake": "rights"}, "more": {"approach.time_to_look": "never"}},
            "automation_levels",
            None,
            "",
        ),
    ],
)
def test_advice_of_a_topic(
    catalogue: Catalogue, answers: dict[str, Any], topic: str, advised: str | None, says: str
) -> None:
    found = [r for r in assess(Project(name="x", **answers), catalogue).recommendations if r.topic == topic]
    assert [r.id for r in found][:1] == ([advised] if advised else [])
    assert all(r.id != "large_deployment" for r in found)
    assert all((says in r.reason) if says else ("another" not in r.reason) for r in found)


def test_a_finding_names_the_one_that_asks_for_the_opposite(catalogue: Catalogue) -> None:
    given = ABOUT_PERSONS | {
        "data.minimised": "everything",
        "ethics.fairness": False,
        "metrics.metric": "recall_at_k",
        "metrics.human": 0.8,
        "metrics.target": 0.9,
        "metrics.minimum": 0.95,
    }
    found = {f.code: f for f in assess(project_of(given), catalogue).findings}
    for code, other in (("DATA-MINIMISED", "ETHICS-03"), ("METRIC-07", "METRIC-05")):
        assert f"“{found[other].title.rstrip('?')}”" in found[code].advice, code
    alone = assess(project_of(ABOUT_PERSONS | {"data.minimised": "everything"}), catalogue).findings
    assert "With “" not in next(f for f in alone if f.code == "DATA-MINIMISED").advice


def test_advice_that_is_opposed_is_of_findings_that_there_are(catalogue: Catalogue) -> None:
    for pair in catalogue.rules["opposed"]["opposed"]:
        assert {*pair["these"], *pair["those"]} <= set(catalogue.codes)
        assert not set(pair["these"]) & set(pair["those"])
        assert "{other}" in pair["says"]
