"""The columns of a sample: type, missing values, different values, range."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from mlscope.profile.findings import MOST_VALUES, Column, ColumnType
from mlscope.profile.kinds import (
    ENOUGH,
    FIGURE,
    MOMENT,
    Reading,
    decimal_mark,
    is_time_of_day,
    is_yes_no,
    readings,
)
from mlscope.profile.sample import Sample
from mlscope.project.fields import clean

BATCH, COUNTED_BATCH = 1_000, 100
"""So many columns are measured in one pass: a few megabytes go to each column whose different values are
counted.
"""

HEAD_CELLS, FEWEST_HEAD_ROWS, MOST_HEAD_ROWS = 400_000, 50, 2_000
HEAD_CHARACTERS = 300
LONG_TEXT = 100
"""A column whose values have more characters than this on average holds prose."""

LONGEST_VALUE = 100

COUNTED_CELLS = 5_000_000
"""Up to so many cells different values are counted; beyond it they are estimated, which needs no room for
them.
"""

FIGURES = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
)
MOMENTS = ("DATE", "TIMESTAMP")
NESTED = ("STRUCT", "MAP", "UNION", "LIST", "ARRAY")


@dataclass(frozen=True, slots=True)
class Read:
    """What one reading makes of a column: how many values, from where to where, whether any has a fraction or
    a time of day.
    """

    reading: Reading
    values: int
    low: Any
    high: Any
    parted: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was counted in a column; `read` is the reading that fits it, None for one that is neither figures
    nor dates.
    """

    present: int
    distinct: int
    type: ColumnType
    read: Read | None


