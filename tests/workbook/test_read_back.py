"""Whatever comes back as a workbook is read, or refused in sentences; nothing is changed that the colleague
did not change.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from mlscope.document.workbook import Reading, applied, read_back
from mlscope.document.workbook.rows import (
    GROWTH,
    HIGH,
    KEY,
    KIND,
    LABEL,
    LOW,
    LOWER,
    MADE,
    MIDDLE,
    UPPER,
    WHEN,
)
from mlscope.project import Project

from .conftest import fill, line, made, opened, saved

VALUE: dict[str, Any] = {
    "benefits": [
        {
            "id": "b1",
            "name": "Calls",
            "amount": {"kind": "percentiles", "p10": 40, "p50": 60, "p90": 110},
            "evidence": "guess",
        },
        {"id": "b2", "name": "Letters", "units": 9, "unit_value": 3},
    ],
    "costs": [{"id": "c1", "name": "Build", "amount": 50, "when": "once"}],
    "technical_success": 0.5,
    "discount_rate": 0.09,
    "horizon_years": 4,
}
AMOUNT, RATE, COST = "value.benefits/b1/amount", "value.discount_rate", "value.costs/c1/amount"


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.model_validate(
        {"name": "Made", "id": "same", "problem": {"task": "classification"}, "value": VALUE}
    )


@pytest.fixture(scope="module")
def content(project: Project) -> bytes:
    return made(project)


Read = Callable[..., Reading]


@pytest.fixture
def read(project: Project, content: bytes) -> Read:
    """The workbook read back after an edit."""

    def after(edit: Callable[[Workbook], object]) -> Reading:
        book = opened(content)
        edit(book)
        return read_back(project, saved(book))

    return after


# ── what a colleague does
# ───────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_told_with_what_stood_there_before(read: Read, project: Project) -> None:
    reading = read(lambda book: fill(book, RATE, {LOW: 0.12}))
    (change,) = reading.changes
    assert (change.key, change.value, change.before, change.after) == (RATE, 0.12, "9 %", "12 %")
    assert applied(project, reading, "book.xlsx").value.discount_rate == 0.12
    assert read_back(applied(project, reading, "book.xlsx"), made(project)).changes == ()


def test_what_changed_here_meanwhile_is_told_and_an_older_workbook_undoes_nothing(
    project: Project, content: bytes
) -> None:
    book = opened(content)
    fill(book, RATE, {LOW: 0.12})
    value = project.value.model_copy(update={"discount_rate": 0.07, "horizon_years": 6})
    (change,) = read_back(project.model_copy(update={"value": value}), saved(book)).changes
    assert (change.key, change.before, change.after, change.meanwhile) == (RATE, "9 %", "12 %", "7 %")


def test_a_cell_that_was_emptied_takes_the_answer_away(read: Read) -> None:
    (change,) = read(lambda book: fill(book, RATE, {LOW: None})).changes
    assert (change.value, change.after) == (None, "blank")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({LOW: None}, "Calls: a number is missing under Value, lowest or P10"),
        ({KIND: None}, "there are figures but no kind of estimate"),
        ({KIND: "P10/P50"}, "'P10/P50' is no kind of estimate"),
        ({LOW: "about a lot"}, "Value, lowest or P10: cannot read 'about a lot' as a number; write 1200"),
        ({MIDDLE: "60.000"}, "Likely or P50: '60.000' could be read in two ways; write 60000, or 60"),
        ({LOW: 200}, "Calls"),
        ({LOW: True}, "True under Value, lowest or P10 is not a number"),
        ({LOW: "#DIV/0!"}, "Value, lowest or P10"),
        ({HIGH: "=C1*2"}, "holds a formula without a value"),
        ({WHEN: "Every week"}, "'Every week' is not one of the choices"),
        ({GROWTH: "a lot"}, "Growth a year: cannot read 'a lot' as a percentage; write 12 or 12 %"),
        ({UPPER: 100}, "Calls"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_its_row_and_changes_nothing(
    read: Read, cells: dict[int, Any], said: str
) -> None:
    reading = read(lambda book: fill(book, AMOUNT, cells))
    (problem,) = reading.problems
    assert reading.changes == ()
    assert problem.startswith("Row 8: Calls: ")
    assert said in problem
    assert problem.endswith(".")
    assert "\n" not in problem


def test_a_formula_that_was_typed_counts_as_the_value_it_had(project: Project, content: bytes) -> None:
    book = opened(content)
    fill(book, RATE, {LOW: "=0.06*2"})
    package = zipfile.ZipFile(io.BytesIO(saved(book)))
    sheet = next(name for name in package.namelist() if b"0.06*2" in package.read(name))
    with_value = re.sub(
        rb"(<f>0\.06\*2</f>)<v ?/>|(<f>0\.06\*2</f>)<v></v>", rb"\1\2<v>0.12</v>", package.read(sheet)
    )
    reading = read_back(project, repacked(package, {sheet: with_value}))
    assert [(one.key, one.value) for one in reading.changes] == [(RATE, 0.12)]
    assert [remark for remark in reading.remarks if "holds a formula; its value 0.12 is read" in remark]


def test_rows_added_deleted_doubled_and_moved(read: Read) -> None:
    def new(book: Workbook) -> None:
        book["Inputs"].insert_rows(9)
        book["Inputs"].cell(9, LABEL + 1).value = "Fewer complaints"
        book["Inputs"].cell(9, LOW + 1).value = 900

    def doubled(book: Workbook) -> None:
        row = [cell.value for cell in book["Inputs"][line(book, COST)]]
        for column, value in enumerate(row, 1):
            book["Inputs"].cell(70, column).value = value

    assert read(new).problems == ("Row 9: a new line cannot be read back; add it in mlscope.",)
    gone = read(lambda book: book["Inputs"].delete_rows(line(book, COST)))
    assert gone == Reading(
        problems=("Build: this line is missing in the workbook; what mlscope holds stays.",)
    )
    assert read(doubled) == Reading(
        problems=("Build: this line stands there 2 times, so none of them is read.",)
    )
    assert read(lambda book: book["Inputs"].insert_rows(3, 5)) == Reading()
    assert read(lambda book: book["Inputs"].insert_cols(3)) == Reading()


def test_a_line_that_the_project_no_longer_has_is_said(project: Project, content: bytes) -> None:
    value = project.value.model_copy(update={"costs": []})
    reading = read_back(project.model_copy(update={"value": value}), content)
    assert (reading.changes, len(reading.problems)) == ((), 1)
    assert "no longer in the project, so nothing is read from it: 'Build'." in reading.problems[0]


def test_comments_colours_and_other_sheets_change_nothing(read: Read) -> None:
    def dressed(book: Workbook) -> None:
        book["Inputs"]["A8"].comment = Comment("=1+1", "=1+1")
        book.create_sheet("=1+1")["A1"].value = "=1+1"
        book["Inputs"].title = "Eingaben"
        del book["Samples"]

    assert read(dressed) == Reading()


def test_a_line_that_is_called_by_a_question_is_said_without_a_colon_after_it(read: Read) -> None:
    (problem,) = read(lambda book: fill(book, "value.horizon_years", {LOW: "some"})).problems
    assert problem.endswith(
        ": How many years do we look ahead? Value, lowest or P10: cannot read 'some' as a number; write 1200,"
        " 12.5 or 40k."
    )


def test_a_factor_is_spoken_of_with_its_benefit(read: Read) -> None:
    (change,) = read(lambda book: fill(book, "value.benefits/b2/units", {LOW: 12})).changes
    assert change.label == "Letters: Units a year"


# ── files that are none of ours
# ─────────────────────────────────────────────────────────────────────────────────


def repacked(package: zipfile.ZipFile, parts: dict[str, bytes]) -> bytes:
    """The package with these parts in place of its own, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*package.namelist(), *parts]):
            new.writestr(name, parts.get(name, package.read(name) if name in package.namelist() else b""))
    return target.getvalue()


