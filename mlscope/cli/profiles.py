"""`mlscope profile`: what a sample says, in a terminal, and its answers into a project file."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlscope.cli.commands import Outcome

if TYPE_CHECKING:
    from mlscope.profile import Column, Fact, Profile
    from mlscope.project import Project

MOST_LINES = 40
NAME_WIDTH = 28


def profile(asked: argparse.Namespace) -> Outcome:
    """What a CSV or Parquet sample says about the data step; the sample is not kept."""
    from mlscope import catalogue as content
    from mlscope import profile as measuring
    from mlscope.project import files

    project = files.load(asked.into, content.load().questions.values()) if asked.into else None
    found = measuring.profile(asked.file, asked.label)
    facts = measuring.facts(found)
    plain: dict[str, Any] = measuring.as_json(found) | {
        "answers": {fact.question: fact.value for fact in facts},
        "answer_notes": {fact.question: fact.note for fact in facts},
    }
    lines = [*_lines(found), *_answers("It answers:", facts)]
    if project is not None:
        taken = write_into(project, facts, asked.into)
        plain |= {"into": str(asked.into), "taken": [fact.question for fact in taken]}
        stands = [fact for fact in facts if fact not in taken]
        lines += [f"{len(taken)} of them now stand in {asked.into.name}."]
        lines += _answers("Kept as they were, because somebody had answered them:", stands, project)
    return Outcome(plain, "\n".join(lines))


def write_into(project: "Project", facts: "Sequence[Fact]", path: Path) -> "list[Fact]":
    """Save the facts that answer open questions into a project file; returns these. Answers that stand are
    kept.
    """
    from mlscope.profile import unanswered
    from mlscope.project import Answer, Project, files

    taken, said = unanswered(facts, project), project.flatten()
    if taken:
        said |= {fact.question: fact.over(said.get(fact.question, Answer())) for fact in taken}
        files.save(Project.unflatten(project.id, said), path)
    return taken


def _lines(found: "Profile") -> Iterator[str]:
    from mlscope.profile import sentences

    yield found.file
    yield from (f"  {sentence}" for sentence in sentences(found))
    yield f"  {'column':<{NAME_WIDTH}}  {'type':<14}  {'missing':>8}  {'different':>12}  range"
    yield from (f"  {_line(column)}" for column in found.columns[:MOST_LINES])
    if len(found.columns) > MOST_LINES:
        yield f"  and {len(found.columns) - MOST_LINES:,} more columns; --format json has them all"


def _line(column: "Column") -> str:
    from mlscope.profile import different, extent

    name = column.name if len(column.name) <= NAME_WIDTH else column.name[: NAME_WIDTH - 1] + "…"
    misfits = f"  ({column.misfits:,} values are none)" if column.misfits else ""
    said = (
        f"{name:<{NAME_WIDTH}}  {column.type:<14}  {column.missing:>8.1%}  {different(column):>12} "
        f" {extent(column)}{misfits}"
    )
    return said.rstrip()


def _answers(head: str, facts: "Iterable[Fact]", project: "Project | None" = None) -> list[str]:
    lines = [
        f"  {fact.question}: {_plain(project.raw(fact.question) if project else fact.value)}"
        for fact in facts
    ]
    return [head, *lines] if lines else []


def _plain(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else getattr(value, "value", value)
