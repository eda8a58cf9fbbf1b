"""The comparison of candidates: the matrix of criteria, the ranking with its robustness, and the funded
set.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from mlscope.compare import robustness, scoring
from mlscope.compare.criteria import CRITERIA, DEFAULT_WEIGHTS, MONEY, cells, worth
from mlscope.compare.currency import Rates, common_currency
from mlscope.compare.funding import Wishes, fund
from mlscope.errors import InputError, did_you_mean
from mlscope.results import (
    Candidate,
    ChoiceInformation,
    Comparison,
    Floats,
    Portfolio,
    Ranked,
    Robustness,
    View,
)
from mlscope.results.comparison import same


def compare(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float] | None = None,
    budget: float | None = None,
    *,
    seed: int = 0,
    view: View | None = None,
    wishes: Wishes | None = None,
    rates: Rates | None = None,
    typed: scoring.Typed | None = None,
) -> Comparison:
    """Rank candidates, and choose which to fund where there is something to spend.

    Without weights they are ranked by expected incremental value, with weights by the weighted mean of their
    criteria, of which those without a weight count nothing; `view` says so in so many words, or asks for RICE
    or WSJF, whose figures stand in the record or are `typed`. InputError for weights that are unknown,
    negative or all zero, for figures that cannot be, for two candidates of one id, for several currencies
    without a rate where amounts are held against each other, and for wishes that cannot be used or fulfilled.
    """
    ids = [candidate.id for candidate in candidates]
    if twice := next((i for i in ids if ids.count(i) > 1), None) if len(set(ids)) < len(ids) else None:
        raise InputError(
            f"two of the compared projects have the id '{twice}': give one of them an id of its own"
        )
    shares = _shares(weights)
    scoring.refuse(typed or {}, candidates)
    view = view or ("value" if weights is None else "weights")
    wishes = wishes or Wishes()
    if budget is not None:
        wishes = replace(wishes, budget=budget)
    if wishes.ruled and not wishes.asked:
        raise InputError("say what there is: a budget, an amount for a year, or the days of a role")
    try:
        currency, factors = common_currency(candidates, rates)
    except InputError:
        if view == "value":
            raise
        currency, factors = "", {}
    matrix = {candidate.id: cells(candidate) for candidate in candidates}
    plain = Comparison(
        criteria=CRITERIA,
        view=view,
        weights=dict(zip(CRITERIA, shares.tolist(), strict=True)),
        matrix=matrix,
        ranking=(),
        robustness=Robustness((), (), (), {}, 0),
        flips=(),
        weight_change=None,
        portfolio=choose(candidates, wishes, rates) if wishes.asked else None,
        currency=currency,
    )
    if not candidates:
        return plain
    if view in scoring.PARTS:
        return _by_score(plain, candidates, typed or {}, factors, seed)
    ranked = _by_value if view == "value" else _by_weights
    return ranked(plain, candidates, shares, factors, seed)


def choose(
    candidates: Sequence[Candidate], wishes: Wishes, rates: Rates | None = None, *, explore: bool = True
) -> Portfolio:
    """Which set to fund; InputError as in `compare`, but only for currencies of what could be funded."""
    try:
        currency, factors = common_currency(candidates, rates)
    except InputError:
        relevant = [
            one
            for one in candidates
            if one.id in wishes.must or (one.money.incremental and one.money.incremental.mean > 0)
        ]
        currency, factors = common_currency(relevant, rates)
    return fund(candidates, wishes, currency, factors, explore=explore)


def _shares(weights: Mapping[str, float] | None) -> Floats:
    given = DEFAULT_WEIGHTS if weights is None else weights
    for name, weight in given.items():
        if name not in CRITERIA:
            raise InputError(
                "weights: there is no criterion"
                f" '{name}'{did_you_mean(name, CRITERIA) or '; choose from ' + ', '.join(CRITERIA)}"
            )
        if not (math.isfinite(weight) and weight >= 0):
            raise InputError(f"weights: '{name}' must be a number of zero or more; found {weight:g}")
    shares = np.array([float(given.get(name, 0.0)) for name in CRITERIA])
    if not shares.any():
        raise InputError("weights: at least one criterion needs a weight above zero")
    shares = shares / shares.max()
    return np.asarray(shares / shares.sum())


def _by_value(
    plain: Comparison, candidates: Sequence[Candidate], _: Floats, factors: Rates, seed: int
) -> Comparison:
    known = [one for one in candidates if one.draws is not None and one.money.incremental is not None]
    drawn = [one.draws.value * factors[one.money.currency] for one in known if one.draws is not None]
    first = _chances(dict(zip((one.id for one in known), drawn, strict=True)), len(candidates))
    front = _pareto_front(candidates, factors)
    ranked = []
    for one in candidates:
        gain, rate = one.money.incremental, factors.get(one.money.currency, 1.0)
        ranked.append(
            Ranked(
                id=one.id,
                name=one.name,
                score=gain.mean * rate if gain else None,
                low=gain.p10 * rate if gain else None,
                high=gain.p90 * rate if gain else None,
                value=gain.mean * rate if gain else None,
                probability_first=first.get(one.id),
                on_pareto_front=one.id in front,
            )
        )
    return _ranked(plain, ranked, dict(zip((one.id for one in known), drawn, strict=True)), {}, seed)


def _by_weights(
    plain: Comparison, candidates: Sequence[Candidate], weights: Floats, factors: Rates, seed: int
) -> Comparison:
    ids, names = [one.id for one in candidates], list(CRITERIA)
    table = np.array([[plain.matrix[i][name] for name in names] for i in ids], dtype=float)
    filled = robustness.fill(table, weights)
    middle = robustness.expected(filled)
    low, score, high = (
        robustness.weighted(values, weights) for values in (filled[..., 0], middle, filled[..., 2])
    )
    draws = robustness.draws_for(len(ids))
    near = robustness.drawn_weights(weights, seed, draws)
    own = [_own(one) for one in candidates]
    best = np.flatnonzero(near_best(filled, own, near)).tolist()

    def simulated(some: list[int], cells: Floats, drawn: Floats) -> dict[str, Floats]:
        keys = [ids[i] for i in some]
        rows = robustness.scores(cells[some], [own[i] for i in some], drawn, seed, keys)
        return dict(zip(keys, rows, strict=True))

    drawn = simulated(best, filled, near)
    first = dict(zip(drawn, robustness.probability_first(list(drawn.values())).tolist(), strict=True))
    front = _pareto_front(candidates, factors)
    ranked = [
        Ranked(
            id=one.id,
            name=one.name,
            score=float(score[i]),
            low=float(low[i]),
            high=float(high[i]),
            value=_value(one, factors),
            probability_first=first.get(one.id, 0.0),
            on_pareto_front=one.id in front,
        )
        for i, one in enumerate(candidates)
    ]
    leading = sorted(range(len(ids)), key=lambda i: (-round(float(score[i]), 9), ids[i]))
    looked = leading[: robustness.LOOKED_AT]
    drawn |= simulated([i for i in looked if ids[i] not in drawn], filled, near)
    everywhere = robustness.any_weights(len(names), seed, draws)
    evenly = robustness.fill(table, np.full(len(names), 1 / len(names)))
    anyhow = simulated(looked, evenly, everywhere)
    shares = robustness.probability_first(list(anyhow.values())).tolist()
    leader = leading[0]
    told = replace(
        plain,
        flips=robustness.flips(ids, names, middle, weights, leader),
        weight_change=robustness.smallest_change(ids, names, middle, weights, leader),
    )
    return _ranked(told, ranked, drawn, dict(zip(anyhow, shares, strict=True)), seed)


def _by_score(
    plain: Comparison, candidates: Sequence[Candidate], typed: scoring.Typed, factors: Rates, seed: int
) -> Comparison:
    front = _pareto_front(candidates, factors)
    figures = {one.id: scoring.stated(plain.view, one, typed) for one in candidates}
    scores = {one.id: scoring.score(plain.view, one, figures[one.id]) for one in candidates}
    drawn = {one: found[1] for one, found in scores.items() if found}
    first = _chances(drawn, len(candidates))
    ranked = []
    for one in candidates:
        found = scores[one.id]
        ends = np.quantile(found[1], (0.1, 0.9), method="inverted_cdf").tolist() if found else (None, None)
        ranked.append(
            Ranked(
                id=one.id,
                name=one.name,
                score=found[0] if found else None,
                low=ends[0],
                high=ends[1],
                value=_value(one, factors),
                probability_first=first.get(one.id),
                on_pareto_front=one.id in front,
                missing=tuple(name for name in scoring.PARTS[plain.view] if name not in figures[one.id]),
            )
        )
    return _ranked(replace(plain, figures=figures), ranked, drawn, {}, seed)


def _chances(drawn: Mapping[str, Floats], of: int) -> dict[str, float]:
    """How often each is first; empty where one alone of several has draws, so that nothing is compared."""
    if len(drawn) == 1 < of:
        return {}
    return dict(zip(drawn, robustness.probability_first(list(drawn.values())).tolist(), strict=True))


def near_best(filled: Floats, own: Sequence[robustness.Own], weights: Floats) -> list[bool]:
    """Which candidates can be first in any draw: others need not be simulated."""
    lows, highs = filled[..., 0].copy(), filled[..., 2].copy()
    for i, criteria in enumerate(own):
        for c, values in criteria.items():
            lows[i, c], highs[i, c] = values.min(), values.max()
    floor = np.full(weights.shape[1], -np.inf)
    for low in lows:
        np.maximum(floor, low @ weights, out=floor)
    return [bool(np.any(high @ weights >= floor - 1e-9)) for high in highs]


def _own(one: Candidate) -> robustness.Own:
    """The simulated values of the criteria that have some: value for money."""
    cost = one.money.expected_cost
    if one.draws is None or cost is None:
        return {}
    return {list(CRITERIA).index("value"): worth(one.draws.value, cost)}


def _value(one: Candidate, factors: Rates) -> float | None:
    gain, rate = one.money.incremental, factors.get(one.money.currency)
    return gain.mean * rate if gain and rate else None


def _ranked(
    plain: Comparison,
    ranked: list[Ranked],
    drawn: Mapping[str, Floats],
    any_weights: Mapping[str, float],
    seed: int,
) -> Comparison:
    """With the ranking in its order, ties marked, and how robust it is."""
    ranked.sort(key=lambda r: (r.score is None, -float(f"{r.score or 0.0:.12g}"), r.id))
    tied = [False] * len(ranked)
    for at in range(1, len(ranked)):
        if ranked[at].score is not None and same(ranked[at - 1], ranked[at]):
            tied[at - 1] = tied[at] = True
    looked = [one.id for one in ranked if one.id in drawn][: robustness.LOOKED_AT]
    table = np.stack([drawn[i] for i in looked]) if looked else np.zeros((0, 1))
    found = Robustness(
        ids=tuple(looked),
        ranks=tuple(map(tuple, robustness.acceptability(table, seed).tolist())) if looked else (),
        wins=tuple(map(tuple, robustness.wins(table[: robustness.WINS]).tolist())),
        any_weights=any_weights,
        of=len(ranked),
    )
    order = tuple(replace(one, tied=tie) for one, tie in zip(ranked, tied, strict=True))
    return replace(plain, ranking=order, robustness=found)


def value_against_feasibility(
    candidates: Sequence[Candidate], rates: Rates | None = None
) -> list[dict[str, Any]]:
    """One row per candidate for the chart: id, name, currency, value_low, value_mid, value_high (incremental
    value at its P10, its mean and its P90) and feasibility_low, feasibility_high (mean over its dimensions);
    None where unknown. Amounts are in the project's currency, or turned into a common one by `rates`.
    """
    try:
        common, factors = common_currency(candidates, rates)
    except InputError:
        common, factors = "", {}
    return [_spot(candidate, common, factors) for candidate in candidates]


def _spot(candidate: Candidate, common: str, factors: Rates) -> dict[str, Any]:
    gain, rate = candidate.money.incremental, factors.get(candidate.money.currency, 1.0)
    ends = [
        (d.low, d.high)
        for d in candidate.assessment.dimensions.values()
        if d.low is not None and d.high is not None
    ]
    return {
        "id": candidate.id,
        "name": candidate.name,
        "currency": common or candidate.money.currency,
        "value_low": gain.p10 * rate if gain else None,
        "value_mid": gain.mean * rate if gain else None,
        "value_high": gain.p90 * rate if gain else None,
        "feasibility_low": math.fsum(low for low, _ in ends) / len(ends) if ends else None,
        "feasibility_high": math.fsum(high for _, high in ends) / len(ends) if ends else None,
    }


def _pareto_front(candidates: Sequence[Candidate], factors: Rates) -> set[str]:
    """Ids of those that no other beats in expected value without losing feasibility (the middle of its
    interval), or conversely.

    Projects without figures are not on it. Amounts in different currencies do not compare: without rates the
    value criterion stands in.
    """
    points = []
    for candidate, spot in zip(candidates, value_against_feasibility(candidates), strict=True):
        value = _value(candidate, factors) if factors else cells(candidate)["value"][1]
        if value is not None and spot["feasibility_low"] is not None:
            points.append((value, spot["feasibility_low"] + spot["feasibility_high"], candidate.id))
    front: set[str] = set()
    best = (-math.inf, -math.inf)  # feasibility of the front so far, and the value at which it was reached
    for value, feasibility, candidate_id in sorted(points, key=lambda point: (-point[0], -point[1])):
        if feasibility > best[0] or (feasibility, value) == best:
            best = (feasibility, value)
            front.add(candidate_id)
    return front


def as_json(comparison: Comparison, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """The comparison in JSON types, as `mlscope compare --format json` prints it; figures that do not exist
    are None.
    """
    portfolio = comparison.portfolio
    return {
        "criteria": dict(comparison.criteria),
        "money_criteria": list(MONEY),
        "weights": dict(comparison.weights),
        "projects": [
            {
                "id": candidate.id,
                "name": candidate.name,
                "verdict": candidate.assessment.verdict.word,
                "criteria": {
                    name: {"low": low, "likely": likely, "high": high}
                    for name, (low, likely, high) in comparison.matrix[candidate.id].items()
                },
            }
            for candidate in candidates
        ],
        "ranking": [asdict(ranked) for ranked in comparison.ranking],
        "probability_first": {ranked.id: _share(ranked) for ranked in comparison.ranking},
        "flips": [asdict(flip) for flip in comparison.flips],
        "view": comparison.view,
        "figures": {
            one: {name: asdict(figure) for name, figure in figures.items()}
            for one, figures in comparison.figures.items()
        },
        "currency": comparison.currency or None,
        "leaders": [ranked.id for ranked in comparison.leaders],
        "weight_change": asdict(comparison.weight_change) if comparison.weight_change else None,
        "robustness": asdict(comparison.robustness),
        "portfolio": asdict(portfolio) if portfolio else None,
    }


def information_as_json(found: ChoiceInformation) -> dict[str, Any]:
    """What knowing more would be worth, in JSON types."""
    return {"evpi": found.evpi, "currency": found.currency, "evppi": [asdict(one) for one in found.learnings]}


def _share(ranked: Ranked) -> float:
    """A number for every candidate, so that they add up: what has no score is never first, what alone has one
    always is; the ranking says where that is no comparison.
    """
    if ranked.probability_first is not None:
        return ranked.probability_first
    return float(ranked.score is not None)
