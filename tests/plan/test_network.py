"""The network of tasks against published examples and closed forms."""

import numpy as np
import pytest

from mlscope.errors import InputError
from mlscope.plan.levelling import decisive, level
from mlscope.plan.network import Network
from mlscope.project.steps.plan import WorkItem
from mlscope.results import Floats


def tasks(**after: str) -> list[WorkItem]:
    """One task per keyword; its text names, by letters, the tasks it waits for."""
    return [WorkItem(id=name, name=f"Task {name}", after=list(waits)) for name, waits in after.items()]


def critical(network: Network, durations: Floats) -> list[float]:
    """How often each task decides the end, with nobody to wait for."""
    nobody = np.zeros((len(durations), 0))
    times = level(durations, network.before, nobody, np.zeros(0), network.order)
    return decisive(times, network.before, nobody, network.order).tolist()


# The Reliable Construction Co. example of Hillier and Lieberman, Introduction to Operations Research: weeks
# per activity, its
# immediate predecessors, and the slack the book finds. The longest path A-B-C-E-F-J-L-N takes 44 weeks.
RELIABLE = {
    "A": "",
    "B": "A",
    "C": "B",
    "D": "C",
    "E": "C",
    "F": "E",
    "G": "D",
    "H": "EG",
    "I": "C",
    "J": "FI",
    "K": "J",
    "L": "J",
    "M": "H",
    "N": "KL",
}
WEEKS = {
    "A": 2,
    "B": 4,
    "C": 10,
    "D": 6,
    "E": 4,
    "F": 5,
    "G": 7,
    "H": 9,
    "I": 7,
    "J": 8,
    "K": 4,
    "L": 5,
    "M": 2,
    "N": 6,
}
CRITICAL = set("ABCEFJLN")


def test_the_textbook_network_takes_44_weeks_along_the_textbook_path() -> None:
    network = Network.of(tasks(**RELIABLE))
    durations = np.array([[float(weeks)] for weeks in WEEKS.values()])
    start, finish = network.times(durations)
    decides = critical(network, durations)
    assert finish.max() == 44
    assert {name for name, share in zip(RELIABLE, decides, strict=True) if share == 1} == CRITICAL
    assert dict(zip(RELIABLE, start[:, 0], strict=True)) == {
        "A": 0, "B": 2, "C": 6, "D": 16, "E": 16, "F": 20, "G": 22, "H": 29, "I": 16, "J": 25, "K": 33, "L": 33, "M": 38, "N": 38,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("slipping", "slack"),
    [("D", 4), ("G", 4), ("H", 4), ("M", 4), ("I", 2), ("K", 1), *((name, 0) for name in sorted(CRITICAL))],
)
def test_a_task_may_slip_by_its_slack_and_not_further(slipping: str, slack: int) -> None:
    network = Network.of(tasks(**RELIABLE))
    for extra, end in ((slack, 44), (slack + 1, 45)):
        durations = np.array(
            [float(weeks) + (extra if name == slipping else 0) for name, weeks in WEEKS.items()]
        )
        assert network.times(durations)[1].max() == end


def test_with_two_equal_paths_every_task_is_critical() -> None:
    network = Network.of(tasks(A="", B="", C="AB"))
    durations = np.array([[3.0], [3.0], [0.0]])
    assert critical(network, durations) == [1, 1, 1]


def test_tasks_without_duration_take_no_time_and_pass_the_wait_on() -> None:
    network = Network.of(tasks(A="", M="A", B="M"))
    assert network.times(np.array([2.0, 0.0, 3.0]))[1].tolist() == [2, 2, 5]


def test_a_predecessor_may_be_named_by_row_or_by_task_and_twice() -> None:
    rows = [WorkItem(id="r1", name="Label data"), WorkItem(id="r2", name="Train", after=["Label data", "r1"])]
    assert Network.of(rows).before == ((), (0,))


def test_two_tasks_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(
        InputError, match="'Task A' waits for 'Task B', which waits for 'Task A': remove one of the two"
    ):
        Network.of(tasks(A="B", B="A"))


def test_a_longer_circle_is_told_in_the_order_of_waiting() -> None:
    with pytest.raises(InputError) as refused:
        Network.of(tasks(A="C", B="A", C="B", D="A"))
    told = str(refused.value)
    assert any(
        f"'Task {x}' waits for 'Task {y}', which waits for 'Task {z}', which waits for 'Task {x}'" in told
        for x, y, z in ("ACB", "CBA", "BAC")
    )


def test_a_task_cannot_wait_for_itself() -> None:
    with pytest.raises(InputError, match="'Task A' waits for itself"):
        Network.of(tasks(A="A"))


def test_an_unknown_predecessor_is_refused_with_a_guess() -> None:
    rows = [WorkItem(id="r1", name="Label data"), WorkItem(id="r2", name="Train", after=["Labl data"])]
    with pytest.raises(
        InputError,
        match="'Train' waits for 'Labl data', which is no task of this plan; did you mean 'Label data'",
    ):
        Network.of(rows)


def test_a_name_that_two_tasks_share_is_refused_as_a_predecessor() -> None:
    rows = [
        WorkItem(id="r1", name="Test"),
        WorkItem(id="r2", name="Test"),
        WorkItem(id="r3", name="Ship", after=["Test"]),
    ]
    with pytest.raises(InputError, match="2 tasks are called so"):
        Network.of(rows)
