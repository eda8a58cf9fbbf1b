"""Figures as people type and paste them: 1,200 · 1.234,50 · 12,5 · 40k · 1.2M · 5 thousand · about 300 · 12
%.

A comma before exactly three digits separates thousands, as in English; any other single comma is a decimal
comma. Where comma and point both occur, the later one is the decimal sign. A single point is always decimal.
"""

import re
from collections.abc import Callable

from mlscope.errors import Unclear

WORDS = {"thousand": 3, "million": 6, "billion": 9}
WORDS |= {"tausend": 3, "tsd": 3, "tsd.": 3, "millionen": 6, "mio": 6, "mio.": 6, "mn": 6, "mln": 6}
WORDS |= {"milliarde": 9, "milliarden": 9, "mrd": 9, "mrd.": 9}
SCALES = {"": 0, "k": 3, "m": 6, "bn": 9, "b": 9} | WORDS
"""Powers of ten."""
LONGEST = 200
"""Characters of a figure or estimate; a longer text is none."""

_SPACES = " \u00a0\u202f_'’"
NUMBER = (
    r"[-+−]?(?:"
    rf"[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?"  # 1 234 567,8
    r"|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"  # 1,234,567.8
    r"|[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}"  # 1.234.567,8
    r"|\d+(?:[.,]\d+)?(?:e[-+]?\d+)?|[.,]\d+"
    r")"
)
_LONGEST_FIRST = sorted(filter(None, SCALES), key=len, reverse=True)
SCALE = rf"(?a:{'|'.join(re.escape(scale) for scale in _LONGEST_FIRST)})(?![a-z])"
AMOUNT = rf"({NUMBER})\s*({SCALE})?\s*(%)?"
SINGLE = rf"(?:(?:about|around|ca\.?|~)\s*)?{AMOUNT}"
"""An amount that stands alone may be said to be a rough one."""

_POINT = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}\.\d{{3}}(?![\d.,]|\s*{SCALE}|e[-+]?\d)", re.IGNORECASE)
"""A point that could separate thousands."""

_JOINED = re.compile(rf"{NUMBER}(?:[-–—−]{NUMBER.removeprefix('[-+−]?')})+\s*{SCALE}", re.IGNORECASE)
"""Figures joined by hyphens without blanks, with a scale behind the last."""

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN")


def amount(number: str, scale: str | None = "", percent: str | None = "") -> float:
    """The value of a matched number with its scale and percent sign."""
    mantissa, _, exponent = _plain(number).lower().partition("e")
    return float(f"{mantissa}e{int(exponent or 0) + SCALES[(scale or '').lower()] - (2 if percent else 0)}")


def _plain(number: str) -> str:
    text = re.sub(rf"[{_SPACES}]", "", number).replace("−", "-")
    if "," not in text:
        return text.replace(".", "") if text.count(".") > 1 else text
    if "." in text:
        thousands, point = (".", ",") if text.rindex(",") > text.rindex(".") else (",", ".")
        return text.replace(thousands, "").replace(point, ".")
    return (
        text.replace(",", "")
        if re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+", text)
        else text.replace(",", ".")
    )


def read(text: str, *, percent: bool = False) -> float:
    """The figure that a text stands for, a share of 0..1 with `percent`; ValueError says what can be written
    instead.
    """
    match = re.fullmatch(SINGLE, text.strip(), re.IGNORECASE) if len(text) <= LONGEST else None
    if match is None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        raise ValueError(
            f"cannot read '{shown}' as a"
            f" {'percentage; write 12 or 12 %' if percent else 'number; write 1200, 12.5 or 40k'}"
        )
    return amount(match[1], match[2], "%" if percent else match[3])


def write(value: float) -> str:
    """A figure with separated thousands, as `read(unambiguous(...))` reads it back."""
    text = f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:,}"
    return f"{text}0" if _POINT.search(text) else text


def compact(value: float) -> str:
    """40k or 1.2M for a whole multiple of 100 from 10,000 on that takes no more than four digits so; empty
    for any other figure.
    """
    if not 10_000 <= abs(value) < 1e10 or value % 100:
        return ""
    scale, letter = (1e6, "M") if abs(value) >= 1e6 else (1e3, "k")
    text = f"{value / scale:.4g}{letter}"
    return text if read(text) == value else ""


def unambiguous(text: str) -> str:
    """The text itself; Unclear where a point could separate thousands: 12.000 is twelve thousand to some."""
    if _POINT.search(text):
        whole = _POINT.sub(lambda found: found[0].replace(".", ""), text)
        point = _POINT.sub(lambda found: write(float(found[0])), text)
        raise Unclear(text, whole.strip(), point.strip())
    return text


