"""The history of stages, as the log has it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from mlscope.store.tables import log, project


@dataclass(frozen=True)
class Move:
    """A project came into a stage; `before` is empty where it began there."""

    project: str
    at: dt.datetime
    author: str
    before: str
    stage: str


def moves(connection: sa.Connection) -> list[Move]:
    """Every move of the projects that are listed, oldest first."""
    rows = connection.execute(
        sa.select(log.c.project, log.c.time, log.c.author, log.c.old, log.c.new)
        .select_from(log.join(project, project.c.id == log.c.project))
        .where(log.c.key == "project/stage", project.c.archived.is_(False))
        .order_by(log.c.time, log.c.project, log.c.revision)
    )
    found = [
        Move(row.project, row.time, row.author, row.old.get("value") or "", row.new.get("value") or "")
        for row in rows
    ]
    return [one for one in found if one.stage and one.stage != one.before]


def entered(connection: sa.Connection, ids: Collection[str]) -> dict[str, dt.datetime]:
    """Since when each of some projects stands in its stage."""
    rows = connection.execute(
        sa.select(log.c.project, sa.func.max(log.c.time))
        .where(log.c.key == "project/stage", log.c.project.in_(ids))
        .group_by(log.c.project)
    )
    return {row[0]: _utc(row[1]) for row in rows}


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
