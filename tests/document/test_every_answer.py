"""Nothing that was said is left out, in any format."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.characters import printable
from mlscope.document import FORMS, build, render
from mlscope.document.answers import day, number, wording
from mlscope.project import Project, State
from mlscope.project.checking import takes
from mlscope.questions import Question
from tests.document.made import silent
from tests.document.reading import squeezed, text_in
from tests.record.strategies import projects


def said(project: Project, catalogue: Catalogue) -> Iterator[str]:
    """Every text, figure and choice that the record holds, as a reader must be able to find it."""
    for question in catalogue.questions.values():
        value = project.raw(question.id)
        if question.columns and value:
            names = {row.id: getattr(row, "name", None) or "unnamed" for row in value}
            for row in value:
                cells = [(column, getattr(row, column.id)) for column in question.columns]
                yield from (_cell(column, cell, names) for column, cell in cells if cell is not None)
        elif value is not None and project.state(question.id) == State.answered:
            if takes(question, value):
                yield from (question.label, wording(question, value, project.currency))
            else:
                yield from _asked_earlier(question.id, value)
    for key, value in project.more.items():
        if key not in catalogue.questions:
            yield from _asked_earlier(key, value)
    for key, about in project.answers.items():
        if key.partition("/")[0] in catalogue.questions:
            yield from filter(None, (about.note, about.reason, about.evidence and about.evidence.label))
            if about.state == State.unknown:
                yield from filter(None, (about.who, about.by and day(about.by)))


def _asked_earlier(key: str, value: Any) -> Iterator[str]:
    yield key
    yield (
        "Yes"
        if value is True
        else "No"
        if value is False
        else value
        if isinstance(value, str)
        else number(value)
    )


def _cell(column: Question, value: Any, names: dict[str, str]) -> str:
    if column.options == "rows":
        return ", ".join(names.get(one, one) for one in value)
    return day(value, brief=True) if column.kind == "date" else wording(column, value, "", unit="")


def missing(project: Project, catalogue: Catalogue, text: str) -> list[str]:
    shown = squeezed(text)
    return [one for one in said(project, catalogue) if squeezed(printable(one)) not in shown]


@pytest.mark.parametrize("name", ["churn", "demand", "defects", "hiring"])
def test_every_answer_of_a_sample_stands_in_every_format(
    name: str, samples: dict[str, Project], catalogue: Catalogue
) -> None:
    document = build(appraise(samples[name], catalogue, points=256), catalogue)
    lost = {form: missing(samples[name], catalogue, text_in(form, render(document, form))) for form in FORMS}
    assert not any(lost.values()), lost


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_of_any_project_stands_in_formats_that_keep_text_as_it_is(
    data: st.DataObject, catalogue: Catalogue
) -> None:
    project = data.draw(projects())
    document = build(silent(project), catalogue)
    for form in ("md", "html", "docx"):
        assert missing(project, catalogue, text_in(form, render(document, form))) == []
