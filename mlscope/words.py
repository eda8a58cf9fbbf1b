"""Figures as people say them: rounded to what is known, with their unit."""

import math
from collections.abc import Mapping, Sequence

_SCALES = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))
UNKNOWN = "not known"
NEVER = "never"


def money_words(value: float | None, currency: str = "") -> str:
    """An amount to two significant digits: "1.2 M EUR", "−340 k EUR", "850 EUR"."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    scale, letter = _scale(_rounded(value))
    return f"{_mantissa(_rounded(value) / scale)}{letter} {currency}".rstrip()


def range_words(low: float | None, high: float | None, currency: str = "") -> str:
    """A range in one scale: "0.4 to 2.1 M EUR"; a single amount when both ends read the same."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    scale, letter = _scale(_rounded(max(low, high, key=abs)))
    ends = [
        _mantissa(_rounded(end) / scale if abs(end) >= scale / 20 or scale == 1 else 0.0)
        for end in (low, high)
    ]
    if ends[0] == ends[1]:
        return money_words(high, currency)
    return f"{ends[0]} to {ends[1]}{letter} {currency}".rstrip()


def exact_words(value: float, unit: str = "", digits: int = 4) -> str:
    """An amount as somebody gave it, with at most `digits` significant digits: "62.5 k EUR"."""
    rounded = float(f"{value:.{digits}g}")
    scale, letter = _scale(rounded)
    return f"{_signed(f'{rounded / scale:.{max(digits, 3)}g}')}{letter} {unit}".rstrip()


def percent_words(share: float | None) -> str:
    """A share or probability: "72 %"; never 0 % or 100 % for what is only nearly so."""
    if share is None or not math.isfinite(share):
        return UNKNOWN
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return _signed(f"{share * 100:.0f} %")


def chance_words(probability: float | None) -> str:
    """A simulated chance: draws never show that something is impossible or certain."""
    return percent_words(None if probability is None else min(max(probability, 0.001), 0.999))


def cases_words(share: float) -> str:
    """A share as cases: "about 3 cases of 10" where tens say it well enough, else of 100."""
    tens = round(10 * share)
    if 0 < tens < 10 and abs(10 * share - tens) <= 0.25:
        return f"about {tens} case{'' if tens == 1 else 's'} of 10"
    return f"{chance_words(share).removesuffix(' %')} of 100 cases"


def listed_names(names: Sequence[str]) -> str:
    """The first names, and how many more there are: "A, B and C"; "A, B, C, D, E, F and 4 more"."""
    shown = list(names[:6]) + ([f"{len(names) - 6} more"] if len(names) > 6 else [])
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""


def shares_words(shares: Sequence[float]) -> list[str]:
    """Shares that sum to one in percent that add up for a reader: "62 %" beside "38 %", "over 99 %" beside
    "under 1 %".
    """
    small = [0 < share < 0.01 for share in shares]
    whole = [0 if tiny else math.floor(100 * share) for share, tiny in zip(shares, small, strict=True)]
    rest = math.fsum(100 * share for share, tiny in zip(shares, small, strict=True) if not tiny)
    missing = min(round(rest), 99 if any(small) else 100) - sum(whole)
    open_ = [at for at, tiny in enumerate(small) if not tiny and shares[at] > 0]
    for at in sorted(open_, key=lambda at: whole[at] - 100 * shares[at])[: max(0, missing)]:
        whole[at] += 1
    return [
        percent_words(share) if tiny or share > 0.99 else f"{percent} %"
        for share, tiny, percent in zip(shares, small, whole, strict=True)
    ]


def listed_shares(shares: Mapping[str, float]) -> str:
    """Shares that sum to one, the largest first: "62 % go with conditions, 38 % not yet"."""
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    told = shares_words([share for _, share in ordered])
    return ", ".join(f"{share} {name}" for share, (name, _) in zip(told, ordered, strict=True))


def progress_words(share: float) -> str:
    """How much of something is done: "42 %"; 100 % only when nothing is left."""
    return "100 %" if share >= 1 else f"{min(99, round(share * 100))} %"


