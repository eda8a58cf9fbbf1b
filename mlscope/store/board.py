"""The board of stages: its history, as the log has it, and its limits on work in progress."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from mlscope.store.tables import log, meta, project


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


_LIMITS = "limits"


def limits(connection: sa.Connection) -> dict[str, int]:
    """How many projects may stand in a stage at once; a stage without a limit is left out."""
    noted = connection.scalar(sa.select(meta.c.value).where(meta.c.name == _LIMITS))
    return dict(json.loads(noted)) if noted else {}


def keep_limits(connection: sa.Connection, new: Mapping[str, int]) -> None:
    """Note the limits in place of earlier ones."""
    connection.execute(meta.delete().where(meta.c.name == _LIMITS))
    connection.execute(meta.insert(), {"name": _LIMITS, "value": json.dumps(dict(new))})
