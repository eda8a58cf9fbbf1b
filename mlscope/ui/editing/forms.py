"""Questions on screen: one widget per kind, a menu at each, saved on every change.

A widget is seeded once from the record through session state and then owns its value; `_commit` compares it
with the answer this session last saw and saves the difference, in the callback and once more in the body of
the script.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from mlscope import interview
from mlscope.errors import InputError
from mlscope.estimates import notation, sampling
from mlscope.estimates.describe import describe
from mlscope.project import Answer, State, reading
from mlscope.project.checking import checked, takes
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import answers, cells, readings, suggested, tables
from mlscope.ui.shell import look, parts
from mlscope.ui.shell.sparkline import sparkline
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import terms

PILL_CHARACTERS = 260
"""Choices whose labels together are longer than this are offered as a list instead of pills."""

NONE_OF_THESE = "none of these"

HOW_TO_WRITE = (
    "**How to write an amount:** 120 · 5 to 9 (90 % sure) · 40 / 60 / 110 (one in ten below, as likely above"
    " as below, one in ten above) · 40 < 60 < 110 (lowest, likely, highest) · [5, 9] (anything between) · 5 ±"
    " 2 · 40k, 1.2M, 200-300k, half a million, 50 a week and one in ten work too"
)


def ask_group(questions: list[Question]) -> None:
    """A box of questions under their group's heading."""
    with st.container(border=True, key=f"group_{questions[0].id.replace('.', '_')}"):
        if questions[0].group:
            st.markdown(f"**{questions[0].group}**")
        for question in questions:
            ask(question)


def ask(question: Question) -> None:
    """One question: its widget, its menu, and below it what is known about the answer."""
    answer = state.answer(question.id)
    if question.kind == "table":
        with st.container(horizontal=True, vertical_alignment="center", key=look.place(question.id)):
            st.markdown(f"{question.label}", help=help_text(question))
            answers.menu(question)
        tables.edit(question)
    else:
        key = state.widget_key(question.id)
        _seed(question, key, answer)
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key=look.place(question.id)
        ):
            DRAW[question.kind](question, key)
            answers.menu(question)
        _commit(question, key)
    parts.draw(parts.remarks(question.id), partial(_below, question))


def field(question: Question, **look_of_it: Any) -> None:
    """The widget of a question alone, in a form of its own."""
    key = state.widget_key(question.id)
    _seed(question, key, state.answer(question.id))
    DRAW[question.kind](question, key, **look_of_it)
    _commit(question, key)


def _below(question: Question) -> None:
    if question.kind == "estimate":
        _picture(question)
    if question.kind == "table":
        tables.below(question)
    suggested.below(question)
    answers.below(question, partial(take_in, question))


def take_in(question: Question) -> None:
    """Save what the screen shows of a question by now."""
    if question.kind == "table":
        tables.commit(question)
    else:
        _commit(question, state.widget_key(question.id), by_hand=True)


def help_text(question: Question) -> str:
    """What stands behind the question mark: the description, why it is asked, a worked example."""
    example = interview.example_of(question, state.current(), state.catalogue())
    parts = [
        question.help,
        f"**Why we ask.** {question.why}" if question.why else "",
        f"**For example:** {example}" if example else "",
    ]
    if question.kind == "estimate" or any(column.kind == "estimate" for column in question.columns):
        parts.append(HOW_TO_WRITE)
    parts.append(terms.explained(*_words(question)) or "")
    return "\n\n".join(part for part in parts if part)


def _words(question: Question) -> list[str]:
    """All that a question shows."""
    shown = [question.label, question.help, question.why, question.example]
    shown += [f"{choice.label} {choice.help}" for choice in question.choices]
    return shown + [f"{column.label} {column.help}" for column in question.columns]


# ── between widgets and answers
# ─────────────────────────────────────────────────────────────────────────────────


def to_widget(question: Question, value: Any) -> Any:
    """What a widget holds for a stored value; nothing where a changed pack no longer takes it."""
    if value is None or not takes(question, value):
        return (
            []
            if question.kind == "choices"
            else ("" if question.kind in ("text", "prose", *readings.READ) else None)
        )
    if question.kind in reading.FIGURES:
        return cells.shown(question, value, {})
    match question.kind:
        case "date":
            return value
        case "yes_no":
            return "Yes" if value else "No"
        case "choices":
            return list(value) or [NONE_OF_THESE]
        case _:
            return value


def from_widget(question: Question, shown: Any) -> Any:
    """The answer that a widget's content stands for, None when it is cleared; InputError says why it is
    none.
    """
    if shown is None or shown in ("", []):
        return None
    if question.kind in readings.READ:
        return reading.answered(question, shown, state.current().currency)
    match question.kind:
        case "yes_no":
            return checked(question, shown == "Yes")
        case "choices":
            return checked(question, [choice for choice in shown if choice != NONE_OF_THESE])
        case _:
            return checked(question, shown)


