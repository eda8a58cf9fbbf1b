"""A list of ideas as a CSV file: one candidate a row, its errors told by row."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.project import Evidence, Project, new_id
from mlscope.project.answers import About, Answer
from mlscope.project.reading import answered
from mlscope.project.steps.value import Benefit, Cost, CostPhase, When

MOST = 10_000
MAX_BYTES = 5_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "idea", "title", "project", "use case", "idee", "titel", "projekt"),
    "sponsor": ("sponsor", "owner", "who", "approver", "department", "auftraggeber", "abteilung"),
    "problem": ("problem", "description", "need", "pain", "why", "beschreibung"),
    "value": (
        *("value", "benefit", "return", "saving", "savings", "value a year", "benefit a year"),
        *("value per year", "benefit per year", "nutzen", "wert"),
    ),
    "cost": ("cost", "costs", "budget", "investment", "effort", "kosten", "aufwand"),
}
"""What a column may be called; without a row of such names they stand in this order."""
SHOWN = 5
"""How many names of the same kind a remark tells."""
NAMED = 2
"""A first row with so many of these names is one of names, though none of them is that of the idea."""
LONGEST = {"name": 200, "sponsor": 500, "problem": 20_000}
"""Characters that an answer takes; the whole of a longer text stands in a note."""
_UNIT = re.compile(r"\s*(\(.*\)|\[.*\])\s*$")
Told = Callable[[int, int], None]
"""Is told how many rows of how many have been read."""


@dataclass(frozen=True)
class Idea:
    """One row that was read: the candidate it becomes, and the cells as they were written."""

    row: int
    project: Project
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Ideas:
    """A list that was read: its candidates, a sentence for each row that is none and for each cell that
    became a note, and what is worth knowing of the whole.
    """

    ideas: tuple[Idea, ...]
    errors: tuple[str, ...]
    noted: tuple[str, ...]
    remarks: tuple[str, ...]


def read_ideas(
    content: bytes, catalogue: Catalogue, currency: str = "EUR", told: Told | None = None
) -> Ideas:
    """The candidates of a CSV list with name, sponsor, problem, value a year and cost; figures wait to be
    confirmed, and what cannot be placed becomes a note.

    InputError where nothing can be read of it, or where it is longer than can be looked through at once.
    """
    rows = _rows(content)
    columns, others, first = _columns(rows)
    body = [(number, row) for number, row in enumerate(rows[first:], first + 1) if any(map(str.strip, row))]
    if len(body) > MOST:
        raise InputError(
            f"the list has {len(body):,} ideas; at most {MOST:,} are taken at once, so split it into several"
            " files"
        )
    ideas: list[Idea] = []
    errors: list[str] = []
    noted: list[str] = []
    for number, row in body:
        if told is not None:
            told(number - first, len(body))
        cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
        beside = _beside(row, columns, others)
        try:
            candidate, unread = _candidate(cells, beside, catalogue, currency)
        except InputError as error:
            errors.append(f"row {number}: {error}")
            continue
        ideas.append(Idea(number, candidate, cells))
        noted += [f"row {number}: {sentence}" for sentence in unread]
    if not ideas and not errors:
        raise InputError(
            "the list has no row with an idea; write one a row, as in: name, sponsor, problem, value, cost"
        )
    return Ideas(tuple(ideas), tuple(errors), tuple(noted), tuple(_remarks(ideas, first, others)))


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise InputError(
            f"the list has more than {MAX_BYTES // 1_000_000} MB; export names and figures alone"
        )
    text = _text(content)
    if any(ord(character) < 32 and character not in "\t\n\r\f\v" for character in text):
        raise InputError("this is no text file; save the list as CSV first")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"the list cannot be read as CSV: {error}") from error


def _text(content: bytes) -> str:
    """What spreadsheets write as text: UTF-8, UTF-16 with its mark, or the Western code page of Windows."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], dict[int, str], int]:
    """The place of each column, those of other names, and the number of rows before the first idea."""
    for number, row in enumerate(rows):
        if not any(cell.strip() for cell in row):
            continue
        heads = [_UNIT.sub("", " ".join(cell.split())).casefold() for cell in row]
        places = {
            name: next((place for place, head in enumerate(heads) if head in words), -1)
            for name, words in COLUMNS.items()
        }
        named = {name: place for name, place in places.items() if place >= 0}
        if "name" in named:
            taken = {*named.values()}
            others = {place: cell.strip() for place, cell in enumerate(row) if place not in taken}
            return named, others, number + 1
        if len(named) >= NAMED:
            raise InputError(
                "the list has names of columns, but none for the idea itself; call that column “name”"
            )
        return {name: place for place, name in enumerate(COLUMNS) if place < len(row)}, {}, number
    return {"name": 0}, {}, len(rows)


