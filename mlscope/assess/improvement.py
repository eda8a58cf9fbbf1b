"""The cheapest way to the next better verdict: which answers and improvements reach it at the least effort.

Each candidate is something to do about one answer, or about a few that only help together: answer it, find
better evidence, improve it. It is taken to turn out well; what it does to the worst case is known from its
item, finding, blocker or chance alone. With up to 12 candidates all combinations are tried, so the path is
exact: least minutes, then fewest steps. With more, the 12 that do most for their minutes are kept, and the
plan says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mlscope.assess import ai_act
from mlscope.assess.cases import FLATTERING, Case, deciding_payback, hangs_on, possible
from mlscope.assess.deadlines import due
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import interval, remedy_of
from mlscope.assess.next_questions import open_questions
from mlscope.effort import minutes_left
from mlscope.project.answers import Undertaking
from mlscope.results import Improvement, ImprovementStep, Item, Verdict, VerdictWord

MOST = 12
"""Candidates up to which every combination is tried."""
GUESS = 0.2
"""By how much better evidence lifts the lower end of a score that rests on a guess."""
ORDER: tuple[VerdictWord, ...] = ("no_go", "not_yet", "conditional", "go")

Masks = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to do, what it takes, and what it does at the worst end if it turns out well."""

    questions: tuple[str, ...]
    action: str
    minutes: float
    lifts: Mapping[str, float] = field(default_factory=dict)
    """Item -> the lower end of its score afterwards."""
    settles: frozenset[str] = frozenset()
    """Codes of high findings that go away."""
    clears: frozenset[str] = frozenset()
    """Codes of blockers that go away."""
    payback: bool = False
    on_time: bool = False
    tier: bool = False


def improvement(facts: Facts, now: Case, decided: Verdict) -> Improvement:
    """The cheapest way to the next better verdict; without steps where there is none, with the reason in its
    sentence.
    """
    goal = _goal(decided.word)
    rules = facts.catalogue.rules["leaning"]["path"]
    if goal is None:
        return Improvement(None, "", (), 0.0, True, rules["best"])
    label = facts.catalogue.rules["verdict"]["labels"][goal]
    candidates = list(_candidates(facts, now, goal))
    board = _Board(facts, now, goal)
    exact = len(candidates) <= MOST
    if not exact:
        candidates = sorted(candidates, key=lambda one: (-board.worth(one) / one.minutes, one.questions))[
            :MOST
        ]
    chosen = cheapest(board, candidates)
    if chosen is None:
        stopped = any(s == "confirmed" and code not in now.curable for code, s in now.standings.items())
        why = rules["none" if exact or stopped else "far"]
        return Improvement(goal, label, (), 0.0, exact, why.format(goal=label))
    steps = tuple(_steps(facts, board, [candidates[at] for at in chosen]))
    minutes = sum(step.minutes for step in steps)
    return Improvement(
        goal, label, steps, minutes, exact, rules["exact" if exact else "found"].format(goal=label)
    )


def _goal(word: VerdictWord) -> VerdictWord | None:
    if word == "cannot_say":
        return "conditional"
    return None if word == "go" else ORDER[ORDER.index(word) + 1]


def cheapest(board: "_Board", candidates: Sequence[Candidate]) -> tuple[int, ...] | None:
    """The candidates of least minutes, then fewest, that reach the goal together; None where all together do
    not.
    """
    masks = np.arange(2 ** len(candidates), dtype=np.int64)
    reached = board.reaches(candidates, masks)
    if not reached.any():
        return None
    bits = (masks[:, None] >> np.arange(len(candidates))) & 1
    minutes = bits @ np.array([one.minutes for one in candidates], dtype=float)
    steps = bits @ np.array([len(one.questions) for one in candidates], dtype=np.int64)
    order = np.lexsort((masks, steps, minutes.round(6)))
    best = int(masks[order[reached[order]][0]])
    return tuple(at for at in range(len(candidates)) if best >> at & 1)


