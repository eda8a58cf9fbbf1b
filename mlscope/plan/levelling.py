"""Who can work when: tasks put one after another wherever they need the same people, in every draw.

Method: the serial schedule generation scheme (Kelley 1963; Kolisch 1996) with the priority of the latest
finish. Tasks are placed one by one in a fixed order, each at the earliest time at which all that it waits for
has ended and its resources are free for its whole length; it may fill a gap that earlier ones left. The order
comes from mean durations, so that it is the same in all draws. Like every list schedule it is good and not
always the best: a shorter task or one more person can, in some networks, end the whole later (Graham 1966).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from mlscope.results import Floats

HAIR = 1e-9
"""Working days, or parts of a resource, that are lost in rounding."""

Before = Sequence[Sequence[int]]
"""For each task the positions of those that it waits for."""


def priority(before: Before, means: Floats, ids: Sequence[str]) -> tuple[int, ...]:
    """The order in which tasks are placed: of those whose predecessors are placed, the one whose latest
    finish at mean durations, shape (tasks,), comes first; where these are equal, by id.
    """
    after: list[list[int]] = [[] for _ in ids]
    waiting = [len(set(positions)) for positions in before]
    for task, positions in enumerate(before):
        for earlier in set(positions):
            after[earlier].append(task)
    latest = _latest_finishes(before, means, after)
    ready = [(latest[task], ids[task], task) for task, count in enumerate(waiting) if not count]
    heapify(ready)
    order = []
    while ready:
        task = heappop(ready)[2]
        order.append(task)
        for later in after[task]:
            waiting[later] -= 1
            if not waiting[later]:
                heappush(ready, (latest[later], ids[later], later))
    return tuple(order)


def _latest_finishes(before: Before, means: Floats, after: Sequence[Sequence[int]]) -> list[float]:
    """The latest finish of each task that moves no end, counted back from 0 at the end of the whole."""
    latest, waiting = [0.0] * len(before), [len(later) for later in after]
    free = [task for task, count in enumerate(waiting) if not count]
    while free:
        task = free.pop()
        for earlier in set(before[task]):
            latest[earlier] = min(latest[earlier], latest[task] - float(means[task]))
            waiting[earlier] -= 1
            if not waiting[earlier]:
                free.append(earlier)
    return latest


@dataclass(frozen=True, slots=True)
class Times:
    """When each task runs in each draw: arrays of shape (tasks, draws), in working days from the start.

    `ready` is when all that a task waits for has ended, and any lag after that has passed.
    """

    start: Floats
    finish: Floats
    ready: Floats


def level(
    durations: Floats,
    before: Before,
    demands: Floats,
    capacities: Floats,
    order: Sequence[int],
    lags: Floats | None = None,
) -> Times:
    """The schedule of tasks with these `durations`, shape (tasks, draws), placed in this `order`.

    `demands`, shape (tasks, resources), is what a task needs of each renewable resource while it runs, and
    `capacities`, shape (resources,), what there is of it: whole or in parts, no demand above its capacity.
    A task begins at the earliest `lags`, shape (tasks, draws), after what it waits for has ended.
    """
    start, ready, finish = (np.zeros_like(durations) for _ in range(3))
    pools = [
        _pool(demands[:, kind], float(limit), durations.shape[1]) for kind, limit in enumerate(capacities)
    ]
    for task in order:
        if len(before[task]):
            ready[task] = finish[list(before[task])].max(axis=0)
        if lags is not None:
            ready[task] += lags[task]
        needed = [
            (pool, float(demands[task, kind]))
            for kind, pool in enumerate(pools)
            if demands[task, kind] > 0 and durations[task].any()
        ]
        start[task] = ready[task]
        _place(start[task], durations[task], needed)
        finish[task] = start[task] + durations[task]
        for pool, demand in needed:
            pool.take(start[task], finish[task], demand)
    return Times(start, finish, ready)


def _place(start: Floats, duration: Floats, needed: Sequence[tuple["_Pool", float]]) -> None:
    """Move `start` in place to the earliest time from which all pools are free."""
    moving = bool(needed)
    while moving:
        moved = [pool.push(start, duration, demand) for pool, demand in needed]
        moving = any(moved)


class _Exclusive:
    """A resource of which no two tasks find enough at once: the times at which it is taken."""

    def __init__(self) -> None:
        self._taken: list[tuple[Floats, Floats]] = []

    def push(self, start: Floats, duration: Floats, _: float) -> bool:
        """Move starts behind what is in their way; False where nothing is."""
        moved, end = False, start + duration - HAIR
        for begins, ends in self._taken:
            clash = (begins < end) & (ends > start + HAIR) & (duration > 0)
            if clash.any():
                np.copyto(start, ends, where=clash)
                moved, end = True, start + duration - HAIR
        return moved

    def take(self, start: Floats, finish: Floats, _: float) -> None:
        """Note that it is taken."""
        self._taken.append((np.where(finish > start, start, np.inf), finish.copy()))


class _Shared:
    """A resource that several tasks may use at once: how much of it is taken from each of these times on."""

    def __init__(self, capacity: float, draws: int) -> None:
        self._capacity = capacity
        self._times, self._taken = np.zeros((1, draws)), np.zeros((1, draws))

    def push(self, start: Floats, duration: Floats, demand: float) -> bool:
        """Move starts behind the times at which too much is taken; False where nothing is in the way."""
        moved, room = False, self._capacity - demand + HAIR
        for taken, begins, ends in zip(self._taken, self._times, self._times[1:], strict=False):
            clash = (taken > room) & (begins < start + duration - HAIR) & (ends > start + HAIR)
            clash &= (ends - begins > HAIR) & (duration > 0)
            if clash.any():
                np.copyto(start, ends, where=clash)
                moved = True
        return moved

    def take(self, start: Floats, finish: Floats, demand: float) -> None:
        """Note that so much is taken."""
        for time in (start, finish):
            place = (self._times <= time).sum(axis=0)
            self._times = _inserted(self._times, place, time)
            self._taken = _inserted(self._taken, place)
        self._taken += demand * ((self._times >= start) & (self._times < finish))


def _inserted(rows: Floats, place: npt.NDArray[np.intp], value: Floats | None = None) -> Floats:
    """The rows, shape (rows, draws), with one more in each draw at its place: `value`, or the row before it
    once more.
    """
    low, high = int(place.min()), int(place.max())
    grown = np.concatenate([rows[:high], rows[high - 1 :]])
    row, repeated = np.arange(low, high + 1)[:, None], rows[low - 1 : high]
    here = repeated if value is None else np.where(row == place, value, repeated)
    grown[low : high + 1] = np.where(row < place, grown[low : high + 1], here)
    return grown


_Pool = _Exclusive | _Shared


def _pool(demands: Floats, capacity: float, draws: int) -> _Pool:
    smallest = np.sort(demands[demands > 0])[:2]
    return _Exclusive() if smallest.sum() > capacity + HAIR else _Shared(capacity, draws)


def decisive(times: Times, before: Before, demands: Floats, order: Sequence[int]) -> Floats:
    """The share of draws in which each task is on a chain of precedence or people that ends last.

    A task that begins as soon as it may is held by those it waits for; one that begins later by those that
    had what it needs and end when it begins. The result has the shape (tasks,).
    """
    end = times.finish.max(axis=0)
    hair = HAIR * (1.0 + end)
    chain: npt.NDArray[np.bool_] = np.greater_equal(times.finish, end - hair)
    works: npt.NDArray[np.bool_] = np.any(times.finish > times.start, axis=1)
    for place in reversed(range(len(order))):
        task = order[place]
        waits = times.start[task] > times.ready[task] + hair
        if len(before[task]):
            last = times.finish[list(before[task])].max(axis=0)
            for earlier in before[task]:
                chain[earlier] |= chain[task] & ~waits & (times.finish[earlier] >= last - hair)
        held = chain[task] & waits
        if not held.any():
            continue
        for earlier in order[:place]:
            if works[earlier] and (demands[earlier] * demands[task]).any():
                chain[earlier] |= held & (np.abs(times.finish[earlier] - times.start[task]) <= hair)
    share: Floats = np.mean(chain, axis=1)
    return share
