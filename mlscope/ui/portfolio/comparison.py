"""The comparison on screen: candidates side by side, what they are ranked by, and how robust the order is."""

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mlscope import charts, compare
from mlscope.appraise import Appraisal, appraise, candidate
from mlscope.compare import words
from mlscope.compare.criteria import HOW_COUNTED
from mlscope.compare.currency import Rates
from mlscope.document import beside
from mlscope.errors import InputError
from mlscope.estimates import numbers, phrases
from mlscope.money import input_gains
from mlscope.results import Candidate, ChoiceInformation, Comparison, Portfolio, Ranked
from mlscope.store import Wanted
from mlscope.templates import samples
from mlscope.ui import state
from mlscope.ui.portfolio import columns
from mlscope.ui.portfolio.candidates import open_at, open_where_it_stands
from mlscope.ui.portfolio.weighing import Ranking
from mlscope.ui.shell import panel, show
from mlscope.ui.shell.text import literal
from mlscope.ui.state import background
from mlscope.words import listed_names, money_words, percent_words

ENOUGH = 2
"""So many candidates can be compared."""
IN_A_LIST = 50
"""Among more candidates than this one looks for those to compare by a part of their names."""


def choose() -> list[str]:
    """Which candidates to compare; where there are many, the database finds those to choose from."""
    there = state.store().counted()
    words = ""
    if there > IN_A_LIST:
        words = st.text_input(
            f"Find among {there:,} candidates",
            placeholder="Part of a name",
            key="find_to_compare",
            type="search",
            live="300ms",
            persist_state="session",
        )
    latest = _names(Wanted(), ENOUGH + 1)
    found = _names(Wanted(words=words), IN_A_LIST) if there > len(latest) else latest
    opened = state.project_id()
    just_opened = [opened] if opened and st.session_state.get("compared_with") != opened else []
    kept = st.session_state.pop("to_compare", None) or st.session_state.get("compared", list(latest))
    wanted = dict.fromkeys([*just_opened, *kept])
    names = found | _names(Wanted(ids=[one for one in wanted if one not in found]), None)
    st.session_state["compared_with"] = opened
    st.session_state["compared"] = [one for one in wanted if one in names]
    return st.multiselect(
        "Candidates",
        list(names),
        key="compared",
        format_func=lambda one: names[one][:80],
        placeholder="Choose candidates",
        persist_state="session",
        select_all=False,
    )


def _names(wanted: Wanted, limit: int | None) -> dict[str, str]:
    """Names by id of candidates that are wanted, the last changed first."""
    listed = state.store().listed(state.content_key(), wanted, limit=limit)
    return {summary.id: summary.name for summary, _ in listed}


def offer_a_sample(chosen: list[str]) -> None:
    """While there is nothing to compare with: a sample to set beside it."""
    names = _names(Wanted(), ENOUGH)
    offered = {
        name: one for name, one in samples(state.catalogue()).items() if one.name not in names.values()
    }
    if len(names) >= ENOUGH or not offered:
        return
    with st.container(border=True):
        st.markdown("**Set a sample beside it**")
        st.caption("Fictional and complete, to see how a comparison reads.")
        wanted = st.selectbox(
            "Sample", list(offered), format_func=lambda one: offered[one].name, key="compare_sample"
        )
        if st.button("Set it beside", type="primary", key="compare_with_sample"):
            added = state.store().create(offered[wanted], state.author())
            st.session_state["to_compare"] = [*chosen, added]
            st.rerun()


@st.cache_resource(max_entries=300, show_spinner=False)
def _appraising(project: str, stamp: int) -> Future[tuple[Appraisal, Candidate]]:  # noqa: ARG001 - key
    """A candidate with its results, worked out beside the pages, once for all who compare it."""
    store, content = state.store(), state.catalogue()

    def work() -> tuple[Appraisal, Candidate]:
        appraisal = appraise(store.load(project).project, content, draft=True)
        return appraisal, candidate(appraisal, project)

    return background.begin(work)


def _appraised(chosen: list[str]) -> list[tuple[Appraisal, Candidate]]:
    """The chosen candidates with their results, and how far those are that are not there yet."""
    coming = [_appraising(project, state.store().stamp(project)) for project in chosen]
    place = st.empty()
    for number, one in enumerate(coming):
        if not one.done():
            said = f"Results of {number} of {len(coming)} candidates are worked out"
            place.progress(number / len(coming), said)
        one.result()
    place.empty()
    return [one.result() for one in coming]


def candidates(chosen: list[str]) -> list[Candidate]:
    """The chosen candidates with their results."""
    return [one for _, one in _appraised(chosen)]


