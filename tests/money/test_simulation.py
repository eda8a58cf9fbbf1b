"""The simulation meets closed forms, says how sure it is, and an edit moves only what it should."""

import itertools
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mlscope.errors import InputError
from mlscope.money import as_json, evaluate, simulation
from mlscope.project import SLOTS, Project
from mlscope.project.inputs import allot

from .conftest import Make, row

SIGMA = math.log(4) / (2 * float(special.ndtri(0.95)))


def lognormal(make: Make, **more: Any) -> Project:
    """A benefit with 90 % between 50 and 200, so a median of 100, for a cost of 90."""
    return make(benefits=[row("b", "50 to 200")], costs=[row("c", 90)], **more)


def test_the_distribution_of_a_lognormal_benefit_is_met(make: Make) -> None:
    money, exact = evaluate(lognormal(make)), stats.lognorm(SIGMA, loc=-90, scale=100)
    assert money.npv is not None
    for name, share in {
        "p5": 0.05,
        "p10": 0.1,
        "p25": 0.25,
        "p50": 0.5,
        "p75": 0.75,
        "p90": 0.9,
        "p95": 0.95,
    }.items():
        assert getattr(money.npv, name) == pytest.approx(exact.ppf(share), abs=0.15)
    assert money.npv.mean == pytest.approx(exact.mean(), abs=4 * money.npv.error)
    assert money.probability_positive == pytest.approx(exact.sf(0), abs=1e-3)


def test_the_expected_loss_is_the_price_of_the_put(make: Make) -> None:
    """E[max(0, K - X)] of a lognormal X, as Black and Scholes (1973) without interest."""
    mean = 100 * math.exp(SIGMA**2 / 2)
    d1 = (math.log(mean / 90) + SIGMA**2 / 2) / SIGMA
    put = 90 * stats.norm.cdf(SIGMA - d1) - mean * stats.norm.cdf(-d1)
    assert evaluate(lognormal(make)).expected_loss == pytest.approx(put, rel=1e-3)


def test_the_sum_of_normals_is_normal_in_every_year(make: Make) -> None:
    rows = [row("a", "-10 to 50"), row("b", "-5 to 20")]
    money = evaluate(make(benefits=rows, horizon_years=3, discount_rate=0.1))
    deviation = math.hypot(30, 12.5) / float(special.ndtri(0.95))
    z = float(special.ndtri(0.9))
    for band in money.cash_flow[1:]:
        assert (band.p10, band.p50, band.p90) == pytest.approx(
            (27.5 - z * deviation, 27.5, 27.5 + z * deviation), abs=0.3
        )
        assert band.cumulative_p90 == pytest.approx(band.year * (27.5 + z * deviation), abs=0.9)
    assert money.npv is not None
    annuity = sum(1.1**-t for t in (1, 2, 3))
    assert money.npv.p90 == pytest.approx(annuity * (27.5 + z * deviation), abs=0.8)


def test_rank_correlation_of_independent_normals_is_known(make: Make) -> None:
    """For bivariate normals Spearman's is (6/pi) asin(r/2) of Pearson's r (Kruskal 1958)."""
    money = evaluate(make(benefits=[row("a", "-30 to 30"), row("b", "-40 to 40")], costs=[row("c", 5)]))
    for name, r in {"a": 0.6, "b": 0.8}.items():
        assert money.rank_correlation[f"value.benefits/{name}/amount"] == pytest.approx(
            6 / math.pi * math.asin(r / 2), abs=5e-3
        )


def test_the_tornado_shows_each_input_at_its_p10_and_p90(make: Make) -> None:
    value = {
        "benefits": [row("b", "40 / 60 / 110")],
        "costs": [row("c", "10 .. 30"), row("d", 5)],
        "technical_success": 0.5,
    }
    money = evaluate(make(**value))
    assert money.deterministic is not None
    base = money.deterministic.npv
    mean = (base + 20 + 5) / 0.5
    assert [(s.input, s.low, s.high) for s in money.tornado] == [
        ("value.technical_success", pytest.approx(-25), pytest.approx(mean - 25)),
        ("value.benefits/b/amount", pytest.approx(20 - 25), pytest.approx(55 - 25)),
        ("value.costs/c/amount", pytest.approx(base + 8), pytest.approx(base - 8)),
    ]


