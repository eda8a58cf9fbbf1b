"""RICE and WSJF: short scores of candidates, from the record where it has the figure, else as typed.

RICE is reach x impact x confidence / effort (McBride, "RICE: Simple prioritization for product managers",
Intercom, 2018): cases a year, how much each gains (3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal), the
chance that it works and is used, and person-months. WSJF is (value + time criticality + risk reduction) / job
size (Reinertsen, The Principles of Product Development Flow, 2009, in the form of the Scaled Agile
Framework), the three on the scale 1, 2, 3, 5, 8, 13, 20.

A figure that neither the record nor anybody gives is missing, and the candidate has no score: none is
invented. Ranges of the record are drawn, by streams of the candidate's own, so that chances can be told.
"""

import math
from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from mlscope.errors import InputError, did_you_mean
from mlscope.estimates.notation import AnyEstimate
from mlscope.estimates.sampling import mean, quantile, stream
from mlscope.project import Project
from mlscope.results import Candidate, Floats, RecordFigure, Schedule, Stated

DRAWS = 4096
WEEKS_PER_MONTH = 52 / 12

IMPACTS: dict[float, str] = {3: "Massive", 2: "High", 1: "Medium", 0.5: "Low", 0.25: "Minimal"}
POINTS = (1, 2, 3, 5, 8, 13, 20)

FIGURES: dict[str, str] = {
    "reach": "Reach (cases a year)",
    "impact": "Impact on each (0.25 to 3)",
    "confidence": "Confidence (works and is used)",
    "effort": "Effort (person-months)",
    "business_value": "Value (1 to 20)",
    "time_criticality": "Time criticality (1 to 20)",
    "risk_reduction": "Risk reduction, or what it makes possible (1 to 20)",
    "job_size": "Job size (person-months)",
}
PARTS: dict[str, tuple[str, ...]] = {
    "rice": ("reach", "impact", "confidence", "effort"),
    "wsjf": ("business_value", "time_criticality", "risk_reduction", "job_size"),
}
"""The figures of each score; the last one divides."""
SAME_AS = {"job_size": "effort"}
"""What the record knows under another name."""

Typed = Mapping[str, Mapping[str, float]]
"""Id of a candidate -> figure -> what somebody typed, in place of what the record says."""


def record_figures(project: Project, schedule: Schedule, key: str) -> dict[str, RecordFigure]:
    """What the record says of a project's reach, confidence and effort, with draws of its own.

    `key` is the id by which the comparison knows the project.
    """
    value, plan = project.effective().value, project.plan
    found: dict[str, RecordFigure] = {}

    def figure(
        name: str, source: str, *estimates: AnyEstimate | None, share: bool = False, by: float = 1.0
    ) -> None:
        known = [estimate for estimate in estimates if estimate is not None]
        if len(known) < len(estimates):
            return
        middle = math.prod(mean(one, share) for one in known) * by
        draws: Floats = reduce(
            np.multiply, (_drawn(one, f"{key}/{name}/{n}", share) for n, one in enumerate(known))
        )
        found[name] = RecordFigure(middle, draws * by, source)

    figure("reach", "cases a year", value.cases_per_year)
    figure(
        "confidence",
        "technical success and adoption",
        value.technical_success,
        value.adoption_success,
        share=True,
    )
    figure("effort", "people and weeks", plan.people, plan.weeks, by=1 / WEEKS_PER_MONTH)
    if (
        "effort" not in found
        and (days := math.fsum(work.days for work in schedule.work)) > 0
        and schedule.staffed
    ):
        months = days / (schedule.days_per_week * WEEKS_PER_MONTH)
        found["effort"] = RecordFigure(months, np.full(1, months), "the tasks of the plan")
    return found


def _drawn(estimate: AnyEstimate, key: str, share: bool) -> Floats:
    uniforms = (stream(0, key).permutation(DRAWS) + 0.5) / DRAWS
    return quantile(estimate, uniforms, share=share)


def stated(view: str, one: Candidate, typed: Typed) -> dict[str, Stated]:
    """The figures of one candidate's score, as typed or else as recorded, without those that are missing."""
    own = typed.get(one.id, {})
    found: dict[str, Stated] = {}
    for name in PARTS[view]:
        known = one.figures.get(SAME_AS.get(name, name))
        if name in own:
            found[name] = Stated(own[name], "typed")
        elif known is not None and (known.mean > 0 or name != PARTS[view][-1]):
            found[name] = Stated(known.mean, known.source)
    return found


def score(view: str, one: Candidate, figures: Mapping[str, Stated]) -> tuple[float, Floats] | None:
    """The score at the means of its figures, and its draws; None while a figure is missing."""
    if len(figures) < len(PARTS[view]):
        return None
    draws = {name: _draws_of(name, one, found) for name, found in figures.items()}
    by = PARTS[view][-1]
    with np.errstate(divide="ignore"):
        drawn: Floats = _over(view, draws) / np.maximum(draws[by], 1e-12)
    means = {name: np.array([found.value]) for name, found in figures.items()}
    return float(_over(view, means)[0] / figures[by].value), drawn


def _draws_of(name: str, one: Candidate, found: Stated) -> Floats:
    known = one.figures.get(SAME_AS.get(name, name))
    if known is None or found.source == "typed":
        return np.full(DRAWS, found.value)
    return np.resize(known.draws, DRAWS)


def _over(view: str, values: Mapping[str, Floats]) -> Floats:
    parts = [values[name] for name in PARTS[view][:-1]]
    together: Floats = reduce(np.multiply if view == "rice" else np.add, parts)
    return together


def refuse(typed: Typed, candidates: Sequence[Candidate]) -> None:
    """InputError for figures of nobody, of another name, or that cannot be."""
    names = {one.id: one.name for one in candidates}
    for candidate_id, figures in typed.items():
        if candidate_id not in names:
            raise InputError(
                f"none of the compared projects has the id '{candidate_id}'"
                f"{did_you_mean(candidate_id, names)}"
            )
        for name, number in figures.items():
            if name not in FIGURES:
                raise InputError(
                    f"there is no figure '{name}'"
                    f"{did_you_mean(name, FIGURES) or '; choose from ' + ', '.join(FIGURES)}"
                )
            label = f"{names[candidate_id]}: {FIGURES[name].partition(' (')[0].lower()}"
            if not (math.isfinite(number) and number >= 0):
                raise InputError(f"{label} must be a number of zero or more; found {number:g}")
            if name in ("effort", "job_size") and number == 0:
                raise InputError(f"{label} cannot be zero: what takes no work needs no ranking")
            if name == "confidence" and number > 1:
                raise InputError(f"{label} lies between 0 and 100 %; found {100 * number:g} %")
