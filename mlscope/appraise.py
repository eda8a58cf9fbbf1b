"""One call that runs every engine on a project: the caller that hands money and dates to the assessment."""

from dataclasses import dataclass

from mlscope import assess, plan
from mlscope.assess import NO_HOUSE, House
from mlscope.catalogue import Catalogue
from mlscope.money import READS, candidate_draws, evaluate
from mlscope.project import Project
from mlscope.results import Assessment, Basis, Candidate, Money, Schedule, Standing
from mlscope.settings import POINTS


@dataclass(frozen=True)
class Appraisal:
    """A project with all that the engines say of it."""

    project: Project
    assessment: Assessment
    money: Money
    schedule: Schedule


def candidate(appraisal: Appraisal, known_as: str = "") -> Candidate:
    """An appraised project as the comparison sees it, under its own id or another one."""
    from mlscope.compare import record_figures  # only a comparison needs it, and it loads a tenth of a second

    project, key = appraisal.project, known_as or appraisal.project.id
    return Candidate(
        id=key,
        name=project.name,
        assessment=appraisal.assessment,
        money=appraisal.money,
        schedule=appraisal.schedule,
        stage=project.stage.value,
        year=project.as_of.year,
        tags=tuple(project.tags),
        draws=candidate_draws(project, appraisal.money, key),
        figures=record_figures(project, appraisal.schedule, key),
    )


def appraise(
    project: Project,
    catalogue: Catalogue,
    *,
    points: int = POINTS,
    seed: int = 0,
    draft: bool = False,
    house: House = NO_HOUSE,
) -> Appraisal:
    """Plan, money and assessment of a project, in that order, since each hands its result to the next.

    `house` is how the house's other projects were answered. InputError when its tasks cannot be put in order;
    of a `draft`, the schedule has no dates then and says why.
    """
    effective = project.effective(catalogue.questions)
    schedule = (plan.attempt if draft else plan.schedule)(effective, seed=seed)
    money = evaluate(effective, basis_of(effective, catalogue, schedule), points=points, seed=seed)
    return Appraisal(project, assess.assess(project, catalogue, money, schedule, house), money, schedule)


def basis_of(project: Project, catalogue: Catalogue, schedule: Schedule) -> Basis:
    """What the money rests on beside the record: the plan's launch, and what the catalogue knows of the
    metric.
    """
    entry = catalogue.entry("metrics", project.metrics.metric)
    higher_is_better = entry is not None and entry.facts.get("better") == "higher"
    calm = schedule.without_risks
    return Basis(schedule.months_to_launch, higher_is_better, calm.months_to_launch if calm else None)


class Appraiser:
    """Appraises many states of one project: money and dates are computed anew only where their own answers
    differ.
    """

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
        key = effective.model_dump_json(include=plan.READS)
        if key not in self._schedules:
            self._schedules[key] = plan.attempt(effective, seed=self.seed)
        return self._schedules[key]

    def _money_of(self, effective: Project, schedule: Schedule) -> Money:
        basis = basis_of(effective, self.catalogue, schedule)
        key = f"{basis} {effective.model_dump_json(include=READS)}"
        if key not in self._money:
            self._money[key] = evaluate(effective, basis, points=self.points, seed=self.seed)
        return self._money[key]
