"""The HTML page: one file that needs nothing else, for screens light and dark and for printing."""

import re
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from mlscope import charts
from mlscope.document.blocks import Document, FigureBlock

ASSETS = Path(__file__).parent / "assets"
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What parts of a chart say to a screen reader, which reads the description of the whole instead."""


def html(document: Document) -> bytes:
    """The document as a single HTML file in UTF-8 without scripts."""
    return (
        _template()
        .render(
            document=document, kind=lambda block: type(block).__name__, picture=_picture, palettes=_palettes()
        )
        .encode()
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("document.html")


def _palettes() -> dict[str, dict[str, str]]:
    return {"light": charts.LIGHT, "dark": charts.DARK}


def _picture(block: FigureBlock) -> Markup:
    """The chart as SVG that takes its colours from the page, so that it follows light and dark."""
    drawn = charts.svg(block.figure)
    for name, colour in charts.LIGHT.items():
        drawn = drawn.replace(f'"{colour}"', f'"var(--{name})"')
    drawn = _SPOKEN.sub("", drawn)
    opening = Markup('<svg role="img" aria-label="{}" ').format(block.alt)
    return opening + Markup(re.sub(r' (?:width|height)="[^"]*"', "", drawn.partition("<svg ")[2], count=2))
