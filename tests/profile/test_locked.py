"""The DuckDB that measures can open its one file and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mlscope.profile.locked import connected


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n")
    (tmp_path / "other.csv").write_text("secret\n1\n")
    with connected(tmp_path / "mine.csv", 2, tmp_path / "spill", None) as opened:
        yield opened


def test_its_own_file_can_be_read(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    read = (
        "SELECT * FROM read_csv($1, auto_detect = false, columns = {'a': 'INT', 'b': 'INT'}, header = true)"
    )
    assert connection.execute(read, [str(tmp_path / "mine.csv")]).fetchall() == [(1, 2)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{folder}/other.csv')",
        "SELECT * FROM read_text('{folder}/*.csv')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "ATTACH '{folder}/new.duckdb'",
        "EXPORT DATABASE '{folder}/all'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM 'https://example.com/a.csv'",
        "SELECT * FROM outside",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/']",
        "SET memory_limit = '100GB'",
        "RESET memory_limit",
    ],
)
def test_nothing_else_can_be_touched(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, statement: str
) -> None:
    outside = {"a": [1]}  # noqa: F841 - a variable that DuckDB would find by its name
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(duckdb.Error):
        connection.execute(statement.format(folder=tmp_path)).fetchall()
    assert sorted(tmp_path.rglob("*")) == before


def test_memory_is_bounded(connection: duckdb.DuckDBPyConnection) -> None:
    ((limit,),) = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    assert limit == "953.6 MiB"
