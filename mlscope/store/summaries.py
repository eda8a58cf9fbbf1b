"""Summaries in the database: kept beside the projects they are of, and asked for by filter, order and page.

They are worked out from the record and can be dropped at any time. A summary whose project or content has
changed since is shown all the same, marked, until it is made anew.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from mlscope.store.journal import now
from mlscope.store.records import Summary
from mlscope.store.tables import meta, project, summary

Order = Literal["changed", "name", "value", "chance", "verdict", "owner", "tag", "finish", "completeness"]
VERDICTS = ("go", "conditional", "not_yet", "cannot_say", "no_go")
"""The order of verdicts in lists."""

LEASE = dt.timedelta(seconds=60)
"""So long a process that works out summaries is taken to be alive without a sign of life."""
_LEASE = "summaries"


@dataclass(frozen=True)
class Wanted:
    """Which projects a list shows: empty filters let all pass, several choices of one filter are
    alternatives.
    """

    words: str = ""
    """Part of the name, upper or lower case."""
    stages: Collection[str] = ()
    verdicts: Collection[str] = ()
    owners: Collection[str] = ()
    tags: Collection[str] = ()
    archived: bool = False
    ids: Collection[str] | None = None


@dataclass(frozen=True)
class Kept:
    """What is kept of a project beside its row: the text of its results in short, or why there are none.

    `draws` are numbers as 32-bit floats; `current` says whether it is of the project and the content of now.
    """

    text: str = ""
    fault: str = ""
    current: bool = False
    draws: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Made:
    """A summary to be kept: of which state of a project and under which key, what filters and orders see, its
    text and its draws.
    """

    project: str
    stamp: int
    key: str
    fault: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    """Of `owner`, `sponsor`, `tags`, `currency`, `tier`, `verdict`, `completeness`, `blockers`, `finish`,
    `value` and `chance`."""
    text: str | None = None
    draws: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Progress:
    """How many projects there are, and how many of them wait for a summary of today."""

    total: int
    waiting: int


def packed(tags: Collection[str]) -> str:
    """Tags as one text, in which each is found between two bars."""
    plain = [tag.replace("|", "/").replace("\n", " ") for tag in tags]
    return f"|{'|'.join(plain)}|" if plain else ""


def _joined(content: str) -> tuple[Any, sa.ColumnElement[bool]]:
    joined = project.outerjoin(summary, summary.c.project == project.c.id)
    current = sa.and_(summary.c.stamp == project.c.stamp, summary.c.content == content)
    return joined, sa.func.coalesce(current, sa.false())


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [project.c.archived == wanted.archived]
    if wanted.words.strip():
        found.append(project.c.name.icontains(wanted.words.strip(), autoescape=True))
    if wanted.stages:
        found.append(project.c.stage.in_(wanted.stages))
    if wanted.verdicts:
        found.append(summary.c.verdict.in_(wanted.verdicts))
    if wanted.owners:
        found.append(summary.c.owner.in_(wanted.owners))
    if wanted.tags:
        found.append(
            sa.or_(*(summary.c.tags.contains(packed([tag]), autoescape=True) for tag in wanted.tags))
        )
    if wanted.ids is not None:
        found.append(project.c.id.in_(wanted.ids))
    return found


def _ordered(order: Order) -> list[sa.ColumnElement[Any]]:
    """What is not known comes last; amounts of several currencies stand apart."""
    name, latest = sa.func.lower(project.c.name), project.c.changed.desc()
    blank = sa.func.nullif(summary.c.owner, ""), sa.func.nullif(summary.c.tags, "")
    chosen: dict[str, list[sa.ColumnElement[Any]]] = {
        "changed": [latest],
        "name": [name],
        "value": [summary.c.value.is_(None), summary.c.currency, summary.c.value.desc()],
        "chance": [summary.c.chance.desc().nulls_last()],
        "verdict": [
            sa.case({word: place for place, word in enumerate(VERDICTS)}, value=summary.c.verdict, else_=9)
        ],
        "owner": [sa.func.lower(blank[0]).asc().nulls_last()],
        "tag": [sa.func.lower(blank[1]).asc().nulls_last()],
        "finish": [summary.c.finish.asc().nulls_last()],
        "completeness": [summary.c.completeness.desc().nulls_last()],
    }
    return [*chosen[order], name if order not in ("changed", "name") else latest, project.c.id]


def listed(
    connection: sa.Connection,
    content: str,
    wanted: Wanted,
    order: Order,
    limit: int | None,
    offset: int = 0,
    *,
    draws: bool = False,
) -> list[tuple[Summary, Kept]]:
    """One page of the projects that are wanted, in order."""
    joined, current = _joined(content)
    columns = [project.c[one.name] for one in fields(Summary)]
    kept = [summary.c.body, summary.c.fault, current, *([summary.c.draws] if draws else [])]
    rows = connection.execute(
        sa.select(*columns, *kept)
        .select_from(joined)
        .where(*_conditions(wanted))
        .order_by(*_ordered(order))
        .limit(limit)
        .offset(offset)
    )
    width = len(columns)
    return [
        (
            Summary(*row[:width]),
            Kept(
                row[width] or "",
                row[width + 1] or "",
                bool(row[width + 2]),
                bytes(row[width + 3] or b"") if draws else b"",
            ),
        )
        for row in rows
    ]


def counted(connection: sa.Connection, wanted: Wanted) -> int:
    """How many projects are wanted."""
    joined, _ = _joined("")
    found = connection.scalar(sa.select(sa.func.count()).select_from(joined).where(*_conditions(wanted)))
    return int(found or 0)


def values_of(connection: sa.Connection, column: str, archived: bool) -> list[str]:
    """What there is to filter by: the stages, verdicts, owners or tags of projects, in order."""
    joined, _ = _joined("")
    of = project.c.stage if column == "stage" else summary.c[column]
    found = connection.scalars(
        sa.select(of).distinct().select_from(joined).where(project.c.archived == archived, of.is_not(None))
    )
    if column == "tags":
        return sorted({tag for text in found for tag in text.strip("|").split("|") if tag}, key=str.casefold)
    return sorted({text for text in found if text}, key=str.casefold)


def progress(connection: sa.Connection, content: str, *, archived: bool = False) -> Progress:
    """How far the summaries of the projects on the list are."""
    joined, current = _joined(content)
    row = connection.execute(
        sa.select(sa.func.count(), sa.func.count().filter(sa.not_(current)))
        .select_from(joined)
        .where(project.c.archived == archived)
    ).one()
    return Progress(int(row[0]), int(row[1]))


def waiting(
    connection: sa.Connection, content: str, count: int, quiet: dt.timedelta
) -> list[tuple[str, int, str]]:
    """Id, stamp and the key of its last summary of projects that wait for one: those without any first, then
    the last changed; one that was changed within the quiet time is still being worked on.
    """
    joined, current = _joined(content)
    rested = sa.or_(summary.c.project.is_(None), project.c.changed < now() - quiet)
    rows = connection.execute(
        sa.select(project.c.id, project.c.stamp, summary.c.key)
        .select_from(joined)
        .where(sa.not_(current), rested)
        .order_by(project.c.archived, summary.c.project.is_not(None), project.c.changed.desc(), project.c.id)
        .limit(count)
    )
    return [(row[0], int(row[1]), row[2] or "") for row in rows]


def keep(connection: sa.Connection, content: str, made: Sequence[Made]) -> None:
    """Write summaries down in place of earlier ones."""
    for one in made:
        row = dict.fromkeys(column.name for column in summary.c) | {"tags": ""} | one.columns
        row |= {"project": one.project, "stamp": one.stamp, "content": content, "key": one.key}
        row |= {"fault": one.fault, "body": one.text, "draws": one.draws, "made": now()}
        adding = insert(summary).values(row)
        others = {name: adding.excluded[name] for name in row if name != "project"}
        connection.execute(adding.on_conflict_do_update(index_elements=["project"], set_=others))


def confirm(connection: sa.Connection, content: str, unchanged: Sequence[tuple[str, int]]) -> None:
    """Nothing that a summary rests on changed: it holds for this stamp of the project, too."""
    for project_id, stamp in unchanged:
        connection.execute(
            summary.update().where(summary.c.project == project_id).values(stamp=stamp, content=content)
        )


def claim(connection: sa.Connection, worker: str) -> bool:
    """Is it this process that works out summaries? It says so for a while, unless another one has."""
    noted = connection.scalar(sa.select(meta.c.value).where(meta.c.name == _LEASE))
    until, _, holder = (noted or "").partition(" ")
    if holder not in ("", worker) and dt.datetime.fromisoformat(until) > now():
        return False
    value = f"{(now() + LEASE).isoformat()} {worker}"
    if noted is None:
        connection.execute(meta.insert(), {"name": _LEASE, "value": value})
        return True
    this = (meta.c.name == _LEASE) & (meta.c.value == noted)
    return connection.execute(meta.update().where(this).values(value=value)).rowcount == 1
