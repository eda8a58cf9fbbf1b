"""Making the tables, and moving a store from the format of one version to the next."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from mlscope.errors import StoreError
from mlscope.store import chain, milestones
from mlscope.store.journal import Journal, stored_rows
from mlscope.store.tables import DERIVED, derived, log, meta, metadata, project

FORMAT = 2


def _begin_chains(connection: sa.Connection) -> None:
    """Format 2 chains the rows of each log by hashes; one more row sums up what stood there before."""
    for table, column, kind in (
        (log, "salt", "TEXT"),
        (log, "digest", "TEXT DEFAULT ''"),
        (log, "link", "TEXT DEFAULT ''"),
        (project, "head", "TEXT DEFAULT ''"),
    ):
        connection.execute(sa.text(f"ALTER TABLE {table.name} ADD COLUMN {column} {kind}"))
    for project_id in connection.scalars(sa.select(project.c.id)).all():
        _begin_chain(connection, project_id)


def _begin_chain(connection: sa.Connection, project_id: str) -> None:
    rows = list(chain.bound(stored_rows(connection, project_id)))
    hashes = [{"row": row.revision, "salt": row.salt, "digest": row.digest, "link": row.link} for row in rows]
    if hashes:
        this = (log.c.project == project_id) & (log.c.revision == sa.bindparam("row"))
        parts: dict[str, Any] = {name: sa.bindparam(name) for name in ("salt", "digest", "link")}
        connection.execute(log.update().where(this).values(**parts), hashes)
    journal = Journal(connection, project_id, [chain.BEGINNING])
    journal.begin_chain(rows, milestones.of(connection, project_id))
    journal.save()


MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {1: _begin_chains}
"""From format N to N + 1: a function that changes the tables within the transaction it is given."""


def prepare(connection: sa.Connection, address: str) -> None:
    """Make the tables, or bring those of an older version up to date; StoreError when they are somebody
    else's.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        )  # to see what whoever held the lock has made
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(5297410632)"))
    present = set(
        connection.scalars(
            sa.text("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        )
    )
    if not present & set(metadata.tables):
        metadata.create_all(connection)
        connection.execute(meta.insert(), {"name": "format", "value": str(FORMAT)})
        _derive(connection, present)
        return
    if not set(metadata.tables) <= present:
        raise StoreError(
            f"{address}: this database holds tables of something else; choose another file or an empty"
            " database"
        )
    _migrate(connection, address)
    _derive(connection, present)


def _derive(connection: sa.Connection, present: set[str]) -> None:
    """Make the derived tables, anew where they have the shape of another version."""
    noted = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "derived"))
    if noted == DERIVED and set(derived.tables) <= present:
        return
    for table in derived.sorted_tables:
        if table.name in present:
            table.drop(connection)
        table.create(connection)
    if noted is None:
        connection.execute(meta.insert(), {"name": "derived", "value": DERIVED})
    else:
        connection.execute(meta.update().where(meta.c.name == "derived").values(value=DERIVED))


def _migrate(connection: sa.Connection, address: str) -> None:
    found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "format")) or ""
    if not found.isascii() or not found.isdigit():
        raise StoreError(
            f"{address}: this is no mlscope store, its format is not said; choose another file or an empty"
            " database"
        )
    if int(found) > FORMAT:
        raise StoreError(
            f"{address}: this store was written by a newer mlscope (format {found}, this version reads up to"
            f" {FORMAT}); update mlscope"
        )
    for version in range(int(found), FORMAT):
        MIGRATIONS[version](connection)
    if int(found) < FORMAT:
        connection.execute(meta.update().where(meta.c.name == "format").values(value=str(FORMAT)))
