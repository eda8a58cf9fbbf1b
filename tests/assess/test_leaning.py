"""How the verdict would fall, and which question tells most about it."""

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benchmarks.leaning import without
from mlscope import interview, templates
from mlscope.appraise import appraise
from mlscope.assess import House, assess
from mlscope.assess.draws import DRAWS, DrawnFacts, Draws, uniforms, weights
from mlscope.assess.facts import Facts
from mlscope.assess.information import information, told, told_of_obstacles
from mlscope.assess.leaning import ON_TIME, PAYBACK, WORDS, Drawn, draw
from mlscope.assess.next_questions import LIMIT
from mlscope.assess.reads import rules_of
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


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_an_edit_of_an_answer_moves_no_other_questions_draws(seed: int, catalogue: Catalogue) -> None:
    """Of any answer, scored or not; where another question is asked before and after, it draws the same."""
    chance = random.Random(seed)
    before = project(seed, catalogue)
    questions = [q for q in catalogue.questions.values() if q.kind not in SKIPPED and q.minimum != -1]
    scored = [q for q in questions if q.scoring]
    question = chance.choice(chance.choice((questions, scored)))
    plain = before.to_plain()
    put(plain, question, answer_to(question, chance))
    was, now = (Draws(Facts(one, catalogue)) for one in (before, Project.model_validate(plain)))
    for other in catalogue.questions:
        both = (was.column(other).codes >= 0) & (now.column(other).codes >= 0)
        if other != question.id:
            assert (was.column(other).codes[both] == now.column(other).codes[both]).all(), other


def paying_back(record: Project, catalogue: Catalogue, chance: float | None) -> Drawn:
    """The draws of a project of which the money says that it pays back with this chance."""
    money = replace(evaluate(record), probability_positive=chance, pilot=None)
    return draw(Facts(record, catalogue, money))


COSTS = [{"id": "c", "name": "Build", "amount": 100, "when": "once", "evidence": "assumed"}]
BENEFITS = [{"id": "b", "name": "More", "amount": "10 to 90", "when": "yearly"}]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [({}, {"value.costs", "value.benefits"}), ({"costs": COSTS}, {"value.benefits"})],
)
def test_the_chance_of_paying_back_is_even_while_nobody_has_said_what_it_brings(
    value: dict[str, Any], wanted: set[str], catalogue: Catalogue
) -> None:
    """Whatever the simulation says; and what nobody has a figure for, typical ones aside, would tell it."""
    record = Project.model_validate({"name": "P", "value": value})
    for chance in (None, 0.7):
        drawn = paying_back(record, catalogue, chance)
        missing, even = drawn.scores[PAYBACK]
        assert set(missing) == wanted
        assert sorted(even) == pytest.approx((np.arange(DRAWS) + 0.5) / DRAWS)
        bits = told(drawn)
        assert all(bits[question_id] > 0.1 for question_id in wanted)
        assert ("value.costs" in bits) == ("value.costs" in wanted)


@pytest.mark.parametrize("costs", [COSTS, [{**COSTS[0], "evidence": "measured"}]])
def test_it_is_the_simulations_own_beside_a_stated_benefit_though_costs_are_typical(
    costs: list[dict[str, Any]], catalogue: Catalogue
) -> None:
    value = {"costs": costs, "benefits": BENEFITS, "count_decisions": False}
    record = Project.model_validate({"name": "P", "value": value})
    drawn = paying_back(record, catalogue, 0.7)
    assert PAYBACK not in drawn.scores
    assert "value.costs" not in told(drawn)
    low, high = (paying_back(record, catalogue, chance).probabilities for chance in (0.24, 0.26))
    assert low["no_go"] == 1  # below a quarter nothing else counts
    assert high["no_go"] < 1


def test_what_the_law_prohibits_is_rare_among_projects_that_are_written_down(
    catalogue: Catalogue, blank: Project
) -> None:
    column = Draws(Facts(blank, catalogue)).column("ethics.practices")
    assert 0 < np.mean([bool(column.answers[code]) for code in column.codes]) < 0.01


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
            score = item.low + (item.high - item.low) * uniforms(name)[at]
            scores[dimension].append((item.weight, score))
    lows = [100 * sum(w * s for w, s in one) / sum(w for w, _ in one) for one in scores.values() if one]
    grave = sum(rule.of(one) == "high" and not facts.waived(rule.id) for rule in rules.findings)
    standings = [rule.of(one) for rule in rules.blockers]
    tier = rules.tier.of(one)
    assume(tier != "cannot_say" and not {"open", "possible"} & set(standings))
    stopped = [
        rule.id for rule, standing in zip(rules.blockers, standings, strict=True) if standing == "confirmed"
    ]
    on_time, payback = uniforms(ON_TIME)[at], uniforms(PAYBACK)[at]
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


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
@example(seed=369)
def test_a_better_scored_answer_never_lowers_the_leaning_to_go(seed: int, catalogue: Catalogue) -> None:
    """Where asked questions, findings and blockers stay the same in every draw."""
    rules, chance = rules_of(catalogue), random.Random(seed)
    deciding = {i for rule in (*rules.blockers, rules.tier) for i in rule.reads}
    deciding |= {i for _, rule in rules.items if len(rule.reads) > 1 for i in rule.reads}
    deciding |= {key for question in catalogue.questions.values() for key in question.when}
    scored = [
        q
        for q in catalogue.questions.values()
        if q.kind in ("choice", "yes_no") and q.scoring and q.scoring.dimension and q.id not in deciding
    ]
    assert len(scored) > 60
    question = chance.choice(scored)
    assert question.scoring is not None
    record, sample = project(seed, catalogue), templates.samples(catalogue)["demand"]
    if seed % 4:  # generated ones are seldom near a go
        record = without(sample, {i for i in catalogue.questions if chance.random() < 0.2})
    plain, scores = record.to_plain(), question.scoring.scores
    found: list[tuple[dict[str, bytes], float]] = []
    for answer in sorted(scores, key=lambda one: scores[one]):
        put(plain, question, answer == "yes" if question.kind == "yes_no" else answer)
        drawn = draw(Facts(Project.model_validate(plain), catalogue))
        obstacles = {code: one.stands.tobytes() for code, one in drawn.obstacles.items()}
        standing = {code: obstacles.get(code, bytes([share == 1])) for code, share in drawn.high.items()}
        found.append((standing, drawn.probabilities["go"]))
    for (before, worse), (after, better) in pairwise(found):
        assert before != after or worse <= better


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


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_what_answers_tell_of_what_stands_in_the_way_is_never_more_than_they_hold(
    seed: int, catalogue: Catalogue
) -> None:
    drawn = draw(Facts(project(seed, catalogue), catalogue))
    for question_id, bits in told_of_obstacles(drawn).items():
        column = drawn.draws.column(question_id)
        shares = np.unique(column.codes, return_counts=True)[1] / DRAWS
        holds = -float((shares * np.log2(shares)).sum()) if len(column.answers) > 1 else 2.0
        assert 0 < bits <= holds + 1e-9


