from mlscope.ui import frame, picture, state

frame.needs_project()
frame.top_line()
frame.notices()
picture.draw(state.appraisal())
