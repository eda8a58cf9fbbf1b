from mlscope.ui.shell import frame
from mlscope.ui.steps import interview

frame.needs_project()
frame.notices()
interview.page()
frame.commit_while_typing()
