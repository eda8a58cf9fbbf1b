"""`mlscope backlog`: the list, and a file for each tool."""

import json
from pathlib import Path

import pytest

from mlscope.cli import main
from mlscope.cli.grammar import BACKLOG_FORMS
from mlscope.document.backlog import ENDINGS, FORMATS

PROJECT = """
schema: 4
name: Backlog
as_of: 2026-11-23
plan:
  tasks:
    - {id: t, name: Build, phase: data, duration_days: 1}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    return path


def test_the_command_offers_every_format_that_is_written() -> None:
    assert BACKLOG_FORMS == FORMATS


def test_json_names_items_and_columns(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backlog", str(project), "--format", "json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in plain["items"]] == ["phase-data", "piece-t-1", "piece-t-2"]
    assert plain["items"][1]["start"] == "2026-11-23"
    assert plain["columns"][1] == {"id": "sprint", "name": "Sprint backlog", "limit": None, "items": 2}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_its_files(form: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = project.with_name(f"out{ENDINGS[form]}")  # type: ignore[index]
    assert main(["backlog", str(project), "--format", form, "-o", str(output)]) == 0
    assert output.stat().st_size > 0
    assert (project.with_name("out.json").exists()) == (form in ("github", "trello-json"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "jira"], "a file needs both its format and its name"),
        (["-o", "x.csv"], "a file needs both its format and its name"),
        (["--format", "jira", "-o", "x.xml"], "'x.xml': a file for jira ends in .csv"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    arguments: list[str], sentence: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backlog", str(project), *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_a_calendar_without_dates_says_what_is_missing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write_text("schema: 4\nname: Blank\n", encoding="utf-8")
    output = project.with_name("x.ics")
    assert main(["backlog", str(project), "--format", "ical", "-o", str(output)]) == 1
    assert "there are no dates yet" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ("country: Atlantia", "plan.country: no public holidays are known for"),
        ("country: DE\n  region: XX", "plan.region: 'XX' is no region of Germany"),
        ("holidays: [{day: 2026-12-24, until: 2326-12-24}]", "which is longer than a year"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_by_plan(
    plan: str, sentence: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write_text(f"{PROJECT}  {plan}\n", encoding="utf-8")
    assert main(["plan", str(project)]) == 1
    assert sentence in capsys.readouterr().err
