"""Questions that are asked, scored and printed, declared in YAML: data/packs/PACK.yaml."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from mlscope.catalogue.topics import Conditions, Id, Label, Plain, refuse_twice
from mlscope.errors import did_you_mean, shorten
from mlscope.project.fields import Prose, Text
from mlscope.project.steps.feasibility import Dimension
from mlscope.project.wizard import STEPS
from mlscope.questions import Choice, Question, Scoring, SeverityRow

PackKind = Literal[
    "text", "prose", "number", "money", "percent", "estimate", "yes_no", "choice", "choices", "date"
]
FIGURES = ("number", "money", "percent")


def _version(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,6}\.\d{1,6}", value):
        raise ValueError(f'a version is two numbers in quotes, as in "1.0"; found {shorten(value)}')
    return value


def _question_id(value: str) -> str:
    step, dot, name = value.partition(".")
    if step not in STEPS or not dot:
        raise ValueError(
            f"'{value[:60]}' must begin with the step it stands in, as in"
            f" data.{name or 'name'}{did_you_mean(step, STEPS)}"
        )
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise ValueError(
            f"after its step an id has small letters, digits and underscores; found {shorten(value)}"
        )
    return value


def _dimension(value: str) -> str:
    if value and value not in list(Dimension):
        guess = did_you_mean(value, Dimension, f"the dimensions are {', '.join(Dimension)}")
        raise ValueError(f"there is no dimension '{value[:60]}'{guess}")
    return value


def usual_weights(usual: Mapping[str, float], offered: Sequence[str]) -> dict[str, float]:
    """The weights of answers, checked: of choices that there are, none negative, not all zero. ValueError
    says what is wrong.
    """
    for answer, weight in usual.items():
        if answer not in offered:
            guess = did_you_mean(answer, offered, f"the choices are {', '.join(offered)}")
            raise ValueError(f"'usual' weighs the answer '{answer[:60]}', but there is no such choice{guess}")
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(
                f"'usual' gives '{answer}' a weight of {weight:g}; a weight is a count of 0 or more, as 3 for"
                " an answer given three times as often as one of weight 1"
            )
    if offered and not sum(usual.get(answer, 1.0) for answer in offered):
        raise ValueError("'usual' gives every answer a weight of 0; leave it out, or give one of them more")
    return dict(usual)


class PackChoice(Plain):
    """A choice of a pack question, with its score where the question is scored."""

    id: Id
    label: Label
    help: Prose = ""
    score: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None


Bound = Annotated[float, Field(allow_inf_nan=False)]


def _rows(value: object) -> object:
    return [{"is": value}] if isinstance(value, str) else value


class SeverityRule(Plain):
    """A severity and the condition under which it counts; a pinned text of a pack names it by its field."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    severity: Annotated[Literal["high", "medium", "low"], Field(alias="is")]
    when: Conditions = Field(default_factory=dict)


Severities = Annotated[tuple[SeverityRule, ...], BeforeValidator(_rows)]


def severity_rows(plain: object) -> tuple[SeverityRow, ...]:
    """A severity as rules and packs write it, a word or a list of rows."""
    rules: tuple[SeverityRule, ...] = _SEVERITIES.validate_python(plain)
    return tuple(SeverityRow(rule.severity, rule.when) for rule in rules)


_SEVERITIES: TypeAdapter[Any] = TypeAdapter(Severities)


class PackQuestion(Plain):
    """A question that is asked, scored and printed, declared in YAML."""

    id: Annotated[str, AfterValidator(_question_id)]
    kind: PackKind
    label: Label
    help: Prose = ""
    why: Prose = ""
    example: Prose = ""
    group: Text = ""
    unit: Text = ""
    when: Conditions = Field(default_factory=dict)
    core: bool = False
    core_when: Conditions = Field(default_factory=dict)
    choices: tuple[PackChoice, ...] = ()
    minimum: Bound | None = None
    maximum: Bound | None = None
    dimension: Annotated[str, AfterValidator(_dimension)] = ""
    weight: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0
    advice: Prose = ""
    severity: Severities = ()
    weak: dict[str, Label] = Field(default_factory=dict)
    usual: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        refuse_twice((choice.id for choice in self.choices), "choice")
        if self.kind in ("choice", "choices") and not self.choices:
            raise ValueError(f"a question of kind '{self.kind}' needs 'choices'")
        if self.kind == "yes_no" and not {choice.id for choice in self.choices} <= {"yes", "no"}:
            raise ValueError(
                "the choices of a yes_no question are 'yes' and 'no', and only say what each scores"
            )
        if self.kind not in ("choice", "choices", "yes_no") and self.choices:
            raise ValueError(
                f"'choices' do not go with the kind '{self.kind}'; did you mean the kind 'choice'?"
            )
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(
                f"no answer lies between a minimum of {self.minimum:g} and a maximum of {self.maximum:g};"
                " swap them"
            )
        offered = ["yes", "no"] if self.kind == "yes_no" else [choice.id for choice in self.choices]
        for answer in self.weak:
            if answer not in offered:
                raise ValueError(
                    f"'weak' says what the answer '{answer[:60]}' means, but there is no such choice"
                    f"{did_you_mean(answer, offered)}"
                )
        if self.usual and self.kind not in ("choice", "choices", "yes_no"):
            raise ValueError(
                f"'usual' weighs choices, and the kind '{self.kind}' has none; leave it out or ask for a"
                " choice"
            )
        usual_weights(self.usual, ["none", *offered] if self.kind == "choices" else offered)
        if self.severity and not (self.advice and self.scores):
            raise ValueError(
                "a 'severity' needs scored choices and 'advice', since it says how grave a weak answer is"
            )
        if self.kind == "percent" and max(self.minimum or 0, self.maximum or 0) > 1:
            raise ValueError("a percent runs from 0 to 1; write 60 % as 0.6")
        return self

    @property
    def scores(self) -> dict[str, float]:
        """What each scored choice scores."""
        return {choice.id: choice.score for choice in self.choices if choice.score is not None}

    def question(self, pack: str) -> Question:
        """The question as forms, engines and documents see it."""
        scoring = Scoring(self.dimension, self.weight, self.scores) if self.dimension or self.scores else None
        texts = self.model_dump(
            include={
                "id",
                "kind",
                "label",
                "help",
                "why",
                "example",
                "group",
                "unit",
                "core",
                "minimum",
                "maximum",
                "advice",
            }
        )
        choices = () if self.kind == "yes_no" else tuple(Choice(c.id, c.label, c.help) for c in self.choices)
        severity = tuple(SeverityRow(row.severity, row.when) for row in self.severity)
        return Question(
            **texts,
            when=self.when,
            core_when=self.core_when,
            choices=choices,
            scoring=scoring,
            severity=severity,
            weak=self.weak,
            usual=self.usual,
            pack=pack,
        )


class Pack(Plain):
    """A versioned set of questions: data/packs/ID.yaml."""

    id: Id
    version: Annotated[str, BeforeValidator(_version)]
    title: Text
    questions: tuple[PackQuestion, ...]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        refuse_twice((question.id for question in self.questions), "question")
        return self
