"""The small parts that every chart is put together from: rows, axes, labels."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from mlscope.characters import cut, printable

Row = dict[str, Any]


def of(rows: Iterable[Row]) -> alt.Chart:
    """A chart of rows, to be given a mark and an encoding."""
    return alt.Chart(alt.InlineData(values=tuple(rows)))  # Altair copies lists at every step, tuples never


def words(x: float | str, y: float | alt.Y, text: str = "text:N") -> dict[str, Any]:
    """The encoding of words at a place in pixels ("width" is the right end), or beside the bar of a row."""
    left = alt.XValue(x)  # type: ignore[no-untyped-call]
    return {"x": left, "y": y if isinstance(y, alt.Y) else down(y), "text": alt.Text(text)}


def down(pixels: float) -> alt.YValue:
    """A place so many pixels below the upper edge."""
    return alt.YValue(pixels)  # type: ignore[no-untyped-call]


def amounts(field: str, title: str | None, **axis: Any) -> alt.X:
    """A horizontal axis of figures."""
    return alt.X(f"{field}:Q").axis(title=title, **axis)


def heights(field: str, title: str | None, **axis: Any) -> alt.Y:
    """A vertical axis of figures."""
    return alt.Y(f"{field}:Q").axis(title=title, **axis)


def band(rows: Sequence[Row]) -> alt.Y:
    """A vertical axis of the rows' labels, in their given order; a line break in a label is one."""
    breaks: dict[str, Any] = {}
    if any("\n" in row["label"] for row in rows):
        breaks["labelExpr"] = "split(datum.label, '\\n')"
    return alt.Y("label:N").sort([row["label"] for row in rows]).axis(title=None, **breaks)


MONTHS_SHOWN = 2_000
"""Days up to which each month has a mark; thousands of years of them would take minutes to draw."""


def calendar(field: str, span_days: int) -> alt.X:
    """A horizontal axis of dates, marked by months where they span a few years, else at a few round dates."""
    ticks: dict[str, Any] = (
        {"format": "%b %Y", "tickCount": "month"} if span_days <= MONTHS_SHOWN else {"tickCount": 8}
    )
    return alt.X(f"{field}:T").axis(title=None, labelOverlap=True, **ticks).scale(type="utc")


def room_at_right(pixels: int, left: int = 0) -> list[Any]:
    """The range of a scale that leaves room for words at the right end, and some pixels at the left."""
    return [left, alt.ExprRef(f"width - {pixels}")]


def short(text: str, limit: int = 40) -> str:
    """A label that fits beside its bar; a longer one is cut with an ellipsis."""
    return cut(printable(text), limit)


def capital(text: str) -> str:
    """A sentence with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def labels_of(names: Iterable[str], limit: int = 40) -> list[str]:
    """Short labels that stay distinct, since a chart puts equal ones on one line."""
    made: list[str] = []
    for name in (short(name, limit) for name in names):
        made.append(
            name
            if name not in made
            else f"{name} ({made.count(name) + sum(m.startswith(name + ' (') for m in made) + 1})"
        )
    return made


def wrapped(names: Iterable[str], width: int = 34) -> list[str]:
    """Distinct labels of at most two lines."""
    lines = (textwrap.wrap(printable(name), width, max_lines=2, placeholder=" …") for name in names)
    return labels_of(("\n".join(parts) for parts in lines), 2 * width + 1)


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Rising places moved as little as needed to stand at least `gap` apart, between `low` and `high`."""
    moved = list(places)
    for n in range(len(moved)):
        moved[n] = max(moved[n], low if n == 0 else moved[n - 1] + gap)
    for n in reversed(range(len(moved))):
        moved[n] = min(moved[n], high if n == len(moved) - 1 else moved[n + 1] - gap)
    return moved


def scale_of(amounts: Iterable[float]) -> tuple[float, str]:
    """The divisor and prefix in which amounts are short to read."""
    top = max((abs(a) for a in amounts), default=0.0)
    return next(((d, p) for d, p in ((1e9, "bn "), (1e6, "M "), (1e3, "k ")) if top >= d), (1.0, ""))
