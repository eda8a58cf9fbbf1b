"""The interview on screen: one question at a time, and beside it what the answers say so far."""

import time
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from mlscope import interview, typical
from mlscope.appraise import Appraisal
from mlscope.estimates import describe
from mlscope.estimates.notation import Number
from mlscope.project import Answer
from mlscope.project.checking import takes
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.editing import answers, cells, forms
from mlscope.ui.shell import look, panel, parts, progress
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words

BESIDE = (11, 6)
"""How the width is shared between the question and what the answers say so far."""


@dataclass
class Way:
    """The way of one person through the interview of one project, in this session."""

    project: str
    behind: list[str] = field(default_factory=list)
    """The questions that were asked, the latest last."""
    passed: set[str] = field(default_factory=set)
    """Those that were passed over for now."""
    asked: str = ""
    chance_before: float | None = None
    """The chance of paying back when the question before was asked, and this one."""
    chance_then: float | None = None
    shows_break_even: bool = False
    numbers: dict[str, int] = field(default_factory=dict)
    """The number that each question was asked under."""
    lead: int = 0
    """Marks the arrival at the question, to which the keyboard is led once."""


def _way() -> Way:
    kept: Way | None = st.session_state.get("interview")
    opened = state.project_id() or ""
    if kept is None or kept.project != opened:
        kept = st.session_state["interview"] = Way(opened)
    return kept


def page() -> None:
    """The question that is due, or the end."""
    way, appraisal = _way(), state.appraisal()
    question = _due(way, appraisal)
    if question is None:
        _end(way, appraisal)
        parts.drawn([])
        return
    if question.id != way.asked:
        _arrive(way, question, appraisal)
    with st.container(key="interview"):
        content, side = st.columns(BESIDE, gap="medium")
        with content:
            parts.draw(parts.LINE, partial(_line, way))
            _question(way, question, appraisal)
    with side:
        parts.draw(parts.PANEL, partial(_so_far, way))
    look.go_on_with_enter()
    answers.open_dialog()
    parts.drawn([question])


def _due(way: Way, appraisal: Appraisal) -> Question | None:
    """The question of the address where it is one of the interview, else the next."""
    questions = interview.quick_questions(appraisal.project, state.catalogue(), appraisal)
    asked = {one.id: one for one in questions}
    named = st.query_params.get("question", "")
    if named in asked:
        return asked[named]
    project = appraisal.project
    left = (one for one in asked.values() if not interview.settled(project, one))
    return next((one for one in left if one.id not in way.passed), None)


def _arrive(way: Way, question: Question, appraisal: Appraisal) -> None:
    """A question is asked that was not asked in the last run."""
    way.asked, way.shows_break_even = question.id, False
    way.chance_before, way.chance_then = way.chance_then, _chance(appraisal)
    way.lead = time.monotonic_ns()
    st.query_params["question"] = question.id


def _question(way: Way, question: Question, appraisal: Appraisal) -> None:
    place = interview.position(question, appraisal.project, state.catalogue())
    number = way.numbers.setdefault(question.id, place.number)
    left = progress.quick()[2]
    said = [
        f"Question {number} of about {max(place.total, number)}",
        place.step,
        f"{left} left" if left else "",
    ]
    st.caption(" · ".join(part for part in said if part))
    st.progress((number - 1) / max(place.total, number))
    st.title(question.label)
    if question.help:
        st.markdown(literal(question.help))
    with st.container(key=look.place(question.id)):
        forms.field(question, label_visibility="collapsed", help=None)
    parts.draw(parts.remarks(question.id), partial(_understood, question))
    _buttons(way, question)
    if way.shows_break_even:
        _break_even(question, appraisal)
    example = interview.example_of(question, appraisal.project, state.catalogue())
    if question.why or example:
        with st.expander("Why we ask, and an example" if example else "Why we ask"):
            if question.why:
                st.markdown(literal(question.why))
            if example:
                st.markdown(f"**For example:** {literal(example)}")
            if question.kind == "estimate":
                st.caption(forms.HOW_TO_WRITE)
    look.lead_to(question.id, way.lead)


