"""How sure the order is: scores in each draw, how often each place is taken, and what flips the order.

Arrays of cells are (candidates, criteria, 3) with low, expected and high. An expected value of NaN is
unknown: anything between low and high. Where all three are NaN the criterion does not apply. Scores have the
shape (candidates, draws). Rank acceptability: Lahdelma and Salminen, SMAA-2, Operations Research 49 (2001).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mlscope.estimates.sampling import stream
from mlscope.results import Flip, Floats, WeightChange

DRAWS = 8_192
LEAST = 256
"""However many candidates there are, so many draws are taken of each: within 3 % of a chance."""
CONCENTRATION = 20.0
"""Weights are drawn from a Dirichlet distribution with 20 times the chosen weights: of 50 % it makes about 50
± 11 %.
"""
LOOKED_AT = 300
"""So many candidates, the first by score, have their places counted."""
_TOGETHER = 2**13
"""So many draws are worked on at once, so that they stay near the processor."""
WINS = 30
"""So many candidates, the first by score, are held against each other one by one."""

Own = Mapping[int, Floats]
"""Criterion -> a candidate's own simulated values of it, shape (draws,)."""


def fill(cells: Floats, weights: Floats) -> Floats:
    """The cells with the mean of a project's other criteria where one does not apply, which is what leaving
    it out means.
    """
    applies = ~np.isnan(cells[..., 0])
    share = applies * weights
    total = share.sum(axis=1, keepdims=True)
    known = np.where(applies[..., None], np.dstack([cells[..., 0], expected(cells), cells[..., 2]]), 0.0)
    means = (share[..., None] * known).sum(axis=1) / np.where(total > 0, total, 1.0)
    means = np.where(total > 0, means, [0.0, 50.0, 100.0])
    return np.where(applies[..., None], cells, means[:, None, :])


def expected(cells: Floats) -> Floats:
    """The expected values, the middle where unknown."""
    return np.where(np.isnan(cells[..., 1]), (cells[..., 0] + cells[..., 2]) / 2, cells[..., 1])


