"""Questions on screen: one widget per kind, a menu at each, saved on every change.

A widget is seeded once from the record through session state and then owns its value; `_commit` compares it
with the answer this session last saw and saves the difference, in the callback and once more in the body of
the script.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from mlscope import interview, plan
from mlscope.errors import InputError
from mlscope.estimates import notation, sampling
from mlscope.estimates.describe import describe
from mlscope.project import Answer, State
from mlscope.project.checking import takes
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import answers, cards, cells, rows, suggested, tables
from mlscope.ui.editing.contents import (
    NONE_OF_THESE,
    CellQuestion,
    as_entered,
    asked,
    follows,
    from_widget,
    of_row,
    row_contents,
    rows_of,
    stands_for,
    to_widget,
)
from mlscope.ui.shell import look, parts
from mlscope.ui.shell.sparkline import sparkline
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import terms

PILL_CHARACTERS = 260
"""Choices whose labels together are longer than this are offered as a list instead of pills."""

PLACES = ("plan.country", "plan.region")
"""Answers that are known or unknown to the calendar as soon as they are typed."""

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
    if question.kind == "table":
        with st.container(horizontal=True, vertical_alignment="center", key=look.place(question.id)):
            st.markdown(f"{question.label}", help=help_text(question))
            answers.menu(question)
        if tables.opened(question):
            tables.edit(question)
        else:
            cards.draw(question, ask)
    else:
        key = state.widget_key(question.id)
        _seed(question, key, state.answer(question.id))
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key=look.place(question.id)
        ):
            DRAW[question.kind](question, key)
            if not isinstance(question, CellQuestion):
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
    if isinstance(question, CellQuestion):
        answers.trouble(question, partial(take_in, question))
        return
    if question.kind == "table":
        tables.below(question) if tables.opened(question) else cards.below(question)
    if question.id in PLACES and (refused := plan.refused_place(state.current().plan)):
        st.warning(literal(refused.partition(": ")[2]), icon=":material/public_off:")
    suggested.below(question)
    answers.below(question, partial(take_in, question))


def take_in(question: Question, *, by_hand: bool = True) -> None:
    """Save what the screen shows of a question by now."""
    if question.kind == "table":
        tables.commit(question)
        for cell in cards.fields(question):
            take_in(cell, by_hand=by_hand)
    else:
        _commit(question, state.widget_key(question.id), by_hand=by_hand)


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
        st.session_state[key] = (
            as_entered(question, draft.shown) if draft.open else to_widget(question, answer.value)
        )
        if not draft.open:
            draft.settle(answer)
            draft.taken_in = st.session_state[key]
        return
    shown = st.session_state[key]
    untouched = answer.content != draft.seen.content and stands_for(question, shown, draft.seen)
    if draft.reconcile(answer, untouched=untouched):
        st.session_state[key] = draft.taken_in = to_widget(question, answer.value)


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
    if isinstance(question, CellQuestion):
        row = of_row(question.table, question.row)
        return rows.deleted(question.table, question.row) or any(state.draft(one.id).redraw for one in row)
    return state.draft(question.id).redraw or (isinstance(shown, list) and NONE_OF_THESE in shown)


def commit_what_was_left() -> None:
    """Save what the page that is being left still holds: a quick hand can go on before its last change was
    called.
    """
    for question_id in parts.questions():
        take_in(state.catalogue().questions[question_id], by_hand=False)


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
    draft.shown = shown
    if isinstance(question, CellQuestion):
        if not _take_cell(question, draft, shown, value, typing=typing):
            return False
        draft.taken_in = shown
        return True
    if question.kind in ("text", "prose"):
        new = draft.seen.anew(value=value, state=State.untouched if value is None else State.answered)
    else:
        new = draft.seen.with_figure(value)
    if not state.commit([(draft, new)], typing=typing):
        return False
    draft.taken_in = shown
    return True


def _take_cell(cell: CellQuestion, draft: state.Draft, shown: Any, value: Any, *, typing: bool) -> bool:
    """Save a cell of a row and what follows from it for its neighbours; of a row that somebody else deleted
    it is kept aside, to be told.
    """
    if rows.deleted(cell.table, cell.row):
        rows.keep_aside(cell.table, cell.row, row_contents(cell.table, cell.row) | {cell.heading.id: shown})
        draft.taken_in = shown
        return False
    edits = [(draft, rows.cell_answer(value))]
    for other, content in follows(cell, shown):
        neighbour = state.draft(other.id)
        neighbour.redraw = True
        edits.append((neighbour, rows.cell_answer(from_widget(other, content))))
    return rows.commit(cell.table, cell.row, edits, typing=typing)


def _tell_if_hidden(question: Question) -> None:
    """Somebody else's answer hid this question while it was answered: its answer is kept, and that is
    said.
    """
    question = question.table if isinstance(question, CellQuestion) else question
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
    question = asked(question_id)
    if question is None or seen.value in (None, []) or not takes(question, seen.value):
        return False
    return st.session_state.get(state.widget_key(question_id), seen) in (None, "", [])


def _others(question_id: str) -> list[str]:
    return [other for other in state.session().drafts if other != question_id]


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
    if isinstance(question, CellQuestion):
        _names(question, key, **look_of_it)
        return
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


def _names(cell: CellQuestion, key: str, **look_of_it: Any) -> None:
    """Names of other rows of the table, or of those of another one."""
    own = [row for row in rows_of(cell.table) if row.id != cell.row]
    named = own if cell.options == "rows" else state.current().raw(cell.options) or []
    offered = [*cells.names_of(named).values(), *(st.session_state.get(key) or [])]
    st.multiselect(
        **_common(cell, key) | look_of_it,
        options=list(dict.fromkeys(offered)),
        accept_new_options=cell.options != "rows",
        placeholder="Choose",
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
