"""A record that is read again by what was written since is the one that is read as a whole."""

import random

from mlscope.catalogue import load
from mlscope.project import BLANK, Answer, Project
from mlscope.project.wizard import TABLES
from mlscope.store import Author, Change, Loaded, Store
from mlscope.store.reread import MOST, Records
from mlscope.templates import samples

ANN, BO = Author("Ann"), Author("Bo")
TEXTS = ("problem.statement", "problem.context", "ethics.notes", "value.benefits/new/name")


def whole(store: Store, project: str) -> Loaded:
    """The record, read by somebody who remembers nothing."""
    store._records = Records()
    return store.load(project)


def same(store: Store, project: str) -> None:
    """The record that is remembered and mended is the whole one, also in the order of its parts."""
    again, anew = store.load(project), whole(store, project)
    assert again == anew
    assert list(again.answers) == list(anew.answers)
    assert again.project.model_dump_json() == anew.project.model_dump_json()


def test_after_any_edits_the_record_is_the_whole_one(store: Store) -> None:
    chance = random.Random(7)
    project = store.create(samples(load())["churn"], ANN)
    given = store.load(project).answers
    rows = sorted({key.rpartition("/")[0] for key in given if key.partition("/")[0] in TABLES})
    for _ in range(16):
        author = chance.choice((ANN, BO))
        match chance.randrange(6):
            case 0:  # a row is deleted, or put back
                gone = Answer(value=chance.random() < 0.6)
                change = Change(f"{chance.choice(rows)}/deleted", gone)
            case 1:  # an answer is taken back
                key = chance.choice([key for key in given if "/" not in key])
                change = Change(key, BLANK, store.load(project).answers.get(key, BLANK))
            case 2:  # something of the record itself
                change = Change("project/tags", Answer(value=[chance.choice("abc")]))
            case _:
                key = chance.choice(TEXTS)
                change = Change(
                    key, Answer(value=chance.choice("abc")), store.load(project).answers.get(key, BLANK)
                )
        store.apply(project, [change], author, typing=chance.random() < 0.4)
        if chance.random() < 0.2:
            store.history(project)  # which brings what is being typed into the log
        known = store._records
        same(store, project)
        store._records = known  # and goes on from what was remembered before
    store.archive(project, ANN)
    same(store, project)
    assert store.load(project).archived
    assert store.verify(project) == []


def test_typing_that_came_to_nothing_leaves_no_trace(store: Store, scoped: str) -> None:
    before = store.load(scoped)
    store.apply(scoped, [Change("problem.statement", Answer(value="a"))], ANN, typing=True)
    assert store.load(scoped).answers["problem.statement"].value == "a"
    store.apply(scoped, [Change("problem.statement", BLANK, Answer(value="a"))], ANN, typing=True)
    store.history(scoped)
    assert store.load(scoped).answers == before.answers
    same(store, scoped)


def test_an_answer_that_nothing_touched_is_not_read_again(store: Store) -> None:
    project = store.create(samples(load())["churn"], ANN)
    before = store.load(project)
    store.apply(project, [Change("project/tags", Answer(value=["new"]))], ANN)
    after = store.load(project)
    assert after.project.tags == ["new"]
    assert after.project.value is before.project.value
    assert store.load(project) is after


def test_only_the_last_records_are_remembered(store: Store) -> None:
    ids = store.create_all([Project(name=f"Idea {n}") for n in range(MOST + 3)], ANN)
    for project in ids:
        store.load(project)
    assert list(store._records._known) == ids[3:]
    assert store.load(ids[0]).project.name == "Idea 0"
