"""How the verdict would fall, and which question tells most about it."""

import random
from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess import House, assess
from mlscope.assess.draws import DRAWS, DrawnFacts, Draws, from_worst, uniforms, weights
from mlscope.assess.facts import Facts
from mlscope.assess.information import information, told
from mlscope.assess.leaning import WORDS, draw, paying
from mlscope.assess.reads import may_be_high, rules_of
from mlscope.catalogue import Catalogue
from mlscope.catalogue.loading import with_usual
from mlscope.catalogue.packs import PackQuestion
from mlscope.catalogue.problems import Wrong
from mlscope.money import evaluate
from mlscope.project import Project
from mlscope.project.steps.feasibility import Dimension
from mlscope.questions import Question
from mlscope.results import Leaning
from tests.assess.generated import project
from tests.assess.test_properties import SEEDS, SKIPPED, answer_to, put


def leaning_of(record: Project, catalogue: Catalogue, house: House | None = None) -> Leaning:
    return assess(record, catalogue, house=house or House()).leaning


# ── draws
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_uniforms_fill_each_part_of_the_range_once_and_stay_for_ever() -> None:
    drawn = uniforms("data.kind")
    assert sorted(drawn) == pytest.approx((np.arange(DRAWS) + 0.5) / DRAWS)
    assert [round(float(u), 6) for u in drawn[:3]] == FIRST
    assert abs(np.corrcoef(drawn, uniforms("data.labels"))[0, 1]) < 0.15


FIRST = [0.245117, 0.649414, 0.291992]


def test_a_choice_is_drawn_by_its_weights_and_the_houses_counts(catalogue: Catalogue, blank: Project) -> None:
    question = catalogue.questions["feasibility.proof"]
    by_weight = weights(question)
    assert by_weight == {
        "in_use": 1,
        "own_test": 4,
        "elsewhere": 4,
        "literature": 3,
        "nothing": 2,
        "failed": 0.3,
    }
    house = House(7, 9, {"feasibility.proof": {"own_test": 95.7}})
    assert weights(question, house)["own_test"] == pytest.approx(99.7)
    column = Draws(Facts(blank, catalogue), house).column("feasibility.proof")
    assert np.mean(column.codes == 1) == pytest.approx(99.7 / 110, abs=1 / DRAWS)
    assert leaning_of(blank, catalogue, house).house == 7


def test_conditional_questions_follow_the_drawn_answers(catalogue: Catalogue, blank: Project) -> None:
    draws = Draws(Facts(blank, catalogue))
    personal, basis = draws.column("data.personal"), draws.column("data.legal_basis")
    asked = basis.codes >= 0
    assert 0 < asked.mean() < 1
    assert (asked == np.array([answer is True for answer in personal.answers])[personal.codes]).all()


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_an_edit_of_an_answer_without_a_score_moves_no_other_questions_draws(
    seed: int, catalogue: Catalogue
) -> None:
    chance = random.Random(seed)
    before = project(seed, catalogue)
    questions = [q for q in catalogue.questions.values() if q.kind not in SKIPPED and q.minimum != -1]
    question = chance.choice([q for q in questions if not from_worst(q, list(weights(q)))])
    plain = before.to_plain()
    put(plain, question, answer_to(question, chance))
    assume(_scored(before, catalogue) == _scored(Project.model_validate(plain), catalogue))
    was, now = (Draws(Facts(one, catalogue)) for one in (before, Project.model_validate(plain)))
    for other in catalogue.questions:
        both = (was.column(other).codes >= 0) & (now.column(other).codes >= 0)
        if other != question.id:  # where it is asked in both, the same answer is drawn
            assert (was.column(other).codes[both] == now.column(other).codes[both]).all(), other


def _scored(record: Project, catalogue: Catalogue) -> set[str]:
    """The scored questions that are asked and answered, of which a condition may take one away."""
    facts = Facts(record, catalogue)
    return {
        q.id
        for q in catalogue.questions.values()
        if from_worst(q, list(weights(q))) and facts.status[q.id] == "answered" and facts.truth[q.id] == "yes"
    }


