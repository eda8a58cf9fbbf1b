"""From a project and what the engines say of it to the blocks of its requirements document."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from mlscope.catalogue import Catalogue, Pack
from mlscope.document import closing, earlier, explained, improvement_plan, money, results
from mlscope.document.answers import day, step_answers
from mlscope.document.blocks import Block, Contents, Document, Heading, PageBreak, Paragraph
from mlscope.document.decision import decision_page
from mlscope.document.text import short
from mlscope.project import STEPS, Project
from mlscope.project.conflicts import Conflict
from mlscope.project.signatures import Signature
from mlscope.results import ChangeExplained

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

Section = tuple[str, list[Block]]


def build(
    appraisal: "Appraisal",
    catalogue: Catalogue,
    *,
    milestone: str = "",
    revision: int | None = None,
    packs: Iterable[Pack] = (),
    changed: Collection[str] = (),
    signatures: Sequence[Signature] = (),
    notes: Sequence[str] = (),
    head: str = "",
    conflicts: Collection[Conflict] = (),
    since: str = "",
    moved: ChangeExplained | None = None,
) -> Document:
    """The whole document: the decision on the first page, then every answer and result, then where they come
    from.

    `milestone` and `revision` are printed; today is the record's as-of date, so the same record gives the
    same document. `packs` are the versions that were answered, the latest first, to word what was asked
    earlier. `changed` names the questions and rules that are not those of the milestone any more, `notes` say
    what of it could not be replayed, `signatures` are those on it. `head` is the last link of the log that a
    signed milestone rests on. `conflicts` are answers that two people wrote at the same time, and nobody has
    chosen between. `moved` is what changed since the milestone before, named by `since`.
    """
    project = appraisal.project
    sections = [*_steps(appraisal, catalogue), *_closing(appraisal, catalogue)]
    if moved is not None:
        told = explained.section(moved, project, catalogue)
        sections.append((f"What changed since {short(since, 60)}", told))
    if conflicts:
        sections.append(("Waiting for a choice", closing.waiting(conflicts, project, catalogue)))
    if asked_earlier := earlier.section(project, catalogue, packs):
        sections.append(("Asked earlier", asked_earlier))
    blocks: list[Block] = [
        Heading(1, "Decision"),
        *decision_page(appraisal, catalogue.questions, signatures, notes),
        PageBreak(),
        Contents(),
    ]
    for title, content in sections:
        blocks += [Heading(1, title), *content]
    if terms := closing.glossary(catalogue.entries("glossary"), closing.text_of(blocks)):
        blocks += [Heading(1, "Glossary"), *terms]
    blocks += [
        Heading(1, "Provenance"),
        *closing.provenance(appraisal, catalogue, milestone, revision, changed, signatures, head),
    ]
    return Document(project.name, _subtitle(project, milestone, revision), project.as_of, tuple(blocks))


def _subtitle(project: Project, milestone: str, revision: int | None) -> str:
    parts = ["Scope and decision", f"as of {day(project.as_of)}"]
    parts += [f"milestone {short(milestone, 60)}"] if milestone else []
    parts += [f"revision {revision}"] if revision is not None else []
    parts += ["fictional sample"] if project.sample else []
    return ", ".join(parts)


def _steps(appraisal: "Appraisal", catalogue: Catalogue) -> list[Section]:
    """A section for each step of the wizard: its answers, and what the engines made of them."""
    project = appraisal.project.fitting(catalogue.questions)
    asked = project.asked(catalogue.questions)
    effective = project.effective(catalogue.questions)
    found: dict[str, list[Block]] = {
        "feasibility": results.feasibility(appraisal.assessment),
        "value": money.value(appraisal, effective, catalogue.questions),
        "ethics": results.ai_act(appraisal.assessment.ai_act),
        "plan": results.plan(appraisal.schedule),
    }
    sections = []
    for step in STEPS:
        answers = step_answers(project, catalogue.of_step(step), asked, level=3 if step in found else 2)
        head = [Heading(2, "Answers")] if answers and step in found else []
        sections.append(
            (
                catalogue.step(step).name,
                [*found.get(step, []), *head, *answers] or [Paragraph("Nothing is asked here.")],
            )
        )
    return sections


def _closing(appraisal: "Appraisal", catalogue: Catalogue) -> list[Section]:
    titles = {name: topic.title for name, topic in catalogue.topics.items()}
    plan = improvement_plan.section(appraisal.assessment.improvement)
    return [
        ("Budget", money.budget(appraisal)),
        ("Open questions", closing.open_questions(appraisal, catalogue)),
        *((("Improvement plan", plan),) if plan else ()),
        ("Findings", results.findings(appraisal.assessment, appraisal.project)),
        ("Projects like this one", results.precedents(appraisal.assessment)),
        ("Recommendations", results.recommendations(appraisal.assessment, titles)),
    ]
