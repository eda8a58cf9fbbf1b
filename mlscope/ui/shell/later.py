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
PAUSE = 1000
"""Milliseconds after a click in which it does not ask."""

_component = st.components.v2.component(
    "mlscope_later",
    html="",
    js="""let clicked = 0;
document.addEventListener("click", () => { clicked = Date.now(); }, true);
export default function ({ data, setTriggerValue }) {
  const { dataset } = document.querySelector("[data-testid=stApp]");
  const look = () => {
    // a page that was asked for by a click comes first
    if (dataset.testScriptState === "notRunning" && Date.now() - clicked > data.pause)
      setTriggerValue("look", data.since);
    else timer = setTimeout(look, data.after);
  };
  let timer = setTimeout(look, data.after);
  return () => clearTimeout(timer);
}""",
)


def draw() -> None:
    """Ask after what is being worked out, as a part of the page that is drawn after each answer.

    It is no part that takes note of the record's state, so that what somebody else wrote meanwhile is still
    met by the next answer.
    """
    parts.here()[parts.later()] = parts.Part()
    st.fragment(_ask, key=parts.later())()


def _ask() -> None:
    background.start()
    if state.session().working:
        data = {"since": time.monotonic_ns(), "after": AGAIN, "pause": PAUSE}
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
    parts.only(*done, parts.later())


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
