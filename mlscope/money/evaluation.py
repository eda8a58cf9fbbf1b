"""The money engine: a project's answers in, every figure with its assumptions out."""

from dataclasses import replace

import numpy as np

from mlscope import events
from mlscope.money import (
    cashflow,
    distributions,
    finance,
    information,
    pilot,
    sensitivity,
    simulation,
    stages,
)
from mlscope.money.acts import LABELS, ActId, Acts, Effects, Present, binned
from mlscope.money.breakeven import break_even
from mlscope.money.budget import budget
from mlscope.money.cashflow import Model, Values
from mlscope.money.distributions import Samples
from mlscope.money.model import read
from mlscope.money.sensitivity import variance_shares
from mlscope.money.sheet import Sheet
from mlscope.money.simulation import Draws
from mlscope.money.stop_rules import kill_criteria, quality
from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.project.steps.value import Value
from mlscope.results import Act, Basis, BreakEven, Deterministic, Money, WithoutRisks
from mlscope.results.money import BARE
from mlscope.settings import POINTS

READS: dict[str, bool | set[str]] = {
    "value": True,
    "slots": True,
    "currency": True,
    "as_of": True,
    "problem": {"task"},
    "data": {"base_rate"},
    "metrics": {"precision", "recall", "metric", "baseline", "target"},
    "approach": {"retraining_months"},
    "risks": {"risks", "counted"},
}
"""The parts of an effective record that any money figure rests on: while they stay, so do the figures."""


def evaluate(project: Project, basis: Basis = BARE, *, points: int = POINTS, seed: int = 0) -> Money:
    """All money figures of a project, in its currency.

    `points` is the number of draws, rounded up to replicates of a power of two. The same record, basis,
    points and seed give the same figures. InputError when there are more uncertain inputs than sampling
    slots, or an estimate, `points` or `seed` cannot be computed with.
    """
    effective = project.effective()
    sheet = read(effective, basis)
    money = replace(_without_amounts(effective, sheet, points, seed), basis=basis)
    if not sheet.known:
        return money
    means, acts = sheet.means, Acts(sheet.model)
    draws = simulation.draw(sheet, allot(project.slots, drawn_keys(effective)), points, seed)
    samples = _samples(sheet.model, draws)
    money = replace(
        money,
        known=True,
        assumptions=tuple(sheet.assumptions),
        deterministic=_deterministic(sheet.model, means),
    )
    money = _with_spread(money, acts, samples)
    money = _beside_no_risks(money, effective, basis, seed)
    money = _with_linked_cost(money, sheet.model, draws)
    money = _with_reasons(money, acts, means, draws, samples)
    money = _with_budget(money, sheet.model, effective.value, draws)
    return _with_pilot(money, effective, sheet, draws) if sheet.model.pilot else money


def _without_amounts(project: Project, sheet: Sheet, points: int, seed: int) -> Money:
    """No figures beside the break-even, which needs no estimate of value or cost, and what follows from it
    for a pilot.
    """
    even = _break_even(sheet, sheet.model)
    return Money(
        known=False,
        currency=project.currency,
        horizon_years=sheet.years,
        discount_rate=sheet.rate,
        assumptions=sheet.terms.assumptions if sheet.terms else (),
        missing=tuple(dict.fromkeys(sheet.missing)),
        deterministic=None,
        npv=None,
        probability_positive=None,
        expected_loss=None,
        payback_p50=None,
        incremental=None,
        acts=(),
        evpi=None,
        evppi=(),
        tornado=(),
        rank_correlation={},
        cash_flow=(),
        breakeven=even,
        pilot=None,
        kill_criteria=kill_criteria(project, even, None),
        points=points,
        seed=seed,
    )


