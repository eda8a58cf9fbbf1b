"""Zeros against closed forms and, step by step, against SciPy's Brent."""

import math
from collections.abc import Callable

import pytest
from scipy import optimize

from mlscope.numerics.roots import root

CASES: list[tuple[Callable[[float], float], float, float]] = [
    (lambda x: x * x - 2, 0.0, 2.0),
    (lambda x: math.exp(x) - 3, -4.0, 4.0),
    (lambda x: x**3 - 1e-9, -1.0, 3.0),
    (lambda x: math.atan(x - 100), -600.0, 600.0),
    (lambda x: 1.0 if x >= 0.3 else -1.0, 0.0, 1.0),
]


@pytest.mark.parametrize(("function", "low", "high"), CASES)
def test_the_zero_is_that_of_scipy(function: Callable[[float], float], low: float, high: float) -> None:
    assert root(function, low, high) == optimize.brentq(function, low, high, xtol=1e-14, rtol=1e-14)


def test_it_meets_the_closed_form() -> None:
    assert root(lambda x: x * x - 2, 0.0, 2.0) == pytest.approx(math.sqrt(2), rel=1e-14)


def test_a_zero_in_a_flat_place_is_found() -> None:
    assert root(lambda x: (x - 1) ** 9, -3.0, 4.0) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("low", "high"), [(0.0, 5.0), (-5.0, 0.0)])
def test_a_zero_at_an_end_is_that_end(low: float, high: float) -> None:
    assert root(lambda x: x, low, high) == 0


def test_equal_signs_at_both_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="same sign"):
        root(lambda x: x * x + 1, -1.0, 1.0)
