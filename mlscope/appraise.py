"""One call that runs every engine on a project: the caller that hands money and dates to the assessment."""

from dataclasses import dataclass

from mlscope import assess, plan, roi
from mlscope.assess import NO_HOUSE, House
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.project.results import Assessment, Money, Schedule, Standing

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


class Appraiser:
    """Appraises many states of one project: money and dates are computed anew only where their own answers differ."""

    def __init__(
        self, catalogue: Catalogue, *, points: int = POINTS, seed: int = 0, house: House = NO_HOUSE
    ) -> None:
        self.catalogue, self.points, self.seed, self.house = catalogue, points, seed, house
        self._schedules: dict[str, Schedule] = {}
        self._money: dict[str, Money] = {}

    def of(self, project: Project) -> Appraisal:
        """All that the engines say of one state."""
        effective = project.effective(self.catalogue.questions)
        schedule = self._schedule(effective)
        money = self._money_of(effective, schedule)
        assessment = assess.assess(project, self.catalogue, money, schedule, self.house)
        return Appraisal(project, assessment, money, schedule)

    def standing(self, project: Project) -> Standing:
        """What one state comes to."""
        found = self.of(project)
        return assess.standing(found.assessment, found.money, found.schedule)

    def _schedule(self, effective: Project) -> Schedule:
        key = effective.model_dump_json(include={"plan", "as_of", "slots"})
        if key not in self._schedules:
            self._schedules[key] = plan.attempt(effective, seed=self.seed)
        return self._schedules[key]

    def _money_of(self, effective: Project, schedule: Schedule) -> Money:
        higher = higher_is_better(effective, self.catalogue)
        read = effective.model_dump_json(include=roi.READS)
        key = f"{schedule.months_to_launch} {higher} {read}"
        if key not in self._money:
            self._money[key] = roi.evaluate(
                effective,
                launch_months=schedule.months_to_launch,
                higher_is_better=higher,
                points=self.points,
                seed=self.seed,
            )
        return self._money[key]
