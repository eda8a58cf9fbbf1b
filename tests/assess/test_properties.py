"""What holds of every assessment, over samples of which answers are changed at random."""

import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess import as_json, assess
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import dimensions
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.questions import Question

WORDS = ("no_go", "not_yet", "conditional", "go")
SEEDS = st.integers(0, 2**32)
SKIPPED = ("text", "prose", "table", "estimate", "date")


def answer_to(question: Question, chance: random.Random) -> Any:
    """An answer that the question takes."""
    low, high = question.minimum or 0, min(question.maximum or 10**6, 10**6)
    match question.kind:
        case "choice":
            return chance.choice(question.choices).id
        case "choices":
            return [one.id for one in question.choices if chance.random() < 0.3]
        case "yes_no":
            return chance.random() < 0.5
        case "percent":
            least = low + 0.01 if low < 0 else low  # a rate of -100 % is beyond the bound, not at it
            return round(chance.uniform(least, min(high, 1)), 3)
    return chance.randint(int(low), int(high))


def put(plain: dict[str, Any], question: Question, value: Any, about: dict[str, Any] | None = None) -> None:
    """Set an answer in the content of a project file; None takes it out."""
    target, name = (
        (plain.setdefault("more", {}), question.id)
        if question.pack
        else (plain.setdefault(question.step, {}), question.name)
    )
    target.pop(name, None)
    plain.setdefault("answers", {}).pop(question.id, None)
    if value is not None:
        target[name] = value
    if about:
        plain["answers"][question.id] = about


def drawn(seed: int, catalogue: Catalogue, most: int = 40) -> dict[str, Any]:
    """The content of a sample in which up to `most` answers are replaced, taken out, unknown or not
    applicable.
    """
    chance = random.Random(seed)
    plain = chance.choice(list(templates.samples(catalogue).values())).to_plain()
    questions = [q for q in catalogue.questions.values() if q.kind not in SKIPPED]
    for question in chance.sample(questions, chance.randint(0, most)):
        kind = chance.random()
        if kind < 0.7:
            put(plain, question, answer_to(question, chance))
        elif kind < 0.8:
            put(plain, question, None)
        else:
            put(plain, question, None, {"state": "unknown" if kind < 0.9 else "not_applicable"})
    return plain


def assessed(plain: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return as_json(assess(Project.model_validate(plain), catalogue))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_an_answer_that_is_not_asked_changes_nothing(seed: int, catalogue: Catalogue) -> None:
    plain, chance = drawn(seed, catalogue), random.Random(seed)
    before = assessed(plain, catalogue)
    facts = Facts(Project.model_validate(plain), catalogue)
    hidden = [q for q in catalogue.questions.values() if q.kind not in SKIPPED and facts.truth[q.id] == "no"]
    for question in hidden:
        put(plain, question, answer_to(question, chance))
    assert assessed(plain, catalogue) == before


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_the_order_of_answers_does_not_matter(seed: int, catalogue: Catalogue) -> None:
    plain, chance = drawn(seed, catalogue), random.Random(seed)
    before = assessed(plain, catalogue)
    shuffled = {key: plain[key] for key in chance.sample(list(plain), len(plain))}
    for step in ("more", "answers", "data", "ethics", "approach", "metrics"):
        content = shuffled.get(step, {})
        shuffled[step] = {key: content[key] for key in chance.sample(list(content), len(content))}
    assert assessed(shuffled, catalogue) == before


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_a_better_scored_answer_never_worsens_a_score_while_nothing_else_is_asked(
    seed: int, catalogue: Catalogue
) -> None:
    plain, chance = drawn(seed, catalogue), random.Random(seed)
    scored = [
        q
        for q in catalogue.questions.values()
        if q.kind == "choice"
        and q.scoring
        and q.scoring.dimension
        and len(set(q.scoring.scores.values())) > 1
    ]
    question = chance.choice(scored)
    assert question.scoring is not None
    scores = question.scoring.scores
    worse, better = sorted(chance.sample(list(scores), 2), key=scores.__getitem__)
    facts = []
    for answer in (worse, better):
        put(plain, question, answer)
        facts.append(Facts(Project.model_validate(plain), catalogue))
    if facts[0].truth != facts[1].truth:
        return
    computed = catalogue.rules["feasibility"]["computed"].values()
    if any(question.id in (*rule["answers"], *rule.get("also", ())) for rule in computed):
        return  # there the answer is part of another figure
    was, now = (dimensions(one)[question.scoring.dimension] for one in facts)
    if was.low is not None and was.high is not None:
        assert now.low is not None
        assert now.high is not None
        assert now.low >= was.low - 1e-9
        assert now.high >= was.high - 1e-9


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_a_blocker_forbids_a_go(seed: int, catalogue: Catalogue) -> None:
    plain = drawn(seed, catalogue, most=12)
    found = appraise(Project.model_validate(plain), catalogue, points=256, draft=True).assessment
    if found.blockers:
        assert found.verdict.word not in ("go", "conditional")
        assert found.sinks[0].codes == (found.blockers[0].code,)


@settings(max_examples=40, deadline=None)
@given(
    seed=SEEDS,
    cost=st.sampled_from([None, 0, 20_000, 5_000_000]),
    passes=st.sampled_from([None, 0.05, 0.5, 0.95]),
    saves=st.sampled_from([None, 0.0, 0.7]),
)
@example(seed=1533, cost=None, passes=None, saves=None)
def test_a_declared_pilot_never_gives_a_worse_word(
    seed: int,
    cost: int | None,
    passes: float | None,
    saves: float | None,
    catalogue: Catalogue,
) -> None:
    plain = drawn(seed, catalogue, most=6)
    for name in ("pilot", "pilot_cost", "pilot_pass", "pilot_saves"):
        put(plain, catalogue.questions[f"value.{name}"], None)
    ends = []
    for pilot in (False, True):
        put(plain, catalogue.questions["value.pilot"], pilot)
        if pilot:
            put(plain, catalogue.questions["value.pilot_cost"], cost)
            put(plain, catalogue.questions["value.pilot_pass"], passes)
            put(plain, catalogue.questions["value.pilot_saves"], saves)
        verdict = appraise(
            Project.model_validate(plain), catalogue, points=256, draft=True
        ).assessment.verdict
        ends.append((WORDS.index(verdict.worst), WORDS.index(verdict.best)))
    assert ends[1][0] >= ends[0][0]
    assert ends[1][1] >= ends[0][1]


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_what_would_sink_it_is_at_most_three_full_sentences(seed: int, catalogue: Catalogue) -> None:
    found = assess(Project.model_validate(drawn(seed, catalogue)), catalogue)
    assert len(found.sinks) <= 3
    for sink in found.sinks:
        for sentence in (sink.cause, sink.why, sink.settle):
            assert sentence.endswith(".")
            assert "{" not in sentence
    assert "not sure enough" not in found.verdict.sentence or not found.sinks


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_every_condition_is_told_with_its_figure(
    name: str, samples: dict[str, Project], catalogue: Catalogue
) -> None:
    found = appraise(samples[name], catalogue, points=1024).assessment
    assert bool(found.conditions) == (found.verdict.word == "conditional")
    for condition in found.conditions:
        assert condition.text.endswith(".")
        assert condition.figure
