"""The model of benchmarks/roi.py with squigglepy: `python _squigglepy.py INPUTS POINTS YEARS RUNS` of its own
environment; prints JSON.

Every input is sampled as an array, once for all years. A sum of distributions would draw an input anew
wherever it is named.
"""

import json
import platform
import statistics
import sys
import time
from importlib.metadata import version

import numpy as np
import squigglepy as sq


def npv(inputs: int, points: int, years: int) -> list[float]:
    """The mean and three percentiles of net present value."""
    amounts = [sq.sample(sq.to(40, 110), n=points) for _ in range(inputs - 2)]
    success = sq.sample(sq.bernoulli(0.7), n=points) * sq.sample(sq.bernoulli(0.8), n=points)
    yearly = sum(amounts[::2]) * success - sum(amounts[1::2])
    value = sum(yearly / 1.1**year for year in range(1, years + 1))
    return [float(value.mean()), *np.percentile(value, [10, 50, 90]).tolist()]


def main() -> None:
    """Time it after a first run."""
    inputs, points, years, runs = map(int, sys.argv[1:])
    figures, times = npv(inputs, points, years), []
    for _ in range(runs):
        start = time.process_time()
        figures = npv(inputs, points, years)
        times.append(time.process_time() - start)
    name = f"squigglepy {version('squigglepy')}, Python {platform.python_version()}"
    print(json.dumps({"name": name, "milliseconds": statistics.median(times) * 1000, "figures": figures}))


if __name__ == "__main__":
    main()