def rates(found: list[Candidate]) -> dict[str, float]:
    """What other currencies are worth, where candidates count in several."""
    used = [one.money.currency for one in found if one.money.known]
    if len(set(used)) < 2:
        return {}
    base = max(sorted(set(used)), key=used.count)
    given: dict[str, float] = {}
    for other in sorted(set(used) - {base}):
        text = st.text_input(
            f"What is one {other} worth in {base}?",
            key=f"rate/{base}/{other}",
            placeholder="0.92",
            persist_state="session",
        )
        try:
            if text.strip():
                given[other] = numbers.read(numbers.unambiguous(phrases.plain(text)))
        except ValueError as error:
            st.error(literal(error))
    return given


def result(found: list[Candidate], asked: Ranking, given: dict[str, float]) -> Comparison:
    """The comparison; by weights where amounts cannot be held against each other, or none weighs anything."""
    weights = asked.weights
    if weights is not None and not any(weights.values()):
        st.info("Nothing weighs anything; the usual weights are used.", icon=":material/info:")
        weights = None
    try:
        return compare.compare(found, weights, view=asked.view, rates=given, typed=asked.typed)
    except InputError as error:
        st.info(f"{literal(_sentence(str(error)))} Until then the order is by weighted criteria.")
        return compare.compare(found, weights, view="weights")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def ranking(comparison: Comparison) -> None:
    """Who has the highest expected score, how often that one is first, and what would change it."""
    st.markdown(f"**{literal(words.headline(comparison), 400)}**")
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.chart(charts.ranking(comparison), "ranking")
    with right:
        for flip in comparison.flips[:4]:
            st.markdown(
                ":material/swap_vert: The order flips to"
                f" **{literal(_name(comparison, flip.new_first), 60)}** if"
                f" {literal(comparison.criteria[flip.criterion]).lower()} weighs"
                f" {percent_words(flip.weight_then)} instead of {percent_words(flip.weight_now)}."
            )
        change = comparison.weight_change
        if change:
            st.markdown(
                ":material/balance: The smallest change of several weights at once,"
                f" {percent_words(change.moved)} of all weight, brings"
                f" **{literal(_name(comparison, change.new_first), 60)}** level."
            )
        if comparison.view == "weights" and not comparison.flips and not change:
            st.caption("No change of weights puts another candidate first.")
        if comparison.view != "weights":
            for one in comparison.ranking[:6]:
                st.markdown(f"{literal(one.name, 60)}: {literal(_score(comparison, one))}")


def _score(comparison: Comparison, one: Ranked) -> str:
    if one.missing:
        return words.missing_words(one)
    tie = ", level with another" if one.tied else ""
    if comparison.view == "value" and one.score is None:
        return "what it is worth is not known yet"
    if comparison.view == "value":
        return f"{money_words(one.score, comparison.currency)}, as expected{tie}"
    return f"{words.score_words(one.score)}{tie}"


def _name(comparison: Comparison, project: str) -> str:
    return next((one.name for one in comparison.ranking if one.id == project), project)


def side_by_side(comparison: Comparison, found: list[Candidate]) -> None:
    """Rows by what is compared, columns by candidate in the order of the ranking; each cell leads to the
    page that explains it.
    """
    st.subheader("Side by side")
    if len(found) > beside.MOST:
        _many(comparison)
    else:
        table = beside.beside(comparison, found)
        st.caption(
            "In the order of the ranking. Rows that differ are marked at their left; a cell leads to its"
            " answer or to the page that explains it."
        )
        lines = [
            columns.Line(
                row.label,
                tuple(cell.text for cell in row.cells),
                row.differs or len(found) < ENOUGH,
                bool(row.page),
            )
            for row in table.rows
        ]
        clicked = columns.draw("Candidates side by side", table.names, lines, "side_by_side")
        if clicked is not None:
            _open(table, *clicked)
    with st.expander("How the criteria count"):
        st.caption("Criteria on a fixed scale from 0 to 100, worst to best case over what is open.")
        st.markdown("\n".join(f"- **{name}**: {text}" for name, text in HOW_COUNTED.items()))


def _many(comparison: Comparison) -> None:
    rows = [
        {
            "Candidate": one.name,
            "Expected value": money_words(one.value, comparison.currency),
            "First in": percent_words(one.probability_first),
            "On the front": "yes" if one.on_pareto_front else "",
        }
        for one in comparison.ranking
    ]
    st.caption(f"Choose at most {beside.MOST} candidates to see them side by side.")
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Candidates by rank")


