"""The history of stages, as the log has it."""

import datetime as dt
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
