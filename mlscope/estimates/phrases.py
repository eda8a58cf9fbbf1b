"""Figures in people's own words, put into the short notation: half a million · between 5k and 10k · 5 bis 9
Mio · (500).

English and German. What is no such phrase is left as it is, for `figures` and `estimates` to read or refuse.
The accepted notations stand in docs/notations.md, which the tests read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from mlscope.errors import StateMeant
from mlscope.estimates import numbers

_WORD, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""The beginning and the end of a word; a digit may stand beside it."""

_LETTER = re.compile(r"[^\W\d_]")

_ABOUT = (
    r"(?:(?:about|around|roughly|approximately|circa|zirka|etwa|ungefähr|rund)\b|(?:approx|ca)\b\.?|[~≈])\s*"
)
_BETWEEN = r"\.\.|…|[-–—/<±]"
_BEFORE = rf"(?P<before>^|{_WORD}(?:to|and|above|between)\s+|(?:{_BETWEEN})\s*)"
_AFTER = rf"(?=\s*(?:$|(?:to|and|above|between|chance){_END}|{_BETWEEN}|%|,|;|{numbers.SCALE}))"
"""What may stand around an amount."""

_REWORDED = [
    (re.compile(rf"\s*{_WORD}(?:per\s?cent|pct|prozent){_END}", re.IGNORECASE), " %"),
    (re.compile(r"\+\s?/?\s?[-−](?=\s)|\+/[-−]"), "±"),
    (re.compile(rf"{_WORD}plus(?:/| or |\s)minus{_END}", re.IGNORECASE), "±"),
    (re.compile(rf"{_WORD}bis(?: zu)?{_END}", re.IGNORECASE), "to"),
    (re.compile(r"(?:between|zwischen)\s+(.+?)\s+(?:and|und)\s+(.+)", re.IGNORECASE), r"\1 to \2"),
    (re.compile(r"(?:from|von)\s+(.+?)\s+to\s+(.+)", re.IGNORECASE), r"\1 to \2"),
]

# ── numbers in words
# ────────────────────────────────────────────────────────────────────────────────────────────

_COUNTED = {
    "one|ein|eine|einen|einer|eins": 1,
    "two|zwei": 2,
    "three|drei": 3,
    "four|vier": 4,
    "five|fünf": 5,
    "six|sechs": 6,
    "seven|sieben": 7,
    "eight|acht": 8,
    "nine|neun": 9,
    "ten|zehn": 10,
    "eleven|elf": 11,
    "twelve|zwölf|a dozen|ein dutzend": 12,
    "twenty|zwanzig": 20,
    "thirty|dreißig": 30,
    "forty|vierzig": 40,
    "fifty|fünfzig": 50,
    "sixty|sechzig": 60,
    "seventy|siebzig": 70,
    "eighty|achtzig": 80,
    "ninety|neunzig": 90,
    "a hundred|one hundred|hundred|hundert|einhundert": 100,
    "a thousand|thousand|eintausend": 1000,
    "one and a half|anderthalb|eineinhalb": 1.5,
    "two and a half|zweieinhalb": 2.5,
}
_PARTS = {
    "half|a half|one half|half an?|ein halb|eine halbe|ein halber|ein halbes|einen halben|die hälfte": (1, 2),
    "a third|one third|ein drittel": (1, 3),
    "two thirds|zwei drittel": (2, 3),
    "a quarter|one quarter|a fourth|quarter of an?|a quarter of an?|ein viertel|eine viertel": (1, 4),
    "three quarters|three fourths|three quarters of an?|drei viertel|dreiviertel": (3, 4),
    "a fifth|one fifth|ein fünftel": (1, 5),
    "a tenth|one tenth|ein zehntel": (1, 10),
}
_EVERY = {
    "second|zweiter?s?": 2,
    "third|dritter?s?": 3,
    "fourth|vierter?s?": 4,
    "fifth|fünfter?s?": 5,
    "tenth|zehnter?s?": 10,
    "hundredth|hundertster?s?": 100,
}


