"""How the other projects of a store were answered, for what usually comes out; only what the log has, no
texts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from mlscope.project import Actual, Answer
from mlscope.store.journal import names_of, plain_answer, today_key
from mlscope.store.tables import current, project

ACTUAL = "actual/"
MOST = 200
"""Projects that are looked at, those that were changed last."""


def answers(
    connection: sa.Connection, project_id: str, keys: Collection[str]
) -> tuple[int, list[Mapping[str, Answer]]]:
    """The answers to some questions in all other projects but samples, and the number that names this state.

    The number is that of all rows in the logs of the others, so it rises with each change and never stands
    for two states.
    """
    others = project.c.id != project_id
    number = connection.scalar(sa.select(sa.func.coalesce(sa.func.sum(project.c.revision), 0)).where(others))
    chosen = (
        sa.select(project.c.id)
        .where(others, project.c.sample.is_(False))
        .order_by(project.c.changed.desc(), project.c.id)
        .limit(MOST)
    )
    rows = connection.execute(
        sa.select(current.c.project, current.c.key, current.c.answer, current.c.base).where(
            current.c.project.in_(chosen), current.c.key.in_(names_of(keys))
        )
    )
    by_project: dict[str, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        logged = row.answer if row.base is None else row.base
        by_project[row.project][today_key(row.key)] = plain_answer(logged)
    return int(number or 0), [by_project[key] for key in sorted(by_project)]


def actuals(connection: sa.Connection) -> dict[str, dict[str, Actual]]:
    """The actual figures of all projects but samples, by project and figure."""
    rows = connection.execute(
        sa.select(current.c.project, current.c.key, current.c.answer, current.c.base)
        .join(project, project.c.id == current.c.project)
        .where(current.c.key.startswith(ACTUAL), project.c.sample.is_(False))
        .order_by(current.c.project, current.c.key)
    )
    found: dict[str, dict[str, Actual]] = defaultdict(dict)
    for row in rows:
        value = plain_answer(row.answer if row.base is None else row.base).value
        if value is not None:
            found[row.project][row.key.removeprefix(ACTUAL)] = Actual.model_validate(value)
    return dict(found)
