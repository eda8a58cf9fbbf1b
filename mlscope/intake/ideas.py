"""A list of ideas as a CSV file: one candidate a row, its errors told by row."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.project import Evidence, Project, new_id
from mlscope.project.answers import About
from mlscope.project.reading import answered
from mlscope.project.steps.value import Benefit, Cost, CostPhase, When

MOST = 1_000
MAX_BYTES = 5_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "idea", "title", "project", "use case"),
    "sponsor": ("sponsor", "owner", "who", "approver", "department"),
    "problem": ("problem", "description", "need", "pain", "why"),
    "value": ("value", "benefit", "return", "saving", "savings", "value a year", "benefit a year"),
    "cost": ("cost", "costs", "budget", "investment", "effort"),
}
"""What a column may be called; without a row of such names they stand in this order."""


@dataclass(frozen=True)
class Idea:
    """One row that was read: the candidate it becomes, and the cells as they were written."""

    row: int
    project: Project
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Ideas:
    """A list that was read: its candidates, a sentence for each row that is none, and what is worth knowing
    of the whole.
    """

    ideas: tuple[Idea, ...]
    errors: tuple[str, ...]
    remarks: tuple[str, ...]


def read_ideas(content: bytes, catalogue: Catalogue, currency: str = "EUR") -> Ideas:
    """The candidates of a CSV list with name, sponsor, problem, value a year and cost; figures wait to be
    confirmed.

    InputError where nothing can be read of it, or where it is longer than can be looked through at once.
    """
    rows = _rows(content)
    columns, first = _columns(rows)
    body = [(number, row) for number, row in enumerate(rows[first:], first + 1) if any(map(str.strip, row))]
    if len(body) > MOST:
        raise InputError(
            f"the list has {len(body):,} ideas; at most {MOST:,} are taken at once, so split it into several"
            " files"
        )
    ideas: list[Idea] = []
    errors: list[str] = []
    for number, row in body:
        cells = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
        try:
            ideas.append(Idea(number, _candidate(cells, catalogue, currency), cells))
        except InputError as error:
            errors.append(f"row {number}: {error}")
    if not ideas and not errors:
        raise InputError(
            "the list has no row with an idea; write one a row, as in: name, sponsor, problem, value, cost"
        )
    return Ideas(tuple(ideas), tuple(errors), tuple(_remarks(ideas, first)))


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise InputError(
            f"the list has more than {MAX_BYTES // 1_000_000} MB; export names and figures alone"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise InputError("this is no text file; save the list as CSV first")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"the list cannot be read as CSV: {error}") from error


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """The place of each column, and the number of rows that come before the first idea."""
    for number, row in enumerate(rows):
        if not any(cell.strip() for cell in row):
            continue
        heads = [" ".join(cell.split()).casefold() for cell in row]
        named = {
            name: next((place for place, head in enumerate(heads) if head in words), -1)
            for name, words in COLUMNS.items()
        }
        if named["name"] >= 0:
            return {name: place for name, place in named.items() if place >= 0}, number + 1
        return {name: place for place, name in enumerate(COLUMNS) if place < len(row)}, number
    return {"name": 0}, len(rows)


def _candidate(cells: Mapping[str, str], catalogue: Catalogue, currency: str) -> Project:
    """A project with what a row says; its figures count as assumed."""
    if not cells.get("name"):
        raise InputError("it has no name; give it one, or leave the row out")
    project = _named(cells["name"][:200], currency)
    if problem := cells.get("problem"):
        project.problem.statement = problem[:20_000]
    if sponsor := cells.get("sponsor"):
        project.people.approver = sponsor[:500]
    if value := cells.get("value"):
        amount = _amount("value", value, "value.benefits", catalogue, currency)
        benefit = {"id": new_id(), "name": "Value as listed", "amount": amount, "when": When.yearly}
        project.value.benefits = [Benefit.model_validate(benefit | {"evidence": Evidence.assumed})]
    if cost := cells.get("cost"):
        amount = _amount("cost", cost, "value.costs", catalogue, currency)
        row = {"id": new_id(), "name": "Cost as listed", "amount": amount, "when": When.once}
        facts = {"phase": CostPhase.development, "evidence": Evidence.assumed}
        project.value.costs = [Cost.model_validate(row | facts)]
    for question_id in ("problem.statement", "people.approver"):
        if project.raw(question_id) is not None:
            project.answers[question_id] = About(evidence=Evidence.assumed, note="From a list of ideas.")
    return project


def _named(name: str, currency: str) -> Project:
    try:
        return Project(name=name, currency=currency)
    except ValueError as error:
        raise InputError(f"its name cannot be used: {error}") from error


def _amount(what: str, text: str, table: str, catalogue: Catalogue, currency: str) -> object:
    question = catalogue.questions[table]
    column = next(column for column in question.columns if column.id == "amount")
    try:
        return answered(question, text, currency, column)
    except InputError as error:
        raise InputError(f"the {what} '{text[:40]}': {error}") from error


def _remarks(ideas: Sequence[Idea], first: int) -> list[str]:
    remarks = []
    if first == 0:
        order = ", ".join(COLUMNS)
        remarks.append(f"The list has no row of column names, so its columns are read as {order}.")
    rows: dict[str, list[int]] = {}
    for idea in ideas:
        rows.setdefault(idea.project.name.casefold(), []).append(idea.row)
    for name, places in rows.items():
        if len(places) > 1:
            where = ", ".join(map(str, places[:-1])) + f" and {places[-1]}"
            remarks.append(f"“{name[:60]}” stands in rows {where}; each becomes a candidate of its own.")
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
