"""What `assess` finds out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mlscope.questions import Severity


@dataclass(frozen=True, slots=True)
class Item:
    """One scored item of a dimension: the answers it rests on, its score as an interval of 0..1, and the
    reason in words.

    `state`: "answered", "open", "not_applicable" or "not_asked"; `maybe` when it hangs on an open answer
    whether it is asked.
    """

    id: str
    label: str
    answers: tuple[str, ...]
    weight: float
    low: float
    high: float
    state: Literal["answered", "open", "not_applicable", "not_asked"]
    reason: str
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """Feasibility in one dimension, from the worst to the best case over what is open; None where nothing
    applies.
    """

    id: str
    label: str
    low: float | None
    high: float | None
    completeness: float
    word: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the scope: what, what to do, and the answers it rests on."""

    code: str
    severity: Severity
    message: str
    advice: str
    answers: tuple[str, ...]
    contradiction: bool = False
    waived: str = ""
    """The reason it was waived for; empty when it stands."""
    title: str = ""
    """Two to five words that name it."""
    at_worst: Severity = "low"
    """Its severity where every condition that hangs on an open answer holds."""
    cause: str = ""
    """The group of causes it belongs to."""
    precedent: str = ""
    """The documented case that is nearest, in a sentence; empty where there is none."""
    crowded_out: bool = False
    """High by itself, and shown as medium since so many others are graver."""

    @property
    def grave(self) -> bool:
        """Does it count as a high finding in the verdict?"""
        return (self.severity == "high" or self.crowded_out) and not self.waived


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stops the verdict; `confirmed` by an answer, or merely `open`; `curable` within the
    project.
    """

    code: str
    message: str
    advice: str
    answers: tuple[str, ...]
    confirmed: bool
    curable: bool
    precedent: str = ""
    """The documented case that is nearest, in a sentence; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Sink:
    """What would sink the project: the cause in its own words, what it would do, and what settles it."""

    cause: str
    why: str
    settle: str
    codes: tuple[str, ...]
    answers: tuple[str, ...] = ()
    precedent: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a start: what to do, its figure or reason, who sees to it, and by which day (ISO, empty
    where none is known).

    `event` says before what it is due where nobody gave a day: `due` is then the day of the event.
    """

    text: str
    figure: str
    owner: str
    due: str
    event: str = ""
    codes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """A documented public case that is like this project: what was tried, what came of it, and why it is like
    it.
    """

    id: str
    name: str
    text: str
    source: str
    url: str
    year: int
    outcome: Literal["failure", "success", "mixed"]
    sentence: str
    """As at ..., with the cause."""
    codes: tuple[str, ...]
    """What it shares with this project."""
    why: str


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question worth answering next: how much its answer tells about the verdict, how long it takes, and
    why it is asked.
    """

    id: str
    label: str
    gain: float
    """How far the answer can still move the verdict's two ends, to order questions that tell equally much."""
    reason: str
    bits: float = 0.0
    """What the answer tells about the verdict, in bits; 0 is "about 0": less than chance alone would show."""
    minutes: float = 0.0
    """What it takes to answer, for somebody who knows the project."""
    worth: float = 0.0
    """What it is worth to know the answer for sure, in money (EVPPI)."""
    obstacle_bits: float = 0.0
    """What the answer tells about what stands in the way of a start, in bits, whatever the word is."""

    @property
    def decides(self) -> bool:
        """Can the answer still move the verdict, or is it worth money to know it? If not, it only tells what
        stands in the way.
        """
        return bool(self.bits or self.gain or self.worth)


@dataclass(frozen=True, slots=True)
class Trial:
    """What only trying can tell: no question that somebody could answer, but named with what it is worth to
    know.
    """

    id: str
    label: str
    worth: float | None
    """In money (EVPPI); None where that is not known."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A catalogue entry recommended for this project, with the reason."""

    topic: str
    id: str
    name: str
    text: str
    reason: str
    source: str
    precedent: str = ""
    """A documented case that bears it out, in a sentence; empty where there is none."""


@dataclass(frozen=True, slots=True)
class AiAct:
    """The tier under the EU AI Act, with the article, the deciding answers, duties, and the date and source
    of the rule.
    """

    tier: Literal["out_of_scope", "prohibited", "high", "minimal", "cannot_say"]
    label: str
    article: str
    reason: str
    answers: tuple[str, ...]
    obligations: tuple[str, ...]
    transparency: tuple[str, ...]
    role: str | None
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on the cheapest path to go."""

    question: str
    label: str
    action: str
    """What to do, under the question."""
    task: str
    """The same for a reader who does not see the question."""
    why: str
    """What it is for, or how it stands so far."""


VerdictWord = Literal["go", "conditional", "not_yet", "no_go", "cannot_say"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision that the answers support, with its reasons."""

    word: VerdictWord
    label: str
    sentence: str
    reasons: tuple[str, ...]
    worst: VerdictWord
    best: VerdictWord


