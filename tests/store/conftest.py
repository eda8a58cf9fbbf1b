"""Real stores: DuckDB in memory and in a file, and a PostgreSQL server of our own on a loopback port."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from mlscope.project import Project
from mlscope.store import Author, Store, open_store

ANN, BO = Author("Ann"), Author("Bo", verified=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that lives as long as the tests, without a database name at its end."""
    binaries = _binaries()
    if binaries is None:
        message = "the PostgreSQL server programs (initdb, pg_ctl) are not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="mlscope-pg-", ignore_cleanup_errors=True) as name:
        folder, password = Path(name), secrets.token_hex(8)
        (folder / "password").write_text(password)
        (folder / "data").mkdir(mode=0o700)
        if user:
            for path in (folder, folder / "password", folder / "data"):
                os.chown(path, user.pw_uid, user.pw_gid)

        def run(program: str, *arguments: str) -> None:
            unprivileged = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
            with (folder / "output").open("ab") as output:
                subprocess.run(
                    [binaries / program, "-D", folder / "data", *arguments],
                    check=True, cwd=folder, stdout=output, stderr=output, env={"LC_ALL": "C", "PATH": os.environ["PATH"]}, **unprivileged,
                )  # fmt: skip

        port = _free_port()
        run("initdb", "-U", "mlscope", "-A", "scram-sha-256", f"--pwfile={folder}/password", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "data" / "server.log"), "-o", options, "start")
        try:
            yield f"postgresql://mlscope:{password}@127.0.0.1:{port}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def _binaries() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    places = [*installed, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def database(postgres: str) -> str:
    """The address of an empty PostgreSQL database."""
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgres}/{name}"


LASTING = [pytest.param("file"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=LASTING)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store that outlives its being closed."""
    return str(tmp_path / "house" / "mlscope.duckdb") if request.param == "file" else request.getfixturevalue("database")


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """Opens stores and closes them after the test."""
    stores: list[Store] = []

    def opening(url: str) -> Store:
        stores.append(open_store(url))
        return stores[-1]

    yield opening
    for store in stores:
        store.close()


@pytest.fixture(params=["memory", *LASTING])
def store(request: pytest.FixtureRequest, opened: Callable[[str], Store]) -> Store:
    """An empty store of each kind."""
    return opened(":memory:" if request.param == "memory" else _address(request))


def _address(request: pytest.FixtureRequest) -> str:
    if request.param == "file":
        return str(request.getfixturevalue("tmp_path") / "house" / "mlscope.duckdb")
    return str(request.getfixturevalue("database"))


@pytest.fixture
def scoped(store: Store) -> str:
    """The id of a project with a name and nothing else."""
    return store.create(Project(name="Churn"), ANN)
