"""Findings from the questions of packs: an answer near the lower end of its scores brings up the pack's own advice.

The score has already counted where its question belongs to a dimension; a finding only says what to do about it, so that the line
at which it appears moves nothing.
"""

from collections.abc import Iterator

from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import shown
from mlscope.results import Finding

WEAK = 0.3
"""The score up to which an answer calls for advice."""
POOR = 0.05
"""The score up to which it does so with medium severity."""


def weak_answers(facts: Facts) -> Iterator[Finding]:
    """A finding for each confirmed answer to a pack question that scores low and has advice."""
    for question in facts.questions.values():
        if not question.pack or not question.advice or question.scoring is None:
            continue
        value = facts[question.id]
        answer = ("yes" if value else "no") if isinstance(value, bool) else value
        score = question.scoring.scores.get(answer) if isinstance(answer, str) else None
        if score is None or score > WEAK:
            continue
        yield Finding(
            code=question.code,
            severity="medium" if score <= POOR else "low",
            message=f"{question.label} {shown(question, value).rstrip('.')}.",
            advice=question.advice,
            answers=(question.id,),
            waived=facts.waived(question.code),
            title=question.label,
        )
