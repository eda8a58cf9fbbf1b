"""Which answers stand on the Inputs sheet, and in which cells: the one place that the writing and the reading
of it share.

They are the answers that the money figures rest on, in the order in which they are asked: what can be typed
as a number, a range, or yes or no. A row of benefits or costs takes one line for each of its estimates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlscope.money import READS
from mlscope.project import TYPED_QUESTIONS, Project
from mlscope.project.steps.value import PREDICTS_NUMBERS
from mlscope.questions import Question

HEADS = (
    "Input",
    "For",
    "For whom",
    "When",
    "First year",
    "Growth a year",
    "Kind of estimate",
    "Value, lowest or P10",
    "Likely or P50",
    "Highest or P90",
    "Never below",
    "Never above",
    "Unit",
    "Counted as",
    "Remark",
    "How sure",
    "Key",
    "As made",
)
(
    LABEL,
    FOR,
    REACH,
    WHEN,
    YEAR,
    GROWTH,
    KIND,
    LOW,
    MIDDLE,
    HIGH,
    LOWER,
    UPPER,
    UNIT,
    USED,
    REMARK,
    SURE,
    KEY,
    MADE,
) = range(len(HEADS))

BESIDE = {
    "name": LABEL,
    "category": FOR,
    "phase": FOR,
    "reach": REACH,
    "when": WHEN,
    "year": YEAR,
    "growth": GROWTH,
    "evidence": SURE,
}
"""The column for each part of a row of benefits or costs beside its estimates."""

NUMBERS: dict[str, dict[str, int]] = {
    "percentiles": {"p10": LOW, "p50": MIDDLE, "p90": HIGH, "lower": LOWER, "upper": UPPER},
    "limits": {"low": LOW, "likely": MIDDLE, "high": HIGH},
    "range": {"low": LOW, "high": HIGH},
    "uniform": {"low": LOW, "high": HIGH},
    "chance": {"probability": LOW},
    "number": {"value": LOW},
}
"""The column for each number of each kind of estimate."""

FIRST_ROW = 6
"""The first line under the heads, counted from 0."""

TABLES = {"benefits": "Benefits", "costs": "Costs"}

IDLE = ("value.pilot_cases", "value.pilot_sensitivity", "value.pilot_specificity", "risks.counted")
"""Answers that the value of a pilot rests on, but none of the figures of the workbook."""

OF_NUMBERS = ("metrics.baseline", "metrics.target")
"""Answers that count only where numbers are predicted."""

OTHERS = "From other steps"

PLAIN_KINDS = ("number", "money", "percent", "yes_no")


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: its log key, how it is asked, and its value as the log keeps it."""

    key: str
    question: Question
    value: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: an answer, and beside it the other parts of its row in a table."""

    main: Cell
    label: str
    group: str
    beside: Mapping[str, Cell] = field(default_factory=dict)
    driver: bool = False
    """One of several factors of the benefit above it."""
    unnamed: str = ""
    """What a row is called while it has no name; formulas show this, so that no text of a person ever stands
    in one.
    """

    owner: str = ""
    """The benefit that a factor belongs to."""

    @property
    def full(self) -> str:
        """The line as it is spoken of where it does not stand below its owner."""
        return f"{self.owner}: {self.label}" if self.owner else self.label

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every answer of the line."""
        return (self.main, *self.beside.values())


def lines(project: Project) -> list[Line]:
    """The lines for a project, and with them the answers that a workbook made of it can change."""
    found: list[Line] = []
    for question in _questions(project):
        if question.kind == "table":
            for number, row in enumerate(project.raw(question.id) or [], 1):
                found += _of_row(question, row.model_dump(mode="json"), number)
        else:
            value = project.model_dump(mode="json", include={question.step: {question.name}})[question.step][
                question.name
            ]
            group = question.group if question.step == "value" else OTHERS
            found.append(Line(Cell(question.id, question, value), question.label, group))
    order = list(dict.fromkeys(line.group for line in found if line.group != OTHERS))
    return sorted(found, key=lambda line: (*order, OTHERS).index(line.group))


def _questions(project: Project) -> Iterator[Question]:
    """What the figures read and this project can be asked, were every question of yes or no answered with
    yes.
    """
    yes = {
        question.name: True
        for question in TYPED_QUESTIONS
        if question.step == "value" and question.kind == "yes_no"
    }
    asked = project.model_copy(update={"value": project.value.model_copy(update=yes)}).asked()
    sorts = project.problem.task not in (None, *PREDICTS_NUMBERS)
    for question in TYPED_QUESTIONS:
        read = READS.get(question.step)
        wanted = read is True or (isinstance(read, set) and question.name in read)
        fits = question.kind in (*PLAIN_KINDS, "estimate") or (
            question.step == "value" and question.name in TABLES
        )
        if (
            wanted
            and fits
            and question.id not in IDLE
            and asked[question.id] != "no"
            and not (sorts and question.id in OF_NUMBERS)
        ):
            yield question


def _of_row(table: Question, row: Mapping[str, Any], number: int) -> Iterator[Line]:
    cells = {
        column.id: Cell(f"{table.id}/{row['id']}/{column.id}", column, row.get(column.id))
        for column in table.columns
    }
    unnamed = f"{table.name.removesuffix('s').capitalize()} {number}"
    beside = {column: cell for column, cell in cells.items() if column in BESIDE}
    title = TABLES[table.name]
    name = row.get("name") or unnamed
    yield Line(cells["amount"], name, title, beside, unnamed=unnamed)
    drivers = [
        cell for column, cell in cells.items() if cell.question.kind == "estimate" and column != "amount"
    ]
    if any(cell.value is not None for cell in drivers):
        yield from (Line(cell, cell.question.label, title, driver=True, owner=name) for cell in drivers)
