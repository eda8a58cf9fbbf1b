import streamlit as st

from mlscope.ui.deciding import board
from mlscope.ui.shell import frame

frame.needs_project()
found = board.made()

st.title("What is done next?")
frame.notices()
if not found.items:
    st.info(
        "The backlog comes from deliverables, requirements, stories and tasks. Answer one of them, and it"
        " fills.",
        icon=":material/view_kanban:",
    )
board.board(found)
board.files(found)
