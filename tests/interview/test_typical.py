"""Rows that follow from answers stand in the record once, and typical figures stand in only where nobody has
said anything.
"""

import math

import pytest

from mlscope.estimates.notation import Number, Range
from mlscope.project import Evidence, Project
from mlscope.project.answers import Answer, State
from mlscope.project.steps.feasibility import Proof
from mlscope.project.steps.problem import Task
from mlscope.project.steps.value import Cost, CostPhase, When
from mlscope.typical import (
    BENEFIT_ROW,
    WORK_ROW,
    benefit_known,
    entries,
    filled,
    product,
    typical_precision,
    work_cost,
)
from tests.interview.projects import (
    EVERY,
    customer_groups,
    demand_forecast,
    drafted_answers,
    missed_appointments,
)


@pytest.mark.parametrize("project", [make() for make in EVERY], ids=lambda project: project.name)
def test_filling_in_a_second_time_changes_nothing(project, catalogue):
    once = filled(project, catalogue)
    assert filled(once, catalogue) == once
    assert entries(once, filled(once, catalogue)) == {}


@pytest.mark.parametrize("project", [make() for make in EVERY], ids=lambda project: project.name)
def test_the_entries_lead_from_the_record_to_the_filled_one(project, catalogue):
    after = filled(project, catalogue)
    written = project.flatten() | entries(project, after)
    assert Project.unflatten(project.id, written) == after


def test_another_type_of_task_takes_the_typical_rows_of_the_first_away(catalogue):
    before = filled(missed_appointments(), catalogue)
    changed = before.model_copy(deep=True)
    changed.problem.task = Task.generation
    after = filled(changed, catalogue)
    assert {row.id for row in before.plan.tasks}.isdisjoint(row.id for row in after.plan.tasks)
    assert [row.id for row in after.value.costs if row.id == WORK_ROW] == [WORK_ROW]
    back = after.model_copy(deep=True)
    back.problem.task = Task.classification
    log = before.flatten() | entries(before, after)
    log |= entries(after, filled(back, catalogue))
    assert Project.unflatten(before.id, log).plan.tasks == before.plan.tasks


def test_people_times_weeks_is_one_row_of_the_costs_in_place_of_the_template_s(catalogue):
    unsaid = filled(missed_appointments().model_copy(update={"plan": Project(name="-").plan}), catalogue)
    assert [row.name for row in unsaid.value.costs if row.phase == CostPhase.development] == [
        "Building the first version"
    ]
    project = missed_appointments()
    for people in ("2 to 3", "4 to 5"):
        project.plan = project.plan.model_validate({**project.plan.model_dump(), "people": people})
        project = filled(project, catalogue)
        (row,) = [row for row in project.value.costs if row.phase == CostPhase.development]
        assert (row.id, row.amount, row.when) == (WORK_ROW, work_cost(project, catalogue), When.once)
        assert row.evidence == Evidence.assumed
    project.plan.weeks = None
    again = filled(project, catalogue)
    assert [row.name for row in again.value.costs if row.phase == CostPhase.development] == [
        "Building the first version"
    ]


def test_a_week_s_cost_of_their_own_makes_the_row_a_guess_of_whoever_gave_it(catalogue):
    project = missed_appointments()
    project.plan.people, project.plan.weeks = Number(value=3), Number(value=12)
    project.plan.week_cost = Number(value=2_500)
    row = filled(project, catalogue).value.costs[0]
    assert (row.amount, row.evidence) == (Number(value=90_000), Evidence.guess)


def test_in_a_currency_of_unknown_prices_no_typical_cost_is_made_up(catalogue):
    project = missed_appointments().model_copy(update={"currency": "XOF"})
    assert work_cost(project, catalogue) is None
    assert all(row.amount is None for row in filled(project, catalogue).value.costs)


def test_the_running_cost_that_was_said_stands_in_place_of_the_typical_ones(catalogue):
    said = filled(missed_appointments(), catalogue)
    assert [row for row in said.value.costs if row.when == When.yearly] == []
    unsaid = filled(missed_appointments(fixed_cost=None), catalogue)
    assert [row for row in unsaid.value.costs if row.when == When.yearly]
    said.value.fixed_cost = None
    assert [row for row in filled(said, catalogue).value.costs if row.when == When.yearly]


