"""Whatever people type is text in the workbook, never a formula, a link or a command, and it comes back
unchanged.
"""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl.workbook import Workbook

from mlscope.characters import printable
from mlscope.document.workbook import read_back
from mlscope.project import Project

from .conftest import made, opened

HOSTILE = [
    "=1+1",
    "@SUM(A1:A9)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "{=1+1}",
    'DDE("cmd";"/C calc";"!A0")',
    '=HYPERLINK("http://localhost/","Click")',
    "http://localhost/a?b=c",
    "mailto:a@localhost",
    "internal:Summary!A1",
    "1e5",
    "TRUE",
    "#REF!",
    "_x003D_1+1",
    "<si>&amp;</si>]]>",
    '&"Bold"&A&P',
    "quote \" and ' apostrophe",
    "\x00\x01\x08\x1f\x7fcontrol\ufffe",
    "\u202egnitset\u202c",
    "אבג =1+1 123",
    "预算与收益 💶",
    "x" * 200,
]


def project_of(texts: list[str]) -> Project:
    """A project that says the texts wherever a workbook shows text."""
    amount = {"kind": "percentiles", "p10": 40, "p50": 60, "p90": 110}
    units = {"id": "u1", "name": texts[0], "units": 9, "unit_value": 3}
    value = {
        "benefits": (
            [{"id": f"b{n}", "name": text, "amount": amount} for n, text in enumerate(texts)] + [units]
        ),
        "costs": [{"id": f"c{n}", "name": text, "amount": 50} for n, text in enumerate(texts)],
        "correlations": [{"id": "l1", "first": texts[0], "second": texts[1], "correlation": 0.5}],
    }
    problem = {"task": "classification", "statement": texts[0]}
    return Project.model_validate({"name": texts[0], "id": "same", "problem": problem, "value": value})


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return made(project_of(HOSTILE))


@pytest.fixture(scope="module")
def plain() -> bytes:
    return made(project_of([f"Plain {n}" for n in range(len(HOSTILE))]))


def formulas(book: Workbook) -> dict[tuple[str, str], Any]:
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {(cell.parent.title, cell.coordinate): cell.value for cell in cells if cell.data_type == "f"}


def test_formulas_names_and_sheets_are_the_same_whatever_people_type(hostile: bytes, plain: bytes) -> None:
    book, usual = opened(hostile), opened(plain)
    assert formulas(book) == formulas(usual)
    assert book.sheetnames == usual.sheetnames
    assert {name: one.attr_text for name, one in book.defined_names.items()} == {
        n: one.attr_text for n, one in usual.defined_names.items()
    }
    assert not any(
        cell.comment or cell.hyperlink
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )
    assert book["Inputs"]["A1"].value == "Inputs: =1+1"


def test_what_people_type_stands_there_as_text(hostile: bytes) -> None:
    found = {
        cell.value for row in opened(hostile)["Inputs"].iter_rows() for cell in row if cell.data_type == "s"
    }
    assert {printable(row.name or "") for row in project_of(HOSTILE).value.costs or []} <= found


def test_what_people_type_comes_back_unchanged(hostile: bytes) -> None:
    reading = read_back(project_of(HOSTILE), hostile)
    assert (reading.changes, reading.problems, reading.remarks) == ((), (), ())


def test_no_part_of_the_file_asks_a_program_for_more_than_cells(hostile: bytes, plain: bytes) -> None:
    package, usual = (zipfile.ZipFile(io.BytesIO(content)) for content in (hostile, plain))
    assert package.namelist() == usual.namelist()
    for name in package.namelist():
        ElementTree.fromstring(package.read(name))
        for said in (
            rb'Target(?:Mode)?="[^"]*"',
            rb"<(?:odd|even|first)(?:Header|Footer)>.*?<",
            rb"<ddeLink|<oleLink|<externalBook",
        ):
            assert re.findall(said, package.read(name)) == re.findall(said, usual.read(name))