def test_payback_at_even_odds_may_be_never(make: Make) -> None:
    assert evaluate(
        make(benefits=[row("b", 100)], costs=[row("c", 50)], technical_success=0.6)
    ).payback_p50 == pytest.approx(0.5)
    assert (
        evaluate(make(benefits=[row("b", 100)], costs=[row("c", 50)], technical_success=0.4)).payback_p50
        is None
    )


def test_certain_answers_leave_no_spread(make: Make) -> None:
    money = evaluate(make(benefits=[row("b", 100)], costs=[row("c", 50)]))
    assert money.npv is not None
    assert (money.npv.p5, money.npv.mean, money.npv.p95, money.npv.error) == (50, 50, 50, 0)
    assert (money.probability_positive, money.expected_loss, money.evpi) == (1, 0, 0)
    assert (money.tornado, money.evppi, money.rank_correlation) == ((), (), {})


def test_the_sampling_error_is_honest(make: Make) -> None:
    """Over many seeds the mean strays from the truth by about the error that is stated."""
    truth = 100 * math.exp(SIGMA**2 / 2) * 0.5 - 90
    found = [
        evaluate(lognormal(make, technical_success=0.5), points=512, seed=seed).npv for seed in range(30)
    ]
    strayed = np.array([[npv.mean - truth, npv.error] for npv in found if npv])
    real, stated = np.sqrt(np.square(strayed).mean(axis=0))
    assert real == pytest.approx(stated, rel=0.4)


def test_the_same_record_and_seed_give_the_same_figures_to_the_last_digit(make: Make) -> None:
    first, again, other = (evaluate(lognormal(make, technical_success=0.7), seed=seed) for seed in (3, 3, 4))
    assert json.dumps(as_json(first)) == json.dumps(as_json(again))
    assert np.array_equal(first.samples, again.samples)
    assert not np.array_equal(first.samples, other.samples)


ROWS = [row("a", "10 to 50"), row("b", "5 / 9 / 20"), row("c", "1 < 2 < 9"), row("d", 4)]


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_order_of_rows_changes_nothing(make: Make, order: tuple[int, ...]) -> None:
    straight, shuffled = (
        evaluate(make(benefits=rows, technical_success=0.8)) for rows in (ROWS, [ROWS[n] for n in order])
    )
    assert np.array_equal(straight.samples, shuffled.samples)
    assert as_json(straight) | {"assumptions": []} == as_json(shuffled) | {"assumptions": []}


def test_a_new_row_moves_no_other_rows_draws(make: Make) -> None:
    before = evaluate(make(benefits=ROWS, technical_success=0.8)).samples
    for number in range(5, 60):
        after = evaluate(
            make(benefits=[*ROWS, row(f"e{number}", "0 .. 1e-9")], technical_success=0.8)
        ).samples
        assert np.abs(after - before).max() < 1e-6


def test_recorded_slots_keep_every_draw_when_a_row_goes(make: Make) -> None:
    recorded = {f"value.benefits/{name}/amount": slot for name, slot in {"a": 200, "b": 7, "gone": 8}.items()}
    both = evaluate(make(benefits=[row("a", "10 to 50"), row("b", "0 .. 1e-9")], slots=recorded)).samples
    alone = evaluate(make(benefits=[row("a", "10 to 50")], slots=recorded)).samples
    assert np.abs(both - alone).max() < 1e-6


