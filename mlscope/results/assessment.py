"""What `assess` finds out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


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


Severity = Literal["blocker", "high", "medium", "low"]


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


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stops the verdict; `confirmed` by an answer, or merely `open`; `curable` within the project."""

    code: str
    message: str
    advice: str
    answers: tuple[str, ...]
    confirmed: bool
    curable: bool


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
    stopping_rule: str = ""
    """Whether to go on asking, and until when, in a sentence."""
