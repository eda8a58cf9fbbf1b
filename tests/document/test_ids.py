"""No id of a question, column or choice reaches a reader: of a document in any format, or of a command's
lines.
"""

import re
from pathlib import Path

import pytest

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.cli import main
from mlscope.document import FORMS, Form, build, render
from mlscope.document.workbook import workbook
from mlscope.project import STEPS, Project, files
from mlscope.questions import Question
from tests.document.reading import text_in

QUESTION_ID = re.compile(rf"\b(?:{'|'.join(STEPS)})\.[a-z][a-z_]+\b")


def ids(catalogue: Catalogue) -> re.Pattern[str]:
    """Ids that are no plain words: of questions, and those of columns, choices, blockers and dimensions with
    an underscore.
    """

    def below(question: Question) -> set[str]:
        return {c.id for c in question.choices} | {
            i for column in question.columns for i in (column.id, *below(column))
        }

    named = {i for question in catalogue.questions.values() for i in below(question)}
    named |= {*catalogue.rules["blockers"], *catalogue.rules["verdict"]["labels"], *catalogue.topics}
    listed = "|".join(sorted(map(re.escape, (i for i in named if "_" in i))))
    return re.compile(rf"{QUESTION_ID.pattern}|(?<![\w.@/])(?:{listed})(?![\w@])")


@pytest.fixture
def projects(blank: Project, samples: dict[str, Project]) -> dict[str, Project]:
    early = Project(
        name="Early", value={"pilot": True, "count_decisions": True}, problem={"task": "classification"}
    )
    return samples | {"blank": blank, "early": early}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["blank", "early", "hiring"])
def test_no_id_reaches_a_reader_of_the_document(
    projects: dict[str, Project], catalogue: Catalogue, name: str, form: Form
) -> None:
    made = build(appraise(projects[name], catalogue, points=64, draft=True), catalogue)
    assert ids(catalogue).findall(text_in(form, render(made, form))) == []


@pytest.mark.parametrize("command", ["assess", "roi", "plan", "check", "compare"])
@pytest.mark.parametrize("name", ["blank", "early", "hiring"])
def test_no_id_reaches_a_reader_of_the_command_line(
    projects: dict[str, Project],
    catalogue: Catalogue,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    command: str,
) -> None:
    files.save(projects[name], tmp_path / "idea.yaml")
    main([command, str(tmp_path / "idea.yaml")])
    assert ids(catalogue).findall(capsys.readouterr().out) == []


def test_a_blank_document_asks_for_answers_by_their_questions(blank: Project, catalogue: Catalogue) -> None:
    made = render(build(appraise(blank, catalogue, points=256, draft=True), catalogue), "md").decode()
    assert "it takes an answer to “What would it bring?”, “What would it cost?”." in made
    found = appraise(blank, catalogue, points=256, draft=True)
    assert workbook(found.project, found.money)
