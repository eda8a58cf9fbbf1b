"""Reading: the store, the content, the record as it was last read, and what the engines say of it."""

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

import streamlit as st

from mlscope import catalogue as content
from mlscope import charts, plan, summarise
from mlscope.appraise import Appraisal, appraise, basis_of
from mlscope.assess import NO_HOUSE, House, assess, counted, house_of
from mlscope.catalogue import Catalogue
from mlscope.errors import MlscopeError, UnknownProject
from mlscope.estimates.notation import Uniform
from mlscope.forecast import Entry, entries
from mlscope.money import READS, evaluate
from mlscope.project import BLANK, Answer, Project, State
from mlscope.project.conflicts import Conflict, waiting
from mlscope.project.steps.value import Cost, Value
from mlscope.questions import Truth
from mlscope.results import Outlook
from mlscope.settings import Settings, home
from mlscope.store import Author, Loaded, Store, open_store
from mlscope.summaries import Worker
from mlscope.templates import samples
from mlscope.ui.shell import identity
from mlscope.ui.shell.text import literal
from mlscope.ui.state import background
from mlscope.ui.state.session import close_project, drawing, project_id, session

Kept = TypeVar("Kept")


SERVED = Event()
"""Set while a server runs the app: then a worker makes the summaries that its store waits for."""
_workers: list[Worker] = []


def end_workers() -> None:
    """The server stops: no more summaries are made."""
    SERVED.clear()
    while _workers:
        _workers.pop().stop()


@st.cache_resource(show_spinner=False)
def content_key() -> str:
    """What every summary of today rests on beside the record."""
    return summarise.content_key(catalogue())


def store() -> Store:
    """The one store of this process; InputError for somebody who must sign in first."""
    if not drawing.admitted:
        identity.admit()
        drawing.admitted = drawing.under_way
    return opened_store()


@st.cache_resource(show_spinner=False)
def opened_store() -> Store:
    """The one store of this process, whoever asks."""
    settings = Settings.from_environment()
    opened = open_store(settings.store)
    Thread(target=_warm, daemon=True).start()
    if SERVED.is_set():
        _workers.append(Worker(opened, content.load(settings)))
        _workers[-1].start()
    if settings.demo and not opened.projects() and not opened.projects(archived=True):
        for sample in samples(content.load(settings)).values():
            opened.create(sample, Author("mlscope"))
    return opened


def _warm() -> None:
    """What clicks would otherwise wait for: the chart engine, the sampling points, and a tenth of a second
    now and then.

    What is loaded by now stays until the end, so Python need not search it for garbage again and again.
    """
    charts.warm()
    evaluate(Project(name="Warm-up", value=Value(costs=[Cost(name="Cost", amount=Uniform(low=0, high=1))])))
    gc.collect()
    gc.freeze()


def catalogue() -> Catalogue:
    """All content; read once per process."""
    if drawing.under_way:
        drawing.catalogue = drawing.catalogue or content.load()
        return drawing.catalogue
    return content.load()


def page(name: str) -> Path:
    """The script of a page."""
    return home() / "pages" / f"{name}.py"


# ── reading
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


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

    def __init__(self, loaded: Loaded, house: House) -> None:
        self.loaded, self.house = loaded, house
        self.made: dict[str, Any] = {}

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
    def conflicts(self) -> list[Conflict]:
        """What was written at the same time as something else, and waits for somebody to choose."""
        return waiting(self.loaded.answers)

    @cached_property
    def appraisal(self) -> Appraisal:
        """What the engines say."""
        return _appraised(self.project, self.house)

    @cached_property
    def foreseeing(self) -> Future[Outlook]:
        """The outlook, worked out beside the page once that is drawn."""
        assessment = self.appraisal.assessment
        return background.begin_after_drawing(lambda: assessment.outlook)


@contextmanager
def one_reading() -> Iterator[None]:
    """While a page is drawn, the store is asked once whether somebody wrote, and again after each saving."""
    if drawing.under_way:
        yield
        return
    drawing.under_way = True
    try:
        yield
    finally:
        drawing.under_way = False
        drawing.forget()


def read_anew() -> None:
    """The store is about to change: what this thread has read is read again."""
    drawing.reading = None


def _reading() -> Reading:
    """The record as the store has it now; read again only when something was written. UnknownProject when it
    is gone.
    """
    if drawing.reading:
        return drawing.reading
    opened, now = project_id(), session()
    if not opened:
        raise UnknownProject("no project is open; choose one under Candidates")
    kept, others = now.reading, house(opened)
    if (
        kept is None
        or kept.loaded.project.id != opened
        or kept.loaded.stamp != store().stamp(opened)
        or kept.house.number != others.number
    ):
        kept = now.reading = Reading(store().load(opened), others)
    if drawing.under_way:
        drawing.reading = kept
    return kept


