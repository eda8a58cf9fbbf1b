"""When to stop after the pilot: sentences with figures, derived from the break-even performance.

Of the cases that the pilot judges, those that show a share (for precision: the flagged ones) are n, and the count of good ones
among them is binomial. Stopping below c of n is a test between the target and the break-even performance; c is the count at
which the pilot is worth most (EVSI), and among equals the one that errs least.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from mlscope import sampling
from mlscope.project import Project
from mlscope.project.results import BreakEven, Floats, KillCriterion
from mlscope.roi.pilot import Prospects
from mlscope.roi.preposterior import yes_or_no
from mlscope.words import digits_apart, exact_percent_words, exact_words, percent_words

COUNTS = 2000
"""Stop counts that are tried at most; of larger pilots, evenly spread ones."""
_ALIKE = 1e-9
"""Of what is at stake: counts whose worth differs by less are worth the same."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of performance: the level from which it pays, in which sense, and the level wanted.

    `plain` says when to stop by level; `counted` by counts, where `cases` of the pilot show the share (None: it is not known).
    """

    name: str
    least: float
    pays: str
    target: float | None
    plain: str
    counted: str = ""
    cases: int | None = None

    def say(self, level: float, digits: int = 2) -> str:
        """A level of this measure in words; what somebody gave with more digits than what was computed.

        More digits where the target and the least that pays would read the same.
        """
        if self.target is not None:
            digits = digits_apart(self.least, self.target, digits)
        in_figures = self.name in ("error", "minutes")
        return exact_words(level, digits=digits) if in_figures else exact_percent_words(level, digits)

    @property
    def testable(self) -> bool:
        """Can counting cases tell the level wanted from the one that just pays?"""
        return bool(self.cases) and self.target is not None and 0 < self.least < self.target

    @property
    def out_of_reach(self) -> bool:
        """Does even the target not pay?"""
        return self.name != "error" and self.target is not None and self.target <= self.least


def kill_criteria(
    project: Project, even: BreakEven | None, before: Prospects | None
) -> tuple[KillCriterion, ...]:
    """The criteria of a pilot, first the one that its size allows to test; none without a pilot or a break-even.

    `before` is what the acts are worth before the pilot; without it the count that errs least is chosen.
    """
    if not project.value.pilot or even is None:
        return ()
    measures = sorted(_measures(project, even), key=lambda measure: not measure.testable)
    return tuple(
        _tested(measure, before) if number == 0 and measure.testable else _untested(measure)
        for number, measure in enumerate(measures)
    )


def quality(project: Project, criteria: tuple[KillCriterion, ...]) -> tuple[float, float] | None:
    """Sensitivity and specificity of the pilot: as given, else by its first criterion; None where either is not known."""
    value = project.value
    sensitivity, specificity = value.pilot_sensitivity, value.pilot_specificity
    for criterion in criteria[:1]:
        if criterion.wrong_stop is not None and criterion.wrong_go is not None:
            sensitivity = 1 - criterion.wrong_stop if sensitivity is None else sensitivity
            specificity = 1 - criterion.wrong_go if specificity is None else specificity
    return None if sensitivity is None or specificity is None else (sensitivity, specificity)


def _measures(project: Project, even: BreakEven) -> Iterator[Measure]:
    """The measures of the task's form that have a break-even level, the main one first."""
    for name, target, plain, counted, cases in _asked(project, even):
        over_years, in_a_year = getattr(even, f"{name}_for_npv"), getattr(even, name)
        if over_years is not None:
            yield Measure(name, over_years, "over the years looked at", target, plain, counted, cases)
        elif getattr(even, f"{name}_status") == "ok":
            yield Measure(name, in_a_year, "within a year", target, plain, counted, cases)


