"""Tables of the record as editable grids: rows with permanent ids, saved cell by cell.

Streamlit's grid keeps its edits as a difference to the frame it was given, so the frame stays the same while somebody works
in it. Every run the returned rows are compared with what was last saved. After a deletion, or when somebody else changed
the table, the grid is given a new frame under a new key.
"""

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from mlscope.errors import InputError
from mlscope.project import BLANK, Answer, Evidence, State, estimates, new_id
from mlscope.project.fields import Row
from mlscope.project.record import checked
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.templates import assumed_rows
from mlscope.ui import parts, state
from mlscope.ui.text import literal

WIDE = ("name", "mitigation", "finding", "responsibility", "done_when")

Cells = dict[str, dict[str, Any]]
"""Row id -> column -> stored value."""


@dataclass
class Editor:
    """One visit to a grid: the frame it was given, the ids of its rows, and what was last saved from it."""

    version: int
    frame: pd.DataFrame
    ids: list[str]
    added: list[str] = field(default_factory=list)
    saved: Cells = field(default_factory=dict)


def edit(question: Question) -> None:
    """The grid of a table question, with what can be added to it."""
    rows: list[Row] = state.current().raw(question.id) or []
    editor = _editor(question, rows)
    key = f"grid/{state.widget_key(question.id)}/{editor.version}"
    shown = st.data_editor(
        editor.frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(question, rows),
        width="stretch",
        placeholder="",
        on_change=parts.redraw_grid,
        args=(question.id,),
    )
    _save(question, editor, shown, st.session_state.get(key) or {})
    _offers(question, rows)


# ── the frame ───────────────────────────────────────────────────────────────────────────────────────────────────


def _cells(rows: list[Row]) -> Cells:
    return {row.id: row.model_dump(mode="json", exclude={"id"}, exclude_none=True) for row in rows}


def _editor(question: Question, rows: list[Row]) -> Editor:
    editors: dict[str, Editor] = st.session_state.setdefault("editors", {})
    editor, stored = editors.get(question.id), _cells(rows)
    if editor is None or (editor.saved != stored and not state.conflict_of(question.id)):
        version = editor.version + 1 if editor else len(st.session_state.setdefault("visits", [])) * 1000
        if editor is None:
            st.session_state["visits"].append(question.id)
        editor = editors[question.id] = Editor(version, _frame(question, rows), [row.id for row in rows], saved=stored)
    return editor


def _frame(question: Question, rows: list[Row]) -> pd.DataFrame:
    names = _names(rows)
    data = {c.id: [_shown(c, getattr(row, c.id), names) for row in rows] for c in question.columns}
    return pd.DataFrame({c.id: pd.Series(data[c.id], dtype=_DTYPES.get(c.kind, "object")) for c in question.columns})


_DTYPES = {"number": "Float64", "money": "Float64", "percent": "Float64"}


def _names(rows: list[Row]) -> dict[str, str]:
    """Row id -> the name it is referred to by, made distinct where two rows share one."""
    names: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        name = getattr(row, "name", None) or f"Row {number}"
        names[row.id] = name if name not in names.values() else f"{name} ({number})"
    return names


def _shown(column: Question, value: Any, names: dict[str, str]) -> Any:
    if value is None:
        return [] if column.options == "rows" else None
    match column.kind:
        case "percent":
            return round(value * 100, 9)
        case "estimate":
            return estimates.write(value)
        case "yes_no":
            return "Yes" if value else "No"
        case "choices":
            return [names[one] for one in value if one in names]
        case "choice":
            return value.value
        case _:
            return value


def _stored(column: Question, shown: Any, ids_by_name: dict[str, str]) -> Any:
    if (
        shown is None
        or shown is pd.NaT
        or shown is pd.NA
        or (isinstance(shown, float) and math.isnan(shown))
        or (isinstance(shown, str | list) and not shown)
    ):
        return None
    match column.kind:
        case "percent":
            return float(shown) / 100
        case "number" if column.whole:
            return int(shown) if float(shown).is_integer() else float(shown)
        case "yes_no":
            return shown == "Yes"
        case "choices":
            return [ids_by_name[one] for one in shown if one in ids_by_name] or None
        case "date":
            return shown.date() if isinstance(shown, dt.datetime) else shown
        case _:
            return shown


