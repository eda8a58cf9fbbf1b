"""Weights of criteria from comparing them two by two: the analytic hierarchy process.

Each pair is judged on Saaty's scale: 1 is equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more
important, and a fraction the other way round. Weights are the principal eigenvector of the matrix of
judgements. The consistency ratio is (largest eigenvalue - n)/(n - 1) over the mean of that figure for random
matrices; up to 0.10 the judgements agree well enough. Saaty, "How to make a decision: the analytic hierarchy
process", European Journal of Operational Research 48 (1990).
"""

import math
from collections.abc import Mapping

import numpy as np

from mlscope.compare.criteria import CRITERIA
from mlscope.errors import InputError, did_you_mean
from mlscope.results import Pairwise
from mlscope.words import listed_names

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Saaty's mean consistency index of random matrices of 1 to 10 criteria."""
ENOUGH = 0.10
"""Up to this consistency ratio judgements agree well enough."""
MOST = 9.0

Judgements = Mapping[tuple[str, str], float]
"""(first criterion, second criterion) -> how many times the first one's weight is the second one's."""


def weigh(judgements: Judgements) -> Pairwise:
    """The weights that the judgements of all pairs of some criteria come to, and how well they agree.

    InputError for criteria that do not exist, judgements off the scale, and pairs that nobody judged.
    """
    names = [name for name in CRITERIA if any(name in pair for pair in judgements)]
    place = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    np.fill_diagonal(matrix, 1.0)
    for (first, second), times in judgements.items():
        for name in (first, second):
            if name not in CRITERIA:
                raise InputError(
                    f"pairs: there is no criterion '{name}'"
                    f"{did_you_mean(name, CRITERIA) or '; choose from ' + ', '.join(CRITERIA)}"
                )
        if first == second:
            raise InputError(f"pairs: '{first}' is compared with itself; compare two criteria")
        if not (math.isfinite(times) and 1 / MOST - 1e-9 <= times <= MOST):
            raise InputError(
                f"pairs: '{first}' to '{second}' must lie between 1/9 and 9, where 1 is equal;"
                f" found {times:g}"
            )
        if matrix[place[first], place[second]]:
            raise InputError(f"pairs: '{first}' and '{second}' are compared twice; leave one out")
        matrix[place[first], place[second]], matrix[place[second], place[first]] = times, 1 / times
    if missing := [names[a] + " to " + names[b] for a, b in np.argwhere(np.triu(matrix == 0))]:
        raise InputError(
            f"pairs: each criterion is compared with each other; say {listed_names(missing)} too"
        )
    if not names:
        raise InputError("pairs: compare at least two criteria")
    if len(names) > len(RANDOM_INDEX):
        raise InputError(f"pairs: compare at most {len(RANDOM_INDEX)} criteria")
    return _weighed(names, matrix)


def _weighed(names: list[str], matrix: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Pairwise:
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    weights = weights / weights.sum()
    count = len(names)
    index = max(0.0, float(values[largest].real) - count) / max(count - 1, 1)
    ratio = index / RANDOM_INDEX[count - 1] if RANDOM_INDEX[count - 1] else 0.0
    apart = np.abs(np.log(matrix * weights[None, :] / weights[:, None]))
    worst = np.unravel_index(int(np.argmax(np.triu(apart))), apart.shape)
    a, b = int(worst[0]), int(worst[1])
    return Pairwise(
        weights=dict(zip(names, weights.tolist(), strict=True)),
        eigenvalue=float(values[largest].real),
        ratio=ratio,
        agrees=ratio <= ENOUGH,
        doubtful=(names[a], names[b]) if ratio > ENOUGH else None,
        doubtful_times=float(weights[a] / weights[b]) if ratio > ENOUGH else None,
    )
