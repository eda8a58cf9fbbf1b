"""The document on screen: downloads, what is missing, and a preview."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

import streamlit as st

from mlscope.document import build, render
from mlscope.errors import DocumentError
from mlscope.results import Assessment, ChangeExplained
from mlscope.store import Milestone
from mlscope.ui import state
from mlscope.ui.deciding.explained import End, ended_by, explaining
from mlscope.ui.deciding.replayed import replay
from mlscope.ui.shell.text import file_stem
from mlscope.words import progress_words

NOW = "As it stands now"
FORMATS = {
    "pdf": ("PDF", "application/pdf", ":material/picture_as_pdf:"),
    "docx": (
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ":material/article:",
    ),
    "html": ("HTML", "text/html", ":material/html:"),
    "md": ("Markdown", "text/markdown", ":material/code:"),
}


@st.cache_data(max_entries=60, show_spinner=False)
def _rendered(project: str, stamp: int, milestone: str, form: str, snapshot: int = 0) -> bytes:
    catalogue, store = state.catalogue(), state.store()
    milestones = store.milestones(project)
    if milestone in {one.name for one in milestones}:
        then = replay(project, milestone)
        made = build(
            then.appraisal,
            then.catalogue,
            milestone=milestone,
            revision=then.milestone.revision,
            packs=store.packs(project),
            changed=then.changed,
            signatures=[one for one in store.signatures(project) if one.signed.milestone == milestone],
            notes=then.notes,
            head=store.head(project, milestone),
            conflicts=store.conflicts(project, then.milestone.revision),
            **_moved(project, milestones, ended_by(then.milestone), snapshot),
        )
    else:
        appraisal, revision = state.appraised(project, stamp, snapshot)
        made = build(
            appraisal,
            catalogue,
            revision=revision,
            packs=store.packs(project),
            conflicts=store.conflicts(project, revision),
            **_moved(project, milestones, End("today", revision), snapshot),
        )
    return bytes(render(made, form, template=catalogue.word_template))  # type: ignore[arg-type]


class _Moved(TypedDict, total=False):
    since: str
    moved: ChangeExplained


def _moved(project: str, milestones: Sequence[Milestone], end: End, snapshot: int) -> _Moved:
    """What changed up to one end since the latest milestone before it; nothing where there is none."""
    earlier = [one for one in milestones if one.revision < end.revision and one != end.milestone]
    if not earlier:
        return {}
    start = ended_by(max(earlier, key=lambda one: one.revision))
    return {"since": start.name, "moved": explaining(project, start, end, snapshot).result()}


def _chosen() -> str:
    """The name of a milestone; none for the state as it is now."""
    named = [milestone.name for milestone in state.store().milestones(state.project_id() or "")]
    if not named:
        return ""
    chosen = st.selectbox("Which state?", [NOW, *named], key="document_state", persist_state="session")
    return chosen if chosen in named else ""


def downloads() -> None:
    """One button per format; the file is made when it is asked for."""
    project, stamp = state.project_id() or "", state.loaded().stamp
    milestone = _chosen()
    stem = file_stem(state.current().name)
    with st.container(horizontal=True):
        for form, (label, mime, icon) in FORMATS.items():
            st.download_button(
                label,
                partial(_rendered, project, stamp, milestone, form, state.house(project).number),
                f"{stem}.{form}",
                mime,
                icon=icon,
                key=f"download/{form}",
                on_click="ignore",
            )


def missing(assessment: Assessment) -> None:
    """What a reader will miss."""
    if assessment.completeness < 1:
        incomplete = [
            state.catalogue().step(step).name
            for step, share in assessment.step_completeness.items()
            if share < 1
        ]
        st.caption(
            f"{progress_words(assessment.completeness)} of Full scope answered. Open parts are marked as open"
            f" in the document: {', '.join(incomplete)}."
        )


def preview() -> None:
    """The document as it will print."""
    project, stamp = state.project_id() or "", state.loaded().stamp
    try:
        with st.spinner("Setting the pages"):
            milestone = st.session_state.get("document_state", "")
            snapshot = state.house(project).number
            content = _rendered(project, stamp, milestone, "html", snapshot).decode()
    except DocumentError as error:
        st.error(str(error))
        return
    with st.container(border=True):
        st.iframe(content, height=900)
