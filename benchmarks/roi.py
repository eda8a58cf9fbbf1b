"""All money figures of a project against plain numpy that only draws and adds up the same model, in one run.

Run it with `python -m benchmarks.roi`. Ratios are to be trusted, absolute times only on an idle machine.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from mlscope import roi
from mlscope.project import Project

POINTS = 16_384
YEARS = 5
RATE = 0.1


def project(inputs: int) -> Project:
    """A project whose uncertain inputs are benefits and costs by turns, every kind of estimate among them, plus two chances."""
    kinds = ["40 / 60 / 110", "40 < 60 < 110", "40 to 110", "40 .. 110"]
    rows = [{"id": f"r{n}", "name": f"Row {n}", "amount": kinds[n % 4], "when": "yearly"} for n in range(inputs - 2)]
    value = {"technical_success": 0.7, "adoption_success": 0.8, "horizon_years": YEARS, "discount_rate": RATE}
    return Project.model_validate({"name": "Benchmark", "value": value | {"benefits": rows[::2], "costs": rows[1::2]}})


def plain_numpy(inputs: int) -> tuple[float, ...]:
    """Pseudo-random draws of as many inputs, their cash flow, and the mean and three percentiles of NPV: no other figure."""
    chance = np.random.default_rng(0)
    amounts = [chance.lognormal(4, 0.3, POINTS) for _ in range(inputs - 2)]
    success = (chance.random(POINTS) < 0.7) & (chance.random(POINTS) < 0.8)
    npv = np.zeros(POINTS)
    for year in range(1, YEARS + 1):
        npv += (sum(amounts[::2]) * success - sum(amounts[1::2])) / (1 + RATE) ** year
    return float(npv.mean()), *np.percentile(npv, [10, 50, 90]).tolist()


def milliseconds(work: Callable[[], object], runs: int = 15) -> float:
    """The median time of a run after a first one that fills the caches."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print a table: inputs, our time, plain numpy's, and the ratio."""
    start = time.perf_counter()
    roi.evaluate(project(12), points=POINTS)
    print(f"first call of the process, which draws the Sobol matrix: {(time.perf_counter() - start) * 1000:.0f} ms")
    print(f"\n{POINTS:,} points, {YEARS} years\n\n| inputs | all outputs, ms | plain numpy, NPV alone, ms | ratio |\n|---|---|---|---|")
    for inputs in (12, 50, 200):
        subject = project(inputs)
        ours = milliseconds(lambda subject=subject: roi.evaluate(subject, points=POINTS))  # type: ignore[misc]
        theirs = milliseconds(lambda inputs=inputs: plain_numpy(inputs))  # type: ignore[misc]
        print(f"| {inputs} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.1f} |")


if __name__ == "__main__":
    main()
