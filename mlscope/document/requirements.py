"""Requirements that a team can build from: what must hold, by which figure, how that is checked, and which
answer and objective it comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from mlscope.catalogue import Catalogue
from mlscope.document.answers import number, percent
from mlscope.document.blocks import Block, Heading, Paragraph, table
from mlscope.document.csv_file import csv_file
from mlscope.project import Project
from mlscope.project.numbering import allot_numbers, label, places
from mlscope.project.steps.data import Input, Source
from mlscope.project.steps.metrics import Guardrail, QualityRequirement, Requirement

KINDS = {
    "FR": "Functional requirements",
    "NFR": "Non-functional requirements",
    "DR": "Requirements on data",
    "MR": "Requirements on the model",
}
TITLES = (
    "No.",
    "Requirement",
    "Measured by",
    "Target",
    "How it is checked",
    "Serves",
    "Priority",
    "Status",
    "Source",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A requirement as people read it; what nobody has said is empty. `source` is the answer behind it."""

    number: str
    statement: str
    measure: str = ""
    target: str = ""
    check: str = ""
    serves: str = ""
    priority: str = ""
    status: str = ""
    source: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """One text for each of the titles."""
        return tuple(str(getattr(self, field.name)) for field in fields(self))


def requirements(project: Project, catalogue: Catalogue) -> tuple[Stated, ...]:
    """All requirements by kind and number; those that the record has not numbered yet by the age of their
    row.
    """
    wanted = list(places(project.flatten()))
    numbers = project.numbers | allot_numbers(project.numbers, wanted)
    stated = [
        (list(KINDS).index(label(place, numbers[place]).partition("-")[0]), numbers[place], place)
        for place in wanted
    ]
    return tuple(
        found
        for _, count, place in sorted(stated)
        if (found := _stated(place, label(place, count), project, catalogue)) is not None
    )


def _stated(place: str, numbered: str, project: Project, catalogue: Catalogue) -> Stated | None:
    question, _, row_id = place.partition("/")
    source = catalogue.questions[question].label
    if not row_id:
        return _of_answer(question, numbered, source, project, catalogue)
    row = next((row for row in project.raw(question) or [] if row.id == row_id), None)
    match row:
        case Requirement():
            return Stated(
                numbered,
                row.name or "unnamed",
                row.measure or "",
                row.target or "",
                row.check or _accepted(project, row.name),
                _serves(project, row.serves),
                _word(row.priority),
                _word(row.status),
                source,
            )
        case QualityRequirement():
            kind = f"{row.kind.label}: " if row.kind else ""
            return Stated(
                numbered,
                kind + (row.name or "unnamed"),
                row.measure or "",
                row.target or "",
                row.check or "",
                _serves(project, row.serves),
                _word(row.priority),
                _word(row.status),
                source,
            )
        case Source():
            owner = f", delivered by {row.owner}" if row.owner else ""
            target = "" if row.quality is None else f"quality: {row.quality.label.lower()}"
            return Stated(
                numbered,
                f"{row.name or 'An unnamed source'}{owner}",
                "Access" if row.access else "",
                target,
                status=_word(row.access),
                source=source,
            )
        case Input():
            origin = f", from {row.source}" if row.source else ""
            known = {True: "known at that moment", False: "not known in time", None: ""}[row.in_time]
            return Stated(numbered, f"{row.name or 'An unnamed fact'}{origin}", "", known, source=source)
        case Guardrail():
            return Stated(
                numbered, f"{row.name or 'A figure'} must not get worse", row.name or "", row.limit or "",
                source=source,
            )  # fmt: skip
    return None


def _of_answer(
    question: str, numbered: str, source: str, project: Project, catalogue: Catalogue
) -> Stated | None:
    value, entry = project.raw(question), catalogue.entry("metrics", project.metrics.metric)
    if value is None:
        return None
    metric = entry.name if entry else "The figure that the model is judged by"
    told: dict[str, tuple[str, str, str]] = {
        "data.completeness": ("The needed values are filled in", "Share of filled values", percent(value)),
        "metrics.target": ("The model reaches its target", metric, number(value)),
        "metrics.minimum": ("The model is not used below its minimum", metric, number(value)),
        "metrics.precision": ("Of what it flags, this share is right", "Precision", percent(value)),
        "metrics.recall": ("Of what it should find, it finds this share", "Recall", percent(value)),
    }
    statement, measure, target = told[question]
    return Stated(numbered, statement, measure, target, _tested(project, catalogue), source=source)


def _tested(project: Project, catalogue: Catalogue) -> str:
    """How the figures of the model are tested: on data split off as the record says."""
    if project.data.split is None:
        return ""
    question = catalogue.questions["data.split"]
    return f"On data held back, split: {question.label_of(project.data.split.value).lower()}"


def _accepted(project: Project, name: str | None) -> str:
    """What the backlog's story under the same name says of its acceptance."""
    return next(
        (one.accepted_when or "" for one in project.plan.stories or [] if name and one.epic == name), ""
    )


def _serves(project: Project, named: str | None) -> str:
    """The objective that a requirement names; with a single objective all serve it."""
    objectives = [one.name for one in project.problem.objectives or [] if one.name]
    return named or (objectives[0] if len(objectives) == 1 else "")


def _word(choice: Any) -> str:
    return "" if choice is None else str(choice.label)


def chapter(project: Project, catalogue: Catalogue) -> list[Block]:
    """The requirements by kind, and how many cannot be tested as they stand."""
    found = requirements(project, catalogue)
    if not found:
        return [Paragraph("No requirement has been named yet.")]
    blocks: list[Block] = []
    for prefix, title in KINDS.items():
        rows = [one.cells for one in found if one.number.startswith(f"{prefix}-")]
        if rows:
            used = [row[:-1] for row in rows]
            blocks += [Heading(2, title), table(TITLES[:-1], used)]
    untested = [one.number for one in found if not (one.target or one.check)]
    if untested:
        blocks.append(
            Paragraph(f"Neither target nor check is named yet for: {', '.join(untested)}.", "muted")
        )
    return [*blocks, *_trace(found)]


def _trace(found: tuple[Stated, ...]) -> Iterator[Block]:
    """From each objective to what serves it and how that is checked."""
    rows = [
        (one.serves, one.number, one.statement, one.check or one.measure or "to be named")
        for one in found
        if one.serves
    ]
    if rows:
        yield Heading(2, "From objective to test")
        yield table(("Objective", "No.", "Requirement", "Test"), sorted(rows))


def as_csv(project: Project, catalogue: Catalogue) -> bytes:
    """All requirements for a spreadsheet or a tool that manages them, one a row."""
    return csv_file(TITLES, [one.cells for one in requirements(project, catalogue)])
