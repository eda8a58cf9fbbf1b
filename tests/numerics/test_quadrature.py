"""Integrals against closed forms and against SciPy's QUADPACK."""

import math

import numpy as np
import pytest
from scipy import integrate

from mlscope.numerics.quadrature import Function, integral

SMOOTH: list[tuple[Function, float, float, float]] = [
    (np.exp, 0.0, 1.0, math.e - 1),
    (np.sin, 0.0, math.pi, 2.0),
    (lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi), -10.0, 10.0, 1.0),
    (lambda x: x**21, 0.0, 2.0, 2.0**22 / 22),
    (lambda x: 1 / (1 + x * x), -50.0, 50.0, 2 * math.atan(50)),
]


@pytest.mark.parametrize(("function", "start", "end", "exact"), SMOOTH)
def test_it_meets_the_closed_form(function: Function, start: float, end: float, exact: float) -> None:
    assert integral(function, start, end) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("function", "start", "end"), [case[:3] for case in SMOOTH[:3]])
def test_few_halvings_give_the_digits_of_quadpack(function: Function, start: float, end: float) -> None:
    theirs, _ = integrate.quad(
        lambda x: float(function(np.array([x]))[0]), start, end, epsabs=0, epsrel=1e-10
    )
    assert integral(function, start, end) == pytest.approx(theirs, rel=1e-15)


def test_a_narrow_peak_is_found_by_halving() -> None:
    def peak(x: np.ndarray) -> np.ndarray:
        return 1e-3 / ((x - 0.3) ** 2 + 1e-6)

    assert integral(peak, 0, 1) == pytest.approx(math.atan(700) + math.atan(300), rel=1e-10)


def test_what_cancels_to_nothing_ends() -> None:
    assert integral(np.sin, -1.0, 1.0) == pytest.approx(0, abs=1e-15)
    assert integral(lambda x: x**3 - 0.1 * x, -1.0, 2.0) == pytest.approx(15 / 4 - 0.15, rel=1e-13)
    assert integral(np.zeros_like, 0.0, 1.0) == 0


def test_backwards_is_the_opposite() -> None:
    assert integral(np.exp, 1.0, 0.0) == -integral(np.exp, 0.0, 1.0)
