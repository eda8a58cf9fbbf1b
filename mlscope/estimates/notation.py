"""An uncertain amount as people say it: the kinds of estimate, and the short notation they are typed in.

The notation is one text per estimate, the same in table cells, files and pasted columns:

    120                  a plain number
    5 to 9               90 % sure it lies between (lognormal; normal where the range reaches zero or below)
    40 / 60 / 110        one in ten below 40, even odds around 60, one in ten above 110 (J-QPD)
    40 < 60 < 110        low, likely and high as hard limits (PERT)
    5 .. 9               anything between is as likely (uniform)
    30 % chance          happens or does not

People's own words for these are put into it first (`phrases`; docs/notations.md lists them):

    5 ± 2                the 90 % range 3 to 7
    5-8-12               refused, with 5 / 8 / 12 and 5 < 8 < 12 to choose from

Numbers may carry k, M or bn, the words for them, and a decimal comma (see `numbers`). How draws are made from
them is `mlscope.estimates.sampling`'s business.
"""

import math
import re
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from mlscope.errors import Unclear
from mlscope.estimates import numbers, phrases

Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Estimate(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(_Estimate):
    """A plain number, taken as certain."""

    kind: Literal["number"] = "number"
    value: Finite


class Percentiles(_Estimate):
    """P10, P50 and P90 of a J-QPD (Hadlock and Bickel 2017), above `lower` and, if given, below `upper`.

    `lower` is the stated bound of the distribution; unset, it is zero and then P10 must be above zero.
    """

    kind: Literal["percentiles"] = "percentiles"
    p10: Finite
    p50: Finite
    p90: Finite
    lower: Finite = 0.0
    upper: Finite | None = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.p10 == self.p50 == self.p90:
            return self
        if not self.p10 < self.p50 < self.p90:
            raise ValueError(
                f"P10, P50 and P90 must rise; found {self.p10:g}, {self.p50:g}, {self.p90:g}; write the"
                " lowest first"
            )
        if self.p10 <= self.lower:
            raise ValueError(
                f"P10 ({self.p10:g}) must be above the lowest possible value ({self.lower:g}); lower that"
                " bound or raise P10"
            )
        if self.upper is not None and self.p90 >= self.upper:
            raise ValueError(
                f"P90 ({self.p90:g}) must be below the highest possible value ({self.upper:g}); raise that"
                " bound or lower P90"
            )
        return self


class Limits(_Estimate):
    """Lowest, most likely and highest possible value as hard limits: a PERT (beta) distribution."""

    kind: Literal["limits"] = "limits"
    low: Finite
    likely: Finite
    high: Finite

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError(
                f"low, likely and high must not fall; found {self.low:g}, {self.likely:g}, {self.high:g};"
                " write the lowest first"
            )
        return self


class Range(_Estimate):
    """A 90 % range: one in twenty below `low`, one in twenty above `high`; lognormal, or normal where `low`
    is not above zero.
    """

    kind: Literal["range"] = "range"
    low: Finite
    high: Finite

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.low > self.high:
            raise ValueError(
                f"low must not be above high; found {self.low:g} to {self.high:g}; write the lower one first"
            )
        return self


class Uniform(_Estimate):
    """Anything between `low` and `high`, all equally likely."""

    kind: Literal["uniform"] = "uniform"
    low: Finite
    high: Finite

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.low > self.high:
            raise ValueError(
                f"low must not be above high; found {self.low:g} to {self.high:g}; write the lower one first"
            )
        return self


class Chance(_Estimate):
    """Happens (1) with probability `probability`, or does not (0)."""

    kind: Literal["chance"] = "chance"
    probability: Annotated[float, Field(ge=0, le=1)]


AnyEstimate = Annotated[Number | Percentiles | Limits | Range | Uniform | Chance, Field(discriminator="kind")]

KIND_LABELS: dict[str, str] = {
    "percentiles": "P10 / P50 / P90",
    "limits": "Lowest, likely, highest",
    "range": "90 % range",
    "uniform": "Anything between",
    "chance": "Happens or not",
    "number": "One number",
}


class _Three(_Estimate):
    """a-b-c, which could be percentiles or limits."""


_FORMS: list[tuple[str, type[_Estimate], tuple[str, ...]]] = [
    (rf"{numbers.AMOUNT}\s*chance", Chance, ("probability",)),
    (rf"{numbers.AMOUNT}\s*(?:to|-|–|—)\s*{numbers.AMOUNT}", Range, ("low", "high")),
    (rf"{numbers.AMOUNT}\s*(?:\.\.|…)\s*{numbers.AMOUNT}", Uniform, ("low", "high")),
    (rf"{numbers.AMOUNT}\s*/\s*{numbers.AMOUNT}\s*/\s*{numbers.AMOUNT}", Percentiles, ("p10", "p50", "p90")),
    (rf"{numbers.AMOUNT}\s*<\s*{numbers.AMOUNT}\s*<\s*{numbers.AMOUNT}", Limits, ("low", "likely", "high")),
    (rf"{numbers.AMOUNT}\s*±\s*{numbers.AMOUNT}", Range, ("middle", "spread")),
    (rf"{numbers.AMOUNT}\s*[-–—]\s*{numbers.AMOUNT}\s*[-–—]\s*{numbers.AMOUNT}", _Three, ("a", "b", "c")),
    (numbers.SINGLE, Number, ("value",)),
]
_BOUNDED = re.compile(
    rf"(.*?)\s*(?:,|;)?\s*(above|between)\s+{numbers.AMOUNT}(?:\s*and\s*{numbers.AMOUNT})?$", re.IGNORECASE
)


def parse(text: str) -> Any:
    """The estimate that a text stands for; ValueError says what can be written instead, Unclear names the two
    readings.
    """
    text = phrases.plain(text)
    kind, stated = _matched(text)
    if (meant := numbers.one_scale(text)) != text:
        kind, stated = _matched(meant)
    if kind is _Three:
        raise _asked_back(meant, list(stated.values()))
    try:
        return kind(**stated)
    except ValidationError:
        if (signed := numbers.one_sign(text)) == text:
            raise
        return parse(signed)


def _asked_back(text: str, stated: list[float]) -> ValueError:
    """5-8-12 with its two readings, where its figures rise."""
    if not stated[0] < stated[1] < stated[2]:
        return _unreadable(text)
    each = [_digits(value) for value in stated]
    return Unclear(text, " / ".join(each), " < ".join(each))


def _around(middle: float, spread: float) -> tuple[float, float]:
    """The ends of a ± b."""
    if not (math.isfinite(middle) and math.isfinite(spread)):
        return middle, spread
    exact = Decimal(repr(middle)), Decimal(repr(spread))
    return float(exact[0] - exact[1]), float(exact[0] + exact[1])


def _matched(text: str) -> tuple[type[_Estimate], dict[str, float]]:
    """The kind of estimate whose form a text has, and its figures; ValueError where it has none."""
    if len(text) > numbers.LONGEST:
        raise _unreadable(text)
    cleaned = text.strip()
    bounds: dict[str, float] = {}
    if bounded := _BOUNDED.fullmatch(cleaned):
        cleaned = bounded[1]
        bounds["lower"] = numbers.amount(*bounded.group(3, 4, 5))
        if bounded[6]:
            bounds["upper"] = numbers.amount(*bounded.group(6, 7, 8))
    for pattern, kind, names in _FORMS:
        if match := re.fullmatch(pattern, cleaned, re.IGNORECASE):
            if bounds and kind is not Percentiles:
                break
            groups = match.groups()
            amounts = [numbers.amount(*groups[i : i + 3]) for i in range(0, len(groups), 3)]
            if "spread" in names:
                middle, spread = amounts
                if groups[5] and not groups[2]:  # 100 ± 10 % is a tenth of it either way
                    spread *= abs(middle)
                names, amounts = ("low", "high"), list(_around(middle, spread))
            return kind, dict(zip(names, amounts, strict=True)) | bounds
    raise _unreadable(text)


def _unreadable(text: str) -> ValueError:
    shown = text if len(text) <= 40 else text[:39] + "…"
    way_out = "write 120, 5 to 9, 40 / 60 / 110, 40 < 60 < 110, 5 .. 9 or 30 % chance"
    if end := phrases.one_end(text):
        return ValueError(f"cannot read '{shown}': '{end}' names one end only; write both, as in 5 to 9")
    return ValueError(f"cannot read '{shown}' as an amount; {way_out}")


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else repr(value)


def _percent(value: float) -> str:
    shown = f"{value * 100:.12g}"
    exact = (
        shown
        if numbers.amount(shown, percent="%") == value
        else f"{(Decimal(repr(value)) * 100).normalize():f}"
    )
    return f"{exact} %"


def write(estimate: "Estimate", *, percent: bool = False) -> str:
    """The notation of an estimate, shares as percentages with `percent`; `parse(write(e)) == e`."""
    form, stated = notation(estimate)
    return form.format(*map(_percent if percent else _digits, stated))


def notation(estimate: "Estimate") -> tuple[str, tuple[float, ...]]:
    """The form in which an estimate is written, and the figures for its places."""
    match estimate:
        case Number(value=value):
            return "{}", (value,)
        case Percentiles(p10=p10, p50=p50, p90=p90, lower=lower, upper=upper):
            if upper is not None:
                return "{} / {} / {} between {} and {}", (p10, p50, p90, lower, upper)
            return (
                ("{} / {} / {}", (p10, p50, p90))
                if lower == 0
                else ("{} / {} / {} above {}", (p10, p50, p90, lower))
            )
        case Limits(low=low, likely=likely, high=high):
            return "{} < {} < {}", (low, likely, high)
        case Range(low=low, high=high):
            return "{} to {}", (low, high)
        case Uniform(low=low, high=high):
            return "{} .. {}", (low, high)
        case Chance(probability=probability):
            return "{} chance", (probability,)
    raise TypeError(f"not an estimate: {estimate!r}")


def _from_text_or_number(value: Any) -> Any:
    if isinstance(value, str):
        return parse(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError("an amount must be a finite number")
        return {"kind": "number", "value": value}
    if isinstance(value, dict) and not value.get("kind"):
        raise ValueError(
            "an estimate needs its 'kind': number, percentiles, limits, range, uniform or chance"
        )
    return value


Estimate = Annotated[
    AnyEstimate, BeforeValidator(_from_text_or_number, json_schema_input_type=AnyEstimate | float | str)
]


def smallest(estimate: "Estimate") -> float:
    """The lowest value that an estimate can take, -inf where it has no lower bound."""
    match estimate:
        case Number(value=value):
            return value
        case Percentiles():
            return estimate.p10 if estimate.p10 == estimate.p90 else estimate.lower
        case Limits() | Uniform():
            return estimate.low
        case Range():
            if estimate.low == estimate.high:
                return estimate.low
            return 0.0 if estimate.low > 0 else -math.inf
        case _:
            return 0.0


def _not_negative(estimate: "Estimate") -> "Estimate":
    if smallest(estimate) < 0:
        raise ValueError(
            f"this cannot be negative; found {write(estimate)}"
            + (
                "; a 90 % range that reaches zero or below allows negative amounts: start it above zero"
                if estimate.kind == "range"
                else ""
            )
        )
    return estimate


def _share(estimate: "Estimate") -> "Estimate":
    high = {"number": "value", "chance": "probability", "percentiles": "p90"}.get(estimate.kind, "high")
    if smallest(estimate) < 0 or getattr(estimate, high) > 1:
        raise ValueError(f"a share lies between 0 and 1 (0 % and 100 %); found {write(estimate)}")
    return estimate


NotNegative = Annotated[Estimate, AfterValidator(_not_negative)]
Share = Annotated[Estimate, AfterValidator(_share)]

_SHARE: TypeAdapter[AnyEstimate] = TypeAdapter(Share)


def _plain_where_it_is(value: Any) -> Any:
    """A share as a number where it is one, else as the estimate that it is."""
    share = _SHARE.validate_python(value)
    match share:
        case Number(value=plain) | Chance(probability=plain):
            return plain
    return share


Likelihood = Annotated[
    float | AnyEstimate,
    BeforeValidator(_plain_where_it_is, json_schema_input_type=AnyEstimate | float | str),
]
"""How likely something is: a number from 0 to 1, which stays a number in file and log, or a range."""


def as_estimate(likelihood: "float | AnyEstimate") -> AnyEstimate:
    """A likelihood as an estimate."""
    return Number(value=likelihood) if isinstance(likelihood, float | int) else likelihood


ESTIMATE: TypeAdapter[AnyEstimate] = TypeAdapter(Estimate)
"""Reads a stored estimate back into its record."""
