"""What Streamlit runs for every page: navigation and frame.

It does not stand beside the folder pages/, because Streamlit takes such a folder for its older kind of multipage app and
then runs a page that is opened first by its address without any frame.
"""

from pathlib import Path

import streamlit as st

from mlscope.ui import frame

st.set_page_config(page_title="mlscope", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
frame.navigation()