def test_what_a_person_touched_is_left_alone(catalogue):
    mine = Cost(id="mine", name="An offer we have", amount=Number(value=80_000), when=When.once)
    own = filled(missed_appointments(costs=[mine]), catalogue)
    assert [row.id for row in own.value.costs] == [WORK_ROW, "mine"]

    nothing = filled(missed_appointments(costs=[]), catalogue)
    assert [row.id for row in nothing.value.costs] == [WORK_ROW]

    project = filled(missed_appointments(), catalogue)
    project.value.costs[1].evidence = Evidence.guess
    del project.plan.tasks[0]
    project.metrics.recall, project.answers = 0.7, {}
    again = filled(project, catalogue)
    assert again.value.costs == project.value.costs
    assert again.plan.tasks == project.plan.tasks
    assert again.metrics.recall == 0.7
    assert not again.assumed("metrics.recall")


def test_what_somebody_does_not_know_is_not_filled_in(catalogue):
    project = missed_appointments()
    project = Project.unflatten(
        project.id,
        project.flatten()
        | {
            "metrics.recall": Answer(state=State.unknown),
            "plan.tasks": Answer(state=State.unknown),
        },
    )
    after = filled(project, catalogue)
    assert after.metrics.recall is None
    assert after.plan.tasks is None


def test_what_it_brings_is_never_filled_in(catalogue):
    for make in EVERY:
        project = make(gain=None, error_cost=None, minutes_saved=None, yearly_benefit=None)
        after = filled(project, catalogue)
        assert after.value.benefits is None
        assert not benefit_known(after)
        assert benefit_known(filled(make(), catalogue))


def test_a_benefit_stated_as_a_whole_is_one_row_of_the_benefits(catalogue):
    after = filled(customer_groups(), catalogue)
    (row,) = after.value.benefits
    assert (row.id, row.amount, row.when) == (BENEFIT_ROW, after.value.yearly_benefit, When.yearly)


def test_saying_what_a_right_one_brings_counts_the_decisions(catalogue):
    for make in (missed_appointments, demand_forecast, drafted_answers):
        assert filled(make(), catalogue).value.count_decisions is True
        assert filled(make(count_decisions=False), catalogue).value.count_decisions is False


def test_typical_figures_follow_the_answers_they_rest_on(catalogue):
    project = filled(missed_appointments(), catalogue)
    assert project.metrics.precision == 0.43
    project.data.base_rate = 0.02
    assert filled(project, catalogue).metrics.precision == 0.081
    project.data.base_rate = None
    assert filled(project, catalogue).metrics.precision is None
    project.feasibility.proof = Proof.failed
    assert filled(project, catalogue).value.technical_success == Number(value=0.15)


def test_lognormal_amounts_are_multiplied_exactly():
    found = product(Range(low=2, high=4), Range(low=3, high=9), Number(value=10))
    spread = math.sqrt((math.log(4 / 2) / 2) ** 2 + (math.log(9 / 3) / 2) ** 2)
    middle = 10 * math.sqrt(2 * 4) * math.sqrt(3 * 9)
    assert found.low == pytest.approx(middle / math.exp(spread))
    assert found.high == pytest.approx(middle * math.exp(spread))


def test_certain_amounts_multiply_to_a_number():
    assert product(Number(value=3), Number(value=12)).value == pytest.approx(36)
    assert product(Number(value=0), Range(low=2, high=4)).value == 0


@pytest.mark.parametrize(("base_rate", "precision"), [(0.5, 0.813), (0.15, 0.434), (0.01, 0.042)])
def test_the_typical_precision_is_that_of_two_normals(base_rate, precision):
    """At a recall of one half the threshold stands at the mean of the true cases: false alarms are the normal
    tail beyond 1.2.
    """
    tail = 0.5 * math.erfc(1.2 / math.sqrt(2))
    exact = base_rate * 0.5 / (base_rate * 0.5 + (1 - base_rate) * tail)
    assert typical_precision(base_rate, 0.5, 1.2) == pytest.approx(exact)
    assert exact == pytest.approx(precision, abs=5e-4)
