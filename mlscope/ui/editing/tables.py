"""Tables of the record as editable grids: rows with permanent ids, saved cell by cell.

Streamlit's grid keeps its edits as a difference to the frame it was given, and an editor that is open in it
is lost with the frame. So a grid keeps its frame while somebody is on the page: what others changed meanwhile
is told below it, and shown when it is asked for. Only a pasted block, and acts outside the grid, give it a
new frame under a new key. What a hand did is saved by the grid's callback, before anything is drawn and
before the page is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from mlscope.errors import InputError
from mlscope.project import BLANK, Answer, new_id, reading
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.editing import cells, pasting, rows
from mlscope.ui.shell import parts
from mlscope.ui.shell.text import literal
from mlscope.ui.state.session import Gone


class Unmatched(NamedTuple):
    """What names rows that there are not: its cell, the name of its row, the names chosen or the text pasted,
    and why.
    """

    draft: state.Draft
    column: Question
    row: str
    given: Any
    why: str


Touched = Mapping[str, set[str]]
"""Row id -> columns that a hand changed."""


@dataclass
class Editor:
    """One visit to a grid: the frame it was given, the rows in it, and what a hand did to them since.

    `added` are the rows that were typed below the frame, in their order; those `saved` among them are in the
    record.
    """

    key: str
    frame: pd.DataFrame
    held: list[Row]
    added: list[str] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    last: str = ""

    @property
    def ids(self) -> list[str]:
        """The rows of the frame."""
        return [row.id for row in self.held]

    @property
    def contents(self) -> dict[str, list[Any]]:
        """What the frame holds, by column."""
        return {str(name): list(shown) for name, shown in self.frame.items()}

    @property
    def present(self) -> list[str]:
        """The rows that the grid shows."""
        return [row_id for row_id in [*self.ids, *self.added] if row_id not in self.removed]


@dataclass(frozen=True)
class Cell:
    """What a hand wrote into one cell, and the place of its row in the grid."""

    row_id: str
    column: Question
    given: Any


def opened(question: Question) -> bool:
    """Is this table edited as a grid just now, and not as cards?"""
    return state.session().as_table == question.id


def show_cards(question: Question) -> None:
    """Its rows are cards again."""
    commit(question)
    state.session().as_table = ""
    fresh(question)


def edit(question: Question) -> None:
    """The grid of a table question, what its ranges say, and what can be added to it."""
    if commit(question):
        state.session().draw_again = True  # the callback was lost, and the sidebar was drawn before this
    held: list[Row] = state.current().raw(question.id) or []
    editor = _editor(question, held)
    columns = cells.in_order(question)
    st.button(
        "Back to cards",
        key=f"as_cards/{question.id}",
        icon=":material/view_agenda:",
        on_click=show_cards,
        args=(question,),
    )
    st.data_editor(
        editor.frame,
        key=editor.key,
        num_rows="dynamic",
        hide_index=True,
        column_config=cells.configured(columns, editor.held, state.current(), editor.contents),
        width="stretch",
        placeholder="",
        alt=question.label,
        on_change=_changed,
        args=(question,),
    )


def below(question: Question) -> None:
    """What stands below the grid, drawn anew after each edit while the grid stays as it is."""
    editor = state.session().tables.get(question.id)
    if editor is None:
        return
    for fault in _faults(question, editor):
        st.error(f"Not saved: {literal(fault)}", icon=":material/edit_off:")
    rows.gone(question)
    _changed_by_others(question, editor, state.current().raw(question.id) or [])
    if parts.others_are_asked():
        st.button(
            "Show the questions that follow from this",
            key=f"follow/{question.id}",
            type="tertiary",
            icon=":material/refresh:",
            on_click=st.rerun,
        )
    rows.hints(question, cells.in_order(question), editor.last, editor.contents)
    rows.offers(question)


def _faults(question: Question, editor: Editor) -> Iterator[str]:
    """A sentence for each cell that could not be read, by the row's place in the grid."""
    for number, row_id in enumerate(editor.present, 1):
        for column in question.columns:
            draft = state.session().drafts.get(f"{question.id}/{row_id}/{column.id}")
            if draft and draft.refused:
                yield f"row {number}, {column.label}: {draft.refused}"


