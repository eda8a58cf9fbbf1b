"""Answers to questions that are no longer asked, or no longer in that form, so that nothing in the record is
left out.
"""

from collections.abc import Iterable

from mlscope.catalogue import Catalogue, Pack
from mlscope.catalogue.versions import asked_earlier
from mlscope.document.answers import answer_text, remark
from mlscope.document.blocks import Block, Fact, KeyFacts, Paragraph
from mlscope.project import Project

WHAT_IT_IS = (
    "These questions are no longer asked, or no longer in this form. What was answered stays, and counts in"
    " no figure."
)


def answers_of_then(project: Project, catalogue: Catalogue, earlier: Iterable[Pack]) -> list[Fact]:
    """Each such question in its own words with the answer; `earlier` are the packs that were answered, the
    latest first.
    """
    gone = asked_earlier(project, catalogue.questions, earlier)
    return [Fact(q.label, answer_text(project, q), remark(project.about(q.id))) for q in gone]


def section(project: Project, catalogue: Catalogue, earlier: Iterable[Pack]) -> list[Block]:
    """The part of the document; nothing where every answer belongs to a question of today."""
    facts = answers_of_then(project, catalogue, earlier)
    return [Paragraph(WHAT_IT_IS), KeyFacts(tuple(facts))] if facts else []
