"""What a verdict rests on, gathered once: intervals, chances, findings, blockers and tier, at the worst and
at the best case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mlscope.assess.blockers import Standing
from mlscope.assess.facts import Facts
from mlscope.assess.findings import OF_MONEY
from mlscope.assess.severity import may_be_high
from mlscope.assess.weak import unknown_and_grave
from mlscope.results import AiAct, DimensionResult, Finding


@dataclass(frozen=True)
class Case:
    """What the verdict rests on: intervals, chances as (worst, best), findings, blockers and tier."""

    dimensions: Mapping[str, DimensionResult]
    payback: tuple[float, float]
    on_time: tuple[float, float]
    findings: tuple[Finding, ...]
    standings: Mapping[str, Standing]
    curable: frozenset[str]
    tier: str
    possible: int = 0
    """High findings that answers may raise which somebody is finding out."""
    relieved: tuple[str, ...] = ()
    """High findings that it does not pay, which go where decisions turn out to count as a benefit: that is
    still open.
    """

    @property
    def high(self) -> list[Finding]:
        """High findings that stand."""
        return [finding for finding in self.findings if finding.severity == "high" and not finding.waived]

    def grave(self, end: int) -> int:
        """How many high findings count at the worst (0) or best (1) end.

        At the worst a severity that hangs on an open answer is the graver one, and what somebody said not to
        know yet turns out badly.
        """
        if end == 1:
            return len(self.high) - len(self.relieved)
        return self.possible + sum(f.at_worst == "high" and not f.waived for f in self.findings)


def case(
    facts: Facts,
    dimensions: Mapping[str, DimensionResult],
    found: tuple[Finding, ...],
    standings: Mapping[str, Standing],
    ai: AiAct,
) -> Case:
    """Everything that the verdict rests on."""
    curable = frozenset(code for code, rule in facts.catalogue.rules["blockers"].items() if rule["curable"])
    return Case(
        dimensions,
        payback(facts),
        on_time(facts),
        found,
        standings,
        curable,
        ai.tier,
        len(possible(facts, found)),
        _relieved(facts, found),
    )


def possible(facts: Facts, found: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """The high findings that answers may raise which somebody is finding out: code -> these answers."""
    raised = {finding.code for finding in found}
    grave = set(unknown_and_grave(facts))
    answers = {
        code: tuple(filter(facts.unknown, rule["answers"]))
        for code, rule in facts.catalogue.rules["findings"].items()
        if may_be_high(facts.catalogue.severities[code], facts)
    } | {q.code: (q.id,) for q in facts.catalogue.advised if q.code in grave}
    return {code: wanted for code, wanted in answers.items() if wanted and code not in raised}


def hangs_on(facts: Facts, finding: Finding) -> tuple[str, ...]:
    """The open answers that a severity hangs on which is graver at the worst than as things stand."""
    rows = facts.catalogue.rows_of(finding.code)
    return tuple(dict.fromkeys(key for row in rows for key in row.when if facts.open(key)))


def _relieved(facts: Facts, found: Sequence[Finding]) -> tuple[str, ...]:
    if not facts.open("value.count_decisions"):
        return ()
    return tuple(f.code for f in found if f.code in OF_MONEY and f.severity == "high" and not f.waived)


_SORTING = (
    "value.cases_per_year",
    "value.gain",
    "value.false_alarm_cost",
    "data.base_rate",
    "metrics.precision",
    "metrics.recall",
)
_NUMBERS = ("value.cases_per_year", "value.error_cost", "metrics.baseline", "metrics.target")
_HELP = ("value.cases_per_year", "value.usage_share", "value.minutes_saved", "value.hour_cost")
DECIDING = {"regression": _NUMBERS, "forecasting": _NUMBERS, "generation": _HELP}
"""Answers from which a counted benefit of decisions is computed, by task; all other tasks sort cases."""

FLATTERING = ("value.technical_success", "value.adoption_success")
"""Chances that count as certain until they are answered. That of passing a pilot is none: the verdict asks
what comes once it passed.
"""


def payback(facts: Facts) -> tuple[float, float]:
    """The chance of paying back, from worst to best.

    Anything while costs or benefits are open or merely assumed; at most what money says while a chance is
    open that it takes as certain; at least that while it is open whether decisions are counted as benefit.
    """
    known = chance(facts)
    if known is None or any(map(facts.open, deciding_payback(facts))):
        return 0.0, 1.0
    return (
        0.0 if any(facts.open(i) for i in FLATTERING) else known,
        1.0 if facts.open("value.count_decisions") and facts["value.benefits"] is not None else known,
    )


def deciding_payback(facts: Facts) -> tuple[str, ...]:
    """The answers without which there is no chance of paying back."""
    counted = facts["value.count_decisions"]
    benefits = DECIDING.get(facts["problem.task"], _SORTING) if counted else ("value.benefits",)
    return ("value.costs", *benefits)


def benefit_stated(facts: Facts) -> bool:
    """Do the figures hold a benefit that somebody has stated? No typical figure is one."""
    figures = facts.money.deterministic if facts.money else None
    return figures is not None and any(benefit > 0 for benefit in figures.benefits)


def chance(facts: Facts) -> float | None:
    """The chance of paying back that a decision goes by.

    Where a pilot is planned it is the better of two: once the pilot has passed, its cost included, and
    without a pilot stage. Its failing is no loss of the project but what it is for, so a declared pilot never
    makes a verdict worse.
    """
    money = facts.money
    if money is None or money.probability_positive is None:
        return None
    pilot = money.pilot
    if pilot is None or pilot.without is None:
        return money.probability_positive
    passed = pilot.chance_once_passed if facts["value.pilot_cost"] is not None else None
    return max(pilot.without.probability_positive, passed or 0.0)


def basis(facts: Facts) -> str:
    """What that chance supposes of a planned pilot, as the end of a phrase; empty where none is priced."""
    pilot = facts.money.pilot if facts.money else None
    known = chance(facts)
    if pilot is None or pilot.without is None or known is None:
        return ""
    once_passed = known > pilot.without.probability_positive
    return " once the pilot has passed" if once_passed else " without a pilot stage"


def on_time(facts: Facts) -> tuple[float, float]:
    """The chance to meet the deadline, certain where no deadline applies, 0 to 1 while it is not known."""
    if "not_applicable" in (facts.status["plan.deadline"], facts.status["plan.tasks"]):
        return 1.0, 1.0
    schedule = facts.schedule
    chance = schedule.decided_on_time if schedule else None
    return (0.0, 1.0) if chance is None or facts.open("plan.tasks") else (chance, chance)
