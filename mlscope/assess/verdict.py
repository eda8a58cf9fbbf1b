"""The verdict by the table of thresholds, at the worst and at the best case over what is open.

Where the two ends differ between starting and not starting it is *cannot say* (the worst is no go) or *not
yet* (the worst is not yet). A confirmed blocker is no go, or not yet where it can be cured; one that is open
makes it *cannot say*. The sentence names what would sink this project, in its own words; where a pilot is
planned, a go is one for the pilot.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlscope.assess.cases import Case, basis
from mlscope.assess.facts import Facts
from mlscope.assess.severity import may_be_high
from mlscope.assess.sinks import shortfalls
from mlscope.results import Blocker, Condition, Sink, Verdict, VerdictWord
from mlscope.words import chance_beside, chance_words, money_words, number_beside, percent_words

GOOD: tuple[VerdictWord, ...] = ("go", "conditional")


def _meets(row: Mapping[str, Any], now: Case, end: int) -> bool:
    ends = [d.low if end == 0 else d.high for d in now.dimensions.values()]
    return (
        all(value >= row["feasibility"] for value in ends if value is not None)
        and now.payback[end] >= row["payback"]
        and now.on_time[end] >= row["on_time"]
        and now.grave(end) <= row["high_findings"]
        and (now.tier in row["tiers"] or (end == 1 and now.tier == "cannot_say"))
    )


def word_at(now: Case, rules: Mapping[str, Any], end: int) -> VerdictWord:
    """The word at the worst (0) or best (1) end, blockers included: at the worst every one that is not ruled
    out.
    """
    stopped = {
        code
        for code, standing in now.standings.items()
        if standing == "confirmed" or (end == 0 and standing != "no")
    }
    if stopped - now.curable:
        return "no_go"
    met: VerdictWord = next((row["word"] for row in rules["rows"] if _meets(row, now, end)), "no_go")
    return "not_yet" if stopped and met in GOOD else met


BY_A_ROW = ("plan.people", "plan.weeks", "plan.week_cost", "value.yearly_benefit")
"""Answers that count by the row they become in a table, never beside it."""


def combined(worst: VerdictWord, best: VerdictWord, *, raised: bool) -> VerdictWord:
    """One word for both ends; `raised` while a blocker is open."""
    if best == "no_go" or (worst == best and not raised):
        return best
    if raised:
        return "cannot_say"
    if worst in GOOD:
        return "conditional"
    return "not_yet" if worst == "not_yet" or best == "not_yet" else "cannot_say"


def word(facts: Facts, now: Case) -> tuple[VerdictWord, VerdictWord, VerdictWord]:
    """The word of the verdict, with those at the worst and at the best end."""
    rules = facts.catalogue.rules["verdict"]
    worst, best = word_at(now, rules, 0), word_at(now, rules, 1)
    raised = any(standing == "open" for standing in now.standings.values())
    return combined(worst, best, raised=raised), worst, best


def verdict(
    facts: Facts, now: Case, stops: Sequence[Blocker], sinks: Sequence[Sink], needed: Sequence[Condition]
) -> Verdict:
    """The decision that the answers support, in a word, a sentence and reasons; `needed` are the conditions
    of a start.
    """
    rules = facts.catalogue.rules["verdict"]
    decided, worst, best = word(facts, now)
    reasons = [*(stop.message for stop in stops), *_reasons(facts, now, rules)]
    if (
        worst == best
        and decided != "cannot_say"
        and not any(
            facts.open(i) for i, question in facts.questions.items() if question.counts and i not in BY_A_ROW
        )
        and not any(facts.open(q.id) and may_be_high(q.severity, facts) for q in facts.catalogue.advised)
    ):
        reasons.append(rules["settled"])
    told = "go_pilot" if decided == "go" and facts["value.pilot"] is True else decided
    words = {
        "conditions": _conditions_words(needed),
        "obstacle": _obstacle(facts, now, stops, sinks),
        "open": _open_words(facts, now, stops),
    }
    sentence = rules["sentences"][told].format(**words, **_go_words(facts, now))
    return Verdict(decided, rules["labels"][told], sentence, tuple(reasons), worst, best)


def _go_words(facts: Facts, now: Case) -> dict[str, str]:
    go = facts.catalogue.rules["verdict"]["rows"][0]
    known = [d for d in now.dimensions.values() if d.low is not None]
    weakest = min(known, key=lambda d: d.low or 0.0, default=None)
    pilot = facts.money.pilot if facts.money else None
    known_cost = facts["value.pilot_cost"] is not None
    return {
        "weakest": weakest.label.lower() if weakest else "none",
        "low": number_beside(weakest.low or 0.0, go["feasibility"]) if weakest else "0",
        "payback": chance_beside(now.payback[0], go["payback"]),
        "basis": basis(facts),
        "pilot": (
            f" and its cost of {money_words(pilot.cost, facts.project.currency)} alone"
            if pilot is not None and known_cost
            else " alone"
        ),
    }


def _reasons(facts: Facts, now: Case, rules: Mapping[str, Any]) -> Iterator[str]:
    needed = rules["rows"][0]["feasibility"]
    for dimension in sorted(
        (d for d in now.dimensions.values() if d.low is not None), key=lambda d: (d.high or 0, d.low or 0)
    ):
        assert dimension.low is not None
        assert dimension.high is not None
        if dimension.low < needed:
            yield (
                f"{dimension.label}: {dimension.word}, {number_beside(dimension.low, needed)} to "
                f"{number_beside(dimension.high, needed)} of 100; "
                f"a go needs {needed} at the least."
            )
    yield _payback_words(facts, now, rules)
    yield from _pilot_words(facts)
    yield _on_time_words(facts, now, rules)
    if now.high:
        yield f"{_count(len(now.high), 'grave finding')} stand{'s' if len(now.high) == 1 else ''} against it."
    if now.possible:
        yield (
            f"{_count(now.possible, 'grave finding')} may follow from answers that somebody is still finding"
            " out."
        )
    if now.tier == "high":
        yield "The EU AI Act counts it as high-risk, so a start comes with duties."
    elif now.tier == "cannot_say":
        yield "The tier under the EU AI Act is open."


def _payback_words(facts: Facts, now: Case, rules: Mapping[str, Any]) -> str:
    low, high = now.payback
    if low != high:
        known = low if low > 0 else high
        so_far = chance_words(known) + " by the answers so far" if known < 1 else "not known yet"
        return f"The chance of paying back is {so_far}; open answers can move it."
    needed = rules["rows"][0]["payback"]
    return (
        f"The chance of paying back is {chance_beside(low, needed)}{basis(facts)}; a go needs"
        f" {percent_words(needed)}."
    )


def _pilot_words(facts: Facts) -> Iterator[str]:
    """Whether the pilot is worth its cost."""
    pilot = facts.money.pilot if facts.money else None
    if pilot is None or facts["value.pilot_cost"] is None or facts["value.pilot_pass"] is None:
        return
    currency = facts.project.currency
    saved = money_words((1 - pilot.pass_probability) * pilot.saved_when_failing, currency)
    verb = "is worth" if pilot.worth >= 0 else "is not worth"
    yield (
        f"The pilot {verb} its cost of {money_words(pilot.cost, currency)}: stopping after it saves {saved}"
        " on average."
    )


def _on_time_words(facts: Facts, now: Case, rules: Mapping[str, Any]) -> str:
    low, high = now.on_time
    if low != high:
        return "The chance to finish on time is not known yet."
    if facts["plan.deadline"] is None:
        return "No deadline has to be met."
    needed = rules["rows"][0]["on_time"]
    alone = facts.schedule.probability_on_time if facts.schedule and facts.schedule.owners_alone else None
    told = "" if alone in (None, low) else f", and {chance_words(alone)} if each owner does the work alone"
    return (
        f"The chance to meet the deadline is {chance_beside(low, needed)}{told}; a go needs"
        f" {percent_words(needed)}."
    )


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" + ("" if n == 1 else "s")


def _conditions_words(needed: Sequence[Condition]) -> str:
    """The conditions counted, and the first of them."""
    if not needed:
        return "the condition that the open answers are settled"
    count = "one condition" if len(needed) == 1 else f"{len(needed)} conditions, the first of them"
    first = needed[0]
    if first.codes:
        return f"{count}: {_inside(first.figure)}; {_inside(first.text)}"
    return f"{count}: {_inside(first.text)} ({_inside(first.figure)})"


def _inside(sentence: str) -> str:
    """A sentence as it stands within another one."""
    bare = sentence.strip().rstrip(".")
    named = bare.startswith("Article ") or (bare[:2].isalpha() and bare[:2].isupper())
    return bare if named else bare[:1].lower() + bare[1:]


def _obstacle(facts: Facts, now: Case, stops: Sequence[Blocker], sinks: Sequence[Sink]) -> str:
    """What stands in the way, the gravest first."""
    confirmed = [stop.message for stop in stops if stop.confirmed]
    if confirmed:
        return _inside(confirmed[0])
    least = facts.catalogue.rules["verdict"]["rows"][1]
    if now.payback[1] < least["payback"]:
        chance = _only(chance_beside(now.payback[1], least["payback"]))
        return f"the chance of paying back is {chance}{basis(facts)}" + _also(sinks)
    if now.on_time[1] < least["on_time"]:
        chance = _only(chance_beside(now.on_time[1], least["on_time"]))
        return f"the chance to finish on time is {chance}" + _also(sinks)
    lines = [*sinks, *shortfalls(facts, now)]
    if lines:
        return _inside(lines[0].cause)
    return "the answers are not sure enough; better evidence settles it"


def _only(chance: str) -> str:
    return chance if chance.startswith("under") else f"only {chance}"


def _also(sinks: Sequence[Sink]) -> str:
    """The gravest finding beside a chance that is too low."""
    named = next((sink for sink in sinks if sink.codes), None)
    return f"; besides, {_inside(named.cause)}" if named else ""


def _open_words(facts: Facts, now: Case, stops: Sequence[Blocker]) -> str:
    """What keeps the verdict open, at most three things."""
    parts = [_inside(stop.message) for stop in stops if not stop.confirmed]
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
    besides = f"; besides, {_inside(now.high[0].message)}" if now.high else ""
    return ("; ".join(parts[:3]) or "the weakest answers leave too wide a range") + besides


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
