"""What the house's record suggests where an estimate is entered: shown, and never applied."""

import pandas as pd
import streamlit as st

from mlscope.forecast.suggesting import METRICS, TABLES, suggestions
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.shell.text import literal


def below(question: Question) -> None:
    """For each estimate of a question what figures like it came to; nothing while too few are known."""
    if question.id not in TABLES and question.id not in METRICS:
        return
    record = state.forecast_record()
    found = suggestions(state.current(), question.id, record) if record else ()
    if not found:
        return
    with st.expander("What came of estimates like these", icon=":material/query_stats:"):
        st.caption(
            "From what really came of figures in other projects here. Nothing is changed; whoever wants the"
            " range on the right types it."
        )
        rows = [{"Estimate": one.name, "You say": one.said, "By the record": one.suggested} for one in found]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
        for sentence in dict.fromkeys(one.sentence for one in found):
            st.markdown(literal(sentence))
