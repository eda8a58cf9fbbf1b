"""A cited case shares the cause of the finding that cites it."""

import re
from collections import Counter
from typing import Any

import pytest

from mlscope.assess import assess
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.test_sinks import project_of

BORNE = {"problem.task": "classification", "ethics.stake": "safety", "data.personal": True}


@pytest.mark.parametrize(
    ("answers", "code", "says"),
    [
        ({"feasibility.resembles": "shifted"}, "FEAS-RESEMBLES", "what people searched for kept changing"),
        ({"feasibility.resembles": "untold"}, "FEAS-RESEMBLES", "wrongly|hospital|lab|abroad"),
        ({"ethics.fairness": False}, "ETHICS-03", "errors fall on whom"),
        ({"ethics.redress": False}, "ETHICS-02", "object|told"),
        (
            {"ethics.attention": "nothing", "approach.automation": "advice"},
            "ETHICS-ATTENTION",
            "alert|watch|told",
        ),
        ({"problem.need": "untested"}, "PROB-02", "plain forecast"),
        ({"approach.rollout": "at_once"}, "APPR-06", "to everybody on one day"),
        ({"metrics.unseen": "answers"}, "METRIC-UNSEEN", "did not consider that people cross"),
        ({"metrics.effect_proven": "no_comparison"}, "METRIC-EFFECT_PROVEN", "before any paper showed"),
        ({"ethics.concerns": "spoken"}, "ETHICS-CONCERNS", "doubts that had been spoken out"),
        ({"ethics.concerns": "nobody_asked"}, "ETHICS-CONCERNS", "^$"),
        ({"metrics.effect_proven": "before_after"}, "METRIC-EFFECT_PROVEN", "^$"),
        ({"problem.replayed": "not_replayed"}, "PROB-REPLAYED", "^$"),
    ],
)
def test_a_finding_cites_the_cause_that_raises_it_or_nothing(
    catalogue: Catalogue, answers: dict[str, Any], code: str, says: str
) -> None:
    found = next(f for f in assess(project_of(BORNE | answers), catalogue).findings if f.code == code)
    assert re.search(says, found.precedent), found.precedent


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_whatever_is_cited_is_a_cause_told_of_a_failure_for_this_very_finding(
    catalogue: Catalogue, samples: dict[str, Project], name: str
) -> None:
    assessment = assess(samples[name], catalogue)
    told = {
        (code.partition("/")[0], case.sentence(cause))
        for case in catalogue.cases
        for code, cause in case.causes.items()
        if case.facts.outcome != "success"
    }
    for one in (*assessment.findings, *assessment.blockers):
        assert not one.precedent or (one.code, one.precedent) in told


def test_each_cause_of_a_case_raises_findings_of_its_own(catalogue: Catalogue) -> None:
    for case in catalogue.cases:
        codes = Counter([*case.facts.codes, *(code for told in case.facts.further for code in told.codes)])
        assert max(codes.values(), default=1) == 1, case.entry.id
        causes = [case.facts.cause, *(told.cause for told in case.facts.further)]
        assert len(set(causes)) == len(causes), case.entry.id


def test_a_success_is_told_by_what_it_dealt_with(catalogue: Catalogue) -> None:
    given = BORNE | {"feasibility.proof": "elsewhere", "value.pilot": False, "problem.can_change": "hoped"}
    shown = assess(project_of(given), catalogue).precedents
    successes = [one for one in shown if one.outcome == "success"]
    assert successes
    for one in successes:
        assert one.why.startswith("It dealt with what is found here: " if one.codes else "In common: ")
