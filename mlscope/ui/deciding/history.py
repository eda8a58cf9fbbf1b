"""The history on screen: what was done in one go is one entry, with undo for one question, and a list for the
whole project.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from mlscope.document.changes import Said, describe
from mlscope.project import BLANK, Answer, State
from mlscope.project.conflicts import PREFIX
from mlscope.questions import Question
from mlscope.store import Change, Loaded, LogRow
from mlscope.store.merge import FACETS
from mlscope.ui import state
from mlscope.ui.editing.rows import with_table
from mlscope.ui.shell.text import literal

LISTED, SHOWN = 5, 50
"""Cells that an entry names, and entries that a dialog shows."""
READ, LATEST = 2000, 200
"""Rows of the log that the list of a whole project reads, and entries that it shows."""


@dataclass(frozen=True)
class Entry:
    """Rows of the log that one act wrote, and what they say."""

    rows: list[LogRow]
    said: Said

    @property
    def last(self) -> LogRow:
        """The newest of its rows."""
        return self.rows[0]


def entries(log: Sequence[LogRow]) -> list[Entry]:
    """The log, newest first, as people did it: cells of one table that were saved together are one entry."""
    questions, found = state.catalogue().questions, []
    acts: dict[tuple[object, ...], list[LogRow]] = {}
    for row in (row for row in log if row.old.content != row.new.content):
        acts.setdefault((row.at, row.author, row.key.partition("/")[0]), []).append(row)
    names = _names(log)
    for (_, _, head), rows in acts.items():
        question = questions.get(str(head))
        together = [rows] if question and question.kind == "table" else [[row] for row in rows]
        for one in together:
            said = (
                _of_table(question, one, names) if question and question.kind == "table" else _alone(one[0])
            )
            found += [Entry(one, said)] if said else []
    return found


def _alone(row: LogRow) -> Said | None:
    return describe(row.key, row.old, row.new, state.current(), state.catalogue())


def _names(log: Iterable[LogRow]) -> dict[str, str]:
    """The last known name of each row, by its table and id."""
    names: dict[str, str] = {}
    for row in log:
        place, _, column = row.key.rpartition("/")
        if column == "name" and row.new.value:
            names.setdefault(place, str(row.new.value))
    return names


def _place(row: LogRow) -> tuple[str, str]:
    """The row and the column of a table that a row of the log is about; both empty where it is about a whole
    answer.
    """
    row_id, _, column = row.key.partition("/")[2].partition("/")
    return row_id, column


def _added(log: Iterable[LogRow]) -> list[str]:
    """The rows of a table that these rows of the log added, the first one first."""
    return [_place(row)[0] for row in log if _place(row)[1] == "order" and row.old.value is None][::-1]


def _of_table(question: Question, log: list[LogRow], names: Mapping[str, str]) -> Said | None:
    """One act on a table: rows added, removed and brought back, and cells changed in others."""
    added = _added(log)
    removed = [row for row in log if _place(row)[1] == "deleted" and row.new.value]
    restored = [row for row in log if _place(row)[1] == "deleted" and not row.new.value]
    changed = [
        (row, said)
        for row in log
        if _place(row)[0] not in added and _place(row)[1] != "deleted"
        if (said := _alone(row))
    ]
    if len(changed) == 1 and not (added or removed or restored):
        return changed[0][1]
    acts = {
        "added": added,
        "removed": [_place(row)[0] for row in removed],
        "brought back": [_place(row)[0] for row in restored],
    }
    told = [
        _count(act, [names.get(f"{question.id}/{one}", "unnamed") for one in ids])
        for act, ids in acts.items()
        if ids
    ]
    told += _cells(question, [said for _, said in reversed(changed)])
    return Said(question.label, "", "; ".join(told)) if told else None


def _count(act: str, names: list[str]) -> str:
    return f"{len(names)} row{'s' * (len(names) != 1)} {act}: {', '.join(names)}"


def _cells(question: Question, said: list[Said]) -> list[str]:
    """The first cells that changed, each with what it was and is, and how many more."""
    told = [
        f"{one.what.removeprefix(question.label).strip() or 'the whole table'}: {one.before} → {one.after}"
        for one in said[:LISTED]
    ]
    return told + ([f"{len(said) - LISTED} cells more"] if len(said) > LISTED else [])


# ── of one question
# ─────────────────────────────────────────────────────────────────────────────────────────────


def of_question(question: Question, record: Loaded, settle: Callable[[Question, bool], None]) -> None:
    """Who changed an answer when, from what to what, each with undo; `settle` shows the question anew once
    that is saved.

    All of it as it was when `record` was read: an undo is a change of the answer as it stood then.
    """
    told = entries([row for row in _log_of(question) if row.revision <= record.revision])
    if not told:
        st.caption("Nobody has answered this yet.")
    for entry in told[:SHOWN]:
        row, said = entry.last, entry.said
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            who = literal(row.who)
            where = literal(said.what.removeprefix(question.label).strip(), 80)
            change = (
                f"{literal(said.before, 120)} → **{literal(said.after, 120)}**"
                if said.before
                else literal(said.after, 400)
            )
            st.markdown(
                f":gray[{_local(row.at):%Y-%m-%d %H:%M} · {who}]  \n{where}{': ' * bool(where)}{change}",
                width="stretch",
            )
            if not row.key.startswith(PREFIX) and st.button(
                "Undo",
                key=f"undo/{row.revision}",
                help="Put back what stood here before this change. The history keeps both.",
            ):
                _undo(question, entry, record, settle)
    if len(told) > SHOWN:
        st.caption(f"The latest {SHOWN} changes; the archive holds all {len(told)}.")


def _local(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.datetime.now().astimezone().tzinfo)


def settled_record() -> Loaded:
    """The record as it is now, what is being typed included as rows of the log."""
    state.store().history(state.project_id() or "", limit=1)
    return state.loaded_anew()


def _log_of(question: Question) -> list[LogRow]:
    """The rows of the log about a question, newest first, with what was written at the same time and not
    taken over.
    """
    store, project = state.store(), state.project_id() or ""
    not_taken = [
        row
        for row in store.history(project, PREFIX.rstrip("/"))
        if isinstance(row.new.value, dict)
        and str(row.new.value.get("key", "")).partition("/")[0] == question.id
    ]
    rows = [*store.history(project, question.id), *not_taken]
    return sorted(rows, key=lambda row: row.revision, reverse=True)


def _undo(question: Question, entry: Entry, record: Loaded, settle: Callable[[Question, bool], None]) -> None:
    changes = undone(question, entry, record)
    if changes is None:
        st.error("The table has rows again since, so this cannot be put back. Remove them first.")
        return
    settle(question, state.save(changes))


def _before(row: LogRow, now: Answer) -> Answer:
    """The answer that stands with the parts that a row of the log changed as they were before it."""
    parts = [
        part
        for facet in FACETS
        if any(getattr(row.old, one) != getattr(row.new, one) for one in facet)
        for part in facet
    ]
    return now.model_copy(
        update={part: getattr(row.old, part) for part in parts} | {"author": "", "at": None}
    )


def undone(question: Question, entry: Entry, record: Loaded) -> list[Change] | None:
    """The changes of a record that put back what stood before an entry; None where rows have come since that
    stand in its way.
    """

    def standing(key: str) -> Answer:
        return record.answers.get(key, BLANK)

    added = _added(entry.rows)
    back = [row for row in entry.rows if _place(row)[0] not in added]
    changes = [Change(row.key, _before(row, now := standing(row.key)), now) for row in back]
    changes += [
        Change(key, Answer(value=True), standing(key))
        for key in (f"{question.id}/{row_id}/deleted" for row_id in added)
    ]
    if question.kind != "table":
        return changes
    whole = next((change for change in changes if change.key == question.id), None)
    if whole is None:
        returning = any(change.key.endswith("/deleted") and not change.new.value for change in changes)
        return with_table(question, changes, standing(question.id)) if returning else changes
    gone = {change.key for change in changes if change.key.endswith("/deleted") and change.new.value}
    left = [
        row for row in record.project.raw(question.id) or [] if f"{question.id}/{row.id}/deleted" not in gone
    ]
    if left and whole.new.state != State.untouched:
        return [change for change in changes if change is not whole] if added else None
    return changes


# ── of the whole project
# ────────────────────────────────────────────────────────────────────────────────────────


def of_project() -> None:
    """Who changed what, newest first."""
    st.subheader("History")
    shown, more = state.of_record("history", _listed)
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        column_config={"When": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
    )
    if more:
        st.caption(f"The latest {len(shown)} changes; the archive holds all of them.")


def _listed() -> tuple[pd.DataFrame, bool]:
    """The latest entries of the project's history, and whether it has more."""
    log = state.store().history(state.project_id() or "", limit=READ)
    told = entries(log)
    shown = [
        {
            "When": _local(entry.last.at),
            "Who": entry.last.who,
            "What": entry.said.what,
            "From": entry.said.before[:200],
            "To": entry.said.after[:200],
        }
        for entry in told[:LATEST]
    ]
    return pd.DataFrame(shown), len(told) > LATEST or len(log) == READ
