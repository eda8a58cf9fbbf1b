"""Which answers each rule reads: items of dimensions, findings, blockers and the tier.

A rule is evaluated once for each combination of the answers that it declares here, however many draws share
the combination. What it reads and does not declare would be taken from another draw, so a test holds every
rule to its declaration.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from mlscope.assess import ai_act
from mlscope.assess.blockers import TESTS as BLOCKERS
from mlscope.assess.computed import item_of as computed_item
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import item_of, scored
from mlscope.assess.findings import raised, severities
from mlscope.assess.weak import severity_of_answer
from mlscope.catalogue import Catalogue
from mlscope.questions import Question, SeverityRow
from mlscope.results import Item, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that is computed from a few answers: its name, the ids of the answers it reads, and the
    computation.
    """

    id: str
    reads: tuple[str, ...]
    of: Callable[[Facts], Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a catalogue that a verdict rests on."""

    items: tuple[tuple[str, Rule], ...]
    """(dimension, rule for an `Item`)"""
    findings: tuple[Rule, ...]
    """Rules for the severity of a finding, None where it is not raised."""
    blockers: tuple[Rule, ...]
    """Rules for a `Standing`."""
    tier: Rule

    def all(self) -> Iterator[Rule]:
        """Every rule."""
        yield from (rule for _, rule in self.items)
        yield from self.findings
        yield from self.blockers
        yield self.tier


def rules_of(catalogue: Catalogue) -> Rules:
    """The rules of a catalogue, with what they read."""
    return Rules(
        tuple(_items(catalogue)),
        tuple(_findings(catalogue)),
        tuple(
            Rule(code, _declared(catalogue.rules["blockers"][code]), test) for code, test in BLOCKERS.items()
        ),
        Rule("tier", (*ai_act.READS, "ethics.product_law"), ai_act.tier),
    )


def may_be_high(catalogue: Catalogue, code: str) -> bool:
    """Is there a row by which this finding is a high one?"""
    return code in catalogue.may_be_high


def _declared(rule: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rule["answers"], *rule.get("reads", ()))))


def _keys(rows: Iterable[SeverityRow]) -> Iterator[str]:
    return (key for row in rows for key in row.when)


def _items(catalogue: Catalogue) -> Iterator[tuple[str, Rule]]:
    for question in scored(catalogue.questions.values()):
        assert question.scoring is not None
        yield question.scoring.dimension, Rule(question.id, (question.id,), partial(_scored_item, question))
    for item_id, rule in catalogue.rules["feasibility"]["computed"].items():
        reads = (*rule["answers"], *rule.get("also", ()), *rule.get("named", ()))
        yield rule["dimension"], Rule(item_id, reads, partial(computed_item, item_id, rule))


def _scored_item(question: Question, facts: Facts) -> Item:
    return item_of(question, facts)


def _findings(catalogue: Catalogue) -> Iterator[Rule]:
    for code, rule in catalogue.rules["findings"].items():
        rows = catalogue.severities[code]
        reads = tuple(dict.fromkeys((*_declared(rule), *_keys(rows))))
        yield Rule(code, reads, partial(_severity, code))
    for question in catalogue.advised:
        reads = tuple(dict.fromkeys((question.id, *_keys(question.severity))))
        yield Rule(question.code, reads, partial(_severity_of_answer, question))


def _severity(code: str, facts: Facts) -> Severity | None:
    figures = raised(code, facts)
    return None if figures is None else severities(code, figures, facts)[0]


def _severity_of_answer(question: Question, facts: Facts) -> Severity | None:
    grave = severity_of_answer(question, facts)
    return grave[0] if grave else None
