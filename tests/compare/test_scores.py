"""Weights from comparing two by two, RICE and WSJF, and how much work a plan holds."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from mlscope.compare import compare, record_figures, weigh
from mlscope.compare.pairwise import RANDOM_INDEX, Judgements
from mlscope.compare.words import score_words
from mlscope.errors import InputError
from mlscope.plan import schedule
from mlscope.project import Project
from mlscope.results import Candidate, RecordFigure
from tests.compare.made import candidate

HOUSE = """1 5 3 7 6 6 1/3 1/4
1/5 1 1/3 5 3 3 1/5 1/7
1/3 3 1 6 3 4 6 1/5
1/7 1/5 1/6 1 1/3 1/4 1/7 1/8
1/6 1/3 1/3 3 1 1/2 1/5 1/6
1/6 1/3 1/4 4 2 1 1/5 1/6
3 5 1/6 7 5 5 1 1/2
4 7 5 8 6 6 2 1"""
"""Saaty, "How to make a decision: the analytic hierarchy process", EJOR 48 (1990): choosing a house."""
DRINKS = """1 9 5 2 1 1 1/2
1/9 1 1/3 1/9 1/9 1/9 1/9
1/5 3 1 1/3 1/4 1/3 1/9
1/2 9 3 1 1/2 1 1/3
1 9 4 2 1 2 1/2
1 9 3 1 1/2 1 1/3
2 9 9 3 2 3 1"""
"""Saaty, "Decision making with the analytic hierarchy process", Int. J. Services Sciences 1 (2008): drinks."""
NAMES = ("technical", "data", "resources", "timeline", "scalability", "value", "chance", "time")


def judgements(matrix: str) -> Judgements:
    rows = [[float(Fraction(cell)) for cell in row.split()] for row in matrix.splitlines()]
    return {(NAMES[a], NAMES[b]): rows[a][b] for a in range(len(rows)) for b in range(a + 1, len(rows))}


@pytest.mark.parametrize(
    ("matrix", "eigenvalue", "ratio", "weights", "agrees"),
    [
        (HOUSE, 9.669, 0.169, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], False),
        (DRINKS, 7.177, 0.022, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], True),
    ],
)
def test_published_comparisons_give_the_published_weights_and_consistency(
    matrix: str, eigenvalue: float, ratio: float, weights: list[float], agrees: bool
) -> None:
    found = weigh(judgements(matrix))
    assert found.eigenvalue == pytest.approx(eigenvalue, abs=5e-4)
    assert found.ratio == pytest.approx(ratio, abs=5e-4)
    assert list(found.weights.values()) == pytest.approx(weights, abs=6e-4)
    assert found.agrees == agrees == (found.doubtful is None)


def test_the_pair_that_fits_worst_is_named() -> None:
    found = weigh(judgements(HOUSE))
    assert found.doubtful == ("resources", "chance")  # the neighbourhood beside the condition of the house
    assert found.doubtful_times == pytest.approx(0.188 / 0.167, abs=0.01)


def test_consistent_comparisons_give_back_their_weights() -> None:
    wanted = {"technical": 0.5, "data": 0.3, "value": 0.2}
    pairs = {(a, b): wanted[a] / wanted[b] for a, b in (("data", "value"), ("value", "technical"))}
    found = weigh(pairs | {("data", "technical"): 0.6})
    assert dict(found.weights) == pytest.approx(wanted)
    assert found.ratio == pytest.approx(0, abs=1e-9)
    assert weigh({("data", "value"): 4}).weights == pytest.approx({"data": 0.8, "value": 0.2})
    assert RANDOM_INDEX[:3] == (0, 0, 0.58)


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ({("data", "valu"): 2}, "no criterion 'valu'; did you mean 'value'"),
        ({("data", "value"): 12}, "between 1/9 and 9"),
        ({("data", "value"): float("nan")}, "between 1/9 and 9"),
        ({("data", "data"): 1}, "compared with itself"),
        ({("data", "value"): 2, ("value", "data"): 2}, "compared twice"),
        ({("data", "value"): 2, ("data", "time"): 2}, "say value to time too"),
        ({}, "at least two"),
    ],
)
def test_comparisons_that_cannot_be_used_are_refused(pairs: Judgements, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence.replace("(", r"\(")):
        weigh(pairs)


# ── RICE and WSJF


def known(name: str, **means: float) -> Candidate:
    """A candidate whose record has these figures, all certain."""
    return replace(
        candidate(name),
        figures={i: RecordFigure(value, np.full(1, value), "the record") for i, value in means.items()},
    )


def scores(
    found: list[Candidate], view: str, typed: Mapping[str, Mapping[str, float]]
) -> dict[str, float | None]:
    ranking = compare(found, view=view, typed=typed).ranking  # type: ignore[arg-type]
    return {one.id: one.score for one in ranking}


def test_rice_is_reach_times_impact_times_confidence_over_effort() -> None:
    pair = [known("a", reach=2000, confidence=0.8, effort=4), known("b", reach=500, confidence=0.5, effort=1)]
    typed = {"a": {"impact": 0.5}, "b": {"impact": 2, "confidence": 1.0}}
    assert scores(pair, "rice", typed) == {"b": pytest.approx(1000), "a": pytest.approx(200)}


def test_wsjf_is_the_cost_of_delay_over_the_job_size() -> None:
    typed = {
        "a": {"business_value": 8, "time_criticality": 5, "risk_reduction": 2},
        "b": {"business_value": 3, "time_criticality": 1, "risk_reduction": 1, "job_size": 2},
    }
    assert scores([known("a", effort=3), known("b", effort=9)], "wsjf", typed) == {"a": 5, "b": 2.5}


def test_a_figure_that_nobody_gives_is_asked_for_and_never_invented() -> None:
    ranking = compare([known("a", reach=10), known("b", effort=0.0)], view="rice").ranking
    assert {one.id: one.missing for one in ranking} == {
        "a": ("impact", "confidence", "effort"),
        "b": ("reach", "impact", "confidence", "effort"),
    }
    assert {one.score for one in ranking} == {None}
    assert compare([known("a")], view="rice").leaders == ()


def test_equal_scores_are_a_tie() -> None:
    pair = [known(name, reach=10, confidence=0.5, effort=2) for name in "ab"]
    found = compare(pair, view="rice", typed={"a": {"impact": 1}, "b": {"impact": 1}})
    assert [one.tied for one in found.ranking] == [True, True]
    assert [one.probability_first for one in found.ranking] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"effort": 0}, "effort cannot be zero"),
        ({"job_size": 0}, "job size cannot be zero"),
        ({"confidence": 1.2}, "between 0 and 100 %; found 120 %"),
        ({"reach": -1}, "zero or more; found -1"),
        ({"impact": float("nan")}, "zero or more; found nan"),
        ({"impakt": 1}, "no figure 'impakt'; did you mean 'impact'"),
    ],
)
def test_figures_that_cannot_be_are_refused(figures: dict[str, float], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        compare([known("a")], view="rice", typed={"a": figures})


def project(**plan: object) -> Project:
    content = {
        "name": "A",
        "as_of": "2027-01-01",
        "problem": {"task": "classification"},
        "value": {"cases_per_year": "1000 to 3000", "technical_success": 0.8, "adoption_success": 0.5},
        "plan": {"start": "2027-01-04", "holidays": [], **plan},
    }
    return Project.model_validate(content)


def test_the_record_gives_reach_confidence_and_effort() -> None:
    one = project(people=2, weeks=26)
    found = record_figures(one, schedule(one), "a")
    assert found["effort"].mean == pytest.approx(12)  # 52 weeks of one person
    assert found["confidence"].mean == pytest.approx(0.4)
    assert found["reach"].mean == pytest.approx(found["reach"].draws.mean(), rel=1e-3)
    assert record_figures(project(), schedule(project()), "a").keys() == {"reach", "confidence"}


TASKS = [
    {"id": "t1", "name": "First", "duration_days": 60, "who": ["Engineer"]},
    {
        "id": "t2",
        "name": "Second",
        "duration_days": 20,
        "who": ["Engineer", "Expert"],
        "share": 0.5,
        "after": ["t1"],
    },
]
TEAM = [{"id": "m1", "name": "Engineer"}, {"id": "m2", "name": "Expert"}]


def test_work_falls_into_the_quarters_in_which_it_is_done() -> None:
    found = schedule(project(tasks=TASKS, team=TEAM))
    days = {(work.role, work.quarter): work.days for work in found.work}
    first = int(np.busday_count("2027-01-04", "2027-04-01"))  # working days of the first quarter
    assert first == 63
    assert days == {
        ("Engineer", "2027-Q1"): pytest.approx(60 + 0.5 * 3),
        ("Engineer", "2027-Q2"): pytest.approx(0.5 * 17),
        ("Expert", "2027-Q1"): pytest.approx(0.5 * 3),
        ("Expert", "2027-Q2"): pytest.approx(0.5 * 17),
    }
    assert record_figures(project(tasks=TASKS, team=TEAM), found, "a")["effort"].mean == pytest.approx(
        80 / (5 * 52 / 12)
    )


def test_work_that_nobody_is_named_for_says_nothing_of_the_effort() -> None:
    alone = project(tasks=[{"id": "t1", "name": "First", "duration_days": 10}])
    assert schedule(alone).work == ()
    assert "effort" not in record_figures(alone, schedule(alone), "a")


@pytest.mark.parametrize(
    ("score", "words"),
    [(None, "unknown"), (0, "0"), (0.01234, "0.0123"), (12.34, "12.3"), (3352941, "3,350,000")],
)
def test_scores_are_told_to_three_figures(score: float | None, words: str) -> None:
    assert score_words(score) == words
