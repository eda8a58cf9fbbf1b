"""Actual figures in the record: they travel in file, archive and document, and old ones open."""

import json
from typing import Any

import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.document import build, render
from mlscope.document.changes import describe
from mlscope.project import Actual, Answer, Given, Project, files
from mlscope.store import Author, Change, open_store

GIVEN = {"name": "Cost of year 0", "low": 90_000, "middle": 100_000, "high": 110_000, "milestone": "Board"}
RECORD: dict[str, Any] = {
    "name": "Built",
    "as_of": "2026-11-21",
    "stage": "done",
    "value": {"costs": [{"id": "c", "name": "Build", "amount": "90k .. 110k"}]},
    "plan": {"tasks": [{"id": "t", "name": "Data", "duration_days": "10 .. 20"}]},
    "actuals": {
        "cost/0": {"value": 125_000, "given": GIVEN, "author": "Anna", "at": "2027-03-01T12:00:00Z"},
        "duration/t": 12.5,
    },
}


@pytest.fixture(scope="module")
def appraised(catalogue: Catalogue) -> Appraisal:
    return appraise(Project.model_validate(RECORD), catalogue, points=1024)


def test_a_file_from_before_holds_numbers_and_opens(tmp_path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text("schema: 4\nname: Old\nactuals: {npv: 12.5, cost: '300k'}\n")
    opened = files.load(path)
    assert opened.actuals == {"npv": Actual(value=12.5), "cost": Actual(value=300_000)}
    assert opened.to_plain()["actuals"] == {"npv": 12.5, "cost": 300_000}


def test_a_file_keeps_the_range_the_author_and_the_day(tmp_path) -> None:
    path = tmp_path / "built.yaml"
    project = Project.model_validate(RECORD)
    files.save(project, path)
    assert files.load(path).actuals == project.actuals
    assert Project.unflatten(project.id, project.flatten()).actuals == project.actuals


def test_a_figure_that_cannot_be_read_is_refused_with_its_place(tmp_path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("schema: 4\nname: Bad\nactuals: {cost/0: {value: a lot}}\n")
    with pytest.raises(Exception, match="actuals > cost/0"):
        files.load(path)


def test_the_log_says_who_entered_a_number_of_before_and_an_archive_carries_it() -> None:
    store = open_store(":memory:")
    project_id = store.create(Project(name="Old"), Author("Anna"))
    store.apply(project_id, [Change("actual/cost/0", Answer(value=7.0))], Author("Bo"))
    other = open_store(":memory:")
    moved = other.import_archive(store.export(project_id), Author("Eve"))
    for kept in (store.load(project_id).project, other.load(moved).project):
        assert (kept.actuals["cost/0"].value, kept.actuals["cost/0"].author) == (7.0, "Bo")
        assert kept.actuals["cost/0"].at is not None


def test_a_schema_takes_a_number_or_a_figure_with_its_range() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(json.dumps(RECORD)), Project.model_json_schema())


def test_the_full_document_has_an_annex_of_what_came_of_it(
    appraised: Appraisal, catalogue: Catalogue
) -> None:
    text = render(build(appraised, catalogue, variant="full"), "md").decode()
    annex = text.partition("What came of it\n")[2].partition("\n# ")[0]
    assert "125 k EUR | Above the range" in annex
    assert "Anna, 01 Mar 2027" in annex
    assert "“Board”" in annex
    assert "12\\.5 working days | Inside the range" in annex, "beside the range of today's answers"
    assert "1 of 2 figures" in annex
    assert "What came of it\n" not in render(build(appraised, catalogue, variant="paper"), "md").decode()


def test_without_actual_figures_no_annex_is_written(catalogue: Catalogue) -> None:
    bare = appraise(Project.model_validate(RECORD | {"actuals": {}}), catalogue, points=1024)
    assert "What came of it" not in render(build(bare, catalogue, variant="full"), "md").decode()


def test_the_history_tells_an_actual_figure_by_its_name(catalogue: Catalogue) -> None:
    given = Given.model_validate(GIVEN)
    new = Answer(value=Actual(value=125_000, given=given).model_dump(mode="json"))
    said = describe("actual/cost/0", Answer(value=99_000.0), new, Project(name="A"), catalogue)
    assert said is not None
    assert (said.what, said.before, said.after) == ("What came of: Cost of year 0", "99 k EUR", "125 k EUR")
