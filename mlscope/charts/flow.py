"""How candidates flow through the stages, in a picture."""

import datetime as dt
from collections.abc import Mapping, Sequence

import altair as alt

from mlscope.charts.figure import Figure, drawn_once, figure_of
from mlscope.charts.parts import Row, apart, calendar, heights, of, room_at_right

Step = tuple[dt.date, str, str]
"""The day, the stage that is left (empty where a candidate is new) and the stage that is entered."""

_HEIGHT, _ROOM, _LINE = 300, 150, 16
_FAINTEST = 0.18


@drawn_once
def cumulative_flow(steps: Sequence[Step], stages: Mapping[str, str], until: dt.date) -> Figure | None:
    """How many candidates stood in each stage on each day, one band above the other, the last stage lowest.

    `stages` maps ids to names, first to last. A band's height is how many stand there, its width how long
    they do (Anderson 2010). None where nothing ever moved.
    """
    if not steps:
        return None
    counts = standing(steps, stages, until)
    rows, top = _bands(counts, [*stages][::-1])
    last = counts[-1][1]
    total = sum(last.values())
    shown = [stage for stage in [*stages][::-1] if any(count[stage] for _, count in counts)]
    span = (until - counts[0][0]).days or 1
    x = calendar("day", span).scale(type="utc", range=room_at_right(_ROOM))
    y = heights("low", "Candidates").scale(domain=[0, max(top, 1)], nice=False)
    layers = [
        of([row for row in rows if row["stage"] == stage])
        .mark_area(style="gain", fillOpacity=_shade(place, len(shown)), interpolate="step-after")
        .encode(x=x, y=y, y2="high:Q")
        for place, stage in enumerate(shown)
    ]
    layers += _names(rows, shown, stages, last, top)
    fullest = max(stages, key=lambda stage: last[stage])
    title = f"{last[fullest]:,} of {total:,} candidates stand in {stages[fullest].lower()}"
    told = ", ".join(f"{stages[stage].lower()} {last[stage]:,}" for stage in stages if last[stage])
    alt_text = (
        f"Candidates by stage from {counts[0][0].isoformat()} to {until.isoformat()}, one band above the"
        f" other. At the end: {told}."
    )
    note = "A band that grows wider upwards fills faster than it empties."
    return figure_of(layers, height=_HEIGHT, title=title, alt_text=alt_text, note=note)


def standing(
    steps: Sequence[Step], stages: Mapping[str, str], until: dt.date
) -> list[tuple[dt.date, dict[str, int]]]:
    """How many stand in each stage on every day on which one moved, and on the day after the last one."""
    now, found = dict.fromkeys(stages, 0), dict[dt.date, dict[str, int]]()
    for day, before, after in sorted(steps, key=lambda step: step[0]):
        if before in now:
            now[before] -= 1
        if after in now:
            now[after] += 1
        found[day] = dict(now)
    found[max(until, *found) + dt.timedelta(days=1)] = dict(now)
    return sorted(found.items())


def _bands(counts: Sequence[tuple[dt.date, dict[str, int]]], order: Sequence[str]) -> tuple[list[Row], int]:
    """The lower and upper edge of each stage's band on each day, and the highest of all."""
    rows: list[Row] = []
    top = 0
    for day, count in counts:
        low = 0
        for stage in order:
            high = low + count[stage]
            rows.append({"day": day.isoformat(), "stage": stage, "low": low, "high": high})
            low = high
        top = max(top, low)
    return rows, top


def _shade(place: int, count: int) -> float:
    """Bands stay apart in grey: the lowest is the darkest."""
    return 1.0 - (1.0 - _FAINTEST) * place / max(1, count - 1)


def _names(
    rows: Sequence[Row], shown: Sequence[str], stages: Mapping[str, str], last: Mapping[str, int], top: int
) -> list[alt.Chart]:
    """Name and number of each stage at the right end, beside its band and moved apart where they would
    touch.
    """
    ends = {row["stage"]: row for row in rows if row["day"] == rows[-1]["day"]}
    named = [stage for stage in shown if last[stage]]
    middles = [_HEIGHT * (1 - (ends[one]["low"] + ends[one]["high"]) / 2 / max(top, 1)) for one in named]
    places = list(reversed(apart(list(reversed(middles)), _LINE, 8, _HEIGHT - 6)))
    return [
        of([{"text": f"{stages[stage]} {last[stage]:,}"}])
        .mark_text(style="words", align="left", dx=8 - _ROOM)
        .encode(x=alt.XValue("width"), y=alt.YValue(place), text="text:N")  # type: ignore[no-untyped-call]
        for stage, place in zip(named, places, strict=True)
    ]
