"""A CSV measured by `mlscope profile`, against a bare DuckDB that only reads its columns and counts rows, in
one run.

Run it with `python -m benchmarks.profile`, or with the megabytes to write, `python -m benchmarks.profile
1000`. Each figure is taken in a process of its own; memory is the most that process ever held (its resident
set), all of Python and its libraries included, so the difference to the bare reading is what measuring itself
needs.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

MEGABYTES = 100
ORDERS = """i AS order_id, 'K' || i * 7919 % 400000 AS customer_no,
    md5(i::VARCHAR)[:10] || '@example.com' AS email,
    ['Anna Maier', 'Ben Otto', 'Cleo Ray'][1 + i % 3] AS name, DATE '2020-01-01' + (i % 1800)::INT AS ordered,
    TIMESTAMP '2020-01-01' + INTERVAL (i * 37 % 100000000) SECOND AS shipped,
    round(random() * 500, 2) AS amount,
    i * 31 % 50 AS quantity, ['north', 'south'][1 + i % 2] AS region, if(i % 9 = 0, NULL, random()) AS score,
    if(random() < 0.03, 'yes', 'no') AS churned, 'note number ' || i % 1000 AS note"""
TEXTS = """i AS id, 'He said "' || md5(i::VARCHAR) || '", and then; '
    || repeat('the quick brown fox ', 10 + i % 10) AS body, i % 3 AS class"""
SHAPES = {
    "orders, 12 columns of every type": (ORDERS, 119),
    "figures, 3 columns": ("(random() * 1000)::INT AS a, (random() * 1000)::INT AS b, i % 2 AS y", 10),
    "two keys, each different": ("md5(i::VARCHAR) AS key, md5((i + 1)::VARCHAR) AS other", 66),
    "long texts, quoted": (TEXTS, 350),
    "500 columns": (", ".join(f"round(random() * 100, 3) AS x{n}" for n in range(500)), 3_400),
}
"""What is written, as SQL over a row number i, and about how many bytes a row takes."""


def written(path: Path, select: str, rows: int) -> None:
    """A CSV of so many rows."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"COPY (SELECT {select} FROM range({rows}) numbers(i)) TO '{path}' (HEADER)")


def bare(path: str) -> None:
    """What is compared with: every column read as text, and no more than counted."""
    duckdb.execute("SELECT count(COLUMNS(*)) FROM read_csv($1, all_varchar = true)", [path]).fetchall()


def measured(path: str) -> None:
    """Our own."""
    from mlscope.profile import profile

    profile(Path(path))


def alone(work: str, path: Path) -> tuple[float, float]:
    """Seconds and MB of a piece of work in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.profile", work, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds, memory = map(float, said.stdout.split())
    return seconds, memory


def main() -> None:
    """Print a table of shapes."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    print(
        "| file | MB | seconds | bare reading, seconds | ratio | memory, MB | bare reading, MB"
        " |\n|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, (select, row_bytes) in SHAPES.items():
            path = Path(folder) / "sample.csv"
            written(path, select, megabytes * 1_000_000 // row_bytes)
            (theirs, their_memory), (ours, memory) = alone("bare", path), alone("measured", path)
            size = path.stat().st_size / 1e6
            print(
                f"| {name} | {size:,.0f} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.1f} | {memory:,.0f} |"
                f" {their_memory:,.0f} |",
                flush=True,
            )


def one(work: str, path: str) -> None:
    """Do one piece of work and print its seconds and the megabytes it held at most."""
    start = time.perf_counter()
    {"bare": bare, "measured": measured}[work](path)
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one(*sys.argv[1:])
    else:
        main()
