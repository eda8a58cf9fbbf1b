"""Making workbooks, changing them as a colleague would, and letting LibreOffice compute them anew."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from mlscope.document.workbook import rows, workbook
from mlscope.money import evaluate
from mlscope.project import Project
from mlscope.results import Basis

LAUNCH = 7.5
"""Months until launch by the plan, where a project names no month."""

Edit = Callable[[Workbook], None]


def made(project: Project, *, points: int = 64, higher: bool = False) -> bytes:
    """The workbook of a project."""
    return workbook(project, evaluate(project, Basis(LAUNCH, higher), points=points))


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """The workbook with its formulas, or with the values beside them."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def saved(book: Workbook) -> bytes:
    """The workbook as bytes, without the values beside its formulas."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def line(book: Workbook, key: str) -> int:
    """The row of an answer on the Inputs sheet."""
    return next(row[rows.KEY].row for row in book["Inputs"].iter_rows() if row[rows.KEY].value == key)


def fill(book: Workbook, key: str, cells: Mapping[int, Any]) -> None:
    """Type into the line of an answer: column, counted from 0, and what stands there then."""
    for column, value in cells.items():
        book["Inputs"].cell(line(book, key), column + 1).value = value


def summary(book: Workbook) -> dict[str, tuple[Any, ...]]:
    """The figures of the summary by their name: project, when made, alternative, difference."""
    return {
        str(row[0]): row[1:]
        for row in book["Summary"].iter_rows(min_row=6, max_row=14, max_col=5, values_only=True)
    }


Recalculate = Callable[[Sequence[bytes]], list[Workbook]]


@pytest.fixture(scope="session")
def recalculate(tmp_path_factory: pytest.TempPathFactory) -> Recalculate:
    """Workbooks that went through `saved`, as LibreOffice computes them; many at once, since starting it
    takes long.

    It computes on loading only what has no value beside it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        assert not os.environ.get("CI"), "CI must have LibreOffice: install libreoffice-calc-nogui"
        pytest.skip("needs LibreOffice (soffice), which recalculates the workbooks")

    def computed(contents: Sequence[bytes]) -> list[Workbook]:
        folder: Path = tmp_path_factory.mktemp("books")
        files = [folder / f"{number}.xlsx" for number in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
        convert = [
            program,
            home,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "out"),
            *map(str, files),
        ]
        subprocess.run(convert, check=True, capture_output=True, timeout=240)
        return [openpyxl.load_workbook(folder / "out" / file.name, data_only=True) for file in files]

    return computed
