"""What became of a text that was typed as a figure or date, and buttons for the readings of one that is
unclear.
"""

from collections.abc import Callable

import streamlit as st

from mlscope.errors import InputError, StateMeant, Unclear
from mlscope.project import reading
from mlscope.project.checking import takes
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import cells
from mlscope.ui.editing.contents import READ, CellQuestion, from_widget
from mlscope.ui.shell.text import literal

STATES = {"not_applicable": "Does not apply", "unknown": "Don't know yet"}


def below(question: Question, take_in: Callable[[], None]) -> None:
    """Below a field: how its text was understood where that is not plain, or what to write in its place.

    `take_in` saves what the screen shows of the question by now.
    """
    if st.session_state.pop("reading_chosen", False):
        st.rerun()  # the field itself stands outside this part of the page
    shown = st.session_state.get(state.widget_key(question.id))
    if question.kind not in READ or not isinstance(shown, str) or not shown.strip():
        return
    value = state.answer(question.id).value
    if value is not None and takes(question, value):
        plain = value if question.kind == "date" else cells.shown(question, value, {})
        if shown == plain:
            return
    currency = state.current().currency
    try:
        from_widget(question, shown)
    except Unclear as error:
        _offer(question, error.readings, take_in)
    except StateMeant as error:
        if isinstance(question, CellQuestion):
            return
        label = STATES[error.state]
        st.button(label, key=f"state/{question.id}", on_click=_open, args=(question, error.state))
    except InputError:
        return
    else:
        if sentence := reading.aloud(question, shown, currency):
            st.caption(literal(sentence, 300))


def _offer(question: Question, readings: tuple[str, ...], take_in: Callable[[], None]) -> None:
    """One button for each reading."""
    with st.container(horizontal=True):
        for place, text in enumerate(readings):
            st.button(
                literal(text),
                key=f"reading/{question.id}/{place}",
                on_click=_choose,
                args=(question, text, take_in),
            )


def _choose(question: Question, text: str, take_in: Callable[[], None]) -> None:
    st.session_state[state.widget_key(question.id)] = text
    take_in()
    st.session_state["reading_chosen"] = True


def _open(question: Question, chosen: str) -> None:
    st.session_state["dialog"] = (question.id, chosen)
    st.session_state["reading_chosen"] = True
