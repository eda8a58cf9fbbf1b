import streamlit as st

from mlscope import charts
from mlscope.ui import frame, money, show, state

frame.needs_project()
project, result = state.current(), state.appraisal().money

st.title("Does it pay back?")
frame.notices()
if not result.known:
    money.nothing_yet(result)
    st.stop()
money.headline(result)
left, right = st.columns(2, gap="large")
with left:
    show.chart(charts.npv_distribution(result), "npv")
    show.chart(charts.tornado(result), "tornado")
with right:
    show.chart(charts.cash_flow(result), "flow")
    money.worth_finding_out(result)
money.break_even(project, result)
money.acts(result)
money.pilot(result)
money.conventions(project, result)
