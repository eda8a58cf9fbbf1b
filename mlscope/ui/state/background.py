"""Work that nobody waits for: threads do it beside the pages, and the parts that show it are drawn anew."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import streamlit as st

from mlscope.ui.state.session import session

Result = TypeVar("Result")


@st.cache_resource(show_spinner=False)
def _threads(*, slow: bool) -> ThreadPoolExecutor:  # noqa: ARG001 - part of the cache key
    """One for all sessions, since it takes a core while it computes; another for what takes long."""
    return ThreadPoolExecutor(1, thread_name_prefix="beside")


def begin(work: Callable[[], Result], *, slow: bool = False) -> Future[Result]:
    """Have something worked out beside the pages. The work must know nothing of Streamlit's session; what is
    `slow` does not keep the rest waiting.
    """
    return _threads(slow=slow).submit(work)


def begin_after_drawing(work: Callable[[], Result]) -> Future[Result]:
    """Have something worked out once the page is drawn (`start`), so that it does not hold up the drawing."""
    future = Future[Result]()
    session().to_begin.append((future, work))
    return future


def start() -> None:
    """The page is drawn: begin what waited for that."""
    waiting, session().to_begin = session().to_begin, []
    for future, work in waiting:
        _threads(slow=False).submit(_settle, future, work)


def _settle(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)


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