def _columns(question: Question, rows: list[Row]) -> dict[str, Any]:
    make = st.column_config
    configured: dict[str, Any] = {}
    for column in question.columns:
        label, text = _label(column), column.help or None
        match column.kind:
            case "choice":
                options = [c.id for c in column.choices]
                configured[column.id] = make.SelectboxColumn(label, options=options, format_func=column.label_of, help=text, width=120)
            case "yes_no":
                configured[column.id] = make.SelectboxColumn(label, options=["Yes", "No"], help=text)
            case "choices":
                configured[column.id] = make.MultiselectColumn(label, options=list(_names(rows).values()), help=text)
            case "date":
                configured[column.id] = make.DateColumn(label, format="YYYY-MM-DD", help=text)
            case "number" | "money" | "percent":
                configured[column.id] = make.NumberColumn(label, help=text, format="localized" if column.kind == "money" else None)
            case "estimate":
                configured[column.id] = make.TextColumn(label, help="120 · 5 to 9 · 40 / 60 / 110 · 40 < 60 < 110", width=165)
            case _:
                configured[column.id] = make.TextColumn(label, help=text, width=200 if column.id in WIDE else None)
    return configured


def _label(column: Question) -> str:
    unit = {"money": state.current().currency}.get(column.unit, column.unit)
    if column.kind == "percent":
        unit = "%"
    return f"{column.label} ({unit})" if unit and unit.lower() not in column.label.lower() else column.label


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _save(question: Question, editor: Editor, shown: pd.DataFrame, edits: dict[str, Any]) -> None:
    """Save the cells that differ from what was last saved; name the ones that cannot be read."""
    removed = {editor.ids[position] for position in edits.get("deleted_rows", []) if position < len(editor.ids)}
    added = len(edits.get("added_rows", []))
    records: list[dict[str, Any]] = [{str(k): v for k, v in record.items()} for record in shown.to_dict("records")]
    kept_ids = [row_id for row_id in editor.ids if row_id not in removed]
    new_records = records[len(kept_ids) :]
    if added < len(editor.added) and not any(edits.values()):  # the browser drew the grid anew: show it what is saved
        st.session_state["editors"].pop(question.id)
        st.rerun()
    if added < len(editor.added):
        removed |= _vanished(question, editor, new_records)
        editor.added = [row_id for row_id in editor.added if row_id not in removed]
    while len(editor.added) < len(new_records):
        editor.added.append(new_id())
    ids = kept_ids + editor.added[: len(new_records)]
    touched = {position: set(cells) for position, cells in (edits.get("edited_rows") or {}).items()}
    changes, faults = _changes(question, editor, ids, records, removed)
    changes = [change for change in changes if _by_hand(change, editor, removed, touched)]
    changes += [Change(f"{question.id}/{row_id}/deleted", Answer(value=True)) for row_id in removed if row_id in editor.saved]
    for fault in faults:
        st.error(f"Not saved: {literal(fault)}", icon=":material/edit_off:")
    if changes and state.save(_with_table(question, changes)):
        stored = _cells(state.current().raw(question.id) or [])
        if removed:
            st.session_state["editors"].pop(question.id)
            st.rerun()
        editor.saved = stored


def _by_hand(change: Change, editor: Editor, removed: set[str], touched: dict[int, set[str]]) -> bool:
    """Was this cell edited in the grid? A frame that is older than what was saved since must not undo it."""
    _, row_id, column = change.key.rsplit("/", 2)
    if row_id not in editor.ids:
        return True
    dropped = bool(removed) and isinstance(change.old.value, list)
    return dropped or column in touched.get(editor.ids.index(row_id), set())


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
        return column.kind == "choices" or checked(question, _stored(column, shown, {}), name) == stored
    except InputError:
        return False


