"""The comparison on screen: candidates side by side, weights, ranking, robustness, funding."""

import pandas as pd
import streamlit as st

from mlscope import charts, compare
from mlscope.compare.criteria import HOW_COUNTED
from mlscope.errors import InputError
from mlscope.estimates import numbers
from mlscope.project import reading
from mlscope.results import Candidate, Comparison
from mlscope.store import Summary
from mlscope.templates import samples
from mlscope.ui import state
from mlscope.ui.shell import panel, show
from mlscope.ui.shell.text import literal
from mlscope.words import money_words, percent_words, range_words, weeks_words

ENOUGH = 2
"""So many candidates can be compared."""

SIDE_BY_SIDE = 6
"""More candidates than this are ranked, but not shown in columns."""


def choose(found: list[Summary]) -> list[str]:
    """Which candidates to compare."""
    names = {summary.id: summary.name for summary in found}
    default = [summary.id for summary in sorted(found, key=lambda s: s.changed, reverse=True)[:3]]
    opened = state.project_id()
    just_opened = [opened] if opened in names and st.session_state.get("compared_with") != opened else []
    kept = st.session_state.pop("to_compare", None) or st.session_state.get("compared", default)
    wanted = dict.fromkeys([*just_opened, *kept])
    st.session_state["compared_with"] = opened
    st.session_state["compared"] = [one for one in wanted if one in names]
    return st.multiselect(
        "Candidates",
        list(names),
        key="compared",
        format_func=lambda one: names[one][:80],
        placeholder="Choose candidates",
        persist_state="session",
    )


def offer_a_sample(chosen: list[str], found: list[Summary]) -> None:
    """While there is nothing to compare with: a sample to set beside it."""
    names = {summary.name for summary in found}
    offered = {name: one for name, one in samples(state.catalogue()).items() if one.name not in names}
    if len(found) >= ENOUGH or not offered:
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


def weights() -> dict[str, float]:
    """What matters how much, as sliders."""
    with st.expander("What matters most?", icon=":material/tune:"):
        st.caption("Move a slider to weigh a criterion more or less; 0 leaves it out.")
        columns = st.columns(3)
        return {
            name: float(columns[i % 3].slider(label, 0, 10, 5, key=f"weight/{name}", persist_state="session"))
            for i, (name, label) in enumerate(compare.CRITERIA.items())
        }


def _candidates(chosen: list[str]) -> list[Candidate]:
    found = []
    for project in chosen:
        one = state.appraisal_of(project, state.store().stamp(project))
        found.append(Candidate(project, one.project.name, one.assessment, one.money, one.schedule))
    return found


def result(chosen: list[str], weighted: dict[str, float]) -> tuple[Comparison, list[Candidate]]:
    """The comparison of the chosen candidates under these weights."""
    with st.spinner("Comparing"):
        candidates = _candidates(chosen)
    return compare.compare(candidates, weighted if any(weighted.values()) else None), candidates


