"""The sample projects: complete, fictional, of one piece, and each with a verdict of its own."""

import datetime as dt
from graphlib import TopologicalSorter

import pytest

from mlscope.appraise import appraise
from mlscope.assess.verdict import BY_A_ROW
from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.project import Project, State
from mlscope.project.files import dumps, loads
from mlscope.project.inputs import input_keys
from mlscope.templates import sample, samples

IDS = ("churn", "defects", "demand", "hiring")
VERDICTS = {"churn": "conditional", "defects": "not_yet", "demand": "go", "hiring": "no_go"}


@pytest.fixture(params=IDS)
def project(request: pytest.FixtureRequest, catalogue: Catalogue) -> Project:
    """Each sample in turn."""
    return sample(catalogue, request.param)


def test_there_are_four_samples(catalogue: Catalogue) -> None:
    assert tuple(samples(catalogue)) == IDS


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_sample_survives_its_file(project: Project, form: str) -> None:
    assert loads(dumps(project, form)) == project


def test_a_sample_survives_the_log(project: Project) -> None:
    assert Project.unflatten(project.id, project.flatten()) == project


def test_a_sample_says_that_it_is_one(project: Project) -> None:
    assert project.sample
    assert project.name.endswith("(sample)")


def test_nothing_that_counts_is_left_without_a_word(project: Project, catalogue: Catalogue) -> None:
    truths = project.asked(catalogue.questions)
    asked = [i for i, truth in truths.items() if truth != "no" and not catalogue.questions[i].optional]
    silent = [i for i in asked if project.state(i) == State.untouched]
    assert [i for i in silent if catalogue.questions[i].counts and i not in BY_A_ROW] == []
    assert len(silent) < len(asked) / 5


def test_nothing_is_said_that_is_not_asked(project: Project, catalogue: Catalogue) -> None:
    truths = project.asked(catalogue.questions)
    assert [i for i, truth in truths.items() if truth == "no" and project.state(i) != State.untouched] == []
    assert {key.partition("/")[0] for key in project.answers} | set(project.more) <= set(truths)


def test_what_is_unknown_names_who_finds_out_and_what_does_not_apply_says_why(project: Project) -> None:
    for key, about in project.answers.items():
        assert about.state != State.unknown or (about.who and about.by and about.by > project.as_of), key
        assert about.state != State.not_applicable or about.reason, key


def test_choices_taken_from_the_catalogue_exist(project: Project, catalogue: Catalogue) -> None:
    for question in catalogue.questions.values():
        given = project.raw(question.id)
        if question.choices and given is not None:
            assert set(given if isinstance(given, list) else [given]) <= {
                choice.id for choice in question.choices
            }, question.id


def test_tasks_wait_only_for_tasks_that_exist_and_never_for_each_other(project: Project) -> None:
    waits = {task.id: set(task.after or []) for task in project.plan.tasks or []}
    assert set().union(*waits.values()) <= set(waits)
    assert len(list(TopologicalSorter(waits).static_order())) == len(waits)


def test_dates_stand_in_their_order(project: Project) -> None:
    assert project.as_of == dt.date(2026, 11, 16)
    assert project.plan.start is not None
    assert project.plan.deadline is not None
    assert project.as_of < project.plan.start < project.plan.deadline < dt.date(2028, 1, 1)
    assert all(
        objective.due and objective.due >= project.plan.deadline
        for objective in project.problem.objectives or []
    )


def test_every_estimate_of_a_sample_fits_the_simulation(project: Project) -> None:
    assert 10 < len(input_keys(project.flatten())) < 100


def test_every_amount_and_risk_says_how_well_it_is_known(project: Project) -> None:
    rows = [
        *(project.value.benefits or []),
        *(project.value.costs or []),
        *(project.risks.risks or []),
        *(project.plan.tasks or []),
    ]
    assert all(row.evidence for row in rows)
    assert all(
        risk.residual is not None and risk.probability is not None and risk.residual <= risk.probability
        for risk in project.risks.risks or []
    )


@pytest.mark.parametrize("sample_id", ["churn", "defects", "hiring"])
def test_people_can_handle_the_cases_that_are_flagged(catalogue: Catalogue, sample_id: str) -> None:
    project = sample(catalogue, sample_id)
    cases, capacity = project.value.cases_per_year, project.value.capacity
    rate, recall, precision = project.data.base_rate, project.metrics.recall, project.metrics.precision
    assert cases
    assert rate
    assert recall
    assert precision
    assert capacity
    assert cases.model_dump()["p50"] * rate * recall / precision <= capacity


def test_the_four_verdicts_differ_and_tell_the_story_of_each(catalogue: Catalogue) -> None:
    found = {
        name: appraise(project, catalogue).assessment.verdict.word
        for name, project in samples(catalogue).items()
    }
    assert found == VERDICTS


def test_the_target_of_the_churn_sample_clears_its_break_even(catalogue: Catalogue) -> None:
    breakeven = appraise(sample(catalogue, "churn"), catalogue).money.breakeven
    assert breakeven is not None
    least = breakeven.yearly("precision").value
    assert least is not None
    assert least < 0.33


def test_the_pilot_of_the_defects_sample_is_worth_more_than_it_costs(catalogue: Catalogue) -> None:
    pilot = appraise(sample(catalogue, "defects"), catalogue).money.pilot
    assert pilot is not None
    assert pilot.worth > pilot.cost


def test_the_hiring_sample_is_high_risk_and_stopped_for_want_of_a_legal_basis(catalogue: Catalogue) -> None:
    assessment = appraise(sample(catalogue, "hiring"), catalogue).assessment
    assert assessment.ai_act.tier == "high"
    assert [(blocker.code, blocker.confirmed) for blocker in assessment.blockers] == [
        ("legal_basis", True),
        ("special_data", False),
    ]


def test_changing_a_sample_leaves_the_next_reader_alone(catalogue: Catalogue) -> None:
    sample(catalogue, "churn").problem.statement = "Changed"
    assert sample(catalogue, "churn").problem.statement != "Changed"


def test_a_mistyped_sample_is_answered_with_a_guess(catalogue: Catalogue) -> None:
    with pytest.raises(
        InputError,
        match=(
            r"there is no sample 'chrun'; did you mean 'churn'\? The samples are churn, defects, demand,"
            r" hiring"
        ),
    ):
        sample(catalogue, "chrun")
