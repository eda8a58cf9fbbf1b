"""The backlog as a board on screen, and its files for other tools."""

import io
import zipfile
from collections.abc import Iterable
from functools import partial
from typing import Any

import streamlit as st
from pydantic import ValidationError

from mlscope.document import backlog as exports
from mlscope.errors import InputError, explain
from mlscope.plan.backlog import backlog, refuse_full
from mlscope.project import State
from mlscope.project.steps.plan import BacklogRow
from mlscope.results import Backlog, BacklogItem, BoardColumn
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.editing import rows
from mlscope.ui.shell.text import file_stem, literal

IN_SIGHT = 6
"""Cards of a column that are in sight at once."""
_OPENED = "backlog/opened"
"""Where the session keeps the id of the item that is open; "" is a new one."""
ALL, NO_SPRINT = "All sprints", "Not in a sprint yet"
_FILES: dict[exports.Format, tuple[str, str]] = {
    "jira": ("Jira", "text/csv"),
    "github": ("GitHub issues", "application/zip"),
    "trello": ("Trello", "text/csv"),
    "trello-json": ("Trello API", "application/json"),
    "msproject": ("Microsoft Project", "application/xml"),
    "ical": ("Calendar", "text/calendar"),
    "csv": ("CSV", "text/csv"),
}


def made() -> Backlog:
    """The backlog of the open project."""
    catalogue = state.catalogue()
    project = state.current().effective(catalogue.questions)
    return backlog(project, state.appraisal().schedule, catalogue.rules["backlog"], catalogue.questions)


def board(found: Backlog) -> None:
    """The columns with their limits; a click on a card opens it."""
    sprint = _sprint(found)
    shown = [item for item in found.items if item.kind != "epic" and _belongs(item, sprint)]
    _settles(shown)
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        for column in found.columns:
            _column(found, column, [item for item in shown if item.column == column.id])
    st.button("Add an item", icon=":material/add:", key="backlog/add", on_click=_open, args=("",))
    opened = st.session_state.get(_OPENED)
    if opened is not None:
        known = {item.id: item for item in found.items}
        edit = st.dialog("Item of the backlog", on_dismiss=_close)(_edit)
        edit(known.get(opened, BacklogItem("", "task", "")), found)


def _open(item_id: str) -> None:
    st.session_state[_OPENED] = item_id


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _sprint(found: Backlog) -> str:
    """The sprint whose items are shown: the first one at first."""
    named = list(dict.fromkeys(item.sprint for item in found.items if item.sprint))
    named.sort(key=lambda name: (len(name), name))
    choices = [*named, NO_SPRINT, ALL]
    chosen = st.selectbox("Which sprint?", choices, key="backlog/sprint", persist_state="session", width=260)
    return chosen if chosen in choices else choices[0]


def _belongs(item: BacklogItem, sprint: str) -> bool:
    return sprint == ALL or item.sprint == ("" if sprint == NO_SPRINT else sprint)


def _settles(shown: Iterable[BacklogItem]) -> None:
    """What the sprint is to find out, beside what it builds."""
    told = [item for item in shown if item.kind == "research"]
    if told:
        st.markdown("**What it settles**")
        st.markdown("\n".join(f"- {literal(item.hypothesis)} {literal(item.decides)}" for item in told[:5]))


def _column(found: Backlog, column: BoardColumn, items: list[BacklogItem]) -> None:
    standing = found.standing_in(column.id)
    with st.container(border=True, width=264, gap="small"):
        st.markdown(f"**{literal(column.name)}**")
        if column.limit is None:
            st.caption(f"{standing} in all")
        elif standing > column.limit:
            st.markdown(f":orange-badge[{standing} of at most {column.limit}]")
        else:
            st.caption(f"{standing} of at most {column.limit}")
        whole = st.session_state.get(f"backlog/whole/{column.id}", False)
        for item in items if whole else items[:IN_SIGHT]:
            _card(item)
        if len(items) > IN_SIGHT:
            st.toggle(f"Show all {len(items)}", key=f"backlog/whole/{column.id}")


def _card(item: BacklogItem) -> None:
    marks = [item.kind, f"{item.hours:g} h" if item.hours is not None else "", item.owner]
    st.button(
        f"{literal(item.title, 90)}  \n:gray[{literal(' · '.join(filter(None, marks)), 60)}]",
        key=f"backlog/card/{item.id}",
        width="stretch",
        on_click=_open,
        args=(item.id,),
    )


