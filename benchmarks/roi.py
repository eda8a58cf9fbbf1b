"""All money figures of a project on one core, beside plain numpy, squigglepy and Squiggle on the same model
with as many draws.

Run it with `python -m benchmarks.roi`; benchmarks/_peers.py says how the last two are found, and what the
model is. Times are of the processor: what it takes on a core of its own, also while others work on the
machine.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import _peers
from mlscope.money import evaluate
from mlscope.money.export import samples
from mlscope.project import Project
from mlscope.settings import POINTS

YEARS = 5
SAME = 0.02
"""How far figures of one model may lie apart by chance, as a share of the distance from P10 to P90."""
KINDS = ["40 / 60 / 110", "40 < 60 < 110", "40 to 110", "40 .. 110"]


def plain(inputs: int, years: int = YEARS) -> Project:
    """The model that others are given too: benefits and costs by turns, and two chances."""
    return project(["40 to 110"] * (inputs - 2), years, {})


def whole(inputs: int, years: int = YEARS) -> Project:
    """A project of every kind: decisions, an alternative, a pilot that may err, correlated inputs, all kinds
    of estimates.
    """
    rows = [KINDS[number % 4] for number in range(inputs - 8)]
    value = {
        "count_decisions": True,
        "cases_per_year": "400 / 480 / 530",
        "gain": "2 / 3 / 5",
        "false_alarm_cost": "0.4 / 0.6 / 0.9",
        "pilot": True,
        "pilot_cost": 20,
        "pilot_pass": 0.7,
        "pilot_saves": 0.8,
        "pilot_cases": 400,
        "alternative": "Rules",
        "alternative_benefit": "15 / 60 / 120",
        "alternative_cost_once": "10 / 15 / 25",
        "alternative_cost_yearly": 12,
        "correlations": [
            {"id": "k1", "first": "value.cases_per_year", "second": "value.gain", "correlation": 0.5}
        ],
    }
    sorts = {
        "problem": {"task": "classification"},
        "data": {"base_rate": 0.1},
        "metrics": {"precision": 0.4, "recall": 0.6},
    }
    return project(rows, years, value, **sorts)


def project(amounts: list[str], years: int, value: dict[str, Any], **others: Any) -> Project:
    """Rows of yearly benefits and costs by turns, before two chances."""
    rows = [
        {"id": f"r{n}", "name": f"Row {n}", "amount": amount, "when": "yearly"}
        for n, amount in enumerate(amounts)
    ]
    value = {
        "technical_success": 0.7,
        "adoption_success": 0.8,
        "horizon_years": years,
        "discount_rate": 0.1,
    } | value
    return Project.model_validate(
        {"name": "Benchmark", "value": value | {"benefits": rows[::2], "costs": rows[1::2]}, **others}
    )


def milliseconds(work: Callable[[], object], runs: int = _peers.RUNS) -> float:
    """The median time of a run after a first one that fills the caches."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def evaluated(subject: Project, points: int = POINTS, runs: int = _peers.RUNS) -> float:
    """Milliseconds of all figures of a project."""
    return milliseconds(lambda: evaluate(subject, points=points), runs)


def sizes() -> None:
    """Print what all figures take, of the whole project and of the plain one."""
    print(
        "| inputs | every kind of answer, ms | benefits and costs alone, ms | plain numpy, NPV alone, ms"
        " |\n|---|---|---|---|"
    )
    for inputs in (12, 50, 100, 200):
        numpy = milliseconds(lambda inputs=inputs: _peers.plain_numpy(inputs, POINTS, YEARS))  # type: ignore[misc]
        print(f"| {inputs} | {evaluated(whole(inputs)):.0f} | {evaluated(plain(inputs)):.0f} | {numpy:.1f} |")


def growth() -> None:
    """Print what doubling takes, the two by turns; beyond 16,384 points they are drawn anew for each call."""
    cases = {
        "12 to 24 inputs": (whole(12), POINTS, whole(24), POINTS),
        "100 to 200 inputs": (whole(100), POINTS, whole(200), POINTS),
        "5 to 10 years": (whole(12), POINTS, whole(12, 10), POINTS),
        "20 to 40 years": (whole(12, 20), POINTS, whole(12, 40), POINTS),
        "8,192 to 16,384 points": (whole(12), 8_192, whole(12), 16_384),
        "32,768 to 65,536 points": (whole(12), 32_768, whole(12), 65_536),
    }
    print(
        "\n| doubled, from a project of 12 inputs and 5 years | before, ms | after, ms | ratio (aim: at most"
        " 2) |\n|---|---|---|---|"
    )
    for name, (small, few, large, many) in cases.items():
        pairs = [(evaluated(small, few, 1), evaluated(large, many, 1)) for _ in range(5)]
        before, after = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"| {name} | {before:.0f} | {after:.0f} | {after / before:.1f} |")


def beside() -> None:
    """Print the same model elsewhere, with what was found so that it is seen to be the same."""
    money = evaluate(plain(12), points=POINTS)
    assert money.npv is not None
    ours = [money.npv.mean, money.npv.p10, money.npv.p50, money.npv.p90]
    found = [_peers.Peer("mlscope, all figures", evaluated(plain(12)), ours)]
    found.append(
        _peers.Peer(
            "mlscope, every draw and its NPV", milliseconds(lambda: samples(plain(12), points=POINTS)), ours
        )
    )
    numpy = milliseconds(lambda: _peers.plain_numpy(12, POINTS, YEARS))
    found.append(_peers.Peer("plain numpy, NPV alone", numpy, _peers.plain_numpy(12, POINTS, YEARS)))
    missing = []
    for name, peer in (("squigglepy", _peers.squigglepy), ("Squiggle", _peers.squiggle)):
        said = peer(12, POINTS, YEARS)
        found += [_peers.Peer(f"{said.name}, NPV alone", said.milliseconds, said.figures)] if said else []
        missing += [] if said else [f"{name} was not found; benchmarks/_peers.py says how to name it."]
    print(
        f"\n| 12 inputs, {YEARS} years, {POINTS:,} draws | ms | mean | P10 | P50 | P90"
        " |\n|---|---|---|---|---|---|"
    )
    for one in found:
        print(
            f"| {one.name} | {one.milliseconds:.1f} |"
            f" {' | '.join(f'{figure:.0f}' for figure in one.figures)} |"
        )
    for sentence in missing:
        print(f"\n{sentence}")
    spread = ours[3] - ours[1]
    for one in found:
        if any(abs(theirs - own) > SAME * spread for theirs, own in zip(one.figures, ours, strict=True)):
            sys.exit(f"{one.name} found other figures for the same model: {one.figures} beside {ours}")


def on_one_core() -> None:
    """Start this program anew on a single core, before numpy counts them."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.roi"])


def main() -> None:
    """Print the tables."""
    on_one_core()
    start = time.process_time()
    evaluate(plain(12), points=POINTS)
    print(
        "first call of the process, which draws the Sobol matrix:"
        f" {(time.process_time() - start) * 1000:.0f} ms"
    )
    print(
        f"\n{POINTS:,} points, {YEARS} years, processor time on one core; aim for 12 inputs: at most 60 ms\n"
    )
    sizes()
    growth()
    beside()


if __name__ == "__main__":
    main()
