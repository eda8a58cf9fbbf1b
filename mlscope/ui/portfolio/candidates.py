"""Candidate projects: starting, opening, duplicating, exporting, archiving."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from pydantic import ValidationError
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mlscope import charts, intake, interview
from mlscope.errors import InputError, explain
from mlscope.parsing import read_json
from mlscope.project import Project, files
from mlscope.store import Summary, is_archive
from mlscope.templates import samples
from mlscope.ui import state
from mlscope.ui.shell.text import file_stem, literal

SHOWN_ERRORS = 5
TOGETHER = 250
"""Candidates made in one go; so many read between two moves of the bar."""
SIMILAR = " To begin with the answers of a similar one, open the menu of its card."


def start(heading: bool) -> None:
    """Three ways to start: a name, a sample, a file."""
    if heading:
        st.markdown("#### Start another")
    blank, sample, file = st.columns(3, gap="medium")
    with blank.container(border=True, height="stretch"):
        st.markdown("**:material/add: A new project**")
        st.caption("A name is enough; ten minutes of questions follow." + (SIMILAR if heading else ""))
        with st.form("new", border=False):
            name = st.text_input(
                "Name of the project",
                key="new_name",
                placeholder="Churn early warning",
                label_visibility="collapsed",
            )
            if st.form_submit_button("Start scoping", type="primary", key="start"):
                _create(name)
    with sample.container(border=True, height="stretch"):
        st.markdown("**:material/travel_explore: A sample to look around**")
        st.caption("Fictional and complete. Change whatever you like.")
        offered = samples(state.catalogue())
        chosen = st.selectbox(
            "Sample",
            list(offered),
            format_func=lambda one: offered[one].name,
            label_visibility="collapsed",
            key="sample",
        )
        if st.button("Open the sample", key="open_sample"):
            _add(offered[chosen])
    with file.container(border=True, height="stretch"):
        st.markdown("**:material/upload_file: What you have**")
        st.caption(
            "A project file or archive, a list of ideas (CSV with name, sponsor, problem, value, cost), a"
            " charter or canvas (Markdown), or a saved Algorithmic Impact Assessment."
        )
        uploaded = st.file_uploader(
            "File to start from",
            type=["yaml", "yml", "json", "csv", "md", "txt"],
            label_visibility="collapsed",
            key=f"upload_{st.session_state.setdefault('lists_read', 0)}",
        )
        is_list = uploaded is not None and uploaded.name.lower().endswith(".csv")
        if uploaded is not None and not is_list and st.button("Import", key="import"):
            _import(uploaded.name, uploaded.getvalue())
    if uploaded is not None and is_list:
        _ideas(uploaded)


def _create(name: str) -> None:
    if not name.strip():
        st.error("Give it a name first; it can be changed later.")
        return
    try:
        project = Project(name=name)
    except ValidationError as error:
        st.error(literal("; ".join(explain(error))))
        return
    open_at(state.store().create(project, state.author()), "interview")


def _add(project: Project) -> None:
    open_at(state.store().create(project, state.author()), "assessment")


def _import(name: str, content: bytes) -> None:
    """Open what a file holds; the answers of somebody's form open where they wait to be confirmed."""
    begun: intake.Start | None = None
    try:
        if is_archive(content):
            opened = state.store().import_archive(content, state.author())
        elif name.lower().endswith((".md", ".txt")) or intake.is_aia(content):
            begun = _begun(name, content)
            opened = state.store().create(begun.project, state.author())
        elif _other_json(content):
            raise InputError(
                f"{name}: this is neither a project file (nothing in it is called “schema”) nor a saved"
                " Algorithmic Impact Assessment, whose “Save” button writes its answers under “data”"
            )
        else:
            project = files.loads(content, name)
            state.catalogue().refuse(project)
            opened = state.store().create(project, state.author())
    except InputError as error:
        st.error(literal(charts.capital(str(error))), icon=":material/error:")
        return
    if begun is None:
        open_at(opened, "assessment")
        return
    state.open_project(opened)
    state.session().to_tell = [_placed(begun)]
    st.switch_page(state.page("problem"), query_params={"project": opened, "scope": "full"})