def _edit(item: BacklogItem, found: Backlog) -> None:
    """Everything about an item, to be changed."""
    kinds = ["epic", "story", "task", "research"]
    epics = [other for other in found.items if other.kind in ("epic", "story") and other.id != item.id]
    columns = {column.id: column.name for column in found.columns}
    with st.form(f"backlog/form/{item.id}", border=False):
        given: dict[str, Any] = {
            "column": st.selectbox(
                "Column",
                list(columns),
                index=list(columns).index(item.column),
                format_func=lambda name: columns[name],
            ),
            "title": st.text_input("Title", item.title, max_chars=500),
            "kind": st.selectbox("Kind", kinds, index=kinds.index(item.kind), format_func=str.capitalize),
            "text": st.text_area("In the user's words", item.text, max_chars=500, height=80),
            "accepted_when": st.text_input("Accepted when", item.accepted_when, max_chars=500),
            "hours": st.number_input("Hours", 0.0, 10_000.0, item.hours, step=1.0),
            "owner": st.text_input("Who", item.owner, max_chars=200),
            "sprint": st.text_input("Sprint", item.sprint, max_chars=200),
            "part_of": st.selectbox(
                "Part of",
                ["", *(other.id for other in epics)],
                index=1 + [other.id for other in epics].index(item.parent) if item.parent else 0,
                format_func=lambda i: next((other.title for other in epics if other.id == i), "Nothing"),
            ),
        }
        if item.kind == "research":
            given["hypothesis"] = st.text_input("Hypothesis", item.hypothesis, max_chars=500)
            given["decides"] = st.text_input("Figure that decides", item.decides, max_chars=500)
        saved = st.form_submit_button("Save", type="primary")
    dropped = bool(item.id) and st.button("Leave it out", icon=":material/block:")
    if saved or dropped:
        try:
            _save(item, found, {"dropped": True} if dropped else given)
        except InputError as refused:
            st.error(str(refused))
        else:
            _close()
            st.rerun()


def _save(item: BacklogItem, found: Backlog, given: dict[str, Any]) -> None:
    """Keep what differs under the item's id; InputError when its new column is full or a text is too long."""
    before = {name: getattr(item, "parent" if name == "part_of" else name, None) for name in given}
    changed = {name: value for name, value in given.items() if value != before[name]}
    if not item.id and not str(given.get("title") or "").strip():
        raise InputError("Give it a title first")
    refuse_full(found, item.id, str(given.get("column", item.column)))
    try:
        row = BacklogRow.model_validate(changed | ({"id": item.id} if item.id else {}))
    except ValidationError as error:
        raise InputError("; ".join(explain(error))) from error
    question = state.catalogue().questions["plan.backlog"]
    known = any(key.startswith(f"plan.backlog/{row.id}/") for key in state.loaded().answers)
    values: dict[str, Any] = {} if known else {"order": rows.end(question)}
    values |= row.model_dump(mode="json", include=set(changed))
    changes = []
    for name, value in values.items():
        key = f"plan.backlog/{row.id}/{name}"
        seen = state.answer(key)
        changes.append(Change(key, seen.anew(value=value, state=State.answered), seen))
    state.save(rows.with_table(question, changes, state.answer("plan.backlog")))


def files(found: Backlog) -> None:
    """One button for each tool; the file is made when it is asked for."""
    st.subheader("Take it along")
    st.write("Each file opens in the tool that it names; what you wrote stays text in all of them.")
    stem = file_stem(state.current().name)
    with st.container(horizontal=True):
        for form, (label, mime) in _FILES.items():
            if form == "ical" and not state.appraisal().schedule.known:
                continue
            ending = ".zip" if form == "github" else exports.ENDINGS[form]
            st.download_button(
                label,
                partial(_content, found, form),
                f"{stem}.{form}{ending}",
                mime,
                icon=":material/download:",
                key=f"backlog/file/{form}",
                on_click="ignore",
            )


def _content(found: Backlog, form: exports.Format) -> bytes:
    project = state.current().effective(state.catalogue().questions)
    parts = exports.files(project, state.appraisal().schedule, found, form)
    if len(parts) == 1:
        return next(iter(parts.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending, content in parts.items():
            archive.writestr(f"backlog{ending}", content)
    return packed.getvalue()
