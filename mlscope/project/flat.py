"""Between the typed record and the flat one: where an answer under a log key stands in the record."""

from collections.abc import Iterator
from typing import Any

from mlscope.project.answers import Answer, State
from mlscope.project.wizard import STEPS, TABLES

RISKS_COUNT = 4
"""The version from which the risks of a record count; those of earlier records stand in its ranges."""


def contained(rows: list[Any]) -> list[Any]:
    """Rows of risks from before they counted: the ranges contain them until somebody says otherwise."""
    return [{"contained": True} | row if isinstance(row, dict) else row for row in rows]


def flat_cells(key: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """An answer as log keys and parts of answers: itself, or each cell of a table."""
    if key not in TABLES or not value:
        if value is not None:
            yield key, {"value": value}
        return
    for order, row in enumerate(value):
        yield f"{key}/{row['id']}/order", {"value": float(order)}
        for column, cell in row.items():
            if column != "id" and cell is not None:
                yield f"{key}/{row['id']}/{column}", {"value": cell}


def step_of(key: str) -> str:
    """The first part of a log key: a step's name where it is an answer to one of its questions."""
    return key.partition("/")[0].partition(".")[0]


def place_in_table(row: dict[str, Any]) -> tuple[bool, float, str]:
    """Rows stand in their order, those without one at the end by their birth."""
    order = row.pop("order", None)
    return order is None, order or 0.0, row["id"]


def place(
    record: dict[str, Any], rows: dict[str, dict[str, dict[str, Any]]], key: str, answer: Answer
) -> None:
    """Put an answer into the plain record, cells of tables into `rows`: table, row id, column."""
    head, _, rest = key.partition("/")
    about = answer.model_dump(exclude={"value"}, exclude_defaults=True)
    if about.get("state") == State.answered:
        del about["state"]
    if about and (not rest or head in TABLES):
        record["answers"][key] = about
    if head in TABLES and rest:
        row_id, _, column = rest.partition("/")
        row = rows.setdefault(head, {}).setdefault(row_id, {"id": row_id})
        if answer.value is not None:
            row[column] = answer.value
    elif rest:
        if answer.value is not None:
            _place_part(record, head, rest, answer)
    elif answer.value is not None:
        step, _, name = head.partition(".")
        if step in STEPS and name in STEPS[step].model_fields:
            record[step].setdefault(name, answer.value)
        else:
            record["more"][head] = answer.value


def _place_part(record: dict[str, Any], head: str, rest: str, answer: Answer) -> None:
    if head == "project":
        record[rest] = answer.value
        return
    part = {
        "comment": "comments",
        "sign_off": "sign_offs",
        "waiver": "waivers",
        "improvement": "improvements",
        "actual": "actuals",
        "slot": "slots",
        "number": "numbers",
        "pack": "packs",
    }.get(head)
    if part is None:
        return  # a key of the log's own bookkeeping (a refused proposal, say), not of the record
    value: Any = answer.value
    if head == "actual" and not isinstance(value, dict):
        value = {"value": value}
    if isinstance(value, dict) and head in ("comment", "sign_off", "waiver", "actual"):
        value = {"author": answer.author} | value
        if answer.at:
            value = {"at": answer.at} | value
    if isinstance(record[part], list):
        record[part].append(value)
    else:
        record[part][rest] = value
