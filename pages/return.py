import streamlit as st

from mlscope.ui import frame, money, money_parts, state

frame.needs_project()
project, result = state.current(), state.appraisal().money

st.title("Does it pay back?")
frame.notices()
if not result.known:
    money.nothing_yet(result)
    st.stop()
money.unconfirmed(project)
if money.only_costs(result):
    money.costs(result, taxed=bool(project.value.tax_rate))
else:
    money.headline(result)
    money.outcome(result)
    money.drivers(result)
money_parts.all_of(project, result)
