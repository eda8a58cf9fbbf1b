"""Findings from the questions of packs: an answer that is weak, or grave where much is at stake, brings up
the pack's own advice.

An answer that scores near the lower end is weak anywhere. A better one calls for advice where a row of the
question's severity names it and holds: "nobody has looked" is no middling answer where people's rights are at
stake. The score has already counted where its question belongs to a dimension; a finding only says what it
means and what to do.
"""

import re
from collections.abc import Iterator

from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import shown
from mlscope.assess.severity import may_be_high, severity_of
from mlscope.questions import Question
from mlscope.results import Finding, Severity

WEAK = 0.3
"""The score up to which an answer calls for advice."""
POOR = 0.05
"""The score up to which it does so with medium severity, where the pack says nothing else."""
_PLACES = re.compile(r"\{(outcome|entity|decision)\}")
_UNNAMED = {"outcome": "The predicted outcome", "entity": "a case", "decision": "the decision"}


def weak_answers(facts: Facts) -> Iterator[Finding]:
    """A finding for each confirmed answer to a pack question that calls for advice."""
    for question in facts.catalogue.advised:
        if (grave := severity_of_answer(question, facts)) is None:
            continue
        severity, at_worst = grave
        yield Finding(
            code=question.code,
            severity=severity,
            message=_sentence(facts, question, _answer(facts, question)),
            advice=question.advice,
            answers=(question.id,),
            waived=facts.waived(question.code),
            title=question.label,
            at_worst=at_worst,
            cause=facts.catalogue.causes.cause(question.code).id,
        )


def severity_of_answer(question: Question, facts: Facts) -> tuple[Severity, Severity] | None:
    """How grave the answer to a pack question is, as things stand and at the worst; None where it calls for
    no advice.
    """
    answer = _answer(facts, question)
    score = question.scoring.scores.get(answer) if question.scoring and answer else None
    if score is None or not (score <= WEAK or _named(facts, question)):
        return None
    otherwise: Severity = "medium" if score <= POOR else "low"
    severity, at_worst = severity_of(question.severity, facts, otherwise)
    return severity or otherwise, at_worst or otherwise


def unknown_and_grave(facts: Facts) -> Iterator[str]:
    """Codes of questions of packs whose answer somebody is finding out, and which may turn out to be a high
    finding.
    """
    for question in facts.catalogue.advised:
        if question.severity and facts.unknown(question.id) and may_be_high(question.severity, facts):
            yield question.code


def _answer(facts: Facts, question: Question) -> str:
    value = facts[question.id]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


def _named(facts: Facts, question: Question) -> bool:
    """Does a row of the severity that names this answer hold?"""
    named = [row for row in question.severity if question.id in row.when]
    return bool(named) and severity_of(named, facts)[0] is not None


def _sentence(facts: Facts, question: Question, answer: str) -> str:
    """What the answer means for the project; of a question that says nothing of it, the answer with the
    reason for asking.
    """
    if answer in question.weak:
        return _PLACES.sub(lambda place: _words(facts, place[1]), question.weak[answer])
    because = f" {question.why}" if question.why else ""
    return f"“{question.label}” is answered “{shown(question, facts[question.id]).rstrip('.')}”.{because}"


def _words(facts: Facts, name: str) -> str:
    answer = facts[f"problem.{name}"]
    return f"“{answer.strip().rstrip('.')}”" if answer else _UNNAMED[name]
