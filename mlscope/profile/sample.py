"""A sample as DuckDB sees it: its rows as columns c0, c1, ..., counted once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from mlscope.errors import InputError
from mlscope.profile.files import Table
from mlscope.profile.kinds import MISSING
from mlscope.profile.locked import named_exactly
from mlscope.project.fields import clean

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Sample:
    """An open sample. `source` is SQL for its rows; `names` and `types` (DuckDB's own) describe its
    `columns`.

    With `decimal_comma`, 1,250 more likely means one and a quarter than a thousand if no figure says
    otherwise.
    """

    connection: duckdb.DuckDBPyConnection
    source: str
    path: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: int
    decimal_comma: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns as SQL names them."""
        return [f"c{place}" for place in range(len(self.names))]

    def ask(self, select: str, then: str = "", *, distinct: bool = False) -> list[tuple[Any, ...]]:
        """The answer to a SELECT over the rows, each of them once where `distinct`."""
        rows = f"(SELECT DISTINCT * FROM {self.source})" if distinct else self.source
        return self.connection.execute(f"SELECT {select} FROM {rows} {then}", [self.path]).fetchall()


def opened(connection: duckdb.DuckDBPyConnection, table: Table, name: str) -> Sample:
    """The sample in a table. InputError when it has no rows; duckdb.InvalidInputException when a CSV breaks
    its own rules.
    """
    sample = _parquet(connection, table) if table.form == "parquet" else _csv(connection, table)
    if not sample.rows:
        raise InputError(f"{name}: this file has columns and no rows; choose one with rows")
    return sample


def _named(names: list[str]) -> tuple[str, ...]:
    """A name for every column, in one line and without control characters: those without one are numbered."""
    plain = (" ".join(clean(name).split()) for name in names)
    return tuple(
        name[: LONGEST_NAME - 1] + "…" if len(name) > LONGEST_NAME else name or f"column {n}"
        for n, name in enumerate(plain, 1)
    )


def _listed(words: Iterable[str]) -> str:
    """Words of our own as SQL."""
    return ", ".join(f"'{word}'" for word in words)


# ── Parquet
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _parquet(connection: duckdb.DuckDBPyConnection, table: Table) -> Sample:
    read = "SELECT * FROM read_parquet($1, hive_partitioning = false)"
    described = connection.execute(f"DESCRIBE {read}", [named_exactly(table.path)]).fetchall()
    types = tuple(str(row[1]) for row in described)
    cells = ", ".join(f"{_present(f'c{place}', kind)} AS c{place}" for place, kind in enumerate(types))
    source = (
        f"(SELECT {cells} FROM ({read}) read_as({', '.join(f'c{place}' for place in range(len(types)))}))"
    )
    ((rows,),) = connection.execute(f"SELECT count(*) FROM ({read})", [named_exactly(table.path)]).fetchall()
    return Sample(
        connection, source, named_exactly(table.path), _named([str(row[0]) for row in described]), types, rows
    )


def _present(column: str, kind: str) -> str:
    """SQL for a cell, NULL where it is blank; words such as NA are left as they are, because Parquet has a
    NULL of its own.
    """
    if kind == "VARCHAR":
        return f"nullif({column}, '')"
    if kind in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END"
    return column


# ── CSV
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _csv(connection: duckdb.DuckDBPyConnection, table: Table) -> Sample:
    """Everything is read as text and nothing is guessed."""
    layout = table.layout
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(layout.names)))
    missing = _listed(word for word in MISSING if layout.escape not in word)
    read = (
        f"read_csv($1, auto_detect = false, columns = {{{columns}}}, delim = '{layout.delimiter}', quote ="
        f" '\"', escape = '{layout.escape}', header = {layout.header}, skip = {layout.skip}, nullstr ="
        f" [{missing}], hive_partitioning = false, compression = '{'gzip' if table.packed else 'none'}')"
    )
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {read}", [named_exactly(table.path)]).fetchall()
    names = _named(list(layout.names))
    return Sample(
        connection,
        read,
        named_exactly(table.path),
        names,
        ("VARCHAR",) * len(names),
        rows,
        layout.delimiter == ";",
    )
