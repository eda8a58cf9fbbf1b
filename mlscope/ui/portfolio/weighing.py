"""What candidates are ranked by, on screen: the view, weights in three ways, and the figures of a score."""

import itertools
from dataclasses import dataclass, field

import streamlit as st

from mlscope import compare
from mlscope.compare import words
from mlscope.estimates import numbers, phrases
from mlscope.results import Candidate, View
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal
from mlscope.words import listed_shares, percent_words

VIEWS: dict[View, str] = {
    "value": "Expected value",
    "weights": "Weighted criteria",
    "rice": "RICE",
    "wsjf": "WSJF",
}
WAYS = {"sliders": "Sliders", "numbers": "Numbers", "pairs": "Two by two"}
MOST_ASKED = 12
"""Of more candidates than this no figures are asked on the page."""
CHOSEN = ("impact", *compare.PARTS["wsjf"][:-1])
"""Figures that are chosen from a scale; the others are typed."""
IN_PAIRS = ("technical", "data", "value", "time")
"""Compared two by two unless somebody chooses others."""

HOW: dict[View, str] = {
    "rice": (
        "RICE is reach x impact x confidence / effort: cases a year, what it changes in each, the chance that"
        " it works and is used, and person-months until it is in use. What the record knows is filled in."
        " (Sean McBride, Intercom, 2018)"
    ),
    "wsjf": (
        "WSJF is the cost of delay over the job size: (value + time criticality + risk reduction) /"
        " person-months. The three are judged beside each other on one scale from 1 to 20; the job size comes"
        " from the record. (Donald Reinertsen, 2009; Scaled Agile Framework)"
    ),
}


@dataclass(frozen=True)
class Ranking:
    """What somebody wants candidates to be ranked by."""

    view: View
    weights: dict[str, float] | None = None
    typed: dict[str, dict[str, float]] = field(default_factory=dict)


def asked(found: list[Candidate]) -> Ranking:
    """The view that is chosen, with its weights or figures."""
    view: View = st.segmented_control(
        "Rank by",
        list(VIEWS),
        default="value",
        required=True,
        format_func=lambda one: VIEWS[one],
        key="rank_by",
        persist_state="session",
    )
    if view == "weights":
        return Ranking(view, _weights())
    return Ranking(view, typed=_figures(view, found) if view in HOW else {})


def _weights() -> dict[str, float]:
    with st.expander("What matters most?", icon=":material/tune:", expanded=True):
        way = st.segmented_control(
            "Weigh with",
            list(WAYS),
            default="sliders",
            required=True,
            format_func=lambda one: WAYS[one],
            key="weigh_with",
            persist_state="session",
        )
        if way == "pairs":
            return _pairs()
        st.caption(
            "0 leaves a criterion out. Those marked “money” are read off one and the same money: more than"
            " one of them counts it more than once."
        )
        ask = _slider if way == "sliders" else _number
        given = {}
        for name, place in show.in_rows(compare.CRITERIA, 3):
            with place:
                given[name] = ask(name)
        return given


def _label(name: str) -> str:
    return f"{compare.CRITERIA[name]}{' (money)' if name in compare.MONEY else ''}"


def _slider(name: str) -> float:
    usual = round(5 * compare.DEFAULT_WEIGHTS[name])
    return float(st.slider(_label(name), 0, 10, usual, key=f"weight/{name}", persist_state="session"))


def _number(name: str) -> float:
    return float(
        st.number_input(
            _label(name),
            min_value=0.0,
            max_value=1e6,
            value=100 * compare.DEFAULT_WEIGHTS[name] / sum(compare.DEFAULT_WEIGHTS.values()),
            step=1.0,
            format="%.1f",
            key=f"weight_number/{name}",
            persist_state="session",
        )
    )


