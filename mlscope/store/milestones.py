"""Milestones with the texts they pin by hash, and the signatures on them."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from mlscope.project import SignOff
from mlscope.project.signatures import Signature, recorded, standing
from mlscope.store.journal import rows_of
from mlscope.store.records import Milestone
from mlscope.store.tables import IMPORTED, content, log, milestone


def of(connection: sa.Connection, project_id: str) -> list[Milestone]:
    """The milestones of a project, oldest first. Nobody is verified in one that was imported."""
    imported = (
        connection.scalar(
            sa.select(sa.func.max(log.c.revision)).where(log.c.project == project_id, log.c.key == IMPORTED)
        )
        or 0
    )
    found = connection.execute(
        sa.select(milestone)
        .where(milestone.c.project == project_id)
        .order_by(milestone.c.time, milestone.c.id)
    )
    return [
        Milestone(
            row.id,
            row.name,
            row.revision,
            row.as_of,
            row.seed,
            row.software,
            row.author,
            row.verified and row.revision >= imported,
            row.time,
            content=row.content,
        )
        for row in found
    ]


def keep(connection: sa.Connection, project_id: str, made: Milestone) -> None:
    """Write a milestone down; nothing ever changes it."""
    connection.execute(
        milestone.insert(),
        {
            "project": project_id,
            "id": made.id,
            "name": made.name,
            "revision": made.revision,
            "as_of": made.as_of,
            "seed": made.seed,
            "software": made.software,
            "content": dict(made.content),
            "author": made.author,
            "verified": made.verified,
            "time": made.at,
        },
    )


def signatures(connection: sa.Connection, project_id: str) -> tuple[Signature, ...]:
    """Every signature that the log holds, oldest first, each with who recorded it; one that was redacted is
    left out.
    """
    rows = rows_of(connection, project_id, log.c.key.startswith("sign_off/"))[::-1]
    return standing(
        recorded(
            SignOff.model_validate({"author": row.author} | row.new.value), row.author, row.verified, row.at
        )
        for row in rows
        if isinstance(row.new.value, dict)
    )


def contents(connection: sa.Connection, hashes: Collection[str]) -> dict[str, str]:
    """The pinned texts, by hash."""
    found = connection.execute(sa.select(content.c.hash, content.c.text).where(content.c.hash.in_(hashes)))
    return {row.hash: row.text for row in found}


def keep_contents(connection: sa.Connection, texts: Mapping[str, str]) -> None:
    """Keep texts under their hashes; those that are there already stay."""
    known = contents(connection, texts)
    new = [{"hash": digest, "text": text} for digest, text in texts.items() if digest not in known]
    if new:
        connection.execute(content.insert(), new)
