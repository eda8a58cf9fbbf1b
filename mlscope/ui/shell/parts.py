"""What is drawn anew after an answer: its own remarks, the panel and the standing of the project, not the
whole page.

Each of these parts is a Streamlit fragment with a key, which the callback of a changed widget asks for. The
widgets themselves stand outside: what a quick hand sends from a page that it has left is then still heard,
whereas Streamlit drops what comes from a fragment that is gone. The whole page is drawn when an answer
decides which questions it shows, and when somebody else wrote meanwhile.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mlscope.errors import MlscopeError
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.shell import progress

STANDING, STEPS, STATUS, PANEL, CONFIRMING = "standing", "steps", "status", "panel", "confirming"
OUTBOX, LINE = "outbox", "line"


@dataclass
class Part:
    """A part that is on the page: what tells whether it would show something else by now, and what that said
    when the part was drawn.
    """

    basis: Callable[[], Any] | None = None
    shown: Any = field(default=None, repr=False)

    @property
    def current(self) -> bool:
        """Would it show the same if it were drawn anew?"""
        return self.basis is not None and self.basis() == self.shown


def here() -> dict[str, Part]:
    """The parts that this visit of the page has drawn, by their keys."""
    visit = state.session().visit
    kept: tuple[int, dict[str, Part]] | None = st.session_state.get("parts")
    if kept is None or kept[0] != visit:
        kept = st.session_state["parts"] = (visit, {})
    return kept[1]


def draw(key: str, paint: Callable[[], Any], basis: Callable[[], Any] | None = None) -> None:
    """Draw a part of the page, now and whenever it is asked for; after an answer only where its `basis`, all
    that it shows, says something else than before.
    """
    drawn = here()[key] = Part(basis)

    def part() -> None:
        with state.guarded(), state.one_reading():
            drawn.shown = basis() if basis else None
            paint()
            if page := state.session().drawn:
                page.stamp = state.loaded().stamp

    st.fragment(part, key=key)()


def remarks(question_id: str) -> str:
    """The key of what stands below a question, or below a cell's field."""
    return f"below {question_id}"


def later() -> str:
    """The key of what asks after work beside the page: another one at each visit, since the browser may ask
    when the page is left already, and Streamlit drops what comes from a part that is gone.
    """
    return f"later {state.session().visit}"


def drawn(questions: Iterable[Question], step: str = "") -> None:
    """Keep what the page is made of: of a step the questions that it shows, else all that are asked."""
    state.session().drawn = state.Drawn(
        [question.id for question in questions], step, _asked(step), state.loaded().stamp
    )


def questions() -> list[str]:
    """The questions that the page shows."""
    page = state.session().drawn
    return page.questions if page else []


def others_are_asked() -> bool:
    """Does an answer of this page decide by now that other questions are asked than the page shows?"""
    page = state.session().drawn
    return page is not None and page.asked != _asked(page.step)


def redraw(question_id: str, *, grid: bool = False) -> None:
    """End a callback that changed an answer by drawing anew no more than the change can touch.

    After an edit in a `grid` that is so whatever else happened, since drawing the whole page would cost what
    is being typed.
    """
    page, table_id = state.session().drawn, question_id.partition("/")[0]
    if page is None or table_id not in page.questions:
        return
    with state.one_reading():
        try:
            somebody_else_wrote = state.loaded().stamp > page.stamp + 1
        except MlscopeError:  # the whole page, which is drawn next, says why
            return
        if not grid and (somebody_else_wrote or page.asked != _asked(page.step)):
            return
        shared = (STATUS, PANEL, STANDING, LINE, CONFIRMING, OUTBOX, STEPS)
        keys = [key for key in shared if key in here() and not here()[key].current]
    only(remarks(question_id), remarks(table_id), *keys, later())


def anew() -> None:
    """End a callback that decided that the page shows something else: the whole page is drawn, also where
    the click came in the run of a part; and until it is, words that arrive late do not ask for parts of what
    stood there.
    """
    state.session().drawn = None
    st.rerun()


def only(*keys: str) -> None:
    """End a callback by drawing no more than these parts, unless the run is asked for another page."""
    if not _goes_elsewhere():
        st.rerun([key for key in keys if key in here()])


def _goes_elsewhere() -> bool:
    """Is this run asked for another page than the one on screen, as by a link pressed right after typing?

    Parts that were asked for would be drawn in its place, and the link would lead nowhere.
    """
    context = get_script_run_ctx()
    return context is not None and context.page_script_hash != state.session().page_hash


def heard() -> None:
    """The callback of every button, choice and upload that may be used right after typing.

    Words and a click can arrive in one run. The words then ask for some parts of the page (`redraw`), and
    Streamlit draws no more than these unless the click has a callback too; without one it would be lost.
    """


def _asked(step: str) -> list[str]:
    if not step:
        return [question.id for question in progress.asked()]
    return [question.id for question in progress.shown() if question.step == step]
