"""The list of candidates, a page at a time: the database finds, orders and counts them by their summaries."""

import streamlit as st

from mlscope import summaries
from mlscope.project import Stage
from mlscope.results import ProjectSummary
from mlscope.store import Kept, Order, Summary, Wanted
from mlscope.ui import state
from mlscope.ui.portfolio import candidates
from mlscope.ui.shell import later, look, panel
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words, progress_words, range_words

PAGE = 10
"""Candidates on a page."""
FEW = 5
"""Up to so many candidates need no filters beside their stage."""
ORDERS: dict[str, Order] = {
    "Last change": "changed",
    "Name": "name",
    "Expected value": "value",
    "Chance of paying back": "chance",
    "Verdict": "verdict",
    "Owner": "owner",
    "Tag": "tag",
    "Finish": "finish",
    "Completeness": "completeness",
}
FILTERS = {"verdict": "Verdict", "owner": "Owner", "tags": "Tag"}


def draw(archived: bool) -> None:
    """Candidates with search, filters and order, ten at a time."""
    wanted, order = _asked(archived)
    count = state.store().counted(wanted)
    if not count:
        st.caption("No candidate fits. Clear the search or the filters.")
    pages = max(1, -(-count // PAGE))
    page = min(st.session_state.get("candidates_page", 1) if pages > 1 else 1, pages)
    shown = state.store().listed(state.content_key(), wanted, order, PAGE, (page - 1) * PAGE)
    if count > PAGE:
        first = (page - 1) * PAGE + 1
        st.caption(f"{first:,} to {first + len(shown) - 1:,} of {count:,} candidates")
    for summary, kept in shown:
        _card(summary, kept, archived)
    if pages > 1:
        st.pagination(pages, key="candidates_page")
    await_summaries(tuple(summary.id for summary, kept in shown if not kept.current), archived)


def _asked(archived: bool) -> tuple[Wanted, Order]:
    """What is looked for, and in which order."""
    many = state.store().counted(Wanted(archived=archived)) > FEW
    search, stages, *more = st.columns([2, 3, 1, 1.3] if many else [2, 3, 1.3], vertical_alignment="bottom")
    words = search.text_input(
        "Search", placeholder="Part of a name", key="search", type="search", live="300ms"
    )
    there = set(state.store().choices("stage", archived))
    here = [stage.value for stage in Stage if stage in there]
    chosen = (
        stages.pills(
            "Stage", here, format_func=lambda one: Stage(one).label, selection_mode="multi", key="stages"
        )
        if len(here) > 1
        else []
    )
    filters = _filters(more[0], archived) if many else {}
    by = more[-1].selectbox("Order", list(ORDERS), key="order")
    wanted = Wanted(
        words=words,
        stages=chosen,
        verdicts=filters.get("verdict", ()),
        owners=filters.get("owner", ()),
        tags=filters.get("tags", ()),
        archived=archived,
    )
    return wanted, ORDERS[by]


def _filters(place: st.delta_generator.DeltaGenerator, archived: bool) -> dict[str, list[str]]:
    """Verdict, owner and tag, of those that there are."""
    used = sum(bool(st.session_state.get(f"filter/{column}")) for column in FILTERS)
    label = f":material/filter_list: Filter ({used})" if used else ":material/filter_list: Filter"
    labels = state.catalogue().rules["verdict"]["labels"]
    found: dict[str, list[str]] = {}
    with place.popover(label, key="filters"):
        for column, title in FILTERS.items():
            there = state.store().choices(column, archived)
            key = f"filter/{column}"
            st.session_state[key] = [one for one in st.session_state.get(key, []) if one in there]
            found[column] = st.multiselect(
                title,
                there,
                key=key,
                format_func=lambda one, column=column: labels.get(one, one) if column == "verdict" else one,
                placeholder="All" if there else "None there yet",
                disabled=not there,
                select_all=False,
            )
    return found


def await_summaries(old: tuple[str, ...], archived: bool) -> None:
    """While summaries are being worked out: how far that is, and the page anew when one that it shows has
    come.
    """
    if not state.store().progress(state.content_key(), archived).waiting:
        return

    @st.fragment(run_every=2)
    def look_after() -> None:
        progress = state.store().progress(state.content_key(), archived)
        shown = state.store().listed(state.content_key(), Wanted(ids=old, archived=archived)) if old else []
        if not progress.waiting or any(kept.current for _, kept in shown):
            st.rerun()
        if progress.waiting > 1:
            done = progress.total - progress.waiting
            st.progress(
                done / progress.total,
                f"Results of {done:,} of {progress.total:,} candidates are of today; the others follow.",
            )

    look_after()


# ── one candidate
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def _card(summary: Summary, kept: Kept, archived: bool) -> None:
    results = summaries.read(kept)
    with st.container(border=True):
        head = st.container(horizontal=True, vertical_alignment="center", wrap=False)
        name = literal(summary.name, 80)
        if head.container(width="stretch").button(f"**{name}**", key=f"open/{summary.id}", type="tertiary"):
            candidates.open_where_it_stands(summary.id)
        chosen = head.menu_button(
            look.dots(name),
            ["Open", "Start a similar one", "Duplicate", "Export", "Bring back" if archived else "Archive"],
            key=f"card/{summary.id}",
            type="tertiary",
            width=look.DOTS_WIDTH,
            help="Open, start a similar one, duplicate, export, archive",
        )
        st.markdown(facts(summary, kept, results))
        if kept.fault:
            st.caption(literal(f"{kept.fault}.", 300))
        if chosen:
            candidates.act(summary, chosen)


def facts(summary: Summary, kept: Kept, results: ProjectSummary | None) -> str:
    """A candidate in one line: its verdict, and what is known of money, people and changes."""
    badges = [panel.badge(results.verdict, results.verdict_label)] if results else []
    badges += [":gray-badge[Sample]"] if summary.sample else []
    badges += [f":gray-badge[{literal(tag, 40)}]" for tag in results.tags] if results else []
    parts = [Stage(summary.stage).label]
    if results:
        parts.append(f"{progress_words(results.completeness)} of Full scope answered")
        if results.chance is not None and results.npv is not None and results.earns:
            parts.append(f"chance of paying back {chance_words(results.chance)}")
            parts.append(literal(range_words(results.npv.p10, results.npv.p90, results.currency)))
        if results.sponsor:
            parts.append(f"for {literal(results.sponsor, 40)}")
    parts.append(
        f"changed {summary.changed.astimezone():%Y-%m-%d %H:%M} by {literal(summary.changed_by, 40)}"
    )
    marked = "" if kept.current else later.WORKED_OUT if results else WAITS
    return f"{' '.join(badges)} :gray[{' · '.join(parts)}]{marked}".strip()


WAITS = " :gray[:material/hourglass_top: results are being worked out]"
