"""When to stop after the pilot: sentences with figures, derived from the break-even performance.

Of the cases that the pilot judges, those that show a share (for precision: the flagged ones) are n, and the
count of good ones among them is binomial. Stopping below c of n is a test between the target and the
break-even performance; c is the count at which the pilot is worth most (EVSI), and among equals the one that
errs least.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from mlscope.money.pilot import Prospects, yes_or_no
from mlscope.project import Project
from mlscope.results import BreakEven, Floats, KillCriterion, Measure
from mlscope.words import digits_apart, exact_percent_words, exact_words, percent_words

COUNTS = 2000
"""Stop counts that are tried at most; of larger pilots, evenly spread ones."""
_ALIKE = 1e-9
"""Of what is at stake: counts whose worth differs by less are worth the same."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is watched in the pilot: a measure, the level from which it pays, in which sense, and the level
    wanted.

    `plain` says when to stop by level; `counted` by counts, where `cases` of the pilot show the share (None:
    it is not known).
    """

    measure: Measure
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
        share = self.measure.unit == "share"
        return exact_percent_words(level, digits) if share else exact_words(level, digits=digits)

    @property
    def testable(self) -> bool:
        """Can counting cases tell the level wanted from the one that just pays?"""
        return bool(self.cases) and self.target is not None and 0 < self.least < self.target

    @property
    def out_of_reach(self) -> bool:
        """Does even the target not pay? Not asked of an error, of which the pilot may show less than was
        wanted.
        """
        return self.measure.unit != "metric" and self.target is not None and self.target <= self.least


def kill_criteria(
    project: Project, even: BreakEven | None, before: Prospects | None
) -> tuple[KillCriterion, ...]:
    """The criteria of a pilot, first the one that its size allows to test; none without a pilot or a
    break-even.

    `before` is what the acts are worth before the pilot; without it the count that errs least is chosen.
    """
    if not project.value.pilot or even is None:
        return ()
    rules = sorted(_rules(project, even), key=lambda rule: not rule.testable)
    return tuple(
        _tested(rule, before) if number == 0 and rule.testable else _untested(rule)
        for number, rule in enumerate(rules)
    )


def quality(project: Project, criteria: tuple[KillCriterion, ...]) -> tuple[float, float] | None:
    """Sensitivity and specificity of the pilot: as given, else by its first criterion; None where either is
    not known.
    """
    value = project.value
    sensitivity, specificity = value.pilot_sensitivity, value.pilot_specificity
    for criterion in criteria[:1]:
        if criterion.wrong_stop is not None and criterion.wrong_go is not None:
            sensitivity = 1 - criterion.wrong_stop if sensitivity is None else sensitivity
            specificity = 1 - criterion.wrong_go if specificity is None else specificity
    return None if sensitivity is None or specificity is None else (sensitivity, specificity)


def _rules(project: Project, even: BreakEven) -> Iterator[Rule]:
    """The measures of the task's form that have a break-even level, the main one first."""
    flagged, true = _shown(project)
    for measure, target, plain, counted, cases in _watched(project, even, flagged, true):
        over_years, in_a_year = measure.for_npv.when_ok, measure.yearly.when_ok
        if over_years is not None:
            yield Rule(measure, over_years, "over the years looked at", target, plain, counted, cases)
        elif in_a_year is not None:
            yield Rule(measure, in_a_year, "within a year", target, plain, counted, cases)


def _watched(
    project: Project, even: BreakEven, flagged: int | None, true: int | None
) -> Iterator[tuple[Measure, float | None, str, str, int | None]]:
    """What can be watched: the measure, its target, when to stop by level and by counts, and how many cases
    of the pilot show it.
    """
    helps = even.form == "assistance"
    for measure in sorted(even.measures, key=lambda measure: not (helps and measure.name == "adoption")):
        match measure.name:
            case "precision":
                counted = "fewer than {} of {} flagged cases are right"
                yield measure, measure.target, "precision stays below {}", counted, flagged
            case "recall":
                yield (
                    measure,
                    measure.target,
                    "recall stays below {}",
                    "fewer than {} of {} true cases are found",
                    true,
                )
            case "error" if measure.direction == "at_most":
                yield measure, measure.target, "the model's error stays above {}", "", None
            case "error":
                yield measure, measure.target, "the model's score stays below {}", "", None
            case "minutes":
                yield measure, None, "a use saves less than {} minutes", "", None
            case "adoption" if helps:
                plain, counted = (
                    "it is used in less than {} of the cases",
                    "it is used in fewer than {} of {} cases",
                )
                yield measure, measure.target, plain, counted, project.value.pilot_cases
            case "adoption":
                yield measure, None, "people act on less than {} of its predictions", "", None


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


def _untested(rule: Rule) -> KillCriterion:
    level = rule.say(rule.least)
    wrong = "more" if rule.measure.direction == "at_most" else "less"
    sentence = f"Stop when {rule.plain.format(level)}: {wrong} does not pay {rule.pays}."
    if rule.out_of_reach and rule.target is not None:
        sentence += f" The target of {rule.say(rule.target, 4)} would not be enough either."
    return KillCriterion(rule.measure.name, sentence, rule.least, rule.target)


def _tested(rule: Rule, before: Prospects | None) -> KillCriterion:
    cases, target = rule.cases or 0, min(rule.target or 1.0, 1.0)
    counts = _counts(cases, rule.least, target)
    reached, missed = _at_least(counts, cases, target), _at_least(counts, cases, rule.least)
    worth = np.zeros(counts.size) if before is None else before.net(yes_or_no(reached, 1 - missed))
    alike = worth >= worth.max() - _ALIKE * (1 if before is None else float(np.abs(before.worth).max()))
    best = int(np.where(alike, reached - missed, -np.inf).argmax())
    found = KillCriterion(
        rule.measure.name,
        "",
        rule.least,
        rule.target,
        cases,
        int(counts[best]),
        float(1 - reached[best]),
        float(missed[best]),
    )
    return replace(found, sentence=_sentence(rule, found))


def _sentence(rule: Rule, found: KillCriterion) -> str:
    stop, cases, target = found.stop_below or 0, found.cases or 0, rule.say(rule.target or 1.0, 4)
    doubt = "likely below" if stop - 1 < rule.least * cases else "not clearly above"
    bad_luck, good_luck = (
        percent_words(max(chance or 0.0, _ALIKE)) for chance in (found.wrong_stop, found.wrong_go)
    )
    return (
        f"Stop when {rule.counted.format(f'{stop:,}', f'{cases:,}')}: {rule.measure.name} is then {doubt} the"
        f" {rule.say(rule.least)} that pays {rule.pays}. A solution that reaches its target of {target} is"
        f" stopped by bad luck with a chance of {bad_luck}; one that only just pays goes on by good luck with"
        f" {good_luck}."
    )


def _counts(cases: int, least: float, target: float) -> Floats:
    """The stop counts worth trying: from well below what just pays to well above the target."""
    margin = 4 * np.sqrt(cases) + 1
    low, high = max(cases * least - margin, 1), min(cases * target + margin, cases)
    return np.unique(np.linspace(low, high, COUNTS).round())


def _at_least(counts: Floats, cases: int, share: float) -> Floats:
    """The probability that at least so many of the cases are good ones; counts from 1 on."""
    return np.asarray(special.betainc(counts, cases - counts + 1, share), dtype=np.float64)
