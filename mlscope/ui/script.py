"""What Streamlit runs for every page: navigation and frame.

It does not stand beside the folder pages/, because Streamlit takes such a folder for its older kind of multipage app and
then runs a page that is opened first by its address without any frame.
"""

import streamlit as st

from mlscope.ui import frame

st.set_page_config(page_title="mlscope", page_icon=":material/verified:", layout="wide")
frame.navigation()
