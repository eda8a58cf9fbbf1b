"""Estimates become numbers that keep their word."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Chance, Limits, Number, Percentiles, Range, Uniform, parse

TENTHS = np.array([0.1, 0.5, 0.9])
EVEN = (np.arange(200_000) + 0.5) / 200_000
VARIED = [
    Number(value=7),
    parse("40 / 60 / 110"),
    parse("40 / 60 / 110 above 30"),
    parse("40 / 60 / 80 above -1000"),
    parse("40 / 60 / 110 between 0 and 150"),
    parse("0.2 / 0.5 / 0.8 between 0 and 1"),
    Limits(low=40, likely=60, high=110),
    Limits(low=0, likely=0, high=1),
    Limits(low=0, likely=1, high=1),
    parse("5 to 9"),
    parse("-3 to 9"),
    Uniform(low=5, high=9),
    Chance(probability=0.3),
]


@st.composite
def percentiles(draw: st.DrawFn, bounded: bool = False) -> Percentiles:
    lower = draw(st.floats(-1e3, 1e3))
    gaps = [draw(st.floats(0.01, 100)) for _ in range(4)]
    p10, p50, p90, top = (lower + sum(gaps[: n + 1]) for n in range(4))
    return Percentiles(p10=p10, p50=p50, p90=p90, lower=lower, upper=top if bounded else None)


@given(percentiles())
def test_percentiles_above_a_bound_are_met_exactly(estimate: Percentiles) -> None:
    found = sampling.quantile(estimate, TENTHS)
    assert found == pytest.approx([estimate.p10, estimate.p50, estimate.p90], rel=1e-8, abs=1e-7)
    assert (sampling.quantile(estimate, EVEN[::1000]) >= estimate.lower).all()


@given(percentiles(bounded=True))
def test_percentiles_between_bounds_are_met_exactly(estimate: Percentiles) -> None:
    found = sampling.quantile(estimate, TENTHS)
    assert found == pytest.approx([estimate.p10, estimate.p50, estimate.p90], rel=1e-8, abs=1e-7)
    ends = sampling.quantile(estimate, EVEN[::1000])
    assert (ends >= estimate.lower).all()
    assert (ends <= estimate.upper).all()


@given(st.one_of(percentiles(), percentiles(bounded=True)))
def test_quantiles_never_fall(estimate: Percentiles) -> None:
    found = sampling.quantile(estimate, EVEN[::500])
    assert (np.diff(found) >= -1e-9 * np.abs(found[1:])).all()


def test_percentiles_even_in_logarithms_are_the_lognormal() -> None:
    estimate = Percentiles(p10=10, p50=20, p90=40)
    sigma = math.log(2) / float(special.ndtri(0.9))
    assert sampling.mean(estimate) == pytest.approx(20 * math.exp(sigma**2 / 2), rel=1e-8)
    assert sampling.quantile(estimate, EVEN[::500]) == pytest.approx(
        stats.lognorm(sigma, scale=20).ppf(EVEN[::500]), rel=1e-9
    )


def test_percentiles_nearly_even_in_logarithms_do_not_jump() -> None:
    even, nearly = Percentiles(p10=10, p50=20, p90=40), Percentiles(p10=10, p50=20, p90=40 * (1 + 1e-6))
    assert sampling.quantile(nearly, EVEN[::500]) == pytest.approx(
        sampling.quantile(even, EVEN[::500]), rel=1e-5
    )


@pytest.mark.parametrize("estimate", VARIED, ids=str)
def test_the_mean_is_that_of_the_quantiles(estimate: AnyEstimate) -> None:
    assert sampling.mean(estimate) == pytest.approx(sampling.quantile(estimate, EVEN).mean(), rel=1e-3)


@pytest.mark.parametrize("estimate", [one for one in VARIED if isinstance(one, Percentiles)], ids=str)
def test_the_mean_of_percentiles_is_accurate_to_a_millionth(estimate: Percentiles) -> None:
    z = np.linspace(-12, 12, 400_001)
    weighted = sampling._at_normal(estimate, z) * stats.norm.pdf(z)
    assert sampling.mean(estimate) == pytest.approx(integrate.simpson(weighted, x=z), rel=1e-6)


def test_pert_has_the_published_mean_and_variance() -> None:
    """Mean (a + 4m + b)/6; variance (mean - a)(b - mean)/7 follows from the beta's shapes adding up to
    six.
    """
    draws = sampling.quantile(Limits(low=10, likely=16, high=40), EVEN)
    assert sampling.mean(Limits(low=10, likely=16, high=40)) == 19
    assert draws.mean() == pytest.approx(19, rel=1e-5)
    assert draws.var() == pytest.approx((19 - 10) * (40 - 19) / 7, rel=1e-4)


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1))
def test_the_table_of_beta_quantiles_is_close_to_the_function(likely: float) -> None:
    estimate = Limits(low=0, likely=likely, high=1)
    shape = 1 + 4 * likely
    exact = special.betaincinv(shape, 6 - shape, EVEN[::17])
    assert np.abs(sampling.quantile(estimate, EVEN[::17]) - exact).max() < 5e-6


def test_a_ninety_percent_range_holds_nine_tenths() -> None:
    twentieths = np.array([0.05, 0.95])
    assert sampling.quantile(Range(low=5, high=9), twentieths) == pytest.approx([5, 9])
    assert sampling.quantile(Range(low=-3, high=9), twentieths) == pytest.approx([-3, 9])
    sigma = math.log(9 / 5) / (2 * float(special.ndtri(0.95)))
    assert sampling.mean(Range(low=5, high=9)) == pytest.approx(math.sqrt(45) * math.exp(sigma**2 / 2))
    assert sampling.mean(Range(low=-3, high=9)) == 3


@pytest.mark.parametrize("text", ["5 to 5", "5 .. 5", "5 < 5 < 5", "5 / 5 / 5", "5"])
def test_an_estimate_without_spread_is_its_value(text: str) -> None:
    assert sampling.certain(parse(text))
    assert sampling.mean(parse(text)) == 5
    assert sampling.quantile(parse(text), TENTHS).tolist() == [5, 5, 5]


def test_a_chance_happens_as_often_as_it_says() -> None:
    assert sampling.quantile(Chance(probability=0.3), EVEN).mean() == pytest.approx(0.3, abs=1e-5)
    assert sampling.quantile(Chance(probability=0), EVEN).max() == 0
    assert sampling.quantile(Chance(probability=1), EVEN).min() == 1


def test_no_draw_of_a_share_exceeds_one() -> None:
    estimate = parse("0.5 to 1")
    draws = sampling.quantile(estimate, EVEN, share=True)
    assert draws.max() == 1
    assert sampling.mean(estimate, share=True) == pytest.approx(draws.mean(), rel=1e-6)


@pytest.mark.parametrize("estimate", [one for one in VARIED if not sampling.certain(one)], ids=str)
def test_the_picture_of_an_estimate_has_finite_heights(estimate: AnyEstimate) -> None:
    x, y = sampling.density(estimate, points=60)
    assert len(x) == len(y) == (2 if isinstance(estimate, Chance) else 60)
    assert (np.diff(x) > 0).all()
    assert np.isfinite(y).all()
    assert (y >= 0).all()


def test_the_picture_of_a_triangle_like_pert_peaks_where_it_is_likely() -> None:
    x, y = sampling.density(Limits(low=0, likely=30, high=100))
    assert x[np.argmax(y)] == pytest.approx(30, abs=3)
