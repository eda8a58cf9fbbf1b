"""What a person has before them of one answer: in a field, in the cell of a table, in a line of
assumptions.
"""

from dataclasses import dataclass
from typing import Any

from mlscope.project import BLANK, Answer
from mlscope.project.conflicts import Conflict
from mlscope.store import Change


@dataclass
class Draft:
    """One answer as this session last saw it, and what became of what a hand made of it since.

    What differs from `seen` is an edit. It is saved, or `refused` with a sentence that says why it is no
    answer, or it waits in a `conflict`, or it is `unsaved` because the store could not take it; until it is
    saved the screen goes on showing what was typed (`shown`). `taken_in` is the content of the screen that
    was saved last.
    """

    key: str
    seen: Answer = BLANK
    shown: Any = None
    refused: str = ""
    conflict: Conflict | None = None
    unsaved: bool = False
    taken_in: Any = None
    redraw: bool = False

    @property
    def open(self) -> bool:
        """Does the screen show something else than what was last seen of the record?"""
        return bool(self.refused or self.conflict or self.unsaved)

    def refuse(self, shown: Any, why: str) -> None:
        """What is shown is no answer; it stays on the screen."""
        self.shown, self.refused = shown, why

    def settle(self, seen: Answer) -> None:
        """What is shown and what is stored are the same."""
        self.seen, self.shown, self.refused, self.conflict, self.unsaved = seen, None, "", None, False

    def change(self, new: Answer) -> Change:
        """The edit, as the store takes it."""
        return Change(self.key, new, self.seen)

    def reconcile(self, stored: Answer, *, untouched: bool) -> bool:
        """Take in what the store says by now; True where the screen must follow it.

        An answer that a hand has not `untouched` since it was seen is replaced; beside an edit only what
        leaves its value alone is taken in, so that saving the edit meets the rest as a conflict.
        """
        if self.conflict or stored.content == self.seen.content:
            return False
        if untouched and not self.open:
            self.seen = stored
            return True
        if stored.value == self.seen.value:
            self.seen = stored
        return False
