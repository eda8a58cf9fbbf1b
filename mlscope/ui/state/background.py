"""Work that nobody waits for: threads do it beside the pages, and the parts that show it are drawn anew."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import streamlit as st

from mlscope.ui.state.session import session

Result = TypeVar("Result")


@st.cache_resource(show_spinner=False)
def _threads() -> ThreadPoolExecutor:
    """Two for all sessions, since each takes a core while it computes."""
    return ThreadPoolExecutor(2, thread_name_prefix="beside")


def begin(work: Callable[[], Result]) -> Future[Result]:
    """Have something worked out beside the pages. The work must know nothing of Streamlit's session."""
    return _threads().submit(work)


def awaited(part: str, future: Future[Result]) -> Result | None:
    """The result for a part of the page; None while it is being worked out, after which the part is drawn
    anew. What the work raised is raised here.
    """
    if future.done():
        session().working.pop(part, None)
        return future.result()
    session().working[part] = future
    return None


def finished() -> list[str]:
    """The parts of the page whose results have come since they were drawn."""
    return [part for part, future in session().working.items() if future.done()]
