"""From a project and what the engines say of it to the blocks of its document, chapter by chapter."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlscope.catalogue import Catalogue, Pack
from mlscope.chapters import ANNEXES, VARIANTS
from mlscope.document import (
    closing,
    earlier,
    explained,
    improvement_plan,
    money,
    outcome,
    paper,
    requirements,
    results,
)
from mlscope.document.answers import day, step_answers
from mlscope.document.blocks import Block, Callout, Contents, Document, Heading, PageBreak, Paragraph
from mlscope.document.decision import decision_page, last_conditions
from mlscope.document.slides import slides
from mlscope.document.text import short, whole_sentences
from mlscope.errors import DocumentError, did_you_mean
from mlscope.project import STEPS, Project, State
from mlscope.project.conflicts import Conflict
from mlscope.project.signatures import Signature
from mlscope.results import ChangeExplained

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

IN_DEPTH = 20
"""Answers beyond Quick scope from which a project has more to say than two pages."""


@dataclass(frozen=True)
class Subject:
    """A project with all that a document of it says: what the engines found, and where it stands in its
    history.

    `milestone` and `revision` are printed. `packs` are the versions that were answered, the latest first.
    `changed` names the questions and rules that are not those of the milestone any more, `notes` say what of
    it could not be replayed, `judged_today` how today's rules judge it where that differs. `signatures` are
    those on it, `head` the last link of the log that a signed milestone rests on, and `conflicts` answers
    that two people wrote at the same time, and nobody has chosen between.
    """

    appraisal: "Appraisal"
    catalogue: Catalogue
    milestone: str = ""
    revision: int | None = None
    packs: Sequence[Pack] = ()
    changed: Collection[str] = ()
    signatures: Sequence[Signature] = ()
    notes: Sequence[str] = ()
    head: str = ""
    conflicts: Collection[Conflict] = ()
    judged_today: str = ""
    since: str = ""
    moved: ChangeExplained | None = None
    """What changed since the milestone before, named by `since`."""

    @property
    def project(self) -> Project:
        """The record."""
        return self.appraisal.project


def build(
    appraisal: "Appraisal",
    catalogue: Catalogue,
    *,
    variant: str = "full",
    annexes: Collection[str] | None = None,
    milestone: str = "",
    revision: int | None = None,
    packs: Iterable[Pack] = (),
    changed: Collection[str] = (),
    signatures: Sequence[Signature] = (),
    notes: Sequence[str] = (),
    head: str = "",
    conflicts: Collection[Conflict] = (),
    judged_today: str = "",
    since: str = "",
    moved: ChangeExplained | None = None,
) -> Document:
    """The document in a variant, its chapters in the order of the outline; of its annexes only those that are
    named, or all where none are.

    Today is the record's as-of date, so the same record gives the same document; the other arguments are
    those of `Subject`. DocumentError for a variant that there is not.
    """
    subject = Subject(
        appraisal,
        catalogue,
        milestone,
        revision,
        tuple(packs),
        changed,
        signatures,
        notes,
        head,
        conflicts,
        judged_today,
        since,
        moved,
    )
    if variant not in VARIANTS:
        raise DocumentError(f"There is no variant '{variant}'{did_you_mean(variant, VARIANTS)}.")
    chapters = {
        name: f"What changed since {short(since, 60)}" if name == "moved" and since else title
        for name, title in chapters_of(subject.project, catalogue, variant).items()
        if name not in ANNEXES or annexes is None or name in annexes
    }
    if variant == "slides":
        blocks, sheets = slides(appraisal, catalogue, list(chapters))
    else:
        blocks, sheets = _blocks(subject, chapters)
    return Document(
        subject.project.name,
        _subtitle(subject, variant),
        subject.project.as_of,
        tuple(_remarked(blocks, " ".join(filter(None, (judged_today, *notes))))),
        sheets=sheets,
        slides=variant == "slides",
    )


def chapters_of(project: Project, catalogue: Catalogue, variant: str) -> Mapping[str, str]:
    """The chapters of a variant with their titles; of a paper on a project in Quick scope those of the
    brief.
    """
    brief = variant == "paper" and not in_depth(project, catalogue)
    return catalogue.outline.chapters("brief" if brief else variant)


def in_depth(project: Project, catalogue: Catalogue) -> bool:
    """Has somebody answered more than Quick scope asks?"""
    said = sum(
        project.state(question.id) != State.untouched and not project.assumed(question.id)
        for question in catalogue.questions.values()
        if not question.core
    )
    return said >= IN_DEPTH


def _blocks(subject: Subject, chapters: Mapping[str, str]) -> tuple[list[Block], int]:
    """The blocks of the chapters, each on a new page, and how many of them are sheets of one page."""
    blocks: list[Block] = []
    front = [name for name in chapters if name not in ANNEXES]
    back = {name: content for name in chapters if name in ANNEXES and (content := CHAPTERS[name](subject))}
    for name in front:
        blocks += [*([PageBreak()] if blocks else []), Heading(1, chapters[name]), *CHAPTERS[name](subject)]
    if "glossary" in chapters:
        text = closing.text_of([*blocks, *(block for content in back.values() for block in content)])
        terms = closing.glossary(subject.catalogue.entries("glossary"), text)
        back = {name: terms if name == "glossary" else content for name, content in back.items()}
    back = {name: content for name, content in back.items() if content}
    if front and back:
        blocks += [PageBreak(), Contents()]
    for letter, (name, content) in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", back.items(), strict=False):
        title = f"Annex {letter}: {chapters[name]}" if front else chapters[name]
        blocks += [Heading(1, title), *content]
    return blocks, len(front)


def _remarked(blocks: Sequence[Block], remark: str) -> list[Block]:
    """The blocks with what is to be known of a milestone on page one: under the first heading, or behind the
    verdict where that follows it.
    """
    if not remark:
        return list(blocks)
    place = 2 if len(blocks) > 1 and isinstance(blocks[1], Callout) else 1
    return [*blocks[:place], Paragraph(whole_sentences(remark, 330)), *blocks[place:]]


def _subtitle(subject: Subject, variant: str) -> str:
    kind = "Requirements" if variant == "requirements" else "Scope and decision"
    parts = [kind, f"as of {day(subject.project.as_of)}"]
    parts += [f"milestone {short(subject.milestone, 60)}"] if subject.milestone else []
    parts += [f"revision {subject.revision}"] if subject.revision is not None else []
    parts += ["fictional sample"] if subject.project.sample else []
    return ", ".join(parts)


# ── chapters
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _decision(subject: Subject) -> list[Block]:
    return decision_page(subject.appraisal, subject.catalogue, subject.signatures, len(subject.notes))


def _figures(subject: Subject) -> list[Block]:
    """What the engines found, in full: feasibility, value, budget, plan and law."""
    appraisal, catalogue = subject.appraisal, subject.catalogue
    effective = subject.project.effective(catalogue.questions)
    return [
        *results.feasibility(appraisal.assessment),
        Heading(2, "Value"),
        *money.value(appraisal, effective, catalogue.questions),
        Heading(2, "Budget"),
        *money.budget(appraisal),
        Heading(2, "Plan"),
        *results.plan(appraisal.schedule),
        *results.ai_act(appraisal.assessment.ai_act),
    ]


def _answers(subject: Subject) -> list[Block]:
    """Every answer, by step; then what waits for a choice, and what was asked earlier."""
    catalogue = subject.catalogue
    project = subject.project.fitting(catalogue.questions)
    asked = project.asked(catalogue.questions)
    blocks: list[Block] = []
    for step in STEPS:
        if said := step_answers(project, catalogue.of_step(step), asked, level=3):
            blocks += [Heading(2, catalogue.step(step).name), *said]
    if subject.conflicts:
        waiting = closing.waiting(subject.conflicts, subject.project, catalogue)
        blocks += [Heading(2, "Waiting for a choice"), *waiting]
    if asked_earlier := earlier.section(subject.project, catalogue, subject.packs):
        blocks += [Heading(2, "Asked earlier"), *asked_earlier]
    return blocks


def _provenance(subject: Subject) -> list[Block]:
    return closing.provenance(
        subject.appraisal,
        subject.catalogue,
        subject.milestone,
        subject.revision,
        subject.changed,
        subject.signatures,
        subject.head,
    )


def _of_paper(
    write: "Callable[[Appraisal, Catalogue], list[Block]]",
) -> Callable[[Subject], list[Block]]:
    return lambda subject: write(subject.appraisal, subject.catalogue)


def _found(subject: Subject, *, low: bool) -> list[Block]:
    appraisal = subject.appraisal
    return [
        *last_conditions(appraisal, subject.catalogue),
        *results.findings(appraisal.assessment, subject.project, low=low),
    ]


CHAPTERS: dict[str, Callable[[Subject], list[Block]]] = {
    "decision": _decision,
    "brief": _of_paper(paper.brief),
    "case": _of_paper(paper.case),
    "value": _of_paper(paper.value),
    "pilot": _of_paper(paper.pilot),
    "plan": _of_paper(paper.plan),
    "risks": _of_paper(paper.risks),
    "requirements": lambda subject: requirements.chapter(subject.project, subject.catalogue),
    "figures": _figures,
    "answers": _answers,
    "findings": lambda subject: _found(subject, low=False),
    "all_findings": lambda subject: _found(subject, low=True),
    "recommendations": lambda subject: results.recommendations(
        subject.appraisal.assessment, subject.catalogue, every=False
    ),
    "all_recommendations": lambda subject: results.recommendations(
        subject.appraisal.assessment, subject.catalogue, every=True
    ),
    "precedents": lambda subject: results.precedents(subject.appraisal.assessment),
    "improvement": lambda subject: improvement_plan.section(subject.appraisal.assessment.improvement),
    "outcome": lambda subject: outcome.section(subject.appraisal),
    "moved": lambda subject: (
        explained.section(subject.moved, subject.project, subject.catalogue) if subject.moved else []
    ),
    "glossary": lambda _: [Paragraph("")],
    "provenance": _provenance,
}
"""What writes each chapter; the glossary is found in the text of all others."""
