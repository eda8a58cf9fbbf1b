"""How well the ranges of this house held, over all its projects."""

import pandas as pd
import streamlit as st

from mlscope import forecast
from mlscope.forecast import KINDS, words
from mlscope.forecast.record import Entry, group
from mlscope.ui import state
from mlscope.ui.shell.text import literal


def record() -> None:
    """The forecast record; nothing before something has come of a project."""
    found = state.forecast_record()
    if not found:
        return
    everything = group("All figures", found)
    told = f"{everything.inside} of {everything.ranged} inside" if everything.ranged else "no ranges yet"
    with st.expander(f"How well ranges held :gray[· {told}]", icon=":material/query_stats:"):
        if said := forecast.held_words(everything):
            st.write(literal(said))
        _table("What it was of", forecast.groups(found, words.by_category))
        _table("How well it was known", forecast.groups(found, words.by_grade))
        st.caption(
            "From the actual figures that were entered on Review. Figures of one project hang together, so"
            " read small numbers with care."
        )
        _suggested(found)


def _table(title: str, groups: tuple[forecast.Group, ...]) -> None:
    titles = (title, *words.GROUP_TITLES[1:])
    rows = [words.group_row(one) for one in groups]
    st.dataframe(pd.DataFrame(rows, columns=list(titles)), hide_index=True, width="stretch")


def _suggested(found: tuple[Entry, ...]) -> None:
    """What the next estimate of a kind should expect, where a handful of figures says so."""
    for kind in KINDS:
        if held := forecast.correction(found, kind):
            st.markdown(
                literal(
                    f"{KINDS[kind]} came to {words.ratio_words(held.middle)} what was expected, in the middle"
                    f" of {held.count}. The next estimate shows this beside it."
                )
            )
