"""The session: who is editing, which project and page are open, and the drafts of what is on screen."""

import datetime as dt
from dataclasses import dataclass, field
from threading import local
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mlscope.project import Answer
from mlscope.store import Author, Change
from mlscope.ui.shell import identity
from mlscope.ui.state.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from mlscope.catalogue import Catalogue
    from mlscope.results import Assessment, Outlook
    from mlscope.ui.editing.inputs import Grid
    from mlscope.ui.editing.tables import Editor
    from mlscope.ui.state.reading import Reading

AUTHOR_COOKIE = "mlscope_author"


class Drawing(local):
    """What the drawing of this thread has looked up already; nothing outside `reading.one_reading`, and once
    another project is opened.
    """

    under_way = False
    admitted = False
    """May whoever looks see and change projects?"""
    session: "Session | None" = None
    reading: "Reading | None" = None
    catalogue: "Catalogue | None" = None

    def forget(self) -> None:
        """The drawing has ended, or goes on with another project."""
        self.session = self.reading = self.catalogue = None
        self.admitted = False


drawing = Drawing()


@dataclass
class Drawn:
    """What the page shows: its own questions, the step that they are of, those that are asked (of the step,
    where there is one), and the record's stamp.
    """

    questions: list[str]
    step: str
    asked: list[str]
    stamp: int


@dataclass(frozen=True)
class Gone:
    """A row of a table that somebody (`who`) deleted while it was edited here, with its cells as they were
    shown.
    """

    name: str
    who: str
    cells: dict[str, Any]


@dataclass(frozen=True)
class Removed:
    """A row of a table that was removed on this visit of the page, with the changes that put it back."""

    name: str
    undo: list[Change]


@dataclass
class Session:
    """What a session keeps of the project that it has open, and must not show beside another.

    Every look into Streamlit's own session is a place where it may end a run for a newer one. So whoever
    saves takes this record once and keeps it in step with the store without asking Streamlit for anything in
    between.
    """

    project: str = ""
    page: str = ""
    page_hash: str = ""
    visit: int = 0
    shown_visit: int = -1
    grids: int = 0
    reading: "Reading | None" = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    seen: dict[str, Answer] = field(default_factory=dict)
    tables: "dict[str, Editor]" = field(default_factory=dict)
    as_table: str = ""
    """The table that is edited as a grid; the others are cards."""
    form: tuple[str, str] | None = None
    """The table and the row whose fields are open on a card."""
    removed: dict[str, Removed] = field(default_factory=dict)
    """The row that was removed last, by table."""
    gone: dict[str, dict[str, Gone]] = field(default_factory=dict)
    assumptions: "Grid | None" = None
    drawn: Drawn | None = None
    before: "Assessment | None" = None
    outlook: "Outlook | None" = None
    working: dict[str, "Future[Any]"] = field(default_factory=dict)
    """What is being worked out beside the page, by the part that shows it."""
    to_begin: "list[tuple[Future[Any], Callable[[], Any]]]" = field(default_factory=list)
    """What is worked out once the page is drawn."""
    saved_at: dt.datetime | None = None
    problem: str = ""
    depth: str = ""
    """The scope that the address named or a hand chose, since Streamlit may drop what its switch says."""
    told: list[str] = field(default_factory=list)
    to_tell: list[str] = field(default_factory=list)
    """What the next page tells when it is entered."""
    draw_again: bool = False

    def draft(self, key: str) -> Draft:
        """The draft of the answer under a log key."""
        if key not in self.drafts:
            self.drafts[key] = Draft(key)
        return self.drafts[key]


def session() -> Session:
    """The record of this session."""
    if drawing.session:
        return drawing.session
    if "session" not in st.session_state:
        st.session_state["session"] = Session()
    kept: Session = st.session_state["session"]
    if drawing.under_way:
        drawing.session = kept
    return kept


def draft(key: str) -> Draft:
    """The draft of the answer under a log key."""
    return session().draft(key)


# ── who
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def author() -> Author:
    """Who is editing: whoever has signed in, else the name given in this browser, unverified."""
    if who := identity.verified():
        return Author(who.name, verified=True)
    return Author(author_name() or "Someone")


def author_name() -> str:
    """The name given in this browser; empty when none was."""
    if "author" not in st.session_state:
        st.session_state["author"] = unquote(st.context.cookies.get(AUTHOR_COOKIE, ""))[:200]
    return str(st.session_state["author"])


def remember_author(name: str) -> None:
    """Keep the name for this session, and for this browser by a cookie."""
    st.session_state["author"] = " ".join(name.split())[:200]
    st.session_state["author_to_remember"] = True


def write_author_cookie() -> None:
    """Once after the name changed: hand it to the browser (percent-encoded, so it is no script)."""
    if st.session_state.pop("author_to_remember", False):
        value = quote(author_name(), safe="")
        st.html(
            f"<script>document.cookie='{AUTHOR_COOKIE}={value};max-age=31536000;path=/;samesite=lax'</script>",
            unsafe_allow_javascript=True,
        )


# ── what
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


def project_id() -> str | None:
    """The open project, from the address or the session; the address always shows it, so that it can be
    shared.
    """
    if drawing.reading:
        return drawing.reading.loaded.project.id
    named = st.query_params.get("project")
    if named and named != session().project:
        open_project(named)
    opened = session().project
    if opened and not named:
        st.query_params["project"] = opened
    return opened or None


_WIDGETS_OF_ONE_PROJECT = ("dialog", "document_state")


def open_project(opened: str) -> None:
    """Make a project the open one of this session."""
    before = session()
    drawing.forget()
    for key in _WIDGETS_OF_ONE_PROJECT:
        st.session_state.pop(key, None)
    st.session_state["session"] = Session(
        project=opened, page=before.page, page_hash=before.page_hash, visit=before.visit, grids=before.grids
    )


def close_project() -> None:
    """No project is open any more."""
    open_project("")
    st.query_params.clear()


def leaves(page: str) -> bool:
    """Is another page about to be shown than in the last run?"""
    return session().page != page


def enter(page: str) -> None:
    """A page is shown that was not shown in the last run: its widgets get new names.

    So whatever the browser still sends for widgets of an earlier visit, blank or stale, is never taken for an
    edit.
    """
    now, context = session(), get_script_run_ctx()
    now.page_hash = context.page_script_hash if context else ""
    if now.page != page:
        now.page = page
        now.visit += 1
        now.tables.clear()
        now.as_table, now.form = "", None
        now.removed.clear()
        now.told, now.to_tell = now.to_tell, []
        now.drawn, now.before = None, None
        now.working.clear()


def shown() -> None:
    """The page was drawn to its end in this visit."""
    now = session()
    now.shown_visit = now.visit


def was_shown() -> bool:
    """Was the page drawn to its end before this run, so that a person can have emptied a field of it?"""
    now = session()
    return now.shown_visit == now.visit


def widget_key(question_id: str) -> str:
    """The session-state key of a question's widget, distinct per project and visit of its page."""
    return f"{project_id()}/{question_id}/{session().visit}"
