"""A DuckDB of its own, in memory, that can open one file and nothing else.

No text of the file and no path becomes SQL: columns are c0, c1, ... and the path is a parameter.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import duckdb

MEMORY = "1GB"
SPILL = "4GB"
MOST_THREADS = 4
WIDE = 500
"""Above so many columns one thread reads, because each holds a block of every column."""


def named_exactly(path: Path) -> str:
    """The path as DuckDB must be told it: a name with * ? or [ would otherwise stand for other files as
    well.
    """
    return re.sub(r"([*?[])", r"[\1]", str(path))


@contextmanager
def connected(
    path: Path, columns: int, spill: Path, until: float | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Reads this one file, keeps to its memory, loads no extensions, and stops at the moment `until` (of
    time.monotonic).

    What has no room in memory goes into the folder `spill`, at most 4 GB of it.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_persistent_secrets": False,
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
            "max_temp_directory_size": SPILL,
            "threads": 1 if columns > WIDE else min(MOST_THREADS, os.cpu_count() or 1),
        },
    )
    clock = Timer(max(0.0, until - time.monotonic()), connection.interrupt) if until else None
    try:
        _lock(connection, path)
        if clock:
            clock.start()
        yield connection
    finally:
        if clock:
            clock.cancel()
        connection.close()


def _lock(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Leave nothing open but the file; its name is allowed as it stands and as it is asked for."""
    connection.execute("SET allowed_paths = $1", [[str(path), named_exactly(path)]])
    for setting in (
        "python_enable_replacements = false",
        "TimeZone = 'UTC'",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
