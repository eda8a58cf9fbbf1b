"""The log of the house: what belongs to no single project, as saved scenarios.

It stands in the same table as the logs of projects, chained like them, under an id that no project can have.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa

from mlscope.errors import InputError, did_you_mean
from mlscope.project.fields import clean
from mlscope.store import chain
from mlscope.store.journal import now, stored_rows
from mlscope.store.records import Author, Proof, Saved
from mlscope.store.tables import encode, log

LOG = "/house"
"""Its id in the table of logs; ids of projects have no slash."""
SCENARIO = "scenario/"
LIMITS = "board/limits"
ARCHIVED = "house.json"
"""The file of a zipped backup that holds it."""


def scenarios(connection: sa.Connection) -> list[Saved]:
    """The saved scenarios by name, each as it was saved last."""
    last = {row.key: row for row in stored_rows(connection, LOG) if row.key.startswith(SCENARIO)}
    return [
        Saved(key.removeprefix(SCENARIO), row.new["value"], row.author, row.verified, row.time)
        for key, row in sorted(last.items(), key=lambda pair: pair[0].casefold())
        if row.new.get("value") is not None
    ]


def save_scenario(connection: sa.Connection, name: str, content: Mapping[str, Any], author: Author) -> str:
    """Log a scenario under a name, over one of that name; the name as it is kept."""
    title = " ".join(clean(name).split())
    if not 0 < len(title) <= 100:
        raise InputError("a scenario needs a name of at most 100 characters")
    _write(connection, SCENARIO + title, dict(content), author)
    return title


def drop_scenario(connection: sa.Connection, name: str, author: Author) -> None:
    """Take a scenario off the list; what it was stays in the log."""
    names = [saved.name for saved in scenarios(connection)]
    if name not in names:
        raise InputError(f"there is no scenario '{name[:80]}'{did_you_mean(name, names)}")
    _write(connection, SCENARIO + name, None, author)


def limits(connection: sa.Connection) -> dict[str, int]:
    """How many projects may stand in a stage at once; a stage without a limit is left out."""
    kept = [row.new.get("value") for row in stored_rows(connection, LOG) if row.key == LIMITS]
    return dict(kept[-1] or {}) if kept else {}


def keep_limits(connection: sa.Connection, new: Mapping[str, int], author: Author) -> None:
    """Log the limits in place of earlier ones."""
    _write(connection, LIMITS, dict(new), author)


def proof(connection: sa.Connection) -> Proof:
    """What the chain of the house's log proves."""
    return chain.prove(stored_rows(connection, LOG), (), {})


def _write(connection: sa.Connection, key: str, value: Any, author: Author) -> None:
    rows = stored_rows(connection, LOG)
    old = next((row.new for row in reversed(rows) if row.key == key), {})
    new = {} if value is None else {"value": json.loads(encode(value))}
    if old == new:
        return
    row = chain.Row(len(rows) + 1, now(), author.name, author.verified, key, dict(old), new)
    _insert(connection, [row.after(rows[-1].link if rows else "")])


def _insert(connection: sa.Connection, rows: list[chain.Row]) -> None:
    if rows:
        connection.execute(log.insert(), [{"project": LOG, **asdict(row)} for row in rows])


# ── backups


def export(connection: sa.Connection) -> bytes | None:
    """The whole log as JSON; None where nothing was ever written."""
    rows = stored_rows(connection, LOG)
    plain = [asdict(row) | {"time": row.time.isoformat()} for row in rows]
    return encode(plain).encode() if rows else None


def admit(connection: sa.Connection, content: bytes) -> None:
    """Put an exported log into a store that has none; InputError where it was altered."""
    if stored_rows(connection, LOG):
        raise InputError("this store has scenarios already; restore into a new file or an empty database")
    names = {field.name for field in fields(chain.Row)}
    try:
        plain = json.loads(content)
        whole = all(row.keys() == names for row in plain)
        rows = [chain.Row(**row | {"time": dt.datetime.fromisoformat(row["time"])}) for row in plain if whole]
        fault = chain.prove(rows, (), {}).fault if whole else "its rows are not whole"
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{ARCHIVED}: this is no log of a house; take another backup") from error
    if fault:
        raise InputError(f"{ARCHIVED}: this log was altered ({fault}); take another backup")
    _insert(connection, rows)
