"""Entries worth knowing, by topic: data/catalogue/TOPIC.yaml."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mlscope.errors import shorten
from mlscope.project.fields import Name, NotNegative, Percent, Text
from mlscope.project.steps.ethics import Stake
from mlscope.project.steps.problem import Task


def _id(value: str) -> str:
    plain = (
        value.isascii()
        and value.replace("_", "a").isalnum()
        and value == value.lower()
        and value[:1].isalpha()
    )
    if not plain or len(value) > 60:
        raise ValueError(
            "an id has small letters, digits and underscores and begins with a letter; found"
            f" {shorten(value)}"
        )
    return value


Id = Annotated[str, AfterValidator(_id)]


def _said(value: str) -> str:
    if not value:
        raise ValueError("this is empty; write what people are to read here")
    return value


Title = Annotated[Name, AfterValidator(_said)]
Label = Annotated[Text, AfterValidator(_said)]
Scalar = bool | int | float | str
Conditions = dict[str, Scalar | list[Scalar]]


class Plain(BaseModel):
    """Content with a closed set of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refuse_twice(ids: Iterable[str], what: str) -> None:
    """ValueError for an id that stands twice."""
    for name, times in Counter(ids).items():
        if times > 1:
            raise ValueError(
                f"the {what} '{name}' stands {'twice' if times == 2 else f'{times} times'}; give each its"
                " own id"
            )


class Reference(Plain):
    """Where a fact comes from: a published work, or the project guide with its date."""

    title: str
    kind: str = "project guide"
    url: str = ""
    as_of: str = ""


def _is_rows(value: Any) -> bool:
    """Is a fact a list of rows, each with texts or lists of texts by name?"""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) for row in value)
        and all(
            isinstance(one, str)
            for row in value
            for cell in row.values()
            for one in (cell if isinstance(cell, list) else [cell])
        )
    )


class Entry(BaseModel):
    """One thing worth knowing: a metric, a risk, a pattern, a term. Extra keys are the facts of its topic."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Id
    name: Title
    text: str = ""
    source: Reference
    applies: Conditions = Field(default_factory=dict)
    unless: Conditions = Field(default_factory=dict)
    """Answers of which any one rules it out, though `applies` holds."""
    comes_to: dict[str, str] = Field(default_factory=dict)
    """The choices, by question, that following this entry comes to."""

    @property
    def facts(self) -> dict[str, Any]:
        """What this topic says besides name and text."""
        return self.model_extra or {}

    @property
    def parts(self) -> dict[str, Any]:
        """All that may fill a cell of a table: id, name, text and facts."""
        return {"id": self.id, "name": self.name, "text": self.text} | self.facts

    @model_validator(mode="after")
    def _plain_facts(self) -> Self:
        for key, value in self.facts.items():
            if not _is_rows(value) and not all(
                isinstance(one, str | int | float) for one in (value if isinstance(value, list) else [value])
            ):
                raise ValueError(
                    f"'{key}' must be a text, a figure or a list of texts; found {shorten(value)}"
                )
        return self


class Topic(Plain):
    """A file of entries: data/catalogue/ID.yaml."""

    title: str
    subject: str = ""
    text: str = ""
    entries: tuple[Entry, ...]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        refuse_twice((entry.id for entry in self.entries), "entry")
        return self


class _Facts(BaseModel):
    model_config = ConfigDict(extra="allow")


class _MetricFacts(_Facts):
    better: Literal["higher", "lower"] = "higher"
    best: Annotated[float, Field(allow_inf_nan=False)] = 1.0
    role: Literal["primary", "secondary"] = "primary"
    tasks: list[Task] = []


class _RiskFacts(_Facts):
    probability: Percent = 0.0
    residual: Percent = 0.0
    delay_days: NotNegative | None = None
    mitigation: Text = ""


class _TermFacts(_Facts):
    also: list[str] = []


class _ItemFacts(_Facts):
    listed: Annotated[str, Field(alias="list")] = ""


class Told(Plain):
    """A cause of a documented case, and the findings and blockers that it raises."""

    cause: Label
    codes: Annotated[list[str], Field(min_length=1)]


class PrecedentFacts(_Facts):
    """A documented public case: what became of it, how it is cited, and the findings that each of its
    causes raises.
    """

    year: Annotated[int, Field(ge=1900, le=2100)]
    outcome: Literal["failure", "success", "mixed"]
    cited: Label
    cause: Label
    codes: list[str] = []
    further: list[Told] = []
    """Other causes of the same case."""
    tasks: list[Task] = []
    stake: Stake | None = None
    shows: list[str] = []
    """Recommended entries that it bears out, as topic/entry."""


FACTS: dict[str, type[BaseModel]] = {
    "precedents": PrecedentFacts,
    "metrics": _MetricFacts,
    "risks": _RiskFacts,
    "glossary": _TermFacts,
    "checklists": _ItemFacts,
}
"""The facts that the program itself reads, by topic, and the form that it needs them in."""
