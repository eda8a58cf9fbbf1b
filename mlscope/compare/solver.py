"""The best set under several limits: a knapsack with many constraints, solved exactly by HiGHS in SciPy.

The solver takes a limit for met within a millionth; here a set over a limit by more than rounding is cut off
and the rest solved again. What takes longer than the time limit ends with the best set so far and the gap to
what could still be reached. HiGHS: Huangfu and Hall, Mathematical Programming Computation 10 (2018).
"""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mlscope.results import Floats

ROUNDING = 1e-9
"""A limit that is met to the cent is met, whatever the binary fractions of its summands."""
GAP = 1e-9
"""A set is the best when no other can be worth more than this share above it."""
SECONDS = 5.0
"""After so long the best set seen by then stands, and says how far it may be from the best."""

FEW = 20
"""With more items than this the linear program settles most of them first."""
MOST_OPEN = 2_000
"""More items than this that nothing settles are of almost one value for money: a good set stands for them."""

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a choice among items has to keep: `use @ chosen <= limit`, and items that are in it anyway.

    `use` has the shape (limits, items). A row may count money of a year or all years, members of a group of
    which only so many may be chosen, or say with -1 and 1 that one item needs another.
    """

    use: Floats
    limit: Floats
    fixed: Chosen

    def kept_by(self, chosen: Chosen) -> bool:
        """Does this set keep every limit?"""
        spent = self.use @ chosen
        return bool(np.all(spent <= self.limit + ROUNDING * np.maximum(np.abs(self.limit), 1.0)))


@dataclass(frozen=True, slots=True)
class Solved:
    """The chosen items, and how far they may be from the best as a share of their value."""

    chosen: Chosen
    gap: float


def solve(value: Floats, limits: Limits, *, gap: float = GAP, seconds: float = SECONDS) -> Solved | None:
    """The items with the largest total value that keep the limits, shape (items,); None where none do.

    Items without a value above zero are chosen only where they are fixed or another one needs them.
    """
    if not limits.kept_by(limits.fixed) and not (limits.use < 0).any():
        return None
    size = np.abs(limits.use).max(axis=1, initial=0.0)
    size = np.where(size > 0, size, 1.0)
    scaled = Limits(limits.use / size[:, None], limits.limit / size, limits.fixed)
    scale = float(np.abs(value).max(initial=0.0)) or 1.0
    worth = np.where(value == 0, -1e-6, value / scale)
    if value.size > FEW:
        return _reduced(worth, scaled, gap, seconds)
    return _exact(worth, scaled, gap, seconds)


def _exact(value: Floats, limits: Limits, gap: float, seconds: float) -> Solved | None:
    """Solve, and cut off what keeps a limit only within the solver's own tolerance."""
    cut = limits
    while True:
        found = _highs(value, cut, gap, seconds)
        if found is None or limits.kept_by(found.chosen):
            return found
        use = np.vstack([cut.use, found.chosen])
        cut = Limits(use, np.append(cut.limit, found.chosen.sum() - 1.0), limits.fixed)


_one_at_a_time = threading.Lock()


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing on standard output: HiGHS writes a line there now and then, whatever its options say."""
    with _one_at_a_time:
        sys.stdout.flush()
        try:
            kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        except OSError:  # there is no standard output
            yield
            return
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            if os.name == "posix":
                ctypes.CDLL(None).fflush(None)  # the library's own buffer
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)


def _highs(value: Floats, limits: Limits, gap: float, seconds: float) -> Solved | None:
    if not value.size:
        return Solved(np.zeros(0, dtype=bool), 0.0)
    from scipy import optimize, sparse  # half a second to import, and only funding needs it

    rows = optimize.LinearConstraint(sparse.csr_matrix(limits.use), -np.inf, limits.limit)
    with _silent():
        found = optimize.milp(
            -value,
            integrality=np.ones(value.size, dtype=np.int64),
            bounds=optimize.Bounds(limits.fixed.astype(float), 1.0),
            constraints=rows if limits.limit.size else (),
            options={"mip_rel_gap": gap, "time_limit": seconds},
        )
    if found.x is None:
        return None
    chosen = found.x > 0.5
    reached, bound = float(value[chosen].sum()), -float(found.mip_dual_bound)
    return Solved(chosen, max(0.0, bound - reached) / reached if reached > 0 and found.status != 0 else 0.0)


def _reduced(value: Floats, limits: Limits, gap: float, seconds: float) -> Solved | None:
    """Solve for many items: only those are left open whose place a good set does not settle already.

    With the prices of the linear program, an item whose value less what it uses up lies further from zero
    than the good set from the bound is in every better set, or in none (Dantzig 1957; Nemhauser and Wolsey
    1988).
    """
    from scipy import optimize

    bounds = [(1.0 if fixed else 0.0, 1.0) for fixed in limits.fixed.tolist()]
    relaxed = optimize.linprog(-value, limits.use, limits.limit, bounds=bounds)
    if relaxed.x is None or relaxed.fun is None:
        return None
    bound = -float(relaxed.fun)
    net = value + relaxed.ineqlin.marginals @ limits.use
    good = _filled_up(relaxed.x, np.where(value > 0, net, -np.inf), limits)
    reached = float(value[good].sum()) if good is not None else -np.inf
    apart = bound - reached
    open_ = (np.abs(net) <= apart * (1 + ROUNDING) + ROUNDING) & ~limits.fixed
    settled = ((net > 0) & ~open_) | limits.fixed
    left = limits.limit - limits.use @ settled
    inner = Limits(limits.use[:, open_], left, np.zeros(int(open_.sum()), dtype=bool))
    found = _exact(value[open_], inner, gap, seconds) if open_.sum() <= MOST_OPEN else None
    if found is not None:
        settled[open_] = found.chosen
        total = float(value[settled].sum())
        if total >= reached:
            return Solved(settled, found.gap * float(value[open_] @ found.chosen) / total if total else 0.0)
    return None if good is None else Solved(good, max(0.0, apart) / reached if reached > 0 else 0.0)


def _filled_up(share: Floats, net: Floats, limits: Limits) -> Chosen | None:
    """A good set: what the linear program takes whole, and of the rest what still fits, the best first."""
    taken = (share > 1 - 1e-7) | limits.fixed
    if not limits.kept_by(taken):
        taken = limits.fixed.copy()
        if not limits.kept_by(taken):
            return None
    spent = limits.use @ taken
    for item in np.argsort(-net, kind="stable"):
        after = spent + limits.use[:, item]
        if not taken[item] and net[item] > -np.inf and np.all(after <= limits.limit):
            taken[item], spent = True, after
    return taken


def all_sets(limits: Limits) -> Floats:
    """Every set of items that keeps the limits, shape (sets, items), of zeros and ones; for few items."""
    count = limits.fixed.size
    sets = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    sets = sets[np.all(sets[:, limits.fixed] == 1, axis=1)]
    slack = ROUNDING * np.maximum(np.abs(limits.limit), 1.0)
    kept = np.all(sets @ limits.use.T <= limits.limit + slack, axis=1)
    return np.asarray(sets[kept], dtype=float)
