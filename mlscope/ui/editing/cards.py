"""Rows of a table as cards, every column readable at any width."""

from typing import Any

import streamlit as st

from mlscope import interview
from mlscope.document.answers import wording
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import cells
from mlscope.ui.shell import parts
from mlscope.ui.shell.text import literal

ASKED = "cards"
"""Under this key the session keeps the table whose rows are to be read."""


def offer(question: Question) -> None:
    """A button that shows the rows as cards; nothing while there are none."""
    if state.current().raw(question.id) and st.button(
        "Read the rows as cards",
        key=f"cards/{question.id}",
        icon=":material/view_agenda:",
        on_click=parts.heard,
    ):
        st.session_state[ASKED] = question.id
        st.rerun()


def open_dialog() -> None:
    """Show the rows that were asked for, if any; called once per page, at its end."""
    if asked := st.session_state.pop(ASKED, None):
        question = state.catalogue().questions[asked]
        st.dialog(question.label, width="large")(_rows)(question)


def _rows(question: Question) -> None:
    for row in state.current().raw(question.id) or []:
        with st.container(border=True):
            st.markdown(words_of(row, question))


def words_of(row: Any, question: Question) -> str:
    """Every column of a row that says something, a line each; other rows by their names."""
    names = cells.names_of(state.current().raw(question.id) or [])
    return "  \n".join(
        f":gray[{literal(column.label)}] {literal(words(column, value, names), 400)}"
        for column, value in interview.facts_of_row(row, question)
    )


def words(column: Question, value: object, names: dict[str, str]) -> str:
    """A value as people read it."""
    if column.kind == "choices" and isinstance(value, list):
        return ", ".join(names.get(str(one), column.label_of(getattr(one, "value", one))) for one in value)
    return wording(column, value, state.current().currency)
