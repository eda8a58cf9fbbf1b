"""Two people at one answer: both versions stand side by side until somebody chooses."""

from collections.abc import Callable

import streamlit as st

from mlscope.document import changes
from mlscope.project import Answer, State
from mlscope.project.conflicts import Conflict
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal


def of_question(question: Question, take_in: Callable[[], None]) -> None:
    """A choice for each conflict of a question; `take_in` saves what the screen shows of it by now."""
    opened = "/".join(state.session().form or ()) + "/"
    for conflict in state.conflicts(question.id):
        if question.kind == "table" and conflict.key.startswith(opened):
            continue  # its own field shows it
        with st.container(border=True):
            _both(question, conflict, take_in)


def _both(question: Question, conflict: Conflict, take_in: Callable[[], None]) -> None:
    own = state.draft(conflict.key).conflict
    yours = own is not None and own.id == conflict.id
    names = ("Theirs", "Yours") if yours else ("As it stands", "Not taken over")
    theirs, mine = literal(_who(conflict.theirs)), literal(_who(conflict.mine))
    where = f" {literal(place(question, conflict), 80)}" if "/" in conflict.key else ""
    told = (
        f"**{theirs}** changed this{where}{_when(conflict.theirs)} while you were editing."
        if yours
        else f"**{theirs}** and **{mine}** wrote here{where} at the same time."
    )
    st.markdown(f":orange[:material/sync_problem:] {told} Both are kept; which should stand?")
    left, right = st.columns(2)
    for column, name, answer in ((left, names[0], conflict.theirs), (right, names[1], conflict.mine)):
        column.caption(f"{name} · {literal(_who(answer))}" if not yours else name)
        column.markdown(literal(words(asked(question, conflict), answer), 300))
    left.button(
        "Keep theirs" if yours else "Keep it",
        key=f"theirs/{conflict.key if yours else conflict.id}",
        width="stretch",
        on_click=_decide,
        args=(question, conflict, conflict.theirs, take_in),
    )
    right.button(
        "Keep mine" if yours else "Take this one",
        key=f"mine/{conflict.key if yours else conflict.id}",
        width="stretch",
        on_click=_decide,
        args=(question, conflict, None, take_in),
    )


def _decide(
    question: Question, conflict: Conflict, chosen: Answer | None, take_in: Callable[[], None]
) -> None:
    """Let one side stand: `chosen`, or else what was not taken over, as far as it was typed by now."""
    draft = state.draft(conflict.key)
    if chosen is None:
        take_in()
        if draft.refused:
            return
        own = draft.conflict
        chosen = own.mine if own and own.id == conflict.id else conflict.mine
    state.decide(conflict, chosen)
    session = state.session()
    session.tables.pop(question.id, None)
    session.assumptions = None
    st.rerun()


def asked(question: Question, conflict: Conflict) -> Question:
    """The question, or the column of its table, that a conflict is about."""
    column = conflict.key.rpartition("/")[2]
    return next((one for one in question.columns if one.id == column), question)


def place(question: Question, conflict: Conflict) -> str:
    """The row and the column of a table that a conflict is about, empty where it is about a whole answer."""
    row_id, _, column = conflict.key.partition("/")[2].partition("/")
    if not row_id:
        return ""
    row = next((row for row in state.current().raw(question.id) or [] if row.id == row_id), None)
    name = getattr(row, "name", None) or "a row"
    label = asked(question, conflict).label
    return f"({name}, {label})" if column else f"({name})"


def words(question: Question, answer: Answer) -> str:
    """An answer as people read it."""
    if question.kind == "table" and answer.value is not None:
        return "None"
    facets = changes.facets(question, answer, state.current())
    return ", ".join(facets.values()) or State.untouched.label


def _who(answer: Answer) -> str:
    return answer.author or "Somebody"


def _when(answer: Answer) -> str:
    return f" at {answer.at.astimezone():%H:%M}" if answer.at else ""


def review() -> None:
    """On the review: what waits for a choice, with the way to each."""
    waiting = state.conflicts()
    if not waiting:
        return
    st.subheader("Waiting for a choice")
    st.caption(
        "Two people wrote at the same time. Both versions are kept; the first one stands until somebody"
        " chooses."
    )
    questions = state.catalogue().questions
    for conflict in waiting:
        question = questions.get(conflict.key.partition("/")[0])
        if question is None:
            continue
        column = asked(question, conflict)
        with st.container(horizontal=True, vertical_alignment="center"):
            where = place(question, conflict)
            st.markdown(
                f"{literal(question.label)} {literal(where, 80)}  \n:gray[{literal(_who(conflict.theirs))}:]"
                f" {literal(words(column, conflict.theirs), 200)}  \n:gray[{literal(_who(conflict.mine))},"
                f" not taken over:] {literal(words(column, conflict.mine), 200)}",
                width="stretch",
            )
            show.to_answer((question.id,), f"conflict/{conflict.id}")