def ranking(comparison: Comparison) -> None:
    """Who is first, and how sure that is."""
    first = max(comparison.ranking, key=lambda one: one.probability_first)
    st.markdown(
        f"**{literal(first.name, 80)}** is first in {percent_words(first.probability_first)} of all ways to"
        " weigh and all values within the ranges."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.chart(charts.probability_first(comparison), "first")
    with right:
        for flip in comparison.flips[:4]:
            st.markdown(
                ":material/swap_vert: The order flips to"
                f" **{literal(_name(comparison, flip.new_first), 60)}** if"
                f" {literal(comparison.criteria[flip.criterion]).lower()} weighs"
                f" {percent_words(flip.weight_then)} instead of {percent_words(flip.weight_now)}."
            )
        if not comparison.flips:
            st.caption("No single weight, moved alone, changes who is first.")


def _name(comparison: Comparison, project: str) -> str:
    return next((one.name for one in comparison.ranking if one.id == project), project)


def side_by_side(comparison: Comparison, candidates: list[Candidate]) -> None:
    """Rows by criterion, columns by candidate."""
    if len(candidates) > SIDE_BY_SIDE:
        rows = [
            {
                "Candidate": one.name,
                "Score": one.score,
                "Lowest": one.low,
                "Highest": one.high,
                "First in": percent_words(one.probability_first),
            }
            for one in comparison.ranking
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
        return
    st.subheader("Side by side")
    table: dict[str, list[str]] = {}
    for one in candidates:
        name = literal(one.name, 80)
        table[name if name not in table else f"{name} ({len(table) + 1})"] = [
            _verdict(one),
            *[_cell(comparison.matrix[one.id][name]) for name in comparison.criteria],
            *_facts(one),
        ]
    names = [
        "Verdict",
        *comparison.criteria.values(),
        "Net present value",
        "Finish (4 in 5)",
        "Blockers and high findings",
    ]
    same = [len({cells[i] for cells in table.values()}) == 1 for i in range(len(names))]
    st.table(
        pd.DataFrame(
            table,
            index=[
                f":gray[{name} (same)]" if alike else name for name, alike in zip(names, same, strict=True)
            ],
        )
    )
    st.caption("Criteria on a fixed scale from 0 to 100, worst to best case over what is open.")
    with st.expander("How the criteria count"):
        st.markdown("\n".join(f"- **{name}**: {text}" for name, text in HOW_COUNTED.items()))


def _verdict(one: Candidate) -> str:
    return panel.verdict_badge(one.assessment)


def _cell(cell: tuple[float | None, float | None, float | None]) -> str:
    low, _, high = cell
    return (
        "unknown"
        if low is None or high is None
        else f"{low:.0f} to {high:.0f}"
        if round(low) != round(high)
        else f"{low:.0f}"
    )


def _facts(one: Candidate) -> list[str]:
    money = one.money
    value = literal(range_words(money.npv.p10, money.npv.p90, money.currency)) if money.npv else "unknown"
    finish = one.schedule.finish_p80.isoformat() if one.schedule.finish_p80 else "unknown"
    if one.schedule.start_assumed:
        finish = weeks_words(one.schedule.working_weeks(0.8))
    grave = sum(finding.severity == "high" and not finding.waived for finding in one.assessment.findings)
    return [value, finish, f"{len(one.assessment.blockers)} and {grave}"]


def value_chart(candidates: list[Candidate]) -> None:
    """Value against feasibility with whiskers."""
    rows = compare.value_against_feasibility(candidates)
    currencies = sorted({row["currency"] for row in rows if row["value_mid"] is not None})
    if len(currencies) > 1:
        st.caption(
            "Value is not drawn against feasibility: these candidates count in"
            f" {literal(' and '.join(currencies))}, on one axis they would mislead."
        )
        return
    show.chart(charts.value_against_feasibility(rows), "value_feasibility")


def funding(candidates: list[Candidate], weighted: dict[str, float]) -> None:
    """Which set to fund under a budget."""
    st.subheader("Which set to fund?")
    text = st.text_input(
        "Budget", key="funding", placeholder="Money for all of them together", persist_state="session"
    )
    currencies = {one.money.currency for one in candidates}
    try:
        budget = reading.stored(compare.BUDGET, text, {}, currencies.pop() if len(currencies) == 1 else "")
        if budget is None:
            return
        chosen = compare.compare(candidates, weighted if any(weighted.values()) else None, budget).portfolio
    except InputError as error:
        st.error(literal(error))
        return
    if chosen is None or not chosen.selected:
        st.caption(f"No candidate with a known and positive value fits into {numbers.write(budget)}.")
        return
    names = {one.id: one.name for one in candidates}
    st.markdown(
        f"With {numbers.write(budget)} {chosen.currency}, fund"
        f" **{literal(', '.join(names[one] for one in chosen.selected), 400)}**: cost"
        f" {literal(money_words(chosen.cost, chosen.currency))}, expected value"
        f" {literal(money_words(chosen.value, chosen.currency))} beyond the best alternatives, on average."
    )
    early = [
        one
        for one in candidates
        if one.id in chosen.selected and one.assessment.verdict.word not in ("go", "conditional")
    ]
    for one in early:
        st.warning(
            f"{literal(one.name, 120)}: the verdict is “{one.assessment.verdict.label.lower()}”. Its money"
            " fits, but the decision waits for its open answers.",
            icon=":material/info:",
        )
