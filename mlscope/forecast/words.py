"""Actual figures in words: the rows that pages and document both print."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mlscope.forecast.figures import KINDS, WHOLE, Figure, Kind, kind_of, place_words
from mlscope.forecast.record import Entry, Group
from mlscope.project import Actual, Given
from mlscope.questions import Question
from mlscope.words import exact_percent_words, exact_words, money_words, range_words

TITLES = ("Figure", "What was given", "What it came to", "Beside the range", "Of", "Entered")
DIGITS = 3
"""Significant digits of a figure that is set beside another."""
SHARES = ("metric/metrics.precision", "metric/metrics.recall")


def question_of(key: str, label: str) -> Question:
    """The question that an actual figure answers: how what is typed is read, and written again."""
    kind = kind_of(key)
    if key in SHARES:
        return Question(f"actual/{key}", "percent", label)
    if kind in ("cost", "benefit"):
        return Question(f"actual/{key}", "money", label, unit="money")
    return Question(f"actual/{key}", "number", label, unit="days" if kind == "duration" else "")


def value_words(key: str, value: float, currency: str) -> str:
    """A figure with its unit."""
    if key in SHARES:
        return exact_percent_words(value)
    match kind_of(key):
        case "cost" | "benefit":
            return exact_words(value, currency, DIGITS)
        case "duration":
            return f"{value:,.{DIGITS}g} working days"
    return f"{value:,.6g}"


def given_words(key: str, given: Given | None, currency: str) -> str:
    """What was said of a figure; "" where nothing was."""
    if given is None or given.middle is None:
        return ""
    if given.low is None or given.high is None or given.low == given.high:
        return value_words(key, given.middle, currency)
    if kind_of(key) in ("cost", "benefit"):
        return f"{range_words(given.low, given.high, currency)}, likely {money_words(given.middle, currency)}"
    return f"{given.low:,.3g} to {given.high:,.3g}, likely {value_words(key, given.middle, currency)}"


@dataclass(frozen=True, slots=True)
class Row:
    """An actual figure in words, under `TITLES`."""

    name: str
    given: str
    value: str
    place: str
    of: str
    entered: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the titles."""
        return self.name, self.given, self.value, self.place, self.of, self.entered


def rows(
    actuals: Mapping[str, Actual],
    currency: str,
    today: Iterable[Figure] = (),
    kinds: Collection[Kind | None] = (*KINDS, None),
) -> tuple[Row, ...]:
    """The actual figures of some kinds, in the order of the figures of today; one that was entered without
    its range stands beside that of today.
    """
    known = {figure.key: figure.given for figure in today}
    order = {key: place for place, key in enumerate([*known, WHOLE])}
    kind_places = {kind: place for place, kind in enumerate(KINDS)}
    chosen = [key for key in actuals if kind_of(key) in kinds]
    chosen.sort(key=lambda key: (kind_places.get(kind_of(key) or "metric", 9), order.get(key, 999), key))
    return tuple(_row(key, actuals[key], known.get(key), currency) for key in chosen)


def _row(key: str, actual: Actual, today: Given | None, currency: str) -> Row:
    given = actual.given or today
    return Row(
        name=given.name if given else key,
        given=given_words(key, given, currency),
        value=value_words(key, actual.value, currency),
        place=place_words(actual.value, given),
        of=of_words(given),
        entered=entered_words(actual),
    )


def of_words(given: Given | None) -> str:
    """Whose range it is: a milestone's, else the record's of a day."""
    if given is None:
        return ""
    if given.milestone:
        return f"\u201c{given.milestone}\u201d"
    return f"the record, as of {given.as_of:%d %b %Y}" if given.as_of else "the record"


def entered_words(actual: Actual) -> str:
    """By whom and when; "" where that is not known."""
    when = f"{actual.at.astimezone(dt.UTC):%d %b %Y}" if actual.at else ""
    return ", ".join(filter(None, (actual.author, when)))


def with_today(actuals: Mapping[str, Actual], today: Iterable[Figure]) -> dict[str, Actual]:
    """Actual figures, those that were entered without their range beside that of today."""
    known = {figure.key: figure.given for figure in today}
    return {
        key: actual if actual.given else actual.model_copy(update={"given": known.get(key)})
        for key, actual in actuals.items()
    }


def ratio_words(ratio: float | None) -> str:
    """What figures came to over what was expected, in the middle: "1.3 times"; "" where that is not known."""
    return "" if ratio is None else f"{ratio:.2g} times"


GROUP_TITLES = ("Of", "Figures", "Inside", "Below", "Above", "Came to, of what was expected")


def group_row(one: Group) -> tuple[str, ...]:
    """A group under its titles."""
    counts = (one.inside, one.below, one.above)
    told = [str(count) if one.ranged else "" for count in counts]
    return one.label, str(one.count), *told, ratio_words(one.ratio)


def by_category(entry: Entry) -> str:
    """Kind and category of a figure."""
    kind = KINDS[entry.kind]
    return kind if entry.category == kind else f"{kind}: {entry.category}"


def by_grade(entry: Entry) -> str:
    """The grade of evidence of a figure's estimate."""
    return entry.grade.label
