"""The network of tasks: which waits for which, and what follows for starts, finishes and the critical path.

Method: critical path method (Kelley and Walker 1959), run for all draws at once (van Slyke 1963).
"""

from collections.abc import Collection, Sequence
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
            tuple(
                sorted(
                    {
                        position(tasks, named, f"plan.tasks: '{label(task)}' waits for")
                        for named in task.after or ()
                    }
                )
            )
            for task in tasks
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

    def first(self, chosen: Collection[int]) -> tuple[int, ...]:
        """Those of the chosen tasks that wait, over however many others, for none of the chosen."""
        after = set[int]()
        for i in self.order:
            if any(j in after or j in chosen for j in self.before[i]):
                after.add(i)
        return tuple(sorted(set(chosen) - after))


def position(tasks: Sequence[WorkItem], named: str, says: str) -> int:
    """The task that is named by its row id, or by its name where that is unique.

    `says` begins the sentence of the InputError that refuses a name of no task, or of several.
    """
    found = [i for i, task in enumerate(tasks) if task.id == named] or [
        i for i, task in enumerate(tasks) if task.name == named
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{says} '{named}', and {len(found)} tasks are called so; use the row's id instead")
    guess = did_you_mean(named, [label(task) for task in tasks])
    raise InputError(
        f"{says} {shorten(named)}, which is no task of this plan{guess or '; remove it or add that task'}"
    )


def _circle(names: list[str]) -> str:
    if len(names) == 2:
        return f"plan.tasks: '{names[0]}' waits for itself: clear what it starts after"
    chain = ", which waits for ".join(f"'{name}'" for name in names)
    return (
        f"plan.tasks: {chain.replace(', which waits', ' waits', 1)}: remove one of the"
        f" {'two' if len(names) == 3 else 'links'}"
    )