def _with_proof(proof: str, catalogue: Catalogue) -> Draws:
    return Draws(Facts(Project.model_validate({"name": "P", "feasibility": {"proof": proof}}), catalogue))


def test_a_better_answer_draws_the_other_scored_ones_better_and_never_worse(catalogue: Catalogue) -> None:
    worse, better = (_with_proof(proof, catalogue) for proof in ("nothing", "in_use"))
    question = catalogue.questions["feasibility.skills"]
    places = from_worst(question, list(weights(question)))
    low, high = (
        np.array([places.index(str(answer)) for answer in column.answers])[column.codes]
        for column in (worse.column(question.id), better.column(question.id))
    )
    assert (high >= low).all()
    assert high.mean() > low.mean() + 0.1


def test_what_scored_answers_share_is_found_from_those_that_were_given(catalogue: Catalogue) -> None:
    """The regression of a common factor on n measures of it, correlated rho among each other: their sum times
    sqrt(rho) / (1 + (n - 1) rho), with variance 1 - n rho / (1 + (n - 1) rho).
    """
    record = Project.model_validate(
        {
            "name": "P",
            "feasibility": {"proof": "own_test", "skills": "in_team"},
            "people": {"users": "absent"},
        }
    )
    draws = Draws(Facts(record, catalogue))
    rho, n, places = draws.together, 3, []
    for question_id, answer in (
        ("feasibility.proof", "own_test"),
        ("feasibility.skills", "in_team"),
        ("people.users", "absent"),
    ):
        question = catalogue.questions[question_id]
        by_weight, ascending = weights(question), from_worst(question, list(weights(question)))
        below = sum(by_weight[one] for one in ascending[: ascending.index(answer)])
        places.append(NormalDist().inv_cdf((below + by_weight[answer] / 2) / sum(by_weight.values())))
    mean, deviation = draws.factor
    assert mean == pytest.approx(rho**0.5 * sum(places) / (1 + (n - 1) * rho))
    assert deviation**2 == pytest.approx(1 - n * rho / (1 + (n - 1) * rho))


def test_scored_answers_go_together_as_closely_as_the_rules_say(catalogue: Catalogue, blank: Project) -> None:
    draws = Draws(Facts(blank, catalogue))
    names = [f"question {number}" for number in range(30)]
    normal = np.array([[NormalDist().inv_cdf(float(u)) for u in draws.tied(name)] for name in names])
    between = np.corrcoef(normal)[np.triu_indices(len(names), 1)]
    assert between.mean() == pytest.approx(draws.together, abs=0.03)
    assert sorted(draws.tied("one")) == pytest.approx((np.arange(DRAWS) + 0.5) / DRAWS)


def test_the_chance_of_paying_back_is_of_its_working_while_nothing_is_said_of_its_worth(
    catalogue: Catalogue, blank: Project
) -> None:
    even = uniforms("any")
    assert (paying(Facts(blank, catalogue), None, ("value.costs",), even) == even).all()
    record = Project.model_validate({"name": "P", "value": {"technical_success": "80 %"}})
    drawn = paying(Facts(record, catalogue), None, ("value.costs",), even)
    assert (drawn.min(), drawn.mean(), drawn.max()) == pytest.approx((0.4, 0.6, 0.8), abs=0.001)


def test_beside_a_stated_benefit_typical_costs_leave_the_chance_where_it_is_but_not_sure(
    catalogue: Catalogue,
) -> None:
    costs = [{"id": "c", "name": "Build", "amount": 100, "when": "once", "evidence": "assumed"}]
    benefits = [{"id": "b", "name": "More", "amount": "10 to 90", "when": "yearly"}]
    record = Project.model_validate({"name": "P", "value": {"costs": costs, "benefits": benefits}})
    facts = Facts(record, catalogue, evaluate(record))
    drawn = paying(facts, 0.7, ("value.costs",), uniforms("any"))
    assert drawn.mean() == pytest.approx(0.7, abs=0.002)
    assert drawn.var() == pytest.approx(0.7 * 0.3 / 5, abs=0.002)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, at=st.integers(0, DRAWS - 1))
