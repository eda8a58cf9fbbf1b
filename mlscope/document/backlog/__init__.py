"""The backlog and the plan in the files that other tools import; one writer for each format.

What people wrote stays text in each: no formula, no markup, no command.
"""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from mlscope.document.backlog import calendar_file, github, jira, ms_project, plain, trello
from mlscope.project import Project
from mlscope.results import Backlog, Schedule

Format = Literal["jira", "github", "trello", "trello-json", "msproject", "ical", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

ENDINGS: Mapping[Format, str] = {
    "jira": ".csv",
    "github": ".sh",
    "trello": ".csv",
    "trello-json": ".json",
    "msproject": ".xml",
    "ical": ".ics",
    "csv": ".csv",
}
"""How the name of a file of each format ends; a script has its data in a .json beside it."""


def files(project: Project, schedule: Schedule, backlog: Backlog, form: Format) -> dict[str, bytes]:
    """The files of a format by the ending of their name."""
    writers: Mapping[Format, Callable[[], dict[str, bytes]]] = {
        "jira": lambda: {".csv": jira.table(backlog)},
        "github": lambda: {".sh": github.script(), ".json": github.issues(backlog)},
        "trello": lambda: {".csv": trello.table(backlog)},
        "trello-json": lambda: {".json": trello.cards(project.name, backlog)},
        "msproject": lambda: {".xml": ms_project.document(project, schedule, backlog)},
        "ical": lambda: {".ics": calendar_file.document(project, schedule)},
        "csv": lambda: {".csv": plain.table(backlog)},
    }
    return writers[form]()
