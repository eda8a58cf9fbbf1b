"""Which set to fund, on screen: what there is to spend, what else has to hold, and what follows."""

import pandas as pd
import streamlit as st

from mlscope import charts, compare
from mlscope.compare import words
from mlscope.errors import InputError
from mlscope.project import reading
from mlscope.results import Candidate, Comparison, Portfolio
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal
from mlscope.words import days_words, listed_names, money_words, percent_words

SURENESS = {0.5: "P50: half of all cases", 0.8: "P80: four of five"}


def wishes(found: list[Candidate]) -> compare.Wishes:
    """What there is to spend and what else has to hold, as it was typed."""
    st.subheader("Which set to fund?")
    st.caption(
        "Money is nominal: what is really spent, in all years together and in each. Candidates with a go,"
        " also under conditions, can be funded; others only where you say that they must be."
    )
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    text = left.text_input(
        "Budget", key="funding", placeholder="Money for all of them together", persist_state="session"
    )
    with right:
        sureness: float = st.segmented_control(
            "Plan each candidate at",
            list(SURENESS),
            default=0.8,
            required=True,
            format_func=lambda one: SURENESS[one],
            key="funding_sureness",
            persist_state="session",
        )
    names = {one.id: one.name for one in found}
    currencies = {one.money.currency for one in found if one.money.known}
    currency = currencies.pop() if len(currencies) == 1 else ""
    with st.expander("Limits by year, and what else has to hold", icon=":material/rule:"):
        years = _years(found, currency)
        must = _several("These must be funded", "funding_must", names)
        few, of_these = st.columns([1, 3], vertical_alignment="bottom")
        with few:
            most = st.number_input("At most", 1, 99, 1, key="funding_most", persist_state="session")
        with of_these:
            group = _several("of these", "funding_either", names)
        tagged = _tagged(found)
        first, second = st.columns(2)
        with first:
            needing = _one("This one", "funding_needing", names)
        with second:
            needed = _one("only together with", "funding_needed", names)
        if needing is not None and needing == needed:
            st.warning(f"{literal(names[needing], 80)} cannot depend on itself: choose another candidate.")
        capacity = _capacity(found)
    budget = _amount(text, currency)
    return compare.Wishes(
        budget=budget,
        years=years,
        must=tuple(must),
        either=(tuple(group),) if len(group) > 1 and most == 1 else (),
        at_most={listed_names([names[one] for one in group]): (most, tuple(group))}
        if len(group) > most > 1
        else {},
        capacity=capacity,
        depends=((needing, needed),) if needing and needed and needing != needed else (),
        sureness=sureness,
        at_most_tagged=tagged,
    )


def _tagged(found: list[Candidate]) -> dict[str, int]:
    """At most so many of those that have a tag, where any candidate has one."""
    tags: dict[str, list[str]] = {}
    for each in found:
        for tag in each.tags:
            tags.setdefault(tag, []).append(each.name)
    if not tags:
        return {}
    few, of_tag = st.columns([1, 3], vertical_alignment="bottom")
    with few:
        most = st.number_input("At most", 1, 99, 1, key="funding_tag_most", persist_state="session")
    with of_tag:
        labels = {tag: f"{tag} ({len(tags[tag])})" for tag in sorted(tags)}
        chosen = _one("of this tag", "funding_tag", labels)
    return {chosen: int(most)} if chosen else {}


def _amount(text: str, currency: str) -> float | None:
    try:
        found = reading.stored(compare.BUDGET, text, {}, currency)
    except InputError as error:
        st.error(literal(error))
        return None
    return None if found is None else float(found)


def _years(found: list[Candidate], currency: str) -> dict[int, float]:
    """A limit for each year in which any candidate spends."""
    spent = sorted(
        {one.year + (line.year or 0) for one in found if one.money.budget for line in one.money.budget.years}
    )
    given: dict[int, float] = {}
    for year, place in show.in_rows(spent[:9], 3):
        with place:
            text = st.text_input(
                f"Limit in {year}", key=f"funding_year/{year}", placeholder="None", persist_state="session"
            )
            if (amount := _amount(text, currency)) is not None:
                given[year] = amount
    return given


