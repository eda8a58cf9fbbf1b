"""Scenarios in the log of the house: saved, named, kept through backups, and chained like everything else."""

import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from mlscope.errors import InputError
from mlscope.store import Author, Store, check_file, restore
from mlscope.store.tables import log

ANN, BO = Author("Ann"), Author("Bo", verified=True)
PLAN = {"candidates": ["a", "b"], "wishes": {"budget": 900_000.5, "must": ["a"]}, "note": "Größe “x”"}


def test_a_scenario_is_kept_under_its_name_and_by_whom(store: Store, scoped: str) -> None:
    assert store.scenarios() == []
    assert store.save_scenario("  Lean \n year ", {"wishes": {}}, ANN) == "Lean year"
    store.save_scenario("Lean year", PLAN, BO)
    store.save_scenario("all in", {"wishes": {"budget": 2}}, ANN)
    assert [(one.name, one.author, one.verified) for one in store.scenarios()] == [
        ("all in", "Ann", False),
        ("Lean year", "Bo", True),
    ]
    assert store.scenarios()[1].content == PLAN
    assert [summary.id for summary in store.projects()] == [scoped]  # the log of the house is no project


def test_a_scenario_that_is_dropped_stays_in_the_log(store: Store) -> None:
    store.save_scenario("Lean", PLAN, ANN)
    store.drop_scenario("Lean", BO)
    assert store.scenarios() == []
    (checked,) = store.check()
    assert (len(checked.proof.links), checked.faults) == (2, ())
    store.save_scenario("Lean", PLAN, ANN)
    store.save_scenario("Lean", PLAN, BO)  # says nothing new, so nothing is written
    assert len(store.check()[0].proof.links) == 3
    with pytest.raises(InputError, match="no scenario 'Lena'; did you mean 'Lean'"):
        store.drop_scenario("Lena", ANN)


@pytest.mark.parametrize("name", ["", " \n ", "x" * 101])
def test_a_scenario_needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(InputError, match="a name of at most 100 characters"):
        store.save_scenario(name, PLAN, ANN)


def test_people_who_save_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: store.save_scenario(f"S{n}", {"n": n}, ANN), range(12)))
    assert {one.name: one.content["n"] for one in store.scenarios()} == {f"S{n}": n for n in range(12)}
    assert store.check()[0].faults == ()


def test_a_backup_carries_the_scenarios(
    store: Store, scoped: str, opened: Callable[[str], Store], tmp_path: Path
) -> None:
    store.save_scenario("Lean", PLAN, ANN)
    made = store.backup(tmp_path / "backup")
    assert not any(one.faults for one in check_file(made))
    target = str(tmp_path / "again.duckdb")
    assert restore(made, target) == 1
    again = opened(target)
    assert again.scenarios() == store.scenarios()
    assert again.check()[-1].proof.links == store.check()[-1].proof.links
    assert [summary.id for summary in again.projects()] == [scoped]


def test_a_store_comes_back_with_its_scenarios(address: str, opened: Callable[[str], Store]) -> None:
    first = opened(address)
    first.save_scenario("Lean", PLAN, ANN)
    first.close()
    assert opened(address).scenarios()[0].content == PLAN


def test_a_scenario_that_was_altered_in_the_database_is_told(store: Store) -> None:
    store.save_scenario("Lean", PLAN, ANN)
    store.database.writing(lambda connection: connection.execute(log.update().values(new={"value": {}})))
    assert store.check()[0].faults == ("row 1 was changed",)


def test_scenarios_that_were_altered_in_a_backup_are_refused(
    tmp_path: Path, opened: Callable[[str], Store]
) -> None:
    source = tmp_path / "backup.zip"
    with zipfile.ZipFile(source, "x") as packed:
        packed.writestr("house.json", '[{"revision": 1}]')
    target = str(tmp_path / "new.duckdb")
    with pytest.raises(InputError, match=r"house\.json: this log was altered"):
        restore(source, target)
    with opened(target).database.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(log)) == 0
