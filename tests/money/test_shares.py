"""First-order shares of variance meet published values and closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.money import evaluate, simulation
from mlscope.money.acts import Effects, binned
from mlscope.money.sensitivity import variance_shares
from mlscope.money.simulation import Driver
from mlscope.results import Money

from .conftest import Make, row


def shares(money: Money) -> dict[str, float]:
    return {
        key.removeprefix("value.").removesuffix("/amount").split("/")[-1]: share
        for key, share in money.variance_shares.items()
    }


def test_the_g_function_of_sobol_has_its_published_shares() -> None:
    """Saltelli and Sobol' (1995): product of (|4 x - 2| + a)/(1 + a) for a = 0, 1, 4.5, 9 and four times
    99.
    """
    weights = [0, 1, 4.5, 9, 99, 99, 99, 99]
    columns = simulation.uniforms(16_384, 0, {str(n): n for n in range(8)})
    product = np.prod(
        [(np.abs(4 * columns[str(n)] - 2) + a) / (1 + a) for n, a in enumerate(weights)], axis=0
    )
    drivers = tuple(Driver(key, key, key, column, column, False, 0.1, 0.9) for key, column in columns.items())
    acts, same = np.stack([np.zeros_like(product), product]), np.zeros((2, 1))
    effects = Effects(
        acts, drivers, frozenset(), dict.fromkeys(columns, np.ones(1)), lambda to: same, lambda to: same
    )
    found, _ = variance_shares([binned(effects, driver) for driver in drivers], product, related=False)
    assert list(found.values())[:4] == pytest.approx([0.7165, 0.1791, 0.0237, 0.0072], abs=0.004)
    assert max(list(found.values())[4:]) < 0.002


def test_in_a_sum_each_share_is_its_part_of_the_variance(make: Make) -> None:
    money = evaluate(
        make(benefits=[row("a", "-30 to 30"), row("b", "-40 to 40")], costs=[row("c", "0 .. 20")])
    )
    total = (60**2 + 80**2) / (2 * 1.6448536) ** 2 + 400 / 12
    expected = {"a": (60 / 3.2897072) ** 2 / total, "b": (80 / 3.2897072) ** 2 / total, "c": 400 / 12 / total}
    assert shares(money) == pytest.approx(expected, abs=2e-3)
    assert sum(shares(money).values()) == pytest.approx(1, abs=1e-3)


def test_a_single_uncertain_input_explains_everything(make: Make) -> None:
    assert shares(evaluate(make(benefits=[row("a", "10 / 20 / 90")]))) == {"a": pytest.approx(1, abs=1e-3)}


def test_what_multiplies_leaves_a_part_to_acting_together(make: Make) -> None:
    """Benefit X with chance p: Var = p E[X^2] - (p E[X])^2, of which E[X]^2 p (1 - p) is the chance's and p^2
    Var[X] the amount's.
    """
    money = evaluate(make(benefits=[row("b", "0 .. 200")], costs=[row("c", 60)], technical_success=0.4))
    squares, variance = 200**2 / 3, 200**2 / 12
    total = 0.4 * squares - 40**2
    expected = {"technical_success": 100**2 * 0.24 / total, "b": 0.16 * variance / total}
    assert shares(money) == pytest.approx(expected, abs=0.01)
    assert sum(expected.values()) < 0.95


def test_an_event_has_the_share_that_it_adds_to_its_chance(make: Make) -> None:
    """100 with chance p, p even between 0 and 1: Var[p] = 1/12 of the event's 1/4 is known with p, the other
    two thirds with the event.
    """
    money = evaluate(make(benefits=[row("b", 100)], technical_success="0 .. 1"))
    assert shares(money) == pytest.approx(
        {"technical_success": 1 / 3, "technical_success#happens": 2 / 3}, abs=0.01
    )


def test_certain_answers_have_no_shares(make: Make) -> None:
    assert evaluate(make(benefits=[row("b", 100)], technical_success=1)).variance_shares == {}


def test_a_correlated_input_counts_with_what_moves_along(make: Make) -> None:
    """Var of the sum of two N(0, 1) with correlation r is 2 + 2 r; knowing one takes away (1 + r)^2 of it."""
    link = [{"id": "k", "first": "A", "second": "B", "correlation": 0.6}]
    money = evaluate(make(benefits=[row("a", "-10 to 10"), row("b", "-10 to 10")], correlations=link))
    assert shares(money) == pytest.approx(dict.fromkeys("ab", 1.6**2 / 3.2), abs=0.01)


def test_shares_are_as_sure_as_they_say(make: Make) -> None:
    project = make(
        benefits=[row("b", "0 .. 200"), row("d", "0 .. 50")], costs=[row("c", 60)], technical_success=0.4
    )
    found = [evaluate(project, points=2048, seed=seed) for seed in range(12)]
    key = "value.benefits/b/amount"
    truth = 0.16 * 200**2 / 12 / (0.4 * (200**2 / 12 + 50**2 / 12 + 125**2) - 50**2)
    strayed = math.sqrt(np.mean([(money.variance_shares[key] - truth) ** 2 for money in found]))
    stated = math.sqrt(np.mean([(money.errors[f"variance_shares.{key}"] or 0) ** 2 for money in found]))
    assert strayed == pytest.approx(stated, rel=0.5)


amounts = st.tuples(st.floats(-200, 200), st.floats(0.1, 200)).map(
    lambda pair: f"{pair[0]:.3f} .. {pair[0] + pair[1]:.3f}"
)


@settings(deadline=None, max_examples=25)
@given(st.lists(amounts, min_size=1, max_size=5), st.floats(0, 1), st.floats(0.05, 0.5))
def test_shares_of_independent_inputs_never_add_up_to_more_than_one(
    make: Make, benefits: list[str], low: float, width: float
) -> None:
    rows = [row(f"b{n}", amount) for n, amount in enumerate(benefits)]
    chance = f"{low * 0.5:.3f} .. {low * 0.5 + width:.3f}"
    money = evaluate(
        make(benefits=rows, costs=[row("c", "0 .. 30")], technical_success=chance, adoption_success=chance),
        points=1024,
    )
    assert all(0 <= share <= 1 for share in money.variance_shares.values())
    assert sum(money.variance_shares.values()) <= 1 + 1e-12
