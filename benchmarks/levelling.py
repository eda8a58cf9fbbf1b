"""A plan of 200 tasks and 10 people put in order in 4,096 draws, in processor time; aim: at most 300 ms.

Run it with `python -m benchmarks.levelling`. The baseline is the same work with numpy alone where nobody has
to wait for anybody: each task starts at the latest finish of those that it waits for. Counted is the fastest
of some, since other work on the machine only adds.
"""

import time
from collections.abc import Callable

import numpy as np

from mlscope.plan.levelling import Before, level, priority
from mlscope.results import Floats

TASKS, PEOPLE, DRAWS, TIMES = 200, 10, 4096, 7


def plan() -> tuple[Floats, Before, Floats]:
    """Durations, what each task waits for, and the one person who does it."""
    chance = np.random.default_rng(1)
    before = [
        tuple(set(chance.integers(max(0, task - 20), task, chance.integers(0, 4)).tolist())) if task else ()
        for task in range(TASKS)
    ]
    return chance.gamma(4.0, 2.0, (TASKS, DRAWS)), before, np.eye(PEOPLE)[chance.integers(0, PEOPLE, TASKS)]


def unlimited(durations: Floats, before: Before) -> Floats:
    """Finishes where nobody has to wait for anybody."""
    finish = np.zeros_like(durations)
    for task, earlier in enumerate(before):
        start = finish[list(earlier)].max(axis=0) if earlier else 0.0
        finish[task] = start + durations[task]
    return finish


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print both times and their ratio."""
    durations, before, demands = plan()
    order = priority(before, durations.mean(axis=1), [f"t{task:03}" for task in range(TASKS)])
    levelled = min(
        milliseconds(lambda: level(durations, before, demands, np.ones(PEOPLE), order)) for _ in range(TIMES)
    )
    bare = min(milliseconds(lambda: unlimited(durations, before)) for _ in range(TIMES))
    print("| with limits of people, ms | numpy alone without limits, ms | ratio |\n|---|---|---|")
    print(f"| {levelled:.0f} | {bare:.1f} | {levelled / bare:.0f} |")


if __name__ == "__main__":
    main()