def checked_estimate(value: Any) -> Any:
    """A stored estimate as its typed record."""
    return notation.ESTIMATE.validate_python(value)


def _seed(question: Question, key: str, answer: Answer) -> None:
    """Give the widget its value on the first draw, and again when somebody else changed the answer
    meanwhile.
    """
    draft = state.draft(question.id)
    if draft.conflict and draft.conflict.id not in {one.id for one in state.conflicts(question.id)}:
        draft.settle(answer)  # somebody chose elsewhere
        draft.redraw = True
    if draft.redraw:
        draft.redraw = False
        st.session_state.pop(key, None)
    if key not in st.session_state:
        st.session_state[key] = draft.shown if draft.open else to_widget(question, answer.value)
        if not draft.open:
            draft.settle(answer)
            draft.taken_in = st.session_state[key]
        return
    shown = st.session_state[key]
    untouched = answer.content != draft.seen.content and stands_for(question, shown, draft.seen)
    if draft.reconcile(answer, untouched=untouched):
        st.session_state[key] = draft.taken_in = to_widget(question, answer.value)


def stands_for(question: Question, shown: Any, answer: Answer) -> bool:
    """Does a widget's content say what an answer says, however it was typed?"""
    if shown == to_widget(question, answer.value):
        return True
    try:
        return bool(from_widget(question, shown) == answer.value)
    except InputError:
        return False


def _changed(question: Question, typing: bool, key: str) -> None:
    """A hand changed this widget; what it typed on an earlier visit of the page may arrive late, and counts
    unless blank.
    """
    if key == state.widget_key(question.id):
        _commit(question, key, typing, by_hand=True)
        if not _widget_changes(question, key):
            parts.redraw(question.id)
    elif st.session_state.get(key) not in (None, "", []):
        _commit(question, key, typing)


def _widget_changes(question: Question, key: str) -> bool:
    """Will the widget itself show something else than what was just entered?"""
    shown = st.session_state.get(key)
    return state.draft(question.id).redraw or (isinstance(shown, list) and NONE_OF_THESE in shown)


def commit_what_was_left() -> None:
    """Save what the page that is being left still holds: a quick hand can go on before its last change was
    called.
    """
    for question_id in parts.questions():
        question = state.catalogue().questions[question_id]
        if question.kind == "table":
            tables.commit(question)
        else:
            _commit(question, state.widget_key(question_id))


def _commit(question: Question, key: str, typing: bool = False, by_hand: bool = False) -> None:
    """Save the widget's value where it differs from what this session last saw; say why where it cannot be.

    An answer is cleared only by a hand that empties this one field: a widget that comes up blank otherwise
    was drawn anew by the browser, and gets its answer back.
    """
    if key not in st.session_state:
        return
    draft, shown = state.draft(question.id), st.session_state[key]
    if shown == to_widget(question, draft.seen.value) and not draft.conflict:
        draft.settle(draft.seen)
        draft.taken_in = shown
        return
    if _emptied(question.id) and not (
        by_hand and state.was_shown() and not any(_emptied(other) for other in _others(question.id))
    ):
        draft.redraw = True
        return
    if take(question, draft, shown, typing=typing):
        _tell_if_hidden(question)


def take(question: Question, draft: state.Draft, shown: Any, *, typing: bool = False) -> bool:
    """Save what a field shows over what was seen of its answer; True where there was something to save."""
    try:
        value = from_widget(question, shown)
    except InputError as error:
        draft.refuse(shown, str(error))
        return False
    draft.refused = ""
    if value == draft.seen.value and not draft.conflict:
        draft.settle(draft.seen)
        draft.taken_in = shown
        return False
    if question.kind in ("text", "prose"):
        new = draft.seen.anew(value=value, state=State.untouched if value is None else State.answered)
    else:
        new = draft.seen.with_figure(value)
    draft.shown = shown
    if not state.commit([(draft, new)], typing=typing):
        return False
    draft.taken_in = shown
    return True


def _tell_if_hidden(question: Question) -> None:
    """Somebody else's answer hid this question while it was answered: its answer is kept, and that is
    said.
    """
    if state.truths()[question.id] != "no":
        return
    whose = next((name for key in question.when if (name := state.answer(key).author)), "")
    who = f"{whose} has answered another question so" if whose else "Another question is answered so"
    sentence = (
        f"{who} that \u201c{question.label}\u201d is not asked any more. What you entered is kept, and counts"
        " again should it be asked."
    )
    told = state.session().told
    if sentence not in told:
        told.append(sentence)


