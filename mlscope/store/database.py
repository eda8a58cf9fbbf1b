"""One way to read and write on two engines: opening, locking down, retrying, and saying what went wrong."""

import datetime as dt
import random
import secrets
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, NoReturn, TypeVar

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper

from mlscope.errors import StoreError, StoreLocked, StoreReadOnly
from mlscope.store.formats import prepare
from mlscope.store.journal import Stale
from mlscope.store.keeping import NOTE, Ahead, Keeper, ahead_of, keeper_of, opened_here
from mlscope.store.tables import encode, project

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds after which a write that keeps meeting other writers gives up."""

DUCKDB: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}
POOL = {"pool_size": 8, "max_overflow": 120, "pool_timeout": 20}


@dataclass
class Database:
    """An opened database. `address` may be shown to anyone; `file` is the DuckDB file, None in memory and on
    PostgreSQL.
    """

    engine: sa.Engine
    address: str
    file: Path | None = None
    _root: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)
    _keeper: Keeper | None = field(default=None, repr=False)
    _turn: AbstractContextManager[object] = field(default_factory=nullcontext, repr=False)
    """Writers of one process queue here where the database would only turn them away (DuckDB)."""
    _found: tuple[Ahead, bool] = ("whole", False)
    """How a DuckDB file was found: its write-ahead file, and whether the file itself held no table."""
    missing: str = ""
    """What was found missing when it was opened, in a sentence; empty when nothing was."""
    writes: ClassVar[int] = 0
    """How often this process wrote, to whichever database."""

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database until it is closed."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except (sa.exc.SQLAlchemyError, duckdb.Error) as error:
            tell(error, self.address)

    def writing(self, work: Callable[[sa.Connection], T]) -> T:
        """Do `work` in one transaction, again from the start whenever another writer was faster."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self._turn:
                    if self._keeper:
                        self._keeper.before_write()
                    try:
                        with self.engine.begin() as connection:
                            return work(connection)
                    finally:
                        Database.writes += 1
            except (Stale, sa.exc.SQLAlchemyError, duckdb.Error) as error:
                if not collided(error):
                    tell(error, self.address)
                if time.monotonic() > deadline:
                    raise StoreError(
                        f"{self.address}: too many people are writing at this moment; nothing was saved, try"
                        " again"
                    ) from error
            time.sleep(random.uniform(0.0005, 0.02))

    @property
    def alone(self) -> bool:
        """Does nobody outside this process write to it? A DuckDB file belongs to the process that opened
        it.
        """
        return self._root is not None

    def copy_to(self, new: Path) -> None:
        """Write a compact copy of a DuckDB file, as of one moment, while others go on writing; `new` lies in
        the backup folder.
        """
        assert self._root
        cursor = self._root.cursor()
        here, there = (
            cursor.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""'),
            str(new).replace("'", "''"),
        )
        copy = (  # all connections of a process share their names, and two may back up at once
            f"copy_{secrets.token_hex(8)}"
        )
        try:
            self.settle()
            cursor.execute(f"ATTACH '{there}' AS {copy}")
            try:
                cursor.execute(f'COPY FROM DATABASE "{here}" TO {copy}')
                cursor.execute(f"UPDATE {copy}.meta SET value = '' WHERE name = ?", [NOTE])
                cursor.execute(f"CHECKPOINT {copy}")
            finally:
                cursor.execute(f"DETACH {copy}")
        except duckdb.Error as error:
            raise StoreError(
                f"{self.address}: the backup could not be written; is there room on the disk, and the right"
                " to write?"
            ) from error
        finally:
            cursor.close()

    def settle(self) -> None:
        """Make a DuckDB file whole by itself, without its write-ahead file."""
        if self._keeper:
            self._keeper.settle()

    def look_for_missing(self) -> None:
        """Find out whether the DuckDB file that was opened is a copy without its write-ahead file, or with a
        part of it.
        """
        assert self.file
        assert self._root
        self._keeper, (ahead, empty) = keeper_of(self._root, self.file), self._found
        self._turn, since = self._keeper.lock, self._keeper.noted()
        name, way_out = self.file.name, "Take the copy again while mlscope is stopped, or restore a backup"
        if empty:
            self.missing = (
                f"{name}: this file held nothing, not even an empty store. If it is a copy of a store, "
                f"{name}.wal was not copied with it. {way_out}"
            )
        elif since and ahead == "absent":
            self.missing = (
                f"{name}: this file was copied without {name}.wal, and what was saved after {_local(since)} "
                f"is missing. {way_out}"
            )
        elif ahead == "cut":
            with self.reading() as connection:
                last = connection.scalar(sa.select(sa.func.max(project.c.changed)))
            until = f" The last change that is here is of {_local(last.isoformat())}." if last else ""
            self.missing = (
                f"{name}: {name}.wal ends in the middle of a change, so what was saved last may be missing."
                f"{until} If this is a copy, take it again while mlscope is stopped"
            )
        self.settle()

    def close(self) -> None:
        """Give up all connections, and with them the lock on a DuckDB file."""
        self.engine.dispose()
        if self._keeper:
            self._keeper.close()
        if self._root is not None:
            self._root.close()


