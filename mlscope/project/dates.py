"""Dates as people type and paste them: 2026-12-31 · 31.12.2026 · 31 Dec 2026 · Dec 31, 2026 · Q3 2027 · end
of 2027.

A quarter, a half-year and "end of" are their last day, "start of" is the first; a month or year alone is
asked back with both.
"""

import calendar
import datetime as dt
import re

from mlscope.errors import Unclear

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_GERMAN: tuple[str, ...] = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august")
_GERMAN += ("september", "oktober", "november", "dezember")
_MONTHS |= {name: number for number, name in enumerate(_GERMAN, 1)}
_MONTHS |= {name[:3]: number for number, name in enumerate(_GERMAN, 1)} | {"mrz": 3, "sept": 9}
_FORMS = (
    (re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ].*)?"), False),
    (re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"), False),
    (re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})"), True),
    (re.compile(r"(?P<d>\d{1,2})\.?\s+(?P<m>[^\W\d_]+)\.?,?\s+(?P<y>\d{4})"), False),
    (re.compile(r"(?P<m>[^\W\d_]+)\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})"), False),
)

_EDGE = (
    r"(?:(?:at\s+)?(?:the\s+)?(?P<edge>end|start|beginning)(?:\s+of)?|(?P<kante>ende|anfang)(?:\s+des)?)\s+"
)
_NUMBERED = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "erstes": 1,
    "zweites": 2,
    "drittes": 3,
    "viertes": 4,
}
_NTH = rf"(?P<n>[1-4]|{'|'.join(_NUMBERED)})"
_YEAR = r"(?P<y>\d{4})"
_SPANS = tuple(
    (re.compile(form, re.IGNORECASE), months)
    for form, months in (
        (rf"(?:{_EDGE})?(?:the\s+)?Q\s?{_NTH}[\s/.-]*{_YEAR}", 3),
        (rf"(?:{_EDGE})?{_YEAR}[\s/.-]*Q\s?{_NTH}", 3),
        (rf"(?:{_EDGE})?(?:the\s+)?{_NTH}(?:st|nd|rd|th|\.)?\s*(?:quarter|quartal)(?:\s+of)?\s+{_YEAR}", 3),
        (rf"(?:{_EDGE})?H\s?{_NTH}[\s/.-]*{_YEAR}", 6),
        (rf"(?:{_EDGE})?(?:the\s+)?{_NTH}(?:st|nd|\.)?\s*(?:half|halbjahr)(?:\s+of)?\s+{_YEAR}", 6),
        (rf"(?:{_EDGE})?(?P<m>[^\W\d_]+)\.?\s+(?:of\s+)?{_YEAR}", 1),
        (rf"(?:{_EDGE})?(?P<m>\d{{1,2}})/{_YEAR}", 1),
        (rf"(?:{_EDGE})?{_YEAR}-(?P<m>\d{{1,2}})", 1),
        (rf"(?:{_EDGE})?{_YEAR}", 12),
    )
)
"""Spans of a year and their length in months; the first that fits counts."""


def read(text: str) -> dt.date:
    """The day that a text stands for; ValueError where it is none, or where day and month could be taken for
    each other.
    """
    for form, either_way in _FORMS:
        if match := form.fullmatch(text.strip()):
            year, month, day = int(match["y"]), _month(match["m"]), int(match["d"])
            if either_way and month > 12 >= day:
                month, day = day, month
            elif either_way and max(day, month) <= 12 and day != month:
                raise Unclear(text, f"{year}-{month:02}-{day:02}", f"{year}-{day:02}-{month:02}")
            try:
                return dt.date(year, month, day)
            except ValueError:
                break
    if span := _span(text.strip()):
        return span
    shown = text if len(text) <= 40 else text[:39] + "…"
    raise ValueError(f"cannot read '{shown}' as a date; write it as 2026-12-31, Q3 2027 or end of 2027")


def _span(text: str) -> dt.date | None:
    """The day that a span of time stands for; Unclear where it could be its first as well as its last."""
    for form, length in _SPANS:
        if (match := form.fullmatch(text)) is None:
            continue
        part = match.groupdict()
        nth = _number(part["n"]) if "n" in part else _month(part["m"]) if "m" in part else 1
        if not (1 <= nth <= 12 // length and int(part["y"])):
            continue
        first = dt.date(int(part["y"]), (nth - 1) * length + 1, 1)
        month = first.month + length - 1
        last = dt.date(first.year, month, calendar.monthrange(first.year, month)[1])
        edge = (part["edge"] or part["kante"] or "").casefold()
        if edge or length in (3, 6):
            return first if edge in ("start", "beginning", "anfang") else last
        raise Unclear(text, first.isoformat(), last.isoformat())
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERED[text.casefold()]


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text.casefold(), 0)
