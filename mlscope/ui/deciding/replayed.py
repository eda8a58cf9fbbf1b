"""A milestone as it was, found once for a session's pages."""

import streamlit as st

from mlscope.document.from_store import Replay, replayed
from mlscope.ui import state

__all__ = ["Replay", "replay"]


@st.cache_resource(max_entries=20, show_spinner=False)
def replay(project: str, milestone: str) -> Replay:
    """A milestone by its name; nothing that changes later changes what this returns, except mlscope
    itself.
    """
    return replayed(state.store(), project, milestone, state.catalogue())
