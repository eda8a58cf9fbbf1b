"""Draws of a project to compare it with others: incremental value, and what is spent in each year.

They are draws of its own simulation, in an order that is drawn from the project's id. The points of two
projects lie on the same grid, whatever their scrambling: columns of one slot under two scramblings are
correlated as strongly as -0.75, so that chances of two projects would hang together. Shuffled, they are
independent, and each project keeps its own distribution to the last draw. An input that is the same in other
projects takes one column in all of them, drawn from the name that they share.
"""

import numpy as np

from mlscope.estimates.sampling import stream
from mlscope.money import cashflow, simulation
from mlscope.money.acts import Acts, Effects, Present, binned
from mlscope.money.budget import spending_lines
from mlscope.money.cashflow import Model
from mlscope.money.model import read
from mlscope.money.sheet import Sheet
from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.results import CandidateDraws, Floats, InputGain, Money
from mlscope.settings import POINTS

COUNT = 2 * POINTS // simulation.REPLICATES
"""Draws of each candidate: two replicates of evenly spread points."""


def candidate_draws(project: Project, money: Money, key: str) -> CandidateDraws | None:
    """A project's draws, in the order that belongs to `key`; None while nothing is known.

    `money` is what `evaluate` found for the project: the draws keep the mean of its incremental value.
    """
    if not money.known or money.incremental is None:
        return None
    effective, sheet = _sheet(project, money)
    order = stream(0, key).permutation(COUNT)
    own = simulation.columns(sheet, allot(project.slots, drawn_keys(effective)), POINTS, money.seed)
    shuffled = {name: column[:COUNT][order] for name, column in own.items()}
    shared = {name: _shared(common) for name, common in sheet.shared.items() if name in shuffled}
    draws = simulation.drawn(sheet, shuffled, COUNT, shared)
    net = cashflow.flows(sheet.model, draws.values, COUNT).net
    value = cashflow.present_value(sheet.model, net) - cashflow.alternative_value(
        sheet.model, draws.values, COUNT
    )
    value = value - value.mean() + money.incremental.mean
    return CandidateDraws(value, _spend(sheet.model, draws.values))


def _shared(name: str) -> Floats:
    """The column of what several projects share, strictly between 0 and 1."""
    column: Floats = (stream(0, f"shared/{name}").permutation(COUNT) + 0.5) / COUNT
    return column


def input_gains(project: Project, money: Money) -> tuple[InputGain, ...]:
    """For each uncertain input, the expected incremental value given that it is known, in bins of equal
    chance.

    What does not depend on the input is taken off first, so that little noise is left in a bin.
    """
    if not money.known or money.incremental is None:
        return ()
    effective, sheet = _sheet(project, money)
    draws = simulation.draw(sheet, allot(project.slots, drawn_keys(effective)), POINTS, money.seed)
    acts, means = Acts(sheet.model), sheet.means
    changed = Present(sheet.model, draws.values).changed, Present(sheet.model, means).changed
    effects = Effects(acts.worth(draws.values, draws.count), draws.drivers, draws.related, means, *changed)
    found = []
    for driver in draws.drivers:
        look = binned(effects, driver)
        counts = np.maximum(look.counts, 1.0)
        gain = (look.sums[-1] - look.sums[-2]) / counts
        share = look.counts / look.counts.sum()
        gain += money.incremental.mean - float((gain * share).sum())
        found.append(InputGain(driver.key, driver.label, gain, share, sheet.shared.get(driver.key, "")))
    return tuple(found)


def _sheet(project: Project, money: Money) -> tuple[Project, Sheet]:
    effective = project.effective()
    return effective, read(effective, money.basis)


def _spend(model: Model, values: cashflow.Values) -> Floats:
    """Nominal spending of each year if the project goes on to its end, as in the budget."""
    total = np.zeros((model.years + 1, COUNT))
    for line in spending_lines(model):
        weights = cashflow.by_year(line.weights, model.per_year)
        total += np.outer(weights, np.broadcast_to(line.amount(values), (COUNT,)))
    return total
