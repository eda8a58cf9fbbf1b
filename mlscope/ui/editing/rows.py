"""What stands below a grid: what its ranges say, typical and common rows to add, an explicit none, confirming
assumptions.
"""

import streamlit as st

from mlscope.common import common_entries, common_row, offer
from mlscope.estimates import notation, sampling
from mlscope.estimates.describe import said
from mlscope.project import Answer, Evidence, State
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.templates import assumed_rows
from mlscope.ui import state
from mlscope.ui.editing import cards, cells, confirming
from mlscope.ui.shell import parts
from mlscope.ui.shell.sparkline import sparkline
from mlscope.ui.shell.text import literal

IN_SIGHT = 520
"""Pixels of a grid that are in sight beside the panel on a screen 1280 wide; wider screens show more, which
only the browser knows.
"""


def hints(question: Question, columns: list[Question], last: str) -> None:
    """That the grid goes on to the right, how to write ranges, and what those given say; `last` is the row
    changed last.
    """
    said = [_further(columns)]
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


def _further(columns: list[Question]) -> str:
    """How far a grid goes that does not end in sight on every screen; true also where it does."""
    edge = 33 + sum(cells.width(column, place) for place, column in enumerate(columns))
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
        cards.offer(question)
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
