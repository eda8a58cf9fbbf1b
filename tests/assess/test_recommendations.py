"""Advice never contradicts a finding, a score or a given answer without saying so."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.appraise import appraise
from mlscope.assess import assess
from mlscope.assess.recommendations import POOR
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.results import Assessment
from tests.assess.generated import project


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31))
def test_no_advice_contradicts_a_score_an_answer_or_a_finding_silently(
    catalogue: Catalogue, seed: int
) -> None:
    record = project(seed, catalogue)
    found = appraise(record, catalogue, points=256, draft=True).assessment
    raised = {finding.code for finding in found.findings}
    for advice in found.recommendations:
        entry = next(e for e in catalogue.entries(advice.topic) if e.id == advice.id)
        for asked, choice in entry.comes_to.items():
            scoring = catalogue.questions[asked].scoring
            assert (scoring.scores[choice] if scoring else 1.0) >= POOR
            step, _, name = asked.partition(".")
            if counts(asked, found) and getattr(getattr(record, step), name) not in (None, choice):
                assert "Your own answer is another" in advice.reason
        if "DATA-05" in raised:
            assert (advice.topic, advice.id) != ("splits", "stratified")


def counts(asked: str, found: Assessment) -> bool:
    """Is the question asked in this project and answered, as far as the items of dimensions tell?"""
    items = [item for dimension in found.dimensions.values() for item in dimension.items if item.id == asked]
    return all(item.state == "answered" for item in items)


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
    ],
)
def test_advice_of_a_topic(
    catalogue: Catalogue, answers: dict[str, Any], topic: str, advised: str | None, says: str
) -> None:
    found = [r for r in assess(Project(name="x", **answers), catalogue).recommendations if r.topic == topic]
    assert [r.id for r in found][:1] == ([advised] if advised else [])
    assert all(r.id != "large_deployment" for r in found)
    assert all((says in r.reason) if says else ("another" not in r.reason) for r in found)
