"""A chart with its message, and a memory of the latest ones, since building a layered chart takes 100 ms."""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from hashlib import blake2b
from threading import Lock
from typing import Any, ParamSpec

from altair import AutoSizeParams, Chart, LayerChart
from altair.utils import schemapi

from mlscope.characters import printable
from mlscope.charts.theme import theme

schemapi.disable_debug_mode()  # tests hold each chart against the schema; here it takes a quarter of the time

P = ParamSpec("P")
Spec = dict[str, Any]

KEPT = 256
"""How many figures are remembered; those used longest ago go first."""


@dataclass(frozen=True)
class Figure:
    """A chart with its message as a title, its description in words, and a note on how to read it."""

    chart: LayerChart
    title: str
    alt: str
    note: str = ""

    def spec(self, dark: bool = False, width: int | str = "container", title: bool = True) -> Spec:
        """The Vega-Lite specification as a dict, coloured for a light or dark background."""
        named = {"title": {"text": self.title}} if title else {}
        return self._plain | named | {"width": width, "config": theme(dark)}

    @cached_property
    def _plain(self) -> Spec:
        """The specification without colours; rows stand in their layer, or at the top where all layers share
        them.
        """
        spec = self.chart.to_dict(validate=False)
        rows = spec.pop("datasets", {})
        for part in (spec, *spec["layer"]):
            if "data" in part:
                part["data"] = {"values": list(rows[part["data"]["name"]])}
        return _printable(spec)  # type: ignore[no-any-return]


def _printable(content: Any) -> Any:
    """A specification with texts that can be drawn: a picture takes no control characters either."""
    match content:
        case str():
            return printable(content)
        case dict():
            return {name: _printable(part) for name, part in content.items()}
        case list() | tuple():
            return [_printable(part) for part in content]
    return content


_figures: OrderedDict[bytes, Figure | None] = OrderedDict()
_lock = Lock()


def drawn_once(function: Callable[P, Figure | None]) -> Callable[P, Figure | None]:
    """The figure of a result that was drawn before, by the content of the result and not by who asks."""

    @wraps(function)
    def figure_of(*args: P.args, **options: P.kwargs) -> Figure | None:
        content = pickle.dumps((function.__name__, args, options))
        key = blake2b(content, digest_size=16).digest()
        with _lock:
            if key in _figures:
                _figures.move_to_end(key)
                return _figures[key]
        figure = function(*args, **options)
        with _lock:
            _figures[key] = figure
            while len(_figures) > KEPT:
                _figures.popitem(last=False)
        return figure

    return figure_of


def figure_of(layers: Sequence[Chart], *, height: int, title: str, alt_text: str, note: str = "") -> Figure:
    """A figure of layers on top of one another, its height in pixels."""
    fitted = AutoSizeParams(type="fit-x", contains="padding")
    chart = LayerChart(layer=list(layers), height=height, description=alt_text, autosize=fitted)
    return Figure(chart, title, alt_text, note)
