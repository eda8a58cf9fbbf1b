"""The backlog as a CSV file for Jira's importer.

Columns and order follow Atlassian's page on keeping parents in a CSV import: an `Issue ID` of its own for
each row, the parent's in `Parent`, epics first, then stories and tasks, then subtasks.
"""

from collections.abc import Mapping

from mlscope.document.backlog.wording import column_name, description, title
from mlscope.document.csv_file import csv_file
from mlscope.results import Backlog, BacklogItem

TITLES = (
    "Issue Type", "Issue ID", "Parent", "Summary", "Description", "Status", "Original estimate", "Due date",
    "Labels", "Labels",
)  # fmt: skip
LONGEST_SUMMARY = 254
"""Characters; Jira takes fewer than 255."""
_LEVELS = ("Epic", "Story", "Task", "Sub-task")


def table(backlog: Backlog) -> bytes:
    """A row for each item; an estimate is in seconds, as the importer reads it."""
    kinds = {item.id: item.kind for item in backlog.items}
    numbers = {item.id: str(number) for number, item in enumerate(backlog.items, 1)}
    typed = [(_type(item, kinds), item) for item in backlog.items]
    rows = (
        (
            level,
            numbers[item.id],
            numbers.get(item.parent, "") if level != "Epic" else "",
            title(item, LONGEST_SUMMARY - 1),
            description(item, backlog),
            column_name(item, backlog),
            "" if item.hours is None else f"{item.hours * 3600:.0f}",
            item.finish.isoformat() if item.finish else "",
            item.kind,
            item.sprint.replace(" ", "-"),
        )
        for level, item in sorted(
            typed, key=lambda pair: min(_LEVELS.index(pair[0]), 1 + (pair[0] == "Sub-task"))
        )
    )
    return csv_file(TITLES, rows, mark=False)


def _type(item: BacklogItem, kinds: Mapping[str, str]) -> str:
    if item.kind == "epic":
        return "Epic"
    if item.kind == "story":
        return "Story"
    return "Sub-task" if kinds.get(item.parent) == "story" else "Task"
