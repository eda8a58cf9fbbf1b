import streamlit as st

from mlscope.ui import state
from mlscope.ui.deciding import money, money_parts, outcome, risks
from mlscope.ui.shell import frame

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
    money.beside_no_risks(result)
    risks.switch(project)
    money.outcome(result)
    money.drivers(result)
outcome.beside("cost", "benefit", "metric")
money_parts.all_of(project, result)
