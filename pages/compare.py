import streamlit as st

from mlscope.ui import state
from mlscope.ui.portfolio import comparison, funding, scenarios, weighing
from mlscope.ui.shell import frame

st.title("Which one first?")
frame.notices()
scenarios.opened()
chosen = comparison.choose()
if len(chosen) < comparison.ENOUGH:
    comparison.offer_a_sample(chosen)
    st.caption("Choose at least two candidates to see them side by side.")
    st.stop()


@st.fragment
def compared() -> None:
    with state.guarded(), state.one_reading():
        candidates = comparison.candidates(chosen)
        rates = comparison.rates(candidates)
        ranking = weighing.asked(candidates)
        result = comparison.result(candidates, ranking, rates)
        comparison.ranking(result)
        comparison.robustness(result)
        comparison.side_by_side(result, candidates)
        comparison.value_chart(result, candidates, rates)
        wishes = funding.wishes(candidates)
        funded = funding.result(candidates, wishes, rates, result)
        scenarios.panel(candidates, ranking, wishes, rates)
        comparison.files(result, candidates, funded, rates)
        comparison.information(chosen, candidates, wishes, rates)


compared()
