"""Which answers are drawn by chance."""

from mlscope.project import Answer, Project
from mlscope.project.inputs import input_keys


def test_the_inputs_are_amounts_and_chances_that_chance_decides() -> None:
    project = Project.model_validate(
        {
            "name": "Churn",
            "problem": {"cost_today": 5},
            "value": {
                "benefits": [{"id": "B1", "name": "Gain", "amount": "5 to 9", "growth": 0.1}],
                "technical_success": 0.6,
                "adoption_success": "40 % to 60 %",
                "gain": "3 .. 4",
                "pilot_cost": 5,
            },
            "risks": {
                "risks": [
                    {"id": "R1", "probability": 0.2, "cost": 7, "residual": 0.1},
                    {"id": "R2", "delay_days": 5},
                ]
            },
        }
    )
    assert set(input_keys(project.flatten())) == {
        "value.benefits/B1/amount",
        "value.technical_success",
        "value.adoption_success",
        "value.adoption_success#happens",
        "value.gain",
    }


def test_a_deleted_row_has_no_inputs() -> None:
    answers = {
        "value.costs/C1/amount": Answer(value="5 .. 6"),
        "value.costs/C1/deleted": Answer(value=True),
        "value.costs/C2/amount": Answer(value="6 .. 7"),
    }
    assert input_keys(answers) == ["value.costs/C2/amount"]