def heads(sample: Sample) -> list[list[str]]:
    """The values of the first rows, as text and cut off, column by column; none of a nested or binary
    column.
    """
    rows = max(FEWEST_HEAD_ROWS, min(MOST_HEAD_ROWS, HEAD_CELLS // len(sample.names)))
    cells = [
        f"left({c}::VARCHAR, {HEAD_CHARACTERS})" if _textual(kind) else "NULL"
        for c, kind in zip(sample.columns, sample.types, strict=True)
    ]
    found = sample.ask(", ".join(cells), f"LIMIT {rows}")
    return [[value for value in column if value is not None] for column in zip(*found, strict=True)]


def _textual(kind: str) -> bool:
    return kind != "BLOB" and not kind.endswith("]") and not kind.startswith(NESTED)


def long_texts(sample: Sample, seen: list[list[str]]) -> tuple[str, ...]:
    """The columns that hold prose, judged by the first rows."""
    return tuple(
        name
        for name, values in zip(sample.names, seen, strict=True)
        if values and sum(map(len, values)) > LONG_TEXT * len(values)
    )


def statistics(sample: Sample, seen: list[list[str]]) -> list[Statistics]:
    """What all rows say of each column."""
    found = []
    batch = COUNTED_BATCH if few_cells(sample) else BATCH
    mark = decimal_mark(seen)
    decimal_comma = mark == "," if mark else sample.decimal_comma
    for start in range(0, len(sample.names), batch):
        places = range(start, min(start + batch, len(sample.names)))
        tried = [_readings(sample.types[place], seen[place], decimal_comma) for place in places]
        select = ", ".join(
            _aggregates(f"c{place}", ways, few_cells(sample))
            for place, ways in zip(places, tried, strict=True)
        )
        (row,) = sample.ask(select)
        cells = iter(row)
        for place, ways in zip(places, tried, strict=True):
            present, distinct = next(cells), next(cells)
            reads = [Read(way, next(cells), next(cells), next(cells), next(cells)) for way in ways]
            found.append(_judged(present, distinct, reads, sample.types[place], seen[place]))
    return found


def few_cells(sample: Sample) -> bool:
    """Is the sample small and narrow enough to hold all its values at once?"""
    return sample.rows * len(sample.names) <= COUNTED_CELLS and len(sample.names) <= BATCH


def _readings(kind: str, seen: Sequence[str], decimal_comma: bool) -> tuple[Reading, ...]:
    if kind in FIGURES or kind.startswith("DECIMAL"):
        return (FIGURE,)
    if kind.startswith(MOMENTS):
        return (MOMENT,)
    return readings(seen, decimal_comma) if kind == "VARCHAR" else ()


def _aggregates(column: str, ways: Sequence[Reading], counted: bool) -> str:
    different = f"count(DISTINCT {column})" if counted else f"approx_count_distinct({column})"
    parts = [f"count({column}), {different}"]
    for way in ways:
        value = way.sql.format(column)
        whole, text = (
            (f"trunc({value})", "") if way.gives == "figure" else (f"date_trunc('day', {value})", "::VARCHAR")
        )
        parts.append(f"count({value}), min({value}){text}, max({value}){text}, bool_or({value} <> {whole})")
    return ", ".join(parts)


def _judged(present: int, distinct: int, reads: list[Read], kind: str, seen: Sequence[str]) -> Statistics:
    best = max(reads, key=lambda read: read.values, default=None)
    if best is None or not present or best.values < ENOUGH * present:
        return Statistics(present, min(distinct, present), _other_type(present, distinct, kind, seen), None)
    types: tuple[ColumnType, ColumnType] = (
        ("whole number", "number") if best.reading.gives == "figure" else ("date", "date and time")
    )
    return Statistics(present, min(distinct, present), types[bool(best.parted)], best)


def _other_type(present: int, distinct: int, kind: str, seen: Sequence[str]) -> ColumnType:
    if not present:
        return "empty"
    if kind == "BOOLEAN" or (kind == "VARCHAR" and distinct <= 2 and is_yes_no(seen)):
        return "yes or no"
    if kind.startswith("TIME") or is_time_of_day(seen):
        return "time of day"
    if kind in ("BLOB", "BIT"):
        return "binary"
    return "text" if _textual(kind) else "list or record"


# ── as people see them
# ──────────────────────────────────────────────────────────────────────────────────────────


def described(sample: Sample, stats: Sequence[Statistics], private: AbstractSet[int]) -> tuple[Column, ...]:
    """The columns with their values where those are few; of `private` columns neither values nor range."""
    listed = _values(
        sample, [place for place, found in enumerate(stats) if place not in private and _few(found)]
    )
    return tuple(
        _column(sample, place, found, listed.get(place, ()), place in private)
        for place, found in enumerate(stats)
    )


def _few(found: Statistics) -> bool:
    return 0 < found.distinct <= MOST_VALUES * 2 and found.type in ("text", "yes or no", "whole number")


def _values(sample: Sample, places: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    found = {}
    for start in range(0, len(places), COUNTED_BATCH):
        batch = places[start : start + COUNTED_BATCH]
        (row,) = sample.ask(", ".join(f"histogram(c{place}::VARCHAR)" for place in batch))
        for place, counted in zip(batch, row, strict=True):
            if len(counted) <= MOST_VALUES:
                ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
                found[place] = tuple((clean(str(value))[:LONGEST_VALUE], rows) for value, rows in ordered)
    return found


def _column(
    sample: Sample, place: int, found: Statistics, values: tuple[tuple[str, int], ...], private: bool
) -> Column:
    read = found.read
    return Column(
        name=sample.names[place],
        type=found.type,
        missing=1 - found.present / sample.rows,
        distinct=len(values) or found.distinct,
        exact=bool(values) or few_cells(sample),
        low=None if read is None or private else _end(read.low, found.type),
        high=None if read is None or private else _end(read.high, found.type),
        misfits=found.present - read.values if read else 0,
        values=values,
    )


def _end(value: Any, kind: ColumnType) -> float | str | None:
    """An end of a range: a figure without a needless fraction, a day without a needless time."""
    if isinstance(value, float):
        return int(value) if kind == "whole number" and abs(value) < 2**53 else value
    return str(value).removesuffix(" 00:00:00") if kind == "date" else str(value)
