"""Feasibility items that follow from several answers together: enough data, enough time, enough money.

Each function looks at the answers named in data/rules/feasibility.yaml, all of them given, and says how far
they go: the ends of a score (they differ where a cell of a table is still empty) and the reason; None where
the item does not apply after all.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from statistics import NormalDist
from typing import Any

from mlscope.assess.amounts import average, central, interpolated
from mlscope.assess.facts import Facts
from mlscope.assess.items import Frame
from mlscope.estimates.notation import AnyEstimate
from mlscope.results import Item
from mlscope.words import chance_words, digits_apart, number_beside, percent_words
from mlscope.words import exact_percent_words as percent

Found = tuple[float, float, str]
Rule = Mapping[str, Any]
Measure = Callable[[Facts, Rule], Found | None]

MEASURES: dict[str, Measure] = {}
_NORMAL = NormalDist()
_FIGURES = ("number", "percent", "money", "estimate", "table")


def _measures(item_id: str) -> Callable[[Measure], Measure]:
    def keep(function: Measure) -> Measure:
        MEASURES[item_id] = function
        return function

    return keep


def computed_items(facts: Facts) -> Iterator[tuple[str, Item]]:
    """Every computed item with the dimension it belongs to."""
    for item_id, rule in facts.catalogue.rules["feasibility"]["computed"].items():
        yield rule["dimension"], item_of(item_id, rule, facts)


def item_of(item_id: str, rule: Rule, facts: Facts) -> Item:
    """The computed item, from the answers that its rule names."""
    needed = tuple(rule["answers"])
    also = tuple(
        i for i in rule.get("also", ()) if facts.truth[i] != "no" and facts.status[i] != "not_applicable"
    )
    frame = Frame(item_id, rule["label"], needed + also, float(rule["weight"]))
    if left_out := frame.without(facts, needed):
        return left_out
    if missing := [i for i in frame.answers if facts[i] is None]:
        maybe = any(facts.truth[i] == "open" for i in needed)
        return frame.unanswered("Needs: " + "; ".join(facts.label(i) for i in missing), maybe)
    if (found := MEASURES[item_id](facts, rule)) is None:
        return frame.not_applicable("Cannot be judged from these answers.")
    figures = [i for i in frame.answers if facts.question(i).kind in _FIGURES] or frame.answers
    low, high, reason = found
    return frame.counted(low, high, facts.margin(*figures), reason)


def _graded(x: float, rule: Rule, reason: str) -> Found:
    score = interpolated(x, rule["points"], rule.get("log", False))
    return score, score, reason


# ── technical
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def separation(precision: float, recall: float, base_rate: float) -> float:
    """How far apart the model must hold true cases and others: d-prime, from precision, recall and base rate
    (Green and Swets 1966).

    0 is chance; 1, 2 and 3 go with an area under the ROC curve of 0.76, 0.92 and 0.98. Infinite where no
    error is allowed.
    """
    if recall <= 0 or base_rate >= 1:
        return 0.0
    if precision <= 0:
        return -math.inf
    false_alarms = recall * base_rate * (1 - precision) / (precision * (1 - base_rate))
    if false_alarms >= 1:
        return -math.inf
    if recall >= 1 or false_alarms <= 0:
        return math.inf
    return _NORMAL.inv_cdf(recall) - _NORMAL.inv_cdf(false_alarms)


@_measures("technical.separation")
def _separation(facts: Facts, rule: Rule) -> Found | None:
    precision, recall, base = facts["metrics.precision"], facts["metrics.recall"], facts["data.base_rate"]
    distance = separation(precision, recall, base)
    words = (
        f"Finding {percent(recall)} of the cases at a precision of {percent(precision)} where {percent(base)}"
        " are true"
    )
    if math.isinf(distance):
        return (
            (1.0, 1.0, f"{words} asks for nothing.")
            if distance < 0
            else (0.0, 0.0, f"{words} asks for no errors at all.")
        )
    return _graded(
        distance,
        rule,
        f"{words} asks for scores that hold the two apart by {distance:.1f} standard deviations.",
    )


def gap_closed(reference: float, target: float, best: float, *, higher: bool) -> float | None:
    """The share of the way from a reference to the best possible value that the target asks for; None beyond
    the scale's end.
    """
    sign = 1 if higher else -1
    if sign * reference >= sign * best or sign * target > sign * best:
        return None
    return (target - reference) / (best - reference)


def _gap(facts: Facts, rule: Rule, reference: float, whose: str) -> Found | None:
    if facts.metric is None:
        return None
    higher, best = facts.metric
    share = gap_closed(reference, facts["metrics.target"], best, higher=higher)
    if share is None:
        return None
    return _graded(
        share,
        rule,
        f"The target asks to remove {percent_words(max(0.0, share))} of the error that {whose} leaves.",
    )


@_measures("technical.gain")
def _gain(facts: Facts, rule: Rule) -> Found | None:
    return _gap(facts, rule, facts["metrics.baseline"], "the simple rule")


@_measures("technical.human")
def _human(facts: Facts, rule: Rule) -> Found | None:
    return _gap(facts, rule, facts["metrics.human"], "a person")


# ── data
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_ratio(facts: Facts) -> float | None:
    """Labelled examples as a multiple of those needed, counted as if both outcomes were equally common; None
    while unknown.
    """
    rows, kind = facts["data.labelled_rows"], facts["data.kind"]
    if rows is None or kind is None:
        return None
    return float(rows * _balance(facts) / rows_needed(facts))


def rows_needed(facts: Facts) -> int:
    """About how many examples, both outcomes equally common, this kind of data needs."""
    return int(facts.catalogue.rules["feasibility"]["rows_needed"][facts["data.kind"]])


def _balance(facts: Facts) -> float:
    """As how many balanced examples one labelled example counts: twice the share of the rarer outcome."""
    base = facts["data.base_rate"]
    return 1.0 if base is None else min(1.0, 2 * min(base, 1 - base))


def examples_words(facts: Facts) -> str:
    """How many labelled examples there are and, where one outcome is rarer, as how many balanced ones they
    count.
    """
    rows, base = facts["data.labelled_rows"], facts["data.base_rate"]
    examples = f"{rows:,} labelled example" + ("" if rows == 1 else "s")
    if base is None or _balance(facts) == 1:
        return examples
    alike = number_beside(rows * _balance(facts), rows_needed(facts))
    return (
        f"{examples}, of which {percent(base)} show the outcome, count as about {alike} with both outcomes"
        " equally common"
    )


@_measures("data.enough")
def _enough(facts: Facts, rule: Rule) -> Found | None:
    ratio = rows_ratio(facts) or 0.0
    return _graded(ratio, rule, f"{examples_words(facts)}; about {rows_needed(facts):,} such are needed.")


@_measures("data.access")
def _access(facts: Facts, _: Rule) -> Found | None:
    sources = facts["data.sources"]
    if not sources:
        return 0.0, 0.0, "There is no source of data."
    scores = facts.catalogue.rules["feasibility"]["access"]
    ends = [(scores[row.access], scores[row.access]) if row.access else (0.0, 1.0) for row in sources]
    ready = sum(row.access == "in_hand" for row in sources)
    reason = f"{ready} of {len(sources)} sources in hand."
    return sum(low for low, _ in ends) / len(ends), sum(high for _, high in ends) / len(ends), reason


# ── resources
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def building(facts: Facts) -> list[tuple[AnyEstimate | None, bool]]:
    """The amounts of year 0, which is what is spent before launch beside a pilot, each with whether it is
    said when.

    Without a word on when, a cost counts as single.
    """
    return [
        (row.amount, bool(row.when))
        for row in facts["value.costs"] or []
        if (row.year == 0 if row.when == "yearly" else not row.year)
    ]


@_measures("resources.budget")
def _budget(facts: Facts, rule: Rule) -> Found | None:
    """A pilot is named and never counts against a project: it is what keeps the rest from being spent."""
    rows, budget, pilot = building(facts), facts["plan.budget"], facts["value.pilot_cost"]
    cost = sum(average(amount) for amount, _ in rows if amount is not None)
    if cost <= 0:
        return 0.0, 1.0, "No cost before launch has been named yet."
    sure = sum(average(amount) for amount, timed in rows if amount is not None and timed)
    low = 0.0 if any(amount is None for amount, _ in rows) else interpolated(budget / cost, rule["points"])
    high = interpolated(budget / sure, rule["points"]) if sure else 1.0
    stage = 0.0 if pilot is None else average(pilot)
    digits = digits_apart(budget, cost + stage, 4)
    whole = f"{facts.money_text(budget, digits)} against about {facts.money_text(cost + stage, digits)}"
    if not stage:
        return low, high, f"{whole} before launch."
    return low, high, f"{whole} before launch, the pilot of {facts.money_text(stage)} in it and not judged."


@_measures("resources.team")
def _team(facts: Facts, rule: Rule) -> Found | None:
    team = facts["plan.team"]
    if not team:
        return 0.0, 0.0, "Nobody is in the team."
    days = [row.days_per_week if row.days_per_week is not None else 5.0 for row in team]
    total = sum(days) or 1.0
    sure = sum(d for d, row in zip(days, team, strict=True) if row.available) / total
    open_ = sum(d for d, row in zip(days, team, strict=True) if row.available is None) / total
    low, high = (interpolated(share, rule["points"]) for share in (sure, sure + open_))
    return low, high, f"{percent_words(sure)} of the planned working days are free."


# ── timeline
# ────────────────────────────────────────────────────────────────────────────────────────────────────


@_measures("timeline.chance")
def _chance(facts: Facts, rule: Rule) -> Found | None:
    chance = facts.schedule.decided_on_time if facts.schedule else None
    if chance is None:
        return 0.0, 1.0, "No finish date has been computed yet."
    return _graded(chance, rule, f"The plan meets the deadline with a chance of {chance_words(chance)}.")


def _share_of_time(days: float, facts: Facts) -> float:
    left = facts.days_to_deadline or 0
    return days / left if left > 0 else math.inf


def _days(count: float) -> str:
    return f"{count:,} day" + ("" if count == 1 else "s")


def _deadline(facts: Facts) -> str:
    left = facts.days_to_deadline or 0
    return (
        f"the deadline is in {_days(left)}"
        if left > 0
        else "the deadline is today"
        if left == 0
        else "the deadline has passed"
    )


def outcomes_recorded(facts: Facts) -> bool:
    """Are outcomes of past cases there already, so that nobody has to wait for new ones to judge it?"""
    return facts["data.labels"] in ("recorded", "labelled")


@_measures("timeline.outcome")
def _outcome(facts: Facts, rule: Rule) -> Found | None:
    days = facts["problem.outcome_delay_days"]
    if outcomes_recorded(facts):
        return 1.0, 1.0, "Outcomes of past cases are there already, so nobody waits for new ones to judge it."
    return _graded(
        _share_of_time(days, facts), rule, f"Outcomes are known after {_days(days)}; {_deadline(facts)}."
    )


@_measures("timeline.sources")
def _sources(facts: Facts, rule: Rule) -> Found | None:
    waits = [
        0 if row.access == "in_hand" and row.days_to_obtain is None else row.days_to_obtain
        for row in facts["data.sources"]
    ]
    if not waits:
        return None
    slowest = max((days for days in waits if days is not None), default=0)
    score = interpolated(_share_of_time(slowest, facts), rule["points"])
    reason = f"The slowest source takes {_days(slowest)}; {_deadline(facts)}."
    return (0.0 if None in waits else score), score, reason


# ── scalability
# ─────────────────────────────────────────────────────────────────────────────────────────────────


@_measures("scalability.freshness")
def _freshness(facts: Facts, _: Rule) -> Found | None:
    score = facts.catalogue.rules["feasibility"]["freshness"][facts["approach.serving"]][
        facts["data.refresh"]
    ]
    return (
        score,
        score,
        f"{facts.said('approach.serving')}, on data that is fresh: {facts.said('data.refresh').lower()}.",
    )


def flagged_cases(facts: Facts) -> float | None:
    """Cases a year that a model at its target would flag, N pi r / p; None while an answer is missing."""
    cases, base = facts["value.cases_per_year"], facts["data.base_rate"]
    precision, recall = facts["metrics.precision"], facts["metrics.recall"]
    if None in (cases, base, precision, recall) or precision == 0:
        return None
    total = central(cases)
    return min(float(total), float(total * base * recall / precision))


@_measures("scalability.capacity")
def _capacity(facts: Facts, rule: Rule) -> Found | None:
    flagged, room = flagged_cases(facts), facts["value.capacity"]
    if not flagged:
        return None
    return _graded(
        room / flagged,
        rule,
        f"Room for {room:,} cases a year; about {number_beside(flagged, room)} would be flagged.",
    )
