"""How far a simulated figure may be off: the spread of the same figure over the randomised replicates is its sampling error."""

import math
from collections.abc import Mapping

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi.slots import REPLICATES

__all__ = ["REPLICATES", "Figures", "error", "errors", "split"]

_ROUNDING = 1e-12
"""Replicas this close, beside their size, are the same."""

Figures = dict[str, Floats]
"""Name of a figure -> the figure; where it comes from replicates, one per replicate."""


def split(draws: Floats) -> Floats:
    """Draws along the last axis, parted into their replicates: shape (..., replicates, draws of each)."""
    return draws.reshape(*draws.shape[:-1], REPLICATES, -1)


def error(replicas: Floats) -> float | None:
    """The standard error of the mean of a figure's replicas, shape (replicates,); None where it is not finite."""
    return errors({"": replicas})[""]


def errors(replicas: Mapping[str, Floats]) -> dict[str, float | None]:
    """The sampling error of each figure; None where a replicate has no finite figure, as with a payback that never comes.

    Replicas that differ by rounding alone have none to speak of: 0.
    """
    if not replicas:
        return {}
    table = np.stack(list(replicas.values()))
    with np.errstate(invalid="ignore"):
        spread = table.std(axis=1, ddof=1) / math.sqrt(REPLICATES)
        alike = np.ptp(table, axis=1) <= _ROUNDING * np.abs(table).max(axis=1)
    found = np.where(alike, 0.0, spread).tolist()
    return {name: one if math.isfinite(one) else None for name, one in zip(replicas, found, strict=True)}