def _asked(project: Project, even: BreakEven) -> list[tuple[str, float | None, str, str, int | None]]:
    """What can be measured: name, target, when to stop by level and by counts, and how many cases of the pilot show it."""
    metrics, value = project.metrics, project.value
    if even.form == "assistance":
        usage = None if value.usage_share is None else sampling.mean(value.usage_share, share=True)
        in_use = (
            "adoption",
            usage,
            "it is used in less than {} of the cases",
            "it is used in fewer than {} of {} cases",
            value.pilot_cases,
        )
        return [in_use, ("minutes", None, "a use saves less than {} minutes", "", None)]
    acted_on = ("adoption", None, "people act on less than {} of its predictions", "", None)
    if even.form == "error":
        return [("error", metrics.target, _error(project), "", None), acted_on]
    flagged, true = _shown(project)
    return [
        (
            "precision",
            metrics.precision,
            "precision stays below {}",
            "fewer than {} of {} flagged cases are right",
            flagged,
        ),
        ("recall", metrics.recall, "recall stays below {}", "fewer than {} of {} true cases are found", true),
        acted_on,
    ]


def _shown(project: Project) -> tuple[int | None, int | None]:
    """Of the cases that the pilot judges, how many a solution at its target flags, and how many are true."""
    cases, base_rate, metrics = project.value.pilot_cases, project.data.base_rate, project.metrics
    if cases is None or base_rate is None:
        return None, None
    true = cases * base_rate
    flagged = (
        true * metrics.recall / metrics.precision
        if metrics.recall is not None and metrics.precision
        else None
    )
    return None if flagged is None else round(min(flagged, cases)), round(true)


def _error(project: Project) -> str:
    """When to stop by the metric of a predicted number, which is an error or, where more of it is better, a score."""
    metrics = project.metrics
    better = metrics.target is not None and metrics.baseline is not None and metrics.target > metrics.baseline
    return "the model's score stays below {}" if better else "the model's error stays above {}"


def _untested(measure: Measure) -> KillCriterion:
    level, wrong = measure.say(measure.least), "more" if "above" in measure.plain else "less"
    sentence = f"Stop when {measure.plain.format(level)}: {wrong} does not pay {measure.pays}."
    if measure.out_of_reach and measure.target is not None:
        sentence += f" The target of {measure.say(measure.target, 4)} would not be enough either."
    return KillCriterion(measure.name, sentence, measure.least, measure.target)


def _tested(measure: Measure, before: Prospects | None) -> KillCriterion:
    cases, target = measure.cases or 0, min(measure.target or 1.0, 1.0)
    counts = _counts(cases, measure.least, target)
    reached, missed = _at_least(counts, cases, target), _at_least(counts, cases, measure.least)
    worth = np.zeros(counts.size) if before is None else before.net(yes_or_no(reached, 1 - missed))
    alike = worth >= worth.max() - _ALIKE * (1 if before is None else float(np.abs(before.worth).max()))
    best = int(np.where(alike, reached - missed, -np.inf).argmax())
    found = KillCriterion(
        measure.name,
        "",
        measure.least,
        measure.target,
        cases,
        int(counts[best]),
        float(1 - reached[best]),
        float(missed[best]),
    )
    return replace(found, sentence=_sentence(measure, found))


def _sentence(measure: Measure, found: KillCriterion) -> str:
    stop, cases, target = found.stop_below or 0, found.cases or 0, measure.say(measure.target or 1.0, 4)
    doubt = "likely below" if stop - 1 < measure.least * cases else "not clearly above"
    bad_luck, good_luck = (
        percent_words(max(chance or 0.0, _ALIKE)) for chance in (found.wrong_stop, found.wrong_go)
    )
    return (
        f"Stop when {measure.counted.format(f'{stop:,}', f'{cases:,}')}: {measure.name} is then {doubt} the "
        f"{measure.say(measure.least)} that pays {measure.pays}. A solution that reaches its target of {target} is stopped by bad luck "
        f"with a chance of {bad_luck}; one that only just pays goes on by good luck with {good_luck}."
    )


def _counts(cases: int, least: float, target: float) -> Floats:
    """The stop counts worth trying: from well below what just pays to well above the target."""
    margin = 4 * np.sqrt(cases) + 1
    low, high = max(cases * least - margin, 1), min(cases * target + margin, cases)
    return np.unique(np.linspace(low, high, COUNTS).round())


def _at_least(counts: Floats, cases: int, share: float) -> Floats:
    """The probability that at least so many of the cases are good ones; counts from 1 on."""
    return np.asarray(special.betainc(counts, cases - counts + 1, share), dtype=np.float64)
