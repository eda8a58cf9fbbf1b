from mlscope.ui import frame, interview, picture, state

frame.needs_project()
frame.top_line(interview.summary())
frame.notices()
picture.draw(state.appraisal())
