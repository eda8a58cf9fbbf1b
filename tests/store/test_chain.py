"""The chain of hashes in the log: what it proves, what breaks it, and what a redaction leaves of it."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from mlscope.errors import InputError
from mlscope.project import BLANK, Answer, Project, SignOff
from mlscope.store import Author, Change, Proof, Store, check_file, open_store, restore
from mlscope.store.chain import Row, prove
from mlscope.store.tables import content, log, milestone, project
from tests.store.before import unchain, unchained

ANN, BO = Author("Ann"), Author("Bo", verified=True)
STATEMENT = "problem.statement"
SECRET = "Maria Keller earns 54,000"
Opening = Callable[[str], Store]


def put(store: Store, project_id: str, key: str, value: Any, author: Author = ANN) -> None:
    old = store.load(project_id).answers.get(key, BLANK)
    assert not store.apply(project_id, [Change(key, Answer(value=value), old)], author).conflicts


def alter(store: Store, statement: sa.Update | sa.Delete) -> None:
    store.database.writing(lambda connection: connection.execute(statement))


@pytest.fixture
def signed(store: Store, scoped: str) -> str:
    """A project with two answers and an approved milestone that pins a text."""
    put(store, scoped, STATEMENT, SECRET)
    put(store, scoped, STATEMENT, f"{SECRET} a year", BO)
    store.milestone(scoped, "Review", BO, seed=7, software="0.1.0", content={"packs/house": "version: 1\n"})
    approval = SignOff(id="S1", milestone="Review", decision="approved").model_dump(mode="json")
    put(store, scoped, "sign_off/S1", approval, BO)
    return scoped


def test_a_log_is_chained_from_its_first_row_on(store: Store, signed: str) -> None:
    proof = store.proof(signed)
    assert (proof.whole, proof.begun, proof.fault) == (True, 1, "")
    assert len(set(proof.links)) == len(proof.links) == store.load(signed).revision
    assert store.verify(signed) == []


def test_a_head_proves_all_rows_before_it_for_ever(store: Store, signed: str) -> None:
    before = store.proof(signed)
    put(store, signed, STATEMENT, "Later")
    after = store.proof(signed)
    assert after.links[: len(before.links)] == before.links
    assert after.row_of(f" {before.head.upper()}\n") == len(before.links)
    assert after.row_of(f"{before.head[:30]}\u200b\n{before.head[30:]}") == len(before.links)
    assert after.row_of("0" * 64) is None
    assert Proof((), 1).row_of("") is None


def test_milestones_and_signatures_are_rows(store: Store, signed: str) -> None:
    (made,) = store.milestones(signed)
    newest, before = store.history(signed, limit=2)
    assert (newest.key, before.key) == ("sign_off/S1", f"milestone/{made.id}")
    assert before.new.value == made.record
    assert (before.author, before.at, before.revision) == ("Bo", made.at, made.revision + 1)


def test_a_signed_document_rests_on_the_row_of_the_last_signature(store: Store, signed: str) -> None:
    links = store.proof(signed).links
    head = store.head(signed, "Review")
    assert head == links[-1]
    put(store, signed, STATEMENT, "Later")
    store.milestone(signed, "Second", ANN)
    assert store.head(signed, "Review") == head
    assert store.head(signed, "Second") == store.proof(signed).head
    assert store.head(signed, "None such") == ""


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("new", {"value": "Never said", "state": "answered"}),
        ("old", {}),
        ("author", "Cleo"),
        ("verified", False),
        ("key", "problem.context"),
        ("digest", "0" * 64),
        ("salt", "0" * 32),
        ("salt", None),
        ("link", "0" * 64),
    ],
)
def test_a_row_that_was_changed_breaks_the_chain(
    store: Store, signed: str, column: str, value: object
) -> None:
    row = store.history(signed, STATEMENT)[0].revision
    alter(store, log.update().where(log.c.revision == row).values({column: value}))
    proof = store.proof(signed)
    assert (proof.whole, proof.broken, len(proof.links)) == (False, row, row - 1)
    assert proof.fault.startswith(f"row {row} ")
    assert proof.fault in store.verify(signed)


def test_rows_that_are_missing_break_the_chain(store: Store, signed: str) -> None:
    last = store.load(signed).revision
    alter(store, log.delete().where(log.c.revision == last))
    alter(store, project.update().values(revision=last - 1))
    assert store.proof(signed).fault == f"rows after row {last - 1} are missing"
    alter(store, log.delete().where(log.c.revision == 3))
    assert store.proof(signed).fault == "row 3 is missing"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (milestone.update().values(seed=8), "the milestone 'Review' was changed"),
        (milestone.update().values(author="Cleo"), "the milestone 'Review' was changed"),
        (milestone.update().values(id="other"), "the milestone 'Review' stands in no row of the log"),
        (milestone.delete(), "the milestone 'Review' is missing"),
        (content.update().values(text="version: 2\n"), "the text 'packs/house' that the milestone 'Review'"),
        (content.delete(), "the text 'packs/house' that the milestone 'Review'"),
    ],
    ids=["changed", "signed by another", "made up", "deleted", "text changed", "text deleted"],
)
def test_a_milestone_that_was_changed_is_told(
    store: Store, signed: str, statement: sa.Update | sa.Delete, fault: str
) -> None:
    alter(store, statement)
    proof = store.proof(signed)
    assert (proof.whole, proof.broken) == (False, None)
    assert proof.fault.startswith(fault)


# ── redaction
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_redaction_erases_content_and_salt_and_keeps_the_chain(store: Store, signed: str) -> None:
    store.apply(signed, [Change(STATEMENT, Answer(value=f"No: {SECRET}"))], ANN)
    before = store.proof(signed)
    rows = [row.revision for row in store.history(signed) if SECRET in str(row)]
    assert store.redact(signed, STATEMENT, "names a person", ANN) == len(rows) == 3
    after = store.proof(signed)
    assert after.whole
    assert after.links[:-1] == before.links
    archive = json.loads(store.export(signed))
    assert SECRET not in json.dumps(archive)
    assert [row["revision"] for row in archive["log"] if row["salt"] is None] == sorted(rows)
    assert store.history(signed)[0].new.value["revisions"] == sorted(rows)
    assert store.verify(signed) == []


def test_words_put_into_a_redacted_row_break_the_chain(store: Store, signed: str) -> None:
    store.redact(signed, STATEMENT, "names a person", ANN)
    row = store.history(signed, STATEMENT)[0].revision
    alter(store, log.update().where(log.c.revision == row).values(new={"value": "x", "state": "answered"}))
    assert store.proof(signed).broken == row


def test_a_redaction_holds_against_an_archive_from_before_it(store: Store, signed: str) -> None:
    archive = store.export(signed)
    store.redact(signed, STATEMENT, "names a person", ANN)
    assert store.import_archive(archive, BO) == signed
    assert SECRET not in store.export(signed).decode()


# ── archives
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_chain_travels_under_whatever_id(store: Store, signed: str, opened: Opening) -> None:
    store.redact(signed, STATEMENT, "names a person", ANN)
    links = store.proof(signed).links
    elsewhere = opened(":memory:")
    elsewhere.create(Project(id=signed, name="In the way"), ANN)
    arrived = elsewhere.import_archive(store.export(signed), ANN)
    assert arrived != signed
    proof = elsewhere.proof(arrived)
    assert proof.whole
    assert proof.links[:-1] == links
    assert elsewhere.head(arrived, "Review") == store.head(signed, "Review")


def test_imported_authors_are_never_verified(store: Store, signed: str, opened: Opening) -> None:
    elsewhere = opened(":memory:")
    arrived = elsewhere.import_archive(store.export(signed), BO)
    put(elsewhere, arrived, STATEMENT, "Said here", BO)
    own, noted, *imported = elsewhere.history(arrived)
    assert [(row.verified, row.imported, row.who) for row in (own, noted)] == [(True, False, "Bo")] * 2
    assert {(row.verified, row.imported) for row in imported} == {(False, True)}
    assert {row.who for row in imported} == {"Ann (imported)", "Bo (imported)"}
    assert [made.verified for made in elsewhere.milestones(arrived)] == [False]
    elsewhere.milestone(arrived, "Here", BO)
    assert [made.verified for made in elsewhere.milestones(arrived)] == [False, True]
    again = store.import_archive(elsewhere.export(arrived), ANN)
    assert {row.imported for row in store.history(again)[1:]} == {True}


def test_an_archive_that_was_altered_is_refused(store: Store, signed: str, opened: Opening) -> None:
    good = json.loads(store.export(signed))
    elsewhere = opened(":memory:")
    for row, part, value, fault in (
        (6, "new", {"value": "Never said", "state": "answered"}, "row 7 was changed"),
        (6, "verified", True, "row 7 was changed, or it does not follow"),
        (6, "salt", None, "row 7 lost its content, and no redaction says so"),
        (0, "time", "2020-01-01T00:00:00Z", "row 1 was changed"),
    ):
        log_rows = [dict(one) for one in good["log"]]
        log_rows[row][part] = value
        with pytest.raises(InputError, match=fault):
            elsewhere.import_archive(json.dumps(good | {"log": log_rows}).encode(), ANN)
    forged = [good["milestones"][0] | {"author": "Cleo"}]
    with pytest.raises(InputError, match="the milestone 'Review' was changed"):
        elsewhere.import_archive(json.dumps(good | {"milestones": forged}).encode(), ANN)
    shortened = [{name: part for name, part in row.items() if name != "link"} for row in good["log"]]
    with pytest.raises(InputError, match="lack their hashes"):
        elsewhere.import_archive(json.dumps(good | {"log": shortened}).encode(), ANN)
    assert elsewhere.projects() == []


@pytest.mark.parametrize(
    "value", [5, "x", [], {}, {"milestones": 5}, {"milestones": {"a": 5}}, {"revisions": 5}]
)
def test_bookkeeping_that_no_store_writes_is_told_and_no_fault_of_the_program(value: Any) -> None:
    for key in ("store/chain", "redaction/R", "milestone/M"):
        row = Row(1, dt.datetime.now(dt.UTC), "Ann", False, key, {}, {"value": value, "state": "answered"})
        assert len(prove([row.after("")], [], {}).links) == 1


def test_an_archive_from_before_starts_its_chain_with_a_row_that_sums_it_up(
    store: Store, signed: str, opened: Opening
) -> None:
    old = unchained(store.export(signed))
    rows = len(old["log"])
    elsewhere = opened(":memory:")
    arrived = elsewhere.import_archive(json.dumps(old).encode(), ANN)
    proof = elsewhere.proof(arrived)
    assert (proof.whole, proof.begun, len(proof.links)) == (True, rows + 1, rows + 2)
    summed = elsewhere.history(arrived, "store/chain")[0]
    assert summed.new.value["rows"] == rows
    assert [record["name"] for record in summed.new.value["milestones"].values()] == ["Review"]
    assert elsewhere.head(arrived, "Review") == proof.links[rows]
    assert {row.verified for row in elsewhere.history(arrived)[1:]} == {False}
    assert elsewhere.verify(arrived) == []
    assert elsewhere.import_archive(json.dumps(old).encode(), ANN) == arrived


# ── stores from before
# ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_store_from_before_starts_its_chains_when_it_is_opened(address: str, opened: Opening) -> None:
    store = open_store(address)
    first, second = (store.create(Project(name=name), ANN) for name in ("Churn", "Demand"))
    put(store, first, STATEMENT, "Customers leave", BO)
    store.apply(first, [Change("problem.context", Answer(value="typ"))], ANN, typing=True)
    store.milestone(second, "Review", BO)
    listed = [(one.id, one.changed_by) for one in store.projects()]
    unchain(store)
    store.close()
    for _ in range(2):
        store = opened(address)
        for made in (first, second):
            proof = store.proof(made)
            assert (proof.whole, store.verify(made)) == (True, [])
            (summed,) = store.history(made, "store/chain")
            assert (proof.begun, summed.new.value["rows"]) == (summed.revision, summed.revision - 1)
    assert sorted((one.id, one.changed_by) for one in store.projects()) == sorted(listed)
    assert store.load(first).project.problem.statement == "Customers leave"
    assert store.load(first).project.problem.context == "typ"
    put(store, first, STATEMENT, "Chained by now")
    assert store.proof(first).whole
    assert store.head(second, "Review") == store.proof(second).links[store.proof(second).begun - 1]
    alter(store, log.update().where(log.c.project == first, log.c.revision == 1).values(author="Cleo"))
    assert store.proof(first).broken == 1


# ── files
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_archives_and_backups_are_checked_as_files(store: Store, signed: str, tmp_path: Path) -> None:
    other = store.create(Project(name="Demand"), ANN)
    store.archive(other, ANN)
    head = store.proof(signed).head
    archive = tmp_path / "churn.json"
    archive.write_bytes(store.export(signed))
    made = store.backup(tmp_path / "backup")
    assert [(one.name, one.proof.head, one.faults) for one in check_file(archive)] == [("Churn", head, ())]
    assert {one.id: one.proof.whole for one in check_file(made)} == {signed: True, other: True}
    again = tmp_path / "again.duckdb"
    assert restore(made, str(again)) == 2
    assert {one.proof.head for one in check_file(again)} >= {head}
    archive.write_bytes(archive.read_bytes().replace(b"Maria", b"Marie"))
    assert check_file(archive)[0].proof.broken
    archive.write_bytes(store.export(signed)[:-9])
    with pytest.raises(InputError, match="not valid JSON"):
        check_file(archive)
    archive.write_text(json.dumps(unchained(store.export(signed))))
    assert "nothing in it can be proved" in check_file(archive)[0].faults[0]


def test_a_broken_chain_is_still_backed_up_and_restored_and_still_told(
    store: Store, signed: str, tmp_path: Path, opened: Opening
) -> None:
    alter(store, log.update().where(log.c.revision == 3).values(author="Cleo"))
    assert restore(store.backup(tmp_path / "backup"), str(tmp_path / "again.duckdb")) == 1
    assert opened(str(tmp_path / "again.duckdb")).proof(signed).broken == 3
