"""Measures a sample in a few passes over the file, which is never loaded as a whole, so memory does not grow
with it.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from mlscope.errors import InputError
from mlscope.profile import columns, personal, times
from mlscope.profile.files import TOO_SLOW, Content, Table, recognised
from mlscope.profile.findings import Comparison, Profile, with_label
from mlscope.profile.guesses import label_guess
from mlscope.profile.locked import MEMORY, connected, named_exactly
from mlscope.profile.mend import mended
from mlscope.profile.sample import Sample, opened
from mlscope.project.fields import clean


def profile(
    path: Path,
    label: str | None = None,
    *,
    name: str | None = None,
    on: dt.date | None = None,
    seconds: float | None = None,
) -> Profile:
    """What a CSV (also packed with gzip) or Parquet file holds. Nothing of it is kept, in memory or on disk.

    `label` names the column of the outcome; `name` is what the file is called in sentences, its own name if
    not given;
    `on` is the date of measuring, today if not given; `seconds` the most time it may take. At most 1 GB of
    memory and 4 GB of temporary disk are used beside the program itself. InputError says in a sentence why a
    file cannot be measured, or that there is no such label column, with a guess.
    """
    name = " ".join(clean(name or path.name).split())
    until = time.monotonic() + seconds if seconds else None
    with tempfile.TemporaryDirectory(prefix="mlscope-") as folder:
        room = Path(folder)
        table = recognised(Content(path.absolute(), name, until), room)
        with _explained(name, table):
            try:
                found = _found(table, name, room, until, on)
            except duckdb.InvalidInputException:
                if table.form == "parquet":
                    raise
                table = mended(table, Content(table.path, name, until), room / "mended.csv")
                found = _found(table, name, room, until, on)
    return with_label(found, label)


def _found(table: Table, name: str, room: Path, until: float | None, on: dt.date | None) -> Profile:
    with connected(table.path, len(table.layout.names), room / "spill", until) as connection:
        return _measured(opened(connection, table, name), table, name, on or dt.date.today())


def _measured(sample: Sample, table: Table, name: str, on: dt.date) -> Profile:
    heads = columns.heads(sample)
    stats = columns.statistics(sample, heads)
    suspects = personal.suspects(sample.names, heads, stats)
    private = {place for place, found in suspects if found.kind != personal.SENSITIVE}
    described = columns.described(sample, stats, private)
    duplicates, how = _duplicates(sample)
    return Profile(
        file=name,
        form=table.form,
        measured=on,
        rows=sample.rows,
        columns=described,
        duplicates=duplicates,
        duplicates_by=how,
        time_span=times.span(
            sample, stats, {place for place, found in suspects if found.kind == personal.BIRTH}
        ),
        personal_columns=tuple(found for _, found in suspects),
        encoding=table.encoding,
        delimiter=table.layout.delimiter if table.form == "csv" else None,
        long_texts=columns.long_texts(sample, heads),
        label_guess=label_guess(described, {found.column for _, found in suspects}),
        notes=table.notes,
    )


def _duplicates(sample: Sample) -> tuple[int | None, Comparison]:
    """How many rows repeat another one, and how that was found out; None where a fingerprint of each row has
    no room.
    """
    if columns.few_cells(sample):
        ((different,),) = sample.ask("count(*)", distinct=True)
        return sample.rows - different, "comparison"
    try:
        ((different,),) = sample.ask(f"count(DISTINCT hash({', '.join(sample.columns)}))")
    except duckdb.OutOfMemoryException:
        return None, "not counted"
    return sample.rows - different, "fingerprint"


@contextmanager
def _explained(name: str, table: Table) -> Iterator[None]:
    """Say faults of DuckDB and of the disk in sentences about the file."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise InputError(f"{name}: {TOO_SLOW}") from error
    except duckdb.OutOfMemoryException as error:
        raise InputError(
            f"{name}: measuring it takes more than {MEMORY} of memory; try with fewer columns"
        ) from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be written anew to be read ({(error.strerror or 'unknown reason').lower()})"
        ) from error
    except duckdb.Error as error:
        said = (
            str(error).splitlines()[0].replace(named_exactly(table.path), name).replace(str(table.path), name)
        )
        form = "Parquet" if table.form == "parquet" else "CSV"
        raise InputError(
            f"{name}: this cannot be read as {form} ({said[:200]}); save the table again and try once more"
        ) from error
