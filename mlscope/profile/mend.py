"""A CSV that breaks its own rules, rewritten with the lines that keep them; the others are counted and
named.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mlscope.errors import InputError
from mlscope.profile.files import LONGEST_ROW, Content, Table

MOST_LEFT_OUT = 0.1
"""The share of the records that may be left out before a file is no table."""

TOO_LONG = "it is longer than 2 MB"


@dataclass(slots=True)
class Faults:
    """The records that were left out: how many, and the line and the fault of the first."""

    count: int = 0
    line: int = 0
    why: str = ""

    def add(self, line: int, why: str) -> None:
        """One more."""
        if not self.count:
            self.line, self.why = line, why
        self.count += 1


def mended(table: Table, content: Content, target: Path) -> Table:
    """The table with the records that have as many values as there are columns, written to another file.

    InputError where more than a tenth would be left out, or where an open quotation mark swallows lines.
    """
    faults, kept = Faults(), 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=table.layout.delimiter, lineterminator="\n")
        for cells in _sound(content, table, faults):
            writer.writerow(cells)
            kept += 1
    kept -= table.layout.header
    if faults.count > MOST_LEFT_OUT * (faults.count + kept):
        raise InputError(
            f"{content.name}: {faults.count:,} of {faults.count + kept:,} rows do not fit the table; the"
            f" first is line {faults.line:,}: {faults.why}. Save the table as CSV again and try once more"
        )
    said = () if not faults.count else (_said(faults),)
    return replace(
        table,
        path=target,
        packed=False,
        layout=replace(table.layout, skip=0, escape='"'),
        notes=(*table.notes, *said),
    )


def _said(faults: Faults) -> str:
    if faults.count == 1:
        return f"One row was left out, line {faults.line:,}: {faults.why}."
    return f"{faults.count:,} rows were left out; the first is line {faults.line:,}: {faults.why}."


def _sound(content: Content, table: Table, faults: Faults) -> Iterator[list[str]]:
    """The records that fit, the header first."""
    layout, width = table.layout, len(table.layout.names)
    doubled = layout.escape == '"'
    reader = csv.reader(
        _text(content, layout.skip),
        delimiter=layout.delimiter,
        doublequote=doubled,
        escapechar=None if doubled else layout.escape,
        strict=True,
    )
    header = layout.header
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error) and reader.line_num <= line:
                faults.add(layout.skip + line, TOO_LONG)
                continue
            if reader.line_num > line:
                raise InputError(_endless(content.name, layout.skip + line)) from None
            faults.add(layout.skip + line, "its quotation marks are not closed, or not doubled")
            continue
        if cells is None:
            return
        if header:
            header = False
            yield [""] * width
        elif not cells:
            continue
        elif len(cells) != width:
            faults.add(layout.skip + line, f"it has {len(cells):,} values instead of {width:,}")
        elif sum(map(len, cells)) + 3 * width > LONGEST_ROW:
            faults.add(layout.skip + line, TOO_LONG)
        else:
            yield cells


def _endless(name: str, line: int) -> str:
    return (
        f"{name}: line {line:,} opens a quotation mark that is never closed, or only 2 MB later, so the lines"
        " after it cannot be told apart; close it, or double it if it belongs to the text, and try again"
    )


def _text(content: Content, skip: int) -> Iterable[str]:
    """The lines of the text below `skip` lines, however they end."""
    for number, line in enumerate(content.lines()):
        if number >= skip:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
