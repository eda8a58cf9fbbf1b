"""What can be wrong with a place or a database is told in a sentence: what, where, the way out, and no
secrets.
"""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from mlscope.errors import MlscopeError, StoreError, StoreLocked, StoreReadOnly
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, Store, formats, open_store

ANN = Author("Ann")
Opening = Callable[[str], Store]


def run(script: str, *arguments: str) -> str:
    """What a child process prints that runs a script with the store open."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_second_process_on_the_file_is_refused_with_a_way_out(tmp_path: Path, opened: Opening) -> None:
    file = tmp_path / "mlscope.duckdb"
    opened(str(file))
    script = "import sys\nfrom mlscope.errors import MlscopeError\nfrom mlscope.store import open_store\n"
    told = run(
        script
        + "try:\n    open_store(sys.argv[1])\nexcept MlscopeError as error:\n    print(type(error).__name__,"
        " error)",
        str(file),
    )
    assert told.startswith(f"{StoreLocked.__name__} mlscope.duckdb: another program has this store open")
    assert "PostgreSQL" in told
    assert str(tmp_path) not in told


def test_a_file_opens_again_after_it_was_closed(tmp_path: Path) -> None:
    for _ in range(3):
        open_store(str(tmp_path / "mlscope.duckdb")).close()


def test_one_process_may_open_a_file_twice(tmp_path: Path, opened: Opening) -> None:
    one, two = opened(str(tmp_path / "mlscope.duckdb")), opened(f"duckdb:///{tmp_path}/mlscope.duckdb")
    assert two.load(one.create(Project(name="Churn"), ANN)).project.name == "Churn"


def test_whoever_else_of_this_process_writes_is_noticed(tmp_path: Path, opened: Opening) -> None:
    one, two = opened(str(tmp_path / "mlscope.duckdb")), opened(str(tmp_path / "mlscope.duckdb"))
    project = one.create(Project(name="Churn"), ANN)
    before = one.stamp(project)
    two.apply(project, [Change("problem.statement", Answer(value="Customers leave"))], ANN)
    assert one.stamp(project) == two.stamp(project) == before + 1


def test_what_cannot_be_written_is_read_only(tmp_path: Path) -> None:
    file = tmp_path / "house" / "mlscope.duckdb"
    open_store(str(file)).close()
    file.chmod(stat.S_IRUSR)
    with pytest.raises(StoreReadOnly, match=r"^mlscope\.duckdb: this file is read-only"):
        open_store(str(file))
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(StoreReadOnly, match=r"^mlscope\.duckdb: .*cannot be written"):
            open_store(str(file))
    finally:
        file.parent.chmod(stat.S_IRWXU)
    open_store(str(file)).close()


def test_a_place_where_no_file_can_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for path in (
        tmp_path,
        tmp_path / "file" / "mlscope.duckdb",
        Path("/proc/nowhere/mlscope.duckdb"),
        tmp_path / ("x" * 300),
    ):
        with pytest.raises(StoreError) as refused:
            open_store(str(path))
        assert str(path.parent) not in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a database", b"SQLite format 3\x00" + bytes(4096), os.urandom(9000)]
)
def test_another_kind_of_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mlscope.duckdb"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"^mlscope\.duckdb: this file is no store"):
        open_store(str(file))
    assert file.read_bytes() == content


def test_the_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "sales.duckdb"
    with duckdb.connect(str(file)) as other:
        other.execute("CREATE TABLE project (id INTEGER)")
    with pytest.raises(StoreError, match="tables of something else"):
        open_store(str(file))
    with duckdb.connect(str(file)) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("project",)]


def test_a_store_of_a_newer_format_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMAT", 7)
    open_store(address).close()
    monkeypatch.undo()
    with pytest.raises(StoreError, match="newer mlscope"):
        open_store(address)


def test_a_store_of_an_older_format_is_brought_up_to_date(
    address: str, opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(address)
    project = store.create(Project(name="Churn"), ANN)
    store.close()
    monkeypatch.setattr(formats, "FORMAT", formats.FORMAT + 1)
    monkeypatch.setitem(
        formats.MIGRATIONS,
        formats.FORMAT - 1,
        lambda connection: connection.execute(sa.text("ALTER TABLE project ADD COLUMN colour TEXT")),
    )
    for _ in range(2):
        store = opened(address)
        with store.database.reading() as connection:
            assert connection.scalars(sa.text("SELECT colour FROM project")).all() == [None]
        assert store.load(project).project.name == "Churn"


def test_duckdb_reaches_no_files_and_no_network(tmp_path: Path, opened: Opening) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a,b\n1,2\n")
    store = opened(str(tmp_path / "house" / "mlscope.duckdb"))
    for statement in (
        f"SELECT * FROM read_csv('{outside}')",
        f"SELECT * FROM '{outside}'",
        f"COPY project TO '{tmp_path}/stolen.csv'",
        f"ATTACH '{tmp_path}/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET autoload_known_extensions = true",
    ):
        with pytest.raises(sa.exc.DBAPIError), store.database.engine.begin() as connection:
            connection.execute(sa.text(statement))


DISK = """
import resource, sys
from pathlib import Path
from mlscope.errors import StoreError
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, open_store
store = open_store(sys.argv[1])
project = store.create(Project(name="Churn"), Author("Ann"))
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, limits[1]))
saved = 0
try:
    for number in range(1000):
        both = [Change(f"extra.{side}{number}", Answer(value="x" * 5000)) for side in "ab"]
        store.apply(project, both, Author("Ann"))
        saved += 1