def _understood(question: Question) -> None:
    """What was understood of the answer, in a sentence, and whatever needs attention."""
    answer = state.answer(question.id)
    refused = state.draft(question.id).refused
    known = answer.value is not None and takes(question, answer.value) and not refused
    if known and (sentence := _sentence(question, answer)):
        st.caption(literal(sentence))
    if known and question.id in interview.WORK:
        st.caption(literal(interview.work_sentence(state.current(), state.catalogue())))
    answers.below(question, partial(forms.take_in, question), offers_unknown=False)


def _sentence(question: Question, answer: Answer) -> str:
    unit = state.current().currency if question.unit == "money" else question.unit
    match question.kind:
        case "estimate":
            estimate = forms.checked_estimate(answer.value)
            if isinstance(estimate, Number):
                return f"Understood as {describe.said(estimate, unit)}. A range says how sure you are."
            return describe.describe(estimate, unit)
        case "number" | "money":
            if question.kind == "money":
                unit = state.current().currency
            return f"Understood as {cells.shown(question, answer.value, {})} {unit}".rstrip() + "."
        case "percent":
            return f"Understood as {cells.shown(question, answer.value, {})}."
        case "choice":
            return next((one.help for one in question.choices if one.id == answer.value), "")
    return ""


# ── going on
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def _buttons(way: Way, question: Question) -> None:
    with st.container(horizontal=True, gap="small", key="interview_buttons"):
        st.button(
            "Back",
            icon=":material/arrow_back:",
            key="interview_back",
            disabled=not _before(way, question),
            on_click=_back,
            args=(way, question),
        )
        st.button(
            "I don't know yet",
            icon=":material/person_search:",
            key="interview_unknown",
            on_click=_unknown,
            args=(way, question),
        )
        st.button(
            "Does not apply",
            icon=":material/do_not_disturb_on:",
            key="interview_not_applicable",
            on_click=_not_applicable,
            args=(question,),
        )
        st.button(
            "Next",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            key="interview_next",
            on_click=_next,
            args=(way, question),
        )
    if question.id in interview.LINEAR:
        st.button(
            "Hide the break-even" if way.shows_break_even else "Show me the break-even",
            icon=":material/balance:",
            type="tertiary",
            key="interview_break_even",
            on_click=_show_break_even,
            args=(way,),
        )


def _before(way: Way, question: Question) -> str:
    """The question that Back leads to; empty at the first one."""
    if question.id in way.behind:
        place = way.behind.index(question.id)
        return way.behind[place - 1] if place else ""
    if way.behind:
        return way.behind[-1]
    project = state.current()
    done = [
        one.id
        for one in interview.quick_questions(project, state.catalogue())
        if interview.settled(project, one) and one.id != question.id
    ]
    return done[-1] if done else ""


def _back(way: Way, question: Question) -> None:
    forms.take_in(question)
    st.query_params["question"] = _before(way, question)
    parts.anew()


def _next(way: Way, question: Question) -> None:
    """On to the question that is due; one without an answer is passed over, one that cannot be read stays."""
    forms.take_in(question)
    if not state.draft(question.id).open:
        _leave(way, question)


def _leave(way: Way, question: Question) -> None:
    _fill()
    if question.id not in way.behind:
        way.behind.append(question.id)
    if not interview.settled(state.current(), question):
        way.passed.add(question.id)
    else:
        way.passed.discard(question.id)
    st.query_params.pop("question", None)
    place = way.behind.index(question.id) + 1
    if place < len(way.behind):
        st.query_params["question"] = way.behind[place]
    parts.anew()


def _fill() -> None:
    """Write what follows from the answers, and typical figures, marked as assumed, for what the interview
    does not ask.
    """
    before = state.current()
    derived = typical.entries(before, typical.filled(before, state.catalogue()))
    if derived:
        state.save([Change(key, answer, state.answer(key)) for key, answer in derived.items()])


def _unknown(way: Way, question: Question) -> None:
    """It becomes an open question; who finds out and by when can be said in its step."""
    if answers.leave_open(question):
        _leave(way, question)


def _not_applicable(question: Question) -> None:
    st.session_state["dialog"] = (question.id, "not_applicable")