# ── what others did
# ─────────────────────────────────────────────────────────────────────────────────────────────


def _changed_by_others(question: Question, editor: Editor, held: list[Row]) -> None:
    """That the record holds more than the grid shows, and a button to show it: a hand at work asks for a new
    grid.
    """
    who = _others(question, editor, held)
    names = cells.names_of(held) != cells.names_of(editor.held)
    choosing = next((column.label for column in question.columns if column.kind == "choices"), "")
    if who:
        st.markdown(f":blue[:material/group:] {literal(', '.join(who))} changed this table meanwhile.")
        label = "Show the table as it is now"
    elif choosing and names:
        label = f"Offer the new names under \u201c{choosing}\u201d"
    else:
        return
    st.button(
        label,
        key=f"{'show' if who else 'names'}/{editor.key}",
        type="tertiary",
        icon=":material/refresh:",
        on_click=_show,
        args=(question,),
    )


def _show(question: Question) -> None:
    fresh(question)
    st.rerun()


def _others(question: Question, editor: Editor, held: list[Row]) -> list[str]:
    """Who changed the table so that the grid does not show it, each once."""
    session, answers = state.session(), state.loaded().answers
    now, known = {row.id for row in held}, {*editor.ids, *editor.saved}
    new = now - known
    keys = [key for key in answers if key.startswith(f"{question.id}/") and key.split("/")[1] in new]
    keys += [f"{question.id}/{row_id}/deleted" for row_id in known - now - editor.removed]
    for row_id in now & known:
        for column in question.columns:
            draft = session.drafts.get(f"{question.id}/{row_id}/{column.id}")
            if draft and not draft.open and answers.get(draft.key, BLANK).value != draft.seen.value:
                keys.append(draft.key)
    return list(dict.fromkeys(answers.get(key, BLANK).author or "Somebody" for key in keys))


# ── the frame
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _editor(question: Question, held: list[Row]) -> Editor:
    session = state.session()
    if question.id not in session.tables:
        session.grids += 1
        key = f"grid/{state.widget_key(question.id)}/{session.grids}"
        session.tables[question.id] = Editor(key, _frame(question, held), held)
    return session.tables[question.id]


def _frame(question: Question, held: list[Row]) -> pd.DataFrame:
    """The rows as the grid shows them: what is not saved yet as it was typed, the rest as the record has
    it.
    """
    session, answers, names = state.session(), state.loaded().answers, cells.names_of(held)
    data: dict[str, list[Any]] = {}
    for column in cells.in_order(question):
        data[column.id] = []
        for row in held:
            draft = session.draft(f"{question.id}/{row.id}/{column.id}")
            if draft.open:
                data[column.id].append(draft.shown)
            else:
                draft.settle(answers.get(draft.key, BLANK))
                data[column.id].append(cells.shown(column, getattr(row, column.id), names))
    return pd.DataFrame({name: pd.Series(shown, dtype="object") for name, shown in data.items()})


def fresh(question: Question) -> None:
    """Start over with the grid of a table as the record has it."""
    state.session().tables.pop(question.id, None)


# ── saving
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _changed(question: Question) -> None:
    """A hand changed the grid: saved, and what follows from it drawn anew, but not the grid itself.

    The browser holds edits for a moment before it sends them, and forgets those it holds when the grid is
    sent anew; so a grid that is being typed into is left alone, also when somebody else wrote.
    """
    commit(question)
    if question.id in state.session().tables:
        parts.redraw(question.id, grid=True)


