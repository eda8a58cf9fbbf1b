"""Stores and archives as they were written before logs were chained."""

import json
from typing import Any

import sqlalchemy as sa

from mlscope.store import Store
from mlscope.store.tables import current, log, meta, project


def unchained(archive: bytes) -> dict[str, Any]:
    """An archive in format 1: no row carries hashes, and milestones stand beside the log alone."""
    plain: dict[str, Any] = json.loads(archive)
    rows = [row for row in plain["log"] if not row["key"].startswith("milestone/")]
    for number, row in enumerate(rows, 1):
        for name in ("salt", "digest", "link"):
            del row[name]
        row["revision"] = number
    return plain | {"mlscope_archive": 1, "log": rows}


def unchain(store: Store) -> None:
    """Bring an open store back to format 1. Milestones must be the last that was done to a project."""

    def remove_rows(connection: sa.Connection) -> None:
        for table in (log, current):
            connection.execute(table.delete().where(table.c.key.startswith("milestone/")))
        for project_id, last in connection.execute(
            sa.select(log.c.project, sa.func.max(log.c.revision)).group_by(log.c.project)
        ).all():
            connection.execute(project.update().where(project.c.id == project_id).values(revision=last))

    def remove_hashes(connection: sa.Connection) -> None:
        for table, column in ((log, "salt"), (log, "digest"), (log, "link"), (project, "head")):
            connection.execute(sa.text(f"ALTER TABLE {table.name} DROP COLUMN {column}"))
        connection.execute(meta.update().where(meta.c.name == "format").values(value="1"))

    store.database.writing(remove_rows)
    store.database.writing(remove_hashes)
