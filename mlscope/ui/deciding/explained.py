"""A change explained on screen: what each changed answer did to the verdict, the dimensions, the money and
the dates.
"""

import pandas as pd
import streamlit as st

from mlscope import __version__, assess
from mlscope.appraise import Appraiser
from mlscope.catalogue import Catalogue
from mlscope.catalogue.replay import of_day
from mlscope.document import explained as words
from mlscope.errors import InputError
from mlscope.results import ChangeExplained
from mlscope.store import Milestone
from mlscope.ui import state
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal


def part(start: Milestone, last: int, until: str) -> None:
    """What moved from a milestone to a later revision."""
    with st.spinner("Every step is computed once…"):
        told = _explained(state.project_id() or "", start.id, last)
    project, catalogue = state.current(), state.catalogue()
    if not told.steps:
        st.write("Nothing: verdict, feasibility and findings are as they were.")
        return
    show.bullets(list(told.crossed) or ["No threshold of the verdict was crossed."])
    rows = words.lines(told, project, catalogue)
    st.dataframe(
        pd.DataFrame(rows, columns=list(words.TITLES)),
        hide_index=True,
        width="stretch",
        row_height=60,
        key="explained",
    )
    st.caption(literal(told.order))
    if start.software and start.software != __version__:
        st.caption(
            f"Made with version {literal(start.software)}; what the software itself changed since is not told"
            " apart."
        )
    st.download_button(
        "What changed (Markdown)",
        lambda: words.as_markdown(told, project, catalogue, f"From {start.name} to {until}"),
        "what-changed.md",
        "text/markdown",
        on_click="ignore",
    )


@st.cache_resource(max_entries=20, show_spinner=False)
def _explained(project: str, milestone: str, last: int) -> ChangeExplained:
    store, today = state.store(), state.catalogue()
    start = next((one for one in store.milestones(project) if one.id == milestone), None)
    if start is None:
        raise InputError("this milestone is not one of this project; choose one of the list")
    rows = [row for row in store.history(project) if start.revision < row.revision <= last]
    then = _rules_of_then(start, today)
    stood = Appraiser(then).standing if then else None
    before, after = store.at(project, start.revision), store.at(project, last)
    return assess.explain(before, after, rows, today, Appraiser(today).standing, stood)


def _rules_of_then(start: Milestone, today: Catalogue) -> Catalogue | None:
    """The rules that a milestone pinned; None where they are those of today."""
    if not start.content or not start.changed(today.content()):
        return None
    return of_day(state.store().pinned(start), today)[0]
