"""Who can work when: against a slow scalar schedule, a published instance, and what must hold in any plan."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.plan.levelling import Before, Times, decisive, level, priority
from mlscope.results import Floats


def levelled(
    durations: Floats, before: Before, demands: Floats, capacities: Floats, lags: Floats | None = None
) -> Times:
    order = priority(before, durations.mean(axis=1), [f"t{task:03}" for task in range(len(before))])
    return level(durations, before, demands, capacities, order, lags)


def one_by_one(
    durations: list[float],
    before: Before,
    demands: list[list[float]],
    capacities: list[float],
    order: tuple[int, ...],
    lags: list[float],
) -> list[float]:
    """The starts of one draw, found by trying every time at which something ends, in order."""
    placed: dict[int, tuple[float, float]] = {}

    def fits(task: int, start: float) -> bool:
        end = start + durations[task]
        moments = [start] + [begins for begins, _ in placed.values() if start < begins < end]
        return all(
            sum(demands[other][kind] for other, (begins, ends) in placed.items() if begins <= moment < ends)
            + demands[task][kind]
            <= capacity + 1e-9
            for moment in moments
            for kind, capacity in enumerate(capacities)
            if demands[task][kind] > 0
        )

    for task in order:
        ready = max((placed[earlier][1] for earlier in before[task]), default=0.0) + lags[task]
        times = sorted({ready, *(ends for _, ends in placed.values() if ends > ready)})
        start = ready if durations[task] == 0 else next(time for time in times if fits(task, time))
        placed[task] = (start, start + durations[task])
    return [placed[task][0] for task in range(len(durations))]


def generated(seed: int) -> tuple[Floats, Before, Floats, Floats, Floats]:
    """A plan of up to 14 tasks and four kinds of people, whole and in parts, in three draws."""
    chance = np.random.default_rng(seed)
    tasks, kinds = int(chance.integers(2, 15)), int(chance.integers(1, 5))
    before = [tuple(earlier for earlier in range(task) if chance.random() < 0.15) for task in range(tasks)]
    capacities = chance.choice([1.0, 1.0, 2.0, 1.5, 3.0], kinds)
    needed = chance.choice([0.0, 0.0, 0.25, 0.5, 1.0, 1.0], (tasks, kinds))
    durations = (
        chance.integers(0, 6, (tasks, 3)).astype(float) if seed % 2 else chance.gamma(2.0, 3.0, (tasks, 3))
    )
    lags = np.where(chance.random((tasks, 3)) < 0.2, chance.integers(1, 9, (tasks, 3)), 0).astype(float)
    return durations, before, np.minimum(needed, capacities), capacities, lags


@pytest.mark.parametrize("first", range(0, 200, 10))
def test_all_draws_at_once_equal_one_task_at_a_time_in_each(first: int) -> None:
    for seed in range(first, first + 10):
        durations, before, demands, capacities, lags = generated(seed)
        order = priority(before, durations.mean(axis=1), [f"t{task:03}" for task in range(len(before))])
        found = level(durations, before, demands, capacities, order, lags)
        for draw in range(durations.shape[1]):
            expected = one_by_one(
                durations[:, draw].tolist(),
                before,
                demands.tolist(),
                capacities.tolist(),
                order,
                lags[:, draw].tolist(),
            )
            assert found.start[:, draw] == pytest.approx(expected, abs=1e-7), seed


# Instance 1 of parameter 1 of the set J30 of PSPLIB (R. Kolisch and A. Sprecher, "PSPLIB - a project
# scheduling problem library", European Journal of Operational Research 96, 1997): duration, the one resource
# of four that it needs, how much of it, and what follows. The shortest makespan is 43.
AVAILABLE = (12, 13, 4, 12)
J301_1 = {
    1: (0, 0, 0, (2, 3, 4)), 2: (8, 0, 4, (6, 11, 15)), 3: (4, 0, 10, (7, 8, 13)), 4: (6, 3, 3, (5, 9, 10)),
    5: (3, 0, 3, (20,)), 6: (8, 3, 8, (30,)), 7: (5, 0, 4, (27,)), 8: (9, 1, 1, (12, 19, 27)),
    9: (2, 0, 6, (14,)), 10: (7, 3, 1, (16, 25)), 11: (9, 1, 5, (20, 26)), 12: (2, 1, 7, (14,)),
    13: (6, 0, 4, (17, 18)), 14: (3, 1, 8, (17,)), 15: (9, 0, 3, (25,)), 16: (10, 3, 5, (21, 22)),
    17: (6, 3, 8, (22,)), 18: (5, 3, 7, (20, 22)), 19: (3, 1, 1, (24, 29)), 20: (7, 1, 10, (23, 25)),
    21: (2, 3, 6, (28,)), 22: (7, 0, 2, (23,)), 23: (2, 0, 3, (24,)), 24: (3, 1, 9, (30,)),
    25: (3, 0, 4, (30,)), 26: (7, 2, 4, (31,)), 27: (8, 3, 7, (28,)), 28: (3, 1, 8, (31,)),
    29: (7, 1, 7, (32,)), 30: (2, 1, 7, (32,)), 31: (2, 2, 2, (32,)), 32: (0, 0, 0, ()),
}  # fmt: skip
SHORTEST, LONGEST_CHAIN = 43, 38


def published() -> tuple[Floats, Before, Floats, Floats]:
    durations = np.array([[float(row[0])] for row in J301_1.values()])
    before = [tuple(earlier - 1 for earlier, row in J301_1.items() if task in row[3]) for task in J301_1]
    demands = np.zeros((len(J301_1), len(AVAILABLE)))
    for task, (_, kind, amount, _) in J301_1.items():
        demands[task - 1, kind] = amount
    return durations, before, demands, np.array(AVAILABLE, dtype=float)


def test_the_published_instance_ends_between_its_optimum_and_the_gap_known_of_the_rule() -> None:
    durations, before, demands, capacities = published()
    found = levelled(durations, before, demands, capacities)
    assert levelled(durations, before, demands * 0, capacities).finish.max() == LONGEST_CHAIN
    assert SHORTEST <= found.finish.max() <= 1.15 * SHORTEST
    for moment in range(int(found.finish.max())):
        running = (found.start[:, 0] <= moment) & (moment < found.finish[:, 0])
        assert (demands[running].sum(axis=0) <= capacities).all()


def test_the_best_of_many_orders_reaches_the_published_optimum() -> None:
    durations, before, demands, capacities = published()
    chance, ends = np.random.default_rng(5), []
    for _ in range(400):
        means = durations[:, 0] * chance.uniform(0.3, 1.7, len(before))
        order = priority(before, means, [f"{task:02}" for task in range(len(before))])
        ends.append(level(durations, before, demands, capacities, order).finish.max())
    assert min(ends) == SHORTEST


def ones(*rows: list[float]) -> Floats:
    return np.array(rows, dtype=float)


def test_two_tasks_of_one_person_follow_each_other_and_a_second_person_halves_the_time() -> None:
    durations, before, demands = ones([10], [10]), [(), ()], ones([1], [1])
    assert levelled(durations, before, demands, np.ones(1)).finish.max() == 20
    assert levelled(durations, before, demands, np.full(1, 2.0)).finish.max() == 10


def test_halves_of_one_person_fit_beside_each_other_and_a_third_waits() -> None:
    found = levelled(ones([4], [4], [4]), [(), (), ()], ones([0.5], [0.5], [0.5]), np.ones(1))
    assert sorted(found.start[:, 0]) == [0, 0, 4]


def test_a_task_for_two_people_waits_until_both_are_free() -> None:
    durations, before = ones([3], [5], [2]), [(), (), ()]
    demands = ones([1, 0], [0, 1], [1, 1])
    found = level(durations, before, demands, np.ones(2), (0, 1, 2))
    assert found.start[:, 0].tolist() == [0, 0, 5]


def test_a_gap_that_is_long_enough_is_filled() -> None:
    durations, before, demands = ones([2], [3], [4], [5]), [(), (0,), (1,), ()], ones([1], [0], [1], [1])
    found = level(durations, before, demands, np.ones(1), (0, 1, 2, 3))
    assert found.start[:, 0].tolist() == [0, 2, 5, 9]
    durations[3] = 3
    assert level(durations, before, demands, np.ones(1), (0, 1, 2, 3)).start[3, 0] == 2


def test_of_equal_priority_the_smaller_id_comes_first() -> None:
    assert priority([(), ()], np.array([3.0, 3.0]), ["b", "a"]) == (1, 0)


def test_what_ends_last_is_traced_over_people_and_precedence() -> None:
    durations, before = ones([4], [3], [2], [1]), [(), (), (1,), ()]
    demands, order = ones([1], [1], [0], [0]), (0, 1, 2, 3)
    found = level(durations, before, demands, np.ones(1), order)
    assert found.finish.max() == 9
    assert decisive(found, before, demands, order).tolist() == [1, 1, 1, 0]
    free = level(durations, before, demands * 0, np.ones(1), order)
    assert decisive(free, before, demands * 0, order).tolist() == [0, 1, 1, 0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_no_task_begins_earlier_because_people_are_few(seed: int) -> None:
    durations, before, demands, capacities, lags = generated(seed)
    limited = levelled(durations, before, demands, capacities, lags)
    free = levelled(durations, before, demands * 0, capacities, lags)
    assert (limited.start >= free.start - 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_without_limits_of_people_a_delay_never_ends_anything_earlier(seed: int) -> None:
    durations, before, demands, capacities, lags = generated(seed)
    late = levelled(durations, before, demands * 0, capacities, lags)
    assert (late.finish >= levelled(durations, before, demands * 0, capacities).finish - 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_tasks_changes_nothing(seed: int, shuffle: "np.random.Generator") -> None:
    durations, before, demands, capacities, lags = generated(seed)
    ids = [f"t{task:03}" for task in range(len(before))]
    order = priority(before, durations.mean(axis=1), ids)
    found = level(durations, before, demands, capacities, order, lags)
    moved = list(range(len(before)))
    shuffle.shuffle(moved)
    place = {task: now for now, task in enumerate(moved)}
    again_before = [tuple(place[earlier] for earlier in before[task]) for task in moved]
    again_order = priority(again_before, durations[moved].mean(axis=1), [ids[task] for task in moved])
    again = level(durations[moved], again_before, demands[moved], capacities, again_order, lags[moved])
    assert [moved[now] for now in again_order] == list(order)
    assert (again.start == found.start[moved]).all()


def test_a_shorter_task_can_end_a_levelled_plan_later() -> None:
    """Graham's anomaly (R. L. Graham, "Bounds for certain multiprocessing anomalies", Bell System Technical
    Journal 45, 1966), which every list schedule knows.
    """
    plans = (generated(seed) for seed in range(1, 400, 2))
    later = False
    for (durations, before, demands, capacities, _), task in itertools.product(plans, range(3)):
        if task >= len(before) or durations[task].min() < 1:
            continue
        shorter = durations.copy()
        shorter[task] -= 1
        ends = [
            levelled(given, before, demands, capacities).finish.max(axis=0) for given in (durations, shorter)
        ]
        later = later or bool((ends[1] > ends[0]).any())
    assert later
