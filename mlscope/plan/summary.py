"""The plan in words: the rows of figures that page and document both print."""

import datetime as dt

from mlscope.results import Schedule
from mlscope.words import chance_words, weeks_words


def cases(plan: Schedule) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Titles, and rows of the finish with people and risks, without limits of people, and without risks; no
    rows while no finish is known.
    """
    if plan.unlimited is None or plan.without_risks is None:
        return (), []
    rows = [
        (
            "With people and risks",
            _end(plan, plan.finish_p50, plan.working_weeks(0.5)),
            _end(plan, plan.finish_p80, plan.working_weeks(0.8)),
            chance_words(plan.probability_on_time),
        )
    ]
    others = {
        "If nobody had to wait for anybody": plan.unlimited,
        "If no risk came true": plan.without_risks,
    }
    rows += [
        (
            name,
            _end(plan, one.p50, plan.weeks_of(one.days[0])),
            _end(plan, one.p80, plan.weeks_of(one.days[1])),
            chance_words(one.probability_on_time),
        )
        for name, one in others.items()
    ]
    width = 3 if plan.probability_on_time is None else 4
    return ("Plan", "One in two", "Four in five", "In time")[:width], [row[:width] for row in rows]


def _end(plan: Schedule, date: dt.date | None, weeks: float) -> str:
    return weeks_words(weeks) if plan.start_assumed or date is None else f"{date:%d %b %Y}"
