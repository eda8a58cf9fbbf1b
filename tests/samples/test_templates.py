"""Assumed rows: for every type of task, marked as assumed, valid, and never more certain than they are."""

from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.estimates.notation import Range
from mlscope.project import Evidence, Project
from mlscope.project.fields import EstimatedRow
from mlscope.project.files import dumps, loads
from mlscope.project.steps.data import DataKind
from mlscope.project.steps.plan import WorkItem
from mlscope.project.steps.problem import Task
from mlscope.project.steps.risks import Risk
from mlscope.project.steps.value import Benefit, BenefitCategory, Cost, CostPhase
from mlscope.questions import holds
from mlscope.templates import TABLES, assumed_rows, risk_row, templates

ROW_TYPES = {"value.benefits": Benefit, "value.costs": Cost, "risks.risks": Risk, "plan.tasks": WorkItem}
MINIMAL = "title: T\nwhen: {problem.task: ranking}\nsource: {title: S}\n"


def filled(project: Project, catalogue: Catalogue) -> Project:
    """The project with all four tables assumed."""
    for table in TABLES:
        step, _, name = table.partition(".")
        setattr(getattr(project, step), name, assumed_rows(project, catalogue, table))
    return project


def scoped(task: str, kind: str | None = None, currency: str = "EUR", **value: object) -> Project:
    return Project(
        name="x",
        currency=currency,
        problem={"task": task, "cost_today": "400k / 600k / 900k"},
        data={"kind": kind},
        value=value,
    )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", [None, *DataKind])
@pytest.mark.parametrize("task", [*Task])
def test_every_task_and_kind_of_data_fills_every_table_with_assumed_rows(
    catalogue: Catalogue, task: str, kind: str | None, table: str
) -> None:
    rows = assumed_rows(scoped(task, kind), catalogue, table)
    assert len(rows) >= 2
    for row in rows:
        assert type(row) is ROW_TYPES[table]
        assert isinstance(row, EstimatedRow)
        assert row.evidence == Evidence.assumed
    assert len({row.id for row in rows}) == len(rows)


@pytest.mark.parametrize("kind", [None, *DataKind])
@pytest.mark.parametrize("task", [*Task])
def test_a_filled_project_is_a_valid_record(catalogue: Catalogue, task: str, kind: str | None) -> None:
    project = filled(scoped(task, kind), catalogue)
    assert loads(dumps(project)) == project
    assert Project.unflatten(project.id, project.flatten()) == project


@pytest.mark.parametrize("kind", [None, *DataKind])
@pytest.mark.parametrize("task", [*Task])
def test_assumed_tasks_wait_only_for_each_other_and_in_no_circle(
    catalogue: Catalogue, task: str, kind: str | None
) -> None:
    tasks = [
        row for row in assumed_rows(scoped(task, kind), catalogue, "plan.tasks") if isinstance(row, WorkItem)
    ]
    waits = {one.id: set(one.after or []) for one in tasks}
    assert set().union(*waits.values()) <= set(waits)
    assert len(list(TopologicalSorter(waits).static_order())) == len(tasks)
    assert all(one.duration_days and one.phase for one in tasks)


def test_two_projects_never_share_a_row_id(catalogue: Catalogue) -> None:
    first, second = (assumed_rows(scoped("classification"), catalogue, "plan.tasks") for _ in range(2))
    assert not {row.id for row in first} & {row.id for row in second}


@pytest.mark.parametrize("table", [*TABLES, "plan.team", "no.such"])
def test_nothing_is_assumed_while_the_task_is_unknown(catalogue: Catalogue, table: str) -> None:
    assert assumed_rows(Project(name="x"), catalogue, table) == []


def test_a_table_without_template_stays_empty(catalogue: Catalogue) -> None:
    assert assumed_rows(scoped("classification"), catalogue, "plan.team") == []


def test_pictures_bring_labelling_into_plan_and_costs(catalogue: Catalogue) -> None:
    tasks = assumed_rows(scoped("classification", "images"), catalogue, "plan.tasks")
    costs = assumed_rows(scoped("classification", "images"), catalogue, "value.costs")
    assert any("abel" in (row.name or "") for row in tasks if isinstance(row, WorkItem))
    assert any("abel" in (row.name or "") for row in costs if isinstance(row, Cost))


def test_amounts_stay_blank_in_a_currency_whose_size_the_template_does_not_know(catalogue: Catalogue) -> None:
    assert all(
        row.amount is None
        for row in assumed_rows(scoped("classification", currency="JPY"), catalogue, "value.costs")
        if isinstance(row, Cost)
    )
    assert all(
        row.amount
        for row in assumed_rows(scoped("classification", currency="CHF"), catalogue, "value.costs")
        if isinstance(row, Cost)
    )


@pytest.mark.parametrize("kind", [None, "images"])
@pytest.mark.parametrize("task", [*Task])
def test_a_first_sheet_forgets_no_phase_of_cost_and_names_several_kinds_of_benefit(
    catalogue: Catalogue, task: str, kind: str | None
) -> None:
    costs = [
        row for row in assumed_rows(scoped(task, kind), catalogue, "value.costs") if isinstance(row, Cost)
    ]
    benefits = [
        row
        for row in assumed_rows(scoped(task, kind), catalogue, "value.benefits")
        if isinstance(row, Benefit)
    ]
    assert {row.phase for row in costs} == set(CostPhase)
    assert all(row.amount and row.when for row in costs)
    assert len({row.category for row in benefits}) == len(benefits) >= 3
    assert all(row.reach and row.when for row in benefits)


