"""The cheapest path to go: the fewest and cheapest answers and improvements that would reach it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlscope.assess.cases import FLATTERING, Case, basis, possible
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import interval, remedy_of
from mlscope.assess.next_questions import open_questions
from mlscope.results import AiAct, Blocker, DimensionResult, Item, Step
from mlscope.words import chance_beside, percent_words

ANSWER, EVIDENCE, IMPROVE = 1.0, 2.0, 4.0
"""What it costs to answer a question, to find better evidence, and to change the world, against each
other.
"""
GUESS = 0.2
MOST = 15
"""Steps beyond which there is no path yet; the next questions lead on instead."""


@dataclass(frozen=True, slots=True)
class _Move:
    """Something that would lift one item."""

    item: Item
    lifted: Item
    cost: float
    steps: tuple[Step, ...]

    @property
    def gain(self) -> float:
        return self.item.weight * (self.lifted.low - self.item.low) / self.cost


def path_to_go(facts: Facts, now: Case, stops: Sequence[Blocker], ai: AiAct) -> tuple[Step, ...]:
    """The steps to the best verdict that the tier allows, blockers first; none when it is reached,
    cannot be in this form, or is still too far away."""
    rows = facts.catalogue.rules["verdict"]["rows"]
    goal = next((row for row in rows if ai.tier in (*row["tiers"], "cannot_say")), None)
    if goal is None or any(stop.confirmed and not stop.curable for stop in stops):
        return ()
    steps = [*_stops(facts, now, stops), *_findings(facts, now, goal["high_findings"])]
    for dimension in now.dimensions.values():
        if (moves := _moves(facts, dimension, goal["feasibility"])) is None:
            return ()
        steps += [step for move in moves for step in move.steps]
    steps += [*_chances(facts, now, goal), *_tier(facts, ai)]
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(step.question, step)
    return tuple(first.values()) if len(first) <= MOST else ()


def _step(facts: Facts, question_id: str, action: str, why: str = "") -> Step:
    return Step(question_id, facts.label(question_id), action, action, why)


def _answer(facts: Facts, question_id: str, why: str) -> Step:
    label = facts.label(question_id)
    action = f"Answer it; {why[:1].lower()}{why[1:]}"
    return Step(question_id, label, action, f"Answer “{label}”.", why)


def _better(facts: Facts, item: Item, action: str, task: str) -> Step:
    label = facts.label(item.answers[0])
    so_far = f"So far: {item.reason}"
    return Step(item.answers[0], label, f"{action} {so_far}", task.format(label=label), so_far)


def _stops(facts: Facts, now: Case, stops: Sequence[Blocker]) -> Iterator[Step]:
    for stop in stops:
        yield _step(facts, stop.answers[0], stop.advice, stop.message)
    for code, standing in now.standings.items():
        if standing == "possible":
            for question_id in open_questions(facts, facts.catalogue.rules["blockers"][code]["answers"]):
                yield _answer(facts, question_id, "It could stop the project.")


def _findings(facts: Facts, now: Case, tolerated: int) -> Iterator[Step]:
    for finding in now.high[: max(0, len(now.high) - tolerated)]:
        yield _step(facts, finding.answers[0], finding.advice, finding.message)
    if now.grave(0) > tolerated:
        for wanted in possible(facts, now.findings).values():
            for question_id in wanted:
                yield _answer(facts, question_id, "It may turn out to stand in the way.")


def _moves(facts: Facts, dimension: DimensionResult, line: float) -> list[_Move] | None:
    """The cheapest moves that lift a dimension's worst case to the line; None where even all of them do not.

    Greedy by gain per cost, then every move that turns out needless is dropped, the dearest first.
    """
    chosen: list[_Move] = []
    options = sorted(_options(facts, dimension), key=lambda move: -move.gain)
    while not _reaches(dimension, chosen, line):
        if not options:
            return None
        chosen.append(options.pop(0))
    for move in sorted(chosen, key=lambda move: -move.cost):
        without = [other for other in chosen if other is not move]
        if _reaches(dimension, without, line):
            chosen = without
    return chosen


def _reaches(dimension: DimensionResult, moves: Sequence[_Move], line: float) -> bool:
    items = {item.id: item for item in dimension.items}
    for move in moves:
        items[move.item.id] = max(items[move.item.id], move.lifted, key=lambda item: item.low)
    ends = interval(items.values())
    return ends is None or ends[0] >= line


def _options(facts: Facts, dimension: DimensionResult) -> Iterator[_Move]:
    for item in dimension.items:
        if item.state not in ("answered", "open"):
            continue
        if wanted := open_questions(facts, item.answers):
            steps = tuple(
                _answer(facts, i, f"A good answer firms up {dimension.label.lower()} feasibility.")
                for i in wanted
            )
            yield _Move(item, replace(item, low=item.high), ANSWER * len(steps), steps)
            continue
        if item.high - item.low > GUESS:
            score = item.low + GUESS if item.low > 0 else item.high - GUESS
            step = _better(
                facts,
                item,
                "Measure it or ask somebody who has.",
                "Measure, or ask somebody who has measured, “{label}”.",
            )
            yield _Move(item, replace(item, low=score), EVIDENCE, (step,))
        if item.low < 1:
            remedy = remedy_of(facts, item)
            step = _better(facts, item, remedy or "Improve it.", remedy or "Improve “{label}”.")
            yield _Move(item, replace(item, low=1.0, high=1.0), IMPROVE, (step,))


def _chances(facts: Facts, now: Case, go: Mapping[str, float]) -> Iterator[Step]:
    if now.payback[0] < go["payback"]:
        wanted = [i for i in ("value.benefits", "value.costs", *FLATTERING) if facts.open(i)]
        yield from (
            Step(
                i,
                facts.label(i),
                "Estimate or confirm it, as a range.",
                f"Estimate or confirm “{facts.label(i)}”, as a range.",
                "What it is worth depends on it.",
            )
            for i in wanted
        )
        if not wanted:
            goal = percent_words(go["payback"])
            yield _step(
                facts,
                "value.benefits",
                f"Reach a chance of paying back of {goal}, by more benefit or less cost.",
                f"It is {chance_beside(now.payback[0], go['payback'])} so far{basis(facts)}.",
            )
    if now.on_time[0] < go["on_time"]:
        why = f"A go needs a chance of {percent_words(go['on_time'])} to be on time."
        if still_open := next((i for i in ("plan.tasks", "plan.deadline") if facts.open(i)), None):
            label = facts.label(still_open)
            yield Step(still_open, label, "Answer or confirm it.", f"Answer or confirm “{label}”.", why)
        else:
            yield _step(facts, "plan.deadline", "Cut scope, free people, or move the deadline.", why)


def _tier(facts: Facts, ai: AiAct) -> Iterator[Step]:
    if ai.tier == "cannot_say":
        for question_id in ai.answers:
            yield _answer(facts, question_id, "It decides the tier under the EU AI Act.")
