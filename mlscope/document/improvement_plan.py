"""The cheapest way to the next better verdict as a list to take along: who does what by when, and a column to
tick off.
"""

from mlscope.document.csv_file import csv_file
from mlscope.effort import effort_words
from mlscope.results import Improvement

TITLES = ("Step", "About", "What to do", "What it does", "Takes", "Owner", "Due", "Done")


def as_csv(plan: Improvement) -> bytes:
    """The plan for a spreadsheet, dates as YYYY-MM-DD; nothing is done yet."""
    return csv_file(
        TITLES,
        [
            (
                str(number),
                step.label,
                step.action,
                step.effect,
                effort_words(step.minutes),
                step.owner,
                step.due,
                "no",
            )
            for number, step in enumerate(plan.steps, 1)
        ],
    )
