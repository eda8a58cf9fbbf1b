"""Tables of the record as editable grids: rows with permanent ids, saved cell by cell.

Streamlit's grid keeps its edits as a difference to the frame it was given, so the frame and its choices stay the same while
somebody works in it. What a hand did is saved by the grid's callback, before anything is drawn and before the page is left, and
told apart from what others did by the frame it was done in. After a deletion, after a block was pasted into one cell, or when
somebody else changed the table, the grid is given a new frame under a new key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from mlscope.errors import InputError
from mlscope.project import BLANK, Answer, State, new_id, reading
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import cells, pasting, rows, state
from mlscope.ui.text import literal

Cells = dict[str, dict[str, Any]]
"""Row id -> column -> stored value."""

Touched = Mapping[str, set[str]]
"""Row id -> columns that a hand changed."""


@dataclass
class Editor:
    """One visit to a grid: the frame it was given and the rows in it, what was last saved from it, and the row changed last."""

    key: str
    version: int
    frame: pd.DataFrame
    held: list[Row]
    saved: Cells
    added: list[str] = field(default_factory=list)
    last: str = ""

    @property
    def ids(self) -> list[str]:
        """The rows of the frame."""
        return [row.id for row in self.held]


def edit(question: Question) -> None:
    """The grid of a table question, what its ranges say, and what can be added to it."""
    if commit(question):
        st.rerun()  # the callback was lost, and the sidebar was drawn before the cell was saved
    held: list[Row] = state.current().raw(question.id) or []
    editor = _editor(question, held)
    columns = cells.in_order(question)
    st.data_editor(
        editor.frame,
        key=editor.key,
        num_rows="dynamic",
        hide_index=True,
        column_config=cells.configured(columns, editor.held, state.current().currency),
        width="stretch",
        placeholder="",
        alt=question.label,
        on_change=_changed,
        args=(question,),
    )
    for fault in st.session_state.get("grid_faults", {}).get(question.id, []):
        st.error(f"Not saved: {literal(fault)}", icon=":material/edit_off:")
    _new_names(question, editor, held)
    rows.hints(question, columns, editor.last)
    rows.offers(question)


def _new_names(question: Question, editor: Editor, held: list[Row]) -> None:
    """Rows that got their names since can be chosen in other rows; showing them takes a new grid, which a hand at work asks for."""
    choosing = [column.label for column in question.columns if column.kind == "choices"]
    if not choosing or cells.names_of(held) == cells.names_of(editor.held):
        return
    said = f"Offer the new names under \u201c{choosing[0]}\u201d"
    st.button(
        said,
        key=f"names/{editor.key}",
        type="tertiary",
        icon=":material/refresh:",
        on_click=_fresh,
        args=(question,),
    )


# ── the frame ───────────────────────────────────────────────────────────────────────────────────────────────────


def _cells(held: list[Row]) -> Cells:
    plain = {row.id: row.model_dump(mode="json", exclude={"id"}) for row in held}
    return {
        row_id: {name: value for name, value in row.items() if value is not None}
        for row_id, row in plain.items()
    }


def _editor(question: Question, held: list[Row]) -> Editor:
    editors: dict[str, Editor] = st.session_state.setdefault("editors", {})
    editor, stored = editors.get(question.id), _cells(held)
    if editor is None or (editor.saved != stored and not state.conflict_of(question.id)):
        version = st.session_state["grids"] = st.session_state.get("grids", 0) + 1
        key = f"grid/{state.widget_key(question.id)}/{version}"
        editor = editors[question.id] = Editor(key, version, _frame(question, held), held, stored)
    return editor


def _frame(question: Question, held: list[Row]) -> pd.DataFrame:
    names = cells.names_of(held)
    columns = cells.in_order(question)
    data = {c.id: [cells.shown(c, getattr(row, c.id), names) for row in held] for c in columns}
    return pd.DataFrame({name: pd.Series(shown, dtype="object") for name, shown in data.items()})


def _fresh(question: Question) -> None:
    """Start over with the grid of a table as it is saved."""
    st.session_state.get("editors", {}).pop(question.id, None)


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────


def commit(question: Question) -> bool:
    """Save the cells that a hand changed since they were last saved, and say whether any was; name those that cannot be read."""
    editor: Editor | None = st.session_state.get("editors", {}).get(question.id)
    edits = st.session_state.get(editor.key) if editor else None
    if editor is None or not edits:
        return False
    if not any(edits.values()):
        if editor.added:  # the browser drew the grid anew: show it what is saved
            _fresh(question)
        return False
    records = _records(editor, edits)
    removed = {editor.ids[place] for place in edits["deleted_rows"] if place < len(editor.ids)}
    kept = [row_id for row_id in editor.ids if row_id not in removed]
    if len(edits["added_rows"]) < len(editor.added):
        removed |= _vanished(question, editor, records[len(kept) :])
        editor.added = [row_id for row_id in editor.added if row_id not in removed]
    block = pasting.pasted(cells.in_order(question), records, len(kept))
    records, written = pasting.settled(question, block, records)
    editor.added += [new_id() for _ in range(len(records) - len(kept) - len(editor.added))]
    ids = kept + editor.added[: len(records) - len(kept)]
    touched = {editor.ids[place]: set(by) for place, by in _edited(edits).items() if place < len(editor.ids)}
    touched |= {ids[place]: by | touched.get(ids[place], set()) for place, by in written.items()}
    changes, faults, unmatched = _changes(question, editor, ids, records, removed)
    changes = [change for change in changes if _by_hand(change, editor, removed, touched)]
    changes += [
        Change(f"{question.id}/{row_id}/deleted", Answer(value=True))
        for row_id in removed
        if row_id in editor.saved
    ]
    st.session_state.setdefault("grid_faults", {})[question.id] = faults
    saved = _saved(question, editor, changes, again=bool(removed or block))
    if unmatched:
        pasting.keep(question, unmatched)
        _fresh(question)
    return saved or bool(unmatched)


def _changed(question: Question) -> None:
    """A hand changed the grid: saved before the page is drawn, so that all of it shows what was saved."""
    commit(question)


def _edited(edits: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    return {int(place): by for place, by in edits["edited_rows"].items()}


def _records(editor: Editor, edits: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows as the grid shows them: the frame with the edits in it."""
    records: list[dict[str, Any]] = [
        {str(name): shown for name, shown in record.items()} for record in editor.frame.to_dict("records")
    ]
    for place, by in _edited(edits).items():
        records[place] |= by
    kept = [record for place, record in enumerate(records) if place not in edits["deleted_rows"]]
    return kept + [{name: added.get(name) for name in editor.frame.columns} for added in edits["added_rows"]]


