"""Documented public cases, as the assessment cites them: entries of the topic `precedents`."""

from collections.abc import Iterable
from dataclasses import dataclass

from mlscope.catalogue.topics import Entry, PrecedentFacts

TOPIC = "precedents"


@dataclass(frozen=True, slots=True)
class Case:
    """A documented case: the entry, and what the program reads of it."""

    entry: Entry
    facts: PrecedentFacts
    codes: frozenset[str]

    @property
    def sentence(self) -> str:
        """As it is cited: As at a hospital's alert system, 2021: its cause."""
        return f"As at {self.facts.cited}, {self.facts.year}: {self.facts.cause.rstrip('.')}."


def cases(entries: Iterable[Entry]) -> tuple[Case, ...]:
    """The cases among the entries of the topic."""
    read = [(entry, PrecedentFacts.model_validate(entry.facts)) for entry in entries]
    return tuple(Case(entry, facts, frozenset(facts.codes)) for entry, facts in read)
