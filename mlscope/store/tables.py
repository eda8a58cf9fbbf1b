"""The tables, the same on DuckDB and PostgreSQL, and how their format moves from one version to the next."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from mlscope.errors import StoreError

FORMAT = 1

MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {}
"""From format N to N + 1: a function that changes the tables within the transaction it is given."""

metadata = sa.MetaData()


class Moment(sa.TypeDecorator[dt.datetime]):
    """A point in time, kept in UTC without a zone, so that no zone of a session or machine can shift it."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ARG002
        """The bare time in UTC."""
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ARG002
        """The time with its zone, UTC."""
        return value.replace(tzinfo=dt.UTC) if value is not None else None


def _column(name: str, kind: Any = sa.Text, *, key: bool = False, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=key, nullable=empty, autoincrement=False)


JSON = sa.JSON(none_as_null=True)

meta = sa.Table("meta", metadata, _column("name", key=True), _column("value"))

project = sa.Table(
    "project",
    metadata,
    _column("id", key=True),
    _column("revision", sa.Integer),
    _column("stamp", sa.BigInteger),
    _column("archived", sa.Boolean),
    _column("created", Moment),
    _column("changed", Moment),
    _column("changed_by"),
    _column("name"),
    _column("stage"),
    _column("sample", sa.Boolean),
)
"""One row per project: its counters, and what lists show of it."""

log = sa.Table(
    "log",
    metadata,
    _column("project", key=True),
    _column("revision", sa.Integer, key=True),
    _column("time", Moment),
    _column("author"),
    _column("verified", sa.Boolean),
    _column("key"),
    _column("old", JSON),
    _column("new", JSON),
)
"""Everything that ever changed; rows are added and never altered, except by a redaction."""

current = sa.Table(
    "current",
    metadata,
    _column("project", key=True),
    _column("key", key=True),
    _column("answer", JSON),
    _column("base", JSON, empty=True),
    _column("author"),
    _column("verified", sa.Boolean),
    _column("time", Moment),
    _column("revision", sa.Integer),
)
"""The fold of the log. While somebody types, `base` holds the answer that the log still has: the row is then a draft."""

milestone = sa.Table(
    "milestone",
    metadata,
    _column("project", key=True),
    _column("name", key=True),
    _column("id"),
    _column("revision", sa.Integer),
    _column("as_of", sa.Date),
    _column("seed", sa.BigInteger),
    _column("software"),
    _column("content", JSON),
    _column("author"),
    _column("verified", sa.Boolean),
    _column("time", Moment),
)

content = sa.Table("content", metadata, _column("hash", key=True), _column("text"))
"""Packs and catalogue entries that milestones pin, by the SHA-256 hash of their text."""


def encode(value: Any) -> str:
    """JSON as the store writes it: text as it is, and no figure that is none."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def prepare(connection: sa.Connection, address: str) -> None:
    """Make the tables, or bring those of an older version up to date; StoreError when they are somebody else's."""
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
        return
    if not {"meta", "project", "log", "current"} <= present:
        raise StoreError(
            f"{address}: this database holds tables of something else; choose another file or an empty database"
        )
    _migrate(connection, address)


def _migrate(connection: sa.Connection, address: str) -> None:
    found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "format")) or ""
    if not found.isascii() or not found.isdigit():
        raise StoreError(
            f"{address}: this is no mlscope store, its format is not said; choose another file or an empty database"
        )
    if int(found) > FORMAT:
        raise StoreError(
            f"{address}: this store was written by a newer mlscope (format {found}, this version reads up to {FORMAT}); update mlscope"
        )
    for version in range(int(found), FORMAT):
        MIGRATIONS[version](connection)
    if int(found) < FORMAT:
        connection.execute(meta.update().where(meta.c.name == "format").values(value=str(FORMAT)))
