"""The verdict by the table of thresholds, at the worst and at the best case over what is open.

Where the two ends differ between starting and not starting it is *cannot say* (the worst is no go) or *not yet* (the worst is not
yet). A confirmed blocker is no go, or not yet where it can be cured; one that is open makes it *cannot say*.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlscope.assess.blockers import Standing
from mlscope.assess.facts import Facts
from mlscope.results import AiAct, Blocker, DimensionResult, Finding, Verdict, VerdictWord
from mlscope.words import chance_words, percent_words

GOOD: tuple[VerdictWord, ...] = ("go", "conditional")


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
    """High findings that answers still open may raise."""

    @property
    def high(self) -> list[Finding]:
        """High findings that stand."""
        return [finding for finding in self.findings if finding.severity == "high" and not finding.waived]


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
        _possible(facts, found),
    )


def _possible(facts: Facts, found: Sequence[Finding]) -> int:
    raised = {finding.code for finding in found}
    high = {
        code: rule
        for code, rule in facts.catalogue.rules["findings"].items()
        if rule["severity"] == "high" and code not in raised
    }
    return sum(any(facts.open(answer) for answer in rule["answers"]) for rule in high.values())


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

FLATTERING = ("value.technical_success", "value.adoption_success", "value.pilot_pass")
"""Chances that count as certain until they are answered."""


def payback(facts: Facts) -> tuple[float, float]:
    """The chance of paying back, from worst to best.

    Anything while costs or benefits are open or merely assumed; at most what money says while a chance is open that it takes as
    certain; at least that while it is open whether decisions are counted as benefit.
    """
    money = facts.money
    deciding = (
        DECIDING.get(facts["problem.task"], _SORTING)
        if facts["value.count_decisions"]
        else ("value.benefits",)
    )
    benefits_open = any(map(facts.open, deciding))
    unknown = facts.open("value.costs") or benefits_open
    if money is None or money.probability_positive is None or unknown:
        return 0.0, 1.0
    known = money.probability_positive
    return (
        0.0 if any(facts.open(i) for i in FLATTERING) else known,
        1.0 if facts.open("value.count_decisions") and facts["value.benefits"] is not None else known,
    )


def on_time(facts: Facts) -> tuple[float, float]:
    """The chance to meet the deadline, certain where no deadline applies, 0 to 1 while it is not known."""
    if "not_applicable" in (facts.status["plan.deadline"], facts.status["plan.tasks"]):
        return 1.0, 1.0
    schedule = facts.schedule
    if schedule is None or schedule.probability_on_time is None or facts.open("plan.tasks"):
        return 0.0, 1.0
    return schedule.probability_on_time, schedule.probability_on_time


def _meets(row: Mapping[str, Any], now: Case, end: int) -> bool:
    ends = [d.low if end == 0 else d.high for d in now.dimensions.values()]
    return (
        all(value >= row["feasibility"] for value in ends if value is not None)
        and now.payback[end] >= row["payback"]
        and now.on_time[end] >= row["on_time"]
        and len(now.high) + (now.possible if end == 0 else 0) <= row["high_findings"]
        and (now.tier in row["tiers"] or (end == 1 and now.tier == "cannot_say"))
    )


def word_at(now: Case, rules: Mapping[str, Any], end: int) -> VerdictWord:
    """The word at the worst (0) or best (1) end, blockers included: at the worst every one that is not ruled out."""
    stopped = {
        code
        for code, standing in now.standings.items()
        if standing == "confirmed" or (end == 0 and standing != "no")
    }
    if stopped - now.curable:
        return "no_go"
    word: VerdictWord = next((row["word"] for row in rules["rows"] if _meets(row, now, end)), "no_go")
    return "not_yet" if stopped and word in GOOD else word


def combined(worst: VerdictWord, best: VerdictWord, *, raised: bool) -> VerdictWord:
    """One word for both ends; `raised` while a blocker is open."""
    if best == "no_go" or (worst == best and not raised):
        return best
    if raised:
        return "cannot_say"
    if worst in GOOD:
        return "conditional"
    return "not_yet" if worst == "not_yet" or best == "not_yet" else "cannot_say"


def verdict(facts: Facts, now: Case, stops: Sequence[Blocker]) -> Verdict:
    """The decision that the answers support, in a word, a sentence and reasons."""
    rules = facts.catalogue.rules["verdict"]
    worst, best = word_at(now, rules, 0), word_at(now, rules, 1)
    word = combined(worst, best, raised=any(standing == "open" for standing in now.standings.values()))
    reasons = [*(stop.message for stop in stops), *_reasons(facts, now, rules)]
    if (
        worst == best
        and word != "cannot_say"
        and not any(facts.open(i) for i, question in facts.questions.items() if question.counts)
    ):
        reasons.append(rules["settled"])
    return Verdict(
        word, rules["labels"][word], _sentence(word, facts, now, stops, rules), tuple(reasons), worst, best
    )


def _reasons(facts: Facts, now: Case, rules: Mapping[str, Any]) -> Iterator[str]:
    needed = rules["rows"][0]["feasibility"]
    for dimension in sorted(
        (d for d in now.dimensions.values() if d.low is not None), key=lambda d: (d.high or 0, d.low or 0)
    ):
        assert dimension.low is not None
        assert dimension.high is not None
        if dimension.low < needed:
            yield f"{dimension.label}: {dimension.word}, {dimension.low:.0f} to {dimension.high:.0f} of 100; a go needs {needed} at the least."
    yield _payback_words(now, rules)
    yield _on_time_words(facts, now, rules)
    if now.high:
        yield f"{_count(len(now.high), 'high finding')}: {'; '.join(finding.title for finding in now.high)}."
    if now.tier == "high":
        yield "The EU AI Act counts it as high-risk, so a start comes with duties."
    elif now.tier == "cannot_say":
        yield "The tier under the EU AI Act is open."


def _payback_words(now: Case, rules: Mapping[str, Any]) -> str:
    low, high = now.payback
    if low != high:
        known = low if low > 0 else high
        return f"The chance of paying back is {chance_words(known) + ' by the answers so far' if known < 1 else 'not known yet'}; open answers can move it."
    return f"The chance of paying back is {chance_words(low)}; a go needs {percent_words(rules['rows'][0]['payback'])}."


def _on_time_words(facts: Facts, now: Case, rules: Mapping[str, Any]) -> str:
    low, high = now.on_time
    if low != high:
        return "The chance to finish on time is not known yet."
    if facts["plan.deadline"] is None:
        return "No deadline has to be met."
    return f"The chance to meet the deadline is {chance_words(low)}; a go needs {percent_words(rules['rows'][0]['on_time'])}."


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("" if n == 1 else "s")


def _sentence(
    word: VerdictWord, facts: Facts, now: Case, stops: Sequence[Blocker], rules: Mapping[str, Any]
) -> str:
    template: str = rules["sentences"][word]
    known = [d for d in now.dimensions.values() if d.low is not None]
    weakest = min(known, key=lambda d: d.low or 0.0, default=None)
    return template.format(
        weakest=weakest.label.lower() if weakest else "none",
        low=f"{weakest.low:.0f}" if weakest else "0",
        payback=chance_words(now.payback[0]),
        conditions=", ".join(_conditions(now, rules)) or "the open answers are settled",
        obstacle=_obstacle(now, stops, rules),
        open=_open_words(facts, now, stops),
    )


def _conditions(now: Case, rules: Mapping[str, Any]) -> Iterator[str]:
    go = rules["rows"][0]
    if now.high:
        yield f"resolve the finding{'s' if len(now.high) > 1 else ''} " + _listed(
            [f"“{finding.title}”" for finding in now.high]
        )
    weak = [
        d.label.lower() for d in now.dimensions.values() if d.low is not None and d.low < go["feasibility"]
    ]
    if weak:
        yield f"firm up {_listed(weak)} feasibility"
    if now.payback[0] < go["payback"]:
        yield f"accept a chance of paying back of {chance_words(now.payback[0])}"
    if now.on_time[0] < go["on_time"]:
        yield f"accept a chance of {chance_words(now.on_time[0])} to finish on time"
    if now.tier == "high":
        yield "meet the duties of a high-risk system"
    elif now.tier == "cannot_say":
        yield "settle the tier under the EU AI Act"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _obstacle(now: Case, stops: Sequence[Blocker], rules: Mapping[str, Any]) -> str:
    """What stands in the way, the gravest first."""
    confirmed = [stop.message.rstrip(".") for stop in stops if stop.confirmed]
    if confirmed:
        return confirmed[0][0].lower() + confirmed[0][1:]
    least = rules["rows"][1]
    weak = [
        d.label.lower()
        for d in now.dimensions.values()
        if d.high is not None and d.high < least["feasibility"]
    ]
    if weak:
        return f"{_listed(weak)} feasibility is too weak even at best"
    if now.payback[1] < least["payback"]:
        return f"the chance of paying back is only {chance_words(now.payback[1])}"
    if now.on_time[1] < least["on_time"]:
        return f"the chance to finish on time is only {chance_words(now.on_time[1])}"
    if len(now.high) > least["high_findings"]:
        return f"{_count(len(now.high), 'high finding')} stand against it"
    unsure = [
        d.label.lower() for d in now.dimensions.values() if d.low is not None and d.low < least["feasibility"]
    ]
    return (
        f"{_listed(unsure)} feasibility is not sure enough"
        if unsure
        else "the chance to finish on time is not known"
    )


def _open_words(facts: Facts, now: Case, stops: Sequence[Blocker]) -> str:
    """What keeps the verdict open, at most three things."""
    parts = [
        stop.message.rstrip(".")[0].lower() + stop.message.rstrip(".")[1:]
        for stop in stops
        if not stop.confirmed
    ]
    wide = [
        d.label.lower()
        for d in now.dimensions.values()
        if d.low is not None and d.high is not None and d.high - d.low >= 50
    ]
    if wide:
        parts.append(f"{_listed(wide)} feasibility" if len(wide) < 5 else "feasibility in every dimension")
    if now.payback[0] != now.payback[1]:
        parts.append("what it is worth")
    possible = [code for code, standing in now.standings.items() if standing == "possible"]
    if possible and len(parts) < 3:
        first = facts.catalogue.rules["blockers"][possible[0]]["answers"][0]
        parts.append(f"the answer to “{facts.label(first)}”")
    return "; ".join(parts[:3]) or "the weakest answers leave too wide a range"