def _words(table: Mapping[str, Any]) -> str:
    """A pattern for all words of a table, the longest first."""
    words = sorted("|".join(table).split("|"), key=len, reverse=True)
    return "|".join(word.replace(" ", r"\s+") for word in words)


def _looked_up(table: Mapping[str, Any], word: str) -> Any:
    return next(
        value
        for words, value in table.items()
        if re.fullmatch(words.replace(" ", r"\s+"), word, re.IGNORECASE)
    )


_ONE = rf"(?:{numbers.NUMBER}|{_words(_COUNTED)})"
_COUNT_OF = rf"(?P<share>(?P<of>{_ONE})\s+(?:in|out\s+of|of|von|aus)\s+(?P<all>{_ONE}))"
_EVERY_OF = rf"(?P<every>(?:every|each|jede[rs]?)\s+(?P<which>{_words(_EVERY)}))"
_PART_OF = rf"(?P<part>{_words(_PARTS)})"
_A_SCALE = rf"(?P<lone>an?|eine)(?=\s+{numbers.SCALE})"
_PHRASE = re.compile(
    rf"{_BEFORE}(?:{_A_SCALE}|(?:{_COUNT_OF}|{_EVERY_OF}|{_PART_OF}|(?P<counted>{_words(_COUNTED)})){_END}{_AFTER})",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(rf"{_BEFORE}{_ABOUT}(?=\S)", re.IGNORECASE)
_NEGATIVE = re.compile(
    rf"{_BEFORE}\(\s*(?P<amount>(?![-+−]){numbers.NUMBER}\s*(?:{numbers.SCALE})?\s*%?)\s*\){_AFTER}",
    re.IGNORECASE,
)


def plain(text: str, *, share: bool = False) -> str:
    """The text in the short notation; a half is 50 % where the text is about a `share`, and 0.5 elsewhere.

    ValueError for brackets that hold anything but two figures.
    """
    text = text.strip()
    if len(text) > numbers.LONGEST:
        return text
    for phrase, short in _REWORDED[:4]:
        text = phrase.sub(short, text)
    for phrase, short in _REWORDED[4:]:
        if whole := phrase.fullmatch(text):
            text = whole.expand(short)
    if text.startswith("[") or text.endswith("]"):
        text = _uniform(text)
    text = _ROUGHLY.sub(lambda found: found["before"], text)
    text = _PHRASE.sub(lambda found: found["before"] + _figure(found, share), text)
    return _NEGATIVE.sub(lambda found: f"{found['before']}-{found['amount'].strip()}", text)


def _uniform(text: str) -> str:
    inside = text[1:-1] if text.startswith("[") and text.endswith("]") else ""
    separator = ";" if ";" in inside else r",\s" if re.search(r",\s", inside) else ","
    ends = [end.strip() for end in re.split(separator, inside)]
    if len(ends) != 2 or not all(ends) or re.search(r"[\[\]]", inside):
        raise ValueError(
            f"cannot read '{text[:40]}'; brackets hold two figures, as in [5, 10], or [0,5; 1,5] with decimal"
            " commas"
        )
    return f"{ends[0]} .. {ends[1]}"


def _figure(found: re.Match[str], share: bool) -> str:
    if found["lone"]:
        return "1"
    if found["counted"]:
        return f"{_looked_up(_COUNTED, found['counted']):g}"
    if found["part"]:
        of, whole = map(float, _looked_up(_PARTS, found["part"]))
        share &= not re.match(rf"\s*{numbers.SCALE}", found.string[found.end() :], re.IGNORECASE)
    elif found["every"]:
        of, whole = 1.0, float(_looked_up(_EVERY, found["which"]))
    else:
        of, whole = (_count(found[name]) for name in ("of", "all"))
    if whole <= 0 or of / whole > 1e6:
        return found[0][len(found["before"]) :]
    value = Decimal(repr(of / whole))
    return f"{(value * 100).normalize():f} %" if share else f"{value.normalize():f}"


def _count(word: str) -> float:
    return (
        numbers.amount(word)
        if re.fullmatch(numbers.NUMBER, word, re.IGNORECASE)
        else float(_looked_up(_COUNTED, word))
    )


# ── units
# ───────────────────────────────────────────────────────────────────────────────────────────────────────

_UNITS = (
    "day|days|d|tag|tage|tagen",
    "working days?|work ?days?|business days?|arbeitstage?n?|werktage?n?",
    "week|weeks|wk|wks|woche|wochen",
    "month|months|mth|mths|monat|monate|monaten",
    "year|years|yr|yrs|jahr|jahre|jahren",
    "hour|hours|hr|hrs|h|std|stunde|stunden",
    "minute|minutes|min|mins|minuten",
    "second|seconds|sec|secs|sekunde|sekunden",
    "millisecond|milliseconds|ms|msec|millisekunde|millisekunden",
    "row|rows|record|records|example|examples|entry|entries|zeile|zeilen|datensatz|datensätze|beispiel|beispiele",
    "case|cases|fall|fälle|fällen",
    "prediction|predictions|vorhersage|vorhersagen",
    "gb|gigabytes?|gbyte",
    "tb|terabytes?",
    "mb|megabytes?",
    "label|labels|example|examples|beispiel",
    "use|uses|nutzung|nutzungen",
    "result|results|ergebnis|ergebnisse|ergebnissen",
    "unit|units|piece|pieces|einheit|einheiten|stück",
    "euros?",
)
_ANY_UNIT = re.compile(rf"{_WORD}({'|'.join(_UNITS)}){_END}", re.IGNORECASE)


def _names(unit: str) -> str:
    """A pattern for the names that a unit goes by."""
    groups = [group for group in _UNITS if re.fullmatch(group, unit, re.IGNORECASE)]
    if unit.casefold() in ("working days", "arbeitstage"):
        groups.append(_UNITS[0])
    own = re.escape(unit)
    return "|".join([*groups, own, own[:-1] if own.endswith("s") else f"{own}s"])


def without_unit(text: str, unit: str) -> str:
    """The text without its own unit behind its figures: 1 day, 5 days to 9 days, half a day."""
    if not unit or not _LETTER.search(text) or len(text) > numbers.LONGEST:
        return text
    single, behind = _unit_patterns(unit)
    return "1" if single.fullmatch(text) else behind.sub("", text)


@lru_cache(maxsize=256)
def _unit_patterns(unit: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One unit and no figure, and the unit behind a figure."""
    names = _names(unit)
    after = rf"(?=\s*(?:$|(?:to|bis|and|und|above|between|chance){_END}|{_BETWEEN}|,|;|\]|\)))"
    behind = rf"(?<=[\w.%)])(?:(?<=half)\s+an?)?\s*{_WORD}(?:{names}){_END}\.?{after}"
    return (
        re.compile(rf"\s*(?:an?|eine?n?)\s+(?:{names})\.?\s*", re.IGNORECASE),
        re.compile(behind, re.IGNORECASE),
    )


def other_unit(text: str) -> str:
    """The first unit that a text names; empty where there is none."""
    found = _ANY_UNIT.search(text)
    return found[1] if found else ""


# ── how often
# ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Period:
    """A span of time that something is counted in, and how many of them a year has."""

    name: str
    a_year: int
    words: str
    adverbs: str


PERIODS = (
    Period("working day", 260, "working day|work ?day|business day|arbeitstag|werktag", "werktäglich"),
    Period("day", 365, "day|tag", "daily|täglich"),
    Period("week", 52, "week|woche", "weekly|wöchentlich"),
    Period("month", 12, "month|monat", "monthly|monatlich"),
    Period("quarter", 4, "quarter|quartal", "quarterly|vierteljährlich"),
    Period("year", 1, "year|yr|jahr|annum", "yearly|annually|annual|jährlich|p\\.\\s?a\\.?|pa"),
)
_PER = rf"(?:/\s*|{_WORD}(?:per|an?|each|every|pro|je|im|am|in\s+der|jede[nsr]?)\s+)"
_EACH = r"each|apiece|(?:pro|je)\s+stück"


@dataclass(frozen=True)
class Counted:
    """A text split into its figures and what they are counted for: a period, a unit, or nothing."""

    figures: str
    words: str = ""
    period: Period | None = None


def counted(text: str, per: str) -> Counted:
    """What figures are counted for by their text; a unit is only told from other words where it is the
    field's own `per`.
    """
    if not _LETTER.search(text) or len(text) > numbers.LONGEST:
        return Counted(text)
    for period, form in _PERIOD_FORMS:
        if (found := form.fullmatch(text.strip())) and _has_figure(found["figures"]):
            return Counted(found["figures"], found["words"], period)
    if per and (found := _counted_for(per).fullmatch(text.strip())):
        return Counted(found["figures"], found["words"])
    return Counted(text)


_PERIOD_FORMS = [
    (
        period,
        re.compile(
            rf"(?P<figures>.*\S)(?P<words>\s*{_PER}(?:{period.words})|\s*{_WORD}(?:{period.adverbs}))",
            re.IGNORECASE,
        ),
    )
    for period in PERIODS
]


@lru_cache(maxsize=256)
def _counted_for(per: str) -> re.Pattern[str]:
    form = rf"(?P<figures>.*\S)(?P<words>\s*(?:{_PER}(?:{_names(per)})|{_WORD}(?:{_EACH})))"
    return re.compile(form, re.IGNORECASE)


def _has_figure(text: str) -> bool:
    """Is there more than the beginning of a phrase, as in half a day?"""
    return not re.fullmatch(r"(?:half|quarter|ein|eine|einen)", text.strip(), re.IGNORECASE)


def period_named(name: str) -> Period | None:
    """The period of this name; None where it is something else that is counted for."""
    return next((period for period in PERIODS if period.name == name), None)


# ── texts that are no figure
# ────────────────────────────────────────────────────────────────────────────────────

_STATES = {
    "not_applicable": (
        r"n\s?/\s?a\.?|n\.\s?a\.?|na|not applicable|(?:does|do) ?(?:not|n't) apply|doesn[’']t apply"
        r"|entfällt|nicht zutreffend|trifft nicht zu"
    ),
    "unknown": (
        r"\?+|tbd|t\.b\.d\.?|tbc|unknown|not known(?: yet)?|no idea|(?:i )?(?:don[’']?t|do not) know(?: yet)?"
        r"|k\.\s?a\.?|unbekannt|offen|(?:ich )?wei(?:ß|ss) (?:ich )?(?:noch )?nicht|keine ahnung"
    ),
}


def check_state(text: str, question_id: str) -> None:
    """StateMeant where a text says that the question does not apply or that nobody knows, with the way to say
    so.

    A question without a step in its id is a column of a table.
    """
    state = next(
        (state for state, words in _STATES.items() if re.fullmatch(words, text.strip(), re.IGNORECASE)), ""
    )
    if not state:
        return
    shown = text.strip()[:40]
    if "." not in question_id:
        raise StateMeant(f"'{shown}' is no figure; leave this cell blank", state)
    choice, because = (
        ("Does not apply", ", with a reason")
        if state == "not_applicable"
        else ("Don't know yet", ", with who finds out")
    )
    raise StateMeant(
        f"'{shown}' is no figure; choose \u201c{choice}\u201d beside the question{because}. "
        f"In a file, leave it out and write state: {state} under answers > {question_id}",
        state,
    )


_ONE_END = re.compile(
    r"(up to|at most|at least|less than|more"
    r" than|under|over|below|above|max\.?|min\.?|bis|höchstens|mindestens|unter|über"
    r"|[<>≤≥]=?)\s*\S",
    re.IGNORECASE,
)


def one_end(text: str) -> str:
    """The words with which a text names one end of a range only; empty where it does not begin so."""
    found = _ONE_END.match(text.strip())
    return found[1] if found else ""
