"""How far a project is: which questions are asked in the chosen scope, and which of them are settled."""

from collections.abc import Iterable

import streamlit as st

from mlscope import interview
from mlscope.effort import minutes_left, minutes_words
from mlscope.errors import MlscopeError
from mlscope.project import STEPS, State
from mlscope.questions import Question
from mlscope.store import DEPTH
from mlscope.ui import state

Progress = dict[str, tuple[int, int]]
"""Step -> how many questions it asks in the chosen scope, and how many of them are settled."""


def depth_key() -> str:
    """Where the session keeps the scope of the open project: each project has its own."""
    return f"depth/{state.project_id()}"


def depth() -> str:
    """ "Quick" or "Full"."""
    return "Full" if full() else "Quick"


def full() -> bool:
    """Are all questions asked, and not only those of Quick scope? An address with `scope=full` opens a
    project so; one for which nobody chose opens with all once it holds far more than Quick scope asks.
    """
    session = state.session()
    if not session.depth and st.query_params.get("scope") == "full":
        session.depth = "Full"
    named = session.depth or state.answer(DEPTH).value
    if named is None and len(state.settled()) > 2 * interview.MOST:
        named = "Full"
    return bool(st.session_state.get(depth_key(), named) == "Full")


def ask_all() -> None:
    """From now on all questions of the open project are asked."""
    st.session_state[depth_key()] = "Full"
    keep_depth()


def keep_depth() -> None:
    """Keep the scope that this session chose with the project, for the next visit and for others."""
    state.session().depth = depth()
    try:
        state.store().show_depth(state.project_id() or "", depth(), state.author())
    except MlscopeError as error:
        state.session().problem = state.not_saved(error, stays=False)


def asked() -> list[Question]:
    """Every question that is asked of the open project, whatever the scope."""
    truths = state.truths()
    return [question for question in state.catalogue().questions.values() if truths[question.id] == "yes"]


def shown() -> list[Question]:
    """The questions that are asked in the chosen scope."""
    if full():
        return asked()
    answers = state.current().values_for_conditions()
    return [question for question in asked() if question.quick(answers)]


def settled(question: Question) -> bool:
    """Is it answered or declared not applicable, and not merely assumed by a template?"""
    return question.id in state.settled()


def waits(question: Question) -> bool:
    """Is somebody finding out the answer, so that there is nothing to do here until then?"""
    return state.current().state(question.id) == State.unknown


def time_left(questions: Iterable[Question]) -> str:
    """How long the open ones take to answer, in words; empty where nothing is left to do here."""
    project, ready = state.current(), state.settled()
    left = (one for one in questions if one.id not in ready and project.state(one.id) != State.unknown)
    return minutes_words(minutes_left(left, state.catalogue()))


def whole() -> tuple[int, int, str]:
    """How many questions of the chosen scope are settled, of how many, and the time that is left, in
    words.
    """
    if full():
        questions = shown()
        return sum(map(settled, questions)), len(questions), time_left(questions)
    return quick()


def quick() -> tuple[int, int, str]:
    """How many questions of the interview are settled, of how many, and the time that is left, in words."""
    project, catalogue = state.current(), state.catalogue()
    questions = interview.quick_questions(project, catalogue)
    left = [question for question in questions if not interview.settled(project, question)]
    total = len(questions) if project.problem.task else interview.MOST
    done = len(questions) - len(left)
    minutes = minutes_left(left, catalogue) * max(1.0, (total - done) / max(1, len(left)))
    return done, total, minutes_words(minutes)


def by_step() -> Progress:
    """The progress of each step."""
    counts, ready = dict.fromkeys(STEPS, (0, 0)), state.settled()
    for question in shown():
        total, done = counts[question.step]
        counts[question.step] = total + 1, done + (question.id in ready)
    return counts


def marks() -> list[str]:
    """The mark of each step, in order."""
    return [mark(*counts) for counts in by_step().values()]


def mark(total: int, done: int) -> str:
    """A step's mark: nothing asked, nothing yet, under way, done."""
    if not total:
        return ":material/remove:"
    if done == total:
        return ":material/check_circle:"
    return ":material/radio_button_checked:" if done else ":material/radio_button_unchecked:"
