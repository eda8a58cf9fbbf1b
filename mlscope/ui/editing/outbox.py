"""What was typed and has not reached the store: the browser keeps it, says so, and hands it in when it can.

Closing a tab, going back, a restarted server or a lost line come between typing and saving. So the browser
writes down each stroke in a question's field beside what the field held before, and strikes it out once the
page says that the store holds it.
"""

import uuid
import zlib
from pathlib import Path
from typing import Any

import streamlit as st

from mlscope.project import BLANK
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.editing import forms
from mlscope.ui.shell import look, parts

TYPED = ("text", "prose", "number", "money", "percent", "estimate")
"""Kinds of question that are typed into a field."""

STYLE = """
#line {
  position: fixed; right: 1rem; bottom: 1rem; z-index: 1000; padding: 0.25rem 0.75rem; border-radius: 1rem;
  font: 0.875rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color);
}
#line[hidden] { display: none; }
"""

_component = st.components.v2.component(
    "mlscope_outbox",
    html='<div id="line" role="status" hidden></div>',
    css=STYLE,
    js=Path(__file__).with_name("outbox.js").read_text(encoding="utf-8"),
)


def mark(text: str) -> str:
    """A text by its length in bytes and its CRC-32, as the browser computes it."""
    content = text.encode("utf-8", "surrogatepass")
    return f"{len(content)}:{zlib.crc32(content):x}"


def draw() -> None:
    """Hear what the browser hands in, and tell it what the store holds, as a part of the page that is drawn
    after each answer.

    What is handed in arrives outside of that part: a server that was started anew knows none of its parts
    yet.
    """
    handed = _component(key="outbox_door", data={}, height="content", on_typed_change=parts.heard).get(
        "typed"
    )
    if handed:
        _hand_in(handed)
        st.rerun()
    parts.draw(parts.OUTBOX, _tell)


def _tell() -> None:
    session, questions = state.session(), state.catalogue().questions
    here = [questions[question_id] for question_id in parts.questions()]
    drafts = [draft for draft in session.drafts.values() if draft.key in questions]
    _component(
        key="outbox",
        data={
            "project": session.project,
            "session": _session_name(),
            "fields": {look.place(one.id): one.id for one in here if one.kind in TYPED},
            "kept": {draft.key: mark(draft.taken_in) for draft in drafts if isinstance(draft.taken_in, str)},
            "refused": {draft.key: mark(str(draft.shown)) for draft in drafts if draft.refused},
        },
        height="content",
    )


def _session_name() -> str:
    """A name of this session on the server, another one after a restart."""
    if "session_name" not in st.session_state:
        st.session_state["session_name"] = uuid.uuid4().hex
    return str(st.session_state["session_name"])


def _hand_in(handed: Any) -> None:
    """Take in what an earlier page, an earlier server or a closed tab could not save any more."""
    questions = state.catalogue().questions
    for one in handed if isinstance(handed, list) else []:
        question = questions.get(str(one.get("question"))) if isinstance(one, dict) else None
        if question and question.kind in TYPED and isinstance(one.get("text"), str):
            _take_in(question, one["text"], str(one.get("base")))


def _take_in(question: Question, text: str, base: str) -> None:
    """Save a text that was typed over `base`; what somebody changed since is met as a conflict.

    An empty text clears no answer here: nobody can tell it from a field that was drawn blank.
    """
    stored, draft = state.answer(question.id), state.draft(question.id)
    shown = forms.to_widget(question, stored.value)
    if not text.strip() or draft.conflict or text == shown:
        draft.taken_in = text
        return
    draft.settle(stored if base == mark(str(shown)) else BLANK)
    forms.take(question, draft, text)
    if draft.open:
        draft.shown = text
    else:
        draft.taken_in = text
    draft.redraw = True
