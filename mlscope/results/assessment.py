"""What `assess` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mlscope.questions import Severity


@dataclass(frozen=True, slots=True)
class Item:
    """One scored item of a dimension: the answers it rests on, its score as an interval of 0..1, and the reason in words.

    `state`: "answered", "open", "not_applicable" or "not_asked"; `maybe` when it hangs on an open answer whether it is asked.
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
    """Feasibility in one dimension, from the worst to the best case over what is open; None where nothing applies."""

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


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stops the verdict; `confirmed` by an answer, or merely `open`; `curable` within the project."""

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
    """A condition of a start: what to do, its figure or reason, who sees to it, and by which day (ISO, empty where none is known)."""

    text: str
    figure: str
    owner: str
    due: str
    codes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """A documented public case that is like this project: what was tried, what came of it, and why it is like it."""

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
    """A question worth answering next: how much it can move, in words and as a number to order by."""

    id: str
    label: str
    gain: float
    reason: str


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
    """The tier under the EU AI Act, with the article, the deciding answers, duties, and the date and source of the rule."""

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


@dataclass(frozen=True)
class Assessment:
    """Everything `assess` says of a project."""

    verdict: Verdict
    completeness: float
    """Share of the asked questions that are answered (or not applicable), 0..1; assumed answers count as open."""
    step_completeness: Mapping[str, float]
    dimensions: Mapping[str, DimensionResult]
    blockers: tuple[Blocker, ...]
    findings: tuple[Finding, ...]
    next_questions: tuple[NextQuestion, ...]
    path_to_go: tuple[Step, ...]
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
    stopping_rule: str = ""
    """Whether to go on asking, and until when, in a sentence."""