def test_a_draw_is_assessed_as_the_record_that_it_stands_for(
    seed: int, at: int, catalogue: Catalogue
) -> None:
    """The memo by what rules read gives what evaluating each rule in the draw itself gives."""
    facts = Facts(project(seed, catalogue), catalogue)
    drawn = draw(facts)
    one = DrawnFacts(drawn.draws)
    one.place({i: int(drawn.draws.column(i).codes[at]) for i in catalogue.questions})
    rules = rules_of(catalogue)
    scores: dict[str, list[tuple[float, float]]] = {d.value: [] for d in Dimension}
    for dimension, rule in rules.items:
        item = rule.of(one)
        if item.state in ("answered", "open"):
            name = f"score of {rule.id}"
            even = drawn.draws.tied(name) if item.state == "open" else uniforms(name)
            score = item.low + (item.high - item.low) * even[at]
            scores[dimension].append((item.weight, score))
    lows = [100 * sum(w * s for w, s in one) / sum(w for w, _ in one) for one in scores.values() if one]
    grave = sum(rule.of(one) == "high" and not facts.waived(rule.id) for rule in rules.findings)
    standings = [rule.of(one) for rule in rules.blockers]
    tier = rules.tier.of(one)
    assume(tier != "cannot_say" and not {"open", "possible"} & set(standings))
    stopped = [
        rule.id for rule, standing in zip(rules.blockers, standings, strict=True) if standing == "confirmed"
    ]
    on_time = uniforms("chance to be on time")[at]
    payback = paying(facts, None, (), uniforms("chance of paying back"))[at]
    if facts.status["plan.deadline"] == "not_applicable" or facts.status["plan.tasks"] == "not_applicable":
        on_time = 1.0
    word = next(
        (
            row["word"]
            for row in catalogue.rules["verdict"]["rows"]
            if min(lows, default=100) >= row["feasibility"]
            and payback >= row["payback"]
            and on_time >= row["on_time"]
            and grave <= row["high_findings"]
            and tier in row["tiers"]
        ),
        "no_go",
    )
    curable = {code for code, rule in catalogue.rules["blockers"].items() if rule["curable"]}
    if set(stopped) - curable:
        word = "no_go"
    elif stopped and word in ("go", "conditional"):
        word = "not_yet"
    assert WORDS[drawn.words[at]] == word


# ── leaning
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_probabilities_sum_to_one_and_never_say_cannot_say(seed: int, catalogue: Catalogue) -> None:
    found = leaning_of(project(seed, catalogue), catalogue)
    assert sum(found.probabilities.values()) == pytest.approx(1, abs=1e-12)
    assert set(found.probabilities) == {"go", "conditional", "not_yet", "no_go"}
    assert found.answered <= found.asked
    assert f"{found.answered} of {found.asked}" in found.sentence or found.answered == found.asked


