"""How values are shown and read, in the cells of a grid and in fields: figures and ranges are texts that we read ourselves.

The browser's own number and date editors turn a pasted "12,5" into 125, "250k" into 250 and "31.12.2026" into nothing, without
a word; a text that cannot be read is kept on screen and named instead.
"""

import math
from typing import Any

import pandas as pd
import streamlit as st

from mlscope.errors import InputError, did_you_mean
from mlscope.estimates import notation, numbers
from mlscope.project import dates
from mlscope.project.checking import checked
from mlscope.project.fields import Row
from mlscope.questions import Question

FIGURES = ("number", "money", "percent", "estimate")
"""Kinds that are texts in a field too."""
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
WIDTHS = {
    "estimate": 130,
    "choice": 100,
    "yes_no": 80,
    "date": 100,
    "number": 80,
    "money": 90,
    "percent": 105,
    "choices": 110,
}
WIDE = ("mitigation", "finding", "responsibility", "done_when", "measure")
NARROW = ("unit", "owner")
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
    match column.kind:
        case "percent":
            return f"{value * 100:,.10g} %"
        case "number" | "money":
            return numbers.write(value)
        case "estimate":
            estimate = notation.ESTIMATE.validate_python(value)
            return notation.write(estimate, percent=True) if column.unit == "share" else _written(estimate)
        case "date":
            return value.isoformat()
        case "yes_no":
            return "Yes" if value else "No"
        case "choices":
            return [names[one] for one in value if one in names]
        case "choice":
            return column.label_of(value.value)
        case _:
            return value


def _written(estimate: notation.AnyEstimate) -> str:
    """The notation of an estimate, short where every figure can be (150k / 250k / 400k), so that it fits into a narrow column."""
    form, stated = notation.notation(estimate)
    short = [numbers.compact(value) for value in stated]
    return form.format(*(short if all(short) else map(numbers.write, stated)))


def answered(
    question: Question,
    given: Any,
    currency: str,
    column: Question | None = None,
    ids_by_name: dict[str, str] | None = None,
) -> Any:
    """The answer to a question, or to a column of its rows, that a content stands for; InputError says why it is none."""
    asked = column or question
    value = stored(asked, given, ids_by_name or {}, currency)
    try:
        return checked(question, value, column.id if column else "")
    except InputError as error:
        if asked.kind != "percent":
            raise
        low, high = (
            shown(asked, bound, {})
            for bound in (asked.minimum or 0, 1 if asked.maximum is None else asked.maximum)
        )
        raise InputError(
            f"this must lie between {low} and {high}; found {shown(asked, value, {})}"
        ) from error


def stored(column: Question, given: Any, ids_by_name: dict[str, str], currency: str = "") -> Any:
    """The value that a cell's content stands for, None where it is blank; InputError says why it cannot be read."""
    if (
        given is None
        or given is pd.NA
        or (isinstance(given, float) and math.isnan(given))
        or (isinstance(given, str | list) and not given)
    ):
        return None
    if column.kind == "choices":
        wanted = given if isinstance(given, list) else [name.strip() for name in str(given).split(",")]
        return [ids_by_name[name] for name in wanted if name in ids_by_name] or None
    try:
        return _read(column, str(given).strip(), currency)
    except ValueError as error:
        raise InputError(str(error)) from error


def _read(column: Question, text: str, currency: str) -> Any:
    if not text:
        return None
    match column.kind:
        case "percent":
            value = numbers.read(text, percent=True)
            numbers.as_share(text)  # refuses what may be a fraction as well
            return value
        case "number" | "money":
            value = numbers.read(as_written(column, text, currency))
            return int(value) if column.whole and value.is_integer() else value
        case "estimate":
            return as_written(column, text, currency)
        case "date":
            return dates.read(text)
        case "yes_no":
            return _one_of(YES_NO, text, "Yes or No")
        case "choice":
            ids = {
                label.casefold(): choice.id
                for choice in column.choices
                for label in (choice.label, choice.id)
            }
            return _one_of(ids, text, ", ".join(choice.label for choice in column.choices))
        case _:
            return text


def as_written(asked: Question, text: str, currency: str) -> str:
    """A text as its unit is meant: money may carry its currency, a share its sign. ValueError where it could be read in two ways."""
    if asked.kind == "estimate" and asked.unit == "share":
        return numbers.as_share(text)
    return (
        numbers.as_money(text, currency) if "money" in (asked.kind, asked.unit) else numbers.unambiguous(text)
    )


def _one_of(known: dict[str, Any], text: str, choices: str) -> Any:
    if text.casefold() not in known:
        raise ValueError(
            f"'{text[:40]}' is not one of the choices{did_you_mean(text.casefold(), known)}; choose {choices}"
        )
    return known[text.casefold()]


def configured(columns: list[Question], rows: list[Row], currency: str) -> dict[str, Any]:
    """How the grid shows each column: its editor, title, help and width."""
    make = st.column_config
    made: dict[str, Any] = {}
    for place, column in enumerate(columns):
        about: dict[str, Any] = {
            "label": title(column, currency),
            "help": column.help
            or ("120 · 5 to 9 · 40 / 60 / 110 · 40 < 60 < 110" if column.kind == "estimate" else None),
            "width": width(column, place),
        }
        match column.kind:
            case "choice":
                made[column.id] = make.SelectboxColumn(
                    **about, options=[choice.label for choice in column.choices]
                )
            case "yes_no":
                made[column.id] = make.SelectboxColumn(**about, options=["Yes", "No"])
            case "choices":
                made[column.id] = make.MultiselectColumn(**about, options=list(names_of(rows).values()))
            case _:
                made[column.id] = make.TextColumn(
                    **about, alignment="right" if column.kind in RIGHT else None
                )
    return made


def width(column: Question, place: int) -> int:
    """How many pixels wide a column is; the first one stays in sight and is kept narrow for phones."""
    if place == 0:
        return 145
    return 200 if column.id in WIDE else 75 if column.id in NARROW else WIDTHS.get(column.kind, 110)


def in_order(question: Question) -> list[Question]:
    """The columns of a table as the grid shows them."""
    return sorted(
        question.columns, key=lambda column: FIRST.index(column.id) if column.id in FIRST else len(FIRST)
    )


def title(column: Question, currency: str) -> str:
    """A column's heading with its unit, where the heading does not say it already."""
    unit = {"money": currency}.get(column.unit, column.unit)
    return f"{column.label} ({unit})" if unit and unit.lower() not in column.label.lower() else column.label
