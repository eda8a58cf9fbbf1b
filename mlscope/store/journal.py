"""One project's log and its fold: reading both, and adding rows to them in step within one transaction.

While somebody types, the answer stands in `current` with the one it started from beside it (`base`): a draft.
Drafts become rows of the log when anything else is written or read that needs the whole log.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any, Self

import sqlalchemy as sa

from mlscope.errors import InputError, UnknownProject
from mlscope.project import BLANK, SLOTS, Answer, Evidence, Project, State
from mlscope.project.inputs import drawn, free_slot, slots_of
from mlscope.project.migrations import ALIASES
from mlscope.project.numbering import PREFIXES, allot_numbers, place_of
from mlscope.store import bulk, chain
from mlscope.store.records import Author, LogRow, Milestone
from mlscope.store.tables import IMPORTED, current, log, project

Content = dict[str, Any]

_STATES = {state.value: state for state in State}
_EVIDENCE = {grade.value: grade for grade in Evidence}
NO_PROJECT = "there is no such project in this store; it may have been opened from another one"
_LISTED = {"name": "Unnamed", "stage": "scoping", "sample": False}


NEW = SimpleNamespace(revision=0, stamp=0, archived=False, head="")
"""What the row of a project says before it is written."""


class Stale(Exception):  # noqa: N818 - no fault, a reason to read again
    """Somebody else wrote between this transaction's reading and its writing."""


@dataclass
class Held:
    """One row of `current`; `stored` is the key it stands under, empty while it has no row yet."""

    answer: Content
    base: Content | None
    author: str
    verified: bool
    time: dt.datetime
    revision: int
    stored: str = ""

    @property
    def read(self) -> Answer:
        """The answer with author and time."""
        return plain_answer(self.answer, self.author, self.time)


def plain_answer(content: Content, author: str = "", at: dt.datetime | None = None) -> Answer:
    """An answer from what the store itself wrote, which was checked then; checking it again would take most
    of a load's time.
    """
    parts: Content = {"state": _STATES[content.get("state", "untouched")], "author": author, "at": at}
    if "evidence" in content:
        parts["evidence"] = _EVIDENCE[content["evidence"]]
    if "by" in content:
        parts["by"] = dt.date.fromisoformat(content["by"])
    return BLANK.model_copy(update=content | parts)


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today_key(key: str) -> str:
    """The key under which a row written long ago is read today."""
    head, separator, rest = key.partition("/")
    if head in ("slot", "number"):
        return f"{head}/{today_key(rest)}"
    return ALIASES.get(head, head) + separator + rest


def names_of(keys: Iterable[str]) -> list[str]:
    """The keys, and those they had in earlier versions."""
    wanted = list(keys)
    return wanted + [
        old + key.removeprefix(new)
        for key in wanted
        for old, new in ALIASES.items()
        if key == new or key.startswith(new + "/")
    ]


def read(
    connection: sa.Connection, project_id: str, which: sa.ColumnElement[bool] | None = None
) -> tuple[Any, dict[str, Held]]:
    """The project's row and its current answers by key, all or those that `which` picks; UnknownProject when
    there is none.
    """
    wanted = current.c.project == project.c.id
    joined = project.outerjoin(current, wanted if which is None else wanted & which)
    columns = [column.label(f"a_{column.name}") for column in current.c]
    rows = connection.execute(
        sa.select(project.c.revision, project.c.stamp, project.c.archived, project.c.head, *columns)
        .select_from(joined)
        .where(project.c.id == project_id)
        .order_by(current.c.revision, current.c.time)
    ).all()
    if not rows:
        raise UnknownProject(NO_PROJECT)
    held = {
        today_key(row.a_key): Held(
            row.a_answer, row.a_base, row.a_author, row.a_verified, row.a_time, row.a_revision, row.a_key
        )
        for row in rows
        if row.a_key is not None
    }
    return rows[0], held


def rows_of(
    connection: sa.Connection, project_id: str, *conditions: sa.ColumnElement[bool], limit: int | None = None
) -> list[LogRow]:
    """Rows of the log, newest first. Whether an author was verified is decided here: an imported one never
    is.
    """
    imported = (
        sa.select(sa.func.max(log.c.revision))
        .where(log.c.project == project_id, log.c.key == IMPORTED)
        .scalar_subquery()
    )
    found = connection.execute(
        sa.select(log, (log.c.revision < sa.func.coalesce(imported, 0)).label("imported"))
        .where(log.c.project == project_id, *conditions)
        .order_by(log.c.revision.desc())
        .limit(limit)
    )
    return [
        LogRow(
            row.revision,
            row.time,
            row.author,
            row.verified and not row.imported,
            today_key(row.key),
            plain_answer(row.old),
            plain_answer(row.new),
            row.imported,
        )
        for row in found
    ]