def closed(catalogue: Catalogue, seed: int) -> Project:
    """A project in which every question is answered and measured, or does not apply."""
    chance, plain = random.Random(seed), Project(name="Closed").to_plain()
    for _ in range(8):  # answers bring up further questions
        facts = Facts(Project.model_validate(plain), catalogue)
        for question in map(facts.question, [i for i in catalogue.questions if facts.open(i)]):
            if question.kind in ("choice", "choices", "yes_no"):
                put(plain, question, answer_to(question, chance), {"evidence": "measured"})
            else:
                put(plain, question, None, {"state": "not_applicable"})
    return Project.model_validate(plain)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_one_word_is_certain_when_nothing_is_open_and_all_is_measured(
    seed: int, catalogue: Catalogue
) -> None:
    record = closed(catalogue, seed)
    assert not any(Facts(record, catalogue).open(i) for i in catalogue.questions)
    known = appraise(templates.samples(catalogue)["demand"], catalogue, points=256)
    found = assess(record, catalogue, known.money, known.schedule)
    assume(not [b for b in found.blockers if not b.confirmed] and found.ai_act.tier != "cannot_say")
    assert sorted(found.leaning.probabilities.values()) == [0, 0, 0, 1]
    assert found.leaning.probabilities[found.verdict.word] == 1
    assert found.leaning.sentence.startswith("All ")


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_a_measured_and_complete_sample_comes_out_as_its_verdict(
    catalogue: Catalogue, samples: dict[str, Project], name: str
) -> None:
    record = samples[name]
    found = appraise(record, catalogue, points=1024)
    facts = Facts(record, catalogue, found.money, found.schedule)
    drawn = draw(facts)
    assert np.bincount(drawn.words, minlength=4)[WORDS.index(found.assessment.verdict.word)] > DRAWS / 2  # type: ignore[arg-type]


def apart(catalogue: Catalogue) -> Catalogue:
    """The same content, with answers that do not go together."""
    return replace(
        catalogue, rules={**catalogue.rules, "leaning": {**catalogue.rules["leaning"], "together": 0.0}}
    )


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
@example(seed=369)
def test_a_better_scored_answer_never_lowers_the_leaning_to_go(seed: int, catalogue: Catalogue) -> None:
    """Where answers do not go together: where they do, a better one moves the others as well, and so may
    bring up a question that was not asked before.
    """
    catalogue = apart(catalogue)
    rules, chance = rules_of(catalogue), random.Random(seed)
    decisive = {i for rule in (*rules.blockers, rules.tier) for i in rule.reads}
    decisive |= {i for rule in rules.findings if may_be_high(catalogue, rule.id) for i in rule.reads}
    decisive |= {i for _, rule in rules.items if len(rule.reads) > 1 for i in rule.reads}
    decisive |= {key for question in catalogue.questions.values() for key in question.when}
    scored = [
        q
        for q in catalogue.questions.values()
        if q.kind == "choice" and q.scoring and q.scoring.dimension and q.id not in decisive
    ]
    assert len(scored) > 20
    question = chance.choice(scored)
    assert question.scoring is not None
    plain, scores = project(seed, catalogue).to_plain(), question.scoring.scores
    found = []
    for answer in sorted(scores, key=lambda one: scores[one]):
        put(plain, question, answer)
        found.append(leaning_of(Project.model_validate(plain), catalogue).probabilities["go"])
    assert found == sorted(found)


# ── information
# ─────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60)
@given(seed=SEEDS, choices=st.integers(2, 8))
def test_information_is_never_negative_and_about_0_for_what_has_nothing_to_do_with_it(
    seed: int, choices: int
) -> None:
    chance = np.random.default_rng(seed)
    answers, words = chance.integers(0, choices, DRAWS), chance.integers(0, 4, DRAWS)
    assert 0 <= information(answers, words) < 0.06


