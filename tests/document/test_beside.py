"""Candidates side by side: the same table in words as document, workbook and CSV."""

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from mlscope.appraise import Appraisal, candidate
from mlscope.compare import Wishes, compare
from mlscope.document import beside
from mlscope.document.blocks import Table
from mlscope.project import Project
from mlscope.results import Candidate
from tests.document.made import silent
from tests.document.reading import squeezed, text_in

PAGES = Path(__file__).parents[2] / "pages"
AS_OF = dt.date(2026, 11, 16)


@pytest.fixture(scope="module")
def churn_candidate(appraised: dict[str, Appraisal]) -> Candidate:
    return candidate(appraised["churn"])


def renamed(one: Candidate, name: str, worth: float = 1.0) -> Candidate:
    """The candidate under another name, worth this many times as much."""
    gain = one.money.incremental
    assert gain is not None
    money = replace(one.money, incremental=replace(gain, mean=gain.mean * worth))
    return replace(one, id=name.lower(), name=name, money=money)


def test_columns_stand_in_the_order_of_the_ranking_and_say_where_they_differ(
    churn_candidate: Candidate,
) -> None:
    group = [renamed(churn_candidate, "Less"), renamed(churn_candidate, "More", 2.0)]
    table = beside.beside(compare(group), group)
    assert table.names == ["More", "Less"]
    rows = {row.label: row for row in table.rows}
    assert [label for label, row in rows.items() if row.differs] == [
        "Place",
        "Expected value beyond the best alternative",
    ]
    assert [cell.text for cell in rows["Verdict"].cells] == [churn_candidate.assessment.verdict.label] * 2
    (sink, *_) = churn_candidate.assessment.sinks
    assert rows["What would sink it"].cells[0] == beside.Cell(sink.cause, sink.answers[0].split("/")[0])


def test_every_row_leads_to_a_page_that_there_is(churn_candidate: Candidate) -> None:
    group = [churn_candidate]
    for view in ("value", "weights", "rice"):
        pages = {row.page for row in beside.beside(compare(group, view=view), group).rows}
        assert pages <= {"", *(path.stem for path in PAGES.glob("*.py"))}
        assert {"assessment", "return", "plan"} <= pages


def test_what_nobody_knows_is_said(blank: Project) -> None:
    unknown = candidate(silent(blank))
    rows = {row.label: row.cells[0].text for row in beside.beside(compare([unknown]), [unknown]).rows}
    assert rows["Place"] == "not ranked"
    assert rows["Cost until launch (P80)"] == rows["Finished in four of five cases"] == "unknown"
    assert rows["Team, by its plan"] == "nobody named yet"


def test_of_many_the_first_twelve_of_the_ranking_stand_side_by_side(churn_candidate: Candidate) -> None:
    group = [renamed(churn_candidate, f"N{n:02}", 1 + n) for n in range(14)]
    made = beside.as_document(compare(group), group, AS_OF)
    assert made.title == "12 of 14 candidates side by side"
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert [[column.title for column in one.columns[1:]] for one in tables] == [
        [f"N{n:02}" for n in range(13 - start, 9 - start, -1)] for start in (0, 4, 8)
    ]
    assert {len(one.rows) for one in tables} == {len(beside.beside(compare(group), group).rows)}


def test_the_workbook_keeps_names_and_labels_in_sight_and_the_csv_runs_nothing(
    churn_candidate: Candidate,
) -> None:
    group = [renamed(churn_candidate, "=1+1"), renamed(churn_candidate, "More", 2.0)]
    found = compare(group)
    book = openpyxl.load_workbook(io.BytesIO(beside.as_file("xlsx", found, group, AS_OF)))
    sheet = book["Side by side"]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]][1:] == ["Differs", "More", "=1+1"]
    assert sheet["D1"].data_type == "s"
    assert [row[1].value for row in book["Ranking"].iter_rows(min_row=2)] == ["More", "=1+1"]
    rows = list(csv.reader(io.StringIO(beside.as_file("csv", found, group, AS_OF).decode("utf-8-sig"))))
    assert len(rows) == sheet.max_row
    assert all(not cell.startswith("=") for row in rows[1:] for cell in row)


@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_the_document_says_who_leads_what_to_fund_and_why_not(form: str, churn_candidate: Candidate) -> None:
    group = [renamed(churn_candidate, "Less"), renamed(churn_candidate, "More", 2.0)]
    found = compare(group, wishes=Wishes(budget=1000.0))
    text = squeezed(text_in(form, beside.as_file(form, found, group, AS_OF)))
    for said in (
        "More has the highest expected value",
        "More leads the ranking but is not funded",
        "Left out:",
    ):
        assert squeezed(said) in text
