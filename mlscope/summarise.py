"""A project's results in short, for lists and comparisons of many: made once after each change, and kept."""

import hashlib
import math

import numpy as np
from pydantic import TypeAdapter

from mlscope import __version__
from mlscope.appraise import Appraisal, appraise, candidate
from mlscope.catalogue import Catalogue
from mlscope.estimates.sampling import stream
from mlscope.project import Project
from mlscope.results import BudgetLine, Candidate, Floats, ProjectSummary, YearSpend

DRAWS = 256
"""So many of the simulation's draws are kept of each project."""
FORMAT = 1
"""Rises whenever a summary says something else, or says it differently."""
UNREAD = {"comments", "sign_offs", "stage", "actuals"}
"""Parts of a record that no engine reads."""

_KEPT = TypeAdapter(ProjectSummary)


def summarise(project: Project, catalogue: Catalogue) -> tuple[ProjectSummary, Floats | None]:
    """A project in short, and draws of it: the incremental value and then the nominal spending of each year,
    shape (1 + years, DRAWS); None where no money is known.

    InputError where the engines cannot read the record.
    """
    appraised = appraise(project, catalogue, draft=True)
    return _summary(appraised), thinned(candidate(appraised))


def key_of(project: Project, content: str) -> str:
    """What the summary of a record rests on; it is made anew where this changed."""
    record = project.model_dump_json(exclude=UNREAD)
    return hashlib.sha256(f"{content}\n{record}".encode()).hexdigest()


def content_key(catalogue: Catalogue) -> str:
    """What every summary rests on beside the record: packs, rules, entries, words, and the program."""
    texts = catalogue.content()
    said = "\n".join(f"{name} {texts[name]}" for name in sorted(texts))
    return hashlib.sha256(f"{FORMAT} {__version__}\n{said}".encode()).hexdigest()


def as_text(summary: ProjectSummary) -> str:
    """A summary as JSON."""
    return _KEPT.dump_json(summary).decode()


def from_text(text: str) -> ProjectSummary:
    """A summary from its JSON."""
    return _KEPT.validate_json(text)


def thinned(one: Candidate) -> Floats | None:
    """Every sixteenth of a candidate's draws in the order of their value, so that a few stand for all, then
    in an order of the project's own; their values keep the mean of all draws.
    """
    if one.draws is None or one.money.incremental is None:
        return None
    count = one.draws.value.size
    places = ((np.arange(DRAWS) + 0.5) * count / DRAWS).astype(int)
    chosen = np.argsort(one.draws.value, kind="stable")[places]
    chosen = chosen[stream(0, f"{one.id} in short").permutation(DRAWS)]
    value = one.draws.value[chosen]
    value = value - value.mean() + one.money.incremental.mean
    return np.vstack([value, one.draws.spend[:, chosen]])


def _summary(appraised: Appraisal) -> ProjectSummary:
    project, assessment = appraised.project, appraised.assessment
    money, schedule = appraised.money, appraised.schedule
    weeks = schedule.working_weeks(0.8)
    high = [one for one in assessment.findings if one.severity == "high" and not one.waived]
    return ProjectSummary(
        owner=project.people.leader or "",
        sponsor=project.people.approver or "",
        tags=tuple(project.tags),
        currency=money.currency if money.known else "",
        as_of=project.as_of,
        tier=assessment.ai_act.tier,
        verdict=assessment.verdict.word,
        verdict_label=assessment.verdict.label,
        leaning=dict(assessment.leaning.probabilities),
        completeness=assessment.completeness,
        blockers=tuple(one.message for one in assessment.blockers),
        grave=len(high),
        sinks=tuple(one.cause for one in assessment.sinks),
        feasibility={name: (one.low, one.high) for name, one in assessment.dimensions.items()},
        finish_p50=schedule.finish_p50,
        finish_p80=schedule.finish_p80,
        start_assumed=schedule.start_assumed,
        weeks_p80=weeks if math.isfinite(weeks) else None,
        probability_on_time=schedule.probability_on_time,
        npv=money.npv,
        value=money.incremental,
        earns=money.deterministic is not None and any(money.deterministic.benefits),
        chance=money.probability_positive,
        expected_cost=money.expected_cost,
        expected_loss=money.expected_loss,
        spend=_spend(appraised),
    )


def _spend(appraised: Appraisal) -> tuple[YearSpend, ...]:
    budget, first = appraised.money.budget, appraised.project.as_of.year
    if budget is None:
        return ()

    def line(of: BudgetLine) -> YearSpend:
        return YearSpend(None if of.year is None else first + of.year, of.p50, of.p80)

    return (line(budget.total), *map(line, budget.years))
