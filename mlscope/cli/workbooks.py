"""What comes back from a colleague's spreadsheet, and the draws for whoever wants to check them."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from mlscope.cli.commands import Outcome
from mlscope.errors import InputError

if TYPE_CHECKING:
    from mlscope.document.workbook import Reading


def read(asked: argparse.Namespace) -> Outcome:
    """What a colleague changed in a workbook; with -o also a project file with these changes."""
    from mlscope import catalogue
    from mlscope.document.workbook import LARGEST_FILE, applied, read_back
    from mlscope.parsing import read_file
    from mlscope.project import files

    project, book = files.load(asked.file, catalogue.load().questions.values()), asked.book
    if asked.output and asked.output.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError(f"{asked.output.name}: a project file ends in .yaml or .json")
    try:
        content = read_file(book, LARGEST_FILE, "a workbook")
    except InputError as error:
        raise InputError(f"{book.name}: {error}") from error
    reading = read_back(project, content)
    written = asked.output if asked.output and reading.changes else None
    if written:
        files.save(applied(project, reading, book.name), written)
    plain = {
        "project": {"id": project.id, "name": project.name},
        **asdict(reading),
        "file": str(written) if written else None,
    }
    return Outcome(plain, _said(reading, written), int(bool(reading.problems)))


def _said(reading: "Reading", written: Path | None) -> str:
    from mlscope.document.workbook import said_of

    changes = [
        said_of(one.label, f"{one.before} → {one.after}") + _meanwhile(one.meanwhile)
        for one in reading.changes
    ]
    head = f"{len(changes)} change{'' if len(changes) == 1 else 's'}:" if changes else "Nothing was changed."
    lines = [head, *(f"  {line}" for line in changes), *reading.remarks]
    lines += ["Not read:", *(f"  {problem}" for problem in reading.problems)] if reading.problems else []
    return "\n".join([*lines, *([f"Wrote {written}"] if written else [])])


def _meanwhile(now: str) -> str:
    return f" (changed in the project meanwhile: {now})" if now else ""
