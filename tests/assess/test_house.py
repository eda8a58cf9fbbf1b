"""The counts of a house's other projects join what is usual."""

from typing import Any

import pytest

from mlscope.assess import NO_HOUSE, House, assess, house_of
from mlscope.assess.draws import weights
from mlscope.assess.house import LEAST, counted
from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.project import Answer, Project, State
from mlscope.project.fields import Evidence

PROOF = "feasibility.proof"


def answered(value: Any, times: int = LEAST, key: str = PROOF, **more: Any) -> list[dict[str, Answer]]:
    return [{key: Answer(value=value, **more)} for _ in range(times)]


def test_choices_of_others_are_counted_and_join_the_weights(catalogue: Catalogue) -> None:
    house = house_of(41, [*answered("own_test", 6), *answered("nothing", 2)], catalogue.questions)
    assert (house.number, house.projects) == (41, 8)
    assert house.counts == {PROOF: {"own_test": 6.0, "nothing": 2.0}}
    question = catalogue.questions[PROOF]
    assert weights(question, house)["own_test"] == weights(question)["own_test"] + 6
    assert weights(question, house)["in_use"] == weights(question)["in_use"]


def test_fewer_than_five_projects_show_nothing(catalogue: Catalogue) -> None:
    assert house_of(9, answered("own_test", LEAST - 1), catalogue.questions) == NO_HOUSE


@pytest.mark.parametrize(
    "answer",
    [
        Answer(state=State.unknown),
        Answer(value="own_test", evidence=Evidence.assumed),
        Answer(value="an_answer_of_long_ago"),
        Answer(state=State.not_applicable),
    ],
)
def test_only_answers_that_are_given_and_fit_are_counted(catalogue: Catalogue, answer: Answer) -> None:
    assert house_of(9, [{PROOF: answer}] * 9, catalogue.questions) == NO_HOUSE


def test_an_answer_to_a_question_that_is_not_asked_is_not_counted(catalogue: Catalogue) -> None:
    given = {"data.legal_basis": Answer(value="consent")}
    asked = given | {"data.personal": Answer(value=True)}
    assert "data.legal_basis" in house_of(9, [asked] * 5, catalogue.questions).counts
    hidden = given | {"data.personal": Answer(value=False)}
    assert "data.legal_basis" not in house_of(9, [hidden] * 5, catalogue.questions).counts


def test_of_several_choices_each_has_its_part_and_none_is_an_answer(catalogue: Catalogue) -> None:
    several = next(
        q for q in catalogue.questions.values() if q.kind == "choices" and not q.when and len(q.choices) > 1
    )
    two = [choice.id for choice in several.choices[:2]]
    house = house_of(3, [*answered(two, 5, several.id), *answered([], 1, several.id)], catalogue.questions)
    assert house.counts[several.id] == {two[0]: 2.5, two[1]: 2.5, "none": 1.0}


def test_texts_figures_and_tables_are_never_looked_at(catalogue: Catalogue) -> None:
    kinds = {catalogue.questions[i].kind for i in counted(catalogue.questions.values())}
    assert kinds == {"choice", "choices", "yes_no"}


def test_the_leaning_says_on_how_many_projects_it_rests(catalogue: Catalogue, blank: Project) -> None:
    house = house_of(41, answered("failed", 200), catalogue.questions)
    alone, joined = (assess(blank, catalogue, house=each).leaning for each in (NO_HOUSE, house))
    assert joined.house == 41
    assert joined.sentence.endswith("how the 200 other projects here were answered (snapshot 41).")
    assert "snapshot" not in alone.sentence
    assert joined.probabilities["go"] <= alone.probabilities["go"]
    assert joined.probabilities != alone.probabilities


def test_a_snapshot_travels_as_text(catalogue: Catalogue) -> None:
    house = house_of(41, answered("own_test", 6), catalogue.questions)
    assert House.read(house.text) == house


def test_a_count_that_is_none_is_explained() -> None:
    with pytest.raises(InputError, match=r"snapshot 7 .*'data.kind' counts 'tabular' -2 times; .*take the"):
        House(7, 9, {"data.kind": {"tabular": -2}})