except StoreError as error:
    print(error)
try:
    store.backup(Path(sys.argv[1]).with_name("backup"))
except StoreError as error:
    print(error)
print(sorted(path.name for path in Path(sys.argv[1]).parent.rglob("*") if "part" in path.name))
resource.setrlimit(resource.RLIMIT_FSIZE, limits)
answers = store.load(project).answers
print(saved, sum(key.startswith("extra.a") for key in answers), sum(key.startswith("extra.b") for key in answers))
store.apply(project, [Change("problem.statement", Answer(value="after"))], Author("Ann"))
print(store.verify(project), store.load(project).project.problem.statement)
"""


def test_a_full_disk_is_told_and_nothing_is_half_applied(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    told, unsaved, parts, counts, after = run(DISK, str(tmp_path / "mlscope.duckdb")).splitlines()
    assert told.startswith("mlscope.duckdb: the disk is full or cannot be written; nothing of this was saved")
    assert unsaved.startswith("mlscope.duckdb: the backup could not be written")
    assert parts == "[]"
    saved, *sides = map(int, counts.split())
    assert 0 < saved < 1000
    assert sides == [saved, saved]
    assert after == "[] after"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:hush@localhost/db",
        "postgresql://ann:hush@localhost:port/db",
        "postgresql://ann:hush@[::1/db",
        "s3://hush/db",
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_secrets(url: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert "hush" not in str(refused.value)


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(
        StoreError, match=r"postgresql://127\.0\.0\.1:1/db: the database cannot be reached"
    ) as refused:
        open_store("postgresql://ann:hush@127.0.0.1:1/db")
    assert "hush" not in str(refused.value)


@pytest.mark.postgres
def test_a_wrong_password_or_database_is_told_without_the_password(postgres: str) -> None:
    user, _, place = postgres.rpartition("@")
    wrong = f"{user.rpartition(':')[0]}:hush@{place}/postgres"
    with pytest.raises(StoreError, match="the password is not accepted") as refused:
        open_store(wrong)
    assert "hush" not in str(refused.value)
    with pytest.raises(StoreError, match="no such database"):
        open_store(f"{postgres}/absent")


@pytest.mark.postgres
def test_who_may_only_read_is_told_so(database: Callable[[], str], opened: Opening) -> None:
    address = database()
    project = opened(address).create(Project(name="Churn"), ANN)
    reader = opened(f"{address}%20-cdefault_transaction_read_only%3Don")
    assert reader.load(project).project.name == "Churn"
    with pytest.raises(StoreReadOnly):
        reader.apply(project, [Change("problem.statement", Answer(value="x"))], ANN)


def test_the_address_that_is_shown_has_no_path_and_no_password(store: Store, tmp_path: Path) -> None:
    assert (
        store.address == "memory"
        or store.address == "mlscope.duckdb"
        or store.address.startswith("postgresql://127.0.0.1:")
    )
    assert "mlscope:" not in store.address


def test_a_closed_store_says_that_it_cannot_be_read(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "mlscope.duckdb"))
    store.close()
    with pytest.raises(MlscopeError):
        store.projects()
