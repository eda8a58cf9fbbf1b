"""A table of a few columns in words that wrap: its first column stays while the rest is scrolled, and cells
may lead somewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

STYLE = """
.frame {
  max-height: 85vh; overflow: auto; border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius); font: 0.875rem/1.35 var(--st-font); color: var(--st-text-color);
}
.frame:focus-visible { outline: revert; }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
th, td {
  text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; font-weight: 400; min-width: 9rem;
  overflow-wrap: break-word; border-bottom: 1px solid var(--st-border-color);
  background: var(--st-background-color);
}
tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 1; font-weight: 600; border-bottom-width: 2px; }
:is(thead td, tbody th) {
  position: sticky; left: 0; z-index: 1; min-width: 7.5rem; width: 11rem;
  border-right: 1px solid var(--st-border-color); border-left: 3px solid transparent;
}
thead td { top: 0; z-index: 2; }
tr.differs > th { font-weight: 600; border-left-color: var(--st-primary-color); }
tr.same > * { color: color-mix(in srgb, var(--st-text-color) 72%, var(--st-background-color)); }
small { font-size: 0.8125rem; font-weight: 400; }
button {
  all: unset; cursor: pointer; text-decoration: underline; text-decoration-color: var(--st-border-color);
  text-underline-offset: 0.2em;
}
button:hover { text-decoration-color: currentcolor; }
button:focus-visible { outline: revert; }
@media (max-width: 768px) {
  :is(thead td, tbody th) { min-width: 6.5rem; width: 6.5rem; padding-inline: 0.4rem; }
  :is(thead th, tbody td) { min-width: 10rem; }
}
"""

_component = st.components.v2.component(
    "mlscope_columns",
    html='<div class="frame" role="region" tabindex="0"><table></table></div>',
    css=STYLE,
    js=Path(__file__).with_name("columns.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its label, a word per column, whether columns differ in it, and which of them lead on."""

    label: str
    cells: tuple[str, ...]
    differs: bool
    leads: bool = False


def draw(label: str, heads: Sequence[str], lines: Sequence[Line], key: str) -> tuple[int, int] | None:
    """Draw the table under a label for those who cannot see it; the row and column that were just clicked,
    with row -1 for a head. Heads lead on where any row does.
    """
    drawn = _component(
        key=key,
        data={
            "label": label,
            "heads": list(heads),
            "leads": any(line.leads for line in lines),
            "rows": [
                {
                    "label": line.label,
                    "cells": list(line.cells),
                    "differs": line.differs,
                    "leads": line.leads,
                }
                for line in lines
            ],
        },
        height="content",
        on_opened_change=lambda: None,
    )
    clicked = drawn.get("opened")
    if not (isinstance(clicked, list) and len(clicked) == 2):
        return None
    row, column = clicked
    inside = isinstance(row, int) and isinstance(column, int) and -1 <= row < len(lines)
    return (row, column) if inside and 0 <= column < len(heads) else None
