import streamlit as st

from mlscope.ui.shell import frame
from mlscope.ui.steps import guide

st.title("Guide")
st.write(
    "What the field knows about scoping machine-learning projects: metrics, methods, risks, checklists and"
    " words."
)
frame.notices()
guide.browse()