def _capacity(found: list[Candidate]) -> dict[tuple[str, str], float]:
    """The days that there are of some roles, by quarter; the plans say what is needed."""
    needed: dict[str, dict[str, float]] = {}
    for one in found:
        for work in one.schedule.work:
            role = next((known for known in needed if known.casefold() == work.role.casefold()), work.role)
            quarters = needed.setdefault(role, {})
            quarters[work.quarter] = quarters.get(work.quarter, 0.0) + work.days
    if not needed:
        return {}
    roles = {role: role for role in sorted(needed)}
    given: dict[tuple[str, str], float] = {}
    for role in _several("Roles that are short", "funding_roles", roles):
        for (quarter, days), place in show.in_rows(sorted(needed[role].items()), 3):
            with place:
                text = st.text_input(
                    f"Days of {role[:40]} in {quarter}",
                    key=f"funding_days/{role}/{quarter}",
                    placeholder=f"{days_words(days)} in all plans",
                    persist_state="session",
                )
                if (amount := _amount(text, "")) is not None:
                    given[role, quarter] = amount
    return given


def _several(label: str, key: str, names: dict[str, str]) -> list[str]:
    st.session_state[key] = [one for one in st.session_state.get(key, []) if one in names]
    return st.multiselect(
        label,
        list(names),
        key=key,
        format_func=lambda one: names[one][:80],
        placeholder="None",
        select_all=False,
        persist_state="session",
    )


def _one(label: str, key: str, names: dict[str, str]) -> str | None:
    if st.session_state.get(key) not in names:
        st.session_state[key] = None
    return st.selectbox(
        label,
        list(names),
        key=key,
        index=None,
        format_func=lambda one: names[one][:80],
        placeholder="None",
        persist_state="session",
    )


def result(
    found: list[Candidate], wished: compare.Wishes, rates: dict[str, float], ranked: Comparison
) -> Portfolio | None:
    """The set to fund, what it spends when, how sure it is, and why others are left out."""
    if not wished.asked:
        if wished.ruled:
            st.caption("Say what there is: a budget, a limit for a year, or the days of a role.")
        return None
    try:
        with st.spinner("Looking for the best set"):
            chosen = compare.choose(found, wished, rates)
    except InputError as error:
        st.error(f"{literal(str(error)[:1].upper() + str(error)[1:])}.")
        return None
    names = {one.id: one.name for one in found}
    st.markdown(f"**{literal(words.funded(chosen, names), 600)}**")
    if (why := words.leader_left_out(ranked, chosen)) is not None:
        st.info(literal(why, 400), icon=":material/info:")
    if chosen.selected:
        st.markdown(literal(words.spending(chosen)))
    for line in words.by_role(chosen):
        st.markdown(f":material/group: {literal(line, 200)}")
    if (said := words.unplanned(chosen, names)) is not None:
        st.caption(literal(said, 400))
    _outside_a_go(found, chosen)
    left, right = st.columns(2, gap="large")
    with left:
        _picks(found, chosen)
    with right:
        if chosen.selected:
            _by_year(chosen)
    show.chart(charts.frontier(chosen), "frontier")
    if (more := words.next_money(chosen)) is not None:
        st.caption(literal(more))
    return chosen


def _outside_a_go(found: list[Candidate], chosen: Portfolio) -> None:
    for one in found:
        if one.id in chosen.selected and one.assessment.verdict.word not in ("go", "conditional"):
            st.warning(
                f"{literal(one.name, 120)}: the verdict is “{one.assessment.verdict.label.lower()}”. It is in"
                " the set because you say that it must be; the decision waits for its open answers.",
                icon=":material/info:",
            )


def _picks(found: list[Candidate], chosen: Portfolio) -> None:
    for one in found:
        if one.id in chosen.selected:
            sure = chosen.certainty.get(one.id)
            share = f", in the best set in {percent_words(sure)} of all cases" if sure is not None else ""
            st.markdown(f":material/check: **{literal(one.name, 80)}**: funded{share}")
    for one in found:
        if one.id in chosen.reasons:
            reason = literal(chosen.reasons[one.id], 200)
            st.markdown(f":material/remove: {literal(one.name, 80)}: {reason}")


def _by_year(chosen: Portfolio) -> None:
    limited = any(year.limit is not None for year in chosen.years)
    rows = [
        {"Year": str(year.year), "To spend": money_words(year.spend, chosen.currency)}
        | (
            {"Limit": money_words(year.limit, chosen.currency) if year.limit is not None else ""}
            if limited
            else {}
        )
        for year in chosen.years
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="What the set spends by year")
