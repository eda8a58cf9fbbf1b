"""Formulas that know their value: the text that a spreadsheet computes, and what it comes to as the workbook
is made.

One expression yields both, so that a cell shown without recalculation never differs from what its formula
gives. Only functions are used that Excel and LibreOffice have under the same name. An error is NaN.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

COMPARISON, SUM, PRODUCT, POWER, ATOM = range(1, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula's text, without the sign of equality, and its value: a number, a text, a truth, or an array
    for a range.
    """

    text: str
    value: Any
    rank: int = ATOM

    def __add__(self, other: Any) -> "Formula":
        return _infix(self, "+", other, SUM, np.add)

    def __radd__(self, other: Any) -> "Formula":
        return _infix(other, "+", self, SUM, np.add)

    def __sub__(self, other: Any) -> "Formula":
        return _infix(self, "-", other, SUM, np.subtract)

    def __rsub__(self, other: Any) -> "Formula":
        return _infix(other, "-", self, SUM, np.subtract)

    def __mul__(self, other: Any) -> "Formula":
        return _infix(self, "*", other, PRODUCT, np.multiply)

    def __rmul__(self, other: Any) -> "Formula":
        return _infix(other, "*", self, PRODUCT, np.multiply)

    def __truediv__(self, other: Any) -> "Formula":
        return _infix(self, "/", other, PRODUCT, np.divide)

    def __rtruediv__(self, other: Any) -> "Formula":
        return _infix(other, "/", self, PRODUCT, np.divide)

    def __pow__(self, other: Any) -> "Formula":
        return _infix(self, "^", other, POWER, np.power)

    def __lt__(self, other: Any) -> "Formula":
        return _infix(self, "<", other, COMPARISON, lambda a, b: a < b)

    def __le__(self, other: Any) -> "Formula":
        return _infix(self, "<=", other, COMPARISON, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> "Formula":
        return _infix(self, ">", other, COMPARISON, lambda a, b: a > b)

    def __ge__(self, other: Any) -> "Formula":
        return _infix(self, ">=", other, COMPARISON, lambda a, b: a >= b)

    def equals(self, other: Any) -> "Formula":
        """Are the two the same? A blank cell equals both 0 and the empty text, as in a spreadsheet."""
        return _infix(self, "=", other, COMPARISON, lambda a, b: a == b)

    def __invert__(self) -> "Formula":
        return Formula(f"NOT({self.text})", not self.value)

    @property
    def blank(self) -> "Formula":
        """Is nothing in the cell?"""
        return self.equals("")


def formula(part: Any) -> Formula:
    """A number or text as a part of a formula; a formula is itself one."""
    match part:
        case Formula():
            return part
        case str():
            return Formula('"' + part.replace('"', '""') + '"', part)
        case _:
            number = float(part)
            return Formula(f"{number:.17g}".upper(), number, ATOM if number >= 0 else SUM)


def _infix(left: Any, sign: str, right: Any, rank: int, compute: Callable[[Any, Any], Any]) -> Formula:
    a, b = formula(left), formula(right)
    text = f"{_within(a, rank if rank < POWER else ATOM)}{sign}{_within(b, rank + 1)}"
    if rank == COMPARISON and (isinstance(a.value, str) or isinstance(b.value, str)):
        return Formula(text, compute(_beside_text(a.value), _beside_text(b.value)), rank)
    return Formula(text, compute(_number(a.value), _number(b.value)), rank)


def _beside_text(value: Any) -> tuple[bool, Any]:
    """A value as it is compared with a text: a blank is the empty text, and every text is above every
    number.
    """
    return (True, "") if value is None else (isinstance(value, str), value)


def _number(value: Any) -> Any:
    """A value as arithmetic sees it: a blank is 0, and a text is an error."""
    if value is None:
        return 0.0
    return (
        math.nan if isinstance(value, str) else value if isinstance(value, np.ndarray) else np.float64(value)
    )


def _within(part: Formula, rank: int) -> str:
    return part.text if part.rank >= rank else f"({part.text})"


def call(name: str, compute: Callable[..., Any], *parts: Any) -> Formula:
    """A function of the spreadsheet, with what it does."""
    given = [formula(part) for part in parts]
    return Formula(
        f"{name}({','.join(part.text for part in given)})", compute(*(_number(part.value) for part in given))
    )


def filled(*cells: Formula) -> Formula:
    """How many of the cells hold a number."""
    count = sum(cell.value is not None and not isinstance(cell.value, str) for cell in cells)
    return Formula(f"COUNT({','.join(cell.text for cell in cells)})", float(count))


def when(condition: Formula, yes: Any, no: Any) -> Formula:
    """One or the other."""
    yes, no = formula(yes), formula(no)
    return Formula(f"IF({condition.text},{yes.text},{no.text})", (yes if condition.value else no).value)


def both(*conditions: Formula) -> Formula:
    """Do all hold?"""
    return Formula(f"AND({','.join(c.text for c in conditions)})", all(bool(c.value) for c in conditions))


def either(*conditions: Formula) -> Formula:
    """Does any hold?"""
    return Formula(f"OR({','.join(c.text for c in conditions)})", any(bool(c.value) for c in conditions))


def choose(index: Formula, *parts: Any) -> Formula:
    """The part with this number, counted from 1."""
    given = [formula(part) for part in parts]
    chosen = (
        given[int(index.value) - 1].value
        if index.value == index.value and 1 <= index.value <= len(given)
        else math.nan
    )
    return Formula(f"CHOOSE({index.text},{','.join(part.text for part in given)})", chosen)


def match(wanted: Formula, names: Formula) -> Formula:
    """The place of a text in a range of texts, counted from 1."""
    known = list(names.value)
    place = float(known.index(wanted.value) + 1) if wanted.value in known else math.nan
    return Formula(f"MATCH({wanted.text},{names.text},0)", place)


def item(values: Formula, index: Formula) -> Formula:
    """The value at a place of a range, counted from 1."""
    place = int(index.value) - 1
    value = values.value[place] if 0 <= place < len(values.value) else math.nan
    return Formula(f"INDEX({values.text},{index.text})", value)


def first_of(values: Formula, count: Formula) -> Formula:
    """The first cells of a range, as many as asked for."""
    start = values.text.rpartition(":")[0]
    return Formula(f"{start}:INDEX({values.text},{count.text})", values.value[: int(count.value)])


def exp(x: Any) -> Formula:
    """e to the power of x."""
    return call("EXP", np.exp, x)


def ln(x: Any) -> Formula:
    """The natural logarithm."""
    return call("LN", np.log, x)


def sqrt(x: Any) -> Formula:
    """The square root."""
    return call("SQRT", np.sqrt, x)


def sinh(x: Any) -> Formula:
    """The hyperbolic sine."""
    return call("SINH", np.sinh, x)


def cosh(x: Any) -> Formula:
    """The hyperbolic cosine."""
    return call("COSH", np.cosh, x)


def asinh(x: Any) -> Formula:
    """The inverse of the hyperbolic sine."""
    return call("ASINH", np.arcsinh, x)


def acosh(x: Any) -> Formula:
    """The inverse of the hyperbolic cosine."""
    return call("ACOSH", np.arccosh, x)


def absolute(x: Any) -> Formula:
    """Without its sign."""
    return call("ABS", np.abs, x)


def sign(x: Any) -> Formula:
    """-1, 0 or 1."""
    return call("SIGN", np.sign, x)


def whole(x: Any) -> Formula:
    """The next whole number below."""
    return call("INT", np.floor, x)


def below_normal(z: Any) -> Formula:
    """The standard normal distribution function."""
    return call("NORMSDIST", special.ndtr, z)


def normal_quantile(share: Any) -> Formula:
    """The inverse of the standard normal distribution function."""
    return call("NORMSINV", special.ndtri, share)


def beta_quantile(share: Any, alpha: Any, beta: Any) -> Formula:
    """The inverse of the beta distribution function on 0 to 1."""
    return call("BETAINV", lambda p, a, b: special.betaincinv(a, b, p), share, alpha, beta)


def least(*parts: Any) -> Formula:
    """The smallest of numbers or of ranges."""
    return call(
        "MIN", lambda *values: np.min(np.concatenate([np.atleast_1d(value) for value in values])), *parts
    )


def most(*parts: Any) -> Formula:
    """The largest of numbers or of ranges."""
    return call(
        "MAX", lambda *values: np.max(np.concatenate([np.atleast_1d(value) for value in values])), *parts
    )


def total(*ranges: Any) -> Formula:
    """The sum of ranges and numbers."""
    return call("SUM", lambda *values: sum(np.sum(value) for value in values), *ranges)


def sum_products(product: Any) -> Formula:
    """The sum over a range of what is computed from each of its cells."""
    return call("SUMPRODUCT", np.sum, product)