def _placed(begun: intake.Start) -> str:
    """What of a form became answers and what became notes, by the steps where they stand."""
    said = [_counted(begun.answered, "answer", "to be confirmed")] if begun.answered else []
    said += [_counted(begun.noted, "note", "for what fits no question")] if begun.noted else []
    return f"Taken over: {'; '.join(said)}. All of it stands in Full scope."


def _counted(questions: Sequence[str], what: str, why: str) -> str:
    steps = [
        step.name for step in state.catalogue().steps if any(q.startswith(f"{step.id}.") for q in questions)
    ]
    return f"{len(questions)} {what}{'s' * (len(questions) != 1)} {why} ({', '.join(steps)})"


def _other_json(content: bytes) -> bool:
    """Is it good JSON that calls nothing a schema, as every project file does?"""
    try:
        read_json(content)
    except InputError:
        return False
    return b'"schema"' not in content


def _begun(name: str, content: bytes) -> intake.Start:
    """The project that a saved impact assessment or a charter describes."""
    if intake.is_aia(content):
        return intake.of_aia(content, state.catalogue())
    return intake.of_charter(content, state.catalogue(), name)


def _ideas(uploaded: UploadedFile) -> None:
    """What was read of a list of ideas, with the errors by row, and a button that makes candidates of it."""
    try:
        ideas = _read(uploaded)
    except InputError as error:
        st.error(literal(charts.capital(str(error))), icon=":material/error:")
        return
    for sentence in ideas.remarks:
        st.caption(literal(sentence))
    _told("Left out", ideas.errors)
    _told("Kept as notes, for you to mend", ideas.noted)
    if not ideas.ideas:
        return
    st.dataframe(
        [
            {"Row": str(idea.row)} | {name.capitalize(): idea.cells.get(name, "") for name in intake.COLUMNS}
            for idea in ideas.ideas
        ],
        column_config={
            "Row": st.column_config.TextColumn(width=50, alignment="right"),
            "Problem": st.column_config.TextColumn(width="large"),
        },
        hide_index=True,
    )
    count = len(ideas.ideas)
    if st.button(
        f"Make {count:,} candidate{'' if count == 1 else 's'} of it", type="primary", key="make_candidates"
    ):
        _make(intake.renamed_apart(ideas.ideas))
        st.session_state["lists_read"] += 1
        del st.session_state["ideas"]
        st.rerun()


def _read(uploaded: UploadedFile) -> intake.Ideas:
    """The list in a file, read once in this session, with its progress."""
    kept: tuple[str, intake.Ideas] | None = st.session_state.get("ideas")
    if kept is not None and kept[0] == uploaded.file_id:
        return kept[1]
    bar = st.progress(0.0, "Reading the list")

    def told(done: int, total: int) -> None:
        if done % TOGETHER == 0:
            bar.progress(done / total, f"{done:,} of {total:,} ideas read")

    try:
        ideas = intake.read_ideas(uploaded.getvalue(), state.catalogue(), told=told)
    finally:
        bar.empty()
    st.session_state["ideas"] = (uploaded.file_id, ideas)
    return ideas


def _told(title: str, sentences: Sequence[str]) -> None:
    if sentences:
        lines = [f"**{title}**", *(f"- {literal(charts.capital(one))}" for one in sentences[:SHOWN_ERRORS])]
        more = len(sentences) - SHOWN_ERRORS
        lines += [f"- {more:,} more rows"] if more > 0 else []
        st.warning("\n".join(lines), icon=":material/error:")


