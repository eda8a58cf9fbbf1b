import streamlit as st

from mlscope import charts
from mlscope.ui import state
from mlscope.ui.deciding import verdict
from mlscope.ui.shell import frame, show
from mlscope.ui.steps import picture

frame.needs_project()
appraisal = state.appraisal()
assessment = appraisal.assessment

frame.top_line()
frame.notices()
picture.draw(appraisal, alone=False)
st.divider()
verdict.headline(appraisal)
left, right = st.columns([3, 2], gap="large")
with left:
    show.chart(charts.dimensions(assessment), "dimensions")
    verdict.dimensions(assessment)
with right:
    verdict.path_to_go(assessment)
    verdict.next_questions(assessment)
verdict.conditions(assessment)
verdict.blockers(assessment)
verdict.findings(assessment)
verdict.precedents(assessment)
verdict.ai_act(assessment)
verdict.recommendations(assessment)