def loaded() -> Loaded:
    """The record as the store has it now, with its answers. UnknownProject when it is gone."""
    return _reading().loaded


def loaded_anew() -> Loaded:
    """The record as the store has it at this very moment."""
    read_anew()
    return loaded()


def current() -> Project:
    """The open project, typed, without answers that no longer fit since a pack changed."""
    return _reading().project


def answer(key: str) -> Answer:
    """The stored answer under a log key."""
    return loaded().answers.get(key, BLANK)


def see(keys: Iterable[str]) -> None:
    """The page shows these answers as they are now; a click in the next run is meant of these (`seen`)."""
    session().seen.update({key: answer(key) for key in keys})


def seen(key: str) -> Answer:
    """An answer as the page showed it when it was clicked."""
    kept = session().seen
    return kept[key] if key in kept else answer(key)


def conflicts(question_id: str = "") -> list[Conflict]:
    """The conflicts that wait for a choice: of the whole project, of one question and the cells of its table,
    or of one cell.
    """
    return [
        conflict
        for conflict in _reading().conflicts
        if not question_id or question_id in (conflict.key, conflict.key.partition("/")[0])
    ]


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


HOLDS = "1h"
"""How long a snapshot of the other projects is used, so that the leaning of a project that somebody works on
does not move with every answer given elsewhere.
"""


@st.cache_resource(max_entries=200, ttl=HOLDS, show_spinner=False)
def house(project: str) -> House:
    """How the other projects were answered that this store holds, as counts that name none of them."""
    questions = catalogue().questions
    number, answers = store().answers_elsewhere(project, counted(questions.values()))
    return house_of(number, answers, questions)


@st.cache_resource(max_entries=1, ttl="30s", show_spinner=False)
def forecast_record() -> tuple[Entry, ...]:
    """What came of figures in all projects of this store, samples left out."""
    return entries(store().actuals())


def outlook() -> tuple[Outlook, bool]:
    """How the verdict leans and what to do next, and whether that is still of an earlier state of the record.

    Pages wait for the first one of a project alone; after an answer it is worked out beside them, and until
    then the one of before is shown.
    """
    reading, now = _reading(), session()
    assessment = reading.appraisal.assessment
    if now.outlook is None or assessment.foreseen or reading.foreseeing.done():
        now.outlook = assessment.outlook
        return now.outlook, False
    return now.outlook, True


def foreseeing() -> Future[Outlook]:
    """The outlook of the record as it is now, on its way."""
    return _reading().foreseeing


def _appraised(project: Project, others: House) -> Appraisal:
    """Money and dates are computed anew only when their own answers changed."""
    effective = project.effective(catalogue().questions)
    dates_key = effective.model_dump_json(include=plan.READS)
    schedule = _kept("schedule", dates_key, lambda: plan.attempt(effective))
    basis = basis_of(effective, catalogue(), schedule)
    money_key = f"{basis} {effective.model_dump_json(include=READS)}"
    money = _kept("money", money_key, lambda: evaluate(effective, basis))
    return Appraisal(project, assess(project, catalogue(), money, schedule, others), money, schedule)


def _kept(name: str, key: str, make: Callable[[], Kept]) -> Kept:
    """One memo per session and name, kept while its key stays the same."""
    memo = st.session_state.get(f"memo_{name}")
    if memo is None or memo[0] != key:
        memo = st.session_state[f"memo_{name}"] = (key, make())
    return memo[1]


def of_record(name: str, make: Callable[[], Kept]) -> Kept:
    """What follows from the record as it was last read: made when it is first wanted, and again once
    somebody wrote.
    """
    made = _reading().made
    if name not in made:
        made[name] = make()
    kept: Kept = made[name]
    return kept


@st.cache_resource(max_entries=300, show_spinner=False)
def appraised(project: str, stamp: int, snapshot: int = 0) -> tuple[Appraisal, int]:  # noqa: ARG001 - key
    """The appraisal of any project at a state of the store, and the revision that it is of.

    `snapshot` is the number of the house's other projects; 0 leaves them out, for whoever shows no leaning.
    """
    loaded = store().load(project)
    others = house(project) if snapshot else NO_HOUSE
    return appraise(loaded.project, catalogue(), draft=True, house=others), loaded.revision
