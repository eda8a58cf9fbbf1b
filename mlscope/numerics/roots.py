"""Where a function of one number is zero.

Source: R. P. Brent, *Algorithms for Minimization Without Derivatives* (1973), chapter 4.
"""

from collections.abc import Callable


def root(function: Callable[[float], float], low: float, high: float, tolerance: float = 1e-14) -> float:
    """A zero of a continuous function between two points where its signs differ, within `tolerance` of it and
    of 1.

    Steps are those of the inverse parabola or the secant where they shrink fast enough, else the interval is
    halved.
    """
    before, value_before = low, function(low)
    best, value = high, function(high)
    if value_before == 0:
        return before
    if value != 0 and (value_before < 0) == (value < 0):
        raise ValueError("the function has the same sign at both ends")
    other, other_value, step_before, step = before, value_before, 0.0, 0.0
    while True:
        if value_before != 0 and value != 0 and (value_before < 0) != (value < 0):
            other, other_value = before, value_before
            step_before = step = best - before
        if abs(other_value) < abs(value):
            before, best, other = best, other, best
            value_before, value, other_value = value, other_value, value
        least = (tolerance + tolerance * abs(best)) / 2
        half = (other - best) / 2
        if value == 0 or abs(half) < least:
            return best
        tried = None
        if abs(step_before) > least and abs(value) < abs(value_before):
            if before == other:
                tried = -value * (best - before) / (value - value_before)
            else:
                slope = (value_before - value) / (before - best)
                other_slope = (other_value - value) / (other - best)
                below = other_slope * slope * (other_value - value_before)
                if below != 0:
                    tried = -value * (other_value * other_slope - value_before * slope) / below
        if tried is not None and 2 * abs(tried) < min(abs(step_before), 3 * abs(half) - least):
            step_before, step = step, tried
        else:
            step_before = step = half
        before, value_before = best, value
        best += step if abs(step) > least else (least if half > 0 else -least)
        value = function(best)
