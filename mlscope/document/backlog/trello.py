"""The backlog as cards of Trello: a CSV file for importers of tables, and JSON for its API."""

import json

from mlscope.document.backlog.wording import column_name, description, title
from mlscope.document.csv_file import csv_file
from mlscope.results import Backlog, BacklogItem

TITLES = ("List Name", "Card Name", "Card Description", "Labels", "Due Date")
LONGEST = 16_384
"""Characters that Trello takes for a name or a description."""


def table(backlog: Backlog) -> bytes:
    """A row for each card: its list, name, description, label and due date."""
    rows = (
        (
            column_name(item, backlog),
            title(item, LONGEST),
            description(item, backlog),
            item.kind,
            item.finish.isoformat() if item.finish else "",
        )
        for item in _cards(backlog)
    )
    return csv_file(TITLES, rows, mark=False)


def cards(name: str, backlog: Backlog) -> bytes:
    """A board with its lists, and cards named as the API's `POST /1/cards` takes them.

    `list` is the name of the card's list, whose id the API gives when the list is made.
    """
    board = {
        "board": {"name": name},
        "lists": [{"name": column.name, "pos": place} for place, column in enumerate(backlog.columns, 1)],
        "cards": [
            {
                "list": column_name(item, backlog),
                "name": title(item, LONGEST),
                "desc": _escaped(description(item, backlog)),
                "pos": "bottom",
                "start": item.start.isoformat() if item.start else None,
                "due": item.finish.isoformat() if item.finish else None,
            }
            for item in _cards(backlog)
        ],
    }
    return (json.dumps(board, ensure_ascii=False, indent=1) + "\n").encode()


def _cards(backlog: Backlog) -> list[BacklogItem]:
    return [item for item in backlog.items if item.kind != "epic"]


def _escaped(text: str) -> str:
    """Text with the signs escaped that Trello's Markdown would take for markup."""
    from mlscope.document.markdown import line

    return "\n\n".join(line(part) for part in text.split("\n"))
