"""Dates as people type and paste them: 2026-12-31 · 31.12.2026 · 31 Dec 2026 · Dec 31, 2026."""

import calendar
import datetime as dt
import re

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_FORMS = (
    (re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ].*)?"), False),
    (re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"), False),
    (re.compile(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})"), True),
    (re.compile(r"(?P<d>\d{1,2})\.?\s+(?P<m>[A-Za-z]+)\.?,?\s+(?P<y>\d{4})"), False),
    (re.compile(r"(?P<m>[A-Za-z]+)\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})"), False),
)


def read(text: str) -> dt.date:
    """The day that a text stands for; ValueError where it is none, or where day and month could be taken for each other."""
    for form, either_way in _FORMS:
        if match := form.fullmatch(text.strip()):
            year, month, day = int(match["y"]), _month(match["m"]), int(match["d"])
            if either_way and month > 12 >= day:
                month, day = day, month
            elif either_way and max(day, month) <= 12 and day != month:
                raise ValueError(
                    f"'{text}' could be two days; write {year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}"
                )
            try:
                return dt.date(year, month, day)
            except ValueError:
                break
    shown = text if len(text) <= 40 else text[:39] + "…"
    raise ValueError(f"cannot read '{shown}' as a date; write it as 2026-12-31")


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text.casefold(), 0)
