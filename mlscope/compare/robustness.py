"""How sure the order is: scores under weights, the chance of being first when weights and values are
uncertain, and flips.

Arrays of cells are (candidates, criteria, 3) with low, likely and high. A likely of NaN is unknown: anything
between low and high. Where all three are NaN the criterion does not apply.
"""

from collections.abc import Sequence

import numpy as np

from mlscope.estimates.sampling import stream
from mlscope.results import Flip, Floats

DRAWS = 10_000
CONCENTRATION = 20.0
"""Weights are drawn from a Dirichlet distribution with 20 times the chosen weights: of 50 % it makes about 50
± 11 %.
"""


def fill(cells: Floats, weights: Floats) -> Floats:
    """The cells with the mean of a project's other criteria where one does not apply, which is what leaving
    it out means.
    """
    applies = ~np.isnan(cells[..., 0])
    share = applies * weights
    total = share.sum(axis=1, keepdims=True)
    known = np.where(applies[..., None], np.dstack([cells[..., 0], likely(cells), cells[..., 2]]), 0.0)
    means = (share[..., None] * known).sum(axis=1) / np.where(total > 0, total, 1.0)
    means = np.where(total > 0, means, [0.0, 50.0, 100.0])
    return np.where(applies[..., None], cells, means[:, None, :])


def likely(cells: Floats) -> Floats:
    """The likely values, the middle where unknown."""
    return np.where(np.isnan(cells[..., 1]), (cells[..., 0] + cells[..., 2]) / 2, cells[..., 1])


def weighted(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of each candidate's row, the same to the last digit whoever else is compared."""
    return np.asarray((values * weights).sum(axis=1))


def probability_first(ids: Sequence[str], cells: Floats, weights: Floats, seed: int) -> Floats:
    """How often each candidate has the highest score, ties shared, under drawn weights and values (filled
    cells).

    Values are triangular, or uniform where unknown. Each candidate's draws are its own, by a hash of its id:
    neither the order of the candidates nor the presence of others changes them. Those that no draw can put
    first are not simulated.
    """
    counted = weights > 0
    cells = cells[:, counted]
    drawn = np.ascontiguousarray(stream(seed, "weights").dirichlet(CONCENTRATION * weights[counted], DRAWS).T)
    floor = np.full(DRAWS, -np.inf)
    for low in cells[..., 0]:
        np.maximum(floor, low @ drawn, out=floor)
    rivals = [i for i, high in enumerate(cells[..., 2]) if np.any(high @ drawn >= floor - 1e-9)]
    best = np.full(DRAWS, -np.inf)
    for i in rivals:
        np.maximum(best, _scores(cells[i], drawn, stream(seed, ids[i])), out=best)
    first = np.array([_scores(cells[i], drawn, stream(seed, ids[i])) >= best - 1e-9 for i in rivals])
    share = 1 / first.sum(axis=0)
    probability = np.zeros(len(ids))
    probability[rivals] = [np.mean(row * share) for row in first]
    return probability


def _scores(cell: Floats, weights: Floats, chance: np.random.Generator) -> Floats:
    """Drawn scores of one candidate: `cell` is (criteria, 3), `weights` (criteria, draws)."""
    scores: Floats = cell[:, 0] @ weights
    for (low, mode, high), weight in zip(cell, weights, strict=True):
        if high > low:
            rise = np.clip(mode, low, high) - low  # rounding may put the likely value beside its own ends
            scores += weight * _above_low(chance.random(len(weight)), rise, high - low)
    return scores


def _above_low(chance: Floats, rise: float, width: float) -> Floats:
    """Draws, by inversion, of how far a value lies above its low end: triangular with its peak at `rise`,
    uniform if that is NaN.
    """
    if np.isnan(rise):
        return chance * width
    reached = chance * width
    return np.where(
        reached < rise, np.sqrt(reached * rise), width - np.sqrt((width - reached) * (width - rise))
    )


def flips(
    ids: Sequence[str], criteria: Sequence[str], values: Floats, weights: Floats, leader: int
) -> tuple[Flip, ...]:
    """For each criterion the nearest weight at which another candidate comes first, nearest first; exact.

    `values` are the likely ones, (candidates, criteria); weights sum to one. While a weight moves from 0 to 1
    the others share the rest in unchanged proportion, so a lead is a straight line whose zero is the flip.
    """
    found = [
        flip for c in range(len(criteria)) if (flip := _flip(ids, criteria[c], values, weights, leader, c))
    ]
    return tuple(sorted(found, key=lambda flip: abs(flip.weight_then - flip.weight_now)))


def _flip(
    ids: Sequence[str], criterion: str, values: Floats, weights: Floats, leader: int, c: int
) -> Flip | None:
    now = float(weights[c])
    if now >= 1:
        return None
    scores = weighted(values, weights)
    others = (scores - now * values[:, c]) / (1 - now)
    lead = np.where(
        scores[leader] - scores < 1e-9, 0.0, scores[leader] - scores
    )  # level is level, whatever the last digits say
    slope = (values[leader, c] - values[:, c]) - (others[leader] - others)
    then = now - lead / np.where(np.abs(slope) > 1e-9, slope, np.nan)
    then[leader] = np.nan
    ends_tie = (lead == 0) & (slope < -1e-9) & (now == 0)  # level at no weight, and behind with any
    inside = np.flatnonzero(((then > 1e-9) & (then < 1 - 1e-9)) | ends_tie).tolist()
    if not inside:
        return None
    nearest = min(inside, key=lambda i: (abs(then[i] - now), -abs(slope[i]), ids[i]))
    return Flip(criterion, now, float(then[nearest]), ids[nearest])
