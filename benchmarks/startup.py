"""Commands as whole processes, from their start to their end, as ratios to a Python that does nothing.

Run it with `python -m benchmarks.startup`. Times are of the processor, of the process and what it starts; the
least of several rounds, in which the commands take turns, since others work on the machine.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mlscope.settings import home

ROUNDS = 7
SAMPLE = str(home() / "data" / "samples" / "churn.yaml")
MLSCOPE = ["-m", "mlscope"]
BARE = "python -c pass"


def commands(folder: Path) -> dict[str, tuple[list[str], float | None, Callable[[bytes], bool]]]:
    """The arguments of each command, the seconds aimed for, and whether what it printed is right."""
    pdf = folder / "churn.pdf"
    return {
        BARE: (["-c", "pass"], None, lambda printed: printed == b""),
        "mlscope --help": ([*MLSCOPE, "--help"], 0.15, lambda printed: b"assess" in printed),
        "mlscope assess": (
            [*MLSCOPE, "assess", SAMPLE, "--format", "json"],
            0.8,
            lambda printed: bool(json.loads(printed)["verdict"]),
        ),
        "mlscope roi": (
            [*MLSCOPE, "roi", SAMPLE, "--format", "json"],
            0.8,
            lambda printed: json.loads(printed)["known"] is True,
        ),
        "mlscope document, PDF": (
            [*MLSCOPE, "document", SAMPLE, "-o", str(pdf)],
            2.5,
            lambda _: pdf.read_bytes().startswith(b"%PDF"),
        ),
    }


def seconds(arguments: list[str], right: Callable[[bytes], bool]) -> float:
    """Processor time of one process; the benchmark ends when it fails or prints something else."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not right(done.stdout):
        sys.exit(f"{' '.join(arguments)} printed something else than expected: {done.stdout[:200]!r}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        measured = commands(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(ROUNDS):
            for name, (arguments, _, right) in measured.items():
                times[name].append(seconds(arguments, right))
    print("| process | processor time, s | aim, s | ratio to the bare one |\n|---|---|---|---|")
    for name, (_, aim, _) in measured.items():
        least = min(times[name])
        print(f"| {name} | {least:.2f} | {aim or ''} | {least / min(times[BARE]):.0f} |")


if __name__ == "__main__":
    main()