def weighted(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of each candidate's row, the same to the last digit whoever else is compared."""
    return np.asarray((values * weights).sum(axis=1))


def draws_for(candidates: int) -> int:
    """So many draws are taken of each: all for those whose places are counted, fewer where there are more."""
    return max(LEAST, DRAWS * LOOKED_AT // max(candidates, LOOKED_AT))


def drawn_weights(weights: Floats, seed: int, draws: int = DRAWS) -> Floats:
    """Weights near the chosen ones, shape (criteria, draws); one of zero stays zero."""
    drawn = np.zeros((weights.size, draws))
    counted = weights > 0
    drawn[counted] = stream(seed, "weights").dirichlet(CONCENTRATION * weights[counted], draws).T
    return drawn


def any_weights(count: int, seed: int, draws: int = DRAWS) -> Floats:
    """Weights drawn evenly from all there are, shape (criteria, draws)."""
    return np.ascontiguousarray(stream(seed, "any weights").dirichlet(np.ones(count), draws).T)


def scores(cells: Floats, own: Sequence[Own], weights: Floats, seed: int, keys: Sequence[str]) -> Floats:
    """Drawn scores, shape (candidates, draws): `cells` is (candidates, criteria, 3), `weights` (criteria,
    draws).

    A criterion with simulated values of its own takes them; of an interval, values are triangular about the
    expected one, or uniform where unknown. The draws are a candidate's own, by a hash of its key: neither
    the order of the candidates nor the presence of others changes them.
    """
    draws = weights.shape[1]
    found, together = np.empty((len(keys), draws)), max(1, _TOGETHER // draws)
    for start in range(0, len(keys), together):
        some = slice(start, start + together)
        found[some] = _scores(cells[some], own[some], weights, seed, keys[some])
    return found


def _scores(cells: Floats, own: Sequence[Own], weights: Floats, seed: int, keys: Sequence[str]) -> Floats:
    draws, (low, mode, high) = weights.shape[1], np.moveaxis(cells, -1, 0)
    drawn = high > low
    for at, simulated in enumerate(own):
        drawn[at, list(simulated)] = False
    counts = drawn.sum(axis=1).tolist()
    chance = [stream(seed, key).random((count, draws)) for key, count in zip(keys, counts, strict=True)]
    rise = np.clip(mode, low, high) - low  # rounding may put the expected value beside its own ends
    above = _above_low(np.concatenate(chance), rise[drawn][:, None], (high - low)[drawn][:, None])
    values = np.repeat(low[..., None], draws, axis=2)
    values[drawn] += above
    for at, simulated in enumerate(own):
        for criterion, drawn_values in simulated.items():
            values[at, criterion] = np.resize(drawn_values, draws)
    return np.asarray(np.einsum("cd,ncd->nd", weights, values))


def _above_low(chance: Floats, rise: Floats, width: Floats) -> Floats:
    """Draws, by inversion, of how far values lie above their low ends: triangular with the peak at `rise`,
    uniform where that is NaN.
    """
    reached = chance * width
    falling = width - np.sqrt((width - reached) * (width - rise))
    triangular = np.where(reached < rise, np.sqrt(reached * rise), falling)
    return np.where(np.isnan(rise), reached, triangular)


def probability_first(drawn: Sequence[Floats]) -> Floats:
    """How often each candidate has the highest score, ties shared, shape (candidates,); of scores in each
    draw.
    """
    if not drawn:
        return np.zeros(0)
    best = np.full(drawn[0].shape, -np.inf)
    for row in drawn:
        np.maximum(best, row, out=best)
    tolerance = 1e-9 * np.maximum(np.abs(best), 1e-9)
    count: Floats = np.zeros(best.shape)
    for row in drawn:
        count += row >= best - tolerance
    return np.array([float(((row >= best - tolerance) / count).mean()) for row in drawn])


def acceptability(drawn: Floats, seed: int) -> Floats:
    """How often each candidate has each place, shape (candidates, places); ties fall by chance."""
    count, draws = drawn.shape
    size = np.abs(drawn).max(initial=1e-300)
    shaken = np.round(drawn / size, 12) + 1e-12 * stream(seed, "ties").random(drawn.shape)
    order = np.argsort(-shaken, axis=0)
    places = order * count + np.arange(count)[:, None]
    found: Floats = np.bincount(places.ravel(), minlength=count * count).reshape(count, count) / draws
    return found


def wins(drawn: Floats) -> Floats:
    """How often the candidate of the row does better than that of the column, ties shared; half with
    itself.
    """
    size = 1e-9 * np.maximum(np.abs(drawn).max(initial=0.0), 1e-9)
    return np.array(
        [((row > drawn + size).mean(axis=1) + (row >= drawn - size).mean(axis=1)) / 2 for row in drawn]
    )


def smallest_change(
    ids: Sequence[str], criteria: Sequence[str], values: Floats, weights: Floats, leader: int
) -> WeightChange | None:
    """The least weight that has to change hands for another candidate to draw level with the first.

    `values` are the expected ones, (candidates, criteria); weights sum to one. Weight moves to the criterion
    in which the rival does best beside the leader, from that in which it does worst, and on: a linear
    programme with one equation, which this order solves exactly (Dantzig 1957).
    """
    ahead = values - values[leader]
    lead, moved = -(ahead @ weights), np.zeros(len(ids))
    rivals = (lead >= 1e-9) & (ahead.max(axis=1) >= 0) & (np.arange(len(ids)) != leader)
    best = ahead.max(axis=1)
    for donor in np.argsort(ahead, axis=1, kind="stable").T:
        each = best - np.take_along_axis(ahead, donor[:, None], axis=1)[:, 0]
        needed = np.where(each > 0, lead / np.where(each > 0, each, 1.0), 0.0)
        step = np.clip(needed, 0.0, weights[donor])
        lead, moved = lead - step * each, moved + step
    level = np.flatnonzero(rivals & (lead <= 1e-9)).tolist()
    if not level:
        return None
    rival = min(level, key=lambda i: (moved[i], ids[i]))
    then = _moved(ahead[rival], weights)
    return WeightChange(ids[rival], dict(zip(criteria, then.tolist(), strict=True)), float(moved[rival]))


def _moved(gains: Floats, weights: Floats) -> Floats:
    """The weights at which a rival that gains so much by each criterion is level with the first."""
    into, then, lead = int(np.argmax(gains)), weights.copy(), -float(gains @ weights)
    for donor in np.argsort(gains, kind="stable"):
        each = gains[into] - gains[donor]
        if lead <= 0 or each <= 0:
            break
        moved = min(float(then[donor]), lead / each)
        then[donor] -= moved
        then[into] += moved
        lead -= moved * each
    return then


def flips(
    ids: Sequence[str], criteria: Sequence[str], values: Floats, weights: Floats, leader: int
) -> tuple[Flip, ...]:
    """For each criterion the nearest weight at which another candidate comes first, nearest first; exact.

    `values` are the expected ones, (candidates, criteria); weights sum to one. While a weight moves from 0 to
    1 the others share the rest in unchanged proportion, so a lead is a straight line whose zero is the flip.
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
