"""What the record suggests where an estimate is entered."""

from typing import Any

import pytest

from mlscope.forecast import Entry, entries
from mlscope.forecast.suggesting import suggestions
from mlscope.project import Actual, Given, Project

PROJECT = Project.model_validate(
    {
        "name": "Next",
        "value": {
            "costs": [
                {"id": "c", "name": "Build", "amount": "90k .. 110k"},
                {"id": "d", "name": "Unknown"},
            ]
        },
        "metrics": {"precision": 0.8},
        "plan": {"tasks": [{"id": "t", "name": "Data", "phase": "data", "duration_days": "10 .. 30"}]},
    }
)


def record(kind: str, ratios: list[float], project: str = "other", **given: Any) -> tuple[Entry, ...]:
    return entries(
        {
            project: {
                f"{kind}/{n}": Actual(value=100 * ratio, given=Given(name="A", middle=100, **given))
                for n, ratio in enumerate(ratios)
            }
        }
    )


def test_a_task_is_shown_what_tasks_like_it_came_to() -> None:
    [one] = suggestions(PROJECT, "plan.tasks", record("duration", [1, 1.5, 2, 2.5, 3], category="Data"))
    assert one.said == "12 to 28, likely 20 working days"
    assert one.suggested == "20 to 60, likely 40 working days"
    assert one.sentence == (
        "5 durations of “Data” known as guess of 1 project came to 2 times what was expected, in the middle;"
        " eight of ten between 1 and 3 times."
    )


def test_a_cost_without_an_amount_gets_no_suggestion() -> None:
    [one] = suggestions(PROJECT, "value.costs", record("cost", [1.2] * 5))
    assert (one.name, one.suggested) == ("Build", "120 k EUR")


def test_a_metric_is_shown_what_metrics_came_to() -> None:
    [one] = suggestions(PROJECT, "metrics.precision", record("metric", [0.9] * 5, category="The model"))
    assert (one.said, one.suggested) == ("80 %", "72 %")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("plan.tasks", record("duration", [2.0] * 4)),
        ("plan.tasks", record("duration", [2.0] * 9, project=PROJECT.id)),
        ("plan.tasks", record("cost", [2.0] * 9)),
        ("problem.statement", record("cost", [2.0] * 9)),
    ],
    ids=["too few", "its own", "of another kind", "no estimate"],
)
def test_nothing_is_suggested(question: str, found: tuple[Entry, ...]) -> None:
    assert suggestions(PROJECT, question, found) == ()