def _beside(row: Sequence[str], columns: Mapping[str, int], others: Mapping[int, str]) -> list[str]:
    """What a row says in columns of other names or of none."""
    taken = {*columns.values()}
    return [
        f"{others[place]}: {cell.strip()}" if others.get(place) else cell.strip()
        for place, cell in enumerate(row)
        if place not in taken and cell.strip()
    ]


def _candidate(
    cells: Mapping[str, str], beside: Sequence[str], catalogue: Catalogue, currency: str
) -> tuple[Project, list[str]]:
    """A project with what a row says, its figures counted as assumed; and a sentence for each cell that is
    only a note.
    """
    if not cells.get("name"):
        raise InputError("it has no name; give it one, or leave the row out")
    notes: dict[str, list[str]] = {}
    unread: list[str] = []
    texts = {what: cells.get(what, "") for what in LONGEST}
    for what, most in LONGEST.items():
        if len(texts[what]) > most:
            rest = f"{what.capitalize()}, continued: {texts[what][most:]}"
            notes.setdefault("problem.statement", []).append(rest)
            unread.append(
                f"the {what} is longer than {most:,} characters; a note of the problem has the rest"
            )
            texts[what] = texts[what][:most]
    project = _named(texts["name"], currency)
    project.problem.statement = texts["problem"] or None
    project.people.approver = texts["sponsor"] or None
    for what, table in (("value", "value.benefits"), ("cost", "value.costs")):
        if not (written := cells.get(what)):
            continue
        try:
            amount = _amount(table, written, catalogue, currency)
        except InputError as error:
            unread.append(f"the {what} '{written[:40]}' stays a note: {error}")
            notes.setdefault(table, []).append(f"{what.capitalize()} as listed: {written}")
            continue
        row = {"id": new_id(), "name": f"{what.capitalize()} as listed", "amount": amount}
        row["evidence"] = Evidence.assumed
        if what == "value":
            project.value.benefits = [Benefit.model_validate(row | {"when": When.yearly})]
        else:
            facts = {"when": When.once, "phase": CostPhase.development}
            project.value.costs = [Cost.model_validate(row | facts)]
    if beside:
        notes.setdefault("problem.statement", []).extend(beside)
    for question_id in ("problem.statement", "people.approver"):
        if project.raw(question_id) is not None:
            project.answers[question_id] = About(evidence=Evidence.assumed, note="From a list of ideas.")
    for question_id, lines in notes.items():
        about = project.answers.get(question_id, About(note="From a list of ideas."))
        note = Answer(note=about.note).noted("\n".join(lines))
        project.answers[question_id] = about.model_copy(update={"note": note})
    return project, unread


def _named(name: str, currency: str) -> Project:
    try:
        return Project(name=name, currency=currency)
    except ValueError as error:
        raise InputError(f"its name cannot be used: {error}") from error


def _amount(table: str, text: str, catalogue: Catalogue, currency: str) -> object:
    question = catalogue.questions[table]
    column = next(column for column in question.columns if column.id == "amount")
    return answered(question, text, currency, column)


def _remarks(ideas: Sequence[Idea], first: int, others: Mapping[int, str]) -> list[str]:
    remarks = []
    if first == 0:
        order = ", ".join(COLUMNS)
        remarks.append(f"The list has no row of column names, so its columns are read as {order}.")
    if headed := [name for name in others.values() if name]:
        names = ", ".join(f"“{name[:40]}”" for name in headed[:SHOWN]) + (" …" if len(headed) > SHOWN else "")
        remarks.append(f"What stands under {names} is kept as a note of the problem.")
    alike: dict[str, list[Idea]] = {}
    for idea in ideas:
        alike.setdefault(idea.project.name.casefold(), []).append(idea)
    several = [same for same in alike.values() if len(same) > 1]
    for same in several[:SHOWN]:
        places = [str(idea.row) for idea in same]
        where = ", ".join(places[:-1][:SHOWN]) + (" …" if len(places) > SHOWN + 1 else "")
        remarks.append(
            f"“{same[0].project.name[:60]}” stands in rows {where} and {places[-1]}; each becomes a candidate"
            " of its own."
        )
    if len(several) > SHOWN:
        remarks.append(f"So do {len(several) - SHOWN:,} more names that stand in several rows.")
    return remarks


def renamed_apart(ideas: Sequence[Idea]) -> list[Project]:
    """The candidates, those of the same name numbered, so that each can be found."""
    seen: dict[str, int] = {}
    projects = []
    for idea in ideas:
        name = idea.project.name
        seen[name.casefold()] = count = seen.get(name.casefold(), 0) + 1
        projects.append(
            idea.project
            if count == 1
            else idea.project.model_copy(update={"name": f"{name[:190]} ({count})"})
        )
    return projects
