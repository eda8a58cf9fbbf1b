"""Old project files and old log rows open in this version."""

import pytest

from mlscope.errors import NewerVersion
from mlscope.project import files
from mlscope.project.migrations import ALIASES, MIGRATIONS, migrate
from mlscope.project.record import SCHEMA
from mlscope.project.wizard import TYPED_QUESTIONS

VERSION_1 = """
schema: 1
name: From the first version
metrics:
  quality:
    - {id: q1, kind: performance, name: Answers at once, measure: Milliseconds, target: below 200}
answers:
  metrics.quality: {note: Agreed with operations}
  metrics.quality/q1/target: {evidence: measured}
"""


def test_a_file_of_version_1_opens_with_its_requirements_under_their_new_name():
    project = files.loads(VERSION_1)
    assert project.schema_version == SCHEMA
    assert [row.name for row in project.metrics.nonfunctional] == ["Answers at once"]
    assert project.about("metrics.nonfunctional").note == "Agreed with operations"
    assert project.about("metrics.nonfunctional/q1/target").evidence == "measured"


def test_an_opened_old_file_is_saved_in_the_new_form():
    project = files.loads(VERSION_1)
    assert files.loads(files.dumps(project)) == project
    assert "quality:" not in files.dumps(project)


def test_every_version_has_its_migration_and_every_alias_leads_to_a_question():
    assert set(MIGRATIONS) == set(range(1, SCHEMA))
    assert set(ALIASES.values()) <= {question.id for question in TYPED_QUESTIONS}


def test_a_newer_file_is_refused_with_the_way_out():
    with pytest.raises(NewerVersion, match="update mlscope"):
        migrate({"schema": SCHEMA + 1, "name": "From tomorrow"})