class _Board:
    """Where the worst case stands, and where candidates would bring it."""

    def __init__(self, facts: Facts, now: Case, goal: VerdictWord) -> None:
        self.facts, self.now, self.goal = facts, now, goal
        self.rules: Sequence[Mapping[str, Any]] = facts.catalogue.rules["verdict"]["rows"]

    def reaches(self, candidates: Sequence[Candidate], masks: Masks) -> Flags:
        """Whether each combination of candidates (a bit for each) brings the worst case to the goal."""
        size = len(masks)
        weakest = np.full(size, np.inf)
        for dimension in self.now.dimensions:
            weakest = np.fmin(weakest, self._lows(dimension, candidates, masks))
        grave = np.full(size, self.now.grave(0), dtype=np.int64)
        for code in frozenset().union(*(one.settles for one in candidates)) if candidates else ():
            grave -= _any(candidates, masks, lambda one, code=code: code in one.settles)
        payback = np.where(_any(candidates, masks, lambda one: one.payback), 1.0, self.now.payback[0])
        on_time = np.where(_any(candidates, masks, lambda one: one.on_time), 1.0, self.now.on_time[0])
        tier_settled = _any(candidates, masks, lambda one: one.tier)
        fatal, curable, raised = (np.zeros(size, dtype=np.bool_) for _ in range(3))
        for code, standing in self.now.standings.items():
            if standing == "no":
                continue
            stands = ~_any(candidates, masks, lambda one, code=code: code in one.clears)
            raised |= stands & (standing == "open")
            curable |= stands & (code in self.now.curable)
            fatal |= stands & (code not in self.now.curable)
        rank = np.zeros(size, dtype=np.int64)
        undecided = np.ones(size, dtype=np.bool_)
        for row in self.rules:
            allowed = (self.now.tier in row["tiers"]) | tier_settled
            meets = undecided & allowed & (weakest >= row["feasibility"]) & (payback >= row["payback"])
            meets &= (on_time >= row["on_time"]) & (grave <= row["high_findings"])
            rank[meets] = ORDER.index(row["word"])
            undecided &= ~meets
        rank = np.where(curable, np.minimum(rank, ORDER.index("not_yet")), rank)
        rank = np.where(fatal, 0, rank)
        reached: Flags = (rank >= ORDER.index(self.goal)) & ~raised
        return reached

    def low(self, dimension: str, candidates: Sequence[Candidate]) -> float | None:
        """The worst case of a dimension after all of some candidates."""
        items = {item.id: item for item in self.now.dimensions[dimension].items}
        for one in candidates:
            for item_id, score in one.lifts.items():
                if item_id in items and score > items[item_id].low:
                    items[item_id] = replace(items[item_id], low=score, high=max(score, items[item_id].high))
        ends = interval(items.values())
        return None if ends is None else ends[0]

    def worth(self, one: Candidate) -> float:
        """How much a candidate does by itself: points of the worst case, and much more for what stands in the
        way as such.
        """
        points = 0.0
        for key, dimension in self.now.dimensions.items():
            lifted = self.low(key, [one])
            points += (lifted or 0.0) - (dimension.low or 0.0)
        stops = len(one.clears) + one.payback + one.on_time + one.tier + len(one.settles)
        return points + 100.0 * stops

    def _lows(self, dimension: str, candidates: Sequence[Candidate], masks: Masks) -> npt.NDArray[np.float64]:
        own = {item.id for item in self.now.dimensions[dimension].items}
        touching = [at for at, one in enumerate(candidates) if own & set(one.lifts)]
        local = np.zeros(len(masks), dtype=np.int64)
        for place, at in enumerate(touching):
            local |= ((masks >> at) & 1) << place
        lows = []
        for combination in range(2 ** len(touching)):
            taken = [candidates[at] for place, at in enumerate(touching) if combination >> place & 1]
            low = self.low(dimension, taken)
            lows.append(np.inf if low is None else low)
        return np.array(lows)[local]


def _any(candidates: Sequence[Candidate], masks: Masks, does: Any) -> Flags:
    """Whether any candidate of each combination does something."""
    bits = sum((1 << at for at, one in enumerate(candidates) if does(one)), 0)
    return (masks & bits) > 0


