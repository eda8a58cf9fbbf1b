"""The session: which project is open, who is editing, what the store last said, and saving.

The record is the only home of answers. A session keeps, per question, the answer it last saw (its base); a widget whose
value differs from that base is an edit to be saved, one that equals it is nothing.
"""

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Thread, local
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import streamlit as st

from mlscope import catalogue as content
from mlscope import charts, plan
from mlscope.appraise import Appraisal, appraise, basis_of
from mlscope.assess import assess
from mlscope.catalogue import Catalogue
from mlscope.errors import MlscopeError, UnknownProject
from mlscope.estimates.notation import Uniform
from mlscope.money import READS, evaluate
from mlscope.project import BLANK, Answer, Project, State
from mlscope.project.steps.value import Cost, Value
from mlscope.questions import Truth
from mlscope.settings import Settings, home
from mlscope.store import Author, Change, Loaded, Store, open_store
from mlscope.templates import samples
from mlscope.ui.text import literal

Kept = TypeVar("Kept")

AUTHOR_COOKIE = "mlscope_author"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this process."""
    settings = Settings.from_environment()
    opened = open_store(settings.store)
    Thread(target=_warm, daemon=True).start()
    if settings.demo and not opened.projects() and not opened.projects(archived=True):
        for sample in samples(content.load(settings)).values():
            opened.create(sample, Author("mlscope"))
    return opened


def _warm() -> None:
    """What clicks would otherwise wait for: the chart engine, the sampling points, and a tenth of a second now and then.

    What is loaded by now stays until the end, so Python need not search it for garbage again and again.
    """
    charts.warm()
    evaluate(Project(name="Warm-up", value=Value(costs=[Cost(name="Cost", amount=Uniform(low=0, high=1))])))
    gc.collect()
    gc.freeze()


def catalogue() -> Catalogue:
    """All content; read once per process."""
    return content.load()


def page(name: str) -> Path:
    """The script of a page."""
    return home() / "pages" / f"{name}.py"


# ── who and what ────────────────────────────────────────────────────────────────────────────────────────────────


def author() -> Author:
    """Who is editing: the name given in this browser, unverified without login."""
    if st.user.get("is_logged_in"):
        return Author(str(st.user.get("name") or st.user.get("email") or "Someone"), verified=True)
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


def project_id() -> str | None:
    """The open project, from the address or the session; the address always shows it, so that it can be shared."""
    named = st.query_params.get("project")
    if named and named != st.session_state.get("project"):
        open_project(named)
    opened = st.session_state.get("project")
    if opened and not named:
        st.query_params["project"] = opened
    return opened


def leaves(page: str) -> bool:
    """Is another page about to be shown than in the last run?"""
    return st.session_state.get("on_page") != page


def enter(page: str) -> None:
    """A page is shown that was not shown in the last run: its widgets get new names.

    So whatever the browser still sends for widgets of an earlier visit, blank or stale, is never taken for an edit.
    """
    if leaves(page):
        st.session_state["on_page"] = page
        st.session_state["visit"] = st.session_state.get("visit", 0) + 1
        for key in ("editors", "grid_faults", "drawn", "before"):
            st.session_state.pop(key, None)


def shown() -> None:
    """The page was drawn to its end in this visit."""
    st.session_state["shown_visit"] = st.session_state.get("visit")


def was_shown() -> bool:
    """Was the page drawn to its end before this run, so that a person can have emptied a field of it?"""
    return st.session_state.get("shown_visit") == st.session_state.get("visit")


def widget_key(question_id: str) -> str:
    """The session-state key of a question's widget, distinct per project and visit of its page."""
    return f"{project_id()}/{question_id}/{st.session_state.get('visit', 0)}"


_OF_ONE_PROJECT = (
    *("reading", "bases", "unsaved", "conflicts", "before", "editors", "drawn", "saved_at", "problem"),
    *("refused", "redrawn", "grid_faults", "input_grid", "dialog", "document_state"),
)
"""What a session keeps of the open project, and must not show beside another."""


def open_project(opened: str) -> None:
    """Make a project the open one of this session."""
    _drawing.reading = None
    for key in _OF_ONE_PROJECT:
        st.session_state.pop(key, None)
    st.session_state["project"] = opened


def close_project() -> None:
    """No project is open any more."""
    open_project("")
    del st.session_state["project"]
    st.query_params.clear()


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def guarded() -> Iterator[None]:
    """Turn faults that a person can mend into a sentence in place."""
    try:
        yield
    except UnknownProject as error:
        close_project()
        st.warning(f"{literal(error)}", icon=":material/search_off:")
        st.page_link(page("home"), label="Back to the candidates")
    except MlscopeError as error:
        st.error(literal(error), icon=":material/error:")


class Reading:
    """The record as it was last read, and what follows from it alone, found when it is first wanted."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded

    @cached_property
    def project(self) -> Project:
        """The record, typed, without answers that no longer fit since a pack changed."""
        return self.loaded.project.fitting(catalogue().questions)

    @cached_property
    def truths(self) -> dict[str, Truth]:
        """Whether each question is asked."""
        return self.project.asked(catalogue().questions)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every answer to a question that is or may be asked, as conditions see it."""
        given = self.project.values_for_conditions(catalogue().questions)
        return {
            question_id: value for question_id, value in given.items() if self.truths[question_id] != "no"
        }

    @cached_property
    def settled(self) -> frozenset[str]:
        """The questions that are settled."""
        states = (State.answered, State.not_applicable)
        return frozenset(
            i
            for i in catalogue().questions
            if self.project.state(i) in states and not self.project.assumed(i)
        )

    @cached_property
    def appraisal(self) -> Appraisal:
        """What the engines say."""
        return _appraised(self.project)