def _show_break_even(way: Way) -> None:
    way.shows_break_even = not way.shows_break_even


def _break_even(question: Question, appraisal: Appraisal) -> None:
    sentence = interview.break_even_sentence(appraisal, state.catalogue(), question.id)
    with st.container(border=True):
        st.markdown("**What it takes to break even**")
        st.markdown(literal(sentence or "This follows once the other figures of money are known.", 300))


# ── beside it
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _chance(appraisal: Appraisal) -> float | None:
    return appraisal.money.probability_positive if panel.pays(appraisal.money) else None


def _moved(way: Way, appraisal: Appraisal) -> str:
    """What the chance of paying back was before the latest answer that moved it; empty where none did."""
    now = chance_words(_chance(appraisal))
    for before, said in (
        (way.chance_then, "before this answer"),
        (way.chance_before, "before the last answer"),
    ):
        if before is not None and chance_words(before) != now:
            arrow = (
                ":material/trending_up:" if (_chance(appraisal) or 0) > before else ":material/trending_down:"
            )
            return f"{arrow} was {chance_words(before)} {said}"
    return ""


def _so_far(way: Way) -> None:
    """The figure that matters, the sum in words, and what would sink it."""
    appraisal = state.appraisal()
    with st.container(border=True):
        st.markdown("**On your answers so far**")
        if _chance(appraisal) is None:
            st.markdown("What it may pay back is not known yet: the questions on money come to that.")
        else:
            st.markdown(f"### {chance_words(_chance(appraisal))} chance of paying back")
            if moved := _moved(way, appraisal):
                st.markdown(moved)
        if sum_in_words := interview.money_sentence(appraisal.project, appraisal.money, state.catalogue()):
            st.markdown(literal(sum_in_words))
        st.markdown(panel.standing_badge(appraisal.assessment, parts.PANEL))
        if sinks := appraisal.assessment.sinks:
            st.divider()
            st.markdown(f"**What would sink it**  \n{literal(sinks[0].cause, 300)}")


def _line(way: Way) -> None:
    """The same in one line, for a phone."""
    appraisal = state.appraisal()
    with st.container(key=look.PHONE_LINE):
        if _chance(appraisal) is None:
            said = [panel.standing_badge(appraisal.assessment, parts.LINE), "value not known yet"]
        else:
            said = [f"**{chance_words(_chance(appraisal))}** chance of paying back", _moved(way, appraisal)]
        st.markdown(" :gray[·] ".join(part for part in said if part))


# ── the end
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _end(way: Way, appraisal: Appraisal) -> None:
    """The stopping rule, what was passed over, and the way to the first picture."""
    came_from, way.asked = way.asked, ""
    if came_from and interview.next_question(appraisal, state.catalogue()) is None:
        _to_picture()
    st.title("That is enough for a first picture")
    st.markdown(
        interview.stopping_sentence(appraisal, state.catalogue()) or "What you passed over stays open."
    )
    project = appraisal.project
    left = [
        one
        for one in interview.quick_questions(project, state.catalogue())
        if not interview.settled(project, one)
    ]
    if st.button(
        "See the first picture",
        type="primary",
        icon=":material/lightbulb:",
        key="interview_end",
        on_click=parts.heard,
    ):
        _to_picture()
    if left:
        st.markdown(f"You passed over {len(left)} {'question' if len(left) == 1 else 'questions'}:")
        for question in left:
            st.button(
                question.label,
                key=f"interview_again/{question.id}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_again,
                args=(question,),
            )
    elif way.behind:
        st.button(
            "Back", icon=":material/arrow_back:", key="interview_back", on_click=_again_last, args=(way,)
        )


def _to_picture() -> None:
    st.switch_page(state.page("picture"), query_params={"project": state.project_id() or ""})


def _again(question: Question) -> None:
    st.query_params["question"] = question.id
    parts.anew()


def _again_last(way: Way) -> None:
    st.query_params["question"] = way.behind[-1]
    parts.anew()


def label_of_button() -> str:
    """What the button of the sidebar says: begin, go on, or look again."""
    done, _, left = progress.quick()
    if not done:
        return "Start the interview"
    return "Continue the interview" if left else "See the interview"
