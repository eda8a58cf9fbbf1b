"""How charts look: one theme in two shades, and the small parts that every chart is put together from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FONT = "Source Sans 3"

LIGHT = {
    "ink": "#1b2421",
    "muted": "#5a6662",
    "grid": "#e3e8e6",
    "accent": "#1f6f5c",
    "soft": "#a9d2c5",
    "loss": "#c9703f",
    "track": "#cfd6d3",
}
DARK = {
    "ink": "#e7edeb",
    "muted": "#a5b1ad",
    "grid": "#2c3633",
    "accent": "#55bfa3",
    "soft": "#2f6b5b",
    "loss": "#e5956a",
    "track": "#47534f",
}

Row = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The grammar of the specifications; it names them, and nothing is fetched from there."""


@dataclass(frozen=True)
class Figure:
    """A chart with its message, its description in words, and a note on how to read it; `height` in pixels."""

    layers: tuple[Row, ...]
    height: int
    alt: str
    title: str
    note: str = ""

    def spec(self, dark: bool = False, width: int | str = "container", title: bool = True) -> Row:
        """The Vega-Lite specification as a dict, coloured for a light or dark background."""
        return {
            "$schema": SCHEMA,
            **({"title": {"text": self.title}} if title else {}),
            "width": width,
            "height": self.height,
            "description": self.alt,
            "config": theme(dark),
            "autosize": {"type": "fit-x", "contains": "padding"},
            "layer": list(self.layers),
        }


def theme(dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite configuration: few colours that stay apart in grey, no frames, one font."""
    c = DARK if dark else LIGHT
    text = {"color": c["ink"], "fontSize": 12}
    return {
        "background": "transparent",
        "font": f"'{FONT}', 'Source Sans', sans-serif",
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "fontSize": 15,
            "fontWeight": 600,
            "color": c["ink"],
            "offset": 12,
            "limit": 0,
        },
        "axis": {
            "labelColor": c["muted"],
            "titleColor": c["muted"],
            "gridColor": c["grid"],
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "titlePadding": 8,
            "labelLimit": 320,
            "tickCount": 6,
        },
        "axisYBand": {"labelColor": c["ink"], "labelFontSize": 12, "grid": False},
        "style": {
            "gain": {"color": c["accent"]},
            "loss": {"color": c["loss"]},
            "soft": {"color": c["soft"]},
            "track": {"color": c["track"]},
            "band": {"color": c["soft"], "opacity": 0.55},
            "curve": {"color": c["accent"], "strokeWidth": 2.5},
            "edge": {"color": c["ink"], "strokeWidth": 1},
            "hint": {"color": c["muted"], "strokeWidth": 1, "strokeDash": [4, 3]},
            "whisker": {"color": c["muted"], "strokeWidth": 1.5},
            "point": {"color": c["loss"], "size": 90, "filled": True, "opacity": 1},
            "needed": {"color": c["ink"], "size": 70, "filled": False, "strokeWidth": 1.5, "opacity": 1},
            "dot": {"color": c["accent"], "size": 90, "filled": True, "opacity": 1},
            "words": text,
            "strong": text | {"fontWeight": 600},
            "aside": text | {"color": c["muted"]},
        },
    }


def layer(rows: Sequence[Row], mark: str, style: str, encoding: Mapping[str, Any], **options: Any) -> Row:
    """One layer of marks in a style of the theme; an encoding is a channel, or "field:Q" for short."""
    channels = {
        name: _second(one) if name in ("x2", "y2") else channel(one) for name, one in encoding.items()
    }
    return {
        "data": {"values": list(rows)},
        "mark": {"type": mark, "style": style, **options},
        "encoding": channels,
    }


_TYPES = {"Q": "quantitative", "N": "nominal", "T": "temporal"}


def channel(field: str | Row, **options: Any) -> Row:
    """What a field of the rows decides: "field:Q" for amounts, ":N" for names, ":T" for dates."""
    if not isinstance(field, str):
        return field | options
    name, _, kind = field.partition(":")
    return {"field": name, "type": _TYPES[kind], **options}


def _second(field: str) -> Row:
    """The other end of a bar or band, which is of the same type as the first."""
    return {"field": field.partition(":")[0]}


def made(layers: Iterable[Row], height: int, alt_text: str, title: str, note: str = "") -> Figure:
    """A figure of layers, its height in pixels."""
    return Figure(tuple(layers), height, alt_text, title, note)


def short(text: str, limit: int = 40) -> str:
    """A label that fits beside its bar; a longer one is cut with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


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


def amounts(field: str, title: str | None, axis: Mapping[str, Any] | None = None, **options: Any) -> Row:
    """An axis of figures."""
    return channel(f"{field}:Q", axis={"title": title, **(axis or {})}, **options)


def band(names: Sequence[str]) -> Row:
    """A vertical axis of names, in their given order."""
    return channel("label:N", sort=list(names), axis={"title": None})


def calendar(field: str, span_days: int) -> Row:
    """A horizontal axis of dates, marked by months where they span a few years, else at a few round dates."""
    ticks = {"format": "%b %Y", "tickCount": "month"} if span_days <= MONTHS_SHOWN else {"tickCount": 8}
    axis = {"title": None, "labelOverlap": True} | ticks
    return channel(f"{field}:T", axis=axis, scale={"type": "utc"})


MONTHS_SHOWN = 2_000
"""Days up to which each month has a mark; thousands of years of them would take minutes to draw."""
