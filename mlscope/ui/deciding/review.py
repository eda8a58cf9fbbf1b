"""The review on screen: completeness, open questions, comments, milestones, and the project's own details."""

import datetime as dt

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from mlscope import __version__
from mlscope.document import open_questions as open_list
from mlscope.errors import InputError, explain
from mlscope.project import Answer, Comment, Project, Stage, new_id
from mlscope.results import Assessment
from mlscope.store import HOUSE, Change, Milestone, Proof
from mlscope.ui import state
from mlscope.ui.editing import dates
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal
from mlscope.words import progress_words


def details() -> None:
    """Name, currency, stage and as-of date of the project."""
    project = state.current()
    with st.expander("Name, stage, currency, tags, date"):
        given: dict[str, object] = {
            "name": st.text_input("Name", value=project.name),
            "stage": st.selectbox(
                "Stage",
                list(Stage),
                index=list(Stage).index(project.stage),
                format_func=lambda one: one.label,
            ),
            "currency": st.text_input(
                "Currency", value=project.currency, help="Three letters, as EUR, USD or CHF."
            ),
            "tags": st.multiselect(
                "Tags",
                project.tags,
                default=project.tags,
                accept_new_options=True,
                select_all=False,
                placeholder="Type a word and press Enter",
                help="Words to find and group candidates by, as a department or a programme.",
            ),
            "as_of": st.date_input(
                "As of",
                value=project.as_of,
                format="YYYY-MM-DD",
                help="Today for every date and figure of this project.",
                **dates.bounds(project.as_of),
            ),
        }
        if st.button("Save details"):
            _save_details(project, given)
        state.see(f"project/{name}" for name in given)


def _save_details(project: Project, given: dict[str, object]) -> None:
    try:
        checked = Project.model_validate(
            project.model_dump(by_alias=True, include={"schema_version", "id"}) | given
        )
    except ValidationError as error:
        st.error(literal("; ".join(explain(error))))
        return
    plain = checked.model_dump(mode="json", include=set(given))
    changes = []
    for name, value in plain.items():
        seen = state.seen(f"project/{name}")
        if value != seen.value and (value or seen.value):
            changes.append(Change(f"project/{name}", Answer(value=value), seen))
    if state.save(changes):
        st.rerun()
    st.error(
        state.session().problem
        or "Somebody changed this meanwhile. Both versions are kept;"
        " choose under \u201cWaiting for a choice\u201d."
    )


def completeness(assessment: Assessment) -> None:
    """How complete each step is, with the way there."""
    st.subheader("Completeness")
    st.caption("Of all the questions of Full scope that apply to this project.")
    for step in state.catalogue().steps:
        share = assessment.step_completeness.get(step.id, 0.0)
        link, bar = st.columns([1, 3], vertical_alignment="center")
        bar.progress(share, text=f"{progress_words(share)} answered")
        link.page_link(
            state.page(step.id), label=step.name, query_params={"project": state.project_id() or ""}
        )


def open_questions() -> None:
    """What somebody still has to find out, the most urgent first, with the way to each and the list to take
    along.
    """
    st.subheader("Open questions")
    project = state.current()
    found = open_list.open_questions(project, state.catalogue())
    if not found:
        st.caption(
            'Nobody has said "don\'t know yet" to anything. It stands in the menu beside each question.'
        )
        return
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            who = literal(one.who) if one.who else "nobody is named"
            by = f" by {one.by.isoformat()}" if one.by else ", no date"
            late = " :orange-badge[:material/schedule: Its date has passed]" if one.late else ""
            note = f"  \n:gray[{literal(one.note, 200)}]" if one.note else ""
            st.markdown(f"{literal(one.label)}  \n:gray[{one.step} · {who}{by}]{late}{note}", width="stretch")
            show.to_answer((one.id,), f"open/{one.id}")
    with st.container(horizontal=True):
        st.download_button(
            "Open questions (CSV)",
            lambda: open_list.as_csv(found),
            "open-questions.csv",
            "text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Open questions (Markdown)",
            lambda: open_list.as_markdown(found, project),
            "open-questions.md",
            "text/markdown",
            on_click="ignore",
        )


def comments() -> None:
    """Remarks on the project."""
    st.subheader("Comments")
    for comment in state.current().comments:
        when = f"{comment.at.astimezone():%Y-%m-%d %H:%M}" if comment.at else ""
        st.markdown(f"**{literal(comment.author or 'Someone')}** :gray[{when}]  \n{literal(comment.text)}")
    text = st.text_area("Add a comment", key="new_comment")
    if st.button("Comment", disabled=not (text or "").strip()):
        try:
            comment = Comment(id=new_id(), text=text)
        except ValidationError as error:
            st.error(literal("; ".join(explain(error))))
            return
        if state.put(
            f"comment/{comment.id}", Answer(value=comment.model_dump(mode="json", exclude={"author", "at"}))
        ):
            del st.session_state["new_comment"]
            st.rerun()


@st.cache_data(max_entries=50, ttl=60, show_spinner=False)
def _proof(project: str, stamp: int) -> Proof:  # noqa: ARG001 - a stamp stands for a state of the log
    return state.store().proof(project)


def chain() -> None:
    """Whether the history is whole, and from which row on that is proved."""
    proof = _proof(state.project_id() or "", state.loaded().stamp)
    if not proof.whole:
        st.error(
            literal(
                f"The history does not hold: {proof.fault}. Somebody or something changed the store from"
                " outside. Compare with an earlier backup before you sign."
            ),
            icon=":material/link_off:",
        )
        return
    since = (
        "from its first row on"
        if proof.begun == 1
        else f"from row {proof.begun:,} on; the rows before it are as they were found when the chain began"
    )
    st.markdown(
        f":gray[:material/link: The history is whole: {len(proof.links):,} rows, each bound to the one"
        f" before, {since}. Its head is {proof.head[:12]}…; a signed document prints it in full, and mlscope"
        " verify checks it.]"
    )


def milestones(found: list[Milestone]) -> None:
    """Named, immutable states of the project, and a field to set one more."""
    st.subheader("Milestones")
    st.caption(
        "A milestone fixes the answers, questions, rules and words of a moment, so that a signature stands on"
        " something."
    )
    if found:
        rows = [
            {
                "Milestone": m.name,
                "Revision": m.revision,
                "As of": m.as_of,
                "By": m.author,
                "Made": m.at.astimezone(dt.datetime.now().astimezone().tzinfo),
            }
            for m in found
        ]
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            width="stretch",
            column_config={"Made": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of a new milestone", placeholder="Steering committee, November")
        if st.button("Set milestone"):
            _set_milestone(name)


def _set_milestone(name: str) -> None:
    if not name.strip():
        st.error("Give the milestone a name.")
        return
    opened = state.project_id() or ""
    others = state.house(opened)
    try:
        state.store().milestone(
            opened,
            " ".join(name.split()),
            state.author(),
            seed=0,
            software=__version__,
            content=state.catalogue().content() | ({HOUSE: others.text} if others.number else {}),
        )
    except InputError as error:
        st.error(literal(error))
        return
    st.rerun()
