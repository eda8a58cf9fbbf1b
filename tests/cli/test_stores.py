"""Projects travel between files and stores without loss."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlscope.project import Answer, Project, files
from mlscope.store import Author, Change, open_store

from .conftest import Mlscope


@pytest.fixture
def filled(tmp_path: Path, samples: dict[str, Project]) -> Path:
    """A store with two samples, one of them edited."""
    path = tmp_path / "filled.duckdb"
    store = open_store(str(path))
    for sample in samples.values():
        store.create(sample, Author("somebody"))
    key = "problem.statement"
    store.apply(
        samples["churn"].id,
        [Change(key, Answer(value="Edited"), store.load(samples["churn"].id).answers[key])],
        Author("somebody"),
    )
    store.close()
    return path


def test_an_archive_carries_the_whole_history(
    mlscope: Mlscope, filled: Path, tmp_path: Path, samples: dict[str, Project]
) -> None:
    archive, other = tmp_path / "churn.json", tmp_path / "other.duckdb"
    assert mlscope("export", archive, "--project", samples["churn"].name, "--store", filled).code == 0
    said = mlscope("import", archive, "--store", other, "--format", "json")
    before, after = open_store(str(filled)), open_store(str(other))
    moved = said.plain["id"]
    assert after.load(moved).project == before.load(samples["churn"].id).project
    assert [row.new for row in after.history(moved)][-5:] == [
        row.new for row in before.history(samples["churn"].id)
    ][-5:]
    before.close()
    after.close()


def test_a_project_file_is_taken_in_too(
    mlscope: Mlscope, sample_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = sample_file("demand")
    said = mlscope("import", path, "--store", tmp_path / "new.duckdb", "--format", "json")
    store = open_store(str(tmp_path / "new.duckdb"))
    assert store.load(said.plain["id"]).project.name == files.load(path).name
    store.close()


def test_a_backup_comes_back_whole(
    mlscope: Mlscope, filled: Path, tmp_path: Path, samples: dict[str, Project]
) -> None:
    made = mlscope("backup", tmp_path / "saved.duckdb", "--store", filled, "--format", "json").plain["file"]
    said = mlscope("restore", made, "--store", tmp_path / "again.duckdb")
    assert (said.code, said.out) == (0, f"{len(samples)} projects are back\n")
    again, before = open_store(str(tmp_path / "again.duckdb")), open_store(str(filled))
    for sample in samples.values():
        assert again.load(sample.id).project == before.load(sample.id).project
    again.close()
    before.close()


def test_a_store_may_be_named_from_the_home_folder(
    mlscope: Mlscope, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(filled.parent))
    assert mlscope("backup", tmp_path / "saved.duckdb", "--store", f"~/{filled.name}").code == 0


def test_a_store_held_by_another_process_points_to_the_app(
    mlscope: Mlscope, filled: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from mlscope.store import open_store; s = open_store(sys.argv[1]); print('open',"
        " flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, filled], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        said = mlscope("backup", tmp_path / "saved.duckdb", "--store", filled)
        assert holder.stdin is not None
        holder.stdin.close()
    assert said.code == 1
    assert "it offers export and backup itself, on the Candidates page" in said.err


@pytest.mark.parametrize("command", ["export", "backup"])
def test_nothing_is_overwritten_and_no_store_is_made_by_a_slip(
    mlscope: Mlscope, filled: Path, tmp_path: Path, command: str
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("precious")
    assert mlscope(command, kept, "--store", filled).code == 1
    assert kept.read_text() == "precious"
    said = mlscope(command, tmp_path / "out.json", "--store", tmp_path / "slip.duckdb")
    assert (said.code, said.err) == (1, "there is no store at 'slip.duckdb'; name one with --store\n")
    assert not (tmp_path / "slip.duckdb").exists()


def test_export_asks_which_project_when_there_are_several(
    mlscope: Mlscope, filled: Path, tmp_path: Path, samples: dict[str, Project]
) -> None:
    said = mlscope("export", tmp_path / "out.json", "--store", filled)
    assert said.code == 1
    assert all(sample.id in said.err for sample in samples.values())
    assert (
        "there is no project 'nosuch'"
        in mlscope("export", tmp_path / "out.json", "--store", filled, "--project", "nosuch").err
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"{}", b'{"mlscope_archive": 99}', b'{"mlscope_archive": 1}', b"[" * 100_000],
)
@pytest.mark.parametrize("command", ["import", "restore", "verify"])
def test_hostile_archives_are_refused(mlscope: Mlscope, tmp_path: Path, command: str, content: bytes) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    into = [] if command == "verify" else ["--store", tmp_path / "s.duckdb"]
    said = mlscope(command, tmp_path / "bad.json", *into)
    assert said.code == 1
    assert "bug" not in said.err
    assert said.err.strip()
    absent = mlscope(command, tmp_path / "absent.json", *into)
    assert absent.err.startswith("absent.json: cannot be read")


def test_verify_says_whether_every_history_is_whole(
    mlscope: Mlscope, filled: Path, tmp_path: Path, samples: dict[str, Project]
) -> None:
    said = mlscope("verify", "--store", filled, "--format", "json")
    assert (said.code, said.plain["whole"]) == (0, True)
    assert {one["id"]: one["begun"] for one in said.plain["projects"]} == {
        sample.id: 1 for sample in samples.values()
    }
    churn = next(one for one in said.plain["projects"] if one["id"] == samples["churn"].id)
    archive = tmp_path / "churn.json"
    assert mlscope("export", archive, "--project", churn["id"], "--store", filled).code == 0
    known = mlscope("verify", archive, "--head", churn["head"])
    assert known.code == 0
    assert f"the head asked for is row {churn['rows']:,}; 0 rows have come since" in known.out
    unknown = mlscope("verify", archive, "--head", "0" * 64)
    assert unknown.code == 1
    assert "No row that holds has the head asked for" in unknown.out
    archive.write_bytes(archive.read_bytes().replace(b'"Edited"', b'"Forged"'))
    broken = mlscope("verify", archive, "--format", "json")
    assert broken.code == 1
    assert broken.plain["projects"][0]["broken"] == churn["rows"]
    assert mlscope("verify", archive).out.splitlines()[1] == f"  row {churn['rows']} was changed"


def test_verify_reads_one_thing_that_is_there(mlscope: Mlscope, filled: Path, tmp_path: Path) -> None:
    for words in (
        [tmp_path / "absent.json"],
        [filled, "--store", filled],
        ["--store", tmp_path / "absent.duckdb"],
        [tmp_path],
    ):
        said = mlscope("verify", *words)
        assert said.code == 1
        assert said.err.strip()
    made = mlscope("backup", tmp_path / "saved.duckdb", "--store", filled, "--format", "json").plain["file"]
    assert mlscope("verify", made).code == 0


def test_a_copy_that_lacks_what_was_saved_last_is_told(
    mlscope: Mlscope, filled: Path, tmp_path: Path
) -> None:
    store = open_store(str(filled))
    store.create(Project(name="Only in the second file"), Author("somebody"))
    copied = tmp_path / "copied.duckdb"
    copied.write_bytes(filled.read_bytes())
    store.close()
    said = mlscope("backup", tmp_path / "saved.duckdb", "--store", copied)
    assert said.code == 0
    assert "copied.duckdb: this file was copied without copied.duckdb.wal" in said.err
