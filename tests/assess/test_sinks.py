"""How grave findings are, what would sink a project, and the documented cases that are cited."""

from pathlib import Path
from typing import Any

import pytest

from mlscope.appraise import appraise
from mlscope.assess import as_json, assess
from mlscope.assess.facts import Facts
from mlscope.assess.severity import severity_of
from mlscope.catalogue import Catalogue, load
from mlscope.catalogue.packs import severity_rows
from mlscope.project import Project
from mlscope.settings import Settings
from tests.assess.test_findings import ABOUT_PERSONS, ALONE, found, project_of

STAND_IN = {"problem.task": "ranking", "problem.stand_in": "plausible", "problem.outcome": "Was hired"}
ROWS = [
    {"is": "high", "when": {"ethics.stake": ["rights", "safety"]}},
    {"is": "high", "when": {"approach.automation": "full"}},
    {"is": "medium", "when": {"ethics.stake": "money"}},
    {"is": "low"},
]


@pytest.mark.parametrize(
    ("answers", "stands", "worst"),
    [
        ({}, "low", "high"),
        ({"ethics.stake": "rights"}, "high", "high"),
        ({"ethics.stake": "money"}, "medium", "high"),
        ({"ethics.stake": "money", "approach.automation": "advice"}, "medium", "medium"),
        ({"ethics.stake": "none", "approach.automation": "advice"}, "low", "low"),
        ({"ethics.stake": "none", "approach.automation": "full"}, "high", "high"),
    ],
)
def test_the_first_row_that_holds_counts_and_an_open_one_at_the_worst(
    answers: dict[str, Any], stands: str, worst: str, catalogue: Catalogue
) -> None:
    facts = Facts(project_of(answers), catalogue)
    assert severity_of(severity_rows(ROWS), facts) == (stands, worst)
    assert severity_of(severity_rows("medium"), facts) == ("medium", "medium")


def test_the_same_answer_weighs_more_where_more_is_at_stake(catalogue: Catalogue) -> None:
    code = "PROB-STAND_IN"
    assert found(STAND_IN, catalogue)[code].severity == "medium"
    assert found(STAND_IN | {"ethics.stake": "rights"}, catalogue)[code].severity == "high"
    assert found(STAND_IN | {"approach.criticality": "grave"}, catalogue)[code].severity == "high"
    assert found(STAND_IN | ALONE, catalogue)[code].severity == "high"
    assert "“Was hired” stands in for" in found(STAND_IN, catalogue)[code].message


def test_nobody_has_looked_is_no_middling_answer_where_much_is_at_stake(catalogue: Catalogue) -> None:
    unchecked = {"data.accuracy": "unchecked"}
    assert "DATA-ACCURACY" not in found(unchecked, catalogue)
    assert found(unchecked | {"ethics.stake": "safety"}, catalogue)["DATA-ACCURACY"].severity == "medium"


def test_severity_moves_no_score(catalogue: Catalogue) -> None:
    calm = assess(project_of(STAND_IN | {"ethics.stake": "none"}), catalogue).dimensions["data"]
    grave = assess(project_of(STAND_IN | {"ethics.stake": "rights"}), catalogue).dimensions["data"]
    assert (calm.low, calm.high) == (grave.low, grave.high)


def test_what_would_sink_it_names_different_causes_before_the_same_one_twice(catalogue: Catalogue) -> None:
    given = ABOUT_PERSONS | STAND_IN | ALONE | {"data.selected": "chosen_only", "ethics.fairness": False}
    assessment = assess(project_of(given | {"data.legal_basis": "in_review"}), catalogue)
    causes = [catalogue.causes.cause(sink.codes[0]).id for sink in assessment.sinks]
    assert causes == ["allowed", "learns", "people"]
    assert "its legal basis is not settled" in assessment.verdict.sentence
    for sink in assessment.sinks:
        assert sink.why == catalogue.causes.consequence(sink.codes[0])


