"""The board: candidates by stage, with limits on work in progress, age in the stage, and how they flow."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from mlscope import charts, summaries
from mlscope.errors import MlscopeError
from mlscope.project import Answer, Stage
from mlscope.results import ProjectSummary
from mlscope.store import Author, Change, Kept, Store, Summary, Wanted
from mlscope.ui import state
from mlscope.ui.portfolio import listing
from mlscope.ui.shell import look, panel, show
from mlscope.ui.shell.text import literal

IN_SIGHT = 6
"""Cards of a column that are in sight at once..."""
AT_MOST = 60
"""...and when all are asked for; the list pages through more."""
LIMITED = (Stage.idea, Stage.scoping, Stage.review, Stage.approved, Stage.delivering)
"""Stages in which work is in progress, so that it can be limited."""
MOVES = 30
"""The latest moves that are listed."""


def draw() -> None:
    """The columns with their cards; below them, the history."""
    limits, content = state.store().limits(), state.content_key()
    if refused := st.session_state.pop("board_refused", None):
        st.warning(literal(refused, 300), icon=":material/front_hand:")
    old: list[str] = []
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        for stage in Stage:
            old += _column(stage, limits.get(stage.value), content)
    _limits(limits)
    _history()
    listing.await_summaries(tuple(old), archived=False)


def _column(stage: Stage, limit: int | None, content: str) -> list[str]:
    """A stage with its cards; the ids of those whose summaries are old."""
    wanted = Wanted(stages=[stage.value])
    count = state.store().counted(wanted)
    whole = st.session_state.get(f"board/whole/{stage.value}", False)
    shown = state.store().listed(content, wanted, "changed", AT_MOST if whole else IN_SIGHT) if count else []
    since = state.store().entered([summary.id for summary, _ in shown]) if shown else {}
    with st.container(border=True, width=280, gap="small"):
        st.markdown(f"**{stage.label}**")
        if limit is None:
            st.caption(f"{count:,}")
        elif count > limit:
            st.markdown(f":orange-badge[{count:,} of at most {limit}]")
        else:
            st.caption(f"{count:,} of at most {limit}")
        for summary, kept in shown:
            _card(summary, kept, since.get(summary.id, summary.created))
        if count > IN_SIGHT:
            st.toggle(
                f"Show all {count:,}" if count <= AT_MOST else f"Show {AT_MOST} of {count:,}",
                key=f"board/whole/{stage.value}",
            )
    return [summary.id for summary, kept in shown if not kept.current]


def _card(summary: Summary, kept: Kept, since: dt.datetime) -> None:
    results = summaries.read(kept)
    name = literal(summary.name, 60)
    with st.container(border=True, gap=None):
        head = st.container(horizontal=True, vertical_alignment="center", wrap=False)
        head.page_link(
            state.page("picture"), label=name, query_params={"project": summary.id}, width="stretch"
        )
        head.menu_button(
            look.dots(name),
            [other.label for other in Stage if other.value != summary.stage],
            key=f"board/move/{summary.id}",
            type="tertiary",
            width=look.DOTS_WIDTH,
            help="Move to another stage",
            on_click=_move,
            args=(summary,),
        )
        st.caption(f"{_badge(results)}{age_words(since)}".strip())


def _badge(results: ProjectSummary | None) -> str:
    return f"{panel.badge(results.verdict, results.verdict_label)} " if results else ""


def age_words(since: dt.datetime) -> str:
    """How long a candidate has stood in its stage."""
    days = (dt.datetime.now(dt.UTC).astimezone().date() - since.astimezone().date()).days
    return "here since today" if days <= 0 else f"here for {days:,} day{'' if days == 1 else 's'}"


def _move(summary: Summary) -> None:
    """Move a candidate as its menu says; what stands in the way is told above the board."""
    label = st.session_state.get(f"board/move/{summary.id}")
    stage = next((one for one in Stage if one.label == label), None)
    if stage and (refused := move(state.store(), summary, stage, state.author())):
        st.session_state["board_refused"] = refused


def move(store: Store, summary: Summary, stage: Stage, author: Author) -> str:
    """Move a candidate from the stage in which it was seen to another one; why that cannot be, in a sentence,
    empty where it was moved.
    """
    limit, count = store.limits().get(stage.value), store.counted(Wanted(stages=[stage.value]))
    if limit is not None and count >= limit:
        return (
            f"{stage.label} is full: {count:,} of at most {limit:,}. Move another candidate on first, or"
            " raise the limit."
        )
    change = Change("project/stage", Answer(value=stage.value), Answer(value=summary.stage))
    try:
        applied = store.apply(summary.id, [change], author)
    except MlscopeError as error:
        return f"{summary.name[:80]} was not moved: {error}."
    if applied.conflicts:
        return (
            f"Somebody else moved {summary.name[:80]} meanwhile. Look where it stands now; both moves wait"
            " for a choice under Review."
        )
    return ""


def _limits(limits: Mapping[str, int]) -> None:
    with st.expander("Limits on work in progress", icon=":material/front_hand:"):
        st.caption("A stage that is full takes no other candidate. Leave a field empty for no limit.")
        with st.form("limits", border=False):
            given = {}
            for place, stage in zip(st.columns(len(LIMITED)), LIMITED, strict=True):
                given[stage.value] = place.number_input(
                    stage.label,
                    min_value=1,
                    max_value=100_000,
                    value=limits.get(stage.value),
                    step=1,
                    placeholder="None",
                )
            if st.form_submit_button("Keep these limits"):
                kept = {name: int(limit) for name, limit in given.items() if limit}
                state.store().keep_limits(kept, state.author())
                st.rerun()


def _history() -> None:
    """How candidates flowed through the stages, and the latest moves; read when it is opened."""
    if not st.toggle("Show how candidates moved", key="board/history", persist_state="session"):
        return
    moves = state.store().moves()
    stages = {stage.value: stage.label for stage in Stage}
    steps = [(move.at.astimezone().date(), move.before, move.stage) for move in moves]
    show.chart(charts.cumulative_flow(steps, stages, dt.date.today()), "flow")
    latest = [move for move in moves if move.before][-MOVES:][::-1]
    if not latest:
        st.caption("No candidate has moved from one stage to another yet.")
        return
    ids = Wanted(ids=[move.project for move in latest])
    names = {summary.id: summary.name for summary, _ in state.store().listed(state.content_key(), ids)}
    rows = [
        {
            "When": f"{move.at.astimezone():%Y-%m-%d %H:%M}",
            "Candidate": names.get(move.project, ""),
            "From": stages.get(move.before, move.before),
            "To": stages.get(move.stage, move.stage),
            "Who": move.author,
        }
        for move in latest
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="The latest moves on the board")
