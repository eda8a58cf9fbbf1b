"""One type for every question, whether a typed field declares it or a YAML pack does.

A field of a section declares its question where it declares its type:

    labelled_rows: Annotated[int | None, Field(title="Labelled examples", ge=0), Ask(unit="rows", why="...")]
    = None

`questions_of(section)` turns such fields into frozen `Question` records. Everything that asks, prints,
compares or checks answers knows only `Question` and the closed set of kinds below.
"""

import datetime as dt
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Kind = Literal[
    "text", "prose", "number", "money", "percent", "estimate", "yes_no", "choice", "choices", "date", "table"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Condition = Mapping[str, Any]
"""question id -> the wanted answer, or a list of answers any of which will do; all keys must hold."""


class Options(StrEnum):
    """A closed list of choices: each member is its id, with the label and help that people read."""

    label: str
    help: str

    def __new__(cls, value: str, label: str = "", help: str = "") -> Self:
        """A member whose value is its id."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.help = help
        return member


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a choice question offers."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """How a typed field is asked; stands in the field's annotation.

    `short` names the answer where the whole question would be too long, `group` heads the box it stands in,
    `why` says why it is asked, `example` is a worked answer, `when` is the condition under which it is asked,
    `core` puts it into Quick scope (under
    `core_when`, if given), `optional` says that nothing is missing while it is unanswered, `unit` follows the
    figure ("money" is the project's currency), `per` is what it is counted for ("year", "case"), `unit_from`
    and `per_from` name the columns that hold the unit of this one and whether it is counted yearly, `options`
    a catalogue whose entries are the choices, or the table ("rows" for its own) whose rows a column names.
    """

    kind: Kind | None = None
    short: str = ""
    group: str = ""
    why: str = ""
    example: str = ""
    when: Condition = field(default_factory=dict)
    core: bool = False
    core_when: Condition = field(default_factory=dict)
    optional: bool = False
    unit: str = ""
    unit_from: str = ""
    per: str = ""
    per_from: str = ""
    options: str = ""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How an answer scores in a feasibility dimension, 0 (cannot be done) to 1 (settled).

    `scores` maps a choice id (or "yes"/"no") to its score; `points` are (answer, score) pairs of a rising
    number, interpolated between, on a logarithmic axis when `log` is set. Without a dimension a score moves
    none, and only says which answers call for advice.
    """

    dimension: str
    weight: float = 1.0
    scores: Mapping[str, float] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()
    log: bool = False


Severity = Literal["blocker", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """A severity, and the condition under which it counts; without a condition it always does."""

    severity: Severity
    when: Condition = field(default_factory=dict)


_PREFIXES = {
    "problem": "PROB",
    "metrics": "METRIC",
    "approach": "APPR",
    "feasibility": "FEAS",
    "risks": "RISK",
}


STEP_OF_PREFIX = {prefix: step for step, prefix in _PREFIXES.items()} | {
    step.upper(): step for step in ("people", "data", "value", "ethics", "plan")
}
"""The step whose questions raise a finding, by the first part of its code."""


@cache
def _code(question_id: str) -> str:
    step, _, name = question_id.partition(".")
    return f"{_PREFIXES.get(step, step.upper())}-{name.upper()}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as every reader of it sees it; `id` is step.name and is never reused."""

    id: str
    kind: Kind
    label: str
    help: str = ""
    why: str = ""
    example: str = ""
    group: str = ""
    unit: str = ""
    unit_from: str = ""
    per: str = ""
    per_from: str = ""
    when: Condition = field(default_factory=dict)
    core: bool = False
    core_when: Condition = field(default_factory=dict)
    """Under which of the answers it is core; empty for always."""
    choices: tuple[Choice, ...] = ()
    options: str = ""
    columns: "tuple[Question, ...]" = ()
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    scoring: Scoring | None = None
    advice: str = ""
    severity: tuple[SeverityRow, ...] = ()
    """How grave a weak answer is, by condition; where no row holds, its score says."""
    weak: Mapping[str, str] = field(default_factory=dict)
    """What an answer means for the project, in a sentence, by the answer."""
    usual: Mapping[str, float] = field(default_factory=dict)
    """How often an answer is usually given, in pseudo-counts by choice; an answer that is not named counts
    1.
    """
    pack: str = ""
    aliases: tuple[str, ...] = ()
    short: str = ""
    optional: bool = False
    """Is nothing missing while there is no answer?"""

    @property
    def short_label(self) -> str:
        """What the answer is called where the whole question would be too long."""
        return self.short or self.label

    @property
    def step(self) -> str:
        """The step that asks it."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The field within its step."""
        return self.id.partition(".")[2]

    @property
    def code(self) -> str:
        """The code of the finding that a weak answer brings up: DATA-GUIDELINE."""
        return _code(self.id)

    @property
    def counts(self) -> bool:
        """Can the answer move a figure? A question of a pack does so only by its score in a dimension."""
        if self.optional:
            return False
        return not self.pack or bool(self.scoring and self.scoring.dimension)

    def quick(self, value_of: Mapping[str, Any]) -> bool:
        """Does it belong to Quick scope, given the answers as conditions see them?"""
        return self.core and holds(self.core_when, value_of) == "yes"

    def label_of(self, choice: object) -> str:
        """The words for a choice id; the id itself when it is unknown."""
        return next((known.label for known in self.choices if known.id == choice), str(choice))

    def column(self, name: str) -> "Question":
        """The column of a table question, by its name."""
        return next(column for column in self.columns if column.id == name)


def questions_of(section: type[BaseModel], prefix: str = "") -> tuple[Question, ...]:
    """The questions that a section (or a table's row type) declares, in the order of its fields."""
    return tuple(
        _question(prefix + name, info)
        for name, info in section.model_fields.items()
        if any(isinstance(m, Ask) for m in info.metadata)
    )


def _question(question_id: str, info: FieldInfo) -> Question:
    ask = next(m for m in info.metadata if isinstance(m, Ask))
    inner, metadata = _bare(info.annotation)
    bounds = [*info.metadata, *metadata]
    kind, choices, columns = _shape(inner, metadata)
    low, high = _bound(bounds, "ge", "gt"), _bound(bounds, "le", "lt")
    return Question(
        id=question_id,
        kind=ask.kind or kind,
        short=ask.short,
        label=info.title or question_id.rpartition(".")[2].replace("_", " ").capitalize(),
        help=info.description or "",
        why=ask.why,
        example=ask.example,
        group=ask.group,
        unit=ask.unit,
        unit_from=ask.unit_from,
        per=ask.per,
        per_from=ask.per_from,
        when=ask.when,
        core=ask.core,
        core_when=ask.core_when,
        optional=ask.optional,
        choices=choices,
        options=ask.options,
        columns=columns,
        minimum=max(low, default=None),
        maximum=min(high, default=None),
        whole=inner is int,
    )


def _bound(metadata: Iterable[Any], *names: str) -> list[float]:
    return [float(getattr(m, name)) for m in metadata for name in names if hasattr(m, name)]


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type behind `T | None` and `Annotated`, with the metadata found on the way."""
    metadata: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *extra = get_args(annotation)
            for found in extra:
                metadata += (
                    (found, *getattr(found, "metadata", ())) if isinstance(found, FieldInfo) else (found,)
                )
            continue
        arms = [arm for arm in get_args(annotation) if arm is not type(None)]
        if get_origin(annotation) in (typing.Union, types.UnionType) and len(arms) == 1:
            annotation = arms[0]
            continue
        return annotation, metadata


def _shape(inner: Any, metadata: tuple[Any, ...]) -> tuple[Kind, tuple[Choice, ...], tuple[Question, ...]]:
    named = next((m.kind for m in metadata if isinstance(m, KindOf)), None)
    if named:
        return named, (), ()
    if get_origin(inner) is list:
        item, _ = _bare(get_args(inner)[0])
        if isinstance(item, type) and issubclass(item, Options):
            return "choices", _choices(item), ()
        if isinstance(item, type) and issubclass(item, BaseModel):
            columns = questions_of(item)
            return "table", (), tuple(sorted(columns, key=lambda column: column.id == "evidence"))
        return "choices", (), ()
    if isinstance(inner, type) and issubclass(inner, Options):
        return "choice", _choices(inner), ()
    plain: dict[Any, Kind] = {bool: "yes_no", int: "number", float: "number", str: "text", dt.date: "date"}
    if inner in plain:
        return plain[inner], (), ()
    raise TypeError(f"no kind of question fits {inner!r}")


def _choices(options: type[Options]) -> tuple[Choice, ...]:
    return tuple(Choice(member.value, member.label, member.help) for member in options)


@dataclass(frozen=True, slots=True)
class KindOf:
    """Marks a type with the kind of question that asks for it."""

    kind: Kind


Truth = Literal["yes", "no", "open"]

NOT_APPLICABLE = object()
"""Stands for an answer that was declared not applicable."""


def holds(condition: Condition, value_of: Mapping[str, Any]) -> Truth:
    """Does a condition hold for these answers? "open" while an answer that decides it is missing.

    A key absent from `value_of` is an answer that was never asked for, on which nothing can rest: "no".
    A key with the value None is open; NOT_APPLICABLE matches nothing.
    """
    verdict: Truth = "yes"
    for key, wanted in condition.items():
        if key not in value_of:
            return "no"
        value = value_of[key]
        if value is None:
            verdict = "open"
        elif not _matches(value, wanted):
            return "no"
    return verdict


def _matches(value: Any, wanted: Any) -> bool:
    allowed = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    given = value if isinstance(value, list | tuple) else [value]
    return any(
        one == other and isinstance(one, bool) == isinstance(other, bool)
        for one in given
        for other in allowed
    )


def asked(questions: Iterable[Question], value_of: Mapping[str, Any]) -> dict[str, Truth]:
    """Whether each question is asked, given the raw answers: "open" where that hangs on an answer still
    missing.

    Conditions chain: an answer to a question that is not asked decides nothing, and one that may not be asked
    stays open.
    """
    by_id = {question.id: question for question in questions}
    truths: dict[str, Truth] = {}

    def truth(question_id: str, below: frozenset[str] = frozenset()) -> Truth:
        if question_id in truths:
            return truths[question_id]
        if question_id in below:
            raise ValueError(f"the conditions of {', '.join(sorted(below))} go round in a circle")
        visible: dict[str, Any] = {}
        for key in by_id[question_id].when:
            if key in by_id and (parent := truth(key, below | {question_id})) != "no":
                visible[key] = value_of.get(key) if parent == "yes" else None
        truths[question_id] = holds(by_id[question_id].when, visible)
        return truths[question_id]

    for question_id in by_id:
        truth(question_id)
    return truths


def with_choices(question: Question, choices: Iterable[Choice]) -> Question:
    """The question with its choices filled in from a catalogue."""
    return replace(question, choices=tuple(choices))


def labels_of(question_ids: Iterable[str], questions: Mapping[str, Question]) -> list[str]:
    """Questions as they are asked, by their ids; an id that nothing asks stays."""
    return [questions[i].label if i in questions else i for i in question_ids]
