"""What a decision on a pilot compares: the project once the pilot has passed, and the project without a pilot
stage.
"""

from dataclasses import replace

import numpy as np

from mlscope.money import cashflow
from mlscope.money.cashflow import Model, Values
from mlscope.money.simulation import Draws
from mlscope.results import BreakEven, WithoutPilot


def chance_once_passed(model: Model, draws: Draws) -> float:
    """The chance of paying back given that the pilot passes, its cost included, on the draws of the project
    itself.
    """
    assert model.pilot is not None, "only a model with a pilot has a pilot to pass"
    return _chance(model, {**draws.values, model.pilot.passes: np.ones(1)}, draws.count)


def without_pilot(model: Model, means: Values, draws: Draws, breakeven: BreakEven | None) -> WithoutPilot:
    """The project as if no pilot had been planned; its figures are those of the same record without one."""
    plain = replace(model, pilot=None)
    expected = cashflow.present_value(plain, cashflow.flows(plain, means).net)
    npv = cashflow.present_value(plain, cashflow.flows(plain, draws.values, draws.count).net)
    return WithoutPilot(
        probability_positive=_chance(plain, draws.values, draws.count),
        npv_mean=float(np.mean(npv)),
        npv_expected=float(expected[0]),
        breakeven=breakeven,
    )


def _chance(model: Model, values: Values, count: int) -> float:
    npv = cashflow.present_value(model, cashflow.flows(model, values, count).net)
    return float(np.mean(npv > 1e-12 * np.abs(npv).max(initial=1.0)))