class _Drawing(local):
    """What the drawing of this thread has read already; nothing outside `one_reading` and after each saving."""

    under_way = False
    reading: Reading | None = None


_drawing = _Drawing()


@contextmanager
def one_reading() -> Iterator[None]:
    """While a page is drawn, the store is asked once whether somebody wrote, and again after each saving."""
    if _drawing.under_way:
        yield
        return
    _drawing.under_way = True
    try:
        yield
    finally:
        _drawing.under_way, _drawing.reading = False, None


def _reading() -> Reading:
    """The record as the store has it now; read again only when something was written. UnknownProject when it is gone."""
    if _drawing.reading:
        return _drawing.reading
    opened = project_id()
    if not opened:
        raise UnknownProject("no project is open; choose one under Candidates")
    kept: Reading | None = st.session_state.get("reading")
    if kept is None or kept.loaded.project.id != opened or kept.loaded.stamp != store().stamp(opened):
        kept = st.session_state["reading"] = Reading(store().load(opened))
    if _drawing.under_way:
        _drawing.reading = kept
    return kept


def loaded() -> Loaded:
    """The record as the store has it now, with its answers. UnknownProject when it is gone."""
    return _reading().loaded


def current() -> Project:
    """The open project, typed, without answers that no longer fit since a pack changed."""
    return _reading().project


def answer(key: str) -> Answer:
    """The stored answer under a log key."""
    return loaded().answers.get(key, BLANK)


def truths() -> dict[str, Truth]:
    """Whether each question of the catalogue is asked of the open project."""
    return _reading().truths


def values() -> dict[str, Any]:
    """Every answer of the open project as conditions see it."""
    return _reading().values


def settled() -> frozenset[str]:
    """The questions that are answered or declared not applicable, and not merely assumed by a template."""
    return _reading().settled


def appraisal() -> Appraisal:
    """All that the engines say of the open project."""
    return _reading().appraisal


def _appraised(project: Project) -> Appraisal:
    """Money and dates are computed anew only when their own answers changed."""
    effective = project.effective(catalogue().questions)
    dates_key = effective.model_dump_json(include={"plan", "as_of"})
    schedule = _kept("schedule", dates_key, lambda: plan.attempt(effective))
    basis = basis_of(effective, catalogue(), schedule)
    money_key = f"{basis} {effective.model_dump_json(include=READS)}"
    money = _kept("money", money_key, lambda: evaluate(effective, basis))
    return Appraisal(project, assess(project, catalogue(), money, schedule), money, schedule)


def _kept(name: str, key: str, make: Callable[[], Kept]) -> Kept:
    """One memo per session and name, kept while its key stays the same."""
    memo = st.session_state.get(f"memo_{name}")
    if memo is None or memo[0] != key:
        memo = st.session_state[f"memo_{name}"] = (key, make())
    return memo[1]


@st.cache_resource(max_entries=300, show_spinner=False)
def appraised(project: str, stamp: int) -> tuple[Appraisal, int]:  # noqa: ARG001 - part of the cache key
    """The appraisal of any project at a state of the store, and the revision that it is of."""
    loaded = store().load(project)
    return appraise(loaded.project, catalogue(), draft=True), loaded.revision


def appraisal_of(project: str, stamp: int) -> Appraisal:
    """The appraisal of any project at a state of the store, for lists and comparisons."""
    return appraised(project, stamp)[0]


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def save(changes: Sequence[Change], *, typing: bool = False, stays: bool = False) -> bool:
    """Hand changes to the store. Conflicts wait for a choice; a fault is told.

    `stays` says that a field still shows what was typed, so that it is tried again on the next run.
    """
    opened = project_id()
    if not opened or not changes:
        return True
    _drawing.reading = None
    try:
        applied = store().apply(opened, changes, author(), typing=typing)
    except MlscopeError as error:
        st.session_state["problem"] = not_saved(error, stays)
        return False
    st.session_state.pop("problem", None)
    st.session_state["saved_at"] = dt.datetime.now().astimezone()
    conflicts = st.session_state.setdefault("conflicts", {})
    for conflict in applied.conflicts:
        conflicts[conflict.key] = conflict
    return not applied.conflicts


def not_saved(error: MlscopeError, stays: bool) -> str:
    """What a fault meant for what was to be saved, and what becomes of it."""
    said = f"{error}".rstrip(".")
    return (
        f"Not saved yet: {said}. What you typed stays on this page and is tried again."
        if stays
        else f"Not saved: {said}."
    )


def put(key: str, new: Answer) -> bool:
    """Replace an answer as it stands in the store, whatever the session saw before."""
    return save([Change(key, new, answer(key))])


def base(key: str) -> Answer:
    """The answer that this session last saw under a key."""
    return st.session_state.setdefault("bases", {}).get(key, BLANK)  # type: ignore[no-any-return]


def rebase(key: str, seen: Answer) -> None:
    """This session has now seen this answer."""
    st.session_state.setdefault("bases", {})[key] = seen


def conflict_of(key: str):  # type: ignore[no-untyped-def]
    """The conflict waiting under a key, or None."""
    return st.session_state.get("conflicts", {}).get(key)


def resolve(key: str) -> None:
    """The conflict under a key was decided."""
    st.session_state.get("conflicts", {}).pop(key, None)
