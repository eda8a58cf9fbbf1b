"""What would sink the project: at most three lines, the gravest causes first, each in the project's own words
and figures.

A line is a blocker, a high finding, or, where those are fewer, what keeps the project from a go: its chance
of paying back, or the answer that holds a dimension down. Different causes come before a second line on the
same one.
"""

from collections.abc import Iterator, Sequence

from mlscope.assess.cases import Case, basis
from mlscope.assess.facts import Facts
from mlscope.project.inputs import HAPPENS
from mlscope.results import Blocker, DimensionResult, Finding, Item, Sink
from mlscope.words import cases_words, chance_beside, money_words, number_beside, percent_words

HOLDS_DOWN = 0.8
"""Score up to which an item can be said to hold its dimension down."""


def sinks(facts: Facts, now: Case, stops: Sequence[Blocker]) -> tuple[Sink, ...]:
    """The lines, at most as many as the rules say; none where nothing stands against the project yet."""
    causes = facts.catalogue.causes
    grave: list[Blocker | Finding] = [*stops, *sorted(now.high, key=lambda f: causes.rank(f.code))]
    firsts = {causes.cause(one.code).id: one for one in reversed(grave)}.values()
    ranked = sorted(grave, key=lambda one: (isinstance(one, Finding), one not in firsts))
    lines = [_line(facts, one) for one in ranked]
    most = int(facts.catalogue.rules["causes"]["most"])
    if len(lines) < most:
        lines += shortfalls(facts, now)
    return tuple(lines[:most])


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
            answers=("value.benefits", "value.costs"),
        )
    weak = [(d, d.low) for d in now.dimensions.values() if d.low is not None and d.low < go["feasibility"]]
    for dimension, low in sorted(weak, key=lambda pair: (pair[0].high or 0, pair[1])):
        if item := holding_down(dimension):
            yield Sink(
                cause=(
                    f"{dimension.label} feasibility is {number_beside(low, go['feasibility'])} to "
                    f"{dimension.high:.0f} of 100, held down by “{item.label}”: {item.reason.rstrip('.')}."
                ),
                why=f"A go needs {go['feasibility']} at the least, also at the worst.",
                settle="Improve it, or show with better evidence that it stands better.",
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
