"""What `backlog` makes of a project."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ItemKind = Literal["epic", "story", "task", "research"]


@dataclass(frozen=True, slots=True)
class BacklogItem:
    """One entry of the backlog; its id stays for as long as what it was made from."""

    id: str
    kind: ItemKind
    title: str
    text: str = ""
    accepted_when: str = ""
    parent: str = ""
    """The id of the item that it is part of; empty for none."""
    hours: float | None = None
    """Of work; of a research item the most it may take."""
    owner: str = ""
    column: str = "backlog"
    sprint: str = ""
    """The name of a sprint; empty while it is in none."""
    start: dt.date | None = None
    finish: dt.date | None = None
    hypothesis: str = ""
    """What a research item settles."""
    decides: str = ""
    """The figure by which it is settled."""
    source: str = ""
    """The key of the answer that it was made from; empty where somebody added it."""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of the board with the most items that may stand in it; None for no limit."""

    id: str
    name: str
    limit: int | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """All items, parents before what is part of them, and the columns they stand in."""

    items: tuple[BacklogItem, ...]
    columns: tuple[BoardColumn, ...]

    def standing_in(self, column: str) -> int:
        """How many items of work stand in a column; epics only gather others and do not count."""
        return sum(item.column == column and item.kind != "epic" for item in self.items)
