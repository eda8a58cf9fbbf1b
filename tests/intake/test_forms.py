"""A saved impact assessment or a charter becomes a project whose answers wait to be confirmed."""

import json

import pytest

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.intake import is_aia, of_aia, of_charter
from mlscope.intake.forms import unknown_questions

AIA = {
    "version": "1.0.1",
    "currentPage": 3,
    "data": {
        "projectDetailsTitle": "Benefit triage",
        "projectDetailsDescription": "Sorts applications by how urgent they are.",
        "businessDrivers3": "Urgent cases wait too long.",
        "impact30": "item1-4",
        "aboutDataSource1": "item1-2",
        "impact9": "item4-4",
        "impact13": "item2-2",
        "fairnessDesign13": "item2-0",
        "riskProfile2A": "People in remote places are served by mail alone.",
        "businessDrivers1": ["item1", "item2"],
        "consultationDesign9": "ok",
    },
}
CHARTER = """# Spare parts forecast

Intro words.

## The problem
Planners order too much.

## Out of scope
Prices.

**Weather**
It rains.
"""


def test_every_question_of_the_plans_exists(catalogue: Catalogue) -> None:
    assert list(unknown_questions(catalogue)) == []


def test_fields_become_answers_to_be_confirmed_and_the_rest_notes(catalogue: Catalogue) -> None:
    start = of_aia(json.dumps(AIA).encode(), catalogue)
    project = start.project
    assert project.name == "Benefit triage"
    assert project.problem.statement == "Urgent cases wait too long."
    assert project.raw("approach.automation") == "full"
    assert project.raw("ethics.stake") == "rights"
    assert project.raw("ethics.redress") is False
    assert all(project.assumed(question) for question in start.answered)
    assert "remote places" in project.about("ethics.harm").note
    assert "ok" not in project.about("ethics.heard").note


def test_a_project_of_a_form_is_accepted_like_any_other(catalogue: Catalogue) -> None:
    catalogue.refuse(of_aia(json.dumps(AIA).encode(), catalogue).project)


def test_headings_lead_to_questions_and_what_fits_none_is_kept(catalogue: Catalogue) -> None:
    start = of_charter(CHARTER.encode(), catalogue)
    assert start.project.name == "Spare parts forecast"
    assert start.project.problem.statement == "Planners order too much."
    assert start.project.raw("problem.out_of_scope") == "Prices."
    note = start.project.about("problem.context").note
    assert "Intro words." in note
    assert "Weather: It rains." in note


def test_a_text_too_long_for_its_question_goes_into_the_note_whole(catalogue: Catalogue) -> None:
    long = "word " * 300
    start = of_charter(f"## Problem\nx\n## Decision\n{long}\n".encode(), catalogue)
    assert start.project.raw("problem.decision") is None
    assert long.strip() in start.project.about("problem.decision").note


@pytest.mark.parametrize(
    "content", [b"Just a letter.\n", b"# Recipe\n## Flour\n500 g\n", b"\xff\xfe", b"a\x00b"]
)
def test_a_charter_that_is_none_is_told(content: bytes, catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match=r"heading|text"):
        of_charter(content, catalogue)


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"no json", json.dumps({"data": []}).encode()])
def test_an_assessment_that_is_none_is_told(content: bytes, catalogue: Catalogue) -> None:
    assert not is_aia(content)
    with pytest.raises(InputError, match="no saved Algorithmic Impact Assessment"):
        of_aia(content, catalogue)
