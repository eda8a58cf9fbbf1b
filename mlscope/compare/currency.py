"""One currency for all candidates: that in which they count, or the one that stated rates lead to."""

import math
from collections.abc import Mapping, Sequence

from mlscope.errors import InputError
from mlscope.results import Candidate

Rates = Mapping[str, float]
"""Currency -> what one unit of it is worth in the currency of the comparison."""


def common_currency(candidates: Sequence[Candidate], rates: Rates | None = None) -> tuple[str, Rates]:
    """The currency of the comparison, and the rate of each that candidates count in.

    InputError where rates are missing, cannot be used, or leave open what they lead to.
    """
    rates = dict(rates or {})
    for name, rate in rates.items():
        if not (math.isfinite(rate) and rate > 0):
            raise InputError(f"the rate of {name} must be a number above zero; found {rate:g}")
    used = sorted({one.money.currency for one in candidates if one.money.known})
    if not used:
        return "", {}
    if len(used) == 1:
        return used[0], {used[0]: 1.0}
    without = [name for name in used if rates.get(name, 1.0) == 1.0]
    if len(without) == 1:
        return without[0], {name: rates.get(name, 1.0) for name in used}
    if not without:
        raise InputError(
            f"the candidates count in {' and '.join(used)}, and each has a rate: leave out the currency that"
            " all amounts are turned into"
        )
    raise InputError(
        f"these projects count in {' and '.join(used)}: say what one {without[-1]} is worth in"
        f" {without[0]}, or compare those of one currency"
    )
