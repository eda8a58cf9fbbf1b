"""What was acknowledged stays: a killed process, many threads, two processes' worth of stores on one
database.
"""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlscope.project import BLANK, Answer, Project
from mlscope.store import Author, Change, Store, open_store

ANN, BO = Author("Ann"), Author("Bo")
Opening = Callable[[str], Store]

WRITER = """
import itertools, os, sys, threading
from mlscope.project import BLANK, Answer
from mlscope.store import Author, Change, Made, open_store
store, project = open_store(sys.argv[1]), sys.argv[2]

def summarise():
    for number in itertools.count(1):
        made = Made(project, store.stamp(project), "key", text=str(number), draws=b"draws" * 1000)
        store.keep_summaries("content", [made])
        os.write(1, f"summary last {number}\\n".encode())

threading.Thread(target=summarise).start()

def write(name):
    typed = BLANK
    for number in itertools.count():
        kept = [Change(f"extra.{name}_{side}_{number}", Answer(value=number)) for side in ("left", "right")]
        assert not store.apply(project, kept, Author(name)).conflicts
        os.write(1, f"kept {name} {number}\\n".encode())
        new = Answer(value=number)
        assert not store.apply(project, [Change(f"extra.{name}_typed", new, typed)], Author(name), typing=True).conflicts
        typed = new
        os.write(1, f"typed {name} {number}\\n".encode())

for name in ("one", "two", "three"):
    threading.Thread(target=write, args=[name]).start()
"""


def test_everything_acknowledged_survives_a_kill(address: str, opened: Opening) -> None:
    store = open_store(address)
    project = store.create(Project(name="Churn"), ANN)
    store.close()
    for killed_after in (40, 41, 57):
        acknowledged = acknowledged_by_a_killed_writer(address, project, killed_after)
        store = open_store(address)
        answers = store.load(project).answers
        for kind, name, number in acknowledged:
            if kind == "kept":
                assert (
                    answers[f"extra.{name}_left_{number}"].value
                    == answers[f"extra.{name}_right_{number}"].value
                    == int(number)
                )
            elif kind == "typed":
                assert answers[f"extra.{name}_typed"].value >= int(number)
            else:
                assert int(kept_text(store, project)) >= int(number)
        assert {key.replace("_left_", "_right_") for key in answers if "_left_" in key} == {
            key for key in answers if "_right_" in key
        }
        assert store.verify(project) == []
        project = store.create(Project(name="Again"), ANN)
        store.close()


def kept_text(store: Store, project: str) -> str:
    return next(kept.text for one, kept in store.listed("content") if one.id == project)


def acknowledged_by_a_killed_writer(address: str, project: str, lines: int) -> list[list[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, address, project], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        seen = list(itertools.islice(child.stdout, lines))
        os.kill(child.pid, signal.SIGKILL)
        seen += [line for line in child.stdout if line.endswith("\n")]
    assert len(seen) >= lines
    return [line.split() for line in seen]


def test_threads_on_one_project_lose_nothing(store: Store, scoped: str) -> None:
    start = threading.Barrier(6)

    def write(writer: int) -> int:
        start.wait()
        refused = 0
        for number in range(8):
            changes = [
                Change(f"extra.w{writer}_{number}", Answer(value=number)),
                Change("extra.shared", Answer(value=f"{writer}/{number}")),
            ]
            refused += len(store.apply(scoped, changes, Author(f"Writer {writer}")).conflicts)
        return refused

    with ThreadPoolExecutor(6) as pool:
        refused = sum(pool.map(write, range(6)))
    answers = store.load(scoped).answers
    assert all(
        answers[f"extra.w{writer}_{number}"].value == number for writer in range(6) for number in range(8)
    )
    said = [row.new.value for row in store.history(scoped, "extra.shared")]
    kept = [row.new.value for row in store.history(scoped) if row.key.startswith("conflict/")]
    proposals = {f"{writer}/{number}" for writer in range(6) for number in range(8)}
    assert len(kept) == refused
    assert {*said, *(value["answer"]["value"] for value in kept)} == proposals
    assert store.verify(scoped) == []


def test_threads_that_add_inputs_get_slots_of_their_own(store: Store, scoped: str) -> None:
    def add(row: int) -> None:
        amount = Answer(value={"kind": "uniform", "low": row, "high": row + 1})
        store.apply(scoped, [Change(f"value.costs/R{row}/amount", amount)], ANN)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    slots = store.load(scoped).project.slots
    assert len(slots) == len(set(slots.values())) == 12


@pytest.mark.postgres
def test_several_app_processes_share_one_database(database: Callable[[], str], opened: Opening) -> None:
    address = database()
    with ThreadPoolExecutor(3) as pool:
        stores = list(pool.map(opened, [address] * 3))
    project = stores[0].create(Project(name="Churn"), ANN)
    stores[1].apply(project, [Change("problem.statement", Answer(value="typed"))], BO, typing=True)
    (conflict,) = (
        stores[2].apply(project, [Change("problem.statement", Answer(value="other"))], ANN).conflicts
    )
    assert (conflict.theirs.value, conflict.theirs.author) == ("typed", "Bo")
    assert stores[0].load(project).answers.get("problem.statement", BLANK).value == "typed"
    assert len({one.stamp(project) for one in stores}) == 1
