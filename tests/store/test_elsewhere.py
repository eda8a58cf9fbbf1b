"""How the other projects of a store were answered."""

from mlscope.project import Answer, Project
from mlscope.store import Author, Change, Store

ANN = Author("Ann")
KEYS = ("feasibility.proof", "data.personal")


def made(store: Store, **more: object) -> str:
    project = Project.model_validate({"name": "A", "feasibility": {"proof": "own_test"}} | more)
    return store.create(project, ANN)


def test_answers_of_others_are_read_without_samples_and_without_its_own(store: Store) -> None:
    own, _, _ = made(store), made(store), made(store, sample=True)
    _, answers = store.answers_elsewhere(own, KEYS)
    assert [{key: answer.value for key, answer in one.items()} for one in answers] == [
        {"feasibility.proof": "own_test"}
    ]


def test_the_number_rises_with_each_change_elsewhere_and_with_none_of_its_own(store: Store) -> None:
    own, other = made(store), made(store)
    first, _ = store.answers_elsewhere(own, KEYS)
    store.apply(own, [Change("data.personal", Answer(value=True))], ANN)
    assert store.answers_elsewhere(own, KEYS)[0] == first
    store.apply(other, [Change("data.personal", Answer(value=True))], ANN)
    second, answers = store.answers_elsewhere(own, KEYS)
    assert second == first + 1
    assert answers[0]["data.personal"].value is True
    made(store, sample=True)
    assert store.answers_elsewhere(own, KEYS)[0] > second


def test_what_is_being_typed_elsewhere_is_not_read(store: Store) -> None:
    own, other = made(store), made(store)
    store.apply(other, [Change("data.personal", Answer(value=True))], ANN, typing=True)
    assert "data.personal" not in {
        key
        for one in store.answers_elsewhere(own, KEYS)[1]
        for key, answer in one.items()
        if answer.value is not None
    }


def test_an_empty_store_names_nothing(store: Store) -> None:
    assert store.answers_elsewhere(made(store), KEYS) == (0, [])
