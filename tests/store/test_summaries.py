"""Summaries in the database: filters, orders and pages, what makes them old, and that they can be dropped."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from mlscope.project import Answer, Project, Stage
from mlscope.store import Author, Change, Made, Order, Store, Wanted, open_store, packed, restore
from mlscope.store.summaries import LEASE, claim
from mlscope.store.tables import meta, summary

ANN = Author("Ann")
CONTENT = "packs and rules of today"
ROWS = {
    "Alpha": {
        "value": 5.0,
        "chance": 0.2,
        "verdict": "go",
        "owner": "Zoe",
        "tags": packed(["retail", "50%"]),
    },
    "beta": {"value": -1.0, "chance": 0.9, "verdict": "no_go", "owner": "adam", "completeness": 0.5},
    "Gamma_1": {"value": 9.0, "verdict": "cannot_say", "owner": "", "finish": dt.date(2027, 1, 8)},
    "Delta": {"currency": "USD", "value": 1.0, "finish": dt.date(2026, 1, 8), "tags": packed(["care"])},
}


@pytest.fixture
def filled(store: Store) -> Store:
    """Four projects with summaries, and one without."""
    ids = store.create_all([Project(name=name) for name in [*ROWS, "Epsilon"]], ANN)
    store.keep_summaries(
        CONTENT,
        [
            Made(one, store.stamp(one), "key", columns={"currency": "EUR"} | ROWS[name], text=name)
            for one, name in zip(ids, ROWS, strict=False)
        ],
    )
    return store


def names(store: Store, wanted: Wanted, order: Order = "name") -> list[str]:
    listed = store.listed(CONTENT, wanted, order)
    assert store.counted(wanted) == len(listed)
    return [one.name for one, _ in listed]


def test_the_database_finds_by_name_stage_verdict_owner_and_tag(filled: Store) -> None:
    beta = next(one.id for one in filled.projects() if one.name == "beta")
    filled.apply(beta, [Change("project/stage", Answer(value="review"), Answer(value="scoping"))], ANN)

    assert names(filled, Wanted(words=" ETA ")) == ["beta"]
    assert names(filled, Wanted(words="_")) == ["Gamma_1"]
    assert names(filled, Wanted(stages=["review"])) == ["beta"]
    assert names(filled, Wanted(verdicts=["go", "cannot_say"])) == ["Alpha", "Gamma_1"]
    assert names(filled, Wanted(owners=["adam"])) == ["beta"]
    assert names(filled, Wanted(tags=["care", "50%"])) == ["Alpha", "Delta"]
    assert names(filled, Wanted(tags=["are"])) == []
    assert names(filled, Wanted(archived=True)) == []
    assert names(filled, Wanted(ids=[beta])) == ["beta"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Alpha", "beta", "Delta", "Epsilon", "Gamma_1"]),
        ("value", ["Gamma_1", "Alpha", "beta", "Delta", "Epsilon"]),
        ("chance", ["beta", "Alpha", "Delta", "Epsilon", "Gamma_1"]),
        ("verdict", ["Alpha", "Gamma_1", "beta", "Delta", "Epsilon"]),
        ("owner", ["beta", "Alpha", "Delta", "Epsilon", "Gamma_1"]),
        ("finish", ["Delta", "Gamma_1", "Alpha", "beta", "Epsilon"]),
        ("completeness", ["beta", "Alpha", "Delta", "Epsilon", "Gamma_1"]),
        ("tag", ["Delta", "Alpha", "beta", "Epsilon", "Gamma_1"]),
    ],
)
def test_what_is_not_known_comes_last_in_every_order(
    filled: Store, order: Order, expected: list[str]
) -> None:
    assert names(filled, Wanted(), order) == expected


def test_pages_make_up_the_whole_list(filled: Store) -> None:
    pages = [filled.listed(CONTENT, Wanted(), "value", 2, start) for start in (0, 2, 4)]

    assert [one.name for page in pages for one, _ in page] == names(filled, Wanted(), "value")
    assert filled.choices("owner") == ["adam", "Zoe"]
    assert filled.choices("tags") == ["50%", "care", "retail"]


def test_an_old_summary_is_shown_marked_until_it_is_made_anew(filled: Store) -> None:
    def state() -> dict[str, tuple[str, bool]]:
        return {one.name: (kept.text, kept.current) for one, kept in filled.listed(CONTENT)}

    alpha = next(one.id for one in filled.projects() if one.name == "Alpha")
    assert state() == {name: (name, True) for name in ROWS} | {"Epsilon": ("", False)}
    assert filled.progress(CONTENT).waiting == 1
    assert filled.progress("another content").waiting == 5

    filled.apply(alpha, [Change("problem.statement", Answer(value="New words"))], ANN)

    assert state()["Alpha"] == ("Alpha", False)
    waiting = filled.unsummarised(CONTENT, 9)
    assert [(key, stamp) for one, stamp, key in waiting if one == alpha] == [("key", filled.stamp(alpha))]
    assert alpha not in [one for one, _, _ in filled.unsummarised(CONTENT, 9, dt.timedelta(hours=1))]

    filled.keep_summaries(CONTENT, [Made(alpha, filled.stamp(alpha), "key", text="Anew", draws=b"1234")])

    assert state()["Alpha"] == ("Anew", True)
    assert {kept.draws for _, kept in filled.listed(CONTENT, draws=True)} == {b"", b"1234"}

    filled.apply(alpha, [Change("project/stage", Answer(value="review"), Answer(value="scoping"))], ANN)
    filled.keep_summaries(CONTENT, [], [(alpha, filled.stamp(alpha))])

    assert state()["Alpha"] == ("Anew", True)


def test_summaries_are_in_no_archive_and_no_proof(
    filled: Store, opened: Callable[[str], Store], tmp_path: Path
) -> None:
    alpha = next(one.id for one in filled.projects() if one.name == "Alpha")
    before = filled.export(alpha), filled.proof(alpha), filled.verify(alpha)

    filled.keep_summaries(CONTENT, [Made(alpha, filled.stamp(alpha), "other", text="Something else")])

    assert (filled.export(alpha), filled.proof(alpha), filled.verify(alpha)) == before
    backup, target = filled.backup(tmp_path / "copy"), str(tmp_path / "restored.duckdb")
    assert restore(backup, target) == 5
    assert opened(target).progress(CONTENT).waiting == 5


@pytest.mark.parametrize("loss", ["dropped", "of another version"])
def test_a_store_opens_without_its_summaries(address: str, loss: str) -> None:
    first = open_store(address)
    one = first.create(Project(name="Churn"), ANN)
    first.keep_summaries(CONTENT, [Made(one, first.stamp(one), "key", text="Kept")])
    with first.database.engine.begin() as connection:
        if loss == "dropped":
            summary.drop(connection)
        else:
            connection.execute(meta.update().where(meta.c.name == "derived").values(value="0"))
    first.close()

    again = open_store(address)

    assert [kept.text for _, kept in again.listed(CONTENT)] == [""]
    assert again.verify(one) == []
    again.keep_summaries(CONTENT, [Made(one, again.stamp(one), "key", text="Made anew")])
    again.close()
    third = open_store(address)
    assert [kept.text for _, kept in third.listed(CONTENT)] == ["Made anew"]
    third.close()


def test_one_process_works_out_the_summaries_until_it_falls_silent(store: Store) -> None:
    def claims(worker: str) -> bool:
        return store.database.writing(lambda connection: claim(connection, worker))

    assert [claims("one"), claims("two"), claims("one")] == [True, False, True]

    past = (dt.datetime.now(dt.UTC) - LEASE).isoformat()
    with store.database.engine.begin() as connection:
        connection.execute(sa.update(meta).where(meta.c.name == "summaries").values(value=f"{past} one"))

    assert [claims("two"), claims("one")] == [True, False]


def test_of_many_that_claim_at_once_one_works_out_the_summaries(store: Store) -> None:
    def claims(worker: str) -> bool:
        return store.database.writing(lambda connection: claim(connection, worker))

    workers = [f"worker {number}" for number in range(8)]
    with ThreadPoolExecutor(len(workers)) as threads:
        first = list(threads.map(claims, workers))

    assert first.count(True) == 1
    assert [claims(worker) for worker in workers] == first


def test_the_log_tells_every_move_from_stage_to_stage(store: Store) -> None:
    one, other = store.create_all([Project(name="A", stage=Stage.idea), Project(name="B")], ANN)
    store.apply(one, [Change("project/stage", Answer(value="scoping"), Answer(value="idea"))], ANN)
    store.archive(other, ANN)

    assert [(move.project, move.before, move.stage) for move in store.moves()] == [
        (one, "", "idea"),
        (one, "idea", "scoping"),
    ]
