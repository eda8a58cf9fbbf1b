"""The cheapest way to the next better verdict."""

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from mlscope.appraise import appraise
from mlscope.assess import ai_act, assess
from mlscope.assess.blockers import standings
from mlscope.assess.cases import Case, case
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import dimensions
from mlscope.assess.findings import findings
from mlscope.assess.improvement import MOST, _Board, _candidates, _goal, cheapest
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.generated import project
from tests.assess.test_properties import SEEDS
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
