"""What an estimate says, in a sentence that its author can agree or disagree with."""

from collections.abc import Callable

from mlscope.estimates.notation import AnyEstimate, Chance, Limits, Number, Percentiles, Range, Uniform
from mlscope.estimates.sampling import certain, mean
from mlscope.words import exact_percent_words, exact_words


def describe(estimate: AnyEstimate, unit_words: str = "") -> str:
    """The estimate as its author says it; `unit_words` follow the figures ("EUR a year"), and "share" asks
    for percentages.
    """
    return f"You are saying: {said(estimate, unit_words)}."


def said(estimate: AnyEstimate, unit_words: str = "") -> str:
    """The estimate in words, without a beginning or full stop."""
    say: Callable[[float], str] = (
        exact_percent_words if unit_words == "share" else lambda value: exact_words(value, unit_words)
    )
    return _said(estimate, say)


def _said(estimate: AnyEstimate, say: Callable[[float], str]) -> str:
    match estimate:
        case Chance(probability=p):
            return f"it happens in {p * 100:.4g} of 100 cases like this"
        case _ if certain(estimate):
            return f"{say(mean(estimate))}, with no doubt about it"
        case Percentiles():
            bound = f"; never below {say(estimate.lower)}" + (
                f" or above {say(estimate.upper)}" if estimate.upper is not None else ""
            )
            return (
                f"one chance in ten below {say(estimate.p10)}, one in ten above {say(estimate.p90)}, as"
                f" likely above as below {say(estimate.p50)}{bound}"
            )
        case Limits():
            return (
                f"never below {say(estimate.low)}, never above {say(estimate.high)}, most likely near"
                f" {say(estimate.likely)}"
            )
        case Range():
            below = "" if estimate.low > 0 else "; it may fall below zero"
            return (
                f"one chance in twenty below {say(estimate.low)}, one in twenty above"
                f" {say(estimate.high)}{below}"
            )
        case Uniform():
            return (
                f"anything from {say(estimate.low)} to {say(estimate.high)} is equally likely, nothing else"
                " is possible"
            )
        case Number():
            return say(estimate.value)
    raise TypeError(f"not an estimate: {estimate!r}")