def connect(url: str) -> Database:
    """Open a database, made if it is missing: a path, `duckdb:///path`, `:memory:` or `postgresql://...`.

    As everywhere in such addresses, a fourth slash begins a path from the root: `duckdb:////var/x.duckdb`.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme.partition("+")[0] in ("postgresql", "postgres"):
        database = _postgresql(url)
    elif separator and scheme != "duckdb":
        raise StoreError(
            f"stores on {scheme[:20]} are not supported; give a file, duckdb:////folder/file or"
            " postgresql://host/database"
        )
    else:
        database = _duckdb(rest.removeprefix("/") if separator else url)
    try:
        database.writing(lambda connection: prepare(connection, database.address))
        if database.file:
            database.look_for_missing()
    except BaseException:
        database.close()
        raise
    return database


# ── DuckDB
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _duckdb(path: str) -> Database:
    file = None if path in ("", ":memory:") else Path(path).expanduser().absolute()
    address = file.name if file else "memory"
    ahead: Ahead = "whole"
    known = empty = False
    if file:
        _writable(file)
        known = file.exists() and not opened_here(file)
        ahead = ahead_of(file) if known else "whole"
    try:
        root = duckdb.connect(str(file or ":memory:"), config=DUCKDB)
        if known:
            empty = root.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
        _lock_down(root, file)
    except duckdb.Error as error:
        raise _not_opened(error, address) from error
    engine = sa.create_engine(
        "duckdb://",
        creator=lambda: ConnectionWrapper(root.cursor()),
        poolclass=sa.QueuePool,
        json_serializer=encode,
        **POOL,
    )
    return Database(engine, address, file, root, None, threading.Lock(), (ahead, empty))


def backup_folder(file: Path) -> Path:
    """Where the backups of a DuckDB file are written, the only folder besides its own that the database may
    touch.
    """
    return file.parent / "backups"


def _lock_down(root: duckdb.DuckDBPyConnection, file: Path | None) -> None:
    """No file system beyond the store's own folder, no extensions, and no way to change that."""
    if root.execute("SELECT current_setting('lock_configuration')").fetchall() == [(True,)]:
        return  # this process has the file open already
    if file:
        folders = ", ".join(
            "'" + str(folder).replace("'", "''") + "'" for folder in (file.parent, backup_folder(file))
        )
        root.execute(f"SET allowed_directories = [{folders}]")
    root.execute(
        "SET enable_external_access = false; SET python_enable_replacements = false; SET lock_configuration ="
        " true"
    )


