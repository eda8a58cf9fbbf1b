"""What the record suggests where an estimate is entered: shown, and never applied unasked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.estimates import sampling
from mlscope.forecast.figures import KINDS, Kind
from mlscope.forecast.record import Correction, Entry, correction
from mlscope.forecast.words import given_words, ratio_words
from mlscope.project import Given, Project
from mlscope.project.fields import Row

TABLES: dict[str, tuple[Kind, str]] = {
    "value.costs": ("cost", "amount"),
    "value.benefits": ("benefit", "amount"),
    "plan.tasks": ("duration", "duration_days"),
}
"""The tables whose estimates have a record, with its kind and the column of the estimate."""
METRICS = ("metrics.target", "metrics.precision", "metrics.recall")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an estimate says, and what figures like it suggest."""

    name: str
    said: str
    suggested: str
    correction: Correction

    @property
    def sentence(self) -> str:
        """The record behind it."""
        found = self.correction
        projects = f"{found.projects} project{'s' * (found.projects != 1)}"
        spread = f"eight of ten between {found.low:.2g} and {ratio_words(found.high)}"
        return (
            f"{found.count} {found.label} of {projects} came to {ratio_words(found.middle)} what was"
            f" expected, in the middle; {spread}."
        )


def suggestions(project: Project, question_id: str, record: Sequence[Entry]) -> tuple[Suggestion, ...]:
    """For each estimate of a question, what other projects' actual figures suggest; none where the record
    holds too few of them.
    """
    others = [one for one in record if one.project != project.id]
    if question_id in METRICS:
        return _of_metric(project, question_id, others)
    if question_id not in TABLES:
        return ()
    kind, column = TABLES[question_id]
    found = []
    for number, row in enumerate(project.raw(question_id) or (), 1):
        estimate = getattr(row, column)
        held = correction(others, kind, _category(row, kind), getattr(row, "evidence", None))
        if estimate is None or held is None:
            continue
        low, middle, high = sampling.quantile(estimate, np.array([0.1, 0.5, 0.9])).tolist()
        if middle <= 0:
            continue
        name = getattr(row, "name", None) or f"Row {number}"
        found.append(_suggestion(project, kind, Given(name=name, low=low, middle=middle, high=high), held))
    return tuple(found)


def _of_metric(project: Project, question_id: str, others: Sequence[Entry]) -> tuple[Suggestion, ...]:
    planned = project.raw(question_id)
    held = correction(others, "metric", "The model", project.about(question_id).evidence)
    if planned is None or planned <= 0 or held is None:
        return ()
    given = Given(name="This figure", middle=planned)
    return (_suggestion(project, "metric", given, held, f"metric/{question_id}"),)


def _category(row: Row, kind: Kind) -> str:
    phase = getattr(row, "phase", None)
    return phase.label if kind == "duration" and phase else KINDS[kind]


def _suggestion(project: Project, kind: Kind, given: Given, held: Correction, key: str = "") -> Suggestion:
    assert given.middle is not None
    low, middle, high = held.applied(given.middle)
    by_record = Given(name=given.name, low=low, middle=middle, high=high)
    told = [given_words(key or kind, one, project.currency) for one in (given, by_record)]
    return Suggestion(given.name, told[0], told[1], held)
