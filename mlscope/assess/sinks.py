"""What would sink the project: at most three lines, the gravest causes first, each in the project's own words
and figures.

A line is a blocker, a high finding, or, where those are fewer, what keeps the project from a go: its chance
of paying back, unless a line says already that the money does not come back, a middling finding, or a
dimension with the answer that holds it down. Different causes come before a second line on the same one.
"""

from collections.abc import Iterator, Sequence

from mlscope.assess.cases import Case, basis
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import remedy_of
from mlscope.project.inputs import HAPPENS
from mlscope.results import Blocker, DimensionResult, Finding, Item, Sink
from mlscope.words import cases_words, chance_beside, money_words, number_beside, percent_words

HOLDS_DOWN = 0.8
"""Score up to which an item can be said to hold its dimension down."""

SINKS = 0.5
"""Score below which it may sink the project."""

OF_MONEY = ("value.benefits", "value.costs")
"""What a chance of paying back that is too low rests on."""


def sinks(facts: Facts, now: Case, stops: Sequence[Blocker], *, starts: bool) -> tuple[Sink, ...]:
    """The lines, at most as many as the rules say; none where nothing stands against the project yet.

    A project that does not start (`starts`) is told middling findings before dimensions that are low.
    """
    causes = facts.catalogue.causes
    grave: list[Blocker | Finding] = [*stops, *sorted(now.high, key=lambda f: causes.rank(f.code))]
    firsts = {causes.cause(one.code).id: one for one in reversed(grave)}.values()
    ranked = sorted(grave, key=lambda one: (isinstance(one, Finding), one not in firsts))
    lines = [_line(facts, one) for one in ranked]
    most = int(facts.catalogue.rules["causes"]["most"])
    if len(lines) < most:
        pays = any(causes.cause(one.code).id == "money" for one in grave)
        short = [line for line in shortfalls(facts, now) if not (pays and line.answers == OF_MONEY)]
        deciding = [line for line in short if starts or _decides(facts, now, line)]
        lines += deciding
        if not starts:
            lines += [_line(facts, one) for one in _middling(facts, now, grave)]
        lines += [line for line in short if line not in deciding]
    return tuple(lines[:most])


def _decides(facts: Facts, now: Case, line: Sink) -> bool:
    """Does it keep the project from a start by itself, as a chance that is too low?"""
    least = facts.catalogue.rules["verdict"]["rows"][1]
    if line.answers == OF_MONEY:
        return now.payback[1] < float(least["payback"])
    return "plan.deadline" in line.answers and now.on_time[1] < float(least["on_time"])


def _middling(facts: Facts, now: Case, grave: Sequence[Blocker | Finding]) -> Iterator[Finding]:
    """The first medium finding of each further cause, of those of which it is known what they would do."""
    causes = facts.catalogue.causes
    told = {causes.cause(one.code).id for one in grave}
    for finding in now.findings:
        if finding.severity == "medium" and not finding.waived and finding.code in causes.would:
            if finding.cause not in told:
                yield finding
            told.add(finding.cause)


def _line(facts: Facts, one: Blocker | Finding) -> Sink:
    return Sink(
        cause=one.message,
        why=facts.catalogue.causes.consequence(one.code),
        settle=one.advice,
        codes=(one.code,),
        answers=one.answers,
        precedent=one.precedent,
    )


def shortfalls(facts: Facts, now: Case) -> Iterator[Sink]:
    """What keeps the project from a go beside findings, as far as it is known."""
    go = facts.catalogue.rules["verdict"]["rows"][0]
    if now.payback[1] < go["payback"]:
        yield Sink(
            cause=(
                f"The chance of paying back is {chance_beside(now.payback[1], go['payback'])} at"
                f" best{basis(facts)}, and a go without conditions needs {percent_words(go['payback'])}."
            ),
            why=f"In {cases_words(1 - now.payback[1])} the money does not come back.",
            settle=_what_to_find_out(facts),
            codes=(),
            answers=OF_MONEY,
        )
    weak = [(d, d.low) for d in now.dimensions.values() if d.low is not None and d.low < go["feasibility"]]
    for dimension, low in sorted(weak, key=lambda pair: (pair[0].high or 0, pair[1])):
        if (item := holding_down(dimension)) and item.low < SINKS:
            yield Sink(
                cause=f"“{item.label}”: {item.reason.rstrip('.')}.",
                why=(
                    f"That holds {dimension.label.lower()} feasibility down, at"
                    f" {number_beside(low, go['feasibility'])} to {dimension.high:.0f} of 100 so far; a go"
                    f" needs {go['feasibility']} even if all that is open turns out badly."
                ),
                settle=remedy_of(facts, item)
                or "Improve it, or show with better evidence that it stands better.",
                codes=(),
                answers=item.answers,
            )


def holding_down(dimension: DimensionResult) -> Item | None:
    """The answered item that costs a dimension most; None where what is answered is fine."""
    answered = [item for item in dimension.items if item.state == "answered" and item.low < HOLDS_DOWN]
    return max(answered, key=lambda item: item.weight * (1 - item.low), default=None)


def _what_to_find_out(facts: Facts) -> str:
    money = facts.money
    known = [v for v in money.evppi if not (v.negligible or v.input.endswith(HAPPENS))] if money else []
    if not money or not known:
        return "Raise the benefit or cut the cost, beginning with what drives the value most."
    best = max(known, key=lambda one: one.value)
    return (
        f"Find out “{best.label}” first; knowing it is worth up to {money_words(best.value, money.currency)}."
    )
