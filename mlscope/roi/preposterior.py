"""What a test is worth before it is made: preposterior analysis (Raiffa and Schlaifer 1961, Howard 1966).

For every answer that the test may give, the act that would then be best is looked up; what that is worth on average is
compared with acting without the test. `worth` has the shape (acts, states), `prior` gives the chance of each state, and
`likelihoods` how probable each answer is in each state, shape (..., answers, states).
"""

import numpy as np

from mlscope.project.results import Floats


def yes_or_no(sensitivity: float | Floats, specificity: float | Floats) -> Floats:
    """The likelihoods of the answers no and yes in the states failure and success; shape (..., 2, 2)."""
    yes = np.stack(np.broadcast_arrays(1 - np.asarray(specificity, np.float64), sensitivity), axis=-1)
    return np.stack([1 - yes, yes], axis=-2)


PERFECT = yes_or_no(1.0, 1.0)
"""Of a test that never errs."""


def with_test(worth: Floats, prior: Floats, likelihoods: Floats) -> Floats:
    """The expected value of acting on the answer, shape (...)."""
    expected = np.einsum("as,...rs->...ra", worth * prior, likelihoods)
    value: Floats = expected.max(axis=-1).sum(axis=-1)
    return value


def without_test(worth: Floats, prior: Floats) -> float:
    """The expected value of the act that is best now."""
    return float((worth @ prior).max())


def sample_information(worth: Floats, prior: Floats, likelihoods: Floats) -> Floats:
    """The expected value of sample information (EVSI), shape (...): never below 0, never above that of a perfect test."""
    return np.maximum(with_test(worth, prior, likelihoods) - without_test(worth, prior), 0.0)
