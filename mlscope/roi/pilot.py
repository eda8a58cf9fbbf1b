"""What a pilot is worth: as a stage that stops early, and as a test, which may err, of whether the solution reaches its target."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mlscope.project.results import Floats, Pilot
from mlscope.roi import cashflow, preposterior, replicates
from mlscope.roi.acts import Acts
from mlscope.roi.cashflow import Model, PilotTerms, Values
from mlscope.roi.preposterior import PERFECT, yes_or_no
from mlscope.roi.replicates import REPLICATES, Figures
from mlscope.roi.simulation import Draws

TECHNICAL = "value.technical_success"
_TINY = float(np.finfo(float).tiny)


@dataclass(frozen=True, slots=True)
class Prospects:
    """What each act is worth, without the pilot stage, where the solution fails its target and where it reaches it.

    `replicas` has the shape (acts, 2, replicates), the project being the last act; `prior` is the chance that the target is
    reached; stopping after the pilot leaves `lost` spent, the pilot itself aside, whose present value is `cost`.
    """

    replicas: Floats
    prior: float
    lost: float
    cost: float

    @property
    def worth(self) -> Floats:
        """Shape (acts, 2)."""
        worth: Floats = self.replicas.mean(axis=2)
        return worth

    @property
    def chances(self) -> Floats:
        """Of missing the target and of reaching it."""
        return np.array([1 - self.prior, self.prior])

    def information(self, likelihoods: Floats) -> Floats:
        """The value of what the pilot says (EVSI), before its cost."""
        return preposterior.sample_information(self.worth, self.chances, likelihoods)

    def net(self, likelihoods: Floats) -> Floats:
        """The same less what the pilot costs and what stopping then cannot save."""
        worth = self.worth
        committed = np.vstack([worth[:-1] - self.lost, worth[-1:]])
        now = preposterior.without_test(worth, self.chances)
        return preposterior.with_test(committed, self.chances, likelihoods) - now - self.cost

    def by_replicate(self, figure: Callable[["Prospects"], Floats]) -> Floats:
        """A figure as each replicate sees it, shape (replicates,)."""
        return np.array(
            [
                float(figure(replace(self, replicas=self.replicas[:, :, [number]])))
                for number in range(REPLICATES)
            ]
        )


def prospects(model: Model, means: Values, draws: Draws) -> Prospects:
    """The prospects before the pilot of a model; where success moves together with other inputs, these are as drawn with it."""
    terms = _terms(model)
    after = passed(model)
    acts = Acts(replace(after, chances=(*after.chances, TECHNICAL)))
    reached, prior = _event(terms, means, draws)
    outcomes = [
        _weighted(acts.worth({**draws.values, TECHNICAL: np.array([float(n)])}, draws.count), reached[n])
        for n in (0, 1)
    ]
    worth = np.stack(outcomes, axis=1)
    free = Acts(model).worth({**means, terms.cost: np.zeros(1)}) - Acts(model).worth(means)
    lost = (1 - terms.saves) * max(-float(worth[-1, 0].mean()), 0.0)
    return Prospects(worth, prior, lost, float(free[-1, 0]))


def passed(model: Model) -> Model:
    """What is left to decide on once the pilot is over and the solution has shown that it works: its cost is spent."""
    return replace(model, pilot=None, chances=tuple(key for key in model.chances if key != TECHNICAL))


def _terms(model: Model) -> PilotTerms:
    assert model.pilot is not None, "only a model with a pilot is asked for its prospects"
    return model.pilot


def _event(terms: PilotTerms, means: Values, draws: Draws) -> tuple[tuple[Floats, Floats], float]:
    """The weights of the draws where the target is missed and where it is reached, and the chance of the latter.

    While chances are independent of all else every draw may stand for either; else only those in which it came out so.
    """
    if not draws.related & {terms.passes, TECHNICAL}:
        prior = means[terms.passes] * means.get(TECHNICAL, np.ones(1))
        return (np.ones(draws.count), np.ones(draws.count)), float(prior[0])
    reached = np.broadcast_to(
        draws.values[terms.passes] * draws.values.get(TECHNICAL, np.ones(1)), draws.count
    )
    return (1 - reached, reached), float(reached.mean())


def _weighted(worth: Floats, weights: Floats) -> Floats:
    """The mean worth of each act in each replicate, shape (acts, replicates)."""
    found: Floats = replicates.split(worth * weights).sum(axis=-1) / np.maximum(
        replicates.split(weights).sum(axis=-1), _TINY
    )
    return found


def pilot(
    model: Model, means: Values, before: Prospects, quality: tuple[float, float] | None
) -> tuple[Pilot, Figures]:
    """What the pilot is worth, and the replicas of the simulated figures; `quality` is its sensitivity and specificity, if known."""
    stage = _stage(model, means, before)
    replicas = {"pilot.most": before.by_replicate(lambda one: one.information(PERFECT))}
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
    replicas["pilot.sample_information"] = before.by_replicate(lambda one: one.information(answers))
    return told, replicas | {"pilot.net": before.by_replicate(lambda one: one.net(answers))}


def _stage(model: Model, means: Values, before: Prospects) -> Pilot:
    """The pilot against going all the way without it, where failure is found only after all is spent."""
    terms = _terms(model)
    without = replace(model, pilot=None, chances=(*model.chances, terms.passes))
    spent = cashflow.flows(without, means)
    with_pilot = cashflow.present_value(model, cashflow.flows(model, means).net)
    return Pilot(
        cost=float(means[terms.cost][0]),
        pass_probability=float(means[terms.passes][0]),
        saved_when_failing=terms.saves * float(cashflow.present_value(model, spent.costs)[0]),
        worth=float((with_pilot - cashflow.present_value(model, spent.net))[0]),
        prior=before.prior,
        most=float(before.information(PERFECT)),
    )
