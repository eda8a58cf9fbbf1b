import streamlit as st

from mlscope.ui import state
from mlscope.ui.portfolio import candidates, held
from mlscope.ui.shell import frame
from mlscope.ui.shell.text import literal

if state.store().missing:
    st.warning(literal(f"{state.store().missing}."))
found = state.store().projects()
archived = state.store().projects(archived=True)

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
    if (
        archived
        and st.segmented_control(
            "Show",
            ["Current", "Archived"],
            default="Current",
            required=True,
            label_visibility="collapsed",
            key="shelf",
        )
        == "Archived"
    ):
        candidates.listing(archived, archived=True)
    elif found:
        candidates.listing(found, archived=False)
    candidates.start(heading=True)
    held.record()
    candidates.administration()
    candidates.open_dialog()