def commit(question: Question) -> bool:
    """Save the cells that a hand changed, and say whether any was saved now; name those that cannot be
    read.
    """
    session = state.session()
    editor = session.tables.get(question.id)
    edits = st.session_state.get(editor.key) if editor else None
    if editor is None or not edits:
        return False
    if not any(edits.values()):
        if editor.added:  # the browser drew the grid anew: show it what is saved
            fresh(question)
        return False
    held: list[Row] = state.current().raw(question.id) or []
    records = _records(editor, edits)
    removed = {editor.ids[place] for place in edits["deleted_rows"] if place < len(editor.ids)}
    kept = [row_id for row_id in editor.ids if row_id not in removed]
    if len(edits["added_rows"]) < len(editor.added):
        vanished = _vanished(question, editor, records[len(kept) :])
        editor.added = [row_id for row_id in editor.added if row_id not in vanished]
        removed |= vanished & editor.saved
    block = pasting.pasted(cells.in_order(question), records, len(kept))
    records, written = pasting.settled(question, block, records)
    editor.added += [new_id() for _ in range(len(records) - len(kept) - len(editor.added))]
    ids = kept + editor.added[: len(records) - len(kept)]
    touched = {editor.ids[place]: set(by) for place, by in _edited(edits).items() if place < len(editor.ids)}
    touched |= {ids[place]: by | touched.get(ids[place], set()) for place, by in written.items()}
    shown = dict(zip(ids, records, strict=True))
    for row_id in editor.added:
        touched.setdefault(row_id, set()).update(column.id for column in question.columns)
    deleted = _deleted_by_others(question, editor, held, removed, shown, touched)
    written_cells = [
        Cell(row_id, column, shown[row_id].get(column.id))
        for row_id in ids
        if row_id not in deleted
        for column in question.columns
        if column.id in touched.get(row_id, ())
    ]
    unmatched: list[Unmatched] = []
    typed = pasting.names_in(ids, records)
    edits = [*_edits(question, editor, written_cells, removed, held, shown, typed, unmatched)]
    edits += _let_off(question, removed, held)
    saved = _saved(question, editor, edits, removed - editor.removed, again=bool(block))
    return _tell_unmatched(question, unmatched) or saved


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


def _deleted_by_others(
    question: Question,
    editor: Editor,
    held: list[Row],
    removed: set[str],
    shown: Mapping[str, dict[str, Any]],
    touched: Touched,
) -> set[str]:
    """The rows of the grid that somebody else deleted; those that a hand changed since are kept aside, to be
    told.
    """
    now = {row.id for row in held}
    deleted = ({*editor.ids} | editor.saved) - now - removed - editor.removed
    session, names = state.session(), cells.names_of(editor.held)
    for row_id in deleted & set(shown):
        if any(_differs(question, row_id, name, shown[row_id].get(name)) for name in touched.get(row_id, ())):
            who = state.answer(f"{question.id}/{row_id}/deleted").author or "Somebody"
            name = str(shown[row_id].get("name") or names.get(row_id, ""))
            kept_aside = session.gone.setdefault(question.id, {})
            kept_aside[row_id] = Gone(name, who, shown[row_id])
    return deleted


def _differs(question: Question, row_id: str, name: str, given: Any) -> bool:
    """Does a cell show something else than what was seen of it?"""
    seen = state.draft(f"{question.id}/{row_id}/{name}").seen
    return not _same(question, name, given, seen.value)


def _saved(
    question: Question,
    editor: Editor,
    edits: list[tuple[state.Draft, Answer]],
    removed: set[str],
    *,
    again: bool,
) -> bool:
    """Hand what was written and removed to the store, and say whether there was anything to save."""
    session = state.session()
    added = [row_id for row_id in editor.added if row_id not in editor.saved]
    rows_begun = [row_id for row_id in added if any(f"/{row_id}/" in draft.key for draft, _ in edits)]
    start = rows.end(question)
    beside = [
        Change(f"{question.id}/{row_id}/order", Answer(value=start + place))
        for place, row_id in enumerate(rows_begun)
    ]
    beside += [Change(f"{question.id}/{row_id}/deleted", Answer(value=True)) for row_id in removed]
    if not edits and not beside:
        return False
    cells_changed = [draft.change(answer) for draft, answer in edits]
    whole = rows.with_table(question, [*beside, *cells_changed], state.answer(question.id))
    withdrawn = [change for change in whole if change.key == question.id]
    if not state.commit(edits, beside=[*withdrawn, *beside]):
        return False
    editor.saved.update(rows_begun)
    editor.removed |= removed
    for key in [key for key in session.drafts if key.startswith(f"{question.id}/")]:
        if key.split("/")[1] in removed:
            del session.drafts[key]
    if edits:
        editor.last = edits[-1][0].key.split("/")[1]
    if again:
        session.tables.pop(question.id, None)
    return True


