import streamlit as st

from mlscope.ui import state
from mlscope.ui.deciding import paper
from mlscope.ui.shell import frame

frame.needs_project()
st.title("The document")
st.write("Everything that was answered and found, on paper. The first page is the decision.")
frame.notices()
paper.downloads()
paper.missing(state.appraisal().assessment)
paper.preview()
