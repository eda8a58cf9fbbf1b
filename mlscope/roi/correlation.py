"""Inputs that move together: a Gaussian copula over the uniforms that draws come from.

The normal scores of linked inputs are mixed by the symmetric root of their correlation matrix, which favours none of them.
Inputs that no chain of links connects are left alone, to the last digit. Every input keeps its own distribution. Sources:
the copula after R. B. Nelsen, *An Introduction to Copulas* (2006); the nearest correlation matrix after N. J. Higham,
"Computing the nearest correlation matrix: a problem from finance", IMA Journal of Numerical Analysis 22 (2002).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import special

from mlscope.project.results import Floats

ROUNDS = 1000
_CLOSE = 1e-10
_EDGE = 2.0**-53


@dataclass(frozen=True, slots=True)
class Link:
    """The correlation of two drivers' normal scores; they are named by their keys."""

    first: str
    second: str
    correlation: float


def correlated(columns: Mapping[str, Floats], links: Iterable[Link]) -> dict[str, Floats]:
    """The columns of uniforms with linked ones moving together; each stays uniform between 0 and 1."""
    mixed = dict(columns)
    for keys, matrix in components(links):
        scores = special.ndtri(np.stack([columns[key] for key in keys]))
        together = special.ndtr(_root(matrix.tobytes(), len(keys)) @ scores)
        mixed |= zip(keys, np.clip(together, _EDGE, 1 - _EDGE), strict=True)
    return mixed


def components(links: Iterable[Link]) -> list[tuple[tuple[str, ...], Floats]]:
    """The groups of drivers that links connect, each with its matrix as given: keys sorted, unlinked pairs at zero."""
    links = [link for link in links if link.correlation]
    parts: list[set[str]] = []
    for link in links:
        pair = {link.first, link.second}
        met = [part for part in parts if part & pair]
        parts = [part for part in parts if not part & pair] + [pair.union(*met)]
    return [_matrix(sorted(part), links) for part in sorted(parts, key=min)]


def _matrix(keys: list[str], links: Iterable[Link]) -> tuple[tuple[str, ...], Floats]:
    place, matrix = {key: n for n, key in enumerate(keys)}, np.eye(len(keys))
    for link in links:
        if link.first in place:
            a, b = place[link.first], place[link.second]
            matrix[a, b] = matrix[b, a] = link.correlation
    return tuple(keys), matrix


def contradicts(matrix: Floats) -> bool:
    """No amounts can be correlated like this: some mix of them would have a negative variance."""
    return bool(np.linalg.eigvalsh(matrix)[0] < -_CLOSE)


def nearest(matrix: Floats) -> Floats:
    """The correlation matrix nearest to a symmetric one, by the sum of squared differences (Higham 2002, algorithm 3.3)."""
    near, correction = matrix, np.zeros_like(matrix)
    for _ in range(ROUNDS):
        before = near
        towards = near - correction
        values, vectors = np.linalg.eigh(towards)
        proper = (vectors * np.maximum(values, 0)) @ vectors.T
        correction = proper - towards
        near = (proper + proper.T) / 2
        np.fill_diagonal(near, 1.0)
        if np.abs(near - before).max() <= _CLOSE:
            break
    return near


def symmetric_root(matrix: Floats) -> Floats:
    """The symmetric matrix whose square is this correlation matrix, its rows of length one."""
    values, vectors = np.linalg.eigh(matrix)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    rows: Floats = root / np.sqrt(np.square(root).sum(axis=1, keepdims=True))
    return rows


@lru_cache(maxsize=64)
def _root(plain: bytes, size: int) -> Floats:
    """The root of a matrix, or of the nearest that is possible."""
    matrix = np.frombuffer(plain).reshape(size, size)
    return symmetric_root(nearest(matrix) if contradicts(matrix) else matrix)
