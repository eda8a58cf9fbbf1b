import streamlit as st

from mlscope import charts
from mlscope.ui import state
from mlscope.ui.deciding import outcome, risks, schedule
from mlscope.ui.shell import frame, show

frame.needs_project()
plan = state.appraisal().schedule

st.title("When would it be done?")
frame.notices()
if not plan.known:
    schedule.nothing_yet(plan)
    st.stop()
schedule.headline(plan)
schedule.assumed(state.current())
schedule.taken_for_granted(state.current())
show.chart(charts.finish_dates(plan), "finish")
show.chart(charts.gantt(plan), "gantt")
schedule.beside(plan, state.current())
risks.switch(state.current())
outcome.beside("duration")
schedule.tasks(plan)
schedule.weeks(plan)
schedule.sprints(plan)
schedule.team(state.current())
