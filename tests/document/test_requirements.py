"""Requirements keep their numbers, say how they are checked, and lead back to an objective."""

import csv
import io

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.document import build, render
from mlscope.document.requirements import TITLES, as_csv, requirements
from mlscope.project import Answer, Project
from mlscope.project.numbering import allot_numbers
from mlscope.store import Author, Change, open_store

ANN = Author("Ann")


def numbers(project: Project, catalogue: Catalogue) -> dict[str, str]:
    return {one.statement: one.number for one in requirements(project, catalogue)}


def test_every_kind_is_numbered_by_the_age_of_its_rows(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    found = numbers(samples["churn"], catalogue)
    assert found["Rank all contracts that may be cancelled within 90 days once a week"] == "FR-1"
    assert found["Reliability: The list is there on Monday morning"] == "NFR-1"
    assert found["Contracts and cancellations, delivered by Customer system"] == "DR-1"
    assert found["The model reaches its target"] == "MR-1"
    assert len(set(found.values())) == len(found)


def test_a_number_is_given_once_and_never_again(catalogue: Catalogue) -> None:
    store = open_store(":memory:")
    rows = [{"id": f"r{n}", "name": f"Row {n}"} for n in (1, 2, 3)]
    project = store.create(Project(name="Numbered", metrics={"functional": rows}), ANN)
    assert numbers(store.load(project).project, catalogue) == {
        "Row 1": "FR-1",
        "Row 2": "FR-2",
        "Row 3": "FR-3",
    }
    gone = Change("metrics.functional/r3/deleted", Answer(value=True))
    born = Change("metrics.functional/r4/name", Answer(value="Row 4"))
    place = Change("metrics.functional/r4/order", Answer(value=9))
    store.apply(project, [gone, place, born], ANN)
    record = store.load(project).project
    assert numbers(record, catalogue) == {"Row 1": "FR-1", "Row 2": "FR-2", "Row 4": "FR-4"}
    assert Project.unflatten(record.id, record.flatten()).numbers == record.numbers
    store.close()


def test_numbers_begin_after_the_highest_that_was_ever_given() -> None:
    recorded = {"metrics.functional/a": 7, "metrics.nonfunctional/z": 2}
    assert allot_numbers(recorded, ["metrics.functional/b", "metrics.functional/a"]) == {
        "metrics.functional/b": 8
    }


def test_an_objective_leads_to_its_requirement_and_to_the_test(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    project = samples["churn"]
    assert project.metrics.functional is not None
    project.metrics.functional[0].serves = "Contracts cancelled at renewal"
    project.metrics.functional[0].check = "Four weekly lists are compared with the contracts by hand"
    document = build(appraise(project, catalogue, points=256), catalogue, variant="requirements")
    traced = render(document, "md").decode().partition("From objective to test")[2]
    assert "| Contracts cancelled at renewal | FR-1 |" in traced
    assert "Four weekly lists" in traced


def test_the_csv_holds_every_requirement_and_no_formula(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    project = samples["churn"]
    assert project.metrics.functional is not None
    project.metrics.functional[0].name = "=1+1"
    rows = list(csv.reader(io.StringIO(as_csv(project, catalogue).decode("utf-8-sig"))))
    assert tuple(rows[0]) == TITLES
    assert len(rows) == 1 + len(requirements(project, catalogue))
    assert rows[1][1] == "'=1+1"
