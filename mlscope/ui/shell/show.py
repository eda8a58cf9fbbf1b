"""Pieces that decision pages share: charts in the theme of the browser, figures in a row, links to
answers.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlscope.charts import Figure
from mlscope.ui import state
from mlscope.ui.shell import panel, parts
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import terms

Item = TypeVar("Item")


def chart(figure: Figure | None, key: str) -> None:
    """A chart with its message above it and a description for those who cannot see it; nothing when there is
    nothing to draw.
    """
    _chart(figure, key)


def clicked(figure: Figure | None, key: str, hint: str) -> str | None:
    """The same of a chart whose marks can be clicked, which a hint says: the `id` of the one that was."""
    points = _chart(figure, key, hint)
    return next((str(point["id"]) for point in points if isinstance(point, dict) and point.get("id")), None)


def _chart(figure: Figure | None, key: str, hint: str = "") -> list[Any]:
    """Draw a chart; the points that are selected in it, where a hint says that they can be."""
    if figure is None:
        return []
    dark = st.context.theme.type == "dark"
    st.markdown(f"**{literal(figure.title)}**", help=terms.explained(figure.title, figure.note))
    spec = figure.spec(dark=dark, title=False)
    if not hint:
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key)
        event: Any = {}
    else:
        event = st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key, on_select="rerun")
    if figure.note or hint:
        st.caption(literal(" ".join(filter(None, (figure.note, hint)))))
    return [point for points in event.get("selection", {}).values() for point in points]


def plain_chart(figure: Figure | None, key: str, height: int | None = None) -> None:
    """A chart without its message, where the page around it says it already, and of another height where
    one is given; its description stays.
    """
    if figure is not None:
        spec = figure.spec(dark=st.context.theme.type == "dark", title=False)
        if height is not None:
            spec["height"] = height
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key)


def figures(parts: list[tuple[str, str, str]]) -> None:
    """Headline figures side by side: label, figure, explanation."""
    for column, (label, figure, text) in zip(
        st.columns([max(6, len(figure)) for _, figure, _ in parts]), parts, strict=True
    ):
        with column:
            st.metric(
                label, figure, help="\n\n".join(filter(None, (text, terms.explained(label, text)))) or None
            )


def in_rows(items: Iterable[Item], across: int) -> Iterator[tuple[Item, DeltaGenerator]]:
    """Each item with its place in a grid of so many columns, row by row, so that they keep their order where
    a narrow screen stacks the columns.
    """
    columns: list[DeltaGenerator] = []
    for number, item in enumerate(items):
        if number % across == 0:
            columns = st.columns(across)
        yield item, columns[number % across]


def fold(key: str, label: str, draw: Callable[[], None]) -> None:
    """A fold whose content is made when it is opened, as a part of the page of its own: what nobody looks at
    costs nobody time.
    """

    def folded() -> None:
        opened = st.expander(label, key=key, on_change="rerun")
        if opened.open:
            with opened:
                draw()

    parts.draw(key, folded)


def to_answer(question_ids: tuple[str, ...], key: str) -> None:
    """A button to the first answer that something rests on."""
    known = [one.split("/")[0] for one in question_ids if one.split("/")[0] in state.catalogue().questions]
    if known and st.button("Go to the answer", key=key, type="tertiary", icon=":material/arrow_forward:"):
        panel.go_to(known[0])


def bullets(sentences: tuple[str, ...] | list[str]) -> None:
    """Sentences as a list, shown as typed, with the terms they use explained."""
    if sentences:
        st.markdown(
            "\n".join(f"- {literal(sentence)}" for sentence in sentences), help=terms.explained(*sentences)
        )
