"""What was found in a sample, as frozen records without any row of it."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from mlscope.errors import InputError, did_you_mean

ColumnType = Literal[
    "whole number",
    "number",
    "yes or no",
    "date",
    "date and time",
    "time of day",
    "text",
    "list or record",
    "binary",
    "empty",
]

Comparison = Literal["comparison", "fingerprint", "not counted"]

MOST_VALUES = 20
"""A column with more different values than this is not listed value by value."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what is missing, how many different values, and the range of figures and dates.

    `missing` is a share of the rows. `distinct` is counted where `exact`, else estimated (HyperLogLog) and
    often off by a tenth, at times by a third. `low` and `high` are figures or dates; None for text and for
    columns with personal data.
    `misfits` counts values that are not of the type. `values` are (value, rows), most frequent first, where
    there are few.
    """

    name: str
    type: ColumnType
    missing: float
    distinct: int
    exact: bool = True
    low: float | str | None = None
    high: float | str | None = None
    misfits: int = 0
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column that likely holds personal data, and why that is believed; `seen` in its values, else only its
    name says so.
    """

    column: str
    kind: str
    why: str
    seen: bool


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From when to when the rows of a sample are dated.

    `days` counts the days with rows, `usual_step` the days from one of them to the next in the median. A gap
    is a stretch of more than three usual steps: its first and its last day without rows. `rows_per_month` is
    the mean of the last twelve complete months, None below two of them. `left_out` counts dates before 1900
    or after 2100.
    """

    column: str
    first: str
    last: str
    days: int
    usual_step: float | None
    gaps: tuple[tuple[str, str], ...]
    rows_per_month: float | None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """All that was measured in one file. `label` is the column that holds the outcome, by a person's choice;
    `label_guess` is only offered. `duplicates` counts rows that repeat another one, None where there was no
    room to count.
    """

    file: str
    form: Literal["csv", "parquet"]
    measured: dt.date
    rows: int
    columns: tuple[Column, ...]
    duplicates: int | None
    duplicates_by: Comparison
    time_span: TimeSpan | None
    personal_columns: tuple[PersonalColumn, ...]
    encoding: str | None = None
    delimiter: str | None = None
    long_texts: tuple[str, ...] = ()
    label: str | None = None
    label_guess: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> float:
        """The share of all cells that is missing."""
        return sum(column.missing for column in self.columns) / len(self.columns)

    def column(self, name: str) -> Column:
        """The column of this name, the first where several share it; InputError with a guess where there is
        none.
        """
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            names = [column.name for column in self.columns]
            listed = ", ".join(f"'{known:.60}'" for known in names[:12]) + (
                ", ..." if len(names) > 12 else ""
            )
            guess = did_you_mean(name, names) or f"; there are {listed}"
            raise InputError(f"{self.file}: there is no column '{name:.60}'{guess}")
        return found


def different(column: Column) -> str:
    """How many different values a column has: "12", or "about 5,000" where that is estimated."""
    return f"{column.distinct:,}" if column.exact else f"about {float(f'{column.distinct:.1g}'):,.0f}"


def with_label(found: Profile, label: str | None) -> Profile:
    """The same findings with another label column; InputError with a guess where there is no such column."""
    return replace(found, label=found.column(label).name if label is not None else None)


def as_json(found: Profile) -> dict[str, Any]:
    """The findings as plain content, in the keys that `mlscope profile --format json` documents."""
    plain = asdict(found) | {"measured": found.measured.isoformat(), "missing": found.missing}
    plain["columns"] = [asdict(column) | {"values": _values(column)} for column in found.columns]
    plain["class_balance"] = _class_balance(found)
    return plain


def _values(column: Column) -> list[dict[str, Any]] | None:
    return [{"value": value, "rows": rows} for value, rows in column.values] or None


def _class_balance(found: Profile) -> dict[str, Any] | None:
    """The classes of the label column, or of the one that looks like it, which is then said."""
    name = found.label or found.label_guess
    if name is None or not (column := found.column(name)).values:
        return None
    labelled = sum(rows for _, rows in column.values)
    classes = [{"value": value, "rows": rows, "share": rows / labelled} for value, rows in column.values]
    return {"column": name, "guessed": found.label is None, "labelled_rows": labelled, "classes": classes}
