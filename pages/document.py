import streamlit as st

from mlscope.ui import state
from mlscope.ui.deciding import paper
from mlscope.ui.shell import frame

frame.needs_project()
st.title("The document")
st.write("What those who decide read. The first page is the decision.")
frame.notices()
named = paper.milestones()
wanted = paper.downloads(named)
paper.changes(named)
paper.missing(state.appraisal().assessment)
paper.preview(wanted)