# ── candidates
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def _candidates(facts: Facts, now: Case, goal: VerdictWord) -> Iterator[Candidate]:
    """What could be done, one candidate for each set of questions, with everything that it would bring."""
    merged: dict[tuple[str, ...], Candidate] = {}
    for one in _singly(facts, now, goal):
        known = merged.get(one.questions)
        merged[one.questions] = _together(known, one) if known else one
    yield from merged.values()


def _together(one: Candidate, other: Candidate) -> Candidate:
    dearer = max(one, other, key=lambda c: c.minutes)
    return replace(
        dearer,
        lifts={i: max(one.lifts.get(i, 0.0), other.lifts.get(i, 0.0)) for i in {**one.lifts, **other.lifts}},
        settles=one.settles | other.settles,
        clears=one.clears | other.clears,
        payback=one.payback or other.payback,
        on_time=one.on_time or other.on_time,
        tier=one.tier or other.tier,
    )


def _singly(facts: Facts, now: Case, goal: VerdictWord) -> Iterator[Candidate]:
    row = next(row for row in facts.catalogue.rules["verdict"]["rows"] if row["word"] == goal)
    blockers = facts.catalogue.rules["blockers"]
    for code, standing in now.standings.items():
        if standing == "no" or (standing == "confirmed" and code not in now.curable):
            continue
        wanted = tuple(open_questions(facts, blockers[code]["answers"]))
        if wanted:
            action = "Answer it; it could stop the project, or take that worry away."
            yield _answer(facts, wanted, action, clears=frozenset({code}))
        else:
            yield _improve(
                facts, blockers[code]["answers"][-1], blockers[code]["advice"], clears=frozenset({code})
            )
    if now.grave(0) > row["high_findings"]:
        for finding in now.high:
            settles = frozenset({finding.code})
            yield _improve(
                facts,
                finding.answers[0],
                finding.advice,
                settles=settles,
                lifts=_lifted(now, finding.answers[0]),
            )
        yield from _of_what_may_follow(facts, now)
    for dimension in now.dimensions.values():
        if dimension.low is not None and dimension.low < row["feasibility"]:
            for item in dimension.items:
                yield from _of_item(facts, item, dimension.label.lower())
    yield from _of_chances(facts, now, row)
    if now.tier == "cannot_say" and "cannot_say" not in row["tiers"]:
        yield _answer(
            facts, ai_act.missing(facts), "Answer it; it decides the tier under the EU AI Act.", tier=True
        )


def _of_what_may_follow(facts: Facts, now: Case) -> Iterator[Candidate]:
    """Answers by which a finding is high at the worst alone: that raise it, or say how grave it is."""
    for code, wanted in possible(facts, now.findings).items():
        action = "Answer it; it may turn out to stand in the way, or take that worry away."
        yield _answer(facts, wanted, action, settles=frozenset({code}))
    for finding in now.findings:
        if finding.at_worst == "high" and finding.severity != "high" and not finding.waived:
            settles = frozenset({finding.code})
            if wanted := hangs_on(facts, finding):
                action = f"Answer it; how grave “{finding.title.rstrip('?')}” is hangs on it."
                yield _answer(facts, wanted, action, settles=settles)
            else:
                yield _improve(facts, finding.answers[0], finding.advice, settles=settles)


def _lifted(now: Case, question_id: str) -> dict[str, float]:
    return {
        item.id: 1.0
        for dimension in now.dimensions.values()
        for item in dimension.items
        if item.id == question_id and item.state == "answered"
    }