def stored_rows(connection: sa.Connection, project_id: str) -> list[chain.Row]:
    """The whole log as it is stored, with its hashes, oldest row first."""
    columns = [log.c[column.name] for column in fields(chain.Row)]
    found = connection.execute(
        sa.select(*columns).where(log.c.project == project_id).order_by(log.c.revision)
    )
    return [chain.Row(*row) for row in found]


def fold(rows: Iterable[LogRow]) -> dict[str, LogRow]:
    """The last row of each key; `rows` come oldest first."""
    return {row.key: row for row in rows}


def answers_of(folded: Mapping[str, LogRow]) -> dict[str, Answer]:
    """The answers of a folded log with their author and time, the blank ones left out."""
    return {
        key: row.new.model_copy(update={"author": row.author, "at": row.at})
        for key, row in folded.items()
        if not row.new.blank
    }


class Journal:
    """One transaction's writing to one project. Read what is needed, `write` or `type`, then `save`."""

    def __init__(self, connection: sa.Connection, project_id: str, keys: Collection[str] = ()) -> None:
        self.connection, self.id = connection, project_id
        which = current.c.base.is_not(None) | current.c.key.in_(names_of(keys))
        if any(slots_of(key) for key in keys):
            which |= current.c.key.startswith("slot/")
        if any(place_of(key) for key in keys):
            which |= sa.or_(*(current.c.key.startswith(part) for part in ("number/", *PREFIXES)))
        self._start(connection, project_id, *read(connection, project_id, which))

    def _start(
        self, connection: sa.Connection, project_id: str, head: Any, held: dict[str, Held], **born: Any
    ) -> None:
        self.connection, self.id = connection, project_id
        self.head, self.held = head, held
        self.born: Content = born
        """The row of a project that is new; empty for one that is there."""
        self.revision: int = head.revision
        self.link: str = head.head
        self.rows: list[Content] = []
        self.touched: set[str] = set()
        self.withdrawn: dict[str, str] = {}
        """Keys of typing that came to nothing, with the name under which the table still holds them."""
        self.at = now()

    @classmethod
    def begin(
        cls, connection: sa.Connection, shown: Project, author: Author, at: dt.datetime | None = None
    ) -> Self:
        """The journal of a new project, whose id must be free."""
        born = at or now()
        journal = cls.__new__(cls)
        journal._start(
            connection,
            shown.id,
            NEW,
            {},
            id=shown.id,
            archived=False,
            created=born,
            changed=born,
            changed_by=author.name,
            name=shown.name,
            stage=shown.stage.value,
            sample=shown.sample,
        )
        journal.at = born
        return journal

    @property
    def drafts(self) -> dict[str, Held]:
        """What is being typed, by key, the oldest first."""
        found = [(key, held) for key, held in self.held.items() if held.base is not None]
        return dict(sorted(found, key=lambda item: item[1].time))

    def answer(self, key: str) -> Answer:
        """The current answer, with author and time."""
        return self.held[key].read if key in self.held else BLANK

    def write(self, key: str, new: Answer, author: Author, at: dt.datetime | None = None) -> None:
        """Add a row to the log, whatever stood there; a draft under this key must have been flushed."""
        held = self.held.get(key)
        self._add(
            key,
            held.answer if held else {},
            Held(new.content, None, author.name, author.verified, at or self.at, 0),
        )
        self._allot(key, new, author)
        self._number(key, new, author)

    def type(self, key: str, new: Answer, author: Author) -> None:
        """Keep an answer that is still being typed, without a row of the log."""
        held = self.held.get(key)
        base = {} if held is None else held.answer if held.base is None else held.base
        revision, stored = (held.revision, held.stored) if held else (0, self.withdrawn.pop(key, ""))
        self.held[key] = Held(new.content, base, author.name, author.verified, self.at, revision, stored)
        self.touched.add(key)
        self._allot(key, new, author)
        self._number(key, new, author)

    def replay(self, rows: Iterable[chain.Row]) -> None:
        """Add rows that were logged elsewhere, as they are; they carry their hashes."""
        for row in rows:
            self._append(row)

    def begin_chain(self, rows: Collection[chain.Row], made: Iterable[Milestone]) -> None:
        """Sum up, in one more row, what stood in the log before it had a chain; `rows` carry their hashes by
        now.
        """
        self.link = max(rows, key=lambda row: row.revision).link if rows else ""
        self.write(chain.BEGINNING, Answer(value=chain.beginning(len(rows), made)), Author("mlscope"))

    def flush(self) -> None:
        """Turn every draft into one row from where typing began to where it ended; none if it ended where it
        began.
        """
        for key, held in self.drafts.items():
            if held.answer != held.base:
                self._add(key, held.base or {}, held)
            else:
                self._put_back(key, held)

    def _add(self, key: str, old: Content, new: Held) -> None:
        row = chain.Row(self.revision + 1, new.time, new.author, new.verified, key, old, new.answer)
        self._append(row.after(self.link))

    def _append(self, row: chain.Row) -> None:
        self.revision, self.link = row.revision, row.link
        key = today_key(row.key)
        stored = self.held[key].stored if key in self.held else self.withdrawn.pop(key, "")
        self.rows.append({"project": self.id} | vars(row))
        self.held[key] = Held(dict(row.new), None, row.author, row.verified, row.time, self.revision, stored)
        self.touched.add(key)

    def _put_back(self, key: str, held: Held) -> None:
        """Typing that came to nothing leaves the author and time of the last real change."""
        last = self.connection.execute(
            sa.select(log)
            .where(log.c.project == self.id, log.c.key.in_(names_of([key])))
            .order_by(log.c.revision.desc())
            .limit(1)
        ).first()
        self.touched.add(key)
        if last:
            self.held[key] = Held(
                held.answer, None, last.author, last.verified, last.time, last.revision, held.stored
            )
        else:
            self.withdrawn[key] = held.stored
            del self.held[key]

    def _allot(self, key: str, new: Answer, author: Author) -> None:
        for name in drawn(key, new.value):
            if f"slot/{name}" in self.held:
                continue
            used = {held.answer["value"] for taken, held in self.held.items() if taken.startswith("slot/")}
            free = free_slot(name, used)
            if free is None:
                raise InputError(
                    f"this project has had {SLOTS} uncertain amounts, the most that can be simulated,"
                    " counting deleted ones; duplicate the project to start the count anew, or give a plain"
                    " number"
                )
            self.write(f"slot/{name}", Answer(value=free), author)

    def _number(self, key: str, new: Answer, author: Author) -> None:
        """A requirement that is first written gets its number, for good."""
        place = place_of(key) if new.value is not None else None
        if place is None or f"number/{place}" in self.held:
            return
        taken = {
            known.removeprefix("number/"): held.answer["value"]
            for known, held in self.held.items()
            if known.startswith("number/")
        }
        standing = [
            other
            for known, held in self.held.items()
            if held.answer.get("value") is not None and (other := place_of(known))
        ]  # those of an older store have none yet, and keep the order in which they are shown
        for name, number in allot_numbers(taken, {*standing, place}).items():
            self.write(f"number/{name}", Answer(value=number), author)

    # ── saving
    # ──────────────────────────────────────────────────────────────────────────────────────────────────

    def save(self, **listed: Any) -> int:
        """Write it all and return the new stamp; Stale when somebody else was faster. `listed` sets columns
        of the project's row.
        """
        if not self.touched and not listed:
            return int(self.head.stamp)
        if self.born:
            save_new([self], **listed)
            return 1
        values = listed | self._listed() | {"revision": self.revision, "head": self.link}
        values |= {"stamp": self.head.stamp + 1}
        found = self.connection.execute(
            project.update()
            .where(project.c.id == self.id, project.c.stamp == self.head.stamp)
            .values(**values)
        )
        if found.rowcount != 1:
            raise Stale
        if self.rows:
            self.connection.execute(log.insert(), self.rows)
        self._save_current()
        return int(self.head.stamp) + 1

    def _listed(self) -> Content:
        """What lists show of the project, where it changed."""
        shown = {
            name: self.held[f"project/{name}"].answer.get("value", default)
            for name, default in _LISTED.items()
            if f"project/{name}" in self.touched
        }
        latest = max(
            (self.held[key] for key in self.touched if key in self.held and key != chain.BEGINNING),
            key=lambda held: held.time,
            default=None,
        )
        return shown | ({"changed": latest.time, "changed_by": latest.author} if latest else {})

    def _current(self, key: str) -> Content:
        held = self.held[key]
        row: Content = {"answer": held.answer, "base": held.base, "author": held.author}
        return row | {"verified": held.verified, "time": held.time, "revision": held.revision}

    def _save_current(self) -> None:
        new, known = [], []
        for key in self.touched & set(self.held):
            row = self._current(key)
            if self.held[key].stored == key:
                known.append(row | {"its_project": self.id, "its_key": key})
            else:
                new.append(row | {"project": self.id, "key": key})
        if new:
            self.connection.execute(current.insert(), new)
        if known:
            this = (current.c.project == sa.bindparam("its_project")) & (
                current.c.key == sa.bindparam("its_key")
            )
            self.connection.execute(current.update().where(this), known)
        for key in self.touched - set(self.held):
            self.connection.execute(
                current.delete().where(current.c.project == self.id, current.c.key == key)
            )


def save_new(journals: Collection[Journal], **listed: Any) -> None:
    """Write new projects with their logs, all in a few statements; `listed` as in `Journal.save`."""
    projects, rows, answers = [], [], []
    for journal in journals:
        head = {"revision": journal.revision, "head": journal.link, "stamp": 1}
        projects.append(journal.born | journal._listed() | listed | head)
        rows += journal.rows
        answers += [{"project": journal.id, "key": key} | journal._current(key) for key in journal.held]
    connection = next(iter(journals)).connection
    for table, entries in ((project, projects), (log, rows), (current, answers)):
        if entries:
            bulk.insert(connection, table, entries)
