"""The parts that a step's page is made of, each drawn anew on its own: after an answer only those that it can touch.

A part is a Streamlit fragment with a key. A changed answer redraws its own group, the panel and the standing of the
project; the whole page only when the answer decides which questions are asked, or when somebody else wrote meanwhile.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mlscope.questions import Question
from mlscope.ui import progress, state

STANDING, STEPS, STATUS, PANEL = "standing", "steps", "status", "panel"


@dataclass
class Drawn:
    """What the page shows: the part of each question, the questions asked, the marks of the steps, and the record's stamp."""

    part_of: dict[str, str]
    asked: Collection[str]
    marks: list[str]
    stamp: int


def draw(key: str, paint: Callable[[], Any]) -> None:
    """Draw a part of the page, now and whenever it is asked for."""

    def part() -> None:
        with state.guarded(), state.one_reading():
            paint()
            if page := st.session_state.get("drawn"):
                page.stamp = state.loaded().stamp

    st.fragment(part, key=key)()


def drawn(groups: Iterable[tuple[str, Iterable[Question]]]) -> None:
    """Keep what the page is made of: the key of each group's part, with its questions."""
    part_of = {question.id: key for key, questions in groups for question in questions}
    st.session_state["drawn"] = Drawn(part_of, _asked(), _marks(), state.loaded().stamp)


def redraw(question_id: str) -> None:
    """End a callback that changed an answer by drawing anew no more than the change can touch."""
    page: Drawn | None = st.session_state.get("drawn")
    if page is None or question_id not in page.part_of:
        return
    with state.one_reading():
        somebody_else_wrote = state.loaded().stamp > page.stamp + 1
        if somebody_else_wrote or page.asked != _asked():
            st.rerun()
        keys = [page.part_of[question_id], STATUS, PANEL, STANDING]
        if page.marks != (marks := _marks()):
            page.marks = marks
            keys.append(STEPS)
    st.rerun(keys)


def redraw_grid(question_id: str) -> None:
    """The same for a grid, whose cells are saved only while it is drawn: no answer of a table decides what is asked."""
    page: Drawn | None = st.session_state.get("drawn")
    if page is None or question_id not in page.part_of:
        return
    somebody_else_wrote = state.loaded().stamp > page.stamp
    st.rerun("app" if somebody_else_wrote else [page.part_of[question_id], STATUS, PANEL, STANDING, STEPS])


def questions() -> list[str]:
    """The questions that the page shows."""
    page: Drawn | None = st.session_state.get("drawn")
    return list(page.part_of) if page else []


def _asked() -> list[str]:
    return [question.id for question in progress.asked()]


def _marks() -> list[str]:
    return [progress.mark(*counts) for counts in progress.by_step().values()]
