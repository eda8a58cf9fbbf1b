"""Whether the risks of the register count in what is shown, and a switch for it."""

import streamlit as st

from mlscope import events
from mlscope.project import Project, State
from mlscope.store import Change
from mlscope.ui import state


def switch(project: Project) -> None:
    """The switch, and a way to count risks that the ranges of an earlier record are taken to contain."""
    rows = [row for row in project.risks.risks or () if events.weighs(row)]
    if not rows:
        return
    counted = events.counted(project)
    wanted = st.toggle(
        "Count the risks of the register",
        value=counted,
        key=f"risks/counted/{project.id}/{counted}",
        help="Each comes true in its share of the cases, and then costs and delays. Kept with the project.",
    )
    if wanted != counted:
        answer = state.answer("risks.counted")
        state.put("risks.counted", answer.anew(value=wanted, state=State.answered))
        st.rerun()
    if said := events.left_out(project):
        st.caption(" ".join(said))
    contained = [row for row in rows if row.contained]
    if not counted or not contained:
        return
    if st.button(
        "The ranges do not contain them",
        icon=":material/add_alert:",
        help="Then each counts with its own chance, cost and delay.",
    ):
        keys = [f"{events.TABLE}/{row.id}/contained" for row in contained]
        seen = {key: state.answer(key) for key in keys}
        changes = [Change(key, seen[key].anew(value=False, state=State.answered), seen[key]) for key in keys]
        if state.save(changes):
            st.rerun()