def _open(table: beside.Beside, row: int, column: int) -> None:
    """Open the candidate of a cell at the answer that it rests on, or at the page that explains it."""
    project = table.candidates[column].id
    if row < 0:
        open_where_it_stands(project)
        return
    answer = table.rows[row].cells[column].answer
    if answer in state.catalogue().questions:
        st.query_params["project"] = project
        state.open_project(project)
        panel.go_to(answer)
    open_at(project, table.rows[row].page)


def value_chart(comparison: Comparison, found: list[Candidate], given: dict[str, float]) -> None:
    """Value against feasibility, with the candidates that no other beats in both."""
    rows = compare.value_against_feasibility(found, given)
    currencies = sorted({row["currency"] for row in rows if row["value_mid"] is not None})
    if len(currencies) > 1:
        st.caption(
            "Value is not drawn against feasibility: these candidates count in"
            f" {literal(' and '.join(currencies))}, on one axis they would mislead."
        )
        return
    front = tuple(sorted(one.id for one in comparison.ranking if one.on_pareto_front))
    _map(rows, front)


@st.fragment
def _map(rows: list[dict[str, Any]], front: tuple[str, ...]) -> None:
    """The map by itself, so that a click does not draw the whole page anew before it leads on."""
    figure = charts.value_against_feasibility(rows, front)
    opened = show.clicked(figure, "value_feasibility", "A click on a point opens its candidate.")
    if opened is not None:
        open_where_it_stands(opened)


def robustness(comparison: Comparison) -> None:
    """How often each candidate has each place; drawn while it is open."""
    found = comparison.robustness
    if len(found.ids) < ENOUGH:
        return
    fold = st.expander(
        "How sure is the order?", key="how_sure", icon=":material/stacked_bar_chart:", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        show.chart(charts.places(comparison), "places")
        if comparison.view == "weights":
            first = ", ".join(
                f"{literal(_name(comparison, one), 60)} in {percent_words(share)}"
                for one, share in sorted(found.any_weights.items(), key=lambda pair: -pair[1])[:3]
            )
            st.caption(f"Of all ways to weigh, whatever the sliders say, these are first: {first}.")
        if len(found.ids) < found.of:
            st.caption(f"Places are counted among the first {len(found.ids)} of {found.of} candidates.")


def information(
    chosen: list[str], found: list[Candidate], wishes: compare.Wishes, given: dict[str, float]
) -> None:
    """What knowing more would be worth for the choice, computed when asked for."""
    st.subheader("What to find out before choosing?")
    what = "the set to fund" if wishes.asked else "the one to start"
    st.caption(f"What it would be worth for choosing {what} to know one thing about one candidate first.")
    if not st.button("Work it out", key="find_out", icon=":material/search:"):
        return
    try:
        with st.spinner("Looking at each input of each candidate"):
            gains = {
                project: input_gains(one.project, one.money)
                for project, (one, _) in zip(chosen, _appraised(chosen), strict=True)
            }
            known = compare.choice_information(found, gains, wishes, given)
    except InputError as error:
        st.info(literal(_sentence(str(error))), icon=":material/info:")
        return
    _information(known, {one.id: one.name for one in found})


def _information(known: ChoiceInformation, names: dict[str, str]) -> None:
    st.markdown(
        f"Knowing everything would be worth **{literal(money_words(known.evpi, known.currency))}** to this"
        " choice; no study is worth more."
    )
    worth = [one for one in known.learnings if not one.negligible][:8]
    for one in worth:
        st.markdown(
            f"- Finding out **{literal(one.label, 80)}** in"
            f" {literal(listed_names([names[i][:80] for i in (one.id, *one.also)]), 400)} first is worth"
            f" {literal(money_words(one.value, known.currency))}."
        )
    if not worth:
        st.caption("No single thing to find out would change the choice.")


FILES: dict[str, tuple[str, str]] = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
}
"""What the comparison is downloaded as: the ending, its name and media type."""


def files(comparison: Comparison, found: list[Candidate], funded: Portfolio | None, rates: Rates) -> None:
    """The comparison as files, each made when it is asked for."""
    st.subheader("Take it with you")
    st.caption(
        "PDF and Word hold the ranking, the set to fund, the candidates side by side and the map; Excel and"
        f" CSV the table{f' of the first {beside.MOST}' if len(found) > beside.MOST else ''}."
    )
    whole, template = replace(comparison, portfolio=funded), state.catalogue().word_template
    shown = [one.id for one in comparison.ranking[: beside.MOST]]
    as_of = max(appraisal.project.as_of for appraisal, _ in _appraised(shown))
    with st.container(horizontal=True):
        for ending, (name, media_type) in FILES.items():
            st.download_button(
                name,
                partial(beside.as_file, ending, whole, found, as_of, rates, template),
                f"side-by-side.{ending}",
                media_type,
                key=f"side_by_side_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
