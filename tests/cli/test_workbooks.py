"""A workbook goes out and comes back, and every draw can be had."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from mlscope.project import files
from tests.workbook.conftest import fill, saved

from .conftest import Mlscope

Written = Callable[[str], Path]


@pytest.fixture
def changed(mlscope: Mlscope, sample_file: Written, tmp_path: Path) -> tuple[Path, Path]:
    """A project file, and its workbook with another discount rate."""
    project, book = sample_file("churn"), tmp_path / "churn.xlsx"
    mlscope("document", project, "-o", book)
    edited = openpyxl.load_workbook(book)
    fill(edited, "value.discount_rate", {7: 0.12})
    book.write_bytes(saved(edited))
    return project, book


def test_a_workbook_that_came_back_says_what_changed(mlscope: Mlscope, changed: tuple[Path, Path]) -> None:
    said = mlscope("workbook", *changed)
    assert said.code == 0
    assert said.out == "1 change:\n  Which discount rate does finance use? 9 % → 12 %\n"
    plain = mlscope("workbook", *changed, "--format", "json").plain
    assert [(one["key"], one["value"]) for one in plain["changes"]] == [("value.discount_rate", 0.12)]


def test_nothing_is_applied_unless_it_is_asked_for(
    mlscope: Mlscope, changed: tuple[Path, Path], tmp_path: Path
) -> None:
    before, new = changed[0].read_bytes(), tmp_path / "new.yaml"
    assert mlscope("workbook", *changed, "-o", new).code == 0
    assert changed[0].read_bytes() == before
    project = files.load(new)
    assert project.value.discount_rate == 0.12
    assert project.about("value.discount_rate").note.endswith("From the workbook churn.xlsx.")


def test_another_projects_workbook_is_refused(
    mlscope: Mlscope, changed: tuple[Path, Path], sample_file: Written
) -> None:
    said = mlscope("workbook", sample_file("demand"), changed[1])
    assert said.code == 1
    assert "another project" in said.out


def test_a_missing_workbook_is_named(mlscope: Mlscope, changed: tuple[Path, Path], tmp_path: Path) -> None:
    said = mlscope("workbook", changed[0], tmp_path / "nothing.xlsx")
    assert (said.code, said.err) == (1, "nothing.xlsx: cannot be read (no such file or directory)\n")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_draws_are_those_of_the_figures(
    mlscope: Mlscope, sample_file: Written, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"draws.{form}"
    plain = mlscope(
        "roi", sample_file("churn"), "--points", 256, "--seed", 3, "--samples", out, "--format", "json"
    ).plain
    assert plain["samples"][0] == str(out)
    frame = pd.read_parquet(out) if form == "parquet" else pd.read_csv(io.BytesIO(out.read_bytes()))
    about = frame.attrs if form == "parquet" else json.loads((tmp_path / "draws.csv.json").read_bytes())
    assert (about["seed"], about["points"], len(frame)) == (3, plain["points"], plain["points"])
    npv = frame["npv"].to_numpy()
    assert npv.mean() == plain["npv"]["mean"]
    assert np.quantile(npv, 0.5, method="inverted_cdf") == plain["npv"]["p50"]
    assert (npv > 0).mean() == plain["probability_positive"]
    acts = np.stack([0 * npv, npv, frame["alternative_npv"]])
    assert acts.max(axis=0).mean() - acts.mean(axis=1).max() == pytest.approx(plain["evpi"])
    assert frame.groupby("replicate")["npv"].mean().std() / 8**0.5 == pytest.approx(plain["npv"]["error"])
    assert {one["key"] for one in about["inputs"]} == set(frame.columns) - {
        "point",
        "replicate",
        "npv",
        "alternative_npv",
        "best_act",
    }


def test_draws_go_into_known_formats_alone(mlscope: Mlscope, sample_file: Written, tmp_path: Path) -> None:
    said = mlscope("roi", sample_file("churn"), "--points", 64, "--samples", tmp_path / "draws.txt")
    assert (said.code, said.err) == (1, "draws.txt: draws are written as .parquet or .csv\n")


@pytest.mark.parametrize(
    "command", [("roi", "{}"), ("document", "{}", "-o", "book.xlsx"), ("import", "{}", "--store", "s.duckdb")]
)
def test_an_input_too_many_is_refused_in_a_sentence(
    mlscope: Mlscope, tmp_path: Path, command: tuple[str, ...]
) -> None:
    amount = {"kind": "uniform", "low": 1, "high": 2}
    value = {"benefits": [{"id": f"b{n}", "amount": amount} for n in range(257)]}
    file = tmp_path / "many.json"
    file.write_text(json.dumps({"schema": 2, "id": "many", "name": "Many", "value": value}))
    said = mlscope(
        *(str(tmp_path / word.format(file)) if "." in word or "{" in word else word for word in command)
    )
    assert said.code == 1
    assert (
        "there are 257 uncertain inputs and at most 256 can be simulated; turn small ones into plain numbers"
        in said.err
    )
    assert [one.name for one in tmp_path.glob("*.xlsx")] == []
