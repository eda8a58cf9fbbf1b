"""A distribution as a picture the height of a line of text."""

import streamlit as st

from mlscope.results import Floats

WIDTH, HEIGHT = 96, 24


def sparkline(x: Floats, y: Floats) -> None:
    """Draw a density over its range as a small filled curve."""
    low, span, top = float(x.min()), float(x.max() - x.min()) or 1.0, float(y.max()) or 1.0
    points = " ".join(
        f"{(a - low) / span * WIDTH:.1f},{HEIGHT - b / top * (HEIGHT - 2):.1f}"
        for a, b in zip(x, y, strict=True)
    )
    st.image(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH}'
        f' {HEIGHT}"><polygon points="0,{HEIGHT} {points} {WIDTH},{HEIGHT}" fill="#2f8f7a"'
        ' fill-opacity="0.55"/></svg>',
        width=WIDTH,
        alt="",
    )
