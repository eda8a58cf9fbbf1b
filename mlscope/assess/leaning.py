"""How the verdict would fall if what is open turned out as it usually does.

In each of 512 draws nothing is open. Scores of given answers move evenly within the margin of their evidence;
blockers, findings and tier follow the drawn answers; the chances of paying back and of being on time are
those of the other engines, and are drawn only where there are none. The table of thresholds then gives one
word for each draw, and the leaning is how often each word comes out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from mlscope.assess import cases
from mlscope.assess.draws import (
    DRAWS,
    NOT_ASKED,
    Codes,
    DrawnFacts,
    Draws,
    Mask,
    chosen,
    uniforms,
)
from mlscope.assess.facts import Facts
from mlscope.assess.findings import OF_MONEY
from mlscope.assess.house import NO_HOUSE, House
from mlscope.assess.reads import Rule, may_be_high, rules_of
from mlscope.results import Floats, Leaning, VerdictWord
from mlscope.words import listed_shares

WORDS: tuple[VerdictWord, ...] = ("go", "conditional", "not_yet", "no_go")
"""What a draw can come out as; never "cannot say", since nothing is open in it."""
START: VerdictWord = "conditional"
"""The word of the least good start."""
PAYBACK, ON_TIME = "chance of paying back", "chance to be on time"
_GO, _CONDITIONAL, _NOT_YET, _NO_GO = range(4)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that stands in the way of a start in some draws and not in others: a high finding, a blocker,
    or a dimension or chance below the line of a start.
    """

    stands: Mask
    reads: tuple[str, ...]
    """The questions on whose drawn answers it hangs."""
    evenly: tuple[str, ...] = ()
    """What was drawn evenly for it, by name."""


@dataclass(frozen=True)
class Drawn:
    """Everything that the draws of a project say: a word per draw, and the columns that it follows from."""

    draws: Draws
    words: Codes
    """Indices into WORDS."""
    scores: Mapping[str, tuple[tuple[str, ...], Floats]]
    """What was drawn evenly because it rests on open figures, texts or tables: (open answers, draws), by what
    it is.
    """
    read: frozenset[str]
    """The questions on which a rule hangs that can move the word."""
    obstacles: Mapping[str, Obstacle]
    """What stands in the way in some draws, by code, dimension or name of the chance."""
    high: Mapping[str, float]
    """How often each high finding stands."""

    @property
    def probabilities(self) -> dict[VerdictWord, float]:
        """How often each word comes out."""
        counts = np.bincount(self.words, minlength=len(WORDS))
        return {word: int(count) / DRAWS for word, count in zip(WORDS, counts, strict=True)}


def draw(facts: Facts, house: House = NO_HOUSE) -> Drawn:
    """All draws of a project."""
    return _Engine(facts, house).drawn()


