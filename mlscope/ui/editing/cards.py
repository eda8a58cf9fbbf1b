"""Rows of a table as cards, with a form in place of the card that is edited.

The form's fields are fields like any other: saved on every change, read by the same reader, met by others'
changes as conflicts. `ask` draws one of them; `forms` hands it in.
"""

from collections.abc import Callable

import streamlit as st

from mlscope.project import Evidence, new_id
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import cells, contents, rows
from mlscope.ui.editing.contents import CellQuestion
from mlscope.ui.shell import look
from mlscope.ui.shell.text import literal

FACTS = 3
"""How many columns a card shows beside the name of its row."""
LONGEST = 120
"""How many characters of a text a card shows; the form shows all."""
SHOWN = 20
"""How many cards a table shows unasked."""


def opened() -> tuple[Question, str] | None:
    """The table and the row whose form is open."""
    form = state.session().form
    return (state.catalogue().questions[form[0]], form[1]) if form else None


def fields(table: Question) -> list[CellQuestion]:
    """The fields of this table's form, none where it is not open."""
    form = state.session().form
    return contents.of_row(table, form[1]) if form and form[0] == table.id else []


def draw(table: Question, ask: Callable[[Question], None]) -> None:
    """The cards of a table, the form where one is open, and what leads to new rows and to the grid."""
    held = contents.rows_of(table)
    _close_if_deleted(table)
    form = fields(table)
    names = cells.names_of(held)
    limit = len(held) if _all_shown(table) else SHOWN
    for place, row in enumerate(held):
        if form and row.id == form[0].row:
            _form(table, form, names[row.id], ask, row)
        elif place < limit:
            _card(table, row, names)
    if form and form[0].row not in names:
        _form(table, form, "New", ask)
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(held) > limit:
            st.button(f"Show all {len(held)}", key=f"all/{table.id}", on_click=_show_all, args=(table,))
        st.button("Add", key=f"add/{table.id}", icon=":material/add:", on_click=_open, args=(table, new_id()))
        with st.container(key=f"{look.WIDE_ONLY}_{look.place(table.id)}", width="content"):
            st.button(
                "Edit as a table",
                key=f"as_table/{table.id}",
                icon=":material/table:",
                type="tertiary",
                on_click=_as_table,
                args=(table,),
            )


def below(table: Question) -> None:
    """What stands below the cards, drawn anew after each edit."""
    _refused(table)
    rows.gone(table)
    rows.removed(table)
    rows.offers(table)


# ── a card
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _card(table: Question, row: Row, names: dict[str, str]) -> None:
    where = f"{table.id}/{row.id}"
    with st.container(
        border=True,
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
        key=look.place(where),
    ):
        st.markdown(_in_short(table, row, names), width="stretch")
        st.button(
            "Edit",
            key=f"edit/{where}",
            icon=":material/edit:",
            type="tertiary",
            on_click=_open,
            args=(table, row.id),
        )


def _in_short(table: Question, row: Row, names: dict[str, str]) -> str:
    """The name of a row, and the first columns that say something."""
    facts = [
        (column, value)
        for column in cells.in_order(table)
        if column.id != "evidence" and (value := getattr(row, column.id)) not in (None, [])
    ]
    if not facts:
        return f"**{literal(names[row.id])}**"
    column, lead = facts[0]
    badge = " :orange-badge[Assumed]" if getattr(row, "evidence", None) == Evidence.assumed else ""
    said = [
        f":gray[{literal(column.label)}:] {literal(contents.words(column, value, names), LONGEST)}"
        for column, value in facts[1 : 1 + FACTS]
    ]
    more = len(facts) - 1 - len(said)
    said += [f":gray[{more} more]"] if more > 0 else []
    title = f"**{literal(contents.words(column, lead, names), LONGEST)}**{badge}"
    return "  \n".join([title, " · ".join(said)] if said else [title])


# ── the form
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _form(
    table: Question,
    form: list[CellQuestion],
    name: str,
    ask: Callable[[Question], None],
    row: Row | None = None,
) -> None:
    """The fields of a row, two beside each other where there is room."""
    with st.container(border=True):
        st.markdown(f"**{literal(name, LONGEST)}**")
        for pair in _in_pairs(form):
            for place, cell in zip(st.columns(len(pair)), pair, strict=True):
                with place:
                    ask(cell)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.button("Done", key=f"done/{table.id}", icon=":material/check:", on_click=_close, args=(table,))
            if row is not None:
                st.button(
                    "Remove",
                    key=f"remove/{table.id}",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=_remove,
                    args=(table, row.id),
                )


def _in_pairs(form: list[CellQuestion]) -> list[list[CellQuestion]]:
    """The fields by lines: the name and long texts alone, others in pairs."""
    lines: list[list[CellQuestion]] = []
    for cell in form:
        if lines and len(lines[-1]) == 1 and not (_alone(cell) or _alone(lines[-1][0])):
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return lines


def _alone(cell: CellQuestion) -> bool:
    return cell.heading.id in ("name", *cells.WIDE) or (cell.kind == "choice" and len(cell.choices) > 3)


def _open(table: Question, row_id: str) -> None:
    session = state.session()
    session.form = (table.id, row_id)
    session.removed.pop(table.id, None)
    st.session_state["lead_to"] = contents.of_row(table, row_id)[0].id


def _close(table: Question) -> None:
    form = state.session().form
    state.session().form = None
    if form and any(row.id == form[1] for row in contents.rows_of(table)):
        st.session_state["lead_to"] = "/".join(form)


def _remove(table: Question, row_id: str) -> None:
    state.session().form = None
    row = next((row for row in contents.rows_of(table) if row.id == row_id), None)
    if row is not None:
        rows.remove(table, row)


def _close_if_deleted(table: Question) -> None:
    """Close the form of a row that somebody else deleted, with a word where nothing was edited in it."""
    form, session = fields(table), state.session()
    if not form or not rows.deleted(table, form[0].row):
        return
    row_id = form[0].row
    session.form = None
    if row_id not in session.gone.get(table.id, {}):
        who = state.answer(f"{table.id}/{row_id}/deleted").author or "Somebody"
        st.info(f"{literal(who)} has just deleted the row that was open here.", icon=":material/info:")


def _as_table(table: Question) -> None:
    session = state.session()
    session.form, session.as_table = None, table.id
    session.tables.pop(table.id, None)


def _all_shown(table: Question) -> bool:
    return bool(st.session_state.get(f"all_cards/{table.id}"))


def _show_all(table: Question) -> None:
    st.session_state[f"all_cards/{table.id}"] = True


def _refused(table: Question) -> None:
    """What was typed into a form that is closed by now, and could not be read."""
    names = cells.names_of(contents.rows_of(table))
    form = fields(table)
    for cell_key, draft in state.session().drafts.items():
        cell = contents.asked(cell_key)
        if not draft.refused or not isinstance(cell, CellQuestion) or cell.table.id != table.id:
            continue
        if cell.row in names and not (form and form[0].row == cell.row):
            st.error(
                f"Not saved: {literal(names[cell.row], 60)}, {literal(cell.label)}: {literal(draft.refused)}",
                icon=":material/edit_off:",
            )
