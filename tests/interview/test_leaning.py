"""A record cut down to its Quick answers still leans one way or the other."""

import pytest

from mlscope.appraise import appraise
from mlscope.interview import leaning_sentence, quick_questions
from mlscope.project import Project
from mlscope.typical import filled


def cut_down(project: Project, catalogue) -> Project:
    """The record with nothing but what Quick scope asks of it."""
    kept = {question.id for question in quick_questions(project, catalogue)}
    answers = {
        key: answer for key, answer in project.flatten().items() if key.startswith("project/") or key in kept
    }
    return Project.unflatten(project.id, answers)


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_the_quick_answers_of_a_sample_lean_one_way(name, samples, catalogue):
    found = appraise(filled(cut_down(samples[name], catalogue), catalogue), catalogue, points=1024)
    shares = found.assessment.leaning.probabilities
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares.values()) > 0.25
    assert leaning_sentence(found) == found.assessment.leaning.sentence
    if name == "hiring":
        assert max(shares, key=shares.__getitem__) == "no_go"


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring"])
def test_the_quick_answers_of_a_sample_hold_its_money(name, samples, catalogue):
    """What the full record states in tables is not asked in Quick; the sum of the decisions is."""
    found = appraise(filled(cut_down(samples[name], catalogue), catalogue), catalogue, points=1024)
    assert found.money.probability_positive is not None
    assert found.money.missing == ()