class _Engine:
    def __init__(self, facts: Facts, house: House) -> None:
        self.facts = facts
        self.catalogue = facts.catalogue
        self.rules = rules_of(facts.catalogue)
        self.draws = Draws(facts, house)
        self.one = DrawnFacts(self.draws)
        self.even: dict[str, tuple[tuple[str, ...], Floats]] = {}
        self.read: set[str] = set()
        self.obstacles: dict[str, Obstacle] = {}
        self.high: dict[str, float] = {}
        self.start = next(row for row in self.catalogue.rules["verdict"]["rows"] if row["word"] == START)

    def drawn(self) -> Drawn:
        dimensions = self._dimensions()
        grave, tier, (fatal, curable) = self._grave(), self._tier(), self._blockers()
        payback, on_time = self._payback(), self._on_time()
        words = self._words(dimensions, payback, on_time, grave, tier)
        words[curable & (words < _NOT_YET)] = _NOT_YET
        words[fatal] = _NO_GO
        for name, chance, line in ((PAYBACK, payback, "payback"), (ON_TIME, on_time, "on_time")):
            self._stands(name, chance < self.start[line], (), (name,))
        return Drawn(self.draws, words, self.even, frozenset(self.read), self.obstacles, self.high)

    # ── rules, each once for every combination of the answers it reads ──────────────────────────────────────

    def _evaluated(self, rule: Rule) -> tuple[list[Any], Codes]:
        """The distinct results of a rule, and which of them each draw has."""
        varying = self._varying(rule)
        if not varying:
            return [rule.of(self.one)], np.zeros(DRAWS, dtype=np.int64)
        self.read.update(varying)
        combined = np.zeros(DRAWS, dtype=np.int64)
        for question_id in varying:
            column = self.draws.column(question_id)
            combined = combined * (len(column.answers) + 1) + column.codes - NOT_ASKED
        _, first, which = np.unique(combined, return_index=True, return_inverse=True)
        columns = [(i, self.draws.column(i).codes) for i in varying]
        results = [rule.of(self.one.place({i: int(codes[at]) for i, codes in columns})) for at in first]
        self.one.place({i: int(codes[0]) for i, codes in columns})
        return results, which.astype(np.int64)

    def _varying(self, rule: Rule) -> list[str]:
        return [i for i in rule.reads if self.draws.column(i).varies]

    def _stands(self, name: str, stands: Mask, reads: Sequence[str], evenly: Sequence[str] = ()) -> None:
        """Note what stands in the way in some draws alone."""
        if stands.any() and not stands.all():
            self.obstacles[name] = Obstacle(stands, tuple(reads), tuple(evenly))

    def _dimensions(self) -> dict[str, Floats]:
        """The weighted mean score of each dimension, 0 to 100; not a number where nothing of it applies."""
        total: dict[str, Floats] = {}
        weight: dict[str, Floats] = {}
        of: dict[str, list[Rule]] = defaultdict(list)
        for dimension, rule in self.rules.items:
            of[dimension].append(rule)
            items, which = self._evaluated(rule)
            counts = np.array([item.state in ("answered", "open") for item in items])[which]
            low = np.array([item.low for item in items])[which]
            high = np.array([item.high for item in items])[which]
            spread = high - low
            score = low + spread * uniforms(f"score of {rule.id}") if spread.any() else low
            if any(item.state == "open" for item in items):
                self._drawn_evenly(rule.id, rule.reads, np.where(counts, score, -1.0))
            share = counts * items[0].weight
            total[dimension] = total.get(dimension, 0.0) + share * score
            weight[dimension] = weight.get(dimension, 0.0) + share
        scores = {
            dimension: 100.0 * np.divide(total[dimension], w, out=np.full(DRAWS, np.nan), where=w > 0)
            for dimension, w in weight.items()
        }
        for dimension, rules in of.items():
            reads = dict.fromkeys(i for rule in rules for i in self._varying(rule))
            evenly = [rule.id for rule in rules if rule.id in self.even]
            self._stands(dimension, scores[dimension] < self.start["feasibility"], tuple(reads), evenly)
        return scores

    def _drawn_evenly(self, name: str, reads: Sequence[str], drawn: Floats) -> None:
        """Note what was drawn, and the open answers that would say it instead."""
        wanted = tuple(i for i in reads if self.facts.open(i) and None in self.draws.column(i).answers)
        if wanted:
            self.even[name] = (wanted, drawn)

    def _grave(self) -> Codes:
        """How many high findings stand."""
        grave = np.zeros(DRAWS, dtype=np.int64)
        for rule in self.rules.findings:
            if self.facts.waived(rule.id) or not may_be_high(self.catalogue, rule.id):
                continue
            severities, which = self._evaluated(rule)
            high = np.array([severity == "high" for severity in severities])[which]
            reads = self._varying(rule)
            if rule.id in OF_MONEY:
                high = high & ~self.adds
                reads = [*reads, *(["value.count_decisions"] if self.adds.any() else [])]
            grave += high
            self.high[rule.id] = float(high.mean())
            self._stands(rule.id, high, reads)
        return grave

    def _tier(self) -> npt.NDArray[np.str_]:
        """The tier; what its answers leave undecided is drawn."""
        tiers, which = self._evaluated(self.rules.tier)
        tier = np.array(tiers, dtype="U16")[which]
        usual: Mapping[str, float] = self.catalogue.rules["ai_act"]["usual"]
        drawn = np.array(list(usual), dtype="U16")[chosen(list(usual.values()), uniforms("tier"))]
        return np.where(tier == "cannot_say", drawn, tier)

    def _blockers(self) -> tuple[Mask, Mask]:
        """Whether a blocker stands that cannot be cured, and whether one does that can; what is undecided is
        drawn.
        """
        fatal, curable = np.zeros(DRAWS, dtype=np.bool_), np.zeros(DRAWS, dtype=np.bool_)
        for rule in self.rules.blockers:
            data = self.catalogue.rules["blockers"][rule.id]
            standings, which = self._evaluated(rule)
            standing = np.array(standings, dtype="U16")[which]
            usual = data["usual"]
            drawn = chosen([usual["no"], usual["confirmed"]], uniforms(f"blocker {rule.id}")) == 1
            undecided = (standing != "confirmed") & (standing != "no")
            if undecided.all():  # as things stand, so that settling it tells something
                self.even[f"blocker {rule.id}"] = (data["answers"][-1:], np.where(drawn, 0.9, 0.1))
            stands = np.where(standing == "confirmed", True, np.where(standing == "no", False, drawn))
            name = f"blocker {rule.id}"
            self._stands(name, stands, self._varying(rule), (name,) if name in self.even else ())
            if data["curable"]:
                curable |= stands
            else:
                fatal |= stands
        return fatal, curable

    # ── chances ─────────────────────────────────────────────────────────────────────────────────────────────

    def _payback(self) -> Floats:
        """The engines' own chance once somebody has said what the project brings; else it is drawn evenly."""
        known, even = cases.chance(self.facts), uniforms(PAYBACK)
        wanted = tuple(i for i in cases.deciding_payback(self.facts) if self.facts.open(i))
        if known is None or (wanted and not cases.benefit_stated(self.facts)):
            missing = tuple(i for i in wanted if self.facts.project.raw(i) is None)
            self.even[PAYBACK] = (missing or wanted, even)  # a typical figure keeps no chance from existing
            return even
        return np.where(self.adds, known + (1 - known) * even, known)

    @cached_property
    def adds(self) -> Mask:
        """Where decisions are drawn to count as a benefit that the money at hand does not know."""
        counted = self.draws.column("value.count_decisions")
        if not counted.drawn:
            return np.zeros(DRAWS, dtype=np.bool_)
        self.read.add("value.count_decisions")
        return np.array([*(answer is True for answer in counted.answers), False])[counted.codes]

    def _on_time(self) -> Floats:
        low, high = cases.on_time(self.facts)
        schedule = self.facts.schedule
        if low != high and schedule is not None and schedule.decided_on_time is not None:
            low = high = schedule.decided_on_time  # of typical tasks, which nobody has confirmed
        if low == high:
            return np.full(DRAWS, low)
        even = uniforms(ON_TIME)
        wanted = ("plan.tasks", "plan.deadline")
        self.even[ON_TIME] = (tuple(i for i in wanted if self.facts.open(i)), even)
        return even

    # ── the table of thresholds ─────────────────────────────────────────────────────────────────────────────

    def _words(
        self,
        dimensions: Mapping[str, Floats],
        payback: Floats,
        on_time: Floats,
        grave: Codes,
        tier: npt.NDArray[np.str_],
    ) -> Codes:
        words = np.full(DRAWS, _NO_GO, dtype=np.int64)
        undecided = np.ones(DRAWS, dtype=np.bool_)
        weakest = np.fmin.reduce([np.full(DRAWS, np.inf), *dimensions.values()])
        for row in self.catalogue.rules["verdict"]["rows"]:
            meets = (
                undecided
                & (weakest >= row["feasibility"])
                & (payback >= row["payback"])
                & (on_time >= row["on_time"])
                & (grave <= row["high_findings"])
                & np.isin(tier, row["tiers"])
            )
            words[meets] = WORDS.index(row["word"])
            undecided &= ~meets
        return words


def leaning(facts: Facts, drawn: Drawn) -> Leaning:
    """How often each verdict comes out, and on what that rests, in a sentence."""
    asked = [i for i, truth in facts.truth.items() if truth == "yes"]
    answered = sum(facts.status[i] != "open" for i in asked)
    probabilities = drawn.probabilities
    labels = facts.catalogue.rules["verdict"]["labels"]
    rules = facts.catalogue.rules["leaning"]["sentences"]
    likely = [word for word in WORDS if probabilities[word] > 0]
    kind = "split" if len(likely) > 1 else "one"
    kind = f"{kind}_open" if answered < len(asked) else f"{kind}_closed"
    shares = listed_shares({labels[word].lower(): probabilities[word] for word in likely})
    sentence = rules[kind].format(
        shares=shares, word=labels[likely[0]].lower(), answered=answered, asked=len(asked)
    )
    house = drawn.draws.house
    if house.projects and answered < len(asked):
        sentence += " " + rules["house"].format(projects=house.projects, number=house.number)
    return Leaning(probabilities, answered, len(asked), sentence, house.number)
