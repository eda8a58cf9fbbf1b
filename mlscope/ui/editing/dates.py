"""Bounds of date fields: left alone, Streamlit forgets every date more than ten years away."""

import datetime as dt
from typing import TypedDict

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)


class Bounds(TypedDict):
    """The first and the last day that a field offers."""

    min_value: dt.date
    max_value: dt.date


def bounds(held: dt.date | None) -> Bounds:
    """The days that a field offers; wide enough for what it holds, which a file may have brought."""
    return {"min_value": min(EARLIEST, held or EARLIEST), "max_value": max(LATEST, held or LATEST)}
