from mlscope.ui import frame, interview

frame.needs_project()
frame.notices()
interview.page()
frame.commit_while_typing()
