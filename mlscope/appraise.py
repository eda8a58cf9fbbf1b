"""One call that runs every engine on a project: the caller that hands money and dates to the assessment."""

from dataclasses import dataclass

from mlscope import assess, plan
from mlscope.catalogue import Catalogue
from mlscope.money import evaluate
from mlscope.project import Project
from mlscope.results import Assessment, Basis, Money, Schedule
from mlscope.settings import POINTS


@dataclass(frozen=True)
class Appraisal:
    """A project with all that the engines say of it."""

    project: Project
    assessment: Assessment
    money: Money
    schedule: Schedule


def appraise(
    project: Project, catalogue: Catalogue, *, points: int = POINTS, seed: int = 0, draft: bool = False
) -> Appraisal:
    """Plan, money and assessment of a project, in that order, since each hands its result to the next.

    InputError when its tasks cannot be put in order; of a `draft`, the schedule has no dates then and says why.
    """
    effective = project.effective(catalogue.questions)
    schedule = (plan.attempt if draft else plan.schedule)(effective, seed=seed)
    money = evaluate(effective, basis_of(effective, catalogue, schedule), points=points, seed=seed)
    return Appraisal(project, assess.assess(project, catalogue, money, schedule), money, schedule)


def basis_of(project: Project, catalogue: Catalogue, schedule: Schedule) -> Basis:
    """What the money rests on beside the record: the plan's launch, and what the catalogue knows of the metric."""
    entry = catalogue.entry("metrics", project.metrics.metric)
    higher_is_better = entry is not None and entry.facts.get("better") == "higher"
    return Basis(schedule.months_to_launch, higher_is_better)
