"""Documented public cases, as the assessment cites them: entries of the topic `precedents`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mlscope.catalogue.topics import Entry, PrecedentFacts

TOPIC = "precedents"


@dataclass(frozen=True, slots=True)
class Case:
    """A documented case: the entry, what the program reads of it, and its causes by what they raise."""

    entry: Entry
    facts: PrecedentFacts
    causes: Mapping[str, str]
    """Finding or blocker, as CODE or CODE/ANSWER -> the cause that raises it."""

    def raised(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Each finding that a cause of it raises -> the cause; where it hangs on an answer to the question of
        a pack, only with that one among the `answers` by code.
        """
        found = {key: cause for key, cause in self.causes.items() if "/" not in key}
        for key, cause in self.causes.items():
            code, _, answer = key.partition("/")
            if answer and answers.get(code) == answer:
                found[code] = cause
        return found

    def sentence(self, cause: str = "") -> str:
        """As it is cited: As at a hospital's alert system, 2021: its cause, or another one of its causes."""
        return f"As at {self.facts.cited}, {self.facts.year}: {(cause or self.facts.cause).rstrip('.')}."


def cases(entries: Iterable[Entry]) -> tuple[Case, ...]:
    """The cases among the entries of the topic."""
    read = [(entry, PrecedentFacts.model_validate(entry.facts)) for entry in entries]
    return tuple(Case(entry, facts, _causes(facts)) for entry, facts in read)


def _causes(facts: PrecedentFacts) -> dict[str, str]:
    further = {code: told.cause for told in facts.further for code in told.codes}
    return further | dict.fromkeys(facts.codes, facts.cause)
