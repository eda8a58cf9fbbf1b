"""What goes into the store and what comes out: plain frozen records."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlscope.project import BLANK, Answer, Project
from mlscope.project.conflicts import Conflict
from mlscope.project.fields import clean


def digest(text: str) -> str:
    """The hash under which a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Author:
    """Who writes; `verified` when a login provider vouches for the name."""

    name: str
    verified: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(clean(self.name).split())[:200] or "Someone")


@dataclass(frozen=True)
class Change:
    """A proposed answer under a log key; `old` is what this editor saw before editing."""

    key: str
    new: Answer
    old: Answer = BLANK


@dataclass(frozen=True)
class Applied:
    """What became of proposed changes: the project's change token after them, and the ones that were refused."""

    stamp: int
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The current record. `answers` is its flat face with author and time of each last change; blank answers are left out.

    `revision` counts the rows of the log, `stamp` rises with every write, typing included.
    """

    project: Project
    answers: Mapping[str, Answer]
    revision: int
    stamp: int
    archived: bool


@dataclass(frozen=True)
class Summary:
    """A project as lists show it."""

    id: str
    name: str
    stage: str
    sample: bool
    archived: bool
    created: dt.datetime
    changed: dt.datetime
    changed_by: str
    revision: int


@dataclass(frozen=True)
class LogRow:
    """One row of the change log: who changed which answer from what to what, and when."""

    revision: int
    at: dt.datetime
    author: str
    verified: bool
    key: str
    old: Answer
    new: Answer


@dataclass(frozen=True)
class Milestone:
    """A named, immutable state of a project; `content` maps the name of each pack or catalogue entry in use to its hash."""

    id: str
    name: str
    revision: int
    as_of: dt.date
    seed: int
    software: str
    author: str
    verified: bool
    at: dt.datetime
    content: Mapping[str, str] = field(default_factory=dict)

    def changed(self, content: Mapping[str, str]) -> list[str]:
        """The names of the packs, entries and rules that read otherwise in `content` than what it pinned, or are in one of them only."""
        today = {name: digest(text) for name, text in content.items()}
        return sorted({name for name, _ in today.items() ^ self.content.items()})
