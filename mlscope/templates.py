"""What stands in until somebody knows better: assumed rows by type of task, and the sample projects.

Templates are `data/templates/*.yaml`. Of those whose `when` holds for a project, the one with the most
conditions fills a table; a file that leaves a table out leaves it to the next. Every row is marked as assumed
and counts as open.
"""

from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mlscope.catalogue import Catalogue, Entry, Reference
from mlscope.errors import InputError, did_you_mean, explain
from mlscope.estimates.notation import AnyEstimate, Range
from mlscope.parsing import read_yaml
from mlscope.project import Evidence, Project, new_id
from mlscope.project.fields import Percent, Row
from mlscope.project.files import load
from mlscope.project.steps.plan import WorkItem
from mlscope.project.steps.risks import Risk
from mlscope.project.steps.value import Benefit, Cost
from mlscope.questions import holds


class AssumedBenefit(Benefit):
    """A benefit whose amount, where it is not stated, is a share of what the problem costs today."""

    share_of_cost_today: (
        Annotated[tuple[Percent, Percent], Field(title="Lowest and highest share")] | None
    ) = None


class Template(BaseModel):
    """A file of assumed rows: data/templates/ID.yaml. Amounts are typical of the currencies named and blank
    in any other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    when: dict[str, Any]
    source: Reference
    currencies: tuple[str, ...] = ()
    benefits: tuple[AssumedBenefit, ...] = ()
    costs: tuple[Cost, ...] = ()
    risks: tuple[str, ...] = ()
    tasks: tuple[WorkItem, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        waits = {task.id: set(task.after or []) for task in self.tasks}
        for task, before in waits.items():
            for other in before - set(waits):
                raise ValueError(
                    f"the task '{task}' starts after '{other}', which is no task of this"
                    f" file{did_you_mean(other, waits)}"
                )
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            raise ValueError(
                f"the tasks {' > '.join(error.args[1])} wait for each other; remove one 'after'"
            ) from error
        return self


TABLES = {"value.benefits": "benefits", "value.costs": "costs", "risks.risks": "risks", "plan.tasks": "tasks"}
"""The tables that templates fill, and their names in a template file."""


def assumed_rows(project: Project, catalogue: Catalogue, table: str) -> list[Row]:
    """Rows for one table of a project of this task and kind of data, each with a fresh id and evidence
    'assumed'.

    Empty for a table that no template fills, and while the type of task is not known.
    """
    template = _best(project, catalogue, table)
    if template is None:
        return []
    match table:
        case "value.benefits":
            return [_benefit(row, template, project) for row in template.benefits]
        case "value.costs":
            return [_cost(row, template, project) for row in template.costs]
        case "risks.risks":
            return _risks(template, project, catalogue)
        case _:
            return [*_tasks(template)]


def risk_row(entry: Entry) -> Risk:
    """A risk of the catalogue as a row of the register; its cost is the project's own and stays blank."""
    facts = {
        key: entry.facts[key]
        for key in ("probability", "residual", "delay_days", "mitigation")
        if key in entry.facts
    }
    return Risk(name=entry.name, evidence=Evidence.assumed, **facts)


def templates(catalogue: Catalogue) -> dict[str, Template]:
    """All templates by id, the names of their files; InputError explains a file that is wrong."""
    found = _templates(catalogue.folder / "templates")
    known = {entry.id for entry in catalogue.entries("risks")}
    for name, template in found.items():
        for risk in set(template.risks) - known:
            raise InputError(
                f"templates/{name}.yaml: risks: there is no risk '{risk}' in the"
                f" catalogue{did_you_mean(risk, known)}"
            )
    return found


def samples(catalogue: Catalogue) -> dict[str, Project]:
    """The sample projects by id, the names of their files."""
    return {
        name: project.model_copy(deep=True)
        for name, project in _samples(catalogue.folder / "samples").items()
    }


def sample(catalogue: Catalogue, sample_id: str) -> Project:
    """One sample project; InputError names those there are."""
    found = samples(catalogue)
    if sample_id not in found:
        guess = did_you_mean(sample_id, found, f"the samples are {', '.join(found)}")
        raise InputError(f"there is no sample '{sample_id}'{guess}")
    return found[sample_id]


def template_of(project: Project, catalogue: Catalogue, table: str) -> str | None:
    """The id of the template that fills a table of this project; None where none does."""
    if table not in TABLES:
        return None
    answers, every = project.values_for_conditions(), templates(catalogue)
    fitting = [
        name
        for name, template in every.items()
        if getattr(template, TABLES[table]) and holds(template.when, answers) == "yes"
    ]
    return max(fitting, key=lambda name: len(every[name].when), default=None)


def _best(project: Project, catalogue: Catalogue, table: str) -> Template | None:
    name = template_of(project, catalogue, table)
    return None if name is None else templates(catalogue)[name]


def _benefit(row: AssumedBenefit, template: Template, project: Project) -> Benefit:
    plain = {name: getattr(row, name) for name in Benefit.model_fields}
    if project.currency not in template.currencies:
        plain |= {"amount": None, "unit_value": None}
    if (
        row.share_of_cost_today and not project.value.count_decisions
    ):  # counted decisions already hold this benefit
        plain["amount"] = _share(project.problem.cost_today, row.share_of_cost_today)
    return Benefit(**plain | {"id": new_id(), "evidence": Evidence.assumed})


def _share(cost: AnyEstimate | None, share: tuple[float, float]) -> Range | None:
    """From the low share of the low end to the high share of the high end: wider than either, as befits an
    assumption.
    """
    ends = cost.model_dump() if cost else {}
    low = ends.get("value", ends.get("p10", ends.get("low")))
    high = ends.get("value", ends.get("p90", ends.get("high")))
    return Range(low=low * share[0], high=high * share[1]) if low and high and share[0] else None


def _cost(row: Cost, template: Template, project: Project) -> Cost:
    amount = row.amount if project.currency in template.currencies else None
    return row.model_copy(update={"id": new_id(), "amount": amount, "evidence": Evidence.assumed})


def _risks(template: Template, project: Project, catalogue: Catalogue) -> list[Row]:
    answers = project.values_for_conditions(catalogue.questions)
    entries = [entry for risk in template.risks if (entry := catalogue.entry("risks", risk))]
    return [risk_row(entry) for entry in entries if holds(entry.applies, answers) == "yes"]


def _tasks(template: Template) -> list[WorkItem]:
    fresh = {task.id: new_id() for task in template.tasks}
    return [
        task.model_copy(
            update={
                "id": fresh[task.id],
                "after": [fresh[before] for before in task.after or []],
                "evidence": Evidence.assumed,
            }
        )
        for task in template.tasks
    ]


@lru_cache(maxsize=8)
def _templates(folder: Path) -> dict[str, Template]:
    return {path.stem: _template(path) for path in sorted(folder.glob("*.yaml"))}


def _template(path: Path) -> Template:
    known = {
        name for model in (Template, AssumedBenefit, Cost, WorkItem, Reference) for name in model.model_fields
    }
    try:
        return Template.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise InputError(
            "\n".join(f"templates/{path.name}: {sentence}" for sentence in explain(error, known))
        ) from error
    except InputError as error:
        raise InputError(f"templates/{path.name}: {error}") from error


@lru_cache(maxsize=8)
def _samples(folder: Path) -> dict[str, Project]:
    return {path.stem: load(path) for path in sorted(folder.glob("*.yaml"))}
