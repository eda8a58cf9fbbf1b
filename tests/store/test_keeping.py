"""A DuckDB file is whole by itself whenever it is quiet, and says so when something of it was left behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from mlscope.errors import InputError, StoreError
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, Store, check_file, keeping, open_store, restore
from mlscope.store.keeping import ahead_of, write_ahead
from tests.e2e.harness import Server

ANN = Author("Ann")
Opening = Callable[[str], Store]


def put(store: Store, project: str, key: str) -> None:
    assert not store.apply(project, [Change(key, Answer(value="said"))], ANN).conflicts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "house" / "mlscope.duckdb"


@pytest.fixture
def busy(file: Path, opened: Opening, monkeypatch: pytest.MonkeyPatch) -> tuple[Store, str]:
    """An open store that is not quiet: ten answers stand in its write-ahead file."""
    monkeypatch.setattr(keeping, "QUIET", 3600.0)
    store = opened(str(file))
    project = store.create(Project(name="Churn"), ANN)
    store.database.settle()
    for number in range(10):
        put(store, project, f"extra.{number}")
    return store, project


def copy(file: Path, folder: Path, ahead: int | None = None) -> Path:
    """A copy of a store with so many bytes of its write-ahead file."""
    folder.mkdir()
    new = Path(shutil.copy(file, folder))
    if ahead is not None:
        write_ahead(new).write_bytes(write_ahead(file).read_bytes()[:ahead])
    return new


def test_a_quiet_store_is_whole_without_its_write_ahead_file(
    file: Path, opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "QUIET", 0.01)
    store = opened(str(file))
    project = store.create(Project(name="Churn"), ANN)
    put(store, project, "problem.statement")
    assert store.database._keeper
    assert store.database._keeper.settled.wait(60)
    copied = opened(str(copy(file, tmp_path / "copy")))
    assert (copied.missing, copied.load(project).project.problem.statement) == ("", "said")


def test_a_closed_store_is_one_file(file: Path, opened: Opening, busy: tuple[Store, str]) -> None:
    store, project = busy
    assert write_ahead(file).exists()
    store.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert len(opened(str(file)).load(project).answers) >= 10


def test_a_copy_without_its_write_ahead_file_says_what_is_missing(
    file: Path, opened: Opening, busy: tuple[Store, str], tmp_path: Path
) -> None:
    copied = opened(str(copy(file, tmp_path / "copy")))
    assert copied.missing.startswith(
        "mlscope.duckdb: this file was copied without mlscope.duckdb.wal, and what was saved after 20"
    )
    assert copied.load(busy[1]).project.name == "Churn"
    again = copy(file, tmp_path / "again")
    with pytest.raises(InputError, match=r"without mlscope\.duckdb\.wal"):
        restore(again, str(tmp_path / "new.duckdb"))
    with pytest.raises(InputError, match=r"without mlscope\.duckdb\.wal"):
        check_file(again)


def test_a_copy_with_its_write_ahead_file_is_whole(
    file: Path, opened: Opening, busy: tuple[Store, str], tmp_path: Path
) -> None:
    whole = copy(file, tmp_path / "copy", ahead=1 << 30)
    assert restore(whole, str(tmp_path / "new.duckdb")) == 1
    copied = opened(str(whole))
    assert copied.missing == ""
    assert copied.load(busy[1]).answers == busy[0].load(busy[1]).answers


def test_a_cut_write_ahead_file_is_told(
    file: Path, opened: Opening, busy: tuple[Store, str], tmp_path: Path
) -> None:
    size = write_ahead(file).stat().st_size
    assert ahead_of(file) == "whole"
    for cut in (size - 1, size - 30, size * 2 // 3, size // 2 + 7):
        copied = opened(str(copy(file, tmp_path / f"cut{cut}", ahead=cut)))
        assert copied.missing.startswith("mlscope.duckdb: mlscope.duckdb.wal ends in the middle of a change")
        assert "The last change that is here is of 20" in copied.missing
        assert copied.verify(busy[1]) == []


def test_a_backup_of_a_busy_store_misses_nothing(
    busy: tuple[Store, str], opened: Opening, tmp_path: Path
) -> None:
    made = busy[0].backup(tmp_path / "backup")
    assert opened(str(made)).missing == ""
    assert opened(str(made)).load(busy[1]).answers == busy[0].load(busy[1]).answers


KILLED = """
import os, signal, sys
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, keeping, open_store
keeping.QUIET = float(sys.argv[2])
store = open_store(sys.argv[1])
project = store.create(Project(name="Churn"), Author("Ann"))
store.apply(project, [Change("problem.statement", Answer(value="said"))], Author("Ann"))
if keeping.QUIET < 1:
    assert store.database._keeper.settled.wait(60)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("quiet", ["0.01", "3600"])
def test_a_killed_process_is_no_reason_to_say_that_something_is_missing(
    file: Path, opened: Opening, quiet: str
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(file), quiet], check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    store = opened(str(file))
    assert store.missing == ""
    assert store.load(store.projects()[0].id).project.problem.statement == "said"


def test_a_file_without_any_table_says_that_it_held_nothing(file: Path, opened: Opening) -> None:
    file.parent.mkdir()
    duckdb.connect(str(file)).close()
    assert "held nothing, not even an empty store" in opened(str(file)).missing


def test_a_damaged_store_is_told_as_damaged(file: Path, opened: Opening, tmp_path: Path) -> None:
    store = open_store(str(file))
    for number in range(4):
        project = store.create(Project(name=f"Churn {number}"), ANN)
        both = [Change(f"extra.{n}", Answer(value=os.urandom(900).hex())) for n in range(200)]
        store.apply(project, both, ANN)
    store.close()
    good = file.read_bytes()
    told = set()
    for place in range(0, len(good), max(1, len(good) // 12)):
        for number, damaged in enumerate((good[:place], good[:place] + bytes(9000) + good[place + 9000 :])):
            bad = tmp_path / f"bad{place}-{number}.duckdb"
            bad.write_bytes(damaged)
            try:
                opened_bad = open_store(str(bad))
            except StoreError as error:
                told.add(str(error).partition(": ")[2])
                continue
            try:
                for summary in opened_bad.projects():
                    opened_bad.history(summary.id)
                    opened_bad.verify(summary.id)
                    put(opened_bad, summary.id, f"after.{place}")
            except StoreError as error:
                told.add(str(error).partition(": ")[2])
            finally:
                opened_bad.close()
    assert told
    assert [sentence for sentence in told if "damaged" not in sentence] == []
    assert len(told) > 1


SERVED = """
import sys
from mlscope import server
from mlscope.store import keeping
keeping.QUIET = 3600.0
server.run(int(sys.argv[1]), sys.argv[2], demo=True)
"""


def test_a_stopped_app_leaves_one_file(file: Path, opened: Opening, tmp_path: Path) -> None:
    with Server(tmp_path / "log", program=("-c", SERVED, "{port}", str(file))):
        assert write_ahead(file).exists()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert opened(str(file)).projects()
