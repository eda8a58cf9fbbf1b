import streamlit as st

from mlscope.ui import state
from mlscope.ui.deciding import changed, history, outcome, review, signing, verdict
from mlscope.ui.editing import conflicts
from mlscope.ui.shell import frame

frame.needs_project()
st.title("Ready to decide?")
frame.notices()
changed.review()
conflicts.review()
assessment = state.appraisal().assessment
verdict.in_brief(assessment)
review.details()
review.completeness(assessment)
review.open_questions()
changed.asked_earlier()
review.comments()
found = state.store().milestones(state.project_id() or "")
review.milestones(found)
signing.part(found)
outcome.part()
history.of_project()
review.chain()
