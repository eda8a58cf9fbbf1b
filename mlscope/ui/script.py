"""What Streamlit runs for every page: navigation and frame.

It does not stand beside the folder pages/, because Streamlit takes such a folder for its older kind of
multipage app and then runs a page that is opened first by its address without any frame.
"""

from pathlib import Path

import streamlit as st

from mlscope.ui.shell import frame

SIDEBAR_WIDTH = 250
"""Pixels, as narrow as its longest link allows."""

HERE = Path(__file__).parent
st.set_page_config(
    page_title="mlscope",
    page_icon=str(HERE / "icon.png"),
    layout="wide",
    initial_sidebar_state=SIDEBAR_WIDTH,
)
frame.navigation()
