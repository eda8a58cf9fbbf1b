"""Opening a workbook that came back: refusing what is none or could do harm, and its Inputs sheet as plain
cells.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl

from mlscope.document.workbook.inputs import NAMED, SIGN
from mlscope.document.workbook.rows import HEADS, KEY, MADE
from mlscope.errors import InputError

LARGEST_FILE = 20_000_000
LARGEST_CONTENT = 100_000_000
LARGEST_SHEET, LARGEST_PART = 10_000_000, 2_000_000
"""Bytes of XML that a sheet or anything else in the file may unpack to: a megabyte takes seconds to read."""

MOST_PARTS = 1_000
MOST_ROWS, MOST_COLUMNS = 3_000, 60
INPUTS = "Inputs"
"""What our sheet is called; where somebody renamed it, the others are looked through too."""

HEAD_ROWS = 40
"""How far down the heads may stand, should somebody have put rows above them."""

_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
)
"""What zipfile, zlib and openpyxl raise on files that are damaged; SyntaxError is how parsers of XML say
so.
"""


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as it was found: what is in it, and its formula where it has one."""

    value: Any
    formula: str = ""
    error: bool = False

    @property
    def blank(self) -> bool:
        """Is there nothing to read?"""
        return not self.formula and (
            self.value is None or (isinstance(self.value, str) and not self.value.strip())
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The Inputs sheet: whose it is, and its lines below the heads by row number, each with a cell for each
    head.
    """

    project: str
    rows: Mapping[int, tuple[Raw, ...]]


def open_inputs(content: bytes) -> Sheet:
    """The Inputs sheet of a workbook; InputError in a sentence when it cannot or should not be read."""
    _inspect(content)
    try:
        formulas, values = (_grid(content, data_only=only) for only in (False, True))
    except (*_BROKEN, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(
            "this file is damaged and cannot be read as a workbook; save it anew as .xlsx"
        ) from error
    if formulas is None or values is None:
        raise InputError(
            "this workbook has no Inputs sheet of mlscope, or its heads were changed; use the file that"
            " mlscope made"
        )
    return _sheet(formulas, values)


def _inspect(content: bytes) -> None:
    """Refuse what is no plain workbook, before anything is unpacked."""
    if len(content) > LARGEST_FILE:
        raise InputError(
            f"this file is larger than {LARGEST_FILE // 1_000_000} MB, which no workbook of mlscope is"
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "this workbook is protected by a password or of the old .xls kind; save it as .xlsx without a"
            " password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if (
                len(parts) > MOST_PARTS
                or sum(part.file_size for part in parts) > LARGEST_CONTENT
                or any(map(_too_large, parts))
            ):
                raise InputError(
                    "this file unpacks to far more than a workbook of mlscope holds, and is not opened"
                )
            names = {part.filename for part in parts}
            if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
                raise InputError(
                    "this workbook holds macros and is not opened; save it as .xlsx, without macros"
                )
            if "xl/workbook.xml" not in names:
                raise InputError("this file is no Excel workbook; upload the .xlsx file that mlscope made")
            for part in parts:
                _refuse_entities(package, part)
    except (zipfile.BadZipFile, zlib.error, *_BROKEN) as error:
        raise InputError("this file is no Excel workbook; upload the .xlsx file that mlscope made") from error


def _too_large(part: zipfile.ZipInfo) -> bool:
    if not part.filename.endswith((".xml", ".rels")):
        return False
    sheet = part.filename.startswith("xl/worksheets/")
    return part.file_size > (LARGEST_SHEET if sheet else LARGEST_PART)


def _refuse_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook declares a document type; with one, a small file could be made to unfold into a huge
    one.
    """
    if part.filename.endswith((".xml", ".rels")):
        with package.open(part) as file:
            head = file.read(4096).replace(b"\0", b"")
        if re.search(rb"<!(DOCTYPE|ENTITY)", head, re.IGNORECASE):
            raise InputError(
                "this workbook holds a document type declaration, which no spreadsheet program writes, and is"
                " not opened"
            )


def _grid(content: bytes, *, data_only: bool) -> dict[int, tuple[Any, ...]] | None:
    """The cells of the sheet that has our heads, by row number; None where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )
        try:
            for sheet in sorted(book.worksheets, key=lambda sheet: str(sheet.title) != INPUTS):
                rows = {
                    n: tuple(row)
                    for n, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1)
                }
                if _head_row(rows) is not None:
                    return rows
        finally:
            book.close()
    return None


def _head_row(rows: Mapping[int, tuple[Any, ...]]) -> int | None:
    return next(
        (n for n, row in rows.items() if n <= HEAD_ROWS and {cell.value for cell in row} >= set(HEADS)), None
    )


def _sheet(formulas: Mapping[int, tuple[Any, ...]], values: Mapping[int, tuple[Any, ...]]) -> Sheet:
    head = _head_row(formulas)
    assert head is not None
    titles = [cell.value for cell in formulas[head]]
    places = [titles.index(name) for name in HEADS]
    found = {
        n: tuple(_raw(row[at], values[n][at]) for at in places)
        for n, row in formulas.items()
        if n in values and len(row) > max(places)
    }
    signed = next(
        (row for n, row in found.items() if n < head and str(row[KEY].value).startswith(NAMED)), None
    )
    if signed is None:
        raise InputError(
            "the hidden columns of this workbook's Inputs sheet are gone, so its lines cannot be told apart;"
            " use a fresh one"
        )
    if signed[KEY].value != SIGN:
        raise InputError(
            "this workbook was made by another version of mlscope; download a fresh one and make the changes"
            " there"
        )
    return Sheet(str(signed[MADE].value), {n: row for n, row in found.items() if n > head})


def _raw(cell: Any, shown: Any) -> Raw:
    if cell.data_type == "f":
        return Raw(shown.value, str(cell.value), shown.data_type == "e")
    return Raw(cell.value, "", cell.data_type == "e")
