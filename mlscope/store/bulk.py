"""Many rows at once travel to the database as one text: one by one they take ten times as long."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from mlscope.store.tables import Moment, encode

AT_ONCE = 20_000
"""So many rows travel in one text."""


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns of a table."""
    for start in range(0, len(rows), AT_ONCE):
        _insert(connection, table, rows[start : start + AT_ONCE])


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = [table.c[name] for name in rows[0]]
    kinds = [column.type.compile(dialect=connection.dialect) for column in columns]
    values = ", ".join(f"CAST(entry->>{place} AS {kind})" for place, kind in enumerate(kinds))
    entries = (
        "json_array_elements(CAST(:entries AS JSON)) AS listed(entry)"
        if connection.dialect.name == "postgresql"
        else "(SELECT unnest(CAST(:entries AS JSON[])) AS entry) AS listed"
    )
    names = ", ".join(f'"{column.name}"' for column in columns)
    plain = zip(*(_plain(column, [row[column.name] for row in rows]) for column in columns), strict=True)
    connection.execute(
        sa.text(f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {entries}"),
        {"entries": encode(list(plain))},
    )


def _plain(column: sa.Column[Any], values: Sequence[Any]) -> list[Any]:
    """Values as the database reads them from text; what is JSON itself stays the text that we wrote."""
    if isinstance(column.type, sa.JSON):
        return [None if value is None else encode(value) for value in values]
    if isinstance(column.type, Moment):
        written = {value: value.astimezone(dt.UTC).replace(tzinfo=None).isoformat() for value in {*values}}
        return [written[value] for value in values]
    return list(values)