def _saved(question: Question, editor: Editor, changes: list[Change], *, again: bool) -> bool:
    """Hand the changes to the store; a cell that somebody else changed meanwhile keeps what they wrote, and that is told."""
    if not changes:
        return False
    done = state.save(rows.with_table(question, changes), stays=True)
    met = [conflict for change in changes if (conflict := state.conflict_of(change.key))]
    if not done and not met:
        return False
    for conflict in met:
        state.resolve(conflict.key)
        who = conflict.theirs.author or "Somebody"
        told = f"{who} changed the same cell while you were typing. Theirs stands; type yours again to replace it."
        st.session_state["grid_faults"][question.id].append(told)
    editor.last = changes[-1].key.split("/")[1]
    _take_in(editor, changes, _cells(state.current().raw(question.id) or []))
    if again or met:
        _fresh(question)
    return True


def _take_in(editor: Editor, changes: list[Change], now: Cells) -> None:
    """What was saved from this grid; what others changed meanwhile is not taken in, so that the next frame shows it."""
    for change in changes:
        row_id, column = change.key.split("/")[1:]
        if row_id not in now:
            editor.saved.pop(row_id, None)
        elif row_id not in editor.saved:
            editor.saved[row_id] = now[row_id]
        elif column in now[row_id]:
            editor.saved[row_id][column] = now[row_id][column]
        else:
            editor.saved[row_id].pop(column, None)


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
        return column.kind == "choices" or _value(question, column, shown, {}, {}) == stored
    except InputError:
        return False


def _changes(
    question: Question, editor: Editor, ids: list[str], records: list[dict[str, Any]], removed: set[str]
) -> tuple[list[Change], list[str], list[str]]:
    """The cells that differ from what was last saved, a sentence for each that cannot be read, and pasted texts that name no row.

    Nobody waits for a removed row. A row goes by the name that the frame shows, and one added since by the name it has now.
    """
    known = (cells.names_of(state.current().raw(question.id) or []), cells.names_of(editor.held))
    names = {name: row_id for one in known for row_id, name in one.items() if row_id not in removed}
    typed = pasting.names_in(ids, records)
    gone = {name for one in known for row_id, name in one.items() if row_id in removed} - set(names)
    changes: list[Change] = []
    faults: list[str] = []
    unmatched: list[str] = []
    for position, (row_id, record) in enumerate(zip(ids, records, strict=False)):
        before = editor.saved.get(row_id, {})
        for column in question.columns:
            given = record.get(column.id)
            by_name = names | typed
            if isinstance(given, list):
                given, by_name = [name for name in given if name not in gone], typed | names
            try:
                value = _value(question, column, given, by_name, record)
            except reading.UnknownNames as error:
                value = error.known or before.get(column.id)
                faults.append(f"row {position + 1}, {column.label}: {error}")
                if isinstance(given, str):
                    unmatched.append(
                        f"{record.get('name') or 'Unnamed'}: {column.label} was pasted as {given.strip()[:500]}; {error}."
                    )
                    faults[-1] += "; the note of the table keeps what was pasted"
            except InputError as error:
                faults.append(f"row {position + 1}, {column.label}: {error}")
                continue
            if value != (
                before.get(column.id) or None if column.kind == "choices" else before.get(column.id)
            ):
                changes.append(
                    Change(
                        f"{question.id}/{row_id}/{column.id}", _answer(value), _answer(before.get(column.id))
                    )
                )
        if row_id not in editor.saved and any(c.key.startswith(f"{question.id}/{row_id}/") for c in changes):
            changes.append(
                Change(f"{question.id}/{row_id}/order", Answer(value=rows.end(question) + position))
            )
    return changes, faults, unmatched


def _value(
    question: Question, column: Question, given: Any, ids_by_name: dict[str, str], record: Mapping[str, Any]
) -> Any:
    return reading.answered(question, given, state.current().currency, column, ids_by_name, record)


def _answer(value: Any) -> Answer:
    return BLANK if value is None else Answer(value=value, state=State.answered)
