"""Answers and rows that a template or a form filled in: what waits to be confirmed, read in full, and
confirmed one by one or as a whole.
"""

from collections.abc import Iterable, Iterator
from functools import partial

import streamlit as st

from mlscope import interview
from mlscope.project import Answer, Evidence
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.editing import contents
from mlscope.ui.shell import parts, progress
from mlscope.ui.shell.text import literal

GUESS, ASSUMED = Answer(value=Evidence.guess.value), Answer(value=Evidence.assumed.value)
ASKED = "confirming"
"""Under this key the session keeps the questions whose answers are to be looked at."""


def confirm(questions: Iterable[Question], row_id: str = "") -> None:
    """Make what is assumed of some questions, or one row of them, somebody's own guess in one go."""
    questions = list(questions)
    saved = state.save([change for question in questions for change in _changes(question, row_id)])
    session = state.session()
    for question in questions:
        session.tables.pop(question.id, None)
    if not saved and not session.problem:
        session.problem = "Somebody changed this a moment ago; look again."


def _changes(question: Question, row_id: str) -> Iterator[Change]:
    for row in interview.assumed_rows_of(state.current(), question):
        if row_id in ("", row.id):
            yield Change(f"{question.id}/{row.id}/evidence", GUESS, ASSUMED)
    whole = state.answer(question.id)
    if whole.evidence == Evidence.assumed and not row_id:
        grade = None if whole.value is None else Evidence.guess
        confirmed = whole.model_copy(update={"evidence": grade, "author": "", "at": None})
        yield Change(question.id, confirmed, whole)


def notice(step_id: str) -> None:
    """What of the step in sight waits to be confirmed, with one button that shows all of it; nothing where
    nothing does.
    """
    filled_in = waiting(step_id)
    if len(filled_in) < 2:
        return
    with st.container(border=True):
        st.markdown(
            f":orange-badge[:material/help: {len(filled_in)} answers to be confirmed] They were filled in for"
            " you and count as open. Change what differs, and confirm them one by one or all at once."
        )
        offer(f"confirm/{step_id}", f"Look at all {len(filled_in)} and confirm", filled_in)


def waiting(step_id: str) -> list[Question]:
    """The questions of a step in sight whose answers wait to be confirmed."""
    project = state.current()
    return [
        question for question in progress.shown() if question.step == step_id and project.assumed(question.id)
    ]


def offer(key: str, label: str, questions: list[Question]) -> None:
    """A button that shows all that was filled in of some questions, to be confirmed there."""
    if st.button(label, key=key, icon=":material/fact_check:", on_click=parts.heard):
        st.session_state[ASKED] = [question.id for question in questions]
        st.rerun()


def open_dialog() -> None:
    """Show what was asked to be looked at, if anything; called once per page, at its end."""
    if asked := st.session_state.pop(ASKED, None):
        questions = [state.catalogue().questions[question_id] for question_id in asked]
        st.dialog("What was filled in", width="large", on_dismiss="rerun")(_review)(questions)


def _review(questions: list[Question]) -> None:
    """Every answer and every row with all of its columns, each with a button, and one for all."""
    waiting = [question for question in questions if _waits(question)]
    if not waiting:
        st.rerun()
    st.caption(
        "What you confirm counts as your guess until you say that it is known better. What differs you change"
        " on the page itself."
    )
    count = sum(len(interview.assumed_rows_of(state.current(), question)) or 1 for question in waiting)
    for question in waiting:
        _question(question)
    st.button(
        f"Confirm all {count}" if count > 1 else "Confirm",
        key="confirm_all",
        type="primary",
        icon=":material/done_all:",
        on_click=confirm,
        args=(waiting,),
    )


def _waits(question: Question) -> bool:
    project = state.current()
    return project.assumed(question.id) or bool(interview.assumed_rows_of(project, question))


def _question(question: Question) -> None:
    rows = interview.assumed_rows_of(state.current(), question)
    answer = state.answer(question.id)
    st.markdown(f"**{literal(question.label)}**")
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(contents.words_of(row, question), width="stretch")
            _button(question, row.id)
    if not rows:
        said = "Does not apply" if answer.value is None else contents.words(question, answer.value, {})
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(literal(said, 400), width="stretch")
            _button(question, "")


def _button(question: Question, row_id: str) -> None:
    st.button(
        "Confirm",
        key=f"confirm_one/{question.id}/{row_id}",
        icon=":material/check:",
        on_click=partial(confirm, [question], row_id),
    )
