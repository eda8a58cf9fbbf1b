import streamlit as st

from mlscope.ui import frame, review, state

frame.needs_project()
st.title("Ready to decide?")
frame.notices()
assessment = state.appraisal().assessment
review.details()
review.completeness(assessment)
review.open_questions()
review.comments()
review.milestones()
review.history()
