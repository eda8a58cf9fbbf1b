"""How values are shown in the cells of a grid and in fields: figures and ranges are texts that
`project.reading` reads.

The browser's own number and date editors turn a pasted "12,5" into 125, "250k" into 250 and "31.12.2026" into
nothing, without a word; a text that cannot be read is kept on screen and named instead.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from mlscope.project import Project
from mlscope.project.fields import Row
from mlscope.project.reading import FIGURES, written
from mlscope.questions import Question

WIDE = ("mitigation", "finding", "responsibility", "done_when", "measure")
"""Columns of long texts."""
CHARACTER, AROUND, ICON = 7, 28, 26
"""Pixels of a character, around a cell's content, and of the icon before a heading."""
WIDEST = 380
"""Pixels that a column of a grid takes at most; a longer text is read in full on its card."""
FIRST = ("name", "amount", "when")
"""Columns that must be in sight at any width stand first."""
RIGHT = ("number", "money", "percent")


def names_of(rows: list[Row]) -> dict[str, str]:
    """Row id -> the name it is referred to by, made distinct where two rows share one."""
    names: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        name = getattr(row, "name", None) or f"Row {number}"
        names[row.id] = name if name not in names.values() else f"{name} ({number})"
    return names


def shown(column: Question, value: Any, names: dict[str, str]) -> Any:
    """A stored value as the grid shows it."""
    if value is None:
        return [] if column.kind == "choices" else None
    if column.kind in FIGURES:
        return written(column, value)
    match column.kind:
        case "date":
            return value.isoformat()
        case "yes_no":
            return "Yes" if value else "No"
        case "choices":
            return [names[one] for one in value if one in names] if column.options == "rows" else list(value)
        case "choice":
            return column.label_of(value.value)
        case _:
            return value


def configured(
    columns: list[Question], rows: list[Row], project: Project, contents: Mapping[str, Iterable[Any]]
) -> dict[str, Any]:
    """How the grid shows each column: its editor, title, help and a width that fits its contents."""
    make = st.column_config
    made: dict[str, Any] = {}
    for column in columns:
        heading = title(column, project.currency)
        about: dict[str, Any] = {
            "label": heading,
            "help": (
                column.help
                or ("120 · 5 to 9 · 40 / 60 / 110 · 40 < 60 < 110" if column.kind == "estimate" else None)
            ),
            "width": width(heading, contents[column.id]),
        }
        match column.kind:
            case "choice":
                made[column.id] = make.SelectboxColumn(
                    **about, options=[choice.label for choice in column.choices]
                )
            case "yes_no":
                made[column.id] = make.SelectboxColumn(**about, options=["Yes", "No"])
            case "choices":
                made[column.id] = make.MultiselectColumn(
                    **about, options=_offered(column, rows, project), accept_new_options=True
                )
            case _:
                made[column.id] = make.TextColumn(
                    **about, alignment="right" if column.kind in RIGHT else None
                )
    return made


def _offered(column: Question, rows: list[Row], project: Project) -> list[str]:
    """The names that a column may refer to: of rows of its own table, or of another one."""
    named = rows if column.options == "rows" else project.raw(column.options) or []
    return list(dict.fromkeys(names_of(named).values()))


def width(heading: str, contents: Iterable[Any]) -> int:
    """How many pixels wide a column is, so that its heading and what stands in it can be read."""
    texts = [", ".join(one) if isinstance(one, list) else str(one or "") for one in contents]
    longest = max(map(len, texts), default=0) * CHARACTER
    return min(WIDEST, AROUND + max(longest, ICON + len(heading) * CHARACTER))


def in_order(question: Question) -> list[Question]:
    """The columns of a table as the grid shows them."""
    return sorted(
        question.columns, key=lambda column: FIRST.index(column.id) if column.id in FIRST else len(FIRST)
    )


def title(column: Question, currency: str) -> str:
    """A column's heading with its unit, where the heading does not say it already."""
    unit = {"money": currency, "share": ""}.get(column.unit, column.unit)
    return f"{column.label} ({unit})" if unit and unit.lower() not in column.label.lower() else column.label
