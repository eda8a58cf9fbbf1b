import streamlit as st

from mlscope.ui import state
from mlscope.ui.portfolio import comparison
from mlscope.ui.shell import frame

st.title("Which one first?")
frame.notices()
found = state.store().projects()
chosen = comparison.choose(found)
if len(chosen) < comparison.ENOUGH:
    comparison.offer_a_sample(chosen, found)
    st.caption("Choose at least two candidates to see them side by side.")
    st.stop()
weights = comparison.weights()
result, candidates = comparison.result(chosen, weights)
comparison.ranking(result)
comparison.side_by_side(result, candidates)
comparison.value_chart(candidates)
comparison.funding(candidates, weights)
