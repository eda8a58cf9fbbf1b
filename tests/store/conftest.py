"""Real stores: DuckDB in memory and in a file, and a PostgreSQL server of our own on a loopback port."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mlscope.project import Project
from mlscope.store import Author, Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server that lives as long as the tests, without a database name at its end."""
    binaries = _binaries()
    if binaries is None:
        message = "the PostgreSQL server programs (initdb, postgres) are not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="mlscope-pg-", ignore_cleanup_errors=True) as name:
        folder, password = Path(name), secrets.token_hex(8)
        (folder / "password").write_text(password)
        (folder / "data").mkdir(mode=0o700)
        if user:
            for path in (folder, folder / "password", folder / "data"):
                os.chown(path, user.pw_uid, user.pw_gid)

        as_user: dict[str, Any] = (
            {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        )
        common: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.environ["PATH"]}} | as_user
        port = _free_port()
        initdb = [
            binaries / "initdb",
            "-D",
            "data",
            "-U",
            "mlscope",
            "-A",
            "scram-sha-256",
            "--pwfile=password",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, capture_output=True, **common)
        options = [
            "-p",
            str(port),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "log_min_messages=log",
        ]
        with subprocess.Popen(
            [binaries / "postgres", "-D", "data", *options], stderr=subprocess.PIPE, text=True, **common
        ) as server:
            try:
                assert server.stderr
                assert any("ready to accept connections" in line for line in server.stderr), (
                    "the PostgreSQL server did not start"
                )
                yield f"postgresql://mlscope:{password}@127.0.0.1:{port}"
            finally:
                server.send_signal(signal.SIGQUIT)


def _binaries() -> Path | None:
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    places = [*installed, *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def database(postgres: str) -> Callable[[], str]:
    """Makes an empty PostgreSQL schema and returns the address that leads into it."""

    def making() -> str:
        name = f"t_{secrets.token_hex(6)}"
        with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{postgres}/postgres?options=-csearch_path%3D{name}"

    return making


LASTING = [pytest.param("file"), pytest.param("postgres", marks=pytest.mark.postgres)]


def _place(request: pytest.FixtureRequest, folder: str) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("database")())
    return (
        ":memory:"
        if request.param == "memory"
        else str(request.getfixturevalue("tmp_path") / folder / "mlscope.duckdb")
    )


@pytest.fixture(params=LASTING)
def address(request: pytest.FixtureRequest) -> str:
    """The address of a store that is not there yet and outlives its being closed."""
    return _place(request, "house")


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
    return opened(_place(request, "store"))


@pytest.fixture
def scoped(store: Store) -> str:
    """The id of a project with a name and nothing else."""
    return store.create(Project(name="Churn"), Author("Ann"))
