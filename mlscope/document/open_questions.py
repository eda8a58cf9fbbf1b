"""What somebody still has to find out: the questions answered "don't know yet", with who and by when."""

import datetime as dt
from dataclasses import dataclass

from mlscope.catalogue import Catalogue
from mlscope.document.answers import day
from mlscope.document.blocks import Document, Paragraph, Table, table
from mlscope.document.csv_file import csv_file
from mlscope.document.markdown import markdown
from mlscope.project import Project, State

TITLES = ("Question", "Step", "Who finds out", "By", "Note")


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that somebody is to find out; `late` when its date lies before the project's own."""

    id: str
    label: str
    step: str
    who: str
    by: dt.date | None
    note: str
    late: bool


def open_questions(project: Project, catalogue: Catalogue) -> tuple[OpenQuestion, ...]:
    """The open questions that the project is asked, the most urgent first, those without a date last."""
    truth = project.asked(catalogue.questions)
    found = [
        OpenQuestion(
            id=i,
            label=catalogue.questions[i].label,
            step=catalogue.step(catalogue.questions[i].step).name,
            who=about.who,
            by=about.by,
            note=about.note,
            late=about.by is not None and about.by < project.as_of,
        )
        for i, about in project.answers.items()
        if about.state == State.unknown and truth.get(i, "no") != "no"
    ]
    return tuple(sorted(found, key=lambda one: (str(one.by or "9999"), one.id)))


def as_csv(found: tuple[OpenQuestion, ...]) -> bytes:
    """The list for a spreadsheet, dates as YYYY-MM-DD."""
    return csv_file(
        TITLES,
        [(one.label, one.step, one.who, one.by.isoformat() if one.by else "", one.note) for one in found],
    )


def as_markdown(found: tuple[OpenQuestion, ...], project: Project) -> bytes:
    """The list as a page of its own, to paste into a ticket or a mail."""
    block = as_table(found) if found else Paragraph("Nobody has said that something is not known yet.")
    return markdown(Document("Open questions", project.name, project.as_of, (block,)))


def as_table(found: tuple[OpenQuestion, ...]) -> Table:
    """The list as a table of the document."""
    rows = [
        (one.label, one.who or "nobody named", day(one.by) if one.by else "no date", one.note)
        for one in found
    ]
    return table(("Question", "Who finds out", "By", "Note"), rows)