def _changes(
    question: Question, editor: Editor, ids: list[str], records: list[dict[str, Any]], removed: set[str]
) -> tuple[list[Change], list[str]]:
    """The cells that differ from what was last saved, and a sentence for each that cannot be read; nobody waits for a removed row."""
    names = {name: row_id for row_id, name in _names(state.current().raw(question.id) or []).items() if row_id not in removed}
    changes: list[Change] = []
    faults: list[str] = []
    for position, (row_id, record) in enumerate(zip(ids, records, strict=False)):
        before = editor.saved.get(row_id, {})
        for column in question.columns:
            try:
                value = checked(question, _stored(column, record.get(column.id), names), column.id)
            except InputError as error:
                faults.append(f"row {position + 1}, {column.label}: {error}")
                continue
            if value != (before.get(column.id) or None if column.kind == "choices" else before.get(column.id)):
                changes.append(Change(f"{question.id}/{row_id}/{column.id}", _answer(value), _answer(before.get(column.id))))
        if row_id not in editor.saved and any(c.key.startswith(f"{question.id}/{row_id}/") for c in changes):
            changes.append(Change(f"{question.id}/{row_id}/order", Answer(value=float(position))))
    return changes, faults


def _answer(value: Any) -> Answer:
    return BLANK if value is None else Answer(value=value, state=State.answered)


def _with_table(question: Question, changes: list[Change]) -> list[Change]:
    """Rows settle the question as a whole: an explicit "none", "don't know" or "does not apply" is withdrawn with the first one."""
    whole = state.answer(question.id)
    if whole.state != State.untouched and any(not c.key.endswith("/deleted") for c in changes):
        return [
            Change(
                question.id, whole.model_copy(update={"value": None, "state": State.untouched, "who": "", "by": None, "reason": ""}), whole
            ),
            *changes,
        ]
    return changes


# ── what can be added ───────────────────────────────────────────────────────────────────────────────────────────


def _offers(question: Question, rows: list[Row]) -> None:
    """Buttons below a grid: typical rows to start from, an explicit none, and confirming what a template assumed."""
    assumed = [row for row in rows if getattr(row, "evidence", None) == Evidence.assumed]
    if any(column.kind == "estimate" for column in question.columns):
        st.caption("Ranges are welcome: 5 to 9, or 40 / 60 / 110. The question mark above explains how to write them.")
    with st.container(horizontal=True, vertical_alignment="center"):
        if assumed:
            st.caption(
                f":orange-badge[{len(assumed)} assumed] Filled in for you. The verdict does not count them until you keep them.",
                width="stretch",
            )
            if st.button("Keep these as my estimates", key=f"confirm/{question.id}"):
                _confirm(question, assumed)
        elif not rows:
            typical = assumed_rows(state.current(), state.catalogue(), question.id)
            if typical and st.button("Fill in typical rows", key=f"typical/{question.id}", icon=":material/auto_fix_high:"):
                add_rows(question, typical)
            none_said = state.answer(question.id).value == []
            if not none_said and st.button("There are none", key=f"none/{question.id}", type="tertiary"):
                state.put(question.id, Answer(value=[], state=State.answered))
                st.rerun()
            if none_said:
                st.caption(":gray-badge[None] Said on purpose. Add a row to change it.")


def _confirm(question: Question, rows: list[Row]) -> None:
    guess, assumed = Answer(value=Evidence.guess.value), Answer(value=Evidence.assumed.value)
    state.save([Change(f"{question.id}/{row.id}/evidence", guess, assumed) for row in rows])
    st.rerun()


def add_rows(question: Question, rows: list[Row]) -> None:
    """Append rows, each cell as one change of the log."""
    start = len(state.current().raw(question.id) or [])
    changes: list[Change] = []
    for position, row in enumerate(rows, start):
        changes.append(Change(f"{question.id}/{row.id}/order", Answer(value=float(position))))
        for column, value in row.model_dump(mode="json", exclude={"id"}, exclude_none=True).items():
            changes.append(Change(f"{question.id}/{row.id}/{column}", Answer(value=value)))
    state.save(_with_table(question, changes))
    st.rerun()
