from mlscope.ui.shell import frame

frame.step_page("feasibility")
