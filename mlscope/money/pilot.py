"""What a pilot is worth: as a stage that stops early, and as a test, which may err, of whether the solution
reaches its target.

What a test is worth before it is made is preposterior analysis (Raiffa and Schlaifer 1961, Howard 1966): for
every answer that it may give, the act that would then be best is looked up; what that is worth on average is
compared with acting without the test. `worth` has the shape (acts, states), `prior` gives the chance of each
state, and `likelihoods` how probable each answer is in each state, shape (..., answers, states).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mlscope.money import cashflow, simulation
from mlscope.money.acts import Acts
from mlscope.money.cashflow import Model, PilotTerms, Values
from mlscope.money.simulation import Draws, Figures
from mlscope.results import Floats, Pilot


def yes_or_no(sensitivity: float | Floats, specificity: float | Floats) -> Floats:
    """The likelihoods of the answers no and yes in the states failure and success; shape (..., 2, 2)."""
    yes = np.stack(np.broadcast_arrays(1 - np.asarray(specificity, np.float64), sensitivity), axis=-1)
    return np.stack([1 - yes, yes], axis=-2)


PERFECT = yes_or_no(1.0, 1.0)
"""Of a test that never errs."""


def with_test(worth: Floats, prior: Floats, likelihoods: Floats) -> Floats:
    """The expected value of acting on the answer, shape (...)."""
    expected = np.einsum("as,...rs->...ra", worth * prior, likelihoods)
    value: Floats = expected.max(axis=-1).sum(axis=-1)
    return value


def without_test(worth: Floats, prior: Floats) -> float:
    """The expected value of the act that is best now."""
    return float((worth @ prior).max())


def sample_information(worth: Floats, prior: Floats, likelihoods: Floats) -> Floats:
    """The expected value of sample information (EVSI), shape (...): never below 0, never above that of a
    perfect test.
    """
    return np.maximum(with_test(worth, prior, likelihoods) - without_test(worth, prior), 0.0)


TECHNICAL = "value.technical_success"


@dataclass(frozen=True, slots=True)
class Prospects:
    """What each act is worth, without the pilot stage, where the solution fails its target and where it
    reaches it.

    `worth` has the shape (acts, 2), the project being the last act; `prior` is the chance that the target is
    reached; of what is lost in a failure the pilot `saves` a share, and the present value of its own cost is
    `cost`. `replicates` are the same from each replicate of the draws.
    """

    worth: Floats
    prior: float
    saves: float
    cost: float
    replicates: tuple["Prospects", ...] = ()

    @property
    def chances(self) -> Floats:
        """Of missing the target and of reaching it."""
        return np.array([1 - self.prior, self.prior])

    def information(self, likelihoods: Floats) -> Floats:
        """The value of what the pilot says (EVSI), before its cost."""
        return sample_information(self.worth, self.chances, likelihoods)

    def net(self, likelihoods: Floats) -> Floats:
        """The same less what the pilot costs and what stopping then cannot save."""
        lost = (1 - self.saves) * max(-float(self.worth[-1, 0]), 0.0)
        committed = np.vstack([self.worth[:-1] - lost, self.worth[-1:]])
        now = without_test(self.worth, self.chances)
        return with_test(committed, self.chances, likelihoods) - now - self.cost

    def by_replicate(self, figure: Callable[["Prospects"], float | Floats]) -> Floats:
        """A figure as each replicate sees it, shape (replicates,)."""
        return np.array([float(figure(replicate)) for replicate in self.replicates])


def prospects(model: Model, means: Values, draws: Draws) -> Prospects:
    """The prospects before the pilot of a model; where success moves together with other inputs, these are as
    drawn with it.
    """
    terms = _terms(model)
    after = passed(model)
    acts = Acts(replace(after, chances=(*after.chances, TECHNICAL)))
    reached = _reached(terms, draws)
    worth, by_replicate = [], []
    for state in (0, 1):
        values = {**draws.values, TECHNICAL: np.array([float(state)])}
        weights = np.ones(draws.count) if reached is None else np.where(reached == state, 1.0, 0.0)
        mean, in_failureof_replicates = _weighted(acts.worth(values, draws.count), weights)
        worth.append(mean)
        by_replicate.append(in_failureof_replicates)
    exact = _exact_prior(terms, means, draws)
    if exact is None and reached is not None:
        priors = simulation.split(reached).mean(axis=-1)
    else:
        priors = np.full(simulation.REPLICATES, exact)
    free = Acts(model).worth({**means, terms.cost: np.zeros(1)}) - Acts(model).worth(means)
    cost = float(free[-1, 0])
    parts = np.stack(by_replicate, axis=1)
    return Prospects(
        worth=np.stack(worth, axis=1),
        prior=float(priors.mean()),
        saves=terms.saves,
        cost=cost,
        replicates=tuple(
            Prospects(worth=parts[:, :, number], prior=float(prior), saves=terms.saves, cost=cost)
            for number, prior in enumerate(priors)
        ),
    )


def passed(model: Model) -> Model:
    """What is left to decide on once the pilot is over and the solution has shown that it works: its cost is
    spent.
    """
    return replace(model, pilot=None, chances=tuple(key for key in model.chances if key != TECHNICAL))


def _terms(model: Model) -> PilotTerms:
    assert model.pilot is not None, "only a model with a pilot is asked for its prospects"
    return model.pilot


def _reached(terms: PilotTerms, draws: Draws) -> Floats | None:
    """1 in each draw in which the target is reached, else 0; None while that is independent of all else.

    Then every draw may stand for either; else only those in which it came out so.
    """
    if not draws.related & {terms.passes, TECHNICAL}:
        return None
    reached = draws.values[terms.passes] * draws.values.get(TECHNICAL, np.ones(1))
    return np.broadcast_to(reached, draws.count)


def _exact_prior(terms: PilotTerms, means: Values, draws: Draws) -> float | None:
    """The chance that the target is reached, as the product of its chances; None where these are linked with
    one another.
    """
    chances = {driver.key for driver in draws.drivers if driver.value in (terms.passes, TECHNICAL)}
    if any(len(chances & linked) > 1 for linked in draws.linked):
        return None
    return float((means[terms.passes] * means.get(TECHNICAL, np.ones(1)))[0])


def _weighted(worth: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The mean worth of each act, shape (acts,), and the same in each replicate, shape (acts, replicates).

    Where nothing weighs anything every draw counts alike; a replicate in which nothing does has the mean of
    all.
    """
    if not weights.any():
        weights = np.ones_like(weights)
    sums, counts = simulation.split(worth * weights).sum(axis=-1), simulation.split(weights).sum(axis=-1)
    mean: Floats = sums.sum(axis=-1) / counts.sum()
    return mean, np.where(counts > 0, sums / np.maximum(counts, 1), mean[:, None])


