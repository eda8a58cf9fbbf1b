from mlscope.ui import frame

frame.step_page("feasibility")
