"""What a test is worth before it is made: preposterior analysis (Raiffa and Schlaifer 1961, Howard 1966).

A test says yes or no about an event that either comes true or does not. For both answers the act that would then be best is
looked up, and what that is worth on average is compared with acting without the test.
"""

import numpy as np

from mlscope.project.results import Floats


def likelihoods(sensitivity: float | Floats, specificity: float | Floats) -> Floats:
    """How probable the answers no and yes are where the event fails and where it comes true; shape (..., answers, 2)."""
    yes = np.stack(np.broadcast_arrays(1 - np.asarray(specificity, float), sensitivity), axis=-1)
    return np.stack([1 - yes, yes], axis=-2)


PERFECT = likelihoods(1.0, 1.0)
"""Of a test that never errs."""


def with_test(worth: Floats, prior: float, answers: Floats) -> Floats:
    """The expected value of acting on the answer, shape (...).

    `worth` has the shape (acts, 2): what each act brings where the event fails and where it comes true; `prior` is the chance of
    the latter; `answers` are likelihoods.
    """
    expected = np.einsum("as,...rs->...ra", worth * np.array([1 - prior, prior]), answers)
    value: Floats = expected.max(axis=-1).sum(axis=-1)
    return value


def sample_information(worth: Floats, prior: float, answers: Floats) -> Floats:
    """The expected value of sample information (EVSI), shape (...): never below 0, never above that of a perfect test."""
    return np.maximum(with_test(worth, prior, answers) - without_test(worth, prior), 0.0)


def without_test(worth: Floats, prior: float) -> float:
    """The expected value of the act that is best now."""
    return float((worth @ np.array([1 - prior, prior])).max())