def _make(projects: Sequence[Project]) -> None:
    """Create candidates some at a time, so that other people's answers are taken between, with progress."""
    bar = st.progress(0.0) if len(projects) > TOGETHER else st.empty()
    for start in range(0, len(projects), TOGETHER):
        if len(projects) > TOGETHER:
            bar.progress(
                start / len(projects),
                f"{start:,} of {len(projects):,} candidates made; please keep this page open",
            )
        state.store().create_all(projects[start : start + TOGETHER], state.author())
    bar.empty()


def open_at(project: str, page: str) -> None:
    """Open a project at a page."""
    state.open_project(project)
    st.switch_page(state.page(page), query_params={"project": project})


def open_where_it_stands(project: str) -> None:
    """Open a project at its first picture, or at the interview while nothing is answered. The record itself
    decides, since a summary may be older than the answers.
    """
    record, catalogue = state.store().load(project).project, state.catalogue()
    begun = any(interview.settled(record, question) for question in catalogue.questions.values())
    open_at(project, "picture" if begun else "interview")


# ── what a card's menu does
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def act(summary: Summary, action: str) -> None:
    """Do what was chosen in the menu of a candidate."""
    match action:
        case "Open":
            open_at(summary.id, "assessment")
        case "Start a similar one":
            st.session_state["similar_to"] = (summary.id, summary.name)
        case "Duplicate":
            name = f"{summary.name[:180]} (copy)"
            open_at(state.store().duplicate(summary.id, name, state.author()), "problem")
        case "Export":
            _export(summary)
        case "Archive":
            _archive(summary)
        case _:
            state.store().archive(summary.id, state.author(), archived=False)
            st.rerun()


def open_dialog() -> None:
    """Ask for the name of a project that starts from a similar one, if that was asked for; called once, at
    the end of the page.
    """
    if wanted := st.session_state.pop("similar_to", None):
        _similar(*wanted)


@st.dialog("Start from a similar project")
def _similar(project: str, name: str) -> None:
    st.markdown(
        f"The answers of **{literal(name, 80)}** come along, each marked to be confirmed. None counts until"
        " you confirm it."
    )
    with st.form("similar", border=False):
        given = st.text_input("Name of the new project", max_chars=200)
        if not st.form_submit_button("Start with its answers", type="primary"):
            return
        if not given.strip():
            st.error("Give it a name first; it can be changed later.")
            return
        open_at(state.store().duplicate(project, given, state.author(), to_be_confirmed=True), "problem")


@st.dialog("Export")
def _export(summary: Summary) -> None:
    st.markdown(f"**{literal(summary.name, 80)}**")
    stem = file_stem(summary.name)
    st.caption("The project file holds the answers as they stand now.")
    st.download_button(
        "Project file (YAML)",
        lambda: files.dumps(state.store().load(summary.id).project),
        f"{stem}.yaml",
        "application/yaml",
        on_click="ignore",
    )
    st.caption("The archive also carries the whole history, milestones and question packs.")
    st.download_button(
        "Archive",
        lambda: state.store().export(summary.id),
        f"{stem}.mlscope.json",
        "application/json",
        on_click="ignore",
    )


@st.dialog("Archive")
def _archive(summary: Summary) -> None:
    st.markdown(
        f"**{literal(summary.name, 80)}** leaves the list. Nothing is deleted; it stands under *Archived* and"
        " can be brought back."
    )
    if st.button("Archive", type="primary"):
        state.store().archive(summary.id, state.author())
        st.rerun()


def administration() -> None:
    """Backup of everything while the app runs."""
    with st.expander("Backup", icon=":material/save:"):
        st.write(
            "A copy of all projects with their history, made while the app runs. `mlscope restore` puts it"
            " back into an empty store."
        )
        if st.button("Make a backup", key="backup"):
            with st.spinner("Copying all projects"), tempfile.TemporaryDirectory() as folder:
                made = state.store().backup(Path(folder) / "mlscope-backup")
                st.session_state["backup_made"] = (made.name, made.read_bytes())
        if ready := st.session_state.get("backup_made"):
            st.download_button("Download the backup", ready[1], ready[0], on_click="ignore")
