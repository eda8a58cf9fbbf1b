"""What was said of a figure, beside what it came to: hand-worked ranges and closed forms."""

from typing import Any

import numpy as np
import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.forecast import figures, kind_of, place, place_words
from mlscope.project import Evidence, Given, Project
from mlscope.settings import POINTS

RECORD: dict[str, Any] = {
    "name": "Built",
    "as_of": "2026-11-21",
    "value": {
        "horizon_years": 3,
        "launch_month": 0,
        "benefits": [{"id": "b", "name": "Saved", "amount": "100k .. 200k", "evidence": "expert"}],
        "costs": [
            {"id": "c", "name": "Build", "amount": 90_000, "when": "once", "evidence": "measured"},
            {"id": "d", "name": "Run", "amount": "10k .. 20k", "when": "yearly"},
        ],
        "technical_success": 0.5,
        "pilot": True,
        "pilot_cost": 7_000,
        "pilot_pass": 0.5,
    },
    "metrics": {"precision": 0.7, "business": [{"id": "m", "name": "Churn", "target": 0.08, "unit": "%"}]},
    "plan": {
        "tasks": [
            {"id": "t", "name": "Data", "phase": "data", "duration_days": "10 .. 20", "evidence": "guess"},
            {"id": "u", "name": "Model", "duration_days": 5, "after": ["t"]},
        ]
    },
}


def appraised(catalogue: Catalogue, **more: Any) -> Appraisal:
    return appraise(Project.model_validate(RECORD | more), catalogue)


@pytest.fixture(scope="module")
def given(catalogue: Catalogue) -> dict[str, Given]:
    return {figure.key: figure.given for figure in figures(appraised(catalogue))}


def test_a_year_is_set_beside_what_the_project_costs_if_it_goes_on(given: dict[str, Given]) -> None:
    before = given["cost/0"]
    assert (before.low, before.middle, before.high) == (97_000, 97_000, 97_000), "with its pilot, passed"
    running = given["cost/2"]
    assert running.low == pytest.approx(11_000, rel=1e-3), "P10 of a uniform between 10k and 20k"
    assert running.high == pytest.approx(19_000, rel=1e-3)


def test_a_benefit_is_set_beside_that_of_a_solution_that_works_and_is_used(given: dict[str, Given]) -> None:
    found = given["benefit/1"]
    assert [found.low, found.middle, found.high] == pytest.approx([110_000, 150_000, 190_000], rel=1e-3)
    assert "benefit/0" not in given


def test_a_task_is_set_beside_its_own_range_and_the_whole_beside_that_of_the_plan(
    given: dict[str, Given], catalogue: Catalogue
) -> None:
    task = given["duration/t"]
    assert [task.low, task.middle, task.high] == pytest.approx([11, 15, 19])
    assert (task.name, task.category, task.evidence) == ("Data", "Data", Evidence.guess)
    days = appraised(catalogue).schedule.finish_days
    assert given["finish_days"].high == np.quantile(days, 0.9, method="inverted_cdf")
    assert given["finish_days"].high == pytest.approx(24, abs=0.05)


def test_a_metric_is_set_beside_its_target(given: dict[str, Given]) -> None:
    assert given["metric/metrics.precision"].middle == 0.7
    assert (given["metric/m"].name, given["metric/m"].middle) == ("Churn (%)", 0.08)
    assert place(0.5, given["metric/m"]) == "no range"


def test_a_year_is_known_as_well_as_the_weakest_of_what_goes_into_it(given: dict[str, Given]) -> None:
    assert given["benefit/1"].evidence == Evidence.expert
    assert given["cost/1"].evidence is None, "nobody said how well the running cost is known"


def test_years_are_named_by_the_day_on_which_they_end(given: dict[str, Given]) -> None:
    assert given["cost/0"].name == "Cost of year 0, before launch"
    assert given["benefit/2"].name == "Benefit of year 2, to 21 Nov 2028"


def test_a_year_that_is_counted_by_quarter_is_whole(catalogue: Catalogue) -> None:
    value = RECORD["value"] | {"horizon_years": 1}
    found = {one.key: one.given for one in figures(appraised(catalogue, value=value))}
    assert found["cost/1"].middle == pytest.approx(15_000, rel=1e-3)


@pytest.mark.parametrize(
    ("value", "expected"), [(9.9, "below"), (10, "inside"), (12, "inside"), (20, "inside"), (20.1, "above")]
)
def test_the_ends_of_a_range_lie_inside(value: float, expected: str) -> None:
    assert place(value, Given(name="A", low=10, middle=12, high=20)) == expected


def test_a_single_figure_is_no_range_and_neither_is_none() -> None:
    assert place_words(5, Given(name="A", low=5, middle=5, high=5)) == "No range was given"
    assert place(5, None) == "no range"


def test_every_key_belongs_to_a_kind_and_unknown_ones_to_none(given: dict[str, Given]) -> None:
    assert {kind_of(key) for key in given} == {"cost", "benefit", "duration", "metric"}
    assert kind_of("npv") is None


def test_a_project_of_which_nothing_is_known_has_no_figures(blank: Project, catalogue: Catalogue) -> None:
    assert figures(appraise(blank, catalogue, draft=True, points=POINTS // 8)) == ()


def test_what_a_sample_says_can_be_set_beside_what_it_comes_to(
    samples: dict[str, Project], catalogue: Catalogue
) -> None:
    for sample in samples.values():
        found = figures(appraise(sample, catalogue, points=POINTS // 8))
        assert len({one.key for one in found}) == len(found)
        assert {kind_of(one.key) for one in found} >= {"cost", "benefit", "duration"}
        for one in found:
            if one.given.low is not None and one.given.middle is not None and one.given.high is not None:
                assert one.given.low <= one.given.middle <= one.given.high
