"""Rows that tables offer from the catalogue: a common risk, a common role. Which topic fills which table is
data.
"""

from mlscope.catalogue import Catalogue, Entry
from mlscope.project import Evidence, Project
from mlscope.project.checking import refusal
from mlscope.project.fields import Row
from mlscope.project.wizard import row_type
from mlscope.questions import Question, holds


def offer(catalogue: Catalogue, table: str) -> str:
    """The words of the control that offers rows for a table; empty where none are offered."""
    return str(catalogue.rules["common_rows"].get(table, {}).get("offer", ""))


def common_entries(project: Project, catalogue: Catalogue, table: str) -> list[Entry]:
    """Entries that a table does not hold yet and that may fit the project, those that certainly do first."""
    rule = catalogue.rules["common_rows"].get(table)
    if rule is None:
        return []
    answers = project.values_for_conditions(catalogue.questions)
    named = next(column for column, part in rule["columns"].items() if part == "name")
    held = {getattr(row, named) for row in project.raw(table) or []}
    fit = {entry.id: holds(entry.applies, answers) for entry in catalogue.entries(rule["topic"])}
    kept = [
        entry
        for entry in catalogue.entries(rule["topic"])
        if fit[entry.id] != "no" and entry.name not in held
    ]
    return sorted(kept, key=lambda entry: not (entry.applies and fit[entry.id] == "yes"))


def common_row(catalogue: Catalogue, question: Question, entry: Entry) -> Row:
    """An entry as a row of a table; assumed where the table asks how sure a row is. A cell that the table
    does not take stays blank.
    """
    columns = catalogue.rules["common_rows"][question.id]["columns"]
    given = {column: entry.parts[part] for column, part in columns.items() if part in entry.parts}
    cells = {column: value for column, value in given.items() if not refusal(question, value, column)}
    if "evidence" in row_type(question).model_fields:
        cells["evidence"] = Evidence.assumed.value
    return row_type(question).model_validate(cells)
