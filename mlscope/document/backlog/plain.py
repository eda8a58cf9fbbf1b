"""The backlog as a CSV file for any spreadsheet."""

from mlscope.document.backlog.wording import column_name
from mlscope.document.csv_file import csv_file
from mlscope.results import Backlog

TITLES = (
    "Id", "Kind", "Title", "Text", "Accepted when", "Part of", "Hours", "Who", "Column", "Sprint", "Start",
    "Finish", "Hypothesis", "Decided by",
)  # fmt: skip


def table(backlog: Backlog) -> bytes:
    """A row for each item, parents before what is part of them."""
    return csv_file(
        TITLES,
        (
            (
                item.id,
                item.kind,
                item.title,
                item.text,
                item.accepted_when,
                item.parent,
                "" if item.hours is None else f"{item.hours:g}",
                item.owner,
                column_name(item, backlog),
                item.sprint,
                item.start.isoformat() if item.start else "",
                item.finish.isoformat() if item.finish else "",
                item.hypothesis,
                item.decides,
            )
            for item in backlog.items
        ),
    )
