"""From when to when the rows of a sample are dated, and where there are none."""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from mlscope.profile.columns import Statistics
from mlscope.profile.findings import TimeSpan
from mlscope.profile.names import lexicon, words
from mlscope.profile.sample import Sample

EARLIEST, LATEST = "1900-01-02", "2100-12-31"
"""Dates outside are placeholders such as 1900-01-01 or 9999-12-31."""

HAPPENED = lexicon(
    "date time timestamp datetime datum zeit zeitpunkt zeitstempel fecha hora data ora jour heure created"
    " event order ordered booked transaction purchase recorded measured month day angelegt erstellt bestellt"
    " gebucht gemessen tag monat"
)
NOT_WHEN_IT_HAPPENED = lexicon(
    "updated modified changed end until expiry expires due deleted valid geändert ende bis gültig fällig fin"
)
GAP_STEPS = 3
MOST_GAPS = 5
YEAR_MONTHS = 12


def span(sample: Sample, stats: Sequence[Statistics], births: AbstractSet[int]) -> TimeSpan | None:
    """The time span by the column that most likely says when a row came about; None where no column holds
    dates.
    """
    dated = [
        place
        for place, found in enumerate(stats)
        if found.read and found.read.reading.gives == "moment" and place not in births
    ]
    if not dated:
        return None
    place = max(dated, key=lambda place: (_fits(sample.names[place]), stats[place].present, -place))
    read = stats[place].read
    assert read is not None
    moment = read.reading.sql.format(f"c{place}")
    rows = dict(
        sample.ask(
            f"{moment}::DATE AS day, count(*)",
            f"WHERE {moment} BETWEEN '{EARLIEST}' AND '{LATEST}' GROUP BY day ORDER BY day",
        )
    )
    if not rows:
        return None
    days, left_out = list(rows), read.values - sum(rows.values())
    ends = (read.low, read.high) if not left_out else (days[0], days[-1])
    first, last = (str(end).removesuffix(" 00:00:00") for end in ends)
    usual = (
        statistics.median((after - before).days for before, after in pairwise(days))
        if len(days) > 1
        else None
    )
    return TimeSpan(
        column=sample.names[place],
        first=first,
        last=last,
        days=len(days),
        usual_step=usual,
        gaps=_gaps(days, usual),
        rows_per_month=_per_month(rows),
        left_out=left_out,
    )


def _fits(name: str) -> int:
    """How much a name says that something happened then."""
    said = words(name)
    return bool(said & HAPPENED) - 2 * bool(said & NOT_WHEN_IT_HAPPENED)


def _gaps(days: Sequence[dt.date], usual: float | None) -> tuple[tuple[str, str], ...]:
    """The longest stretches without rows, in the order of time."""
    if usual is None:
        return ()
    day = dt.timedelta(days=1)
    holes = [
        (before + day, after - day)
        for before, after in pairwise(days)
        if (after - before).days > GAP_STEPS * usual
    ]
    longest = sorted(holes, key=lambda hole: hole[0] - hole[1])[:MOST_GAPS]
    return tuple((start.isoformat(), end.isoformat()) for start, end in sorted(longest))


def _per_month(rows: dict[dt.date, int]) -> float | None:
    """The mean of the last twelve complete months; the first and the last month may be cut off and do not
    count.
    """
    months: Counter[int] = Counter()
    for day, count in rows.items():
        months[day.year * 12 + day.month] += count
    complete = range(min(months) + 1, max(months))[-YEAR_MONTHS:]
    return sum(months[month] for month in complete) / len(complete) if len(complete) >= 2 else None