def foreign() -> bytes:
    book = Workbook()
    book.active["A1"].value = "Input"
    return saved(book)


def unsigned(content: bytes) -> bytes:
    book = opened(content)
    book["Inputs"].delete_cols(KEY + 1, 2)
    return saved(book)


def older(content: bytes) -> bytes:
    book = opened(content)
    book["Inputs"].cell(5, KEY + 1).value = "mlscope workbook 0"
    return saved(book)


def another(content: bytes) -> bytes:
    book = opened(content)
    book["Inputs"].cell(5, MADE + 1).value = "other"
    return saved(book)


def packed(content: bytes, **parts: bytes) -> bytes:
    return repacked(
        zipfile.ZipFile(io.BytesIO(content)),
        {name.replace("__", "/").replace("_x", ".x"): part for name, part in parts.items()},
    )


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "no Excel workbook"),
    "a text": (lambda _: b"Input;Value\n", "no Excel workbook"),
    "an old .xls": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "protected by a password or of the old .xls kind",
    ),
    "another zip": (lambda content: zipped({"readme": b"hello"}), "no Excel workbook"),
    "a bomb": (lambda content: packed(content, bomb=bytes(101_000_000)), "unpacks to far more"),
    "one huge part": (
        lambda content: packed(content, xl__sharedStrings_xml=bytes(2_000_001)),
        "unpacks to far more",
    ),
    "a huge sheet": (
        lambda content: packed(content, xl__worksheets__sheet1_xml=bytes(10_000_001)),
        "unpacks to far more",
    ),
    "many parts": (lambda content: zipped({f"p{n}": b"" for n in range(1001)}), "unpacks to far more"),
    "entities": (
        lambda content: packed(content, xl__sharedStrings_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'),
        "document type",
    ),
    "macros": (lambda content: packed(content, xl__vbaProject=b"", **{"xl__vbaProject.bin": b"x"}), "macros"),
    "cut short": (lambda content: content[: len(content) // 2], "no Excel workbook"),
    "somebody else's": (lambda _: foreign(), "no Inputs sheet of mlscope"),
    "without its keys": (unsigned, "no Inputs sheet of mlscope"),
    "an older kind": (older, "another version of mlscope"),
    "another project's": (another, "another project"),
    "broken inside": (lambda content: packed(content, xl__workbook_xml=b"<workbook"), "damaged"),
}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_none_of_ours_is_refused_in_one_sentence(
    project: Project, content: bytes, kind: str
) -> None:
    spoil, said = REFUSED[kind]
    reading = read_back(project, spoil(content))
    (problem,) = reading.problems
    assert said in problem
    assert problem.endswith(".")
    assert reading == Reading(problems=(problem,))


# ── files that are damaged anywhere
# ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(6))
def test_no_damaged_byte_breaks_the_reading(project: Project, content: bytes, seed: int) -> None:
    """Bytes of the sheets and of the package are changed at random; what is read then is changes and
    sentences, never a fault.
    """
    chance, package = random.Random(seed), zipfile.ZipFile(io.BytesIO(content))
    names = [
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/worksheets/sheet2.xml",
    ]
    inside = repacked(package, {name: spoilt(package.read(name), chance) for name in chance.sample(names, 2)})
    for damaged in (inside, spoilt(content, chance)):
        reading = read_back(project, damaged)
        assert all(problem.endswith(".") for problem in reading.problems)
        applied(project, reading, "book.xlsx")


def spoilt(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(5):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


SPOILT = [None, "", " ", "=1+1", "-", "1.000,5", 0, -1, 1e300, True, "2026-11-21", "x" * 5000, "\u202e1"]


@pytest.mark.parametrize("seed", range(4))
def test_no_cell_that_somebody_fills_breaks_the_reading(project: Project, content: bytes, seed: int) -> None:
    chance, book = random.Random(seed), opened(content)
    keys = [row[KEY].value for row in book["Inputs"].iter_rows(min_row=7) if row[KEY].value]
    for key in chance.sample(keys, 12):
        fill(
            book,
            key,
            {
                chance.choice([LABEL, WHEN, KIND, LOW, MIDDLE, HIGH, LOWER, UPPER, MADE]): chance.choice(
                    SPOILT
                )
                for _ in range(2)
            },
        )
    reading = read_back(project, saved(book))
    assert all(problem.endswith(".") and "\n" not in problem for problem in reading.problems)
    again = applied(project, reading, "book.xlsx")
    assert read_back(again, made(again)) == Reading()
