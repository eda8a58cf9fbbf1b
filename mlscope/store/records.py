"""What goes into the store and what comes out: plain frozen records."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlscope.project import BLANK, Answer, Project
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
class Conflict:
    """A proposal that was refused because somebody else changed the same part of the same answer meanwhile.

    `theirs` stands in the store and carries its author and time, `base` is what `mine` started from. The refused proposal is
    kept in the log. Proposing again with `theirs` as the old answer settles it.
    """

    key: str
    mine: Answer
    theirs: Answer
    base: Answer


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


def _sorted(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


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
        """The names of the packs, entries, rules and words that read otherwise in `content` than what it pinned, or are in one only.

        A milestone from before words and steps were pinned says nothing of these, and pinned rules without their order.
        """
        whole = "format" in self.content
        today = {
            name: digest(text if whole or not name.startswith("rules/") else _sorted(text))
            for name, text in content.items()
            if whole or "/" in name
        }
        return sorted({name for name, _ in today.items() ^ self.content.items()} - {"format"})