def test_an_answer_that_decides_everything_tells_all_bits() -> None:
    words = np.arange(DRAWS) % 4
    assert information(words, words) == pytest.approx(2.0, abs=0.02)
    assert information(words // 2, words) == pytest.approx(1.0, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_what_no_rule_reads_tells_nothing(seed: int, catalogue: Catalogue) -> None:
    record = project(seed, catalogue)
    drawn = draw(Facts(record, catalogue))
    read = {i for rule in rules_of(catalogue).all() for i in rule.reads}
    conditions = {key for q in catalogue.questions.values() for key in q.when}
    money = {"value.count_decisions", "value.benefits", "value.costs"}
    bits = told(drawn)
    assert all(value > 0 for value in bits.values())
    for question_id in set(bits) - read - conditions - money:
        assert any(question_id in wanted for wanted, _ in drawn.scores.values()), question_id
    assert max(bits.values(), default=0.0) <= leaning_of(record, catalogue).doubt + 1e-9


# ── next questions
# ──────────────────────────────────────────────────────────────────────────────────────────────


def test_whether_it_will_work_is_no_question_but_named_with_what_a_pilot_is_worth(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    found = appraise(samples["churn"], catalogue).assessment
    trials = {trial.id: trial for trial in found.only_trying}
    assert "value.technical_success" in trials
    assert not {question.id for question in found.next_questions} & set(trials)
    assert trials["value.technical_success"].sentence.startswith(
        "Whether it will work: only a pilot tells this"
    )


def test_a_dont_know_with_a_date_ahead_comes_last(catalogue: Catalogue, blank: Project) -> None:
    first = assess(blank, catalogue).next_questions[0].id
    waiting = Project.model_validate(
        blank.to_plain() | {"answers": {first: {"state": "unknown", "by": "2099-01-01"}}}
    )
    names = [question.id for question in assess(waiting, catalogue).next_questions]
    assert first not in names[:-1]


def test_a_raised_blocker_is_settled_first(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    plain = samples["demand"].to_plain()
    plain["data"] |= {"personal": True}
    plain.setdefault("answers", {})["data.legal_basis"] = {"state": "unknown"}
    found = assess(Project.model_validate(plain), catalogue)
    assert found.next_questions[0].id == "data.legal_basis"


def test_questions_say_what_they_tell_and_take(catalogue: Catalogue, blank: Project) -> None:
    for question in assess(blank, catalogue).next_questions:
        assert question.minutes > 0
        assert question.bits >= 0
        assert question.reason


# ── weights that do not fit
# ─────────────────────────────────────────────────────────────────────────────────────


def asked(**more: Any) -> dict[str, Any]:
    choices = [{"id": "good", "label": "Good"}, {"id": "poor", "label": "Poor"}]
    return {"id": "data.x", "kind": "choice", "label": "X?", "choices": choices} | more


@pytest.mark.parametrize(
    ("usual", "sentence"),
    [
        ({"good": -1}, "'usual' gives 'good' a weight of -1; a weight is a count of 0 or more"),
        ({"god": 2}, "there is no such choice; did you mean 'good'\\? The choices are good, poor"),
        ({"good": 0, "poor": 0}, "'usual' gives every answer a weight of 0; leave it out"),
    ],
)
def test_a_weight_that_does_not_fit_is_explained(usual: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PackQuestion.model_validate(asked(usual=usual))


def test_a_weight_of_a_figure_is_explained() -> None:
    with pytest.raises(ValueError, match="'usual' weighs choices, and the kind 'number' has none"):
        PackQuestion.model_validate({"id": "data.x", "kind": "number", "label": "X?", "usual": {"1": 2}})


@pytest.mark.parametrize(
    ("usual", "sentence"),
    [
        ({"data.kid": {"tabular": 1}}, "there is no question 'data.kid'; did you mean 'data.kind'"),
        ({"data.kind": {"tabula": 1}}, "there is no such choice; did you mean 'tabular'"),
        ({"data.kind": {"tabular": -3}}, "a weight of -3"),
    ],
)
def test_a_weight_of_a_typed_question_that_does_not_fit_is_named(
    catalogue: Catalogue, usual: dict[str, Any], sentence: str
) -> None:
    typed = [replace(q, usual={}) for q in catalogue.questions.values() if not q.pack]
    with pytest.raises(Wrong, match=sentence):
        with_usual(typed, usual)


def test_every_weight_is_of_an_answer_that_there_is(catalogue: Catalogue) -> None:
    weighed: list[Question] = [q for q in catalogue.questions.values() if q.usual]
    assert len(weighed) > 60
    for question in weighed:
        assert sum(weights(question).values()) > 0
