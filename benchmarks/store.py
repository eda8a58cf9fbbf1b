"""Saving one answer in a project with a long log, against a bare DuckDB commit of one row.

Run it with `python -m benchmarks.store`. Both write to files in one folder, in turns, so that a busy disk
slows both.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from mlscope import catalogue, templates
from mlscope.project import Answer
from mlscope.store import Author, Change, open_store

RUNS = 200


def milliseconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the medians, the slowest tenth, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = measured(Path(folder))
    print("| | median, ms | slowest tenth above, ms |\n|---|---|---|")
    for name, times in (("one answer saved", ours), ("bare DuckDB commit", bare)):
        print(f"| {name} | {statistics.median(times):.1f} | {statistics.quantiles(times, n=10)[-1]:.1f} |")
    print(f"\nRatio of the medians: {statistics.median(ours) / statistics.median(bare):.1f}")


def measured(folder: Path) -> tuple[list[float], list[float]]:
    """Times of saving an answer and of a bare commit, in turns."""
    author, key = Author("benchmark"), "problem.statement"
    store = open_store(str(folder / "store.duckdb"))
    project = store.create(templates.samples(catalogue.load())["churn"], author)
    plain = duckdb.connect(str(folder / "plain.duckdb"))
    plain.execute(
        "CREATE TABLE log (project TEXT, revision INTEGER, key TEXT, content JSON, PRIMARY KEY (project,"
        " revision))"
    )
    seen = store.load(project).answers[key]
    ours, bare = [], []
    for run in range(RUNS):
        new = Answer(value=f"Statement number {run}")
        ours.append(milliseconds(partial(store.apply, project, [Change(key, new, seen)], author)))
        row = [project, run, key, new.model_dump_json()]
        bare.append(milliseconds(partial(plain.execute, "INSERT INTO log VALUES (?, ?, ?, ?)", row)))
        seen = new
    assert store.load(project).project.problem.statement == f"Statement number {RUNS - 1}"
    store.close()
    plain.close()
    return ours[RUNS // 10 :], bare[RUNS // 10 :]


if __name__ == "__main__":
    main()