def test_every_kind_of_benefit_is_in_some_first_sheet(catalogue: Catalogue) -> None:
    assert {row.category for template in templates(catalogue).values() for row in template.benefits} == set(
        BenefitCategory
    )


def test_hours_saved_need_only_their_number_and_are_not_priced_in_an_unknown_currency(
    catalogue: Catalogue,
) -> None:
    def hours(currency: str) -> Benefit:
        rows = assumed_rows(scoped("regression", currency=currency), catalogue, "value.benefits")
        return next(row for row in rows if isinstance(row, Benefit) and row.change)

    assert (hours("EUR").units, hours("EUR").amount, hours("EUR").unit_value) == (
        None,
        None,
        Range(low=25, high=60),
    )
    assert hours("JPY").unit_value is None


def amounts(project: Project, catalogue: Catalogue) -> list[object]:
    return [
        row.amount
        for row in assumed_rows(project, catalogue, "value.benefits")
        if isinstance(row, Benefit) and row.amount
    ]


def test_a_benefit_is_a_share_of_what_the_problem_costs_today(catalogue: Catalogue) -> None:
    assert amounts(scoped("classification"), catalogue) == [Range(low=40_000, high=360_000)]


@pytest.mark.parametrize("cost", [None, "30 % chance", "0 < 5 < 9"])
def test_a_benefit_stays_blank_without_a_cost_that_it_could_be_a_share_of(
    catalogue: Catalogue, cost: str | None
) -> None:
    project = Project(name="x", problem={"task": "forecasting", "cost_today": cost})
    assert amounts(project, catalogue) == []


def test_a_benefit_that_is_counted_from_decisions_is_not_assumed_again(catalogue: Catalogue) -> None:
    assert amounts(scoped("classification", count_decisions=True), catalogue) == []


def test_a_risk_that_needs_a_condition_is_assumed_only_where_it_holds(catalogue: Catalogue) -> None:
    def names(personal: bool) -> set[str | None]:
        project = Project(name="x", problem={"task": "classification"}, data={"personal": personal})
        return {row.name for row in assumed_rows(project, catalogue, "risks.risks") if isinstance(row, Risk)}

    privacy = catalogue.entry("risks", "privacy")
    assert privacy is not None
    assert names(True) - names(False) == {privacy.name}


def test_every_risk_of_the_catalogue_makes_a_row_with_a_mitigation(catalogue: Catalogue) -> None:
    for entry in catalogue.entries("risks"):
        row = risk_row(entry)
        assert row.mitigation, entry.id
        assert row.cost is None
        assert row.probability is not None
        assert row.residual is not None
        assert 0 < row.residual < row.probability, entry.id


def test_conditions_of_templates_name_answers_that_exist(catalogue: Catalogue) -> None:
    for name, template in templates(catalogue).items():
        for key, wanted in template.when.items():
            choices = {choice.id for choice in catalogue.questions[key].choices}
            assert set(wanted if isinstance(wanted, list) else [wanted]) <= choices, name


def test_conditions_of_risks_can_be_met(catalogue: Catalogue) -> None:
    for entry in catalogue.entries("risks"):
        wanted = {key: value[0] if isinstance(value, list) else value for key, value in entry.applies.items()}
        assert holds(entry.applies, wanted) == "yes"
        assert set(wanted) <= set(catalogue.questions), entry.id


@pytest.fixture
def house(catalogue: Catalogue, tmp_path: Path) -> Catalogue:
    """A catalogue whose templates stand in a folder of the test."""
    (tmp_path / "templates").mkdir()
    return replace(catalogue, folder=tmp_path)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("riskss: []", "templates/own.yaml: unknown key 'riskss'; did you mean 'risks'?"),
        ("costs: [{nmae: A}]", "templates/own.yaml: costs > #1: unknown key 'nmae'; did you mean 'name'?"),
        (
            "costs: [{name: A, amount: -3}]",
            "templates/own.yaml: costs > #1 > amount: this cannot be negative; found -3",
        ),
        (
            "benefits: [{name: A, share_of_cost_today: [0.1, 4]}]",
            "templates/own.yaml: benefits > #1 > share_of_cost_today > #2: ",
        ),
        (
            "risks: [data_qualty]",
            (
                "templates/own.yaml: risks: there is no risk 'data_qualty' in the catalogue; did you mean"
                " 'data_quality'?"
            ),
        ),
        (
            "tasks: [{id: a, after: [b]}]",
            "templates/own.yaml: the task 'a' starts after 'b', which is no task of this file",
        ),
        ("tasks: [{id: a, after: [b]}, {id: b, after: [a]}]", "wait for each other; remove one 'after'"),
        ("tasks: [", "templates/own.yaml: line 4: this is not valid YAML"),
    ],
)
def test_a_wrong_template_is_explained(house: Catalogue, part: str, sentence: str) -> None:
    (house.folder / "templates" / "own.yaml").write_text(MINIMAL + part + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        templates(house)
    assert sentence in str(refused.value)
