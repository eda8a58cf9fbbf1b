"""Claims about the cost of generative use: tokens, cases handed to people, quality checks."""

from typing import Any

import pytest

from mlscope.cli import main
from mlscope.errors import InputError
from mlscope.money import evaluate
from mlscope.project import TYPED_QUESTIONS, Project, reading
from mlscope.results import Money

USE = {
    "cases_per_year": 100_000,
    "usage_share": 0.5,
    "tokens_in": 4000,
    "token_price_in": 2.5,
    "tokens_out": 500,
    "token_price_out": 10,
    "handed_share": 0.1,
    "handed_cost": 6,
    "checked_share": 0.05,
    "check_cost": 2,
}
"""By hand, a use: 4,000 x 2.50/1m = 0.01 to read, 500 x 10/1m = 0.005 to write, 10 % x 6 = 0.60 to hand over,
5 % x 2 = 0.10 to check; 0.715 in all, and 35,750 for 50,000 uses a year.
"""


def generative(task: str = "generation", **value: Any) -> Project:
    sure = {"technical_success": 1, "adoption_success": 1, "discount_rate": 0, "horizon_years": 3}
    return Project.model_validate({"name": "Test", "problem": {"task": task}, "value": sure | value})


def costs(money: Money) -> tuple[float, ...]:
    assert money.deterministic is not None
    return money.deterministic.costs


def test_use_costs_what_it_comes_to_by_hand_from_the_launch_on() -> None:
    assert costs(evaluate(generative(**USE))) == pytest.approx((0, 35_750, 35_750, 35_750))
    assert costs(evaluate(generative(**USE, launch_month=18))) == pytest.approx((0, 0, 17_875, 35_750))


def test_without_a_share_of_use_every_case_counts() -> None:
    assert costs(evaluate(generative(**USE | {"usage_share": None})))[1] == pytest.approx(71_500)


def test_it_is_asked_only_where_the_task_is_generative() -> None:
    money = evaluate(generative("classification", **USE, benefits=[{"id": "b", "amount": 10}]))
    assert costs(money) == (0, 0, 0, 0)
    asked = generative().asked()
    assert asked["value.tokens_in"] == "yes"
    assert generative("classification").asked()["value.tokens_in"] == "no"


def test_its_drivers_are_inputs_with_ranges() -> None:
    ranges = {"tokens_in": "2k to 6k", "token_price_in": "1 .. 4", "handed_share": "5 % to 20 %"}
    money = evaluate(generative(**USE | ranges))
    moved = {swing.input for swing in money.tornado}
    assert {"value.tokens_in", "value.token_price_in", "value.handed_share"} <= moved
    assert money.budget is not None
    phases = {line.phase: line.mean for line in money.budget.phases}
    assert set(phases) == {"compute", "people"}
    assert money.budget.total.mean == pytest.approx(sum(costs(money)), rel=2e-3)
    assert {group.input for group in money.evppi_groups} == {"costs"}


def test_an_open_driver_is_named_and_left_out() -> None:
    money = evaluate(generative(**USE | {"handed_cost": None}))
    assert costs(money)[1] == pytest.approx(50_000 * 0.115)
    assert "value.handed_cost" in money.missing
    assert any("Cost of a case handed to people" in one for one in money.assumptions)


def test_tokens_are_read_as_people_write_them_and_are_no_currency(tmp_path: Any, capsys: Any) -> None:
    questions = {question.id: question for question in TYPED_QUESTIONS}
    assert reading.read(questions["value.tokens_in"], "4k tokens", "EUR") == "4k"
    with pytest.raises((InputError, ValueError), match="tokens"):
        reading.read(questions["value.token_price_in"], "3 tokens", "EUR")
    file = tmp_path / "bad.yaml"
    file.write_text("name: Test\nschema: 3\ncurrency: tokens\n")
    assert main(["check", str(file)]) == 1
    said = "".join(capsys.readouterr())
    assert "give three letters, as EUR; found tokens" in said.replace("'", "")
