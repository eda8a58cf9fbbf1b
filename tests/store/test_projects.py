"""Whole projects: lists, copies, milestones, redaction; and their travels as archives and backups."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mlscope.errors import InputError, MlscopeError, NewerVersion, StoreError
from mlscope.project import BLANK, TYPED_QUESTIONS, Answer, Project, SignOff, Stage, State, Waiver
from mlscope.store import Author, Change, Store, restore
from mlscope.store.editing import TOGETHER

ANN, BO = Author("Ann"), Author("Bo", verified=True)
STATEMENT = "problem.statement"
SECRET = "Maria Keller earns 54,000"
Opening = Callable[[str], Store]


def put(store: Store, project: str, key: str, value: Any, author: Author = ANN) -> None:
    old = store.load(project).answers.get(key, BLANK)
    assert not store.apply(project, [Change(key, Answer(value=value), old)], author).conflicts


def test_what_came_of_figures_is_known_of_all_projects_but_samples(store: Store) -> None:
    ids = [
        store.create(Project(name=name, sample=name == "Sample"), ANN) for name in ("One", "Two", "Sample")
    ]
    for project, key, value in (
        (ids[0], "cost/0", {"value": 3.0, "given": {"name": "Cost", "middle": 2.0}}),
        (ids[0], "cost/1", 4.0),
        (ids[2], "cost/0", 9.0),
    ):
        put(store, project, f"actual/{key}", value)
    put(store, ids[0], "actual/cost/2", 5.0)
    taken_back = store.load(ids[0]).answers["actual/cost/2"]
    store.apply(ids[0], [Change("actual/cost/2", BLANK, taken_back)], ANN)
    found = store.actuals()
    assert set(found) == {ids[0]}
    assert {key: one.value for key, one in found[ids[0]].items()} == {"cost/0": 3.0, "cost/1": 4.0}
    assert found[ids[0]]["cost/0"].given is not None


@pytest.fixture
def lived_in(store: Store, samples: dict[str, Project]) -> str:
    """Some steps of a sample project that people have worked on, with a milestone."""
    sample = next(iter(samples.values()))
    short = sample.model_dump(
        by_alias=True,
        exclude={"data", "metrics", "approach", "feasibility", "ethics", "risks", "answers", "more", "slots"},
    )
    project = store.create(Project.model_validate(short), ANN)
    put(store, project, STATEMENT, "First words", BO)
    store.milestone(project, "Review", BO, seed=7, software="0.1.0", content={"packs/house": "version: 1\n"})
    put(store, project, STATEMENT, "Second words")
    store.apply(project, [Change(STATEMENT, Answer(value="Too late"))], BO)
    store.apply(
        project,
        [
            Change(
                "problem.context",
                Answer(value="still typ"),
                store.load(project).answers.get("problem.context", BLANK),
            )
        ],
        ANN,
        typing=True,
    )
    return project


# ── lists
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_each_project_as_it_is_now(store: Store, scoped: str) -> None:
    other = store.create(Project(name="Demand", sample=True), BO)
    put(store, scoped, "project/name", "Churn of customers", BO)
    put(store, scoped, "project/stage", "review")
    newest, older = store.projects()
    assert (newest.id, newest.name, newest.stage, newest.sample, newest.changed_by) == (
        scoped,
        "Churn of customers",
        "review",
        False,
        "Ann",
    )
    assert (older.id, older.name, older.sample, older.revision) == (
        other,
        "Demand",
        True,
        store.load(other).revision,
    )
    assert older.created <= newest.changed <= dt.datetime.now(dt.UTC)


def test_an_archived_project_leaves_the_list_and_comes_back(store: Store, scoped: str) -> None:
    store.archive(scoped, BO)
    assert (store.projects(), [one.id for one in store.projects(archived=True)]) == ([], [scoped])
    assert store.load(scoped).archived
    store.archive(scoped, ANN, archived=False)
    assert [one.id for one in store.projects()] == [scoped]
    assert [(row.author, row.new.value) for row in store.history(scoped, "store/archived")] == [
        ("Ann", False),
        ("Bo", True),
    ]


def test_a_duplicate_has_the_answers_but_not_what_others_said_about_them(store: Store, lived_in: str) -> None:
    put(store, lived_in, "comment/C1", {"id": "C1", "text": "Really?"})
    put(store, lived_in, "waiver/DATA-01", Waiver(reason="Known").model_dump(mode="json"))
    put(
        store,
        lived_in,
        "sign_off/S1",
        SignOff(id="S1", milestone="Review", decision="approved").model_dump(mode="json"),
    )
    put(store, lived_in, "actual/npv", 12.0)
    put(store, lived_in, "project/stage", "approved")
    original = store.load(lived_in).project
    twin = store.duplicate(lived_in, "Second try", BO)
    copy = store.load(twin).project
    assert (copy.name, copy.stage, copy.comments, copy.waivers, copy.sign_offs, copy.actuals) == (
        "Second try",
        Stage.scoping,
        [],
        {},
        [],
        {},
    )
    assert copy.problem.context == "still typ"
    assert (copy.value, copy.risks, copy.plan, copy.slots) == (
        original.value,
        original.risks,
        original.plan,
        original.slots,
    )
    assert store.history(twin, "store/copied_from")[0].new.value["id"] == lived_in
    assert store.load(lived_in).project == original
    assert store.verify(twin) == []


def test_a_project_started_from_a_similar_one_counts_no_answer_until_it_is_confirmed(
    store: Store, lived_in: str
) -> None:
    known = store.load(lived_in).answers
    asked = Answer(state=State.unknown, who="Ann", by=dt.date(2026, 3, 1))
    absent = Answer(state=State.not_applicable, reason="Bought")
    changes = [
        Change(key, new, known.get(key, BLANK))
        for key, new in {"data.base_rate": asked, "people.experts": absent}.items()
    ]
    assert not store.apply(lived_in, changes, ANN).conflicts
    original = store.load(lived_in).project
    alike = store.load(store.duplicate(lived_in, "Alike", BO, to_be_confirmed=True)).project
    given = [
        q.id
        for q in TYPED_QUESTIONS
        if original.raw(q.id) is not None or original.state(q.id) == State.not_applicable
    ]
    assert [key for key in given if not alike.assumed(key)] == []
    plain = [q.id for q in TYPED_QUESTIONS if q.kind != "table"]
    assert [alike.raw(key) for key in plain if key != "data.base_rate"] == [
        original.raw(key) for key in plain if key != "data.base_rate"
    ]
    assert alike.state("data.base_rate") == State.untouched
    assert alike.as_of == dt.date.today()
    assert store.verify(alike.id) == []


# ── milestones
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_milestone_pins_revision_seed_software_and_content(store: Store, lived_in: str) -> None:
    (milestone,) = store.milestones(lived_in)
    digest = hashlib.sha256(b"version: 1\n").hexdigest()
    assert (milestone.name, milestone.seed, milestone.software, milestone.author) == (
        "Review",
        7,
        "0.1.0",
        "Bo",
    )
    assert milestone.as_of == store.load(lived_in).project.as_of
    assert milestone.content == {"packs/house": digest}
    assert store.content(digest) == "version: 1\n"
    assert store.at(lived_in, milestone.revision).problem.statement == "First words"


def test_a_milestone_is_never_changed(store: Store, lived_in: str) -> None:
    before = store.milestones(lived_in)
    with pytest.raises(InputError, match="milestones never change"):
        store.milestone(lived_in, " Review ", ANN, content={"packs/house": "version: 2\n"})
    store.milestone(lived_in, "Later", ANN, content={"packs/house": "version: 2\n"})
    assert store.milestones(lived_in)[0] == before[0]
    assert store.content(before[0].content["packs/house"]) == "version: 1\n"


def test_a_milestone_includes_what_is_being_typed(store: Store, scoped: str) -> None:
    store.apply(scoped, [Change(STATEMENT, Answer(value="typed"))], ANN, typing=True)
    assert store.at(scoped, store.milestone(scoped, "Now", BO).revision).problem.statement == "typed"


# ── redaction
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_redacted_answer_is_gone_everywhere_and_the_log_says_who_did_it(store: Store, scoped: str) -> None:
    put(store, scoped, STATEMENT, SECRET)
    put(store, scoped, STATEMENT, f"{SECRET} a year", BO)
    store.apply(scoped, [Change(STATEMENT, Answer(value=f"No: {SECRET}"))], ANN)
    put(store, scoped, "problem.context", "kept")
    store.apply(
        scoped,
        [Change(STATEMENT, Answer(value=f"{SECRET}!"), store.load(scoped).answers[STATEMENT])],
        ANN,
        typing=True,
    )
    assert store.redact(scoped, STATEMENT, "names a person", BO) == 4
    assert SECRET not in store.export(scoped).decode()
    assert STATEMENT not in store.load(scoped).answers
    assert store.load(scoped).project.problem.context == "kept"
    newest = store.history(scoped)[0]
    assert (newest.author, newest.new.value) == (
        "Bo",
        {"key": STATEMENT, "reason": "names a person", "rows": 4, "revisions": [7, 8, 9, 11]},
    )
    assert store.verify(scoped) == []
    assert store.at(scoped, 6).problem.statement is None


def test_a_redacted_name_leaves_a_project_that_can_be_read(store: Store, scoped: str) -> None:
    put(store, scoped, "project/name", SECRET)
    store.redact(scoped, "project/name", "names a person", ANN)
    assert (
        store.load(scoped).project.name == store.projects()[0].name == store.at(scoped, 1).name == "Redacted"
    )
    assert SECRET not in store.export(scoped).decode()


def test_a_redaction_needs_a_reason_and_something_to_redact(store: Store, scoped: str) -> None:
    for key, reason in (
        (STATEMENT, " "),
        ("problem.nothing", "why"),
        ("slot/value.gain", "why"),
        ("project/as_of", "why"),
    ):
        with pytest.raises(InputError):
            store.redact(scoped, key, reason, ANN)


# ── archives
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_travels_without_loss(store: Store, lived_in: str, opened: Opening) -> None:
    elsewhere = opened(":memory:")
    assert elsewhere.import_archive(store.export(lived_in), BO) == lived_in
    arrived = [replace(row, verified=False, imported=True) for row in store.history(lived_in)]
    assert elsewhere.history(lived_in)[1:] == arrived
    assert elsewhere.history(lived_in)[0].key == "store/imported"
    assert elsewhere.milestones(lived_in) == [
        replace(made, verified=False) for made in store.milestones(lived_in)
    ]
    assert elsewhere.content(store.milestones(lived_in)[0].content["packs/house"]) == "version: 1\n"
    assert elsewhere.load(lived_in).project == store.load(lived_in).project
    assert elsewhere.projects()[0].created == store.projects()[0].created
    assert elsewhere.verify(lived_in) == []


def test_an_archive_whose_log_is_here_already_changes_nothing(store: Store, lived_in: str) -> None:
    archive = store.export(lived_in)
    put(store, lived_in, STATEMENT, "Third words")
    before = store.load(lived_in)
    assert store.import_archive(archive, BO) == lived_in
    assert store.load(lived_in) == before


def test_an_archive_with_another_log_gets_a_new_id(store: Store, lived_in: str, opened: Opening) -> None:
    elsewhere = opened(":memory:")
    elsewhere.import_archive(store.export(lived_in), BO)
    put(elsewhere, lived_in, STATEMENT, "Elsewhere")
    put(store, lived_in, STATEMENT, "Here")
    arrived = store.import_archive(elsewhere.export(lived_in), ANN)
    assert arrived != lived_in
    assert store.load(arrived).project.problem.statement == "Elsewhere"
    assert store.load(lived_in).project.problem.statement == "Here"


def broken_archives(good: bytes) -> dict[str, tuple[bytes, str]]:
    def altered(**parts: Any) -> bytes:
        return json.dumps(json.loads(good) | parts).encode()

    rows, pinned = json.loads(good)["log"], json.loads(good)["milestones"][0]
    return {
        "empty": (b"", "not valid JSON"),
        "binary": (bytes(range(256)), "not valid JSON"),
        "deep": (b"[" * 100_000, "nested too deeply"),
        "a list": (b"[]", "no archive"),
        "a project file": (b'{"schema": 1, "name": "Churn"}', "no archive"),
        "newer": (altered(mlscope_archive=3), "newer mlscope"),
        "a gap": (altered(log=rows[:2] + rows[3:]), "without a gap"),
        "no log": (altered(log=[]), "log"),
        "a time without zone": (altered(log=[rows[0] | {"time": "2026-01-01T00:00:00"}, *rows[1:]]), "log > #1 > time"),
        "a time at the calendar's end": (altered(log=[rows[0] | {"time": "9999-12-31T23:59:59-12:00"}, *rows[1:]]), "log > #1 > time: the year 9999 is no time at which somebody wrote"),
        "a time at the calendar's start": (altered(log=[rows[0] | {"time": "0001-01-01T00:00:00+14:00"}, *rows[1:]]), "log > #1 > time: the year 1 is no time"),
        "a seed that no figure was drawn with": (altered(milestones=[pinned | {"seed": 10**30}]), "milestones > #1 > seed: this must be below 4,294,967,296"),
        "a whole number without end": (b'{"mlscope_archive": ' + b"9" * 5000 + b"}", "has 5,000 digits"),
        "a key twice": (b'{"mlscope_archive": 1, "mlscope_archive": 1}', "the key 'mlscope_archive' stands twice"),
        "an unreadable record": (altered(log=[rows[0] | {"new": {"value": 7, "state": "answered"}}, *rows[1:]]), "name"),
        "an unknown part": (altered(extra=1), "unknown key 'extra'"),
        "an altered text": (altered(contents={"0" * 64: "other"}), "does not match its hash"),
        "a cut milestone": (altered(contents={}), "rests on rows or texts that are missing"),
    }  # fmt: skip


def test_a_broken_archive_is_refused_with_a_sentence_and_leaves_nothing(
    store: Store, lived_in: str, opened: Opening
) -> None:
    elsewhere = opened(":memory:")
    for what, (content, sentence) in broken_archives(store.export(lived_in)).items():
        with pytest.raises(InputError, match=sentence) as refused:
            elsewhere.import_archive(content, ANN)
        assert isinstance(refused.value, NewerVersion) == (what == "newer")
    assert elsewhere.projects() == []


# ── backups
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_made_while_people_type_restores_everything(
    store: Store, lived_in: str, tmp_path: Path, opened: Opening
) -> None:
    other = store.create(Project(name="Second"), BO)
    store.archive(other, ANN)
    made = store.backup(tmp_path / "away" / "backup")
    put(store, lived_in, STATEMENT, "After the backup")
    target = str(tmp_path / "new" / "store.duckdb")
    assert restore(made, target) == 2
    restored = opened(target)
    assert restored.history(lived_in) == store.history(lived_in)[1:]
    assert restored.milestones(lived_in) == store.milestones(lived_in)
    assert [one.id for one in restored.projects(archived=True)] == [other]
    assert [restored.verify(one) for one in (lived_in, other)] == [[], []]
    assert list(made.parent.iterdir()) == [made]


def test_a_backup_moves_a_house_to_another_engine(
    store: Store, lived_in: str, address: str, tmp_path: Path, opened: Opening
) -> None:
    assert restore(store.backup(tmp_path / "backup"), address) == 1
    assert opened(address).history(lived_in) == store.history(lived_in)


def test_backups_at_the_same_time_are_each_complete(
    store: Store, lived_in: str, tmp_path: Path, opened: Opening
) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: store.backup(tmp_path / f"backup{n}"), range(4)))
    assert all(restore(one, str(tmp_path / f"{one.stem}-again.duckdb")) == 1 for one in made)


def test_a_backup_never_overwrites_a_file(store: Store, tmp_path: Path) -> None:
    made = store.backup(tmp_path / "backup")
    content = made.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        store.backup(tmp_path / "backup")
    assert made.read_bytes() == content


def test_a_backup_into_a_folder_names_itself(store: Store, tmp_path: Path) -> None:
    assert store.backup(tmp_path).parent == tmp_path


def test_restoring_over_projects_is_refused(store: Store, scoped: str, tmp_path: Path) -> None:
    made = store.backup(tmp_path / "backup")
    target = str(tmp_path / "used.duckdb")
    assert restore(made, target) == 1
    with pytest.raises(InputError, match="has projects already"):
        restore(made, target)


def test_a_damaged_backup_restores_nothing_at_all(
    store: Store, lived_in: str, tmp_path: Path, opened: Opening
) -> None:
    good = store.export(lived_in)
    mixed = tmp_path / "mixed.zip"
    with zipfile.ZipFile(mixed, "w") as packed:
        packed.writestr("a.json", good)
        packed.writestr("b.json", good[:-20])
    cut = tmp_path / "cut.zip"
    cut.write_bytes(mixed.read_bytes()[:-30])
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(bytes(range(256)) * 200)
    target = str(tmp_path / "target.duckdb")
    for source in (mixed, cut, junk, tmp_path / "absent.zip", tmp_path):
        with pytest.raises(MlscopeError):
            restore(source, target)
    assert opened(target).projects() == []


def test_a_backup_that_cannot_be_written_says_so(store: Store, scoped: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "file" / "backup")


# ── many at once
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_projects_are_created_whole_each_with_a_log_that_holds(store: Store) -> None:
    words = "“Größe” 👍 \\ ' \" null 1e22 {}"
    projects = [Project(name=f"Candidate {number}") for number in range(TOGETHER + 2)]
    projects[1].problem.statement = words
    projects[1].more = {"house.large": 1e22, "house.small": 0.1}

    ids = store.create_all([*projects, projects[0]], ANN)

    assert len(set(ids)) == len(projects) + 1
    assert {one.name for one in store.projects()} == {one.name for one in projects}
    second = store.load(ids[1]).project
    assert (second.problem, second.more) == (projects[1].problem, projects[1].more)
    assert [store.verify(one) for one in (ids[0], ids[1], ids[-2], ids[-1])] == [[], [], [], []]


def test_of_many_projects_none_is_created_where_one_cannot_be(store: Store) -> None:
    unreadable = Project(name="Second")
    unreadable.more = {"house.figure": float("nan")}

    with pytest.raises(InputError):
        store.create_all([Project(name="First"), unreadable], ANN)

    assert store.projects() == []
