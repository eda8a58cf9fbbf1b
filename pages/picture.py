from mlscope.ui import state
from mlscope.ui.shell import frame
from mlscope.ui.steps import picture

frame.needs_project()
frame.top_line()
frame.notices()
picture.draw(state.appraisal())
