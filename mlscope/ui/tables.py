"""Tables of the record as editable grids: rows with permanent ids, saved cell by cell.

Streamlit's grid keeps its edits as a difference to the frame it was given, so the frame stays the same while somebody works
in it. Every run the returned rows are compared with what was last saved. After a deletion, after a block was pasted into one
cell, or when somebody else changed the table, the grid is given a new frame under a new key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from mlscope.errors import InputError
from mlscope.project import BLANK, Answer, State, new_id
from mlscope.project.fields import Row
from mlscope.project.record import checked
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import cells, pasting, progress, rows, state
from mlscope.ui.text import literal

Cells = dict[str, dict[str, Any]]
"""Row id -> column -> stored value."""

Touched = Mapping[str, set[str]]
"""Row id -> columns that a hand changed."""


@dataclass
class Editor:
    """One visit to a grid: the frame it was given, the ids of its rows, what was last saved from it, and the row changed last."""

    version: int
    frame: pd.DataFrame
    ids: list[str]
    added: list[str] = field(default_factory=list)
    saved: Cells = field(default_factory=dict)
    last: str = ""


def edit(question: Question) -> None:
    """The grid of a table question, what its ranges say, and what can be added to it."""
    held: list[Row] = state.current().raw(question.id) or []
    editor = _editor(question, held)
    key = f"grid/{state.widget_key(question.id)}/{editor.version}"
    columns = cells.in_order(question)
    shown = st.data_editor(
        editor.frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=cells.configured(columns, held, state.current().currency),
        width="stretch",
        placeholder="",
        alt=question.label,
        on_change=_edited,
        args=(question.id,),
    )
    _save(question, editor, shown, st.session_state.get(key) or {})
    for fault in st.session_state.get("grid_faults", {}).get(question.id, []):
        _refused(fault)
    rows.hints(question, columns, editor.last)
    rows.offers(question)


def _edited(question_id: str) -> None:
    """A hand changed the grid: what was refused of the last paste is settled."""
    st.session_state.get("grid_faults", {}).pop(question_id, None)


def _refused(fault: str) -> None:
    st.error(f"Not saved: {literal(fault)}", icon=":material/edit_off:")


# ── the frame ───────────────────────────────────────────────────────────────────────────────────────────────────


def _cells(held: list[Row]) -> Cells:
    return {row.id: row.model_dump(mode="json", exclude={"id"}, exclude_none=True) for row in held}


def _editor(question: Question, held: list[Row]) -> Editor:
    editors: dict[str, Editor] = st.session_state.setdefault("editors", {})
    editor, stored = editors.get(question.id), _cells(held)
    if editor is None or (editor.saved != stored and not state.conflict_of(question.id)):
        version = editor.version + 1 if editor else len(st.session_state.setdefault("visits", [])) * 1000
        if editor is None:
            st.session_state["visits"].append(question.id)
        editor = editors[question.id] = Editor(version, _frame(question, held), [row.id for row in held], saved=stored)
    return editor


def _frame(question: Question, held: list[Row]) -> pd.DataFrame:
    names = cells.names_of(held)
    columns = cells.in_order(question)
    data = {c.id: [cells.shown(c, getattr(row, c.id), names) for row in held] for c in columns}
    return pd.DataFrame({name: pd.Series(shown, dtype="object") for name, shown in data.items()})


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _save(question: Question, editor: Editor, shown: pd.DataFrame, edits: dict[str, Any]) -> None:
    """Save the cells that differ from what was last saved; name the ones that cannot be read."""
    removed = {editor.ids[position] for position in edits.get("deleted_rows", []) if position < len(editor.ids)}
    added = len(edits.get("added_rows", []))
    records: list[dict[str, Any]] = [{str(k): v for k, v in record.items()} for record in shown.to_dict("records")]
    kept_ids = [row_id for row_id in editor.ids if row_id not in removed]
    if added < len(editor.added) and not any(edits.values()):  # the browser drew the grid anew: show it what is saved
        _fresh(question)
    if added < len(editor.added):
        removed |= _vanished(question, editor, records[len(kept_ids) :])
        editor.added = [row_id for row_id in editor.added if row_id not in removed]
    block = pasting.pasted(cells.in_order(question), records, len(kept_ids))
    records, written = pasting.spread(block, records) if block else (records, {})
    while len(editor.added) < len(records) - len(kept_ids):
        editor.added.append(new_id())
    ids = kept_ids + editor.added[: len(records) - len(kept_ids)]
    touched = {editor.ids[place]: set(by) for place, by in (edits.get("edited_rows") or {}).items() if place < len(editor.ids)}
    touched |= {ids[place]: by | touched.get(ids[place], set()) for place, by in written.items()}
    changes, faults = _changes(question, editor, ids, records, removed)
    changes = [change for change in changes if _by_hand(change, editor, removed, touched)]
    changes += [Change(f"{question.id}/{row_id}/deleted", Answer(value=True)) for row_id in removed if row_id in editor.saved]
    if block is None:
        for fault in faults:
            _refused(fault)
    before = _standing(question) if changes else None
    if changes and state.save(rows.with_table(question, changes)):
        if removed or block:
            st.session_state.setdefault("grid_faults", {})[question.id] = faults if block else []
            _fresh(question)
        editor.last = changes[-1].key.split("/")[1]
        editor.saved = _cells(state.current().raw(question.id) or [])
        if _standing(question) != before:
            st.rerun()  # the sidebar was drawn before the cell was saved


def _standing(question: Question) -> tuple[bool, str]:
    """What the sidebar shows of a table: whether it is settled, and the verdict."""
    return progress.settled(question), state.appraisal().assessment.verdict.word


def _fresh(question: Question) -> None:
    """Start over with the grid of a table as it is saved."""
    st.session_state["editors"].pop(question.id)
    st.rerun()


def _by_hand(change: Change, editor: Editor, removed: set[str], touched: Touched) -> bool:
    """Was this cell edited in the grid? A frame that is older than what was saved since must not undo it."""
    _, row_id, column = change.key.rsplit("/", 2)
    if row_id not in editor.ids:
        return True
    dropped = bool(removed) and isinstance(change.old.value, list)
    return dropped or column in touched.get(row_id, set())


def _vanished(question: Question, editor: Editor, new_records: list[dict[str, Any]]) -> set[str]:
    """Which of the rows added in this visit was deleted: the first whose content is not where it stood."""
    gone: set[str] = set()
    left = list(new_records)
    for row_id in editor.added:
        cells = editor.saved.get(row_id, {})
        if left and all(_same(question, name, left[0].get(name), value) for name, value in cells.items()):
            left.pop(0)
        else:
            gone.add(row_id)
    return gone


def _same(question: Question, name: str, shown: Any, stored: Any) -> bool:
    column = question.column(name)
    try:
        return column.kind == "choices" or _value(question, column, shown, {}) == stored
    except InputError:
        return False


def _changes(
    question: Question, editor: Editor, ids: list[str], records: list[dict[str, Any]], removed: set[str]
) -> tuple[list[Change], list[str]]:
    """The cells that differ from what was last saved, and a sentence for each that cannot be read; nobody waits for a removed row."""
    names = {name: row_id for row_id, name in cells.names_of(state.current().raw(question.id) or []).items() if row_id not in removed}
    changes: list[Change] = []
    faults: list[str] = []
    for position, (row_id, record) in enumerate(zip(ids, records, strict=False)):
        before = editor.saved.get(row_id, {})
        for column in question.columns:
            try:
                value = _value(question, column, record.get(column.id), names)
            except InputError as error:
                faults.append(f"row {position + 1}, {column.label}: {error}")
                continue
            if value != (before.get(column.id) or None if column.kind == "choices" else before.get(column.id)):
                changes.append(Change(f"{question.id}/{row_id}/{column.id}", _answer(value), _answer(before.get(column.id))))
        if row_id not in editor.saved and any(c.key.startswith(f"{question.id}/{row_id}/") for c in changes):
            changes.append(Change(f"{question.id}/{row_id}/order", Answer(value=float(position))))
    return changes, faults


def _value(question: Question, column: Question, given: Any, ids_by_name: dict[str, str]) -> Any:
    return checked(question, cells.stored(column, given, ids_by_name, state.current().currency), column.id)


def _answer(value: Any) -> Answer:
    return BLANK if value is None else Answer(value=value, state=State.answered)
