"""The document on screen: downloads, what is missing, and a preview."""

from functools import partial

import streamlit as st

from mlscope.appraise import appraise
from mlscope.document import build, render
from mlscope.errors import DocumentError
from mlscope.project.results import Assessment
from mlscope.ui import state
from mlscope.words import progress_words

FORMATS = {
    "pdf": ("PDF", "application/pdf", ":material/picture_as_pdf:"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ":material/article:"),
    "html": ("HTML", "text/html", ":material/html:"),
    "md": ("Markdown", "text/markdown", ":material/code:"),
}


@st.cache_data(max_entries=60, show_spinner=False)
def _rendered(project: str, stamp: int, milestone: str, revision: int | None, form: str) -> bytes:
    if milestone and revision is not None:
        appraisal = appraise(state.store().at(project, revision), state.catalogue(), draft=True)
    else:
        appraisal, revision = state.appraisal_of(project, stamp), state.store().load(project).revision
    packs = state.store().packs(project)
    document = build(appraisal, state.catalogue(), milestone=milestone, revision=revision, packs=packs)
    return bytes(render(document, form, template=state.catalogue().word_template))  # type: ignore[arg-type]


def _chosen() -> tuple[str, int | None]:
    named = {milestone.name: milestone.revision for milestone in state.store().milestones(state.project_id() or "")}
    if not named:
        return "", None
    chosen = st.selectbox("Which state?", ["As it stands now", *named], key="document_state", persist_state="session")
    return (chosen, named[chosen]) if chosen in named else ("", None)


def downloads() -> None:
    """One button per format; the file is made when it is asked for."""
    project, stamp = state.project_id() or "", state.loaded().stamp
    milestone, revision = _chosen()
    stem = "".join(c if c.isalnum() else "-" for c in state.current().name.lower()).strip("-")[:60] or "project"
    with st.container(horizontal=True):
        for form, (label, mime, icon) in FORMATS.items():
            st.download_button(
                label,
                partial(_rendered, project, stamp, milestone, revision, form),
                f"{stem}.{form}",
                mime,
                icon=icon,
                key=f"download/{form}",
                on_click="ignore",
            )


def missing(assessment: Assessment) -> None:
    """What a reader will miss."""
    if assessment.completeness < 1:
        incomplete = [state.catalogue().step(step).name for step, share in assessment.step_completeness.items() if share < 1]
        st.caption(
            f"{progress_words(assessment.completeness)} answered. Open parts are marked as open in the document: {', '.join(incomplete)}."
        )


def preview() -> None:
    """The document as it will print."""
    project, stamp = state.project_id() or "", state.loaded().stamp
    milestone = st.session_state.get("document_state", "")
    named = {m.name: m.revision for m in state.store().milestones(project)}
    chosen = milestone if milestone in named else ""
    try:
        with st.spinner("Setting the pages"):
            content = _rendered(project, stamp, chosen, named.get(chosen), "html").decode()
    except DocumentError as error:
        st.error(str(error))
        return
    with st.container(border=True):
        st.iframe(content, height=900)
