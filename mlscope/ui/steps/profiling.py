"""A sample of the data, measured on the data step: what was found, and the answers it would give, taken over
by one click.

The upload is dropped as soon as it is measured. Only the findings stay, in this session, until they are
closed.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import pandas as pd
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mlscope import profile as measuring
from mlscope.errors import InputError
from mlscope.profile import Fact, Profile
from mlscope.project import Answer
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.editing import conflicts
from mlscope.ui.shell import parts, progress, show
from mlscope.ui.shell.text import literal

TYPES = ["csv", "tsv", "txt", "gz", "parquet"]
SECONDS = 60
"""So long measuring may take here; the command has no limit."""

ONE_AT_A_TIME = Lock()
"""Samples of several people are measured one after another, so that memory does not add up."""


def box() -> None:
    """A fold at the top of the data step."""
    parts.draw("profiling", _box)


def _box() -> None:
    with st.expander(
        "Fill this in from a sample of the data", icon=":material/query_stats:", expanded=_found() is not None
    ):
        limit = st.get_option("server.maxUploadSize")
        st.markdown(
            "A CSV or Parquet file is measured here and dropped at once; nothing of it is kept but the"
            f" figures below. This takes files up to {limit} MB. For larger ones, where the data lies:"
            " `mlscope profile FILE`, which also takes gigabytes."
        )
        upload = st.file_uploader(
            "A CSV (also packed with gzip) or Parquet file",
            type=TYPES,
            key=_key("file"),
            on_change=parts.heard,
        )
        if upload is not None:
            _measure(upload)
        found = _found()
        if isinstance(found, Profile):
            _told(found)
        elif found:
            st.error(literal(found), icon=":material/error:")


def _found() -> Profile | str | None:
    """What was measured for the open project in this session, or the sentence that says why nothing could
    be.
    """
    project, found = st.session_state.get("sample_found", (None, None))
    return found if project == state.project_id() else None


def _key(part: str) -> str:
    """The name of a widget, another one after each file, so that a file is measured once and no choice
    outlives it.
    """
    return f"profiling/{part}/{st.session_state.get('samples_measured', 0)}"


# ── measuring
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _measure(upload: UploadedFile) -> None:
    """Measure an upload, and let go of it; a click meanwhile takes effect after the findings are kept."""
    project = state.project_id()
    with st.spinner(f"Measuring {literal(upload.name, 80)} …"), ONE_AT_A_TIME:
        try:
            st.session_state["sample_found"] = (project, _measured(upload))
        finally:
            st.session_state["samples_measured"] = st.session_state.get("samples_measured", 0) + 1
            _drop(upload)


def _measured(upload: UploadedFile) -> Profile | str:
    """What is in an upload, or the sentence that says why it cannot be measured."""
    with tempfile.TemporaryDirectory(prefix="mlscope-") as folder:
        copy = Path(folder) / "sample"
        with copy.open("wb") as out:
            shutil.copyfileobj(upload, out)
        try:
            return measuring.profile(copy, name=upload.name, seconds=SECONDS)
        except InputError as error:
            return str(error)


def _drop(upload: UploadedFile) -> None:
    """Free the upload's memory; Streamlit would hold it until the session ends."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, upload.file_id)


# ── what was found
# ──────────────────────────────────────────────────────────────────────────────────────────────


def _told(found: Profile) -> None:
    st.markdown(f"**{literal(found.file, 80)}**")
    label = _label(found)
    labelled = measuring.with_label(found, label)
    show.bullets(measuring.sentences(labelled))
    _offer([fact for fact in measuring.facts(labelled) if state.truths()[fact.question] != "no"])
    _columns(found)
    if st.button(
        "Forget this sample",
        key=_key("forget"),
        type="tertiary",
        icon=":material/delete:",
        on_click=parts.heard,
    ):
        del st.session_state["sample_found"]
        st.rerun()


