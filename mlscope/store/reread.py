"""Reading a record again: only what was written since it was last read is fetched.

The log of a project only ever grows, so what stands in `current` under an older revision is as it was, unless
it was being typed.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from mlscope.project import Answer, Project
from mlscope.store.journal import Held, read
from mlscope.store.records import Loaded
from mlscope.store.tables import current

MOST = 32
"""So many records are remembered, the last used ones."""


@dataclass(frozen=True)
class Record:
    """A project's row, its current answers in the order in which they were written, and what they make."""

    head: Any
    held: dict[str, Held]
    loaded: Loaded

    @cached_property
    def drafts(self) -> dict[str, Held]:
        """What is being typed."""
        return {key: one for key, one in self.held.items() if one.base is not None}


class Records:
    """The records that were read last; threads may share them."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Record] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, connection: sa.Connection, project_id: str) -> Record:
        """The record as it is now. UnknownProject when there is none."""
        with self._lock:
            known = self._known.get(project_id)
        record = (known and _since(connection, project_id, known)) or _whole(connection, project_id)
        with self._lock:
            self._known[project_id] = record
            self._known.move_to_end(project_id)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return record


def _whole(connection: sa.Connection, project_id: str) -> Record:
    head, held = read(connection, project_id)
    answers = {key: one.read for key, one in held.items() if one.answer}
    return _record(head, held, answers, Project.unflatten(project_id, answers))


def _since(connection: sa.Connection, project_id: str, known: Record) -> Record | None:
    """The record by what was written since it was read as `known`; None where it was replaced by another."""
    typed = [one.stored for one in known.drafts.values()]
    is_new = current.c.revision > known.head.revision
    head, written = read(
        connection, project_id, is_new | current.c.base.is_not(None) | current.c.key.in_(typed)
    )
    if head.stamp == known.head.stamp and head.head == known.head.head:
        return known
    if head.stamp < known.head.stamp or head.revision < known.head.revision:
        return None
    held = {key: one for key, one in known.held.items() if key not in known.drafts} | written
    held = dict(sorted(held.items(), key=lambda item: (item[1].revision, item[1].time)))
    before = known.loaded.answers
    answers = {
        key: before[key] if known.held.get(key) is one else one.read
        for key, one in held.items()
        if one.answer
    }
    changed = known.drafts.keys() | written.keys()
    project = Project.unflatten(project_id, answers, known.loaded.project, changed)
    return _record(head, held, answers, project)


def _record(head: Any, held: dict[str, Held], answers: dict[str, Answer], project: Project) -> Record:
    return Record(head, held, Loaded(project, answers, head.revision, head.stamp, head.archived))
