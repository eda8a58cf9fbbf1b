"""The record survives its file, its log and old files without loss."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlscope.errors import InputError
from mlscope.parsing import read_yaml, write_yaml
from mlscope.project import TYPED_QUESTIONS, Answer, Project
from mlscope.project.files import dumps, load, loads, save
from tests.record.strategies import projects, texts

thorough = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("form", ["yaml", "json"])
@given(project=projects())
@thorough
def test_a_project_file_holds_the_whole_record(form: str, project: Project) -> None:
    assert loads(dumps(project, form)) == project


@given(project=projects())
@thorough
def test_the_log_holds_the_whole_record(project: Project) -> None:
    assert Project.unflatten(project.id, project.flatten()) == project


@given(project=projects())
@thorough
def test_the_order_of_log_keys_does_not_matter(project: Project) -> None:
    backwards = dict(reversed(project.flatten().items()))
    again = Project.unflatten(project.id, backwards)
    assert again.flatten() == project.flatten()


@given(project=projects())
@thorough
def test_what_the_log_stores_of_an_answer_is_json_and_reads_back(project: Project) -> None:
    for answer in project.flatten().values():
        assert Answer(**json.loads(json.dumps(answer.content))) == answer


@given(project=projects())
@thorough
def test_writing_twice_gives_the_same_bytes(project: Project) -> None:
    assert dumps(loads(dumps(project))) == dumps(project)


@given(text=texts)
def test_text_that_looks_like_yaml_stays_text(text: str) -> None:
    project = Project(name="x", problem={"statement": "kept " + text})
    assert read_yaml(write_yaml(project.to_plain()))["problem"]["statement"] == project.problem.statement


@given(text=st.text(st.characters(exclude_categories=())))
def test_no_text_carries_what_documents_and_databases_refuse(text: str) -> None:
    kept = Project(name="x", problem={"statement": text}).problem.statement
    assert kept is not None
    assert not any(ord(c) < 32 and c not in "\n\t" for c in kept)
    kept.encode("utf-8")


def test_a_deleted_row_is_gone_and_the_others_keep_their_order() -> None:
    project = Project(
        name="x",
        plan={
            "tasks": [
                {"id": "a", "name": "First"},
                {"id": "b", "name": "Second"},
                {"id": "c", "name": "Third"},
            ]
        },
    )
    flat = project.flatten() | {"plan.tasks/b/deleted": Answer(value=True)}
    assert [task.name for task in Project.unflatten("p", flat).plan.tasks or []] == ["First", "Third"]


def test_an_explicit_none_is_an_answer_and_survives() -> None:
    project = Project(
        name="x", ethics={"areas": []}, risks={"risks": []}, data={"personal": False, "growth_per_month": 0}
    )
    again = loads(dumps(project))
    assert again == project
    assert {
        again.state(i) for i in ("ethics.areas", "risks.risks", "data.personal", "data.growth_per_month")
    } == {"answered"}
    assert again.state("data.rows") == "untouched"


def test_saving_replaces_the_file_in_one_step_and_leaves_nothing_behind(tmp_path) -> None:
    path = tmp_path / "project.yaml"
    for name in ("First", "Second"):
        save(Project(name=name), path)
    assert load(path).name == "Second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["project.yaml"]


def test_a_file_that_cannot_be_written_is_explained(tmp_path) -> None:
    with pytest.raises(InputError, match=r"project\.yaml: cannot be written \(no such file or directory\)"):
        save(Project(name="x"), tmp_path / "absent" / "project.yaml")


def test_a_hand_written_file_needs_no_ids_and_reads_the_same_each_time() -> None:
    text = (
        "schema: 1\nname: By hand\nplan:\n  tasks:\n    - {name: One, duration_days: 2 to 5}\n    - {name:"
        " Two}\n"
    )
    first, second = loads(text), loads(text)
    assert first.id == second.id
    assert (
        [t.id for t in first.plan.tasks or []]
        == [t.id for t in second.plan.tasks or []]
        == ["row-1", "row-2"]
    )


def test_every_question_says_what_it_asks_and_why() -> None:
    for question in TYPED_QUESTIONS:
        assert question.label.strip(), question.id
        assert question.why.strip(), question.id
        assert question.group.strip(), question.id
