"""A sample is measured in a terminal, and answers the open questions of a project file."""

import os
from pathlib import Path

import pytest

from mlscope.project import Evidence, Project, files

from .conftest import Mlscope

ROWS = "".join(f"{n},person{n}@example.com,{'yes' if n % 4 == 0 else 'no'}\n" for n in range(200))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("id,email,churned\n" + ROWS)
    return path


def test_a_sample_is_told_in_sentences_with_a_line_per_column(mlscope: Mlscope, sample: Path) -> None:
    said = mlscope("profile", sample)
    assert said.code == 0
    assert said.out.startswith("customers.csv\n  200 rows and 3 columns, 100 % of all cells filled in")
    assert "Likely personal data: 'email' (e-mail address: its values are e-mail addresses)." in said.out
    assert "  data.rows: 200\n" in said.out
    assert "person7@" not in said.out


def test_json_holds_every_finding_and_the_answers(mlscope: Mlscope, sample: Path) -> None:
    plain = mlscope("profile", sample, "--label", "churned", "--format", "json").plain
    assert (plain["rows"], plain["missing"], plain["duplicates"], plain["time_span"]) == (200, 0, 0, None)
    assert [(one["name"], one["type"], one["missing"]) for one in plain["columns"]] == [
        ("id", "whole number", 0),
        ("email", "text", 0),
        ("churned", "yes or no", 0),
    ]
    assert plain["class_balance"]["classes"][1] == {"value": "yes", "rows": 50, "share": 0.25}
    assert [one["column"] for one in plain["personal_columns"]] == ["email"]
    assert plain["answers"] == {
        "data.kind": "tabular",
        "data.rows": 200,
        "data.labelled_rows": 200,
        "data.base_rate": 0.25,
        "data.positive_rows": 50,
        "data.completeness": 1,
        "data.personal": True,
    }
    assert plain["answer_notes"].keys() == plain["answers"].keys()


def test_a_project_file_is_filled_in_and_nothing_of_a_person_is_replaced(
    mlscope: Mlscope, sample: Path, tmp_path: Path
) -> None:
    into = tmp_path / "project.yaml"
    answered = {
        "data": {"rows": 9_000, "personal": False},
        "answers": {"data.base_rate": {"note": "Ask the call centre."}},
    }
    files.save(Project.model_validate({"name": "Filled", **answered}), into)
    said = mlscope("profile", sample, "--label", "churned", "--into", into)
    assert "5 of them now stand in project.yaml." in said.out
    assert (
        "Kept as they were, because somebody had answered them:\n  data.rows: 9000\n  data.personal: no"
        in said.out
    )
    project = files.load(into)
    assert (project.data.rows, project.data.personal, project.data.labelled_rows) == (9_000, False, 200)
    about = project.about("data.base_rate")
    assert about.evidence == Evidence.measured
    assert about.note.startswith("Ask the call centre.\n50 of 200 rows in customers.csv")


def test_many_columns_are_cut_in_text_and_complete_in_json(mlscope: Mlscope, tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("\n".join(",".join(f"{start}{n}" for n in range(60)) for start in ("column ", "1", "2")))
    assert "and 20 more columns; --format json has them all" in mlscope("profile", wide).out
    assert len(mlscope("profile", wide, "--format", "json").plain["columns"]) == 60


def test_what_cannot_be_measured_is_refused_before_anything_is_written(
    mlscope: Mlscope, sample: Path, blank_file: Path
) -> None:
    before = blank_file.read_bytes()
    said = mlscope("profile", sample, "--label", "churnd", "--into", blank_file)
    assert (said.code, said.out) == (1, "")
    assert said.err == "customers.csv: there is no column 'churnd'; did you mean 'churned'?\n"
    assert blank_file.read_bytes() == before
    said = mlscope("profile", sample, "--into", sample)
    assert said.code == 1
    assert said.err.startswith("customers.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_is_refused_rather_than_waited_for(mlscope: Mlscope, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    said = mlscope("profile", tmp_path / "pipe.csv")
    assert (said.code, said.err) == (
        1,
        "pipe.csv: this is no ordinary file; copy its content into one and try again\n",
    )