def _samples(model: Model, draws: Draws) -> Samples:
    net = cashflow.flows(model, draws.values, draws.count).net
    npv, alternative = (
        cashflow.present_value(model, net),
        cashflow.alternative_value(model, draws.values, draws.count),
    )
    return Samples(
        npv,
        alternative,
        finance.payback(net, model.per_year),
        net,
        Acts(model).stack(npv, alternative),
        model.per_year,
    )


def _with_spread(money: Money, acts: Acts, samples: Samples) -> Money:
    """With the figures that are plain statistics of the draws, and how far they may be off."""
    found = distributions.simulated(samples, acts.ids)
    errors = simulation.errors(distributions.simulated(samples.split(), acts.ids))
    means: dict[ActId, float] = dict(zip(acts.ids, samples.acts.mean(axis=-1).tolist(), strict=True))
    return replace(
        money,
        npv=distributions.distribution(found, "npv", errors),
        alternative=(
            distributions.distribution(found, "alternative", errors) if acts.model.alternative else None
        ),
        incremental=distributions.distribution(found, "incremental", errors),
        probability_positive=float(found["probability_positive"]),
        expected_loss=float(found["expected_loss"]),
        payback_p50=_finite(float(found["payback_p50"])),
        acts=tuple(Act(id, LABELS[id], means[id], float(found[f"acts.{id}.p_best"])) for id in acts.ids),
        evpi=float(found["evpi"]),
        cash_flow=distributions.yearly_bands(found, acts.model.years),
        quarters=distributions.quarterly_bands(found, acts.model.periods) if samples.per_year > 1 else (),
        samples=samples.npv,
        points=samples.npv.size,
        errors=errors,
    )


def _beside_no_risks(money: Money, project: Project, basis: Basis, seed: int) -> Money:
    """With the figures beside it that no risk enters, on the same draws of everything else."""
    counted = events.events_of(project)
    calm = money
    if counted:
        risks = project.risks.model_copy(update={"counted": False})
        sheet = read(
            project.model_copy(update={"risks": risks}),
            replace(basis, launch_months=basis.launch_months_without_risks),
        )
        draws = simulation.draw(sheet, allot(project.slots, drawn_keys(project)), money.points, seed)
        calm = replace(money, deterministic=_deterministic(sheet.model, sheet.means))
        calm = _with_spread(calm, Acts(sheet.model), _samples(sheet.model, draws))
    if calm.deterministic is None or calm.npv is None:
        return money
    if calm.probability_positive is None or calm.expected_loss is None:
        return money
    without = WithoutRisks(
        calm.deterministic, calm.npv, calm.probability_positive, calm.expected_loss, calm.payback_p50
    )
    return replace(money, without_risks=without, risks=len(counted))


def _with_reasons(money: Money, acts: Acts, means: Values, draws: Draws, samples: Samples) -> Money:
    """With what moves the result, and what it would be worth to know."""
    drivers, most = draws.drivers, money.evpi or 0.0
    present = Present(acts.model, draws.values), Present(acts.model, means)
    known = Effects(samples.acts, drivers, draws.related, means, *(one.changed for one in present))
    ranks = distributions.rank_correlation(drivers, samples.npv)
    looks = [binned(known, driver) for driver in drivers]
    shares, replicas = variance_shares(looks, samples.npv, related=bool(draws.related))
    single = information.evppi(known, looks, most)
    groups = information.evppi_of_groups(known, single, most)
    errors = simulation.errors(
        {f"rank_correlation.{key}": found for key, found in ranks.items()}
        | {f"variance_shares.{key}": found for key, found in replicas.items()}
    )
    errors |= {f"evppi.{one.input}": one.error for one in single} | {
        f"evppi_groups.{one.input}": one.error for one in groups
    }
    return replace(
        money,
        tornado=sensitivity.tornado(acts, means, drivers),
        rank_correlation={key: float(np.clip(found.mean(), -1, 1)) for key, found in ranks.items()},
        variance_shares=shares,
        evppi=single,
        evppi_groups=groups,
        errors={**money.errors, **errors},
    )


