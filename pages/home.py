import streamlit as st

from mlscope.store import Wanted
from mlscope.ui import state
from mlscope.ui.portfolio import board, candidates, held, listing
from mlscope.ui.shell import frame
from mlscope.ui.shell.text import literal

if state.store().missing:
    st.warning(literal(f"{state.store().missing}."))
found = state.store().counted()
archived = state.store().counted(Wanted(archived=True))

if not found and not archived:
    st.title("Is this machine-learning project worth doing?")
    st.write(
        "Answer at most 20 questions in ten minutes for a first picture: what speaks for it and against it,"
        " the money at stake with honest ranges, and what to find out next. What stays open is named, never"
        " guessed, and the verdict waits for what it hangs on."
    )
    frame.notices()
    candidates.start(heading=False)
else:
    st.title("Candidates")
    frame.notices()
    views = [*(["List", "Board"] if found else []), *(["Archived"] if archived else [])]
    shown = st.segmented_control(
        "Show",
        views,
        default=views[0],
        required=True,
        label_visibility="collapsed",
        key="shelf",
        persist_state="session",
    )
    if shown == "Board":
        board.draw()
    else:
        listing.draw(archived=shown == "Archived")
    candidates.start(heading=True)
    held.record()
    candidates.administration()
    candidates.open_dialog()
