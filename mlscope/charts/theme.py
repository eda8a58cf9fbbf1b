"""How charts look: one theme in two shades, which names the styles that marks are drawn in."""

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
    "paper": "#ffffff",
}
DARK = {
    "ink": "#e7edeb",
    "muted": "#a5b1ad",
    "grid": "#2c3633",
    "accent": "#55bfa3",
    "soft": "#2f6b5b",
    "loss": "#e5956a",
    "track": "#47534f",
    "paper": "#121917",
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
            "labelLimit": 0,
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
            "halo": text | {"fontWeight": 600, "stroke": c["paper"], "strokeWidth": 4, "strokeJoin": "round"},
            "numbered": {"color": c["accent"], "size": 260, "filled": True, "opacity": 1}
            | {"stroke": c["paper"], "strokeWidth": 1.5},
            "number": text | {"fontWeight": 600, "color": c["paper"]},
            "aside": text | {"color": c["muted"]},
        },
    }