def _with_budget(money: Money, model: Model, value: Value, draws: Draws) -> Money:
    """With what is spent when."""
    spent, replicas = budget(model, value, draws.values)
    return replace(money, budget=spent, errors={**money.errors, **simulation.errors(replicas)})


def _with_pilot(money: Money, project: Project, sheet: Sheet, draws: Draws) -> Money:
    """With what the pilot is worth, and when to stop after it: where what comes then does not pay."""
    before = pilot.prospects(sheet.model, sheet.means, draws)
    criteria = kill_criteria(project, _break_even(sheet, pilot.passed(sheet.model)), before)
    found, replicas = pilot.pilot(sheet.model, sheet.means, draws, before, quality(project, criteria))
    plain = _break_even(sheet, replace(sheet.model, pilot=None))
    found = replace(
        found,
        chance_once_passed=stages.chance_once_passed(sheet.model, draws),
        without=stages.without_pilot(sheet.model, sheet.means, draws, plain),
    )
    return replace(
        money, pilot=found, kill_criteria=criteria, errors={**money.errors, **simulation.errors(replicas)}
    )


def _with_linked_cost(money: Money, model: Model, draws: Draws) -> Money:
    """With the mean of the discounted cost where passing the pilot, which multiplies it, is linked with other
    inputs.
    """
    if model.pilot is None or model.pilot.passes not in draws.related:
        return money
    cost = cashflow.present_value(model, cashflow.flows(model, draws.values, draws.count).costs)
    errors = simulation.errors({"expected_cost": simulation.split(cost).mean(axis=-1)})
    return replace(money, simulated_cost=float(cost.mean()), errors={**money.errors, **errors})


def _finite(figure: float) -> float | None:
    return figure if np.isfinite(figure) else None


def _deterministic(model: Model, means: Values) -> Deterministic:
    found = cashflow.flows(model, means)
    benefits, costs, net = found.benefits[:, 0], found.costs[:, 0], found.net[:, 0]
    rate, per_year = model.rate, model.per_year
    irr = finance.irr(net, per_year)
    discounted = found.net * finance.discount_factors(rate, model.periods, per_year)[:, None]
    gained, spent = finance.npv(rate, benefits, per_year), finance.npv(rate, costs, per_year)
    by_year = [tuple(cashflow.by_year(flows, per_year).tolist()) for flows in (net, benefits, costs)]
    return Deterministic(
        npv=finance.npv(rate, net, per_year),
        irr=irr[0],
        irr_status=irr[1],
        mirr=finance.mirr(
            net,
            rate if model.finance_rate is None else model.finance_rate,
            rate if model.reinvestment_rate is None else model.reinvestment_rate,
            per_year,
        ),
        roi=finance.return_on_cost(gained, spent),
        payback=_finite(float(finance.payback(found.net, per_year)[0])),
        discounted_payback=_finite(float(finance.payback(discounted, per_year)[0])),
        flows=by_year[0],
        benefits=by_year[1],
        costs=by_year[2],
        discounted_cost=spent,
        roi_simple=finance.return_on_cost(float(benefits.sum()), float(costs.sum())),
        quarters=tuple(net.tolist()) if per_year > 1 else (),
    )


def _break_even(sheet: Sheet, model: Model) -> BreakEven | None:
    return break_even(sheet.terms, _to_cover(model, sheet.means)) if sheet.terms else None


def _to_cover(model: Model, means: Values) -> float | None:
    """What a full year's decisions would have to bring for an NPV of zero; None where they are not counted or
    never flow.
    """
    decisions = model.decisions
    if decisions is None:
        return None
    each = cashflow.present_value(model, decisions.weights) * model.kept
    per_unit = each * float(cashflow.success(model, means)[0])
    without = cashflow.present_value(model, cashflow.flows(replace(model, decisions=None), means).net)
    return -float(without[0]) / float(per_unit) if per_unit > 0 else None