def test_an_answer_that_alone_decides_a_finding_tells_all_of_it(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    """Whether the previous version can be had back, yes in eight of nine, decides one high finding alone."""
    plain = samples["demand"].to_plain()
    del plain["approach"]["rollback"]
    drawn = draw(Facts(Project.model_validate(plain), catalogue))
    assert drawn.high["APPR-03"] == pytest.approx(1 / 9, abs=1 / DRAWS)
    entropy = -sum(share * np.log2(share) for share in (1 / 9, 8 / 9))
    assert told_of_obstacles(drawn)["approach.rollback"] == pytest.approx(entropy, abs=0.01)


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


@pytest.fixture(scope="module")
def sunk(catalogue: Catalogue) -> Project:
    """The sample of demand with three grave answers, so that no single one changes the word."""
    plain = templates.samples(catalogue)["demand"].to_plain()
    plain["people"] |= {"users": "absent", "experts": "none"}
    plain["metrics"]["monitoring"] = False
    for question_id in ("approach.rollback", "data.known_in_time"):
        step, _, name = question_id.partition(".")
        del plain[step][name]
        plain["answers"].pop(question_id, None)
    return Project.model_validate(plain)


def test_where_the_word_is_sure_the_rest_is_asked_for_what_else_stands_in_the_way(
    sunk: Project, catalogue: Catalogue
) -> None:
    found = appraise(sunk, catalogue, points=1024).assessment
    assert found.leaning.probabilities["not_yet"] == 1
    by_id = {question.id: question for question in found.next_questions}
    asked = by_id["approach.rollback"]
    assert (asked.bits, asked.decides) == (0, False)
    assert asked.obstacle_bits > 0.4
    assert asked.reason == "It decides whether one more thing stands in the way."
    assert found.stopping_rule.startswith("No single answer is likely to change this verdict any more")
    assert found.stopping_rule.endswith("only tells whether more or less stands in the way.")


def test_a_dont_know_that_is_itself_a_high_finding_comes_first(sunk: Project, catalogue: Catalogue) -> None:
    plain = sunk.to_plain()
    plain.setdefault("more", {})["approach.criticality"] = "grave"
    plain["answers"]["data.known_in_time"] = {"state": "unknown"}
    found = appraise(Project.model_validate(plain), catalogue, points=1024).assessment
    assert ("DATA-04", "high") in [(f.code, f.severity) for f in found.findings]
    first = found.next_questions[0]
    assert (first.id, first.decides) == ("data.known_in_time", False)
    assert first.obstacle_bits >= 1
    assert first.reason == "Not knowing it counts against the project today: “Future data in features”."
    plain["answers"]["data.known_in_time"]["by"] = "2099-01-01"
    later = appraise(Project.model_validate(plain), catalogue, points=1024).assessment.next_questions
    assert later[-1].id == "data.known_in_time"  # somebody is on it


def test_the_interview_and_the_first_picture_ask_only_what_decides(
    sunk: Project, catalogue: Catalogue
) -> None:
    found = appraise(sunk, catalogue, points=1024)
    deciding = interview.deciding(found)
    assert "approach.rollback" not in {question.id for question in deciding}
    label = catalogue.questions["approach.rollback"].label
    assert f"Answer: {label}" not in interview.first_picture(found, catalogue).monday


def test_a_confirmed_blocker_and_a_sure_go_leave_nothing_else_to_ask(
    sunk: Project, catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    stopped = sunk.to_plain()
    stopped["ethics"]["practices"] = ["manipulation"]
    for record in (Project.model_validate(stopped), samples["demand"]):
        asked = appraise(record, catalogue, points=1024).assessment.next_questions
        assert all(question.decides for question in asked)


def test_what_it_is_worth_money_to_know_is_never_crowded_out(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    plain = samples["defects"].to_plain()
    scored = [q for q in catalogue.questions.values() if q.scoring and not q.core and q.kind == "choice"]
    for question in scored:
        plain.get(question.step, {}).pop(question.name, None)
        plain.get("more", {}).pop(question.id, None)
    asked = appraise(Project.model_validate(plain), catalogue, points=1024).assessment.next_questions
    assert len(asked) == LIMIT
    assert any(question.worth and not question.bits for question in asked)


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
