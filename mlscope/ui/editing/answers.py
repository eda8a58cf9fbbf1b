"""What stands around an answer: the menu, state, note and evidence, conflicts."""

from collections.abc import Callable

import streamlit as st

from mlscope.project import BLANK, Answer, Evidence, State
from mlscope.questions import Question
from mlscope.store import Change, Loaded
from mlscope.ui import state
from mlscope.ui.deciding import history
from mlscope.ui.editing import confirming, conflicts, dates, readings
from mlscope.ui.shell import look, parts
from mlscope.ui.shell.text import literal

ACTIONS = {
    "unknown": "Don't know yet",
    "not_applicable": "Does not apply",
    "note": "Note and evidence",
    "history": "History",
}


def menu(question: Question) -> None:
    """The small menu beside a question; a choice opens the one dialog for it."""
    chosen = st.menu_button(
        look.dots(question.label),
        list(ACTIONS),
        key=f"menu/{question.id}",
        format_func=ACTIONS.__getitem__,
        type="tertiary",
        width=look.DOTS_WIDTH,
        help="Don't know yet, does not apply, note and evidence, history",
        on_click=parts.heard,
    )
    if chosen:
        st.session_state["dialog"] = (question.id, chosen)


def open_dialog() -> None:
    """Show the dialog that was asked for, if any; called once per page, at its end."""
    if confirming.ASKED in st.session_state:
        confirming.open_dialog()
        return
    asked = st.session_state.pop("dialog", None)
    if asked:
        question = state.catalogue().questions[asked[0]]
        shown = st.dialog(ACTIONS[asked[1]], width="medium" if asked[1] == "history" else "small")(_dialog)
        shown(question, asked[1], history.settled_record() if asked[1] == "history" else state.loaded())


def below(question: Question, take_in: Callable[[], None], *, offers_unknown: bool = True) -> None:
    """One quiet line on what is known about the answer, and whatever needs attention.

    `take_in` saves what the screen shows of the question by now. While it is open, "I don't know yet" is
    offered unless the page does so itself.
    """
    answer = state.answer(question.id)
    refused = trouble(question, take_in)
    if remarks := _remarks(answer):
        st.markdown(" :gray[·] ".join(remarks))
    if question.kind != "table":
        _confirm(question)
    if offers_unknown and answer.state == State.untouched and not (refused or _has_rows(question)):
        st.button(
            "I don't know yet",
            key=f"unknown/{question.id}",
            icon=":material/person_search:",
            type="tertiary",
            on_click=_unknown,
            args=(question,),
        )


def trouble(question: Question, take_in: Callable[[], None]) -> str:
    """What could not be saved of an answer and why, and what waits for a choice; the reason for the first."""
    if refused := state.draft(question.id).refused:
        st.error(f"Not saved: {literal(refused)}", icon=":material/edit_off:")
    conflicts.of_question(question, take_in)
    readings.below(question, take_in)
    return refused


def _confirm(question: Question) -> None:
    """A way to make an assumed answer one's own."""
    if state.current().assumed(question.id):
        st.button(
            "Confirm",
            key=f"confirm/{question.id}",
            icon=":material/check:",
            help="It holds for this project too. Until then it counts as open.",
            on_click=_confirmed,
            args=(question,),
        )


def _unknown(question: Question) -> None:
    """It becomes an open question; who finds out and by when stands in the menu."""
    if leave_open(question):
        parts.redraw(question.id)


def leave_open(question: Question) -> bool:
    """Save that nobody knows the answer yet; True when it is saved."""
    answer = state.answer(question.id)
    new = answer.anew(state=State.unknown)
    if answer.state != State.unknown and not state.save([Change(question.id, new, answer)]):
        return False
    state.session().drafts.pop(question.id, None)
    return True


def _confirmed(question: Question) -> None:
    confirming.confirm([question])
    parts.redraw(question.id)


