"""The network of tasks: which waits for which, and what follows for starts, finishes and the critical path.

Method: critical path method (Kelley and Walker 1959), run for all draws at once (van Slyke 1963).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np

from mlscope.errors import InputError, did_you_mean, shorten
from mlscope.project.steps.plan import WorkItem
from mlscope.results import Floats


def label(task: WorkItem) -> str:
    """The name of a task, or its row id while it has none."""
    return task.name or task.id


@dataclass(frozen=True)
class Network:
    """Tasks by position: `before[i]` are the tasks that i waits for, `order` lists every task after those."""

    before: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]

    @classmethod
    def of(cls, tasks: Sequence[WorkItem]) -> "Network":
        """The network of the tasks' `after` columns, which name row ids, or task names where they are unique.

        InputError names a predecessor that does not exist, or the tasks that wait for each other in a circle.
        """
        before = tuple(
            tuple(sorted({_position(tasks, task, named) for named in task.after or ()})) for task in tasks
        )
        try:
            order = tuple(TopologicalSorter(dict(enumerate(before))).static_order())
        except CycleError as error:
            raise InputError(_circle([label(tasks[i]) for i in reversed(error.args[1])])) from error
        return cls(before, order)

    def times(self, durations: Floats) -> tuple[Floats, Floats]:
        """Earliest start and finish of each task, shaped like `durations`: (tasks,) or (tasks, draws), in
        working days.
        """
        start, finish = np.zeros_like(durations), np.zeros_like(durations)
        for i in self.order:
            if self.before[i]:
                start[i] = finish[list(self.before[i])].max(axis=0)
            finish[i] = start[i] + durations[i]
        return start, finish

    def critical(self, durations: Floats, finish: Floats) -> Floats:
        """The share of draws in which each task cannot slip without moving the end; both arguments are
        (tasks, draws).
        """
        end = finish.max(axis=0)
        latest = np.tile(end, (len(finish), 1))
        for i in reversed(self.order):
            for j in self.before[i]:
                latest[j] = np.minimum(latest[j], latest[i] - durations[i])
        return np.asarray((latest - finish <= 1e-9 * end).mean(axis=1))


def _position(tasks: Sequence[WorkItem], waiting: WorkItem, named: str) -> int:
    found = [i for i, task in enumerate(tasks) if task.id == named] or [
        i for i, task in enumerate(tasks) if task.name == named
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f"plan.tasks: '{label(waiting)}' waits for '{named}', and {len(found)} tasks are called so; use"
            " the row's id instead"
        )
    guess = did_you_mean(named, [label(task) for task in tasks])
    raise InputError(
        f"plan.tasks: '{label(waiting)}' waits for {shorten(named)}, which is no task of this"
        f" plan{guess or '; remove it or add that task'}"
    )


def _circle(names: list[str]) -> str:
    if len(names) == 2:
        return f"plan.tasks: '{names[0]}' waits for itself: clear what it starts after"
    chain = ", which waits for ".join(f"'{name}'" for name in names)
    return (
        f"plan.tasks: {chain.replace(', which waits', ' waits', 1)}: remove one of the"
        f" {'two' if len(names) == 3 else 'links'}"
    )
