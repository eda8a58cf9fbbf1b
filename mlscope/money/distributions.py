"""Figures of simulated draws: means, percentiles, chances. Every function works along the last axis.

So the same functions give a figure from all draws and, for its sampling error, from each replicate.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.money import simulation
from mlscope.money.cashflow import by_year
from mlscope.money.simulation import Driver, Figures
from mlscope.results import Distribution, Floats, QuarterBand, YearBand

QUANTILES = {"p5": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}


@dataclass(frozen=True, slots=True)
class Samples:
    """What the simulation drew, the draws along the last axis: `net` has the periods before it, of which
    there are `per_year`, and `acts` the acts.
    """

    npv: Floats
    alternative: Floats
    payback: Floats
    net: Floats
    acts: Floats
    per_year: int = 1

    def split(self) -> "Samples":
        """The same, parted into replicates."""
        return Samples(
            simulation.split(self.npv),
            simulation.split(self.alternative),
            simulation.split(self.payback),
            simulation.split(self.net),
            simulation.split(self.acts),
            self.per_year,
        )


def simulated(samples: Samples, ids: Sequence[str]) -> Figures:
    """Every figure that is a plain statistic of the draws, by its path in the JSON."""
    npv, acts = samples.npv, samples.acts
    best = acts.argmax(axis=0)
    certain = 1e-12 * np.abs(npv).max(initial=1.0)
    return {
        **_spread("npv", npv),
        **(_spread("alternative", samples.alternative) if "alternative" in ids else {}),
        **_spread("incremental", npv - samples.alternative),
        "probability_positive": (npv > certain).mean(axis=-1),
        "expected_loss": np.maximum(-npv, 0).mean(axis=-1),
        "payback_p50": percentile(np.sort(samples.payback), 0.5),
        "evpi": np.maximum(acts.max(axis=0).mean(axis=-1) - acts.mean(axis=-1).max(axis=0), 0.0),
        **{f"acts.{act}.p_best": (best == number).mean(axis=-1) for number, act in enumerate(ids)},
        **_bands("cash_flow", by_year(samples.net, samples.per_year)),
        **(_bands("quarters", samples.net) if samples.per_year > 1 else {}),
    }


def percentile(ordered: Floats, share: float) -> Floats:
    """The inverted cumulative distribution along the last axis of sorted draws."""
    count = ordered.shape[-1]
    at: Floats = ordered[..., max(math.ceil(share * count - 1e-9), 1) - 1]
    return at


def _spread(name: str, draws: Floats) -> Figures:
    ordered = np.sort(draws)
    return {f"{name}.mean": draws.mean(axis=-1)} | {
        f"{name}.{mark}": percentile(ordered, share) for mark, share in QUANTILES.items()
    }


def _bands(name: str, net: Floats) -> Figures:
    """The spread of each period's net cash flow and of its running total; `net` has shape (periods + 1, ...,
    draws).
    """
    found = {"mean": net.mean(axis=-1)}
    for prefix, flows in (("", net), ("cumulative_", np.cumsum(net, axis=0))):
        ordered = np.sort(flows)
        found |= {prefix + mark: percentile(ordered, QUANTILES[mark]) for mark in ("p10", "p50", "p90")}
    return {
        f"{name}.{period}.{mark}": column[period]
        for period in range(len(net))
        for mark, column in found.items()
    }


def distribution(figures: Figures, name: str, errors: Mapping[str, float | None]) -> Distribution:
    """The mean and percentiles of a figure, with the sampling error of its mean."""
    marks = {mark: float(figures[f"{name}.{mark}"]) for mark in ("mean", *QUANTILES)}
    return Distribution(**marks, error=errors[f"{name}.mean"] or 0.0)


def yearly_bands(figures: Figures, years: int) -> tuple[YearBand, ...]:
    """The spread of the net cash flow of years 0..`years`."""
    return tuple(YearBand(year, **_marks(figures, f"cash_flow.{year}")) for year in range(years + 1))


def quarterly_bands(figures: Figures, quarters: int) -> tuple[QuarterBand, ...]:
    """The spread of the net cash flow of today (0) and of the quarters 1..`quarters`."""
    return tuple(
        QuarterBand(quarter, **_marks(figures, f"quarters.{quarter}")) for quarter in range(quarters + 1)
    )


def _marks(figures: Figures, path: str) -> dict[str, float]:
    marks = [f"{prefix}{mark}" for prefix in ("", "cumulative_") for mark in ("p10", "p50", "p90")] + ["mean"]
    return {mark: float(figures[f"{path}.{mark}"]) for mark in marks}


def rank_correlation(drivers: tuple[Driver, ...], npv: Floats) -> Figures:
    """Spearman's rank correlation of each driver with NPV, by replicate; empty where NPV does not vary.

    A continuous driver has the ranks of its uniforms, which are evenly spread; an event's two values stand
    for its ranks.
    """
    if npv.max() == npv.min():
        return {}
    ranks = _standardised(_ranks(npv))
    found = {}
    for driver in drivers:
        products = _standardised(driver.draws if driver.discrete else driver.uniforms) * ranks
        found[driver.key] = simulation.split(products).sum(axis=-1) * simulation.REPLICATES
    return found


def _ranks(values: Floats) -> Floats:
    """The ranks from 1 on; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def _standardised(values: Floats) -> Floats:
    centred = values - values.mean()
    length = float(np.sqrt(np.square(centred).sum()))
    standard: Floats = centred / length if length > 0 else centred
    return standard
