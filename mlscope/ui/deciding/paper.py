"""The document on screen: downloads, what is missing, and a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict

import streamlit as st

from mlscope.chapters import ANNEXES
from mlscope.document import from_store, goes_with, render
from mlscope.document.build import chapters_of
from mlscope.document.reqif_file import as_reqif
from mlscope.document.requirements import as_csv
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
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ":material/slideshow:",
    ),
}
LISTED = {
    "csv": ("CSV", "text/csv", ":material/table:"),
    "reqif": ("ReqIF", "application/xml", ":material/account_tree:"),
}
"""Forms of the requirements alone: for a spreadsheet, and for a tool that manages them."""
KINDS = {
    "brief": ("Brief", "Two pages: the decision, and what stands behind it."),
    "paper": ("Paper", "Six pages for those who decide, and annexes that can be left out."),
    "requirements": ("Requirements", "What the solution, its data and its model must meet, by number."),
    "full": ("Full", "All there is: every answer, figure and finding."),
    "slides": ("Slides", "The paper for a meeting, with what to say in the speaker's notes."),
}
"""The variants, each with what it is for."""


@dataclass(frozen=True)
class Wanted:
    """Which document of which state is wanted."""

    project: str
    stamp: int
    snapshot: int
    milestone: str
    variant: str
    annexes: tuple[str, ...] | None


@st.cache_data(max_entries=60, show_spinner=False)
def _rendered(
    project: str,
    stamp: int,
    milestone: str,
    form: str,
    variant: str = "full",
    annexes: tuple[str, ...] | None = None,
    snapshot: int = 0,
) -> bytes:
    catalogue, store = state.catalogue(), state.store()
    milestones = store.milestones(project)
    if milestone in {one.name for one in milestones}:
        then = replay(project, milestone)
        moved = _moved(project, milestones, ended_by(then.milestone), snapshot)
        made = from_store.of_milestone(store, then, variant=variant, annexes=annexes, **moved)
    else:
        appraisal, revision = state.appraised(project, stamp, snapshot)
        moved = _moved(project, milestones, End("today", revision), snapshot)
        made = from_store.of_now(
            store, appraisal, revision, catalogue, variant=variant, annexes=annexes, **moved
        )
    return bytes(render(made, form, template=catalogue.word_template))  # type: ignore[arg-type]


@st.cache_data(max_entries=20, show_spinner=False)
def _changed(project: str, stamp: int, since: str, until: str, form: str) -> bytes:  # noqa: ARG001 - a key
    catalogue = state.catalogue()
    made = from_store.change_document(state.store(), project, since, until, catalogue)
    return bytes(render(made, form, template=catalogue.word_template))  # type: ignore[arg-type]


@st.cache_data(max_entries=20, show_spinner=False)
def _requirements(project: str, stamp: int, milestone: str, form: str) -> bytes:  # noqa: ARG001 - a key
    write = {"csv": as_csv, "reqif": as_reqif}[form]
    if milestone:
        then = replay(project, milestone)
        return write(then.appraisal.project, then.catalogue)
    return write(state.store().load(project).project, state.catalogue())


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


def milestones() -> list[str]:
    """The names of the project's milestones."""
    return [milestone.name for milestone in state.store().milestones(state.project_id() or "")]


def _chosen(named: list[str]) -> str:
    """The name of a milestone; none for the state as it is now."""
    if not named:
        return ""
    chosen = st.selectbox("Which state?", [NOW, *named], key="document_state", persist_state="session")
    return chosen if chosen in named else ""


def _variant() -> str:
    """Which document is wanted."""
    chosen = st.segmented_control(
        "Which document?",
        list(KINDS),
        format_func=lambda variant: KINDS[variant][0],
        default="paper",
        key="document_variant",
        persist_state="session",
    )
    variant = str(chosen) if chosen in KINDS else "paper"
    st.caption(KINDS[variant][1])
    return variant


def _annexes(variant: str) -> tuple[str, ...] | None:
    """The annexes that are wanted; None for all of a variant that has no choice of them."""
    offered = {
        name: title
        for name, title in chapters_of(state.current(), state.catalogue(), variant).items()
        if name in ANNEXES
    }
    if variant != "paper" or not offered:
        return None
    chosen = st.pills(
        "Annexes",
        list(offered),
        format_func=lambda name: offered[name],
        selection_mode="multi",
        default=list(offered),
        key="document_annexes",
        persist_state="session",
    )
    return tuple(name for name in offered if name in chosen)


def downloads(named: list[str]) -> Wanted:
    """One button per format, of today or of a milestone; the file is made when it is asked for. Returns what
    was chosen.
    """
    project, stamp = state.project_id() or "", state.loaded().stamp
    milestone, variant = _chosen(named), _variant()
    wanted = Wanted(project, stamp, state.house(project).number, milestone, variant, _annexes(variant))
    stem = file_stem(state.current().name)
    with st.container(horizontal=True):
        for form, (label, mime, icon) in FORMATS.items():
            if goes_with(variant, form):
                st.download_button(
                    label,
                    partial(_made, wanted, form),
                    f"{stem}.{form}",
                    mime,
                    icon=icon,
                    key=f"download/{form}",
                    on_click="ignore",
                )
        for form, (label, mime, icon) in LISTED.items() if variant == "requirements" else ():
            st.download_button(
                label,
                partial(_requirements, project, stamp, milestone, form),
                f"{stem}-requirements.{form}",
                mime,
                icon=icon,
                key=f"download/{form}",
                on_click="ignore",
            )
    return wanted


def _made(wanted: Wanted, form: str) -> bytes:
    """The file of what was chosen."""
    state_of = (wanted.project, wanted.stamp, wanted.milestone)
    return _rendered(*state_of, form, wanted.variant, wanted.annexes, wanted.snapshot)


def changes(named: list[str]) -> None:
    """What changed since a milestone, as a document of its own."""
    if not named:
        return
    project, stamp = state.project_id() or "", state.loaded().stamp
    with st.expander("What changed since a milestone", icon=":material/difference:"):
        since = st.selectbox("Since", named, key="changed_since")
        stem = file_stem(f"{state.current().name} changes")
        with st.container(horizontal=True):
            for form in ("pdf", "docx", "html", "md"):
                label, mime, icon = FORMATS[form]
                st.download_button(
                    label,
                    partial(_changed, project, stamp, since, "", form),
                    f"{stem}.{form}",
                    mime,
                    icon=icon,
                    key=f"download_changes/{form}",
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
            f"{progress_words(assessment.completeness)} of Full scope answered. Open parts are counted in the"
            f" document: {', '.join(incomplete)}."
        )


def preview(wanted: Wanted) -> None:
    """The document as it will print; of the slides, the pages that they are taken from."""
    shown = replace(wanted, variant="brief") if wanted.variant == "slides" else wanted
    try:
        with st.spinner("Setting the pages"):
            content = _made(shown, "html").decode()
    except DocumentError as error:
        st.error(str(error))
        return
    with st.container(border=True):
        st.iframe(content, height=900)
