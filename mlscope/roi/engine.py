"""The money engine: a project's answers in, every figure with its assumptions out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.project.results import Act, BreakEven, Deterministic, Floats, Money, Pilot, Swing
from mlscope.roi import cashflow, finance, information, simulation
from mlscope.roi.breakeven import break_even
from mlscope.roi.cashflow import Model, Values
from mlscope.roi.sheet import Sheet, read
from mlscope.roi.simulation import Draws, Driver

READS: dict[str, bool | set[str]] = {
    "value": True,
    "slots": True,
    "currency": True,
    "as_of": True,
    "problem": {"task"},
    "data": {"base_rate"},
    "metrics": {"precision", "recall", "metric", "baseline", "target"},
    "approach": {"retraining_months"},
    "risks": {"risks"},
}
"""The parts of an effective record that any money figure rests on: while they stay, so do the figures."""

ACT_LABELS = {"nothing": "Do nothing", "alternative": "Without machine learning", "ml": "This project"}


def evaluate(project: Project, *, launch_months: float | None = None, points: int = 16_384, seed: int = 0) -> Money:
    """All money figures of a project, in its currency.

    `launch_months` from today is used where the record names no launch month; `points` is the number of draws, rounded up to
    replicates of a power of two. The same record, points and seed give the same figures. InputError when there are more
    uncertain inputs than sampling slots, or an estimate, `points` or `seed` cannot be computed with.
    """
    effective = project.effective()
    sheet = read(effective, launch_months)
    if not sheet.known:
        return _unknown(project, sheet, points, seed)
    model, means = sheet.model, sheet.means
    draws = simulation.draw(sheet, allot(project.slots, drawn_keys(effective)), points, seed)
    net = cashflow.flows(model, draws.values, draws.count).net
    npv = cashflow.present_value(model, net)
    alternative = cashflow.alternative_value(model, draws.values, draws.count)
    ids = ["nothing", *(["alternative"] if model.alternative else []), "ml"]
    acts = np.stack([{"nothing": np.zeros_like(npv), "alternative": alternative, "ml": npv}[act] for act in ids])
    deterministic = _deterministic(model, means)
    return Money(
        known=True,
        currency=project.currency,
        horizon_years=sheet.years,
        discount_rate=sheet.rate,
        assumptions=tuple(sheet.assumptions),
        missing=tuple(dict.fromkeys(sheet.missing)),
        deterministic=deterministic,
        npv=simulation.distribution(npv),
        probability_positive=float((npv > 1e-12 * np.abs(npv).max(initial=1.0)).mean()),
        expected_loss=float(np.maximum(-npv, 0).mean()),
        payback_p50=_finite(float(simulation.percentile(np.sort(finance.payback(net)), 0.5))),
        incremental=simulation.distribution(npv - alternative),
        alternative=simulation.distribution(alternative) if model.alternative else None,
        acts=_acts(ids, acts, {"alternative": float(cashflow.alternative_value(model, means)[0]), "ml": deterministic.npv}),
        evpi=information.evpi(acts),
        evppi=information.evppi(acts, draws.drivers, _slopes(model, means, draws, ids)),
        tornado=_tornado(model, means, draws.drivers),
        rank_correlation=simulation.rank_correlation(draws.drivers, npv),
        cash_flow=simulation.bands(net),
        breakeven=_break_even(sheet),
        pilot=_pilot(model, means),
        samples=npv,
        points=draws.count,
        seed=seed,
    )


def _unknown(project: Project, sheet: Sheet, points: int, seed: int) -> Money:
    """No figures beside the break-even, which needs no estimate of value or cost."""
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
        breakeven=_break_even(sheet),
        pilot=None,
        points=points,
        seed=seed,
    )


def _finite(figure: float) -> float | None:
    return figure if np.isfinite(figure) else None


def _deterministic(model: Model, means: Values) -> Deterministic:
    found = cashflow.flows(model, means)
    benefits, costs, net = found.benefits[:, 0], found.costs[:, 0], found.net[:, 0]
    rate, irr = model.rate, finance.irr(net)
    discounted = found.net * finance.discount_factors(rate, model.years)[:, None]
    return Deterministic(
        npv=finance.npv(rate, net),
        irr=irr[0],
        irr_status=irr[1],
        mirr=finance.mirr(net, rate, rate),
        roi=finance.return_on_cost(benefits, costs, rate),
        payback=_finite(float(finance.payback(found.net)[0])),
        discounted_payback=_finite(float(finance.payback(discounted)[0])),
        flows=tuple(net.tolist()),
        benefits=tuple(benefits.tolist()),
        costs=tuple(costs.tolist()),
        discounted_cost=finance.npv(rate, costs),
    )


def _acts(ids: Sequence[str], acts: Floats, expected: dict[str, float]) -> tuple[Act, ...]:
    """The acts with their expected value and how often each is best; a tie counts for the one that does less."""
    best = np.bincount(acts.argmax(axis=0), minlength=len(ids)) / acts.shape[1]
    return tuple(
        Act(act, ACT_LABELS[act], expected.get(act, 0.0), float(share))  # type: ignore[arg-type]
        for act, share in zip(ids, best, strict=True)
    )


def _one_at_a_time(means: Values, ends: Sequence[tuple[str, float, float]]) -> dict[str, Floats]:
    """Every input at its mean except one per pair of columns, which is at its low and then at its high end."""
    values = dict(means)
    for number, (key, low, high) in enumerate(ends):
        column = values[key] if values[key].size > 1 else np.repeat(values[key], 2 * len(ends))
        column[2 * number : 2 * number + 2] = low, high
        values[key] = column
    return values


def _tornado(model: Model, means: Values, drivers: tuple[Driver, ...]) -> tuple[Swing, ...]:
    """NPV at the P10 and P90 of each input, the others at their mean, widest first; what moves nothing is left out."""
    if not drivers:
        return ()
    values = _one_at_a_time(means, [(d.value, d.low, d.high) for d in drivers])
    npv = cashflow.present_value(model, cashflow.flows(model, values, 2 * len(drivers)).net).reshape(-1, 2).tolist()
    swings = [Swing(d.key, d.label, low, high) for d, (low, high) in zip(drivers, npv, strict=True) if low != high]
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high - swing.low), swing.input)))


def _slopes(model: Model, means: Values, draws: Draws, ids: Sequence[str]) -> dict[str, Floats]:
    """By model value, what each act gains per unit of it over its drawn range, the others at their mean."""
    keys = list(dict.fromkeys(driver.value for driver in draws.drivers))
    if not keys:
        return {}
    ends = [(key, float(draws.values[key].min()), float(draws.values[key].max())) for key in keys]
    values, count = _one_at_a_time(means, ends), 2 * len(keys)
    npv = cashflow.present_value(model, cashflow.flows(model, values, count).net)
    by_act = {"nothing": np.zeros(count), "alternative": cashflow.alternative_value(model, values, count), "ml": npv}
    rise = np.stack([by_act[act] for act in ids]).reshape(len(ids), -1, 2)
    run = np.array([max(high - low, np.finfo(float).tiny) for _, low, high in ends])
    slopes = (rise[:, :, 1] - rise[:, :, 0]) / run
    return {key: slopes[:, number] for number, key in enumerate(keys)}


def _break_even(sheet: Sheet) -> BreakEven | None:
    return break_even(sheet.terms, _to_cover(sheet)) if sheet.terms else None


def _to_cover(sheet: Sheet) -> float | None:
    """What a full year's decisions would have to bring for an NPV of zero; None where they are not counted or never flow."""
    decisions = sheet.model.decisions
    if decisions is None:
        return None
    per_unit = cashflow.present_value(sheet.model, decisions.weights) * float(cashflow.success(sheet.model, sheet.means)[0])
    without = cashflow.present_value(sheet.model, cashflow.flows(replace(sheet.model, decisions=None), sheet.means).net)
    return -float(without[0]) / float(per_unit) if per_unit > 0 else None


def _pilot(model: Model, means: Values) -> Pilot | None:
    """What the pilot is worth against going all the way without it, where failure is found only after all is spent."""
    if model.pilot is None:
        return None
    without = replace(model, pilot=None, chances=(*model.chances, model.pilot.passes))
    spent = cashflow.flows(without, means)
    with_pilot = cashflow.present_value(model, cashflow.flows(model, means).net)
    return Pilot(
        cost=float(means[model.pilot.cost][0]),
        pass_probability=float(means[model.pilot.passes][0]),
        saved_when_failing=model.pilot.saves * float(cashflow.present_value(model, spent.costs)[0]),
        worth=float((with_pilot - cashflow.present_value(model, spent.net))[0]),
    )