def _label(found: Profile) -> str | None:
    """The column that holds the outcome, by a person's choice; the likely one stands first."""
    names = dict.fromkeys(column.name for column in found.columns)
    first = [found.label_guess] if found.label_guess else []
    return st.selectbox(
        "Which column holds the outcome to be predicted?",
        list(dict.fromkeys((*first, *names))),
        index=None,
        placeholder="None, or not said",
        help="Then it is also counted in how many rows the outcome is known, and how often it occurs.",
        key=_key("label"),
        on_change=parts.heard,
    )


def _columns(found: Profile) -> None:
    rows = [
        (
            column.name,
            column.type,
            column.missing * 100,
            measuring.different(column),
            measuring.extent(column),
        )
        for column in found.columns
    ]
    frame = pd.DataFrame(rows, columns=["Column", "Type", "Missing", "Different", "From, to"])
    config = {
        "Column": st.column_config.TextColumn(width=110),
        "Type": st.column_config.TextColumn(width=95),
        "Missing": st.column_config.NumberColumn(format="%.1f %%", width=60),
        "Different": st.column_config.TextColumn(
            help="How many different values it has.", alignment="right", width=60
        ),
        "From, to": st.column_config.TextColumn(width=170),
    }
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        column_config=config,
        height="auto" if len(rows) < 10 else 390,
    )


# ── answers
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _offer(facts: Sequence[Fact]) -> None:
    """The answers the sample would give: open ones by one click, its counts and what somebody answered only
    where they are ticked.
    """
    unanswered = measuring.unanswered(facts, state.current())
    fills, counts = ([fact for fact in unanswered if fact.partial == partial] for partial in (False, True))
    differ = [
        fact for fact in facts if fact not in unanswered and state.answer(fact.question).value != fact.value
    ]
    if not unanswered and not differ:
        st.markdown(":material/check: What this sample can answer stands here.")
        return
    if fills:
        st.markdown("**It answers**")
        st.markdown("\n".join(f"- {_said(fact)}" for fact in fills))
    if counts:
        st.markdown(
            "**It counts rows.** A sample is not the whole, so tick these only where the file holds all of"
            " them."
        )
    wanted = [
        fact
        for fact in counts
        if st.checkbox(_said(fact), key=f"{_key('count')}/{fact.question}", on_change=parts.heard)
    ]
    if differ:
        st.markdown("**Answered otherwise by somebody.** It stays so unless you tick it.")
    wanted += [
        fact
        for fact in differ
        if st.checkbox(_replaces(fact), key=f"{_key('replace')}/{fact.question}", on_change=parts.heard)
    ]
    count = len(fills) + len(wanted)
    name = f"Take over {count} answer{'s' * (count != 1)}"
    if st.button(
        name, key=_key("take"), type="primary", disabled=not count, on_click=parts.heard
    ) and _take_over([*fills, *wanted]):
        st.rerun()
    state.see(fact.question for fact in facts)


def _said(fact: Fact) -> str:
    question = state.catalogue().questions[fact.question]
    shown = progress.full() or question.quick(state.current().values_for_conditions())
    hidden = "" if shown else " :gray[(asked in Full scope)]"
    return (
        f"{literal(question.label)}"
        f" **{literal(conflicts.words(question, Answer(value=fact.value)))}**{hidden}"
    )


def _replaces(fact: Fact) -> str:
    question, stands = state.catalogue().questions[fact.question], state.answer(fact.question)
    before = conflicts.words(question, Answer(value=stands.value, state=stands.state, reason=stands.reason))
    return f"{_said(fact)} instead of {literal(before, 80)}"


def _take_over(facts: Sequence[Fact]) -> bool:
    """Write facts into the record, as this page sees it; what somebody changes meanwhile is asked about, not
    overwritten.
    """
    seen = {fact.question: state.seen(fact.question) for fact in facts}
    return state.save(
        [Change(fact.question, fact.over(seen[fact.question]), seen[fact.question]) for fact in facts]
    )
