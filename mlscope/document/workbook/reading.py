"""Reading a workbook back: what a colleague changed on the Inputs sheet, and what cannot be read, each in a
sentence.

Every line carries its answers as they were when the workbook was made. What differs from those is a change;
so nobody's work on the record since then is undone by an older workbook.
"""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlscope.characters import printable
from mlscope.document.answers import wording
from mlscope.document.workbook import rows
from mlscope.document.workbook.opening import Raw, Sheet, open_inputs
from mlscope.document.workbook.rows import BESIDE, HEADS, NUMBERS, Cell, Line
from mlscope.errors import InputError, did_you_mean, shorten
from mlscope.estimates.notation import KIND_LABELS
from mlscope.project import TYPED_QUESTIONS, Answer, Project, reading
from mlscope.project.checking import checked
from mlscope.questions import Question

BLANK = "blank"

_KINDS = {label: kind for kind, label in KIND_LABELS.items()}
_TABLES = {question.id: question for question in TYPED_QUESTIONS if question.kind == "table"}


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that the workbook changes: its log key, its new value as the log keeps it, and both in words.

    `meanwhile` says what the record holds by now, where that was changed in mlscope after the workbook was
    made.
    """

    key: str
    value: Any
    label: str
    before: str
    after: str
    meanwhile: str = ""

    def answer(self, old: Answer, source: str) -> Answer:
        """The answer that takes the place of `old`, with a note on where it comes from."""
        return Answer(value=self.value, note=old.noted(f"From the workbook {source}."), evidence=old.evidence)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook would change, what in it could not be read, and what was read with a doubt."""

    changes: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_back(project: Project, content: bytes) -> Reading:
    """What a workbook made of this project changes; nothing is applied. Never raises for what a file may
    hold.
    """
    try:
        sheet = open_inputs(content)
    except InputError as error:
        return Reading(problems=(_sentence(str(error)),))
    if sheet.project != project.id:
        return Reading(
            problems=("This is the workbook of another project; open that project and upload it there.",)
        )
    reader = _Reader(project, sheet)
    changes = tuple(reader.changes())
    return Reading(changes, tuple(reader.problems), tuple(reader.remarks))


def applied(project: Project, reading: Reading, source: str) -> Project:
    """The project with the changes, each with a note that it comes from the workbook `source`."""
    answers = project.flatten()
    for change in reading.changes:
        answers[change.key] = change.answer(answers.get(change.key, Answer()), source)
    return Project.unflatten(project.id, answers)


def said_of(name: str, text: str) -> str:
    """What is said of a line: after a colon, or after the question that it is called by."""
    return f"{name} {text[:1].upper()}{text[1:]}" if name.endswith("?") else f"{name}: {text}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


