"""How charts look: one theme in two shades, and the small parts that every chart is put together from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from mlscope.words import percent_words

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


@dataclass(frozen=True)
class Figure:
    """A chart with its message and its description in words."""

    chart: alt.LayerChart
    alt: str
    title: str

    def spec(self, dark: bool = False, width: int | str = "container", title: bool = True) -> dict[str, Any]:
        """The Vega-Lite specification as a dict, coloured for a light or dark background."""
        spec: dict[str, Any] = self.chart.to_dict(validate=False, context={"pre_transform": False})
        headline = {"title": {"text": self.title}} if title else {}
        return (
            spec
            | headline
            | {"width": width, "description": self.alt, "config": theme(dark), "autosize": {"type": "fit-x", "contains": "padding"}}
        )


def theme(dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite configuration: few colours that stay apart in grey, no frames, one font."""
    c = DARK if dark else LIGHT
    text = {"color": c["ink"], "fontSize": 12}
    return {
        "background": "transparent",
        "font": f"'{FONT}', 'Source Sans', sans-serif",
        "view": {"stroke": None},
        "title": {"anchor": "start", "fontSize": 15, "fontWeight": 600, "color": c["ink"], "offset": 12, "limit": 0},
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
            "dot": {"color": c["accent"], "size": 90, "filled": True, "opacity": 1},
            "words": text,
            "strong": text | {"fontWeight": 600},
            "aside": text | {"color": c["muted"]},
        },
    }


def layer(rows: Sequence[Row], mark: str, style: str, encoding: Mapping[str, Any], **options: Any) -> alt.Chart:
    """One layer of marks in a style of the theme."""
    chart = alt.Chart(alt.InlineData(values=list(rows)))
    made: alt.Chart = getattr(chart, f"mark_{mark}")(style=style, **options).encode(**encoding)
    return made


def made(layers: Iterable[alt.Chart], height: int, alt_text: str, title: str) -> Figure:
    """A figure of layers, its height in pixels."""
    return Figure(alt.LayerChart(layer=list(layers), height=height), alt_text, title)


def chance_words(probability: float) -> str:
    """A simulated chance: draws never show that something is impossible or certain."""
    return percent_words(min(max(probability, 0.001), 0.999))


def short(text: str, limit: int = 40) -> str:
    """A label that fits beside its bar; a longer one is cut with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def capital(text: str) -> str:
    """A sentence with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def labels_of(names: Iterable[str]) -> list[str]:
    """Short labels that stay distinct, since a chart puts equal ones on one line."""
    made: list[str] = []
    for name in map(short, names):
        made.append(name if name not in made else f"{name} ({made.count(name) + sum(m.startswith(name + ' (') for m in made) + 1})")
    return made


def scale_of(amounts: Iterable[float]) -> tuple[float, str]:
    """The divisor and prefix in which amounts are short to read."""
    top = max((abs(a) for a in amounts), default=0.0)
    return next(((d, p) for d, p in ((1e9, "bn "), (1e6, "M "), (1e3, "k ")) if top >= d), (1.0, ""))


def amounts(field: str, title: str | None, **options: Any) -> alt.X:
    """A horizontal axis of figures."""
    axis = alt.Axis(title=title, **options.pop("axis", {}))
    return alt.X(f"{field}:Q", axis=axis, **options)


def band(names: Sequence[str]) -> alt.Y:
    """A vertical axis of names, in their given order."""
    return alt.Y("label:N", sort=list(names), axis=alt.Axis(title=None))


def calendar(field: str) -> alt.X:
    """A horizontal axis of dates, marked by months."""
    return alt.X(f"{field}:T", axis=alt.Axis(title=None, format="%b %Y", labelOverlap=True, tickCount="month"), scale=alt.Scale(type="utc"))
