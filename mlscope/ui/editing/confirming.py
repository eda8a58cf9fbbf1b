"""Answers that a template or a similar project filled in: what waits to be confirmed, and confirming it."""

from collections.abc import Iterable

import streamlit as st

from mlscope.project import Answer, Evidence
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.shell import parts, progress

GUESS, ASSUMED = Answer(value=Evidence.guess.value), Answer(value=Evidence.assumed.value)


def confirm(questions: Iterable[Question]) -> None:
    """Make what is assumed of some questions a person's own, ungraded as yet, in one go."""
    saved = state.save([change for question in questions for change in _changes(question)])
    session = state.session()
    if not saved and not session.problem:
        session.problem = "Somebody changed this a moment ago; look again."


def _changes(question: Question) -> list[Change]:
    whole, held = state.answer(question.id), state.current().raw(question.id)
    rows = (
        [row for row in held if getattr(row, "evidence", None) == Evidence.assumed]
        if isinstance(held, list)
        else []
    )
    changes = [Change(f"{question.id}/{row.id}/evidence", GUESS, ASSUMED) for row in rows]
    if whole.evidence == Evidence.assumed:
        changes.append(
            Change(question.id, whole.model_copy(update={"evidence": None, "author": "", "at": None}), whole)
        )
    return changes


def notice(step_id: str) -> None:
    """What of the step in sight waits to be confirmed, with one button for all of it; nothing where nothing
    does.
    """
    waiting = [
        question
        for question in progress.shown()
        if question.step == step_id and state.current().assumed(question.id)
    ]
    if len(waiting) < 2:
        return
    with st.container(border=True):
        st.markdown(
            f":orange-badge[:material/help: {len(waiting)} answers to be confirmed] They were filled in for"
            " you and count as open. Read them, change what differs, and confirm them one by one below or"
            " all at once."
        )
        if st.button(
            f"Confirm all {len(waiting)} on this page",
            key=f"confirm/{step_id}",
            icon=":material/done_all:",
            on_click=parts.heard,
        ):
            confirm(waiting)
            st.rerun()