def _edits(
    question: Question,
    editor: Editor,
    written: list[Cell],
    removed: set[str],
    held: list[Row],
    records: Mapping[str, dict[str, Any]],
    typed: dict[str, str],
    unmatched: list[Unmatched],
) -> Iterator[tuple[state.Draft, Answer]]:
    """The cells that differ from what was seen of them; those that cannot be read are refused, with the
    reason.

    A row goes by the name that the frame shows, and one added since by the name it has now; `typed` are the
    names that stand in the grid itself. What names no row is added to `unmatched`.
    """
    known = (cells.names_of(held), cells.names_of(editor.held))
    dropped = removed | editor.removed
    names = {name: row_id for one in known for row_id, name in one.items() if row_id not in dropped}
    gone = {name for one in known for row_id, name in one.items() if row_id in dropped} - set(names)
    session = state.session()
    for cell in written:
        draft = session.draft(f"{question.id}/{cell.row_id}/{cell.column.id}")
        given, by_name = cell.given, names | typed
        if isinstance(given, list):  # chosen among the names that the frame shows, so these come first
            given, by_name = [name for name in given if name not in gone], typed | names
        try:
            value = rows.read_cell(question, cell.column, given, by_name, records[cell.row_id])
        except reading.UnknownNames as error:
            name = str(records[cell.row_id].get("name") or "Unnamed")
            unmatched.append(Unmatched(draft, cell.column, name, cell.given, str(error)))
            if not error.known:
                continue
            value = error.known
        except InputError as error:
            draft.refuse(cell.given, str(error))
            continue
        draft.refused = ""
        before = draft.conflict.mine.value if draft.conflict else draft.seen.value
        if _plain(value) != _plain(before):
            draft.shown = cell.given
            yield draft, rows.cell_answer(value)


def _tell_unmatched(question: Question, unmatched: list[Unmatched]) -> bool:
    """Names of no row are told where they were to stand; True where the grid is to be shown anew.

    Chosen or typed ones stay in their cell. Of a pasted text the names of rows are taken over, and the note
    of the table keeps the whole of it.
    """
    pasted = [one for one in unmatched if isinstance(one.given, str)]
    for one in unmatched:
        one.draft.refuse(one.given, one.why)
    if not pasted:
        return False
    texts = [
        f"{one.row}: {one.column.label} was pasted as {one.given.strip()[:500]}; {one.why}." for one in pasted
    ]
    pasting.keep(question, texts)
    names = cells.names_of(state.current().raw(question.id) or [])
    for one in pasted:
        shown = cells.shown(one.column, one.draft.seen.value, names)
        one.draft.refuse(shown, f"{one.why}; the note of the table keeps what was pasted")
    fresh(question)
    return True


def _let_off(question: Question, removed: set[str], held: list[Row]) -> Iterator[tuple[state.Draft, Answer]]:
    """Rows that name removed ones name them no longer."""
    for row in held:
        for column in question.columns:
            value = getattr(row, column.id) if column.kind == "choices" else None
            if row.id not in removed and value and removed & set(value):
                draft = state.draft(f"{question.id}/{row.id}/{column.id}")
                draft.settle(state.answer(draft.key))
                yield draft, rows.cell_answer([one for one in value if one not in removed] or None)


def _plain(value: Any) -> Any:
    """A value of a cell, an empty list counted as none."""
    return None if value == [] else value


def _vanished(question: Question, editor: Editor, new_records: list[dict[str, Any]]) -> set[str]:
    """Which of the rows added in this visit was deleted: the first whose content is not where it stood."""
    gone: set[str] = set()
    left = list(new_records)
    for row_id in editor.added:
        if left and all(_shows(question, row_id, column, left[0]) for column in question.columns):
            left.pop(0)
        else:
            gone.add(row_id)
    return gone


def _shows(question: Question, row_id: str, column: Question, record: Mapping[str, Any]) -> bool:
    """Does a row of the grid show what was last seen of this one in a column?"""
    draft = state.draft(f"{question.id}/{row_id}/{column.id}")
    given = record.get(column.id)
    return given == draft.shown if draft.open else _same(question, column.id, given, draft.seen.value)


def _same(question: Question, name: str, shown: Any, stored: Any) -> bool:
    column = question.column(name)
    try:
        return column.kind == "choices" or rows.read_cell(question, column, shown, {}, {}) == stored
    except InputError:
        return False
