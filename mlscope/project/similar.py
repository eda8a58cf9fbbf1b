"""A project that starts from a similar one: the same answers, each of them still to be confirmed."""

import datetime as dt

from mlscope.project.answers import BLANK, Answer, State
from mlscope.project.fields import Evidence
from mlscope.project.record import Project


def to_be_confirmed(project: Project, today: dt.date) -> Project:
    """The project as of today with every answer marked as assumed, so that none counts until somebody
    confirms it.

    Rows that carry their own evidence are marked one by one, other tables as a whole. A "don't know yet"
    stays behind: who finds out what by when is a matter of the other project.
    """
    flat = {
        key: _assumed(key, answer)
        for key, answer in project.flatten().items()
        if answer.state != State.unknown
    }
    for table in {key.split("/")[0] for key in flat if key.count("/") == 2}:
        rows = project.raw(table) or []
        if hasattr(rows[0], "evidence"):
            flat |= {f"{table}/{row.id}/evidence": Answer(value=Evidence.assumed.value) for row in rows}
        else:
            flat[table] = flat.get(table, BLANK).model_copy(update={"evidence": Evidence.assumed})
    return Project.unflatten(project.id, flat).model_copy(update={"as_of": today})


def _assumed(key: str, answer: Answer) -> Answer:
    """An answer to a whole question is marked; a cell loses the grade that it had by itself."""
    if key.count("/") == 1:
        return answer
    said = "/" not in key and (answer.value is not None or answer.state == State.not_applicable)
    return answer.model_copy(update={"evidence": Evidence.assumed if said else None})
