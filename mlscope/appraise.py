"""One call that runs every engine on a project: the caller that hands money and dates to the assessment."""

from dataclasses import dataclass

from mlscope import assess, plan, roi
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.project.results import Assessment, Money, Schedule

POINTS = 16_384


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
    money = roi.evaluate(
        effective,
        launch_months=schedule.months_to_launch,
        higher_is_better=higher_is_better(effective, catalogue),
        points=points,
        seed=seed,
    )
    return Appraisal(project, assess.assess(project, catalogue, money, schedule), money, schedule)


def higher_is_better(project: Project, catalogue: Catalogue) -> bool:
    """Does more of the project's metric mean better predictions? Not known of it, no: it is an error then."""
    entry = catalogue.entry("metrics", project.metrics.metric)
    return entry is not None and entry.facts.get("better") == "higher"
