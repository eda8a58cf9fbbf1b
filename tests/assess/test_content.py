"""The rules and packs that the assessment reads: nothing unreachable, nothing that moves nothing."""

from collections import Counter

import pytest

from mlscope.assess import blockers, computed
from mlscope.assess.blockers import TESTS
from mlscope.assess.weak import WEAK
from mlscope.catalogue import Catalogue
from mlscope.project.steps.approach import Serving
from mlscope.project.steps.data import Access, DataKind, Refresh
from mlscope.project.steps.feasibility import Dimension
from mlscope.questions import asked

DIMENSIONS = [dimension.value for dimension in Dimension]


def scored(catalogue: Catalogue) -> list[str]:
    return [i for i, q in catalogue.questions.items() if q.scoring and q.scoring.dimension]


def test_every_scored_question_belongs_to_a_dimension_and_can_move_it(catalogue: Catalogue) -> None:
    for question_id in scored(catalogue):
        rule = catalogue.questions[question_id].scoring
        assert rule is not None
        assert rule.dimension in DIMENSIONS, question_id
        values = {*rule.scores.values(), *(score for _, score in rule.points)}
        assert len(values) > 1, question_id


def test_every_choice_of_a_scored_question_has_a_score(catalogue: Catalogue) -> None:
    for question_id in scored(catalogue):
        question = catalogue.questions[question_id]
        assert question.scoring is not None
        if question.scoring.points:
            xs = [x for x, _ in question.scoring.points]
            assert xs == sorted(set(xs)), question_id
            assert not question.scoring.log or xs[0] > 0
        else:
            expected = (
                {"yes", "no"} if question.kind == "yes_no" else {choice.id for choice in question.choices}
            )
            assert set(question.scoring.scores) == expected, question_id


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_has_key_questions_and_weight_in_quick_scope(
    catalogue: Catalogue, dimension: str
) -> None:
    in_pack = [
        q
        for q in catalogue.questions.values()
        if q.pack == "feasibility" and q.scoring and q.scoring.dimension == dimension
    ]
    assert 2 <= len(in_pack) <= 5
    core = [
        q for q in catalogue.questions.values() if q.core and q.scoring and q.scoring.dimension == dimension
    ]
    rests_on_core = [
        rule
        for rule in catalogue.rules["feasibility"]["computed"].values()
        if rule["dimension"] == dimension and any(catalogue.questions[i].core for i in rule["answers"])
    ]
    assert core or rests_on_core


def test_pack_questions_can_be_asked(catalogue: Catalogue) -> None:
    truths = asked(catalogue.questions.values(), dict.fromkeys(catalogue.questions))
    for question in catalogue.questions.values():
        assert truths[question.id] in ("yes", "open")
        for key, wanted in question.when.items() if question.pack else ():
            choices = {choice.id for choice in catalogue.questions[key].choices} or {True, False}
            assert set(wanted if isinstance(wanted, list) else [wanted]) <= choices, question.id


def test_a_pack_question_says_why_and_a_weak_answer_to_it_what_to_do(catalogue: Catalogue) -> None:
    for question in (q for q in catalogue.questions.values() if q.pack):
        assert question.why, question.id
        scores = question.scoring.scores.values() if question.scoring else []
        weakest = min(scores, default=1.0)
        assert question.advice or weakest > WEAK, question.id
        assert weakest <= WEAK or not question.advice, f"the advice of {question.id} is never shown"
        assert question.kind not in ("text", "prose") or question.example, question.id


def test_the_choices_of_a_pack_fit_on_a_phone(catalogue: Catalogue) -> None:
    long = [
        choice.label
        for question in catalogue.questions.values()
        if question.pack
        for choice in question.choices
        if len(choice.label) > 39
    ]
    assert long == []


def test_no_two_questions_ask_in_the_same_words(catalogue: Catalogue) -> None:
    labels = [question.label for question in catalogue.questions.values()]
    assert len(set(labels)) == len(labels)


def test_a_box_holds_at_most_seven_questions(catalogue: Catalogue) -> None:
    for step in catalogue.steps:
        boxes = Counter(question.group for question in catalogue.of_step(step.id) if question.step != "value")
        assert all(1 < size < 8 for size in boxes.values()), (step.id, boxes)


def test_every_computed_item_has_its_measure_and_rests_on_questions(catalogue: Catalogue) -> None:
    rules = catalogue.rules["feasibility"]["computed"]
    assert set(rules) == set(computed.MEASURES)
    for rule in rules.values():
        assert {*rule["answers"], *rule.get("also", ())} <= set(catalogue.questions)
        assert rule["dimension"] in DIMENSIONS


def test_tables_of_the_rules_cover_every_choice(catalogue: Catalogue) -> None:
    rules = catalogue.rules["feasibility"]
    assert set(rules["rows_needed"]) == {one.value for one in DataKind}
    assert set(rules["access"]) == {one.value for one in Access}
    assert set(rules["freshness"]) == {one.value for one in Serving}
    assert all(set(row) == {one.value for one in Refresh} for row in rules["freshness"].values())


def test_every_blocker_has_its_test_and_rests_on_questions(catalogue: Catalogue) -> None:
    rules = catalogue.rules["blockers"]
    assert set(rules) == set(TESTS) == set(blockers.TESTS)
    assert {answer for rule in rules.values() for answer in rule["answers"]} <= set(catalogue.questions)


def test_thresholds_of_the_verdict_fall_from_row_to_row(catalogue: Catalogue) -> None:
    rows = catalogue.rules["verdict"]["rows"]
    assert [row["word"] for row in rows] == ["go", "conditional", "not_yet"]
    for key in ("feasibility", "payback", "on_time"):
        values = [row[key] for row in rows]
        assert values == sorted(values, reverse=True)


def test_recommended_topics_exist(catalogue: Catalogue) -> None:
    rules = catalogue.rules["recommendations"]
    assert set(rules["order"]) <= set(catalogue.topics)
    assert not set(rules["order"]) & set(rules["never"])
