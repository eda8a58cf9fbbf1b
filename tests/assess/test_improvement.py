"""The cheapest way to the next better verdict."""

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess import ai_act, assess
from mlscope.assess.blockers import standings
from mlscope.assess.cases import Case, case
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import dimensions
from mlscope.assess.findings import findings
from mlscope.assess.improvement import MOST, ORDER, _Board, _candidates, _goal, cheapest
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.generated import project
from tests.assess.test_properties import SEEDS, SKIPPED, put
from tests.assess.test_verdict import changed


def board_of(record: Project, catalogue: Catalogue) -> tuple[Facts, Case, Any]:
    facts = Facts(record, catalogue)
    now = case(facts, dimensions(facts), findings(facts), standings(facts), ai_act.ai_act(facts))
    return facts, now, _goal(assess(record, catalogue).verdict.word)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_the_way_is_the_cheapest_by_trying_every_combination(seed: int, catalogue: Catalogue) -> None:
    facts, now, goal = board_of(project(seed, catalogue), catalogue)
    if goal is None:
        return
    board, chance = _Board(facts, now, goal), random.Random(seed)
    candidates = list(_candidates(facts, now, goal))
    candidates = chance.sample(candidates, min(len(candidates), 6))
    found = cheapest(board, candidates)
    tried = {}
    for size in range(len(candidates) + 1):
        for chosen in itertools.combinations(range(len(candidates)), size):
            alone = [candidates[at] for at in chosen]
            everything = np.array([2 ** len(alone) - 1], dtype=np.int64)
            if board.reaches(alone, everything)[0]:
                tried[chosen] = (
                    round(sum(one.minutes for one in alone), 6),
                    sum(len(one.questions) for one in alone),
                )
    if found is None:
        assert not tried
    else:
        assert tried[found] == min(tried.values())


def test_what_is_mended_on_the_way_reaches_the_verdict(
    catalogue: Catalogue, samples: dict[str, Project]
) -> None:
    sample = samples["demand"]
    weak = changed(sample, feasibility__skills="missing", people__users="absent", people__experts="none")
    found = appraise(weak, catalogue).assessment
    plan = found.improvement
    assert (found.verdict.word, plan.goal, plan.exact) == ("not_yet", "conditional", True)
    assert 0 < len(plan.steps) <= 3
    assert all(step.effect and step.minutes for step in plan.steps)
    mended = {step.question.replace(".", "__", 1): sample.raw(step.question) for step in plan.steps}
    assert appraise(changed(weak, **mended), catalogue).assessment.verdict.word in ("conditional", "go")


def test_a_go_has_nothing_left_to_improve_for(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    plan = appraise(samples["demand"], catalogue).assessment.improvement
    assert (plan.goal, plan.steps) == (None, ())
    assert plan.sentence == catalogue.rules["leaning"]["path"]["best"]


def test_more_than_can_be_tried_is_said(catalogue: Catalogue, blank: Project) -> None:
    facts, now, goal = board_of(blank, catalogue)
    assert len(list(_candidates(facts, now, goal))) > MOST
    plan = assess(blank, catalogue).improvement
    assert not plan.exact
    assert plan.sentence.endswith("the next questions lead on.")


def test_what_may_not_be_cured_has_no_way(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    stopped = changed(samples["demand"], data__personal=True, data__legal_basis="none")
    plan = assess(stopped, catalogue).improvement
    assert plan.steps == ()
    assert plan.sentence == catalogue.rules["leaning"]["path"]["none"].format(goal="Not yet")


@pytest.mark.parametrize("name", ["churn", "defects"])
def test_each_step_says_who_and_what_it_does(
    catalogue: Catalogue, samples: dict[str, Project], name: str
) -> None:
    plan = appraise(samples[name], catalogue).assessment.improvement
    assert plan.minutes == pytest.approx(sum(step.minutes for step in plan.steps))
    assert all(step.owner and step.effect for step in plan.steps)


@pytest.mark.parametrize(
    ("unknown", "goal", "well"),
    [
        (["plan.key_person"], "go", {"plan__key_person": False}),
        (
            ["metrics.monitoring", "approach.rollback", "plan.key_person"],
            "conditional",
            {"metrics__monitoring": True, "approach__rollback": True},
        ),
    ],
)
def test_what_somebody_is_finding_out_is_a_way_and_answering_it_well_gets_there(
    catalogue: Catalogue,
    samples: dict[str, Project],
    unknown: list[str],
    goal: str,
    well: dict[str, Any],
) -> None:
    plain = samples["demand"].to_plain()
    for question_id in unknown:
        put(plain, catalogue.questions[question_id], None, {"state": "unknown", "who": "Lead"})
    found = appraise(Project.model_validate(plain), catalogue, points=1024).assessment
    plan = found.improvement
    assert (plan.goal, plan.exact) == (goal, True)
    assert {step.question.replace(".", "__", 1) for step in plan.steps} == set(well)
    for name, value in well.items():
        put(plain, catalogue.questions[name.replace("__", ".", 1)], value)
    reached = appraise(Project.model_validate(plain), catalogue, points=1024).assessment.verdict.word
    assert ORDER.index(reached) >= ORDER.index(goal)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_a_verdict_that_open_answers_can_still_lift_has_a_way(seed: int, catalogue: Catalogue) -> None:
    chance = random.Random(seed)
    plain = chance.choice([s for i, s in sorted(templates.samples(catalogue).items()) if i != "hiring"])
    content = plain.to_plain()
    questions = [q for q in catalogue.questions.values() if q.kind not in SKIPPED]
    for question in chance.sample(questions, chance.randint(1, 5)):
        put(content, question, None, {"state": "unknown"} if chance.random() < 0.7 else None)
    record = Project.model_validate(content)
    found = appraise(record, catalogue, points=256, draft=True).assessment
    goal = found.improvement.goal
    if goal is not None and ORDER.index(found.verdict.best) >= ORDER.index(goal):
        assert found.improvement.steps
