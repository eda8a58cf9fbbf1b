"""Of which type a column of text is: judged by a few of its values, then counted over all by DuckDB."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NULL", "Null", "null", "NaN", "nan", "\\N", "-", "?")
"""What stands for a missing value in a text, besides nothing at all."""

YES_NO = frozenset(
    {
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "t",
        "f",
        "ja",
        "nein",
        "oui",
        "non",
        "si",
        "sí",
        "sì",
        "sim",
        "não",
        "nee",
    }
)

_CLOCK = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?")
_THOUSANDS = re.compile(r"[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?")
_PLAINLY_COMMA = re.compile(
    r"[+-]?(\d+,(\d{1,2}|\d{4,})|0+,\d+|[1-9]\d{0,2}(\.\d{3})+,\d+|[1-9]\d{0,2}(\.\d{3}){2,})"
)
_PLAINLY_POINT = re.compile(
    r"[+-]?(\d+\.(\d{1,2}|\d{4,})|0+\.\d+|[1-9]\d{0,2}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,})"
)
"""Figures that can be read in one way only, unlike 1.250 and 1,250."""

_DIGITS, _CODE = re.compile(r"\d+"), re.compile(r"0\d+")
_ISO = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}" + _CLOCK + r"(Z|[+-]\d{2}(:?\d{2})?)?")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}" + _CLOCK)
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}" + _CLOCK)
_COMPACT = re.compile(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MONTH = re.compile(r"(19|20)\d{2}-(0[1-9]|1[0-2])")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a column: what it gives, and the SQL for it with {} in the place of the column."""

    gives: Literal["figure", "moment"]
    sql: str


def _formats(day: str) -> str:
    """SQL that reads a day in one format, with or without a time."""
    return "TRY_STRPTIME({}, [" + ", ".join(f"'{day}{clock}'" for clock in ("", " %H:%M", " %H:%M:%S")) + "])"


FIGURE = Reading("figure", "TRY_CAST({} AS DOUBLE)")
MOMENT = Reading("moment", "TRY_CAST({} AS TIMESTAMP)")
WITH_DECIMAL_COMMA = Reading("figure", "TRY_CAST(replace(replace({}, '.', ''), ',', '.') AS DOUBLE)")
WITH_THOUSANDS = Reading("figure", "TRY_CAST(replace({}, ',', '') AS DOUBLE)")
DAY_FIRST = Reading("moment", _formats("%d/%m/%Y"))
MONTH_FIRST = Reading("moment", _formats("%m/%d/%Y"))

SHAPES: tuple[tuple[re.Pattern[str], tuple[Reading, ...]], ...] = (
    (_COMPACT, (Reading("moment", "TRY_STRPTIME({}, '%Y%m%d')"),)),
    (_NUMBER, (FIGURE,)),
    (_ISO, (MOMENT,)),
    (_DOTTED, (Reading("moment", _formats("%d.%m.%Y")),)),
    (_SLASHED, (DAY_FIRST, MONTH_FIRST)),
    (_MONTH, (Reading("moment", "TRY_STRPTIME({}, '%Y-%m')"),)),
    (_THOUSANDS, (WITH_THOUSANDS,)),
    (_DECIMAL_COMMA, (WITH_DECIMAL_COMMA,)),
)
ENOUGH = 0.95
"""The share of the values that must be of a type for the column to be of it."""


CODES = 0.01
"""The share of whole numbers with a zero in front that makes a column one of codes, such as postcodes."""


def readings(values: Sequence[str], decimal_comma: bool = False) -> tuple[Reading, ...]:
    """The readings to try on a column, by some of its values; all common ones where there are none, none for
    text.

    With `decimal_comma`, 1,250 is tried as one and a quarter rather than as a thousand, 1.250 as a thousand.
    """
    if not values:
        return (FIGURE, MOMENT)
    if _share(_COMPACT, values) >= ENOUGH:
        return SHAPES[0][1]
    if _share(_CODE, values) >= CODES and _share(_DIGITS, values) >= ENOUGH:
        return ()
    own = decimal_mark([values])
    if (own == "," or (decimal_comma and own is None)) and _share(_DECIMAL_COMMA, values) >= ENOUGH:
        return (WITH_DECIMAL_COMMA,)
    for shape, tried in SHAPES:
        if _share(shape, values) >= ENOUGH:
            return tried
    return ()


def decimal_mark(columns: Iterable[Sequence[str]]) -> Literal[",", "."] | None:
    """The mark before decimals that more columns show plainly than the other one; None where neither does."""
    commas = points = 0
    for values in columns:
        comma = any(map(_is_plainly_comma, values)) and _share(_DECIMAL_COMMA, values) >= ENOUGH
        point = (
            any(map(_is_plainly_point, values))
            and max(_share(_NUMBER, values), _share(_THOUSANDS, values)) >= ENOUGH
        )
        commas, points = commas + (comma and not point), points + (point and not comma)
    return None if commas == points else "," if commas > points else "."


def _is_plainly_comma(value: str) -> bool:
    return _PLAINLY_COMMA.fullmatch(value.strip()) is not None


def _is_plainly_point(value: str) -> bool:
    return _PLAINLY_POINT.fullmatch(value.strip()) is not None


def looks_typed(value: str) -> bool:
    """Is this a figure or a date rather than a name?"""
    return any(shape.fullmatch(value.strip()) for shape, _ in SHAPES)


def is_yes_no(values: Iterable[str]) -> bool:
    """Do these different values say yes and no, in one language or another?"""
    return bool(found := {value.strip().lower() for value in values}) and found <= YES_NO and len(found) <= 2


def is_time_of_day(values: Sequence[str]) -> bool:
    """Are these times without a date?"""
    return bool(values) and _share(_TIME, values) >= ENOUGH


def _share(shape: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(shape.fullmatch(value.strip()) is not None for value in values) / len(values)
