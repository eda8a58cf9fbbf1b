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
from mlscope.ui.editing import cards, contents, forms
from mlscope.ui.shell import look, parts

TYPED = ("text", "prose", "number", "money", "percent", "estimate", "date")
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
    questions = state.catalogue().questions.values()
    fields = {look.place(question.id): question.id for question in questions if question.kind in TYPED}
    if opened := cards.opened():
        cells = contents.of_row(*opened)
        fields |= {look.place(cell.id): cell.id for cell in cells if cell.kind in TYPED}
    door = _component(
        key="outbox_door", data={"fields": fields}, height="content", on_typed_change=parts.heard
    )
    handed = door.get("typed")
    if handed:
        _hand_in(handed)
        st.rerun()
    parts.draw(parts.OUTBOX, _tell, _told)


def _tell() -> None:
    _component(key="outbox", data=_told(), height="content")


def _told() -> dict[str, Any]:
    """What the browser is told of the texts that were typed."""
    session = state.session()
    questions = {key: question for key in session.drafts if (question := contents.asked(key))}
    drafts = [session.drafts[key] for key in questions]
    typed = [draft for draft in drafts if isinstance(draft.taken_in, str)]
    return {
        "project": session.project,
        "visit": f"{session.project} {_session_name()} {session.visit}",
        "kept": {draft.key: mark(draft.taken_in) for draft in typed},
        "stored": {draft.key: _stored(questions[draft.key], draft.seen.value) for draft in typed},
        "heard": dict(_heard()),
        "refused": {draft.key: mark(str(draft.shown)) for draft in drafts if draft.refused},
    }


def _stored(question: Question, value: Any) -> str:
    """The mark of what a field shows when it is drawn anew from the record."""
    return mark(str(contents.to_widget(question, value)))


def _session_name() -> str:
    """A name of this session on the server, another one after a restart."""
    if "session_name" not in st.session_state:
        st.session_state["session_name"] = uuid.uuid4().hex
    return str(st.session_state["session_name"])


def _heard() -> dict[str, Any]:
    """Words that were handed in and need nothing more: question -> when the browser heard the last stroke."""
    heard: dict[str, Any] = st.session_state.setdefault("outbox_heard", {})
    return heard


def _hand_in(handed: Any) -> None:
    """Take in what an earlier page, an earlier server or a closed tab could not save any more."""
    for one in handed if isinstance(handed, list) else []:
        question = contents.asked(str(one.get("question"))) if isinstance(one, dict) else None
        if question and question.kind in TYPED and isinstance(one.get("text"), str):
            bases = one.get("bases")
            if _take_in(question, one["text"], bases if isinstance(bases, list) else []):
                _heard()[question.id] = one.get("at")


def _take_in(question: Question, text: str, bases: list[Any]) -> bool:
    """Save a text that was typed over one of `bases`; what somebody changed since is met as a conflict.

    True where nothing of it can get lost any more. An empty text clears no answer here: nobody can tell it
    from a field that was drawn blank.
    """
    stored, draft = state.answer(question.id), state.draft(question.id)
    if not text.strip() or (not draft.conflict and contents.stands_for(question, text, stored)):
        return True
    if not draft.conflict:
        draft.settle(stored if _stored(question, stored.value) in bases else BLANK)
    forms.take(question, draft, text)
    draft.redraw = True
    if draft.open:
        draft.shown = text
    return not (draft.refused or draft.unsaved)