def _of_item(facts: Facts, item: Item, dimension: str) -> Iterator[Candidate]:
    if item.state not in ("answered", "open"):
        return
    if wanted := tuple(open_questions(facts, item.answers)):
        action = f"Answer it; a good answer firms up {dimension} feasibility."
        yield _answer(facts, wanted, action, lifts={item.id: item.high})
    elif item.low < 1:
        sure = item.high - item.low > GUESS
        if sure:
            score = item.low + GUESS if item.low > 0 else item.high - GUESS
            yield Candidate(
                (item.answers[0],),
                f"Measure it or ask somebody who has. So far: {item.reason}",
                _days(facts, "evidence"),
                {item.id: score},
            )
        else:
            action = f"{remedy_of(facts, item) or 'Improve it.'} So far: {item.reason}"
            yield _improve(facts, item.answers[0], action, lifts={item.id: 1.0})


def _of_chances(facts: Facts, now: Case, row: Mapping[str, Any]) -> Iterator[Candidate]:
    if now.payback[0] < row["payback"] <= now.payback[1]:
        counted = "value.count_decisions"
        wanted = tuple(i for i in (*deciding_payback(facts), *FLATTERING, counted) if facts.open(i))
        if wanted:
            action = "Estimate or confirm it, as a range."
            relieved = frozenset(now.relieved) if counted in wanted else frozenset[str]()
            yield _answer(facts, wanted, action, payback=True, settles=relieved)
    elif now.payback[0] < row["payback"]:
        yield _improve(
            facts,
            "value.benefits",
            "Reach a higher chance of paying back, by more benefit or less cost.",
            payback=True,
        )
    if now.on_time[0] < row["on_time"]:
        wanted = tuple(i for i in ("plan.tasks", "plan.deadline") if facts.open(i))
        if wanted:
            yield _answer(facts, wanted, "Answer or confirm it.", on_time=True)
        else:
            yield _improve(
                facts, "plan.deadline", "Cut scope, free people, or move the deadline.", on_time=True
            )


def _days(facts: Facts, what: str) -> float:
    effort = facts.catalogue.rules["effort"]
    return float(effort["days"][what] * effort["hours_per_day"] * 60)


def _answer(facts: Facts, wanted: tuple[str, ...], action: str, **does: Any) -> Candidate:
    return Candidate(wanted, action, minutes_left(map(facts.question, wanted), facts.catalogue), **does)


def _improve(facts: Facts, question_id: str, action: str, **does: Any) -> Candidate:
    return Candidate((question_id,), action, _days(facts, "improve"), **does)


# ── the plan
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def _steps(facts: Facts, board: _Board, chosen: Sequence[Candidate]) -> Iterator[ImprovementStep]:
    done: list[Candidate] = []
    for one in sorted(chosen, key=lambda one: (not one.clears, one.minutes, one.questions)):
        effect = _effect(facts, board, done, one)
        done.append(one)
        for at, question_id in enumerate(one.questions):
            about = facts.about(question_id)
            taken = facts.project.improvements.get(question_id, Undertaking())
            by = due(facts.project, (question_id,), facts.catalogue.rules, given=(taken.due,))
            minutes = minutes_left([facts.question(question_id)], facts.catalogue)
            yield ImprovementStep(
                question=question_id,
                label=facts.label(question_id),
                action=one.action,
                minutes=minutes if len(one.questions) > 1 else one.minutes,
                effect=effect if at == len(one.questions) - 1 else "",
                owner=taken.owner or about.who or facts["people.leader"] or facts["people.approver"] or "",
                due=by.iso,
                event=by.event,
                done=taken.done,
            )


def _effect(facts: Facts, board: _Board, done: Sequence[Candidate], one: Candidate) -> str:
    """What a step adds to those before it, at the worst end."""
    told = []
    for key, dimension in board.now.dimensions.items():
        was, reached = board.low(key, done), board.low(key, [*done, one])
        if was is not None and reached is not None and round(was) != round(reached):
            told.append(f"{dimension.label} at worst {was:.0f} → {reached:.0f}")
    if one.settles:
        told.append(f"settles {', '.join(sorted(one.settles))}")
    if one.clears:
        told.append("nothing stands in the way there any more")
    told += [
        "the chance of paying back is known" if facts.open(one.questions[0]) else "it pays back often enough"
    ] * one.payback
    told += ["the chance to be on time is high enough"] * one.on_time
    told += ["the tier is settled"] * one.tier
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
