"""A register begun before risks counted: its rows stand in the ranges, and a new one counts."""

import pytest

from mlscope.project import BLANK, Answer, Project
from mlscope.store import Author, Change, Store
from mlscope.store.tables import current

ANN = Author("Ann")
OLD = {"name": "Old", "risks": {"risks": [{"id": "r1", "name": "Late", "probability": 0.5, "cost": 1000}]}}


@pytest.fixture
def old(store: Store) -> str:
    """A record whose log names no version, as those of before."""
    project = store.create(Project.model_validate(OLD), ANN)
    store.database.writing(
        lambda connection: connection.execute(
            current.delete().where(current.c.project == project, current.c.key == "project/schema")
        )
    )
    return project


def add(store: Store, project: str, **cells: object) -> None:
    row = "risks.risks/r2"
    changes = [Change(f"{row}/order", Answer(value=1.0))]
    changes += [Change(f"{row}/{name}", Answer(value=value)) for name, value in cells.items()]
    assert not store.apply(project, changes, ANN).conflicts


def contained(store: Store, project: str) -> list[bool | None]:
    return [row.contained for row in store.load(project).project.risks.risks or []]


def test_a_new_row_of_an_old_register_counts_and_the_old_ones_stay_in_the_ranges(
    store: Store, old: str
) -> None:
    assert contained(store, old) == [True]
    add(store, old, name="New", probability=0.2)
    assert contained(store, old) == [True, False]
    assert [row.key for row in store.history(old, "risks.risks/r2/contained")] == ["risks.risks/r2/contained"]


def test_who_says_that_the_ranges_contain_it_is_believed(store: Store, old: str) -> None:
    add(store, old, name="New", contained=True)
    assert contained(store, old) == [True, True]


def test_a_row_of_a_new_record_needs_no_word_for_it(store: Store) -> None:
    project = store.create(Project.model_validate(OLD), ANN)
    add(store, project, name="New")
    assert contained(store, project) == [None, None]
    key = "risks.risks/r1/order"
    seen = store.load(project).answers.get(key, BLANK)
    store.apply(project, [Change(key, Answer(value=5.0), seen)], ANN)
    assert "risks.risks/r1/contained" not in store.load(project).answers
