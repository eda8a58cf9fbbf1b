"""What neither the theme nor a widget has a setting for: where the keyboard stands, what is chosen, and names for small menus.

Only what HTML and ARIA define is named here, none of Streamlit's own class names: should a release draw its widgets otherwise,
they look as Streamlit draws them.
"""

from urllib.parse import quote

import streamlit as st

from mlscope.ui.text import literal

STYLE = """<style>
/* Streamlit paints its focus in a faint tint, or not at all; this is the browser's own ring, seen on every ground. */
:is(a, button, summary, [role], [tabindex]):not(input, textarea):focus-visible { outline: revert !important; outline-offset: 1px !important; }
/* Its text on a chosen button is the accent on a tint of the accent: too little contrast on dark ground. The border, now
   twice as wide, says by its shape too what is chosen. */
button:is([aria-checked="true"], [aria-pressed="true"]) { color: inherit !important; box-shadow: inset 0 0 0 1px !important; }
</style>"""

DOTS = quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="14" viewBox="0 0 7 14" fill="#7a8581">'
    '<circle cx="3" cy="2" r="1.5"/><circle cx="3" cy="7" r="1.5"/><circle cx="3" cy="12" r="1.5"/></svg>'
)


def apply() -> None:
    """Hand the style to the browser."""
    st.html(STYLE)


def dots(name: str) -> str:
    """The label of a small menu: three dots to the eye, a name to the ear (an icon would be read out as its own name)."""
    return f"![{literal(name)}](data:image/svg+xml,{DOTS})"