def spoken(name: str) -> str:
    """The name of an input within a sentence: "whether people use it" for the event of a chance."""
    return name[:1].lower() + name[1:] if name.startswith("Whether ") else name


def exact_percent_words(share: float, digits: int = 4) -> str:
    """A share as somebody gave it, with at most `digits` significant digits: "2.5 %"."""
    return _signed(f"{float(f'{share * 100:.{digits}g}'):.{max(digits, 3)}g} %")


# ── figures beside each other
# ───────────────────────────────────────────────────────────────────────────────────


def percent_beside(share: float | None, threshold: float) -> str:
    """A share beside the threshold that it has to reach, never rounded onto it or across: "69.8 %" beside 70
    %.
    """
    if share is None or not 0.01 <= share <= 0.99:
        return percent_words(share)
    return f"{number_beside(100 * share, 100 * threshold)} %"


def chance_beside(probability: float | None, threshold: float) -> str:
    """A simulated chance beside the threshold that it has to reach; neither impossible nor certain."""
    return percent_beside(None if probability is None else min(max(probability, 0.001), 0.999), threshold)


def number_beside(value: float, threshold: float) -> str:
    """A whole number, with as many decimals as keep it on its side of a threshold: "54.6" beside 55."""
    line = round(threshold, 9)
    near = math.isclose(value, threshold, rel_tol=1e-9)
    places = next(
        (n for n in range(10) if near or _side(float(f"{value:.{n}f}"), line) == _side(value, line)), 0
    )
    return _signed(f"{value:,.{places}f}")


def _side(value: float, line: float) -> int:
    return (value > line) - (value < line)


def digits_apart(value: float, other: float, digits: int) -> int:
    """Significant digits, `digits` at the least, at which two figures that differ read differently."""
    return next((n for n in range(digits, 10) if f"{value:.{n}g}" != f"{other:.{n}g}"), digits)


def two_amounts(value: float, other: float, currency: str = "") -> tuple[str, str]:
    """Two amounts that a sentence sets against each other, to two significant digits, or more while they read
    the same.
    """
    rounded = money_words(value, currency), money_words(other, currency)
    if rounded[0] != rounded[1]:
        return rounded
    digits = digits_apart(value, other, 2)
    return exact_words(value, currency, digits), exact_words(other, currency, digits)


def years_words(years: float | None) -> str:
    """A duration in years, in months where it is short: "2.3 years", "7 months"; "never" for None."""
    if years is None or not math.isfinite(years):
        return NEVER
    months = round(years * 12)
    if months < 24:
        return f"{months} month" + ("" if months == 1 else "s")
    return f"{years:.1f} years".replace(".0 ", " ")


def weeks_words(weeks: float) -> str:
    """A time of work, rounded up to whole weeks: "9 working weeks"."""
    whole = max(1, math.ceil(weeks - 1e-9))
    return f"{whole:,} working week" + ("" if whole == 1 else "s")


def days_words(days: float) -> str:
    """Person-days, whole ones from ten on."""
    figure = f"{days:,.0f}" if days >= 9.95 or days == round(days) else f"{days:.1f}"
    return f"{figure} person-day{'' if figure in ('1', '1.0') else 's'}"


def _rounded(value: float) -> float:
    """Two significant digits, halves away from zero as people round."""
    if value == 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return float(f"{math.copysign(math.floor(abs(value) / step + 0.5 + 1e-9) * step, value):.3g}")


def _scale(value: float) -> tuple[float, str]:
    return next(((scale, letter) for scale, letter in _SCALES if abs(value) >= scale), (1.0, ""))


def _mantissa(value: float) -> str:
    if 0 < abs(value) < 0.05:
        text = f"{value:.2g}" if abs(value) >= 1e-4 else "0"
        return _signed(text)
    return _signed(f"{value:.1f}".removesuffix(".0") if abs(value) < 10 else f"{value:.0f}")


def _signed(text: str) -> str:
    text = text.removeprefix("-") if text.lstrip("-0.") in ("", " %") else text
    return text.replace("-", "−")
