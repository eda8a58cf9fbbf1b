"""The comparison of candidates: the matrix of criteria, the ranking with its robustness, and the funded
set.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from mlscope.compare import robustness
from mlscope.compare.criteria import CRITERIA, Cell, cells
from mlscope.compare.funding import fund
from mlscope.errors import InputError, did_you_mean
from mlscope.results import Candidate, Comparison, Floats, Ranked


def compare(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float] | None = None,
    budget: float | None = None,
    *,
    seed: int = 0,
) -> Comparison:
    """Rank candidates by the weighted mean of their criteria, and choose which to fund when there is a
    budget.

    Criteria without a weight count nothing; without any weights all count the same. InputError for weights
    that are unknown, negative or all zero, for two candidates of one id, and for a budget that cannot be
    used.
    """
    ids = [candidate.id for candidate in candidates]
    if twice := next((i for i in ids if ids.count(i) > 1), None) if len(set(ids)) < len(ids) else None:
        raise InputError(
            f"two of the compared projects have the id '{twice}': give one of them an id of its own"
        )
    shares = _shares(weights)
    matrix = {candidate.id: cells(candidate) for candidate in candidates}
    return Comparison(
        criteria=CRITERIA,
        weights=dict(zip(CRITERIA, shares.tolist(), strict=True)),
        matrix=matrix,
        **_ranking(candidates, matrix, shares, seed),
        portfolio=None if budget is None else fund(candidates, budget),
    )


def _shares(weights: Mapping[str, float] | None) -> Floats:
    given = dict.fromkeys(CRITERIA, 1.0) if weights is None else weights
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


def _ranking(
    candidates: Sequence[Candidate], matrix: Mapping[str, Mapping[str, Cell]], weights: Floats, seed: int
) -> dict[str, Any]:
    if not candidates:
        return {"ranking": (), "flips": ()}
    ids = [candidate.id for candidate in candidates]
    table = np.array([[matrix[i][name] for name in CRITERIA] for i in ids], dtype=float)
    filled = robustness.fill(table, weights)
    likely = robustness.likely(filled)
    low, score, high = (
        robustness.weighted(values, weights) for values in (filled[..., 0], likely, filled[..., 2])
    )
    first = robustness.probability_first(ids, filled, weights, seed)
    front = _pareto_front(candidates)
    ranked = [
        Ranked(c.id, c.name, float(score[i]), float(low[i]), float(high[i]), float(first[i]), c.id in front)
        for i, c in enumerate(candidates)
    ]
    ranked.sort(key=lambda r: (-round(r.score, 9), r.id))
    flips = robustness.flips(ids, list(CRITERIA), likely, weights, ids.index(ranked[0].id))
    return {"ranking": tuple(ranked), "flips": flips}


def value_against_feasibility(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """One row per candidate for the chart: id, name, currency, value_low, value_mid, value_high (NPV at P10,
    P50 and P90, in the

    project's currency) and feasibility_low, feasibility_high (mean over its dimensions); None where unknown.
    """
    return [_spot(candidate) for candidate in candidates]


def _spot(candidate: Candidate) -> dict[str, Any]:
    npv = candidate.money.npv
    ends = [
        (d.low, d.high)
        for d in candidate.assessment.dimensions.values()
        if d.low is not None and d.high is not None
    ]
    return {
        "id": candidate.id,
        "name": candidate.name,
        "currency": candidate.money.currency,
        "value_low": npv.p10 if npv else None,
        "value_mid": npv.p50 if npv else None,
        "value_high": npv.p90 if npv else None,
        "feasibility_low": math.fsum(low for low, _ in ends) / len(ends) if ends else None,
        "feasibility_high": math.fsum(high for _, high in ends) / len(ends) if ends else None,
    }


def _pareto_front(candidates: Sequence[Candidate]) -> set[str]:
    """Ids of those that no other beats in median NPV without losing feasibility (the middle of its interval),
    or conversely.

    Projects without figures are not on it. Amounts in different currencies do not compare: there the value
    criterion stands in.
    """
    mixed = len({c.money.currency for c in candidates if c.money.npv}) > 1
    points = []
    for candidate, spot in zip(candidates, value_against_feasibility(candidates), strict=True):
        value = cells(candidate)["value"][1] if mixed else spot["value_mid"]
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
        "probability_first": {ranked.id: ranked.probability_first for ranked in comparison.ranking},
        "flips": [asdict(flip) for flip in comparison.flips],
        "portfolio": (
            asdict(portfolio) | {"selected": list(portfolio.selected), "left_out": list(portfolio.left_out)}
            if portfolio
            else None
        ),
    }
