"""mlscope's entry for Streamlit: navigation and frame, nothing else."""

import streamlit as st

from mlscope.ui import frame

st.set_page_config(page_title="mlscope", page_icon=":material/verified:", layout="wide")
frame.navigation()
