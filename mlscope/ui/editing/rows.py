"""Rows of a table: saved, added, removed and put back; what stands below them, as grid and as cards: what
ranges say, typical and common rows to add, an explicit none, confirming assumptions.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from mlscope.common import common_entries, common_row, offer
from mlscope.errors import InputError
from mlscope.estimates import notation, sampling
from mlscope.estimates.describe import said
from mlscope.project import BLANK, Answer, Evidence, State, new_id, reading
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.templates import assumed_rows
from mlscope.ui import state
from mlscope.ui.editing import cells, confirming
from mlscope.ui.shell import parts
from mlscope.ui.shell.sparkline import sparkline
from mlscope.ui.shell.text import literal
from mlscope.ui.state.session import Gone, Removed

IN_SIGHT = 915
"""Pixels of a grid that are in sight on a screen 1280 wide; wider screens show more, which only the browser
knows.
"""


def hints(
    question: Question, columns: list[Question], last: str, contents: Mapping[str, Iterable[Any]]
) -> None:
    """That the grid goes on to the right, how to write ranges, and what those given say; `last` is the row
    changed last, `contents` what the grid was given by column.
    """
    said = [_further(columns, contents)]
    ranges = _ranges(question)
    if not ranges and any(column.kind == "estimate" for column in columns):
        said.append(
            "Ranges are welcome: 5 to 9, or 40 / 60 / 110. The question mark above explains how to write"
            " them."
        )
    if any(said):
        st.caption(" ".join(filter(None, said)))
    for row_id, name, estimate, sentence in ranges:
        if row_id == last:
            with st.container(horizontal=True, vertical_alignment="center"):
                sparkline(*sampling.density(estimate))
                st.caption(f"{name}: {sentence}")
    if ranges:
        with st.expander("What these ranges say"):
            st.markdown("\n".join(f"- {name}: {sentence}" for _, name, _, sentence in ranges))


def _further(columns: list[Question], contents: Mapping[str, Iterable[Any]]) -> str:
    """How far a grid goes that does not end in sight on every screen; true also where it does."""
    currency = state.current().currency
    edge = 33 + sum(cells.width(cells.title(column, currency), contents[column.id]) for column in columns)
    return (
        "Where the table does not fit, it goes on to the right, up to"
        f" \u201c{literal(columns[-1].label)}\u201d."
        if edge > IN_SIGHT
        else ""
    )


def _ranges(question: Question) -> list[tuple[str, str, notation.AnyEstimate, str]]:
    """Row id, name, estimate and sentence of every cell that holds a range."""
    found = []
    several = sum(column.kind == "estimate" for column in question.columns) > 1
    for row in state.current().raw(question.id) or []:
        for column in question.columns:
            estimate = getattr(row, column.id) if column.kind == "estimate" else None
            if estimate is None or isinstance(estimate, float | notation.Number | notation.Chance):
                continue
            unit = state.current().currency if column.unit == "money" else column.unit
            name = literal(getattr(row, "name", None) or "Unnamed", 60) + (
                f", {literal(column.label.lower())}" if several else ""
            )
            found.append((row.id, f"**{name}**", estimate, literal(said(estimate, unit))))
    return found


def offers(question: Question) -> None:
    """Typical rows to start from, common ones from the catalogue, an explicit none, and confirming what a
    template assumed.
    """
    held: list[Row] = state.current().raw(question.id) or []
    assumed = [row for row in held if getattr(row, "evidence", None) == Evidence.assumed]
    whole = state.current().assumed(question.id) and not assumed
    if assumed or whole:
        what = f"{len(assumed)} assumed" if assumed else "Assumed"
        st.markdown(
            f":orange-badge[{what}] :gray[Filled in for you. The verdict does not count them until you"
            " confirm them.]"
        )
    none_said = state.answer(question.id).value == []
    with st.container(horizontal=True, vertical_alignment="center"):
        if assumed or whole:
            label = "Look at these rows and confirm" if held else "Look at it and confirm"
            confirming.offer(f"confirm/{question.id}", label, [question])
        if not held:
            typical = assumed_rows(state.current(), state.catalogue(), question.id)
            if typical and st.button(
                "Fill in typical rows",
                key=f"typical/{question.id}",
                icon=":material/auto_fix_high:",
                on_click=parts.heard,
            ):
                add(question, typical)
                st.rerun()
        _common(question)
        if (
            not held
            and not none_said
            and st.button(
                "Answer: none",
                key=f"none/{question.id}",
                icon=":material/block:",
                on_click=parts.heard,
                help="Says on purpose that there are none, which is an answer too.",
            )
        ):
            state.put(question.id, state.answer(question.id).anew(value=[], state=State.answered))
            st.rerun()
    if none_said:
        st.markdown(":gray-badge[None] :gray[Said on purpose. Add a row to change it.]")


def _common(question: Question) -> None:
    """A list of the catalogue's rows; the one that is chosen is added at once."""
    words = offer(state.catalogue(), question.id)
    entries = (
        {entry.id: entry for entry in common_entries(state.current(), state.catalogue(), question.id)}
        if words
        else {}
    )
    if not entries:
        return
    key = f"common/{state.widget_key(question.id)}"

    def chosen() -> None:
        if entry := entries.get(st.session_state.get(key) or ""):
            add(question, [common_row(state.catalogue(), question, entry)])
            st.session_state[key] = None
            st.rerun()

    st.selectbox(
        words,
        list(entries),
        index=None,
        format_func=lambda one: entries[one].name,
        placeholder=words,
        label_visibility="collapsed",
        key=key,
        width=260,
        on_change=chosen,
    )


