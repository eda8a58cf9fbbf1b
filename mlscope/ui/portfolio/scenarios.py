"""Scenarios on screen: what was ranked and wished for, saved under a name, opened again, set side by side."""

import json
from typing import Any

import streamlit as st

from mlscope import compare
from mlscope.compare import Scenario
from mlscope.errors import InputError
from mlscope.results import Candidate
from mlscope.store import Saved, Wanted
from mlscope.ui import state
from mlscope.ui.portfolio import columns, comparison
from mlscope.ui.portfolio.weighing import CHOSEN, Ranking
from mlscope.ui.shell.text import literal

OPENING = "open_scenario"


def opened() -> None:
    """Put a scenario that was asked for into the fields of the page, before these are drawn."""
    name = st.session_state.pop(OPENING, None)
    if name is None:
        return
    kept = next((saved for saved in state.store().scenarios() if saved.name == name), None)
    if kept is None:
        return
    scenario = _read(kept)
    if scenario is None:
        return
    st.session_state.update(_fields(scenario))
    wishes = scenario.wishes
    groups = len(wishes.either) + len(wishes.at_most)
    if len(wishes.depends) > 1 or groups > 1 or len(wishes.at_most_tagged) > 1:
        st.info("This scenario has more rules than these fields hold; it stays as it was saved.")


def _fields(scenario: Scenario) -> dict[str, Any]:
    """The keys of the page's fields, and what a scenario puts into them."""
    wishes = scenario.wishes
    groups = [(1, group) for group in wishes.either] + list(wishes.at_most.values())
    most, group = groups[0] if groups else (1, ())
    needing, needed = wishes.depends[0] if wishes.depends else (None, None)
    fields: dict[str, Any] = {
        "to_compare": list(scenario.candidates),
        "rank_by": scenario.view,
        "funding": "" if wishes.budget is None else f"{wishes.budget:.15g}",
        "funding_sureness": wishes.sureness,
        "funding_must": list(wishes.must),
        "funding_most": most,
        "funding_either": list(group),
        "funding_tag": None,
        "funding_needing": needing,
        "funding_needed": needed,
        "funding_roles": sorted({role for role, _ in wishes.capacity}),
    }
    for key in [str(key) for key in st.session_state]:
        if key.startswith(("funding_year/", "funding_days/", "score/")):
            fields[key] = None if key.split("/")[1] in CHOSEN else ""
    for tag, at_most in wishes.at_most_tagged.items():
        fields |= {"funding_tag": tag, "funding_tag_most": at_most}
    fields |= {f"funding_year/{year}": f"{amount:.15g}" for year, amount in wishes.years.items()}
    fields |= {f"funding_days/{role}/{q}": f"{days:.15g}" for (role, q), days in wishes.capacity.items()}
    for candidate, figures in scenario.typed.items():
        for name, number in figures.items():
            fields[f"score/{name}/{candidate}"] = number if name in CHOSEN else f"{number:.15g}"
    if scenario.weights is not None:
        fields["weigh_with"] = "numbers"
        whole = sum(scenario.weights.values()) or 1.0
        for name in compare.CRITERIA:
            fields[f"weight_number/{name}"] = 100 * scenario.weights.get(name, 0.0) / whole
    return fields


def _read(saved: Saved) -> Scenario | None:
    try:
        return compare.of_plain(saved.content)
    except InputError as error:
        st.error(f"{literal(saved.name, 100)}: {literal(error)}.")
        return None


def panel(found: list[Candidate], ranking: Ranking, wishes: compare.Wishes, rates: dict[str, float]) -> None:
    """Saving what the page shows as a scenario, and setting saved ones side by side."""
    st.subheader("Scenarios")
    st.caption(
        "A scenario is the candidates, what they are ranked by, and what is wished for. Everybody who uses"
        " this store sees it."
    )
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    name = left.text_input("Name", key="scenario_name", placeholder="Lean year", max_chars=100)
    with right:
        pressed = st.button("Save as a scenario", key="save_scenario", icon=":material/bookmark_add:")
    if pressed:
        _save(
            name,
            Scenario(
                tuple(one.id for one in found), ranking.view, ranking.weights, ranking.typed, wishes, rates
            ),
        )
    kept = {saved.name: saved for saved in state.store().scenarios()}
    if not kept:
        return
    st.session_state["scenarios"] = [
        one for one in st.session_state.get("scenarios", list(kept)[:2]) if one in kept
    ]
    chosen = st.multiselect(
        "Set side by side",
        list(kept),
        key="scenarios",
        placeholder="Choose scenarios",
        select_all=False,
        persist_state="session",
    )
    _beside([kept[one] for one in chosen])


def _save(name: str, scenario: Scenario) -> None:
    try:
        kept = state.store().save_scenario(name, scenario.plain(), state.author())
    except InputError as error:
        st.error(f"{literal(str(error)[:1].upper() + str(error)[1:])}.")
        return
    st.success(f"Saved as “{literal(kept, 100)}”.", icon=":material/bookmark_added:")
    shown = st.session_state.get("scenarios", [])
    st.session_state["scenarios"] = list(dict.fromkeys([*shown, kept]))


@st.cache_resource(max_entries=64, show_spinner=False)
def _rows(contents: str, stamps: tuple[tuple[str, int], ...]) -> compare.Beside:
    """Scenarios beside each other, compared once for the candidates as they are."""
    scenarios = [compare.of_plain(content) for content in json.loads(contents)]
    return compare.side_by_side(scenarios, comparison.candidates([one for one, _ in stamps]))


def _beside(chosen: list[Saved]) -> None:
    read = [(saved, scenario) for saved in chosen if (scenario := _read(saved)) is not None]
    if not read:
        return
    named = dict.fromkeys(one for _, scenario in read for one in scenario.candidates)
    listed = state.store().listed(state.content_key(), Wanted(ids=named))
    known = {summary.id for summary, _ in listed}
    ids = [one for one in named if one in known]
    stamps = tuple((one, state.store().stamp(one)) for one in ids)
    rows = _rows(json.dumps([saved.content for saved, _ in read]), stamps)
    lines = [columns.Line(label, tuple(cells), len(read) < 2 or len(set(cells)) > 1) for label, cells in rows]
    columns.draw("Scenarios side by side", [saved.name for saved, _ in read], lines, "scenarios_beside")
    with st.container(horizontal=True):
        for saved, _ in read:
            who = f"Saved by {saved.author} on {saved.at.astimezone():%Y-%m-%d}"
            if st.button(f"Open {saved.name[:40]}", key=f"open/{saved.name}", help=who, type="tertiary"):
                st.session_state[OPENING] = saved.name
                st.rerun()
            if st.button(f"Take {saved.name[:40]} off the list", key=f"drop/{saved.name}", type="tertiary"):
                state.store().drop_scenario(saved.name, state.author())
                st.rerun()