def pilot(
    model: Model, means: Values, draws: Draws, before: Prospects, quality: tuple[float, float] | None
) -> tuple[Pilot, Figures]:
    """What the pilot is worth, and the replicas of its simulated figures; `quality` is its sensitivity and
    specificity, if known.
    """
    stage, replicas = _stage(model, means, draws, before)
    if any(part.prior != before.prior for part in before.replicates):
        replicas["pilot.prior"] = before.by_replicate(lambda part: part.prior)
    replicas["pilot.most"] = before.by_replicate(lambda part: part.information(PERFECT))
    if quality is None:
        return stage, replicas
    answers = yes_or_no(*quality)
    told = replace(
        stage,
        sensitivity=quality[0],
        specificity=quality[1],
        sample_information=min(float(before.information(answers)), stage.most),
        net=float(before.net(answers)),
    )
    replicas["pilot.sample_information"] = before.by_replicate(lambda part: part.information(answers))
    return told, replicas | {"pilot.net": before.by_replicate(lambda part: part.net(answers))}


def _stage(model: Model, means: Values, draws: Draws, before: Prospects) -> tuple[Pilot, Figures]:
    """The pilot against going all the way without it, where failure is found only after all is spent.

    Where passing is linked with other inputs, what a failure saves is the cost of the draws that fail.
    """
    terms = _terms(model)
    linked = terms.passes in draws.related
    values, count = (draws.values, draws.count) if linked else (means, 1)
    spent = cashflow.flows(replace(model, pilot=None), values, count)
    cost, taxed = (cashflow.present_value(model, amounts) for amounts in (spent.costs, spent.costs_after_tax))
    fails = 1 - float(means[terms.passes][0])
    if linked:
        in_failure, by_replicate = _weighted(np.stack([cost, taxed]), 1 - draws.values[terms.passes])
        (saved, kept), replicas = (terms.saves * in_failure).tolist(), terms.saves * by_replicate
    else:
        saved, kept, replicas = float(terms.saves * cost[0]), float(terms.saves * taxed[0]), None
    stage = Pilot(
        cost=float(means[terms.cost][0]),
        pass_probability=float(means[terms.passes][0]),
        saved_when_failing=saved,
        worth=fails * kept - before.cost,
        prior=before.prior,
        most=float(before.information(PERFECT)),
    )
    if replicas is None:
        return stage, {}
    return stage, {
        "pilot.saved_when_failing": replicas[0],
        "pilot.worth": fails * replicas[1] - before.cost,
    }