def _remarks(answer: Answer) -> list[str]:
    """State, evidence and note of an answer, in a few words each."""
    remarks = []
    if answer.state == State.unknown:
        who = f"{literal(answer.who)} finds out" if answer.who else "nobody is named to find out"
        remarks.append(
            f":orange-badge[Don't know yet] :gray[{who}{f' by {answer.by.isoformat()}' if answer.by else ''}]"
        )
    if answer.state == State.not_applicable:
        remarks.append(f":gray-badge[Does not apply] :gray[{literal(answer.reason)}]")
    if answer.evidence:
        color = "orange" if answer.evidence == Evidence.assumed else "gray"
        remarks.append(f":{color}-badge[{answer.evidence.label}]")
    if answer.note:
        remarks.append(f":gray[Note: {literal(answer.note, 160)}]")
    return remarks


def _dialog(question: Question, action: str, record: Loaded) -> None:
    """One action on an answer of the record as it stood when the dialog was opened.

    So whatever somebody else changes while it is open is met as a conflict, and not replaced without a word.
    """
    answer = record.answers.get(question.id, BLANK)
    st.markdown(f"**{question.label}**")
    match action:
        case "unknown":
            _ask_unknown(question, answer)
        case "not_applicable":
            _ask_not_applicable(question, answer)
        case "note":
            _ask_note(question, answer)
        case _:
            history.of_question(question, record, _settle)


def _store(question: Question, new: Answer, seen: Answer) -> None:
    _settle(question, state.save([Change(question.id, new, seen)]))


def _settle(question: Question, saved: bool) -> None:
    """Draw the question anew from the record once it is saved."""
    if saved:
        session = state.session()
        session.drafts.pop(question.id, None)
        session.tables.pop(question.id, None)
        st.session_state.pop(state.widget_key(question.id), None)
        st.rerun()
    st.error(
        state.session().problem
        or "Somebody changed this while the dialog was open. Both versions are kept; close this and"
        " choose below the question."
    )


def _ask_unknown(question: Question, answer: Answer) -> None:
    st.caption("It becomes an open question, and counts from worst to best case until it is answered.")
    who = st.text_input("Who will find out?", value=answer.who, max_chars=200)
    by = st.date_input("By when?", value=answer.by, format="YYYY-MM-DD", **dates.bounds(answer.by))
    if st.button("Save as open question", type="primary", disabled=_has_rows(question)):
        _store(question, answer.anew(state=State.unknown, who=" ".join(who.split()), by=by), answer)
    if _has_rows(question):
        st.caption("Remove the rows of the table first.")


def _ask_not_applicable(question: Question, answer: Answer) -> None:
    st.caption("It then leaves every count and score.")
    reason = st.text_input("Why does it not apply?", value=answer.reason, max_chars=500)
    if st.button("Save", type="primary", disabled=_has_rows(question)):
        if not reason.strip():
            st.error("A reason is needed, so that a reviewer can follow it.")
            return
        _store(question, answer.anew(state=State.not_applicable, reason=" ".join(reason.split())), answer)
    if _has_rows(question):
        st.caption("Remove the rows of the table first.")


def _has_rows(question: Question) -> bool:
    return question.kind == "table" and bool(state.current().raw(question.id))


def _ask_note(question: Question, answer: Answer) -> None:
    unsaid = Evidence.assumed if answer.evidence == Evidence.assumed else None
    grades: list[Evidence | None] = [unsaid, *[grade for grade in Evidence if grade != Evidence.assumed]]
    if question.kind != "table":
        chosen = st.radio(
            "How well is this known?",
            grades,
            index=grades.index(answer.evidence) if answer.evidence in grades else 0,
            format_func=lambda grade: "Not said (counts as a guess)" if grade is None else grade.label,
            captions=[grade.help if grade else "" for grade in grades],
        )
    else:
        chosen = answer.evidence
    note = st.text_area(
        "Note", value=answer.note, help="Where it comes from, what is doubtful, where the evidence lies."
    )
    if st.button("Save", type="primary"):
        try:
            new = Answer.model_validate(
                answer.model_dump() | {"note": note, "evidence": chosen, "author": "", "at": None}
            )
        except ValueError:
            st.error("A note takes at most 20,000 characters.")
            return
        _store(question, new, answer)