@dataclass(frozen=True, slots=True)
class Leaning:
    """How often each verdict comes out when what is open turns out as it usually does; never "cannot say"."""

    probabilities: Mapping[VerdictWord, float]
    """By word: go, conditional, not_yet, no_go; they sum to one."""
    answered: int
    asked: int
    sentence: str
    house: int = 0
    """The number of the snapshot of the house's other projects that the weights were joined by; 0 for
    none.
    """

    @property
    def doubt(self) -> float:
        """What is missing to know the verdict, in bits: the entropy of the probabilities."""
        return -sum(share * math.log2(share) for share in self.probabilities.values() if share > 0)


@dataclass(frozen=True, slots=True)
class ImprovementStep:
    """One step of the improvement plan: what to do about an answer, what it takes and does, who sees to it
    and by when.
    """

    question: str
    label: str
    action: str
    minutes: float
    effect: str
    """What it does at the worst end, after the steps before it; empty where it does so only with the next
    one.
    """
    owner: str = ""
    due: str = ""
    """ISO date; empty where none is known."""
    event: str = ""
    """Before what it is due, where nobody gave a day."""
    done: bool = False
    """Was it ticked off? It stays on the way until the answer says so too."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """The cheapest way to the next better verdict."""

    goal: VerdictWord | None
    goal_label: str
    steps: tuple[ImprovementStep, ...]
    minutes: float
    exact: bool
    """Were all combinations tried?"""
    sentence: str


NO_IMPROVEMENT = Improvement(None, "", (), 0.0, exact=True, sentence="")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may become of the verdict, and what to do about it."""

    leaning: Leaning
    next_questions: tuple[NextQuestion, ...] = ()
    only_trying: tuple[Trial, ...] = ()
    stopping_rule: str = ""
    path_to_go: tuple[Step, ...] = ()
    improvement: Improvement = NO_IMPROVEMENT


NOWHERE = Outlook(Leaning({}, 0, 0, ""))
"""The outlook of an assessment that was put together by hand."""


@dataclass(frozen=True)
class Assessment:
    """Everything `assess` says of a project."""

    verdict: Verdict
    completeness: float
    """Share of the asked questions that are answered (or not applicable), 0..1; assumed answers count as
    open.
    """
    step_completeness: Mapping[str, float]
    dimensions: Mapping[str, DimensionResult]
    blockers: tuple[Blocker, ...]
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    ai_act: AiAct
    open_questions: tuple[str, ...]
    """Ids of questions answered "don't know yet"."""
    core_completeness: float = 0.0
    """As `completeness`, over the questions of Quick scope alone."""
    sinks: tuple[Sink, ...] = ()
    """What would sink it, at most three lines, the gravest first."""
    conditions: tuple[Condition, ...] = ()
    """All conditions of a start; empty unless the verdict is to start under conditions."""
    precedents: tuple[Precedent, ...] = ()
    """Documented public cases like this project, the nearest first."""
    look_ahead: Callable[[], "Outlook"] = field(default=lambda: NOWHERE, repr=False, compare=False)
    """Finds the outlook; takes some hundredths of a second, so it runs when the outlook is first wanted."""

    @property
    def crowded_words(self) -> str:
        """How many findings stand behind those of high weight though as grave; empty where none does."""
        behind = sum(finding.crowded_out for finding in self.findings)
        if not behind:
            return ""
        more = "One more is as grave and stands" if behind == 1 else f"{behind} more are as grave and stand"
        return f"{more} behind the high ones, so that somebody can act on these first."

    @cached_property
    def outlook(self) -> Outlook:
        """The leaning, and what to do next."""
        return self.look_ahead()

    @property
    def foreseen(self) -> bool:
        """Has the outlook been found already?"""
        return "outlook" in self.__dict__

    @property
    def leaning(self) -> Leaning:
        """How often each verdict comes out when what is open turns out as it usually does."""
        return self.outlook.leaning

    @property
    def next_questions(self) -> tuple[NextQuestion, ...]:
        """The questions worth answering next, those that tell most a minute first."""
        return self.outlook.next_questions

    @property
    def only_trying(self) -> tuple[Trial, ...]:
        """What only trying can tell."""
        return self.outlook.only_trying

    @property
    def stopping_rule(self) -> str:
        """Whether to go on asking, and until when, in a sentence."""
        return self.outlook.stopping_rule

    @property
    def path_to_go(self) -> tuple[Step, ...]:
        """The cheapest path to the best verdict within reach."""
        return self.outlook.path_to_go

    @property
    def improvement(self) -> Improvement:
        """The cheapest way to the next better verdict."""
        return self.outlook.improvement