def test_where_nothing_is_grave_a_project_that_does_not_start_is_told_the_middling_cause(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    plain = samples["demand"].to_plain()
    plain["plan"]["deadline"] = "2026-11-20"
    plain["more"] |= {"problem.stand_in": "plausible"}
    plain["data"] |= {"labels": "recorded"}
    assessment = appraise(Project.model_validate(plain), catalogue, points=512).assessment
    assert assessment.verdict.word in ("not_yet", "no_go")
    assert not any(f.severity == "high" and f.code == "PROB-STAND_IN" for f in assessment.findings)
    assert "PROB-STAND_IN" in [code for sink in assessment.sinks for code in sink.codes]


def test_a_prohibited_practice_comes_before_the_legal_basis_of_data(catalogue: Catalogue) -> None:
    banned = {"ethics.in_eu": True, "ethics.ai_system": True, "ethics.purpose": "normal"}
    given = {"data.personal": True, "data.legal_basis": "none", "ethics.practices": ["emotion"]} | banned
    stops = assess(project_of(given), catalogue).blockers
    assert next(stop.code for stop in stops if stop.confirmed) == "prohibited_practice"


def test_a_finding_cites_the_nearest_failure_and_a_project_is_shown_those_like_it(
    catalogue: Catalogue,
) -> None:
    given = ABOUT_PERSONS | STAND_IN | {"data.selected": "chosen_only", "ethics.fairness": False}
    plain = as_json(assess(project_of(given), catalogue))
    finding = next(f for f in plain["findings"] if f["code"] == "PROB-STAND_IN")
    assert finding["precedent"].startswith("As at ")
    nearest = plain["precedents"][0]
    assert "PROB-STAND_IN" in nearest["codes"]
    assert nearest["why"].startswith("In common: ")
    assert any(sink["precedent"] for sink in plain["sinks"])


def test_a_blank_project_is_like_no_case(catalogue: Catalogue, blank: Project) -> None:
    assert assess(blank, catalogue).precedents == ()
    assert assess(blank, catalogue).sinks == ()


def test_a_house_adds_cases_of_its_own(tmp_path: Path, samples: dict[str, Project]) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "precedents.yaml").write_text("""title: Our cases
entries:
- id: our_branch
  name: Our own branch
  text: It went out without a way back.
  source: {title: Board minutes}
  year: 2025
  outcome: failure
  cited: our own branch
  cause: a bad version stayed in use for a week
  codes: [APPR-03]
- id: our_success
  name: Our plain start
  text: It began small.
  source: {title: Board minutes}
  year: 2026
  outcome: success
  cited: our own shop
  cause: it began with what was recommended
  tasks: [forecasting]
  shows: [metrics/wape]
""")
    house = load(Settings(store=":memory:", overlay=tmp_path))
    assert house.problems == ()
    assessment = assess(project_of({"approach.rollback": False}), house)
    finding = next(f for f in assessment.findings if f.code == "APPR-03")
    assert finding.precedent == "As at our own branch, 2025: a bad version stayed in use for a week."
    demand = appraise(samples["demand"], house, points=256).assessment
    borne_out = {f"{r.topic}/{r.id}": r.precedent for r in demand.recommendations if r.precedent}
    assert set(borne_out) <= {"metrics/wape"}
    assert "our_success" in {case.id for case in demand.precedents}


def test_every_finding_of_the_rules_has_a_cause_of_its_own_or_of_its_step(catalogue: Catalogue) -> None:
    for code in catalogue.codes:
        assert catalogue.causes.cause(code).name
        assert catalogue.causes.consequence(code).endswith(".")
    assert {case.facts.outcome for case in catalogue.cases} == {"failure", "success", "mixed"}


def test_what_is_being_found_out_counts_at_the_worst_and_what_nobody_touched_does_not(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    plain = samples["demand"].to_plain()
    for state, worst in (("untouched", "go"), ("unknown", "conditional")):
        plain["plan"].pop("key_person", None)
        plain.setdefault("answers", {}).pop("plan.key_person", None)
        if state == "unknown":
            plain["answers"]["plan.key_person"] = {"state": state, "who": "Lead"}
        verdict = appraise(Project.model_validate(plain), catalogue, points=1024).assessment.verdict
        assert verdict.worst == worst
