"""The same model in plain numpy and in two languages for estimates, where they are installed apart from this
project.

`MLSCOPE_SQUIGGLEPY` names a Python interpreter that has squigglepy, `MLSCOPE_SQUIGGLE` a `node_modules`
folder with
`@quri/squiggle-lang`. The model: benefits and costs by turns, each a 90 % range of 40 to 110 a year, two
chances of success, a discount rate of 10 %. Only the mean and three percentiles of net present value are
asked of them.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlscope.estimates.sampling import Z95

HERE = Path(__file__).parent
RUNS = 15


@dataclass(frozen=True)
class Peer:
    """What took how long, and the mean, P10, P50 and P90 that it found."""

    name: str
    milliseconds: float
    figures: list[float]


def plain_numpy(inputs: int, points: int, years: int) -> list[float]:
    """Pseudo-random draws of as many inputs, their cash flow, and the mean and three percentiles of NPV: no
    other figure.
    """
    chance = np.random.default_rng(0)
    low, high = np.log(40), np.log(110)
    amounts = [
        chance.lognormal((low + high) / 2, (high - low) / (2 * Z95), points) for _ in range(inputs - 2)
    ]
    success = (chance.random(points) < 0.7) & (chance.random(points) < 0.8)
    npv = np.zeros(points)
    for year in range(1, years + 1):
        npv += (sum(amounts[::2]) * success - sum(amounts[1::2])) / 1.1**year
    return [float(npv.mean()), *np.percentile(npv, [10, 50, 90]).tolist()]


def squigglepy(inputs: int, points: int, years: int) -> Peer | None:
    """By the interpreter that the environment names, else by this one; None where it has no squigglepy."""
    return _said(
        [os.environ.get("MLSCOPE_SQUIGGLEPY", sys.executable), str(HERE / "_squigglepy.py")],
        inputs,
        points,
        years,
    )


def squiggle(inputs: int, points: int, years: int) -> Peer | None:
    """In node; None where there is no node, or the environment names no folder that has Squiggle."""
    node, folder = shutil.which("node"), os.environ.get("MLSCOPE_SQUIGGLE")
    return (
        _said([node, str(HERE / "_squiggle.mjs"), folder], inputs, points, years) if node and folder else None
    )


def _said(program: list[str], inputs: int, points: int, years: int) -> Peer | None:
    command = [*program, *map(str, (inputs, points, years, RUNS))]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return Peer(**json.loads(said.stdout)) if said.returncode == 0 else None