@dataclass
class _Reader:
    """Goes through the lines, gathering what cannot be read."""

    project: Project
    sheet: Sheet
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def changes(self) -> Iterator[Change]:
        """Every change, in the order of the lines."""
        known = {line.main.key: line for line in rows.lines(self.project)}
        keyed = {n: row for n, row in self.sheet.rows.items() if not row[rows.KEY].blank}
        times = Counter(str(row[rows.KEY].value) for row in keyed.values())
        for n, row in self.sheet.rows.items():
            key = str(row[rows.KEY].value)
            if n not in keyed:
                self._new_line(n, row)
            elif key not in known:
                self._said(
                    n,
                    "this line is no longer in the project, so nothing is read from it:"
                    f" {shorten(row[rows.LABEL].value or key)}",
                )
            elif times[key] == 1:
                yield from self._line(n, row, known[key])
        for key, line in known.items():
            if times[key] > 1:
                self.problems.append(
                    said_of(line.full, f"this line stands there {times[key]} times, so none of them is read.")
                )
            elif not times[key]:
                self.problems.append(
                    said_of(line.full, "this line is missing in the workbook; what mlscope holds stays.")
                )

    def _said(self, n: int, sentence: str) -> None:
        self.problems.append(f"Row {n}: {sentence}.")

    def _new_line(self, n: int, row: tuple[Raw, ...]) -> None:
        if any(not row[column].blank for column in (rows.KIND, rows.LOW, rows.MIDDLE, rows.HIGH)):
            self._said(n, "a new line cannot be read back; add it in mlscope")

    def _line(self, n: int, row: tuple[Raw, ...], line: Line) -> Iterator[Change]:
        made = _made(row[rows.MADE])
        for cell in line.cells:
            try:
                value = self._value(n, row, line, cell)
            except InputError as error:
                self._said(n, said_of(line.full, str(error).rstrip(".")))
                continue
            before = made.get(cell.key, cell.value)
            if not same(value, before) and not same(value, cell.value):
                yield self._change(line, cell, value, before)

    def _change(self, line: Line, cell: Cell, value: Any, before: Any) -> Change:
        def words(one: Any) -> str:
            return BLANK if one is None else wording(cell.question, one, self.project.currency)

        label = line.full if cell is line.main else f"{line.full}: {cell.question.label.lower()}"
        meanwhile = "" if same(before, cell.value) else words(cell.value)
        return Change(cell.key, value, label, words(before), words(value), meanwhile)

    def _value(self, n: int, row: tuple[Raw, ...], line: Line, cell: Cell) -> Any:
        """What stands in a cell, as the log keeps it; InputError when it is no answer."""
        table = _TABLES.get(cell.key.partition("/")[0])
        plain = (
            self._estimate(n, row, cell)
            if cell.question.kind == "estimate"
            else self._plain(n, row, line, cell)
        )
        return checked(table, plain, cell.question.id) if table else checked(cell.question, plain)

    def _plain(self, n: int, row: tuple[Raw, ...], line: Line, cell: Cell) -> Any:
        column = rows.LOW if cell is line.main else BESIDE[cell.question.id]
        found = self._found(n, row, column)
        if found is None:
            return None
        if cell.question.kind in reading.FIGURES:
            return self._number(cell.question, found, column)
        return reading.stored(cell.question, found, {})

    def _number(self, question: Question, found: Any, column: int) -> float:
        """A number as it is, a text as it is read everywhere."""
        if isinstance(found, str):
            try:
                found = reading.stored(question, found, {}, self.project.currency)
            except InputError as error:
                raise InputError(f"{HEADS[column]}: {error}") from error
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise InputError(f"{shorten(found)} under {HEADS[column]} is not a number; type it as a number")
        if not math.isfinite(found):
            raise InputError(f"the number under {HEADS[column]} must be finite")
        return float(found)

    def _estimate(self, n: int, row: tuple[Raw, ...], cell: Cell) -> dict[str, Any] | None:
        """The range in the cells of a line; None when all of them are blank."""
        label = self._found(n, row, rows.KIND)
        columns = (rows.LOW, rows.MIDDLE, rows.HIGH, rows.LOWER, rows.UPPER)
        numbers = {
            column: self._number(reading.one_figure(cell.question), found, column)
            for column in columns
            if (found := self._found(n, row, column)) is not None
        }
        if label is None:
            if not {rows.LOW, rows.MIDDLE, rows.HIGH} & set(numbers):
                return None
            raise InputError("there are figures but no kind of estimate; choose it from the list")
        kind = _KINDS.get(str(label).strip())
        if kind is None:
            raise InputError(
                f"{shorten(label)} is no kind of estimate; choose one from the"
                f" list{did_you_mean(str(label), _KINDS)}"
            )
        wanted = NUMBERS[kind]
        missing = [
            HEADS[column] for column in wanted.values() if column in columns[:3] and column not in numbers
        ]
        if missing:
            raise InputError(f"a number is missing under {' and '.join(missing)}")
        return {"kind": kind} | {
            name: numbers[column] for name, column in wanted.items() if column in numbers
        }

    def _found(self, n: int, row: tuple[Raw, ...], column: int) -> Any:
        """What is in a cell; a formula counts as the value it had when the file was saved, and that is
        said.
        """
        raw = row[column]
        if raw.error:
            raise InputError(f"{HEADS[column]} holds an error; type a number")
        if raw.formula:
            if raw.value is None:
                raise InputError(
                    f"{HEADS[column]} holds a formula without a value; open the file, save it, and upload it"
                    " again"
                )
            self.remarks.append(
                f"Row {n}: {HEADS[column]} holds a formula; its value {shorten(raw.value)} is read."
            )
        return None if isinstance(raw.value, str) and not raw.value.strip() else raw.value


def _made(raw: Raw) -> Mapping[str, Any]:
    """The answers of a line as they were when the workbook was made; none where somebody changed that
    cell.
    """
    try:
        made = json.loads(str(raw.value))
    except ValueError:
        return {}
    return made if isinstance(made, dict) else {}


def same(one: Any, other: Any) -> bool:
    """Are two answers the same, but for the sixteenth digit of a number and what no cell can hold of a
    text?
    """
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case ((int() | float()), (int() | float())):
            return math.isclose(one, other, rel_tol=1e-12)
        case str(), str():
            return printable(one) == printable(other)
        case dict(), dict():
            return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return bool(one == other)
