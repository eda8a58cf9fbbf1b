"""The cheapest way to the next better verdict as a plan: who does what by when, and what is done; as a list
to take along, and in the document.
"""

from mlscope.assess import due_words
from mlscope.document.answers import day
from mlscope.document.blocks import Block, Paragraph, table
from mlscope.document.csv_file import csv_file
from mlscope.effort import effort_words
from mlscope.results import Improvement

TITLES = ("Step", "About", "What to do", "What it does", "Takes", "Owner", "Due", "Done")


def as_csv(plan: Improvement) -> bytes:
    """The plan for a spreadsheet, dates as YYYY-MM-DD."""
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
                "yes" if step.done else "no",
            )
            for number, step in enumerate(plan.steps, 1)
        ],
    )


def section(plan: Improvement) -> list[Block]:
    """The plan in the document; nothing where no step is known."""
    if not plan.steps:
        return []
    rows = [
        (
            step.label,
            " ".join(filter(None, (step.action, step.effect))),
            effort_words(step.minutes),
            step.owner or "to be named",
            "done" if step.done else due_words(step.event, day(step.due, brief=True)),
        )
        for step in plan.steps
    ]
    takes = f"{plan.sentence} In all {effort_words(plan.minutes)}."
    return [Paragraph(takes), table(("About", "What to do, and what it does", "Takes", "Owner", "Due"), rows)]
