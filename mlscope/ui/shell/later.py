"""What is being worked out beside the page: while there is such a thing, the browser asks after it now and
then, and what has come is drawn.
"""

import time

import streamlit as st

from mlscope.errors import MlscopeError
from mlscope.results import Outlook
from mlscope.ui import state
from mlscope.ui.shell import parts
from mlscope.ui.state import background

WORKED_OUT = " :gray[:material/hourglass_top: being worked out anew]"
AGAIN = 250
"""Milliseconds after which the browser asks again."""

_component = st.components.v2.component(
    "mlscope_later",
    html="",
    js="""export default function ({ data, setTriggerValue }) {
  const timer = setTimeout(() => setTriggerValue("look", data.since), data.after);
  return () => clearTimeout(timer);
}""",
)


def draw() -> None:
    """Ask after what is being worked out, as a part of the page that is drawn after each answer.

    It is no part that takes note of the record's state, so that what somebody else wrote meanwhile is still
    met by the next answer.
    """
    parts.here().add(parts.LATER)
    st.fragment(_ask, key=parts.LATER)()


def _ask() -> None:
    if state.session().working:
        data = {"since": time.monotonic_ns(), "after": AGAIN}
        _component(key="later", data=data, height="content", on_look_change=_look)


def _look() -> None:
    """Draw what has come; not beside what somebody else wrote since, which the next answer draws."""
    session = state.session()
    done = background.finished()
    page = session.drawn
    try:
        if page and page.stamp != state.loaded().stamp:
            done, session.working = [], {}
    except MlscopeError:  # the whole page, which is drawn next, says why
        return
    for part in done:
        session.working.pop(part, None)
    st.rerun([part for part in (*done, parts.LATER) if part in parts.here()])


def outlook(part: str) -> tuple[Outlook, str]:
    """The outlook for a part of the page, with a mark while it is of the state before: the part is drawn anew
    as soon as that of today is found.
    """
    foreseen, earlier = state.outlook()
    if not earlier:
        state.session().working.pop(part, None)
        return foreseen, ""
    found = background.awaited(part, state.foreseeing())
    return (found, "") if found else (foreseen, WORKED_OUT)
