"""What a terminal says of results is as careful as the pages are."""

from dataclasses import replace

import pytest

from mlscope import plan
from mlscope.cli import text
from mlscope.money import evaluate
from mlscope.project import Project


@pytest.mark.parametrize(
    ("chance", "said"), [(0.998, "over 99 %"), (0.002, "under 1 %"), (1.0, "100 %"), (None, "not known")]
)
def test_no_chance_is_called_certain_that_is_only_nearly_so(
    samples: dict[str, Project], chance: float | None, said: str
) -> None:
    found = evaluate(samples["churn"], points=512)
    assert f"{said}\n" in text.money(replace(found, probability_positive=chance), {})
    schedule = replace(plan.attempt(samples["churn"]), probability_on_time=chance)
    assert f": {said}\n" in text.schedule(schedule)


def test_what_does_not_pay_back_within_the_horizon_is_not_said_never_to(samples: dict[str, Project]) -> None:
    found = evaluate(samples["churn"], points=512)
    assert found.deterministic is not None
    said = text.money(
        replace(found, horizon_years=5, deterministic=replace(found.deterministic, payback=None)), {}
    )
    assert "Payback: not within 5 years at average figures" in said
