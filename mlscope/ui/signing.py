"""What becomes of milestones: what has moved since one was set, and a reviewer's word on it."""

import streamlit as st

from mlscope.appraise import appraise
from mlscope.assess import explain_change
from mlscope.document.decision import DECISIONS
from mlscope.project import Answer, SignOff
from mlscope.results import Assessment
from mlscope.store import Milestone
from mlscope.ui import show, state
from mlscope.ui.text import literal


def part() -> None:
    """Both, as soon as there is a milestone."""
    found = state.store().milestones(state.project_id() or "")[::-1]
    if found:
        _moved_since(found)
        _sign_offs([milestone.name for milestone in found])


def _moved_since(found: list[Milestone]) -> None:
    fold = st.expander("What has moved since a milestone?", key="moved_since", on_change="rerun")
    if not fold.open:
        return
    with fold:
        chosen = st.selectbox(
            "Milestone", found, format_func=lambda milestone: milestone.name, key="moved_from"
        )
        then = _assessed(state.project_id() or "", chosen.revision)
        moved = explain_change(then, state.appraisal().assessment)
        show.bullets(moved)
        if not moved:
            st.write("Nothing: verdict, feasibility and findings are as they were.")


@st.cache_resource(max_entries=20, show_spinner=False)
def _assessed(project: str, revision: int) -> Assessment:
    """A state of the past under the rules of today."""
    return appraise(state.store().at(project, revision), state.catalogue(), draft=True).assessment


def _sign_offs(milestones: list[str]) -> None:
    st.subheader("Sign-off")
    st.caption(
        "What the people who decide said of a milestone. It stands on the first page of that milestone's document."
    )
    project = state.current()
    for signed in project.sign_offs:
        when = f" on {signed.at:%Y-%m-%d}" if signed.at else ""
        note = f"  \n:gray[{literal(signed.note)}]" if signed.note else ""
        st.markdown(
            f"**{DECISIONS[signed.decision]}** by {literal(signed.author)}{when}: {literal(signed.milestone)}{note}"
        )
    with st.form(f"sign_off/{len(project.sign_offs)}"):
        milestone = st.selectbox("Milestone to sign", milestones)
        decision = st.segmented_control(
            "Decision", list(DECISIONS), format_func=DECISIONS.__getitem__, width="stretch"
        )
        name = st.text_input(
            "Who decides", value=project.people.approver or state.author_name(), max_chars=200
        )
        note = st.text_area("Conditions or reasons", max_chars=2000)
        if st.form_submit_button("Sign off", type="primary"):
            _sign(milestone, decision, name, note)


def _sign(milestone: str, decision: str | None, name: str, note: str) -> None:
    if decision is None or not name.strip():
        st.error("A sign-off needs a decision and the name of who decides.")
        return
    signed = SignOff.model_validate(
        {"milestone": milestone, "decision": decision, "author": name, "note": note.strip()}
    )
    if state.put(f"sign_off/{signed.id}", Answer(value=signed.model_dump(mode="json", exclude={"at"}))):
        st.rerun()
    st.error(st.session_state.get("problem", "Not saved: somebody else wrote at this moment; try again."))
