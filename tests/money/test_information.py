"""The value of information equals closed forms and a published example, and keeps within its bounds."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mlscope.money import evaluate
from mlscope.results import Money

from .conftest import Make, row


def unit_normal_loss(z: float) -> float:
    return float(stats.norm.pdf(z) - z * (1 - stats.norm.cdf(z)))


def normal(mean: float, deviation: float) -> dict[str, Any]:
    """The 90 % range of a normal; it must reach below zero."""
    half = deviation * float(special.ndtri(0.95))
    assert mean - half <= 0
    return {"kind": "range", "low": mean - half, "high": mean + half}


def worth(money: Money) -> dict[str, float]:
    return {one.input: one.value for one in money.evppi}


def test_the_unit_normal_loss_is_that_of_the_printed_tables() -> None:
    """Raiffa and Schlaifer (1961), table of the unit normal loss integral."""
    assert [round(unit_normal_loss(z), 4) for z in (0, 0.5, 1, 2)] == [0.3989, 0.1978, 0.0833, 0.0085]


@pytest.mark.parametrize("mean", [-60, -20, 0, 5, 40, 80])
def test_evpi_of_a_normal_outcome_is_the_unit_normal_loss(make: Make, mean: float) -> None:
    """EVPI of going or not, for NPV ~ N(m, s), is s L(|m|/s); a single uncertain input is all there is to
    know.
    """
    money = evaluate(make(benefits=[row("b", normal(mean, 60))]))
    expected = 60 * unit_normal_loss(abs(mean) / 60)
    assert money.evpi == pytest.approx(expected, rel=3e-3)
    assert worth(money)["value.benefits/b/amount"] == pytest.approx(expected, rel=5e-3)


@pytest.mark.parametrize("mean", [0, 1, 30, -50])
def test_evppi_in_a_linear_model_is_the_unit_normal_loss_of_each_input(make: Make, mean: float) -> None:
    deviations = {"a": 80.0, "b": 30.0, "c": 5.0}
    rows = [
        row(name, normal(mean if name == "a" else 0, deviation)) for name, deviation in deviations.items()
    ]
    money = evaluate(make(benefits=rows))
    total = sum(d * d for d in deviations.values()) ** 0.5
    assert money.evpi == pytest.approx(total * unit_normal_loss(abs(mean) / total), rel=5e-3)
    assert money.evpi is not None
    for name, deviation in deviations.items():
        expected = deviation * unit_normal_loss(abs(mean) / deviation)
        assert worth(money)[f"value.benefits/{name}/amount"] == pytest.approx(
            expected, abs=0.006 * money.evpi
        )


def test_an_event_is_worth_what_its_two_outcomes_say(make: Make) -> None:
    """Go for -40 + 100 with chance 0.5: 10 on average; knowing it saves the 40 in half of the cases."""
    money = evaluate(make(benefits=[row("b", 100)], costs=[row("c", 40)], technical_success=0.5))
    assert money.evpi == pytest.approx(20, rel=1e-3)
    assert worth(money) == {"value.technical_success": pytest.approx(20, rel=1e-3)}


def test_the_oil_wildcatter_with_two_outcomes(make: Make) -> None:
    """Raiffa (1968): drilling costs 70, a well pays 120 with even odds; EVPI = 0.5 x 50 - max(0, -10) =
    25.
    """
    money = evaluate(make(benefits=[row("well", 120)], costs=[row("drilling", 70)], technical_success=0.5))
    assert money.evpi == pytest.approx(25, rel=1e-3)


def test_knowing_the_outcome_is_worth_more_than_knowing_its_chance(make: Make) -> None:
    """Chance p uniform on 0..1, 100 with chance p for 50: knowing p is worth E[max(0, 100 p - 50)] = 12.5,
    knowing the outcome 25.
    """
    money = evaluate(make(benefits=[row("b", 100)], costs=[row("c", 50)], technical_success="0 .. 1"))
    assert worth(money) == {
        "value.technical_success#happens": pytest.approx(25, rel=0.02),
        "value.technical_success": pytest.approx(12.5, rel=0.03),
    }


def test_an_interaction_of_chance_and_amount_by_hand(make: Make) -> None:
    """Benefit uniform 0..200 with chance 0.5, cost 60: the mean is -10, so nothing is done. Knowing the
    benefit x is worth E[max(0, x/2 - 60)] = 8, the outcome 0.5 x 40 = 20.
    """
    money = evaluate(make(benefits=[row("b", "0 .. 200")], costs=[row("c", 60)], technical_success=0.5))
    assert money.evpi is not None
    assert worth(money)["value.benefits/b/amount"] == pytest.approx(
        80 * 80 / 2 / 200 / 2, abs=0.02 * money.evpi
    )
    assert worth(money)["value.technical_success"] == pytest.approx(0.5 * 40, abs=0.02 * money.evpi)


def test_what_does_not_change_the_decision_is_worth_nothing(make: Make) -> None:
    money = evaluate(make(benefits=[row("b", "500 .. 900")], costs=[row("c", "10 .. 20")]))
    assert (money.evpi, worth(money)) == (0, {"value.benefits/b/amount": 0, "value.costs/c/amount": 0})
    assert all(one.negligible for one in money.evppi)


def test_noise_around_a_mean_of_zero_is_not_sold_as_information(make: Make) -> None:
    """Thirty small inputs beside a large one: each is worth about a hundredth, and the bins' bias would show
    as many times that.
    """
    rows = [row("big", normal(0, 100)), *(row(f"small{n}", normal(0, 1)) for n in range(30))]
    money = evaluate(make(benefits=rows))
    small = [one for one in money.evppi if "small" in one.input]
    assert max(one.value for one in small) <= 1.2
    assert money.evppi[0].input == "value.benefits/big/amount"


def test_three_acts_are_weighed_at_once(make: Make) -> None:
    """Nothing 0, alternative a ~ N(0, 30), project b ~ N(0, 40): E max(0, a, b) = (30 + 40 + 50)/(2 sqrt(2
    pi)).
    """
    money = evaluate(make(benefits=[row("b", normal(0, 40))], alternative_benefit=normal(0, 30)))
    assert money.evpi == pytest.approx(120 / 2 / (2 * 3.141592653589793) ** 0.5, rel=0.01)
    assert worth(money)["value.alternative_benefit"] == pytest.approx(30 * unit_normal_loss(0), rel=0.01)


amounts = st.tuples(st.floats(-200, 200), st.floats(0.1, 200)).map(
    lambda pair: f"{pair[0]:.3f} .. {pair[0] + pair[1]:.3f}"
)


@settings(deadline=None, max_examples=30)
@given(st.lists(amounts, min_size=1, max_size=5), st.floats(0, 200), st.floats(0, 1))
def test_no_input_is_worth_less_than_nothing_or_more_than_everything(
    make: Make, benefits: list[str], cost: float, chance: float
) -> None:
    rows = [row(f"b{n}", amount) for n, amount in enumerate(benefits)]
    money = evaluate(make(benefits=rows, costs=[row("c", cost)], technical_success=chance), points=1024)
    assert money.evpi is not None
    assert money.expected_loss is not None
    assert all(0 <= one.value <= money.evpi for one in money.evppi)
    assert money.evpi <= money.expected_loss + 1e-9, (
        "against doing nothing, knowing everything saves at most the losses"
    )