def _emptied(question_id: str) -> bool:
    """Is the widget blank although there is an answer to show?"""
    seen = state.draft(question_id).seen
    if seen.value in (None, []) or not takes(state.catalogue().questions[question_id], seen.value):
        return False
    return st.session_state.get(state.widget_key(question_id), seen) in (None, "", [])


def _others(question_id: str) -> list[str]:
    return [other for other in state.session().drafts if other != question_id and "/" not in other]


# ── one function per kind
# ───────────────────────────────────────────────────────────────────────────────────────


def _common(question: Question, key: str, typing: bool = False) -> dict[str, Any]:
    unit = (
        "%"
        if question.kind == "percent"
        else {"money": state.current().currency, "share": ""}.get(question.unit, question.unit)
    )
    if unit.lower() in question.label.lower():
        unit = ""
    label = f"{question.label} ({unit})" if unit else question.label
    return {
        "label": label,
        "key": key,
        "help": help_text(question) or None,
        "on_change": _changed,
        "args": (question, typing, key),
    }


def _text(question: Question, key: str, **look_of_it: Any) -> None:
    st.text_input(**_common(question, key, typing=True) | look_of_it, live="500ms")


def _prose(question: Question, key: str, **look_of_it: Any) -> None:
    lines = str(st.session_state.get(key) or "")
    st.text_area(
        **_common(question, key, typing=True) | look_of_it,
        height=max(68, min(280, 28 * (2 + len(lines) // 70 + lines.count("\n")))),
    )


def _figure(question: Question, key: str, **look_of_it: Any) -> None:
    st.text_input(
        **_common(question, key, typing=True) | look_of_it, live="500ms", placeholder="Not answered"
    )


def _estimate(question: Question, key: str, **look_of_it: Any) -> None:
    placeholder = "60 %, or 40 % to 80 %" if question.unit == "share" else "5 to 9, or 40 / 60 / 110"
    st.text_input(**_common(question, key, typing=True) | look_of_it, live="500ms", placeholder=placeholder)


def _yes_no(question: Question, key: str, **look_of_it: Any) -> None:
    st.segmented_control(**_common(question, key) | look_of_it, options=["Yes", "No"], width="stretch")


def _choice(question: Question, key: str, **look_of_it: Any) -> None:
    options = [choice.id for choice in question.choices]
    shown = st.session_state.get(key)
    if shown is not None and shown not in options:
        options.append(shown)
    if sum(len(choice.label) for choice in question.choices) <= PILL_CHARACTERS:
        st.pills(
            **_common(question, key) | look_of_it,
            options=options,
            format_func=question.label_of,
            width="stretch",
            wrap=True,
        )
    else:
        st.selectbox(
            **_common(question, key) | look_of_it,
            options=options,
            index=None,
            format_func=question.label_of,
            placeholder="Choose",
        )


def _choices(question: Question, key: str, **look_of_it: Any) -> None:
    options = [choice.id for choice in question.choices] + [NONE_OF_THESE]
    chosen = st.session_state.get(key) or []
    if (
        NONE_OF_THESE in chosen and len(chosen) > 1
    ):  # the last click wins: either nothing applies or something does
        was_none = not state.draft(question.id).seen.value
        st.session_state[key] = (
            [one for one in chosen if one != NONE_OF_THESE] if was_none else [NONE_OF_THESE]
        )
    st.pills(
        **_common(question, key) | look_of_it,
        options=options,
        width="stretch",
        wrap=True,
        selection_mode="multi",
        format_func=lambda one: "None of these" if one == NONE_OF_THESE else question.label_of(one),
    )


def _date(question: Question, key: str, **look_of_it: Any) -> None:
    st.text_input(
        **_common(question, key, typing=True)
        | {"placeholder": "2027-12-31, Q3 2027 or end of 2027"}
        | look_of_it,
        live="500ms",
    )


DRAW: dict[str, Callable[..., None]] = {
    "text": _text,
    "prose": _prose,
    "number": _figure,
    "money": _figure,
    "percent": _figure,
    "estimate": _estimate,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
}


def _picture(question: Question) -> None:
    """What an estimate says, in a sentence and as a small shape."""
    value = state.answer(question.id).value
    estimate = checked_estimate(value) if value is not None and takes(question, value) else None
    if estimate is None or isinstance(estimate, notation.Number):
        return
    sentence = describe(estimate, state.current().currency if question.unit == "money" else question.unit)
    with st.container(horizontal=True, vertical_alignment="center"):
        if not isinstance(estimate, notation.Chance):
            sparkline(*sampling.density(estimate))
        st.caption(literal(sentence))