def add(question: Question, fresh: list[Row]) -> None:
    """Append rows, each cell as one change of the log."""
    changes, start = [], end(question)
    for position, row in enumerate(fresh):
        changes.append(Change(f"{question.id}/{row.id}/order", Answer(value=start + position)))
        for column, value in row.model_dump(mode="json", exclude={"id"}, exclude_none=True).items():
            changes.append(Change(f"{question.id}/{row.id}/{column}", Answer(value=value)))
    state.save(with_table(question, changes, state.answer(question.id)))
    state.session().tables.pop(question.id, None)


def cell_answer(value: Any) -> Answer:
    """The answer that a cell holds."""
    return BLANK if value is None else Answer(value=value, state=State.answered)


def commit(
    question: Question, row_id: str, edits: Sequence[tuple[state.Draft, Answer]], *, typing: bool
) -> bool:
    """Save cells of a row, which begins with its first one; True unless the store could not take them."""
    begun = any(row.id == row_id for row in state.current().raw(question.id) or [])
    beside = [] if begun else [Change(f"{question.id}/{row_id}/order", Answer(value=end(question)))]
    changes = [*beside, *(draft.change(answer) for draft, answer in edits)]
    whole = with_table(question, changes, state.answer(question.id))
    withdrawn = [change for change in whole if change.key == question.id]
    return state.commit(edits, typing=typing and begun, beside=[*withdrawn, *beside])


def deleted(question: Question, row_id: str) -> bool:
    """Was this row deleted?"""
    return bool(state.answer(f"{question.id}/{row_id}/deleted").value)


# ── removed and put back
# ────────────────────────────────────────────────────────────────────────────────────────


def remove(question: Question, row: Row) -> None:
    """Take a row out, and out of the rows that name it; it can be put back while the page is open."""
    key = f"{question.id}/{row.id}/deleted"
    changes = [Change(key, Answer(value=True), state.answer(key))]
    for other in state.current().raw(question.id) or []:
        for column in question.columns:
            named = getattr(other, column.id) if column.options == "rows" else None
            if other.id != row.id and row.id in (named or ()):
                key = f"{question.id}/{other.id}/{column.id}"
                left = [one for one in named or () if one != row.id]
                changes.append(Change(key, cell_answer(left or None), state.answer(key)))
    if state.save(changes):
        undo = [Change(change.key, change.old, change.new) for change in changes]
        name = str(getattr(row, "name", None) or "a row")
        session = state.session()
        session.removed[question.id] = Removed(name, undo)
        for key in [key for key in session.drafts if key.startswith(f"{question.id}/{row.id}/")]:
            del session.drafts[key]


