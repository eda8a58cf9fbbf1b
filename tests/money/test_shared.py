"""Inputs that are the same in several projects: drawn once for all of them, and each keeps what it is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from mlscope.money import candidate_draws, evaluate
from mlscope.results import CandidateDraws, Floats
from tests.money.conftest import Make, row
from tests.money.test_groups import normal


def draws(make: Make, key: str, shared: Sequence[tuple[str, str]] = (), **value: Any) -> CandidateDraws:
    rows = [{"id": f"s{n}", "input": name, "shared_as": common} for n, (name, common) in enumerate(shared)]
    project = make(shared_inputs=rows, **value)
    found = candidate_draws(project, evaluate(project), key)
    assert found is not None
    return found


def correlation(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])


ROWS = [row("a", normal(0, 30)), row("b", normal(0, 40))]
MARKET = [("A", "The market")]


def test_projects_that_share_an_input_are_correlated_by_its_part_of_the_variance(make: Make) -> None:
    """30 X + 40 Y and 30 X + 40 Z: the correlation is 900 / (900 + 1600)."""
    one, other = (draws(make, key, MARKET, benefits=ROWS).value for key in "pq")
    assert correlation(one, other) == pytest.approx(0.36, abs=0.03)
    assert correlation(one, draws(make, "q", benefits=ROWS).value) == pytest.approx(0, abs=0.04)


def test_names_are_the_same_whatever_their_case_and_apart_where_they_differ(make: Make) -> None:
    one = draws(make, "p", MARKET, benefits=ROWS[:1]).value
    assert draws(make, "q", [("a", "  the MARKET ")], benefits=ROWS[:1]).value == pytest.approx(one)
    assert correlation(one, draws(make, "q", [("A", "Another")], benefits=ROWS[:1]).value) == pytest.approx(
        0, abs=0.04
    )


def test_sharing_moves_nothing_of_a_project_by_itself(make: Make) -> None:
    """Its own figures are drawn as ever, and its draws beside others keep their distribution."""
    rows = [{"id": "s", "input": "A", "shared_as": "The market"}]
    assert evaluate(make(benefits=ROWS, shared_inputs=rows)).npv == evaluate(make(benefits=ROWS)).npv
    alone, shared = draws(make, "p", benefits=ROWS).value, draws(make, "p", MARKET, benefits=ROWS).value
    assert shared.mean() == pytest.approx(alone.mean(), abs=1e-6)
    assert shared.std() == pytest.approx(alone.std(), rel=0.02)


def test_a_department_takes_part_in_all_its_projects_or_in_none(make: Make) -> None:
    adopted = [("Adoption", "Adoption in sales")]
    values = [
        draws(make, key, adopted, benefits=[row("b", 100)], adoption_success=chance).value > 50
        for key, chance in (("p", 0.3), ("q", 0.3), ("r", "0.2 .. 0.4"), ("s", 0.6))
    ]
    assert [taken.mean() for taken in values] == pytest.approx([0.3, 0.3, 0.3, 0.6], abs=0.01)
    assert np.array_equal(values[0], values[1])
    assert np.mean(values[0] & values[2]) > 0.25
    assert not np.any(values[0] & ~values[3])  # who takes part at 30 % takes part at 60 %


def test_an_input_stays_shared_where_others_of_its_project_are_linked_to_it(make: Make) -> None:
    link = [{"id": "k", "first": "A", "second": "B", "correlation": 0.5}]
    one, other = (draws(make, key, MARKET, benefits=ROWS, correlations=link).value for key in "pq")
    whole = 30**2 + 40**2 + 2 * 0.5 * 30 * 40
    assert one.var() == pytest.approx(whole, rel=0.04)
    assert correlation(one, other) == pytest.approx((30 + 0.5 * 40) ** 2 / whole, abs=0.03)


def test_an_input_that_does_not_exist_is_told(make: Make) -> None:
    rows = [{"id": "s", "input": "Adaption", "shared_as": "X"}]
    told = evaluate(make(benefits=ROWS, adoption_success=0.4, shared_inputs=rows)).assumptions
    assert any(
        "'Adaption'; did you mean 'Adoption'? It is shared with no other project." in one for one in told
    )
