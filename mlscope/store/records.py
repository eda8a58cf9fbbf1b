"""What goes into the store and what comes out: plain frozen records."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mlscope.project import BLANK, Answer, Project
from mlscope.project.conflicts import Conflict
from mlscope.project.fields import clean

HOUSE = "house"
"""The part of a milestone's content under which it pins how the other projects were answered."""


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
    """What became of proposed changes: the project's change token after them, and the ones that were
    refused.
    """

    stamp: int
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """The current record. `answers` is its flat face with author and time of each last change; blank answers
    are left out.

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
class Saved:
    """A scenario as somebody saved it, under a name."""

    name: str
    content: Mapping[str, Any]
    author: str
    verified: bool
    at: dt.datetime


@dataclass(frozen=True)
class LogRow:
    """One row of the change log: who changed which answer from what to what, and when.

    `verified` is derived on reading: what an imported row says of itself is never believed.
    """

    revision: int
    at: dt.datetime
    author: str
    verified: bool
    key: str
    old: Answer
    new: Answer
    imported: bool = False

    @property
    def who(self) -> str:
        """The author with what is known of the name."""
        return self.author + (" (imported)" if self.imported else "" if self.verified else " (unverified)")


def _sorted(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


@dataclass(frozen=True)
class Milestone:
    """A named, immutable state of a project; `content` maps the name of each pack or catalogue entry in use
    to its hash.
    """

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

    @property
    def record(self) -> dict[str, Any]:
        """Everything that the log records of a milestone, as JSON content."""
        plain = {name: value for name, value in asdict(self).items() if name not in ("id", "verified")}
        return plain | {"as_of": self.as_of.isoformat(), "at": self.at.astimezone(dt.UTC).isoformat()}

    def changed(self, content: Mapping[str, str]) -> list[str]:
        """The names of the packs, entries, rules and words that read otherwise in `content` than what it
        pinned, or are in one only.

        A milestone from before words and steps were pinned says nothing of these, and pinned rules without
        their order. How other projects were answered (`HOUSE`) is no content.
        """
        whole = "format" in self.content
        today = {
            name: digest(text if whole or not name.startswith("rules/") else _sorted(text))
            for name, text in content.items()
            if whole or "/" in name
        }
        return sorted({name for name, _ in today.items() ^ self.content.items()} - {"format", HOUSE})


@dataclass(frozen=True)
class Proof:
    """What the hash chain of a log proves, up to where it breaks.

    `links` are those of the rows that hold, oldest first; the last one is the head. Rows before `begun` were
    written before the chain and are proved as they were found then. `broken` is the row at which the chain
    breaks, `fault` the sentence.
    """

    links: tuple[str, ...]
    begun: int
    broken: int | None = None
    fault: str = ""

    @property
    def whole(self) -> bool:
        """Does everything hold?"""
        return not self.fault

    @property
    def head(self) -> str:
        """The link of the last row that holds; empty when none does."""
        return self.links[-1] if self.links else ""

    def row_of(self, head: str) -> int | None:
        """The row whose link is the one given; None when no row that holds has it."""
        wanted = "".join(
            letter for letter in head.lower() if letter in "0123456789abcdef"
        )  # paper breaks lines
        return next((row for row, link in enumerate(self.links, 1) if link == wanted), None)


@dataclass(frozen=True)
class Checked:
    """What verifying a project came to; `faults` are sentences, none is good."""

    id: str
    name: str
    proof: Proof
    faults: tuple[str, ...] = ()