def removed(question: Question) -> None:
    """The row that was removed last, with the way back."""
    if row := state.session().removed.get(question.id):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/delete: Removed: {literal(row.name, 60)}.", width="content")
            st.button(
                "Undo", key=f"undo/{question.id}", type="tertiary", on_click=_put_back, args=(question,)
            )


def _put_back(question: Question) -> None:
    row = state.session().removed.pop(question.id)
    whole = state.answer(question.id)
    if not state.save(with_table(question, row.undo, whole)) and not state.session().problem:
        state.session().problem = "Somebody changed this row meanwhile; its history has all versions."
    st.rerun()


def keep_aside(question: Question, row_id: str, contents: dict[str, Any]) -> None:
    """A row that somebody else deleted while it was edited here: what was edited is kept, to be told."""
    session, who = state.session(), state.answer(f"{question.id}/{row_id}/deleted").author or "Somebody"
    kept = session.gone.setdefault(question.id, {})
    kept[row_id] = Gone(str(contents.get("name") or ""), who, contents)


def gone(question: Question) -> None:
    """Rows that were edited here after somebody else had deleted them: told, and kept as new rows if they are
    wanted.
    """
    for row_id, row in state.session().gone.get(question.id, {}).items():
        name = f"\u201c{literal(row.name, 60)}\u201d" if row.name else "a row"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":orange[:material/delete_sweep:] {literal(row.who)} deleted {name} while you were editing"
                " it, so your change has no place in the table.",
                width="stretch",
            )
            st.button("Keep it as a new row", key=f"keep/{row_id}", on_click=_keep, args=(question, row_id))
            st.button("Let it go", key=f"drop/{row_id}", on_click=_let_go, args=(question, row_id))


def _keep(question: Question, row_id: str) -> None:
    """Add a row that somebody else deleted once more, as it was edited here."""
    session = state.session()
    row, added = session.gone[question.id][row_id], new_id()
    names = {name: one for one, name in cells.names_of(state.current().raw(question.id) or []).items()}
    changes = [Change(f"{question.id}/{added}/order", Answer(value=end(question)))]
    for column in question.columns:
        given = row.cells.get(column.id)
        try:
            value = read_cell(question, column, given, names, row.cells)
        except InputError as error:
            session.draft(f"{question.id}/{added}/{column.id}").refuse(given, str(error))
            continue
        if value is not None:
            changes.append(Change(f"{question.id}/{added}/{column.id}", cell_answer(value)))
    if state.save(with_table(question, changes, state.answer(question.id))):
        _let_go(question, row_id)
    st.rerun()


def _let_go(question: Question, row_id: str) -> None:
    """Nobody wants a row that was deleted: the table is shown without it."""
    state.session().gone.get(question.id, {}).pop(row_id, None)
    state.session().tables.pop(question.id, None)
    st.rerun()


def read_cell(
    question: Question,
    column: Question,
    given: Any,
    ids_by_name: Mapping[str, str],
    contents: Mapping[str, Any],
) -> Any:
    """The value that the content of a cell stands for, beside the other `contents` of its row; InputError
    says why it is none.
    """
    return reading.answered(question, given, state.current().currency, column, ids_by_name, contents)


def end(question: Question) -> float:
    """The place after every row that the table ever had, since a removed one may come back to its own."""
    placed = (
        row.value
        for key, row in state.loaded().answers.items()
        if key.startswith(f"{question.id}/") and key.endswith("/order")
    )
    return 1 + max((float(place) for place in placed if isinstance(place, int | float)), default=-1.0)


def with_table(question: Question, changes: list[Change], whole: Answer) -> list[Change]:
    """Rows settle the question as a `whole`: an explicit "none", "don't know" or "does not apply" is
    withdrawn with the first one.
    """
    if whole.state == State.untouched or all(
        change.key.endswith("/deleted") and change.new.value for change in changes
    ):
        return changes
    return [Change(question.id, whole.anew(), whole), *changes]
