"""The comparison on screen: candidates side by side, what they are ranked by, and how robust the order is."""

from concurrent.futures import Future

import pandas as pd
import streamlit as st

from mlscope import charts, compare
from mlscope.appraise import Appraisal, appraise, candidate
from mlscope.compare import words
from mlscope.compare.criteria import HOW_COUNTED
from mlscope.errors import InputError
from mlscope.estimates import numbers, phrases
from mlscope.money import input_gains
from mlscope.results import Candidate, ChoiceInformation, Comparison, Ranked
from mlscope.store import Wanted
from mlscope.templates import samples
from mlscope.ui import state
from mlscope.ui.portfolio.weighing import Ranking
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal
from mlscope.ui.state import background
from mlscope.words import listed_names, money_words, percent_words, progress_words, range_words, weeks_words

ENOUGH = 2
"""So many candidates can be compared."""
IN_A_LIST = 50
"""Among more candidates than this one looks for those to compare by a part of their names."""
SIDE_BY_SIDE = 12
"""More candidates than this are ranked, but not shown in columns."""


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
    if comparison.view == "value":
        return f"{money_words(one.score, comparison.currency)}, as expected{tie}"
    return f"{words.score_words(one.score)}{tie}"


def _name(comparison: Comparison, project: str) -> str:
    return next((one.name for one in comparison.ranking if one.id == project), project)


def side_by_side(comparison: Comparison, found: list[Candidate]) -> None:
    """Rows by what is compared, columns by candidate in the order of the ranking."""
    st.subheader("Side by side")
    places = {one.id: place for place, one in enumerate(comparison.ranking)}
    ordered = sorted(found, key=lambda one: places[one.id])
    if len(ordered) > SIDE_BY_SIDE:
        rows = [
            {
                "Candidate": one.name,
                "Expected value": money_words(one.value, comparison.currency),
                "First in": percent_words(one.probability_first),
                "On the front": "yes" if one.on_pareto_front else "",
            }
            for one in comparison.ranking
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
        return
    columns = [_column(comparison, one) for one in ordered]
    names = list(columns[0])
    table: dict[str, list[str]] = {
        "": [name if len({column[name] for column in columns}) > 1 else f"{name} (same)" for name in names]
    }
    for one, column in zip(ordered, columns, strict=True):
        label = one.name[:80] if one.name[:80] not in table else f"{one.name[:76]} ({len(table)})"
        table[label] = list(column.values())
    frame = pd.DataFrame(table)
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={"": st.column_config.TextColumn("", pinned=True, width="medium")},
        alt="Candidates side by side, in the order of the ranking",
    )
    st.download_button(
        "As CSV",
        frame.to_csv(index=False).encode("utf-8-sig"),
        "side-by-side.csv",
        "text/csv",
        key="side_by_side_csv",
        icon=":material/download:",
    )
    with st.expander("How the criteria count"):
        st.caption("Criteria on a fixed scale from 0 to 100, worst to best case over what is open.")
        st.markdown("\n".join(f"- **{name}**: {text}" for name, text in HOW_COUNTED.items()))


def _column(comparison: Comparison, one: Candidate) -> dict[str, str]:
    money, found = one.money, one.assessment
    gain = money.incremental
    budget = money.budget
    grave = sum(finding.severity == "high" and not finding.waived for finding in found.findings)
    return {
        "Verdict": found.verdict.label,
        "Expected value beyond the best alternative": money_words(gain.mean, money.currency)
        if gain
        else "unknown",
        "In eight of ten cases": range_words(gain.p10, gain.p90, money.currency) if gain else "unknown",
        "Chance of paying back": percent_words(money.probability_positive),
        "To spend in all, nominal (P80)": money_words(budget.total.p80, money.currency)
        if budget
        else "unknown",
        "To spend today (P80)": (
            money_words(next((y.p80 for y in budget.years if y.year == 0), 0.0), money.currency)
            if budget
            else "unknown"
        ),
        "Finish (4 in 5)": _finish(one),
        "What would sink it": found.sinks[0].cause if found.sinks else "nothing that is known",
        "Blockers and high findings": f"{len(found.blockers)} and {grave}",
        "EU AI Act": found.ai_act.label,
        "Answered": progress_words(found.completeness),
        **{
            compare.FIGURES[name]: _figure(comparison, one.id, name)
            for name in compare.PARTS.get(comparison.view, ())
        },
        **{
            f"{label} (0 to 100)": _cell(comparison.matrix[one.id][name])
            for name, label in comparison.criteria.items()
        },
    }


def _figure(comparison: Comparison, project: str, name: str) -> str:
    found = comparison.figures[project].get(name)
    if found is None:
        return "to be given"
    return percent_words(found.value) if name == "confidence" else words.score_words(found.value)


def _cell(cell: tuple[float | None, float | None, float | None]) -> str:
    low, _, high = cell
    return (
        "unknown"
        if low is None or high is None
        else f"{low:.0f} to {high:.0f}"
        if round(low) != round(high)
        else f"{low:.0f}"
    )


def _finish(one: Candidate) -> str:
    if one.schedule.start_assumed:
        return weeks_words(one.schedule.working_weeks(0.8))
    return one.schedule.finish_p80.isoformat() if one.schedule.finish_p80 else "unknown"


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
    show.chart(charts.value_against_feasibility(rows, front), "value_feasibility")


def robustness(comparison: Comparison) -> None:
    """How often each candidate has each place."""
    found = comparison.robustness
    if len(found.ids) < ENOUGH:
        return
    with st.expander("How sure is the order?", icon=":material/stacked_bar_chart:"):
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