def one_scale(text: str) -> str:
    """The text with each figure in its own scale: a word behind the last of them, as in 5 to 50 thousand, is
    meant for all, and so is any scale behind figures that hyphens without blanks join, as in 200-300k.

    Unclear where only some of them carry a scale: 5 to 50k is 5 to 50,000 to some, and 5k to 50k to others.
    """
    found = list(re.finditer(AMOUNT, text, re.IGNORECASE))
    scaled = [one for one in found if one[2]]
    if not scaled or not any(_bare(one) for one in found):
        return text
    scale = text[scaled[-1].end(1) : scaled[-1].end(2)]
    alike = re.sub(
        AMOUNT,
        lambda one: f"{one[1]}{scale}{one[0][len(one[1]) :]}" if _bare(one) else one[0],
        text,
        flags=re.IGNORECASE,
    )
    if scaled == found[-1:] and (scale.strip().lower() in WORDS or _JOINED.fullmatch(text.strip())):
        return alike
    each = re.sub(AMOUNT, lambda one: _spelled_out(one) if one[2] else one[0], text, flags=re.IGNORECASE)
    raise Unclear(text, alike.strip(), each.strip())


def _bare(found: re.Match[str]) -> bool:
    """Could a figure without a scale be meant in that of another?"""
    return not found[2] and not found[3] and 0 < abs(amount(found[1])) < 1000


def _spelled_out(found: re.Match[str]) -> str:
    return write(amount(found[1], found[2])) + found[0][found.end(2) - found.start() :]


def one_sign(text: str, *, share: bool = False) -> str:
    """The text with a percent sign behind each figure where one behind the last is meant for all, as in 50 to
    80 %.

    In a text about a `share` the sign may stand anywhere. Unclear where a figure without it could be a
    fraction as well (0.5 to 80 %), and where only the others carry it.
    """
    amounts = list(re.finditer(AMOUNT, text, re.IGNORECASE))
    signed = [one for one in amounts if one[3]]
    if "±" in text and not share:
        return text
    bare = [abs(amount(one[1], one[2])) for one in amounts if _unsigned(one)]
    if not signed or not bare:
        return text
    alike = _rewritten(text, _unsigned, lambda one: f"{one[0].rstrip()} %")
    most = max(abs(amount(*one.groups())) for one in signed)
    if (share or signed == amounts[-1:]) and not any(value < 1 and value <= most for value in bare):
        return alike
    if share:
        each = _rewritten(text, _unsigned, lambda one: f"{amount(one[1], one[2]) * 100:.12g} %")
    else:
        each = _rewritten(text, lambda one: bool(one[3]), lambda one: f"{amount(*one.groups()):.12g}")
    raise Unclear(text, alike.strip(), each.strip())


def _unsigned(found: re.Match[str]) -> bool:
    """Could a figure without a percent sign be meant in per cent as another one is?"""
    return not found[3] and amount(found[1], found[2]) != 0


def _rewritten(
    text: str, chosen: Callable[[re.Match[str]], bool], form: Callable[[re.Match[str]], str]
) -> str:
    """The text with the chosen ones of its figures written in another form."""

    def figure(found: re.Match[str]) -> str:
        space = found[0][len(found[0].rstrip()) :]
        return form(found) + space if chosen(found) else found[0]

    return re.sub(AMOUNT, figure, text, flags=re.IGNORECASE)


def as_share(text: str) -> str:
    """A text about a share, in which 60 means 60 % as in every other field for one.

    Unclear where no sign says whether a fraction is meant: 0.5 is a half to some, and half a per cent to
    others.
    """
    numbers = [amount(number) for number in re.findall(NUMBER, text)]
    if "%" in text:
        return one_sign(text, share=True)
    if not any(numbers):
        return text
    percent = re.sub(NUMBER, lambda number: f"{number[0]} %", text)
    if max(map(abs, numbers)) <= 1:
        fraction = re.sub(NUMBER, lambda number: f"{amount(number[0]) * 100:.12g} %", text)
        raise Unclear(text, fraction.strip(), percent.strip())
    return percent


def without_currency(text: str, currency: str) -> str:
    """A text about money without the sign or code of the project's currency; ValueError where it names
    another one.
    """
    text = re.sub(r"(?<=[\d ])T(?=€|EUR\b)", "k", text)
    while found := re.search(r"[€$£¥]|(?<![A-Za-z])k?[A-Z]{3}(?![A-Za-z])", text):
        code = found[0].removeprefix("k")
        named = _SIGNS.get(code, code)
        if named != currency and not (code == "$" and currency in _DOLLARS):
            raise ValueError(
                f"this project counts in {currency}; found {code}; write the amount in {currency}"
                if currency
                else f"write it without {code}"
            )
        text = f"{text[: found.start()]}{found[0].removesuffix(code)}{text[found.end() :]}".strip()
    return text


def as_money(text: str, currency: str) -> str:
    """A text about money without the sign or code of the project's currency.

    ValueError where it names another currency or a percentage, Unclear where a point could separate
    thousands.
    """
    text = unambiguous(without_currency(text, currency))
    if "%" in text.partition("±")[0]:
        raise ValueError(f"'{text.strip()[:40]}' is a share, not an amount of money; write 1200 or 40k")
    return text