def _writable(file: Path) -> None:
    """Make the folder; refuse what cannot be a store or cannot be written, also where the superuser could."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise StoreError(
                f"{file.name}: this is a folder; name a file in it, as {file.name}/mlscope.duckdb"
            )
        if file.exists() and not file.stat().st_mode & _ANY_WRITE:
            raise StoreReadOnly(
                f"{file.name}: this file is read-only, so nothing could be saved; allow writing to it or"
                " choose another file"
            )
        if not file.parent.stat().st_mode & _ANY_WRITE:
            raise PermissionError
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        if file.exists():
            file.open("r+b").close()
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise StoreReadOnly(
            f"{file.name}: its folder or the file itself cannot be written, so nothing could be saved; allow"
            " writing or choose another place"
        ) from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise StoreReadOnly(
            f"{file.name}: nothing can be saved there ({reason}); choose another place"
        ) from error


_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def _local(time: str) -> str:
    return f"{dt.datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M:%S}"


def _not_opened(error: duckdb.Error, address: str) -> StoreError:
    text = str(error).lower()
    if "could not set lock" in text or "conflicting lock" in text:
        return StoreLocked(
            f"{address}: another program has this store open, most likely mlscope itself; close it there, "
            "or move to PostgreSQL to use one store from several processes"
        )
    if "newer version" in text or "storage version" in text:
        return StoreError(f"{address}: this file was written by a newer DuckDB; update mlscope and try again")
    if "replay" in text or ".wal" in text:
        return StoreError(
            f"{address}: {address}.wal, which holds what was saved last, is damaged or belongs to another"
            f" file; restore a backup into a new file, or move {address}.wal away to open what was saved"
            " before it"
        )
    return StoreError(
        f"{address}: this file is no store of mlscope or is damaged; choose another file, or restore a backup"
        " into a new one"
    )


# ── PostgreSQL
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def _postgresql(url: str) -> Database:
    """Each transaction sees one snapshot, as on DuckDB, so that both meet other writers in the same way."""
    try:
        parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
        host = parsed.host or parsed.query.get("host") or "localhost"
        address = f"postgresql://{host}{f':{parsed.port}' if parsed.port else ''}/{parsed.database or ''}"
        engine = sa.create_engine(
            parsed,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            json_serializer=encode,
            hide_parameters=True,
            connect_args={"connect_timeout": 10},
            **POOL,
        )
    except (sa.exc.ArgumentError, ValueError, TypeError):
        raise StoreError(
            "this database address cannot be read; write it as postgresql://user:password@host:5432/database"
        ) from None
    return Database(engine, address)


# ── what went wrong
# ─────────────────────────────────────────────────────────────────────────────────────────────


def collided(error: Exception) -> bool:
    """Did another writer get in between, so that trying again helps?"""
    if isinstance(error, Stale):
        return True
    origin = getattr(error, "orig", None) or error
    if getattr(origin, "sqlstate", None) in ("40001", "40P01", "23505"):
        return True
    if isinstance(origin, duckdb.TransactionException | duckdb.ConstraintException):
        return "conflict" in (text := str(origin).lower()) or "constraint" in text or "duplicate key" in text
    return False


_SENTENCES: list[tuple[tuple[str, ...], type[StoreError], str]] = [
    (
        (
            "checksum",
            "corrupt",
            "could not read enough",
            "could not read all",
            "serializ",
            "internalexception",
        ),
        StoreError,
        "this file is damaged or was cut off, so it cannot be read in full; restore a backup into a new file",
    ),
    (
        ("fatalexception", "invalidated"),
        StoreError,
        (
            "the database has stopped after a fault, most likely a full disk; what was saved is safe. Free"
            " some space and restart mlscope"
        ),
    ),
    (
        ("53100", "no space left", "could not write", "file too large", "disk full"),
        StoreError,
        "the disk is full or cannot be written; nothing of this was saved. Free some space and try again",
    ),
    (
        ("28p01", "28000", "password authentication", "no password supplied"),
        StoreError,
        "the user name or the password is not accepted; check the address",
    ),
    (
        ("3d000", "does not exist"),
        StoreError,
        "there is no such database or user; have it created first, or check the address",
    ),
    (
        ("25006", "42501", "read-only", "permission denied"),
        StoreReadOnly,
        "this database may not be written, so nothing was saved; ask for the right to write",
    ),
    (
        ("connection", "resolve", "timeout", "queuepool", "terminating"),
        StoreError,
        (
            "the database cannot be reached; nothing was saved. Check that it is running and that the address"
            " is right, then try again"
        ),
    ),
]


def tell(error: Exception, address: str) -> NoReturn:
    """Raise the fault as a sentence with a way out, or as it is where it is a bug of ours. Never quotes the
    database.
    """
    origin = getattr(error, "orig", None) or error
    state = getattr(origin, "sqlstate", None) or ""
    ours = isinstance(error, sa.exc.ProgrammingError | sa.exc.IntegrityError | sa.exc.DataError)
    if isinstance(
        error, sa.exc.DatabaseError | sa.exc.InterfaceError | sa.exc.TimeoutError | duckdb.Error
    ) and (state == "42501" or not ours):
        text = f"{state} {type(origin).__name__} {origin or error}".lower()
        for signs, kind, sentence in _SENTENCES:
            if any(sign in text for sign in signs):
                raise kind(f"{address}: {sentence}") from error
        raise StoreError(
            f"{address}: this was refused and nothing was saved; try again, and restart mlscope if that does"
            " not help"
        ) from error
    raise error