@given(st.sets(st.integers(0, 10**6), min_size=1, max_size=230), st.integers(0, 10**6))
def test_slots_are_distinct_and_a_younger_row_takes_none_away(numbers: set[int], newest: int) -> None:
    keys = [f"value.benefits/{number:012d}/amount" for number in numbers]
    allotted = allot({}, keys)
    assert len(set(allotted.values())) == len(keys)
    assert set(allotted.values()) <= set(range(SLOTS))
    again = allot(
        {}, [*reversed(keys), f"value.costs/9{newest:012d}/amount", "value.gain", "value.pilot_pass#happens"]
    )
    assert {key: again[key] for key in keys} == allotted


def test_recorded_slots_are_kept_and_never_given_twice() -> None:
    recorded = {"value.gain": 0, "value.benefits/gone/amount": 1}
    allotted = allot(recorded, ["value.gain", "value.technical_success", "value.adoption_success"])
    assert allotted["value.gain"] == 0
    assert {allotted["value.technical_success"], allotted["value.adoption_success"]}.isdisjoint({0, 1})


def test_columns_are_evenly_spread_and_unrelated() -> None:
    columns = simulation.uniforms(16_384, 0, {str(slot): slot for slot in range(0, SLOTS, 8)})
    stacked = np.stack(list(columns.values()))
    assert stacked.min() > 0
    assert stacked.max() < 1
    for column in stacked:
        assert np.bincount((column[:2048] * 2048).astype(int), minlength=2048).tolist() == [1] * 2048
    assert np.abs(np.corrcoef(stacked) - np.eye(len(stacked))).max() < 0.04


def test_more_inputs_than_slots_are_refused_in_a_sentence(make: Make) -> None:
    rows = [row(f"r{n}", "1 .. 2") for n in range(SLOTS + 1)]
    with pytest.raises(InputError, match="257 uncertain inputs"):
        evaluate(make(benefits=rows), points=64)
    assert evaluate(make(benefits=rows[:-1]), points=64).known
    assert evaluate(make(benefits=[row(f"r{n}", 1) for n in range(400)]), points=64).known


@pytest.mark.parametrize(("points", "drawn"), [(1, 16), (1000, 1024), (16_384, 16_384), (16_385, 32_768)])
def test_points_are_rounded_up_to_replicates_of_a_power_of_two(make: Make, points: int, drawn: int) -> None:
    money = evaluate(lognormal(make), points=points)
    assert money.points == len(money.samples) == drawn


@pytest.mark.parametrize("wrong", [{"points": 0}, {"points": 10**9}, {"seed": -1}])
def test_impossible_numbers_of_points_and_seeds_are_refused(make: Make, wrong: dict[str, int]) -> None:
    with pytest.raises(InputError):
        evaluate(lognormal(make), **wrong)


def test_an_absurd_range_is_refused_in_a_sentence(make: Make) -> None:
    with pytest.raises(InputError, match="narrow it"):
        evaluate(make(benefits=[row("b", "1e-200 to 1e200")]))


@settings(deadline=None, max_examples=25)
@given(st.floats(1, 50), st.floats(1.05, 3))
def test_a_wider_range_gives_a_wider_result(make: Make, half: float, factor: float) -> None:
    narrow, wide = (
        evaluate(make(benefits=[row("b", f"{60 - h:.6f} .. {60 + h:.6f}")]), points=1024).npv
        for h in (half, half * factor)
    )
    assert narrow is not None
    assert wide is not None
    assert wide.p90 - wide.p10 > narrow.p90 - narrow.p10


def test_extreme_but_possible_answers_give_finite_figures(make: Make) -> None:
    for chance, rate, years in itertools.product((0, 1, 1e-9), (-0.99, 10), (1, 40)):
        value = {
            "technical_success": chance,
            "discount_rate": rate,
            "horizon_years": years,
            "decay_per_year": 1 - chance,
        }
        money = evaluate(
            make(benefits=[row("b", "1 to 1e9", growth=0.5)], costs=[row("c", 0)], **value), points=64
        )
        assert "Infinity" not in json.dumps(as_json(money))
        assert "NaN" not in json.dumps(as_json(money))
