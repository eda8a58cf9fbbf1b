"""The end of the document: open questions, glossary, and where every statement comes from."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from mlscope import __version__
from mlscope.catalogue import Catalogue, Entry
from mlscope.document import open_questions as open_list
from mlscope.document.answers import day, percent
from mlscope.document.blocks import Block, Bullets, Callout, Fact, KeyFacts, Paragraph, Table, table
from mlscope.document.changes import describe
from mlscope.document.text import short
from mlscope.glossary import other_names, terms_in
from mlscope.project import BLANK, Answer, Project
from mlscope.project.conflicts import Conflict
from mlscope.project.signatures import Signature
from mlscope.questions import Question

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal


def open_questions(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """Who finds out what by when, and which answers would move the verdict most."""
    found = open_list.open_questions(appraisal.project, catalogue)
    blocks: list[Block] = [
        open_list.as_table(found) if found else Paragraph("No question is marked as open.")
    ]
    blocks.append(Paragraph(appraisal.assessment.stopping_rule))
    if appraisal.assessment.next_questions:
        best = [(q.label, q.reason) for q in appraisal.assessment.next_questions[:10]]
        blocks.append(table(("Question", "What it would change"), best, caption="Worth answering next"))
    return blocks


def waiting(conflicts: Iterable[Conflict], project: Project, catalogue: Catalogue) -> list[Block]:
    """Answers that two people wrote at the same time: which one stands, and which one was not taken over."""
    rows = []
    for conflict in conflicts:
        stands = describe(conflict.key, BLANK, conflict.theirs, project, catalogue)
        proposed = describe(conflict.key, BLANK, conflict.mine, project, catalogue)
        if stands and proposed:
            sides = (
                f"{one.after} ({by})"
                for one, by in ((stands, _by(conflict.theirs)), (proposed, _by(conflict.mine)))
            )
            rows.append((stands.what, *sides))
    return [
        Paragraph(
            "Two people wrote these answers at the same time. The first one stands until somebody chooses."
        ),
        table(("Question", "Stands", "Not taken over"), rows),
    ]


def _by(answer: Answer) -> str:
    return answer.author or "unknown"


def glossary(entries: Iterable[Entry], text: str) -> list[Block]:
    """The terms of the catalogue's glossary that occur in the document."""
    used = terms_in(entries, text)
    return (
        [KeyFacts(tuple(Fact(e.name, _meaning(e)) for e in sorted(used, key=lambda e: e.name.lower())))]
        if used
        else []
    )


def _meaning(entry: Entry) -> str:
    names = other_names(entry)
    return f"{entry.text} Also: {', '.join(names)}." if names else entry.text


def text_of(blocks: Iterable[Block]) -> str:
    """All words of some blocks, to look terms up in."""
    return "\n".join(_words(block) for block in blocks)


def _words(block: Block) -> str:
    match block:
        case KeyFacts(facts=facts):
            return "\n".join(f"{f.label}\n{f.text}\n{f.remark}" for f in facts)
        case Bullets(items=items):
            return "\n".join(items)
        case Table(columns=columns, rows=rows):
            return "\n".join([*(c.title for c in columns), *(cell for row in rows for cell in row)])
        case Callout():
            return "\n".join((block.title, block.text, *block.points))
    return getattr(block, "text", "")


def provenance(
    appraisal: "Appraisal",
    catalogue: Catalogue,
    milestone: str,
    revision: int | None,
    changed: Collection[str] = (),
    signatures: Iterable[Signature] = (),
    head: str = "",
) -> list[Block]:
    """Versions, seed and date that this document was made from, and who answered what, when and on which
    evidence.

    `changed` names the questions and rules that read otherwise today than when the milestone was set;
    `signatures` are all on it. `head` is the last link of the log that a signed milestone rests on.
    """
    project, money = appraisal.project, appraisal.money
    packs = ", ".join(f"{name} {pin.version}" for name, pin in sorted(project.packs.items()))
    rows = list(_authors(project, catalogue.questions))
    remarks = [f"Milestone: {milestone}."] if milestone else []
    remarks += [] if rows else ["It names no authors of answers."]
    facts = [
        Fact("Record", f"{project.id}, as of {day(project.as_of)}"),
        Fact(
            "Revision",
            "the project file" if revision is None else str(revision),
            " ".join(remarks),
        ),
        *([Fact("Head of the history", head, "mlscope verify --head checks it")] if head else []),
        Fact("Made with", f"mlscope {__version__}"),
        Fact(
            "Question packs",
            packs or ", ".join(f"{p.id} {p.version}" for p in catalogue.packs.values()) or "none",
        ),
        *(
            [Fact("Since this milestone", "changed, and not used here", ", ".join(changed))]
            if changed
            else []
        ),
        *(Fact("Signed", signature.words, short(signature.note, 300)) for signature in signatures),
        Fact(
            "Simulation",
            f"{money.points:,} points, seed {money.seed}, discount rate {percent(money.discount_rate)}",
        ),
    ]
    who = [table(("Answer", "By", "When", "Evidence"), rows, caption="Who answered what")] if rows else []
    return [KeyFacts(tuple(facts)), *who]


def _authors(project: Project, questions: Mapping[str, Question]) -> Iterable[tuple[str, ...]]:
    for key, about in sorted(project.answers.items()):
        if "/" not in key and (about.author or about.at):
            label = questions[key].label if key in questions else key
            yield (
                label,
                about.author or "unknown",
                f"{about.at:%Y-%m-%d %H:%M}" if about.at else "",
                about.evidence.label if about.evidence else "",
            )
