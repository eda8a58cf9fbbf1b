"""Between the contents of fields and answers: of questions, and of the cells of a table's row."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import streamlit as st

from mlscope import interview
from mlscope.document.answers import wording
from mlscope.errors import InputError
from mlscope.project import Answer, reading
from mlscope.project.checking import checked, takes
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import cells
from mlscope.ui.shell.text import literal

NONE_OF_THESE = "none of these"
READ = (*reading.FIGURES, "date")
"""Kinds of questions whose answers are typed as a text and read."""


@dataclass(frozen=True, slots=True)
class CellQuestion(Question):
    """A column of a table as it is asked of one row; its id is the log key of the cell."""

    table: Question = field(kw_only=True)
    heading: Question = field(kw_only=True)
    """The column as the table declares it."""
    row: str = field(kw_only=True)


def of_cell(table: Question, row_id: str, column: Question) -> CellQuestion:
    """A column of a table as it is asked of one row."""
    about = {one.name: getattr(column, one.name) for one in fields(Question)}
    key = f"{table.id}/{row_id}/{column.id}"
    return CellQuestion(**about | {"id": key}, table=table, heading=column, row=row_id)


def of_row(table: Question, row_id: str) -> list[CellQuestion]:
    """Every column of a table as it is asked of one row, in the order in which they are shown."""
    return [of_cell(table, row_id, column) for column in cells.in_order(table)]


def asked(key: str) -> Question | None:
    """The question of the catalogue, or of a cell of a table, under a log key; None where there is none."""
    question_id, _, place = key.partition("/")
    question = state.catalogue().questions.get(question_id)
    if not place or question is None:
        return question
    row_id, _, name = place.partition("/")
    return next((of_cell(question, row_id, one) for one in question.columns if one.id == name), None)


def to_widget(question: Question, value: Any) -> Any:
    """What a widget holds for a stored value; nothing where a changed pack no longer takes it."""
    if value is None or not takes(question, value):
        return (
            [] if question.kind == "choices" else ("" if question.kind in ("text", "prose", *READ) else None)
        )
    if question.kind in reading.FIGURES:
        return cells.shown(question, value, {})
    match question.kind:
        case "yes_no":
            return "Yes" if value else "No"
        case "choices":
            if isinstance(question, CellQuestion):
                return cells.shown(question, value, cells.names_of(rows_of(question.table)))
            return list(value) or [NONE_OF_THESE]
        case _:
            return value


def as_entered(question: Question, shown: Any) -> Any:
    """What was entered and is not saved, as a field shows it; a grid shows choices by their labels."""
    if question.kind == "choice":
        return next((choice.id for choice in question.choices if choice.label == shown), shown)
    return shown


def from_widget(question: Question, shown: Any) -> Any:
    """The answer that a widget's content stands for, None when it is cleared; InputError says why it is
    none.
    """
    if shown is None or shown in ("", []):
        return None
    if isinstance(question, CellQuestion):
        return _of_cell(question, shown)
    if question.kind in READ:
        return reading.answered(question, shown, state.current().currency)
    match question.kind:
        case "yes_no":
            return checked(question, shown == "Yes")
        case "choices":
            return checked(question, [choice for choice in shown if choice != NONE_OF_THESE])
        case _:
            return checked(question, shown)


def stands_for(question: Question, shown: Any, answer: Answer) -> bool:
    """Does a widget's content say what an answer says, however it was typed?"""
    if shown == to_widget(question, answer.value):
        return True
    try:
        return bool(from_widget(question, shown) == answer.value)
    except InputError:
        return False


# ── a row
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(table: Question) -> list[Row]:
    """The rows of a table in the record."""
    return state.current().raw(table.id) or []


def row_contents(table: Question, row_id: str) -> dict[str, Any]:
    """What the fields of a row show, by column; of one without a field, what the record holds."""
    return {
        one.heading.id: st.session_state[key]
        if (key := state.widget_key(one.id)) in st.session_state
        else to_widget(one, state.answer(one.id).value)
        for one in of_row(table, row_id)
    }


def follows(cell: CellQuestion, shown: Any) -> Iterator[tuple[CellQuestion, Any]]:
    """What a figure says of other cells of its row that are blank: 12 % of its unit, "60 a month" of when."""
    contents = row_contents(cell.table, cell.row) | {cell.heading.id: shown}
    for name, content in reading.with_units(cell.table, contents).items():
        if content != contents.get(name):
            yield of_cell(cell.table, cell.row, cell.table.column(name)), content


def _of_cell(cell: CellQuestion, shown: Any) -> Any:
    contents = row_contents(cell.table, cell.row) | {cell.heading.id: shown}
    beside = reading.with_units(cell.table, contents)
    ids = {name: row_id for row_id, name in cells.names_of(rows_of(cell.table)).items()}
    return reading.answered(cell.table, shown, state.current().currency, cell.heading, ids, beside)


# ── in words
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def words_of(row: Any, question: Question) -> str:
    """Every column of a row that says something, a line each; other rows by their names."""
    names = cells.names_of(rows_of(question))
    return "  \n".join(
        f":gray[{literal(column.label)}] {literal(words(column, value, names), 400)}"
        for column, value in interview.facts_of_row(row, question)
    )


def words(column: Question, value: object, names: dict[str, str]) -> str:
    """A value as people read it."""
    if column.kind == "choices" and isinstance(value, list):
        return ", ".join(names.get(str(one), column.label_of(getattr(one, "value", one))) for one in value)
    return wording(column, value, state.current().currency)
