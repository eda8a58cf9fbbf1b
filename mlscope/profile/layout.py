"""How the rows of a CSV are written: its delimiter, its header, and what stands above the table."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from mlscope.errors import InputError
from mlscope.profile.kinds import looks_typed

AS_CSV = "save the table as CSV or Parquet and try again"
DELIMITERS = ",;\t|"
NONE_AT_ALL: Final = "\x1f"
"""Divides a file of one column: a character that no text holds."""

_BACKSLASHED = re.compile(r'\\"[^,;\t|\r\n"]')
_DOUBLED = re.compile(r'[^,;\t|\r\n"]""[^,;\t|\r\n"]')
"""A quotation mark amid a text, after a backslash or doubled; at the end of a value a backslash is its own,
as in C:\\.
"""

csv.field_size_limit(
    2_000_000
)  # as long as a line that DuckDB takes; Python's own limit of 131,072 refuses long texts

ENOUGH, LEAST = 0.8, 0.5
"""The share of lines that must have the same number of values: with quotation marks honoured, and at the very
least.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows are written. `names` has one entry per column, empty without a name; `skip` counts lines above
    the table.
    """

    delimiter: str = ","
    escape: str = '"'
    skip: int = 0
    header: bool = True
    names: tuple[str, ...] = ()
    rows_follow: bool = True
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Records:
    """The records of a text that are not blank, and the line before each."""

    cells: list[list[str]] = field(default_factory=list)
    lines_before: list[int] = field(default_factory=list)

    @property
    def width(self) -> tuple[int, float]:
        """The most frequent number of values, and the share of the records that has it."""
        if not self.cells:
            return 1, 0.0
        width, records = Counter(map(len, self.cells)).most_common(1)[0]
        return width, records / len(self.cells)


def layout(text: str, name: str) -> Layout:
    """How the rows in the first lines of a file, called `name` in what is said, are written; InputError where
    it is no table.
    """
    escape = "\\" if _BACKSLASHED.search(text) and not _DOUBLED.search(text) else '"'
    delimiter, records = _divided(text, escape, name)
    width, _ = records.width
    above = next((place for place, cells in enumerate(records.cells) if width == 1 or len(cells) > 1), 0)
    first, rows = records.cells[above], records.cells[above + 1 :]
    header = _is_header(first, rows)
    named = [cell.strip() for cell in first[:width]] if header else []
    return Layout(
        delimiter,
        escape,
        skip=records.lines_before[above] if above else 0,
        header=header,
        names=(*named, *[""] * (width - len(named))),
        rows_follow=bool(rows) or not header,
        notes=tuple(_notes(above, header, len(first), width)),
    )


def _notes(above: int, header: bool, named: int, width: int) -> list[str]:
    said = []
    if above:
        said.append(
            f"{above} {'line' if above == 1 else 'lines'} above the table {'was' if above == 1 else 'were'}"
            " skipped."
        )
    if not header:
        said.append("The first line looks like data, so the columns have no names.")
    elif named != width:
        said.append(f"The header names {named:,} columns, the rows have {width:,}.")
    return said


def _divided(text: str, escape: str, name: str) -> tuple[str, _Records]:
    """The delimiter that divides the most lines into the same number of values, and the records so found."""
    best, records = ",", _Records()
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        for delimiter in DELIMITERS:
            found = _records(text, delimiter, escape, quoting)
            if found.width[0] > 1 and (found.width[1], found.width[0]) > (records.width[1], records.width[0]):
                best, records = delimiter, found
        if records.width[1] >= ENOUGH:
            return best, records
    lines = _records(text, NONE_AT_ALL, escape, csv.QUOTE_MINIMAL)
    divisible = sum(any(delimiter in cells[0] for delimiter in DELIMITERS) for cells in lines.cells)
    if lines.cells and divisible <= len(lines.cells) / 10:
        return NONE_AT_ALL, lines
    if records.width[1] >= LEAST:
        return best, records
    raise InputError(
        f"{name}: this is no table: no comma, semicolon, tab or vertical bar divides its lines into the same"
        f" number of values; {AS_CSV}"
    )


def _records(text: str, delimiter: str, escape: str, quoting: int) -> _Records:
    """The records as one delimiter would have them; none where quotation marks make them endless."""
    doubled = escape == '"'
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        doublequote=doubled,
        escapechar=None if doubled else escape,
        quoting=quoting,  # type: ignore[arg-type]
    )
    found, line = _Records(), 0
    try:
        for cells in reader:
            if cells and cells != [""]:
                found.cells.append(cells)
                found.lines_before.append(line)
            line = reader.line_num
    except csv.Error:
        return _Records()
    return found


def _is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Does the first record name the columns? Yes unless it holds figures or dates where the others do,
    too.
    """
    if not any(map(looks_typed, first)):
        return True
    for place, cell in enumerate(first):
        below = [row[place] for row in rows[:100] if len(row) > place and row[place].strip()]
        if cell.strip() and not looks_typed(cell) and below and all(map(looks_typed, below)):
            return True
    return False
