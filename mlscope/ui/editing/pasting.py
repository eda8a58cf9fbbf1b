"""A block copied from a spreadsheet that lands in one cell of a grid, spread over rows and columns again.

A click on the empty last row opens its editor, and what is pasted there arrives as one text with tabs and
line ends.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mlscope.project import reading
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state


@dataclass(frozen=True)
class Block:
    """Texts of a spreadsheet, by row and column, to be written from a place in the grid on."""

    row: int
    landed: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def pasted(columns: list[Question], records: list[dict[str, Any]], kept: int) -> Block | None:
    """The first block among the cells; lines without tabs count as rows only in a row that was just added,
    not in the first `kept`.
    """
    for position, record in enumerate(records):
        for place, column in enumerate(columns):
            text = record.get(column.id)
            if isinstance(text, str) and ("\t" in text or (position >= kept and "\n" in text.strip())):
                lines = [
                    tuple(line)
                    for line in csv.reader(text.splitlines(keepends=True), delimiter="\t")
                    if any(line)
                ]
                return _headed(
                    columns,
                    Block(position, column.id, tuple(one.id for one in columns[place:]), tuple(lines)),
                )
    return None


def _headed(columns: list[Question], block: Block) -> Block:
    """Where the first line names columns, it decides where each text belongs."""
    ids = {name.casefold(): column.id for column in columns for name in (column.label, column.id)}
    named = [ids.get(text.strip().casefold(), "") for text in block.lines[0]] if block.lines else []
    if len(block.lines) > 1 and named and all(named):
        return replace(block, columns=tuple(named), lines=block.lines[1:])
    return block


Records = list[dict[str, Any]]
"""The contents of each row of a grid, by column."""


def settled(
    question: Question, block: Block | None, records: Records
) -> tuple[Records, Mapping[int, set[str]]]:
    """The records with a block written into them and with units where figures say them; and the cells this
    touched, by row.
    """
    texts, touched = spread(block, records) if block else (records, {})
    with_units = [reading.with_units(question, record) for record in texts]
    for place, (before, after) in enumerate(zip(texts, with_units, strict=True)):
        if added := {name for name in after if after[name] != before.get(name)}:
            touched[place] = touched.get(place, set()) | added
    return with_units, touched


def names_in(ids: list[str], records: Records) -> dict[str, str]:
    """The rows by the names that stand in the grid itself, those just pasted among them; a name that stands
    twice is none.
    """
    names = [str(record.get("name") or "").strip() for record in records]
    return {name: row_id for row_id, name in zip(ids, names, strict=False) if name and names.count(name) == 1}


def keep(question: Question, texts: list[str]) -> None:
    """Put what was pasted and could not be matched into the note of the table, where everybody sees it."""
    whole = state.answer(question.id)
    note = whole.noted("\n".join(texts))
    state.save([Change(question.id, whole.model_copy(update={"note": note}), whole)])


def spread(block: Block, records: Records) -> tuple[Records, dict[int, set[str]]]:
    """The records with the block written into them, longer where it has more rows, and the cells it touched
    by row.
    """
    longer = [dict(record) for record in records]
    longer += [{} for _ in range(block.row + len(block.lines) - len(records))]
    longer[block.row][block.landed] = None
    touched: dict[int, set[str]] = {}
    for position, line in enumerate(block.lines, block.row):
        cells = dict(zip(block.columns, line, strict=False))
        longer[position] |= cells
        touched[position] = set(cells)
    return longer, touched
