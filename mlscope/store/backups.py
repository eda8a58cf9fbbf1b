"""Everything in one file, made while people work, and back into an empty store."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from mlscope.errors import InputError, StoreError
from mlscope.project import new_id
from mlscope.store import archives, house
from mlscope.store.database import Database, backup_folder, connect
from mlscope.store.journal import now
from mlscope.store.keeping import write_ahead
from mlscope.store.tables import project

ENDINGS = (".duckdb", ".db", ".zip")


def backup(database: Database, target: Path) -> Path:
    """A new file with all projects; InputError when it exists already, StoreError when it cannot be
    written.
    """
    ending = ".duckdb" if database.file else ".zip"
    target = target / f"mlscope-{now():%Y%m%d-%H%M%S}" if target.is_dir() else target
    target = target if target.suffix in ENDINGS else target.with_name(target.name + ending)
    if target.exists():
        raise InputError(
            f"{target.name}: this file exists already; choose another name, so that no older backup is lost"
        )
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(database, part) if database.file else _zip(database, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{target.name}: the backup cannot be written ({(error.strerror or 'unknown reason').lower()})"
        ) from error
    return target


def _copy(database: Database, part: Path) -> None:
    """DuckDB may write only beside its own file, so the copy is made there and moved by us."""
    assert database.file
    folder = backup_folder(database.file)
    folder.mkdir(exist_ok=True)
    made = folder / f"{new_id()}.part"
    try:
        database.copy_to(made)
        shutil.move(made, part)
    finally:
        made.unlink(missing_ok=True)
        write_ahead(made).unlink(missing_ok=True)


def _zip(database: Database, part: Path) -> None:
    with database.reading() as connection, zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED) as packed:
        for project_id in connection.scalars(sa.select(project.c.id).order_by(project.c.id)).all():
            packed.writestr(f"{project_id}.json", archives.export(connection, project_id))
        if (kept := house.export(connection)) is not None:
            packed.writestr(house.ARCHIVED, kept)


def restore(source: Path, database: Database) -> int:
    """Put every project of a backup into an empty store, all or none; the number of projects."""
    if not source.is_file():
        raise InputError(f"{source.name}: there is no such file; give the backup that is to be restored")

    def work(connection: sa.Connection) -> int:
        if connection.execute(sa.select(project.c.id).limit(1)).first():
            raise InputError(
                f"{database.address}: this store has projects already; restore into a new file or an empty"
                " database"
            )
        restored = sum(
            1 for archive in _archives(source) if archives.admit(connection, archives.parse(archive), None)
        )
        if (kept := _house(source)) is not None:
            house.admit(connection, kept)
        return restored

    return database.writing(work)


def _archives(source: Path) -> Iterator[bytes]:
    if zipfile.is_zipfile(source):
        yield from zipped(source)
        return
    with source.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":  # DuckDB itself would take a short file for a new, empty database
            raise InputError(
                f"{source.name}: this is no backup of mlscope; give a file that 'mlscope backup' or the app"
                " wrote"
            )
    with opened_copy(source) as database, database.reading() as connection:
        for project_id in connection.scalars(sa.select(project.c.id).order_by(project.c.id)).all():
            yield archives.export(connection, project_id)


def _house(source: Path) -> bytes | None:
    """The log of the house that a backup holds; None where it holds none."""
    if not zipfile.is_zipfile(source):
        with opened_copy(source) as database, database.reading() as connection:
            return house.export(connection)
    with zipfile.ZipFile(source) as packed:
        return packed.read(house.ARCHIVED) if house.ARCHIVED in packed.namelist() else None


@contextmanager
def opened_copy(source: Path) -> Iterator[Database]:
    """A DuckDB file opened as a copy, so that it stays as it is; its write-ahead file comes along."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            copied = Path(shutil.copy(source, folder))
            ahead = write_ahead(source)
            if ahead.exists():
                shutil.copy(ahead, folder)
        except OSError as error:
            raise InputError(
                f"{source.name}: cannot be read ({(error.strerror or 'unknown reason').lower()})"
            ) from error
        database = connect(str(copied))
        try:
            if database.missing:
                raise InputError(database.missing)
            yield database
        finally:
            database.close()


def read(source: Path) -> bytes:
    """The content of an archive; InputError when it is too large or cannot be read."""
    try:
        with source.open("rb") as file:
            return file.read(archives.MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{source.name}: cannot be read ({(error.strerror or 'unknown reason').lower()})"
        ) from error


def zipped(source: Path) -> Iterator[bytes]:
    """The archives of a zipped backup, without the log of the house."""
    try:
        with zipfile.ZipFile(source) as packed:
            for entry in packed.infolist():
                if entry.filename == house.ARCHIVED:
                    continue
                if entry.file_size > archives.MAX_BYTES:
                    raise InputError(
                        f"{source.name}: {entry.filename[:80]} is larger than an archive can be; this is no"
                        " backup of mlscope"
                    )
                yield packed.read(entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"{source.name}: this backup is damaged and cannot be unpacked; take another one"
        ) from error
