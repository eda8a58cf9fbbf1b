"""From figures to SVG and PNG, for documents."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert

from mlscope.charts.figure import Figure, figure_of
from mlscope.charts.parts import amounts, band, of

FONT_FOLDER = Path(__file__).parent.parent / "document" / "assets" / "fonts"
WIDTH = 640
"""Of a chart in a document, in pixels."""


@lru_cache(maxsize=1)
def _engine() -> Any:
    vl_convert.register_font_directory(str(FONT_FOLDER))
    return vl_convert


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    return str(_engine().vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[]))


@lru_cache(maxsize=64)
def _png(spec: str, scale: float) -> bytes:
    return bytes(_engine().vegalite_to_png(spec, vl_version="6.4", scale=scale, allowed_base_urls=[]))


def _canonical(figure: Figure, width: int, background: str) -> str:
    spec = figure.spec(width=width, title=False)
    return json.dumps(spec | {"background": background}, sort_keys=True)


def svg(figure: Figure, width: int = WIDTH) -> str:
    """The chart as SVG in the light colours, without its title; drawn once per content."""
    return _svg(_canonical(figure, width, "transparent"))


def png(figure: Figure, width: int = WIDTH, scale: float = 2.0) -> bytes:
    """The chart as PNG on white, without its title; drawn once per content."""
    return _png(_canonical(figure, width, "white"), scale)


def warm() -> None:
    """Start the drawing engine, which takes half a second the first time."""
    rows = [{"label": "a", "value": 1}]
    bar = of(rows).mark_bar(style="gain").encode(x=amounts("value", None), y=band(rows))
    svg(figure_of([bar], height=20, title="", alt_text=""), 100)
