"""The tables, the same on DuckDB and PostgreSQL."""

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa

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


IMPORTED = "store/imported"
"""Key of the row that an import adds after the rows it brought."""
DEPTH = "store/depth"
"""Key of the depth in which a project's questions are shown: "Quick" or "Full"."""

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
    _column("head"),
)
"""One row per project: its counters, what lists show of it, and the last link of its log's chain."""

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
    _column("salt", empty=True),
    _column("digest"),
    _column("link"),
)
"""Everything that ever changed; rows are added and never altered, except that a redaction erases content and
salt.
"""

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
"""The fold of the log. While somebody types, `base` holds the answer that the log still has: the row is then
a draft.
"""

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

derived = sa.MetaData()
"""Tables of what can be worked out again from the others: dropped and made anew when their shape changes,
and part of no chain, no archive and no proof.
"""
DERIVED = "1"
"""The shape of the derived tables, as `meta` notes it under "derived"."""

summary = sa.Table(
    "summary",
    derived,
    _column("project", key=True),
    _column("stamp", sa.BigInteger),
    _column("content"),
    _column("key"),
    _column("fault"),
    _column("owner", empty=True),
    _column("sponsor", empty=True),
    _column("tags"),
    _column("currency", empty=True),
    _column("tier", empty=True),
    _column("verdict", empty=True),
    _column("completeness", sa.Double, empty=True),
    _column("blockers", sa.Integer, empty=True),
    _column("finish", sa.Date, empty=True),
    _column("value", sa.Double, empty=True),
    _column("chance", sa.Double, empty=True),
    _column("body", empty=True),
    _column("draws", sa.LargeBinary, empty=True),
    _column("made", Moment),
)
"""Results in short, one row per project: of which `stamp` of the project and which `content` of packs and
rules, under the `key` of all that they rest on. `fault` says why there are none.
"""

content = sa.Table("content", metadata, _column("hash", key=True), _column("text"))
"""Packs and catalogue entries that milestones pin, by the SHA-256 hash of their text."""


encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
"""JSON as the store writes it: text as it is, and no figure that is none."""