def _pairs() -> dict[str, float]:
    """Weights from comparing criteria two by two, with how well the comparisons agree."""
    chosen = st.multiselect(
        "Criteria",
        list(compare.CRITERIA),
        default=list(IN_PAIRS),
        key="pair_criteria",
        format_func=_label,
        max_selections=6,
        select_all=False,
        persist_state="session",
    )
    if len(chosen) < 2:
        st.caption("Choose at least two criteria to compare; until then the usual weights are used.")
        return dict(compare.DEFAULT_WEIGHTS)
    kept = [name for name in compare.CRITERIA if name in chosen]
    judged = {}
    for (first, second), place in show.in_rows(itertools.combinations(kept, 2), 2):
        with place:
            judged[first, second] = _judged(first, second)
    found = compare.weigh(judged)
    shares = listed_shares({compare.CRITERIA[name].lower(): weight for name, weight in found.weights.items()})
    st.markdown(f"Weights: {literal(shares)}.")
    (st.caption if found.agrees else st.warning)(literal(words.consistency(found)))
    return dict(found.weights)


def _judged(first: str, second: str) -> float:
    steps = list(range(-8, 9))
    step: int = st.select_slider(
        f"{_label(first)}, or {compare.CRITERIA[second].lower()}?",
        steps,
        0,
        format_func=lambda at: _judgement(at, first, second),
        key=f"pair/{first}/{second}",
        persist_state="session",
    )
    return float(1 - step) if step < 0 else 1 / (1 + step)


def _judgement(step: int, first: str, second: str) -> str:
    """To the left the first criterion counts more, as its name stands there."""
    if not step:
        return "both alike"
    return f"{compare.CRITERIA[first if step < 0 else second]} {abs(step) + 1} times"


def _figures(view: View, found: list[Candidate]) -> dict[str, dict[str, float]]:
    """What RICE or WSJF takes of each candidate that its record does not say, or says otherwise."""
    with st.expander(f"The figures of {VIEWS[view]}", icon=":material/edit:", expanded=True):
        st.caption(HOW[view])
        if len(found) > MOST_ASKED:
            st.caption(f"Choose at most {MOST_ASKED} candidates to give their figures here.")
            return {}
        typed: dict[str, dict[str, float]] = {}
        for one in found:
            st.markdown(f"**{literal(one.name, 80)}**")
            columns = st.columns(4)
            for column, name in zip(columns, compare.PARTS[view], strict=True):
                with column:
                    number = _asked(one, name)
                if number is not None:
                    typed.setdefault(one.id, {})[name] = number
    return typed


def _asked(one: Candidate, name: str) -> float | None:
    """One figure; None where the record's own counts, or none is given."""
    label, key = compare.FIGURES[name], f"score/{name}/{one.id}"
    if name == "impact":
        return _one_of(label, key, {n: f"{word} ({n:g})" for n, word in compare.IMPACTS.items()})
    if name in CHOSEN:
        return _one_of(label, key, {float(n): str(n) for n in compare.POINTS})
    known = one.figures.get("effort" if name == "job_size" else name)
    shown = "" if known is None else _shown(name, known.mean)
    text = st.text_input(
        label,
        key=key,
        placeholder=f"{shown} from the record" if known else "Not in the record",
        help=f"In the record: {known.source}." if known else None,
        persist_state="session",
    )
    try:
        number = numbers.read(numbers.unambiguous(phrases.plain(text))) if text.strip() else None
    except ValueError as error:
        st.error(literal(error))
        return None
    if number is not None and (number < 0 or (name in ("effort", "job_size") and number == 0)):
        st.error("Give a number above zero." if name != "reach" else "Give a number of zero or more.")
        return None
    if number is not None and name == "confidence" and number > 1:
        st.error("A chance lies between 0 and 100 %: write 80 %.")
        return None
    return number


def _shown(name: str, value: float) -> str:
    return percent_words(value) if name == "confidence" else words.score_words(value)


def _one_of(label: str, key: str, choices: dict[float, str]) -> float | None:
    return st.selectbox(
        label,
        list(choices),
        index=None,
        key=key,
        format_func=lambda one: choices[one],
        placeholder="Choose",
        persist_state="session",
    )
