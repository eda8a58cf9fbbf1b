"""How long the open questions take to answer, by the seconds that `data/rules/effort.yaml` assumes for each
kind.
"""

from collections.abc import Iterable

from mlscope.catalogue import Catalogue
from mlscope.questions import Question

EXACT = 15
"""Minutes up to which they are counted one by one; longer times are rounded to five."""


def minutes_left(questions: Iterable[Question], catalogue: Catalogue) -> float:
    """The minutes that some questions take together."""
    seconds = catalogue.rules["effort"]["seconds"]
    return float(sum(seconds[question.kind] for question in questions)) / 60


def minutes_words(minutes: float) -> str:
    """A time as people say it: "under a minute", "about 6 minutes", "about 80 minutes"; empty for none."""
    if minutes <= 0:
        return ""
    if minutes < 1:
        return "under a minute"
    whole = round(minutes) if minutes <= EXACT else 5 * round(minutes / 5)
    return f"about {whole} minute" + ("" if whole == 1 else "s")


HOUR, DAY = 60, 480


def effort_words(minutes: float) -> str:
    """A time of work: in minutes up to an hour, in hours up to a working day of eight, then in days."""
    if minutes <= HOUR:
        return minutes_words(minutes)
    if minutes < DAY:
        return f"about {minutes / HOUR:.0f} hours"
    days = round(minutes / DAY, 1)
    return f"about {days:g} working day" + ("" if days == 1 else "s")
