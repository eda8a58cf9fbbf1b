"""What a group of inputs is worth knowing meets published values, closed forms and its bounds, linked inputs
included.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mlscope.money import evaluate, information, simulation
from mlscope.money.acts import Effects
from mlscope.money.correlation import correlated
from mlscope.money.sheet import Link
from mlscope.money.simulation import Driver
from mlscope.results import Floats, Money

from .conftest import Make, row

PLACES = [str(number) for number in range(1, 20)]
MEANS = [1000, 0.1, 5.2, 400, 0.7, 0.3, 3, 0.25, -0.1, 0.5, 1500, 0.08, 6.1, 0.8, 0.3, 3, 0.2, -0.1, 0.5]
DEVIATIONS = [1, 0.02, 1, 200, 0.1, 0.1, 0.5, 0.1, 0.02, 0.2, 1, 0.02, 1, 0.1, 0.05, 1, 0.05, 0.02, 0.2]
LINKED = ["5", "7", "14", "16"]


def two_treatments(x: Mapping[str, Floats]) -> Floats:
    """Net benefit of the two treatments of Brennan, Kharroubi, O'Hagan and Chilcott, Medical Decision Making
    27 (2007).
    """
    first = 1e4 * (x["5"] * x["6"] * x["7"] + x["8"] * x["9"] * x["10"]) - (x["1"] + x["2"] * x["3"] * x["4"])
    second = 1e4 * (x["14"] * x["15"] * x["16"] + x["17"] * x["18"] * x["19"]) - (
        x["11"] + x["12"] * x["13"] * x["4"]
    )
    return np.stack(np.broadcast_arrays(first, second))


@pytest.fixture(scope="module")
def published() -> Effects:
    """Their case study with 19 normal inputs, of which four are correlated by 0.6."""
    links = [Link(a, b, 0.6) for n, a in enumerate(LINKED) for b in LINKED[n + 1 :]]
    columns = correlated(simulation.uniforms(16_384, 0, {key: n for n, key in enumerate(PLACES)}), links)
    values = {
        key: mean + sd * special.ndtri(columns[key])
        for key, mean, sd in zip(PLACES, MEANS, DEVIATIONS, strict=True)
    }
    drivers = tuple(Driver(key, key, key, columns[key], values[key], False, 0, 0) for key in PLACES)
    means = {key: np.array([mean]) for key, mean in zip(PLACES, MEANS, strict=True)}
    bases = values, means
    return Effects(
        two_treatments(values), drivers, frozenset(LINKED), means, *(partial(changed, base) for base in bases)
    )


def changed(base: Mapping[str, Floats], to: Mapping[str, Floats]) -> Floats:
    return two_treatments({**base, **to})


@pytest.mark.parametrize(
    ("group", "value"), [(["5", "14"], 248), (["5", "6", "14", "15"], 841), (["7", "16"], 538)]
)
def test_groups_of_linked_inputs_are_worth_what_was_published(
    published: Effects, group: list[str], value: float
) -> None:
    """M. B. Giles and T. Goda, "Decision-making under uncertainty: using MLMC for efficient estimation of
    EVPPI", Statistics and Computing 29 (2019): EVPI 1047, and three EVPPI to about 1 by multilevel Monte
    Carlo."""
    acts = published.acts
    assert acts.max(axis=0).mean() - acts.mean(axis=1).max() == pytest.approx(1047, abs=5)
    found = information.gains(published, [driver for driver in published.drivers if driver.key in group])
    assert found.mean() == pytest.approx(value, abs=6)
    assert found.std(ddof=1) / 8**0.5 < 8


def loss(z: float) -> float:
    """The unit normal loss integral (Raiffa and Schlaifer 1961)."""
    return float(stats.norm.pdf(z) - z * stats.norm.sf(z))


def normal(mean: float, deviation: float) -> dict[str, Any]:
    half = deviation * float(special.ndtri(0.95))
    return {"kind": "range", "low": mean - half, "high": mean + half}


def of_groups(money: Money) -> dict[str, float]:
    return {one.input: one.value for one in money.evppi_groups}


@pytest.mark.parametrize("mean", [0, 20, -60])
def test_a_group_in_a_linear_model_is_worth_the_unit_normal_loss_of_its_sum(make: Make, mean: float) -> None:
    rows = [row("a", normal(mean, 30)), row("b", normal(0, 40)), row("c", normal(0, 5))]
    money = evaluate(make(benefits=rows, alternative_benefit=-1e6, costs=[row("d", "0 .. 20"), row("e", 7)]))
    spread = (30**2 + 40**2 + 5**2) ** 0.5
    assert of_groups(money)["benefits"] == pytest.approx(spread * loss(abs(mean - 17) / spread), rel=0.01)


def test_many_small_inputs_are_worth_knowing_together(make: Make) -> None:
    """Thirty of 10 each are one of 55: none is much alone, together they are."""
    money = evaluate(
        make(benefits=[row(f"b{n}", normal(0, 10)) for n in range(30)], costs=[row("c", "0 .. 80")])
    )
    spread = 10 * 30**0.5
    assert of_groups(money)["benefits"] == pytest.approx(spread * loss(40 / spread), rel=0.02)
    assert max(one.value for one in money.evppi) < 0.2 * of_groups(money)["benefits"]


def test_drivers_of_one_benefit_are_known_as_their_product(make: Make) -> None:
    """Units 0..2, each worth 0..100, for 50: knowing both is knowing all, and knowing one leaves its mean of
    50 or 1.
    """
    benefit = {"id": "b", "name": "B", "units": "0 .. 2", "unit_value": "0 .. 100"}
    money = evaluate(make(benefits=[benefit], costs=[row("c", 50)]))
    assert money.evpi is not None
    assert of_groups(money) == {"benefits": pytest.approx(money.evpi, rel=0.01)}
    assert [one.value for one in money.evppi] == pytest.approx([12.5, 12.5], rel=0.02)


def test_a_group_of_one_is_worth_that_one(make: Make) -> None:
    money = evaluate(
        make(benefits=[row("b", "0 .. 200")], costs=[row("c", "50 .. 60")], technical_success=0.5)
    )
    alone = {one.input: one.value for one in money.evppi}
    assert of_groups(money) == {
        "benefits": alone["value.benefits/b/amount"],
        "costs": alone["value.costs/c/amount"],
        "chances": alone["value.technical_success"],
    }


def test_what_cannot_change_the_decision_is_worth_nothing_as_a_group(make: Make) -> None:
    rows = [row(f"b{n}", "500 .. 900") for n in range(5)]
    money = evaluate(make(benefits=rows, costs=[row("c", "10 .. 20"), row("d", "10 .. 20")]))
    assert of_groups(money) == {"benefits": 0, "costs": 0}
    assert all(one.negligible for one in money.evppi_groups)


def test_small_costs_beside_large_chances_are_worth_nothing(make: Make) -> None:
    """NPV is 12 below zero on average and no cost can lift it, however their columns happen to lie beside the
    large ones'.
    """
    costs = [row(f"c{n}", "0 .. 2") for n in range(12)]
    money = evaluate(make(benefits=[row("b", normal(0, 300))], costs=costs, technical_success=0.5))
    assert of_groups(money) == {
        "benefits": pytest.approx(150 * loss(12 / 150), rel=2e-3),
        "costs": 0,
        "chances": 0,
    }
    assert all(one.negligible for one in money.evppi if "costs" in one.input)


def test_an_alternative_that_always_wins_leaves_nothing_to_learn(make: Make) -> None:
    rows = {
        "benefits": [row("a", "0 .. 50"), row("b", "0 .. 50")],
        "costs": [row("c", "0 .. 50"), row("d", 1)],
    }
    money = evaluate(make(**rows, alternative_benefit="200 .. 300", alternative_cost_once="0 .. 10"))
    assert money.evpi == 0
    assert set(of_groups(money).values()) == {0}
    assert [act.p_best for act in money.acts] == [0, 1, 0]


def test_chances_are_known_to_the_last_event(make: Make) -> None:
    """100 for 30 if two coins of 0.6 both fall right: worth 6 now; knowing saves the 30 in the other 64 of
    100 cases.
    """
    money = evaluate(
        make(benefits=[row("b", 100)], costs=[row("c", 30)], technical_success=0.6, adoption_success=0.6)
    )
    assert of_groups(money)["chances"] == pytest.approx(0.64 * 30, rel=2e-3)
    assert of_groups(money)["chances"] == pytest.approx(money.evpi)


def linked(make: Make, correlation: float, **more: Any) -> Money:
    """Two benefits N(0, 30) and N(0, 40) that move together."""
    links = [{"id": "k", "first": "A", "second": "B", "correlation": correlation}]
    return evaluate(
        make(benefits=[row("a", normal(0, 30)), row("b", normal(0, 40))], correlations=links, **more)
    )


@pytest.mark.parametrize("correlation", [0.8, 0.3, -0.5])
def test_a_linked_input_tells_of_the_other_too(make: Make, correlation: float) -> None:
    """E[A + B | A] has the deviation |30 + 40 r|, and knowing it is worth that times the unit normal loss at
    0.
    """
    money = linked(make, correlation)
    alone = {one.input.split("/")[1]: one.value for one in money.evppi}
    assert alone == pytest.approx(
        {"a": (30 + 40 * correlation) * loss(0), "b": (40 + 30 * correlation) * loss(0)}, rel=0.02
    )
    whole = (30**2 + 40**2 + 2 * correlation * 30 * 40) ** 0.5 * loss(0)
    assert of_groups(money)["benefits"] == pytest.approx(whole, rel=0.01)


def test_a_link_of_zero_changes_nothing(make: Make) -> None:
    plain = evaluate(make(benefits=[row("a", normal(0, 30)), row("b", normal(0, 40))]))
    assert [one.value for one in linked(make, 0).evppi] == pytest.approx(
        [one.value for one in plain.evppi], rel=1e-12
    )


def test_an_input_that_moves_nothing_itself_is_worth_what_it_tells(make: Make) -> None:
    """The alternative is hopeless, but what it brings follows the benefit by 0.9."""
    links = [{"id": "k", "first": "B", "second": "Benefit of the alternative", "correlation": 0.9}]
    money = evaluate(
        make(benefits=[row("b", normal(0, 50))], alternative_benefit="-900 .. -800", correlations=links)
    )
    assert of_groups(money)["alternative"] == pytest.approx(45 * loss(0), rel=0.02)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.floats(-200, 200), min_size=2, max_size=5),
    st.floats(1, 200),
    st.floats(-1, 1),
    st.floats(0, 1),
)
def test_a_group_is_worth_no_less_than_its_members_and_no_more_than_everything(
    make: Make, lows: list[float], width: float, correlation: float, chance: float
) -> None:
    rows = [row(f"b{n}", f"{low:.3f} .. {low + width:.3f}") for n, low in enumerate(lows)]
    links = [{"id": "k", "first": "B0", "second": "B1", "correlation": correlation}]
    money = evaluate(
        make(benefits=rows, costs=[row("c", 60)], technical_success=chance, correlations=links), points=1024
    )
    assert money.evpi is not None
    alone = {one.input: one.value for one in money.evppi}
    for group, value in of_groups(money).items():
        assert 0 <= value <= money.evpi
        assert value >= max(one for key, one in alone.items() if information.group_of(key) == group)
