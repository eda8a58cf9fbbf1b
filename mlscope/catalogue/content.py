"""The catalogue: all content, loaded and checked, as everything else reads it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from mlscope.catalogue.causes import Causes, read_causes
from mlscope.catalogue.outline import Outline
from mlscope.catalogue.packs import Pack, severity_rows
from mlscope.catalogue.precedents import TOPIC, Case, cases
from mlscope.catalogue.problems import Problem
from mlscope.catalogue.topics import Entry, Id, Plain, Topic
from mlscope.catalogue.versions import refuse
from mlscope.catalogue.wording import Wording
from mlscope.project.record import Project
from mlscope.questions import Question, SeverityRow

ENGLISH = "en"

FORMAT = 4
"""The make of the rules that today's code reads; raised with a migration in `replay` when code asks more or
other of them.
"""


class Step(Plain):
    """One step of the wizard: its title as a question, and why it matters."""

    id: Id
    name: str
    title: str
    why: str
    icon: str


class Scored(Plain):
    """How a typed question scores: data/rules/scoring.yaml."""

    dimension: str
    weight: Annotated[float, Field(gt=0)] = 1.0
    scores: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    points: tuple[tuple[float, Annotated[float, Field(ge=0, le=1)]], ...] = ()
    log: bool = False
    advice: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All content, loaded and checked. `questions` and `steps` speak `language`; packs and topics stay as
    they were written.
    """

    steps: tuple[Step, ...]
    questions: Mapping[str, Question]
    topics: Mapping[str, Topic]
    rules: Mapping[str, Any]
    packs: Mapping[str, Pack]
    folder: Path
    overlay: Path | None = None
    word_template: Path | None = None
    """The house's own Word template, where the overlay has one."""
    language: str = ENGLISH
    languages: Mapping[str, str] = field(default_factory=lambda: {ENGLISH: "English"})
    """The languages there are words for, with their own names."""
    problems: tuple[Problem, ...] = ()
    wordings: tuple[Wording, ...] = ()
    """The words in use over those that things were written with, a later one before an earlier one."""
    plain_steps: tuple[Step, ...] = ()
    """The steps as they were written."""
    outline: Outline = field(default_factory=Outline)
    """The chapters of the document and of its variants."""

    @cached_property
    def ids_by_step(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of all questions, by the step that asks them."""
        return {
            step.id: tuple(i for i, q in self.questions.items() if q.step == step.id) for step in self.steps
        }

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, str] | None]:
        """Step and field of every typed question, None for questions of packs."""
        return {i: None if q.pack else (q.step, q.name) for i, q in self.questions.items()}

    @cached_property
    def advised(self) -> tuple[Question, ...]:
        """The questions of packs whose weak answers bring up advice."""
        return tuple(q for q in self.questions.values() if q.pack and q.advice and q.scoring)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Documented public cases."""
        return cases(self.entries(TOPIC))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of all findings and blockers that there are."""
        return (*self.rules["findings"], *self.rules["blockers"], *(q.code for q in self.advised))

    @cached_property
    def causes(self) -> Causes:
        """What sinks projects, by cause."""
        return read_causes(self.rules["causes"])

    @cached_property
    def severities(self) -> Mapping[str, tuple[SeverityRow, ...]]:
        """How grave each finding of the rules is, by code."""
        return {code: severity_rows(rule["severity"]) for code, rule in self.rules["findings"].items()}

    def rows_of(self, code: str) -> tuple[SeverityRow, ...]:
        """The rows by which the severity of a finding is found, of the rules or of a pack."""
        if code in self.severities:
            return self.severities[code]
        return next((q.severity for q in self.advised if q.code == code), ())

    @cached_property
    def may_be_high(self) -> frozenset[str]:
        """The codes of the findings that have a row by which they are high."""
        rows = {**self.severities, **{q.code: q.severity for q in self.advised}}
        return frozenset(code for code in rows if any(row.severity == "high" for row in rows[code]))

    def step(self, step_id: str) -> Step:
        """A step by its id."""
        return next(step for step in self.steps if step.id == step_id)

    def of_step(self, step_id: str) -> tuple[Question, ...]:
        """The questions of a step, typed ones first, in order."""
        return tuple(q for q in self.questions.values() if q.step == step_id)

    def entries(self, topic: str) -> tuple[Entry, ...]:
        """The entries of a topic; none when there is no such topic."""
        return self.topics[topic].entries if topic in self.topics else ()

    def entry(self, topic: str, entry_id: object) -> Entry | None:
        """One entry of a topic by its id."""
        return next((e for e in self.entries(topic) if e.id == entry_id), None)

    def refuse(self, project: Project) -> None:
        """InputError naming what a project file says to questions that do not take it, and questions and
        findings that there are not.
        """
        codes = [
            *self.rules["findings"],
            *(question.code for question in self.questions.values() if question.pack and question.advice),
        ]
        refuse(project, self.questions, self.packs, codes)

    def content(self) -> dict[str, str]:
        """The text of everything that figures and words rest on, by name, for a milestone to pin; `replay`
        reads it again.
        """
        packs = {f"packs/{name}": pack.model_dump_json(by_alias=True) for name, pack in self.packs.items()}
        topics = {f"catalogue/{name}": topic.model_dump_json() for name, topic in self.topics.items()}
        rules = {f"rules/{name}": json.dumps(rule) for name, rule in self.rules.items()}
        said = {
            "format": str(FORMAT),
            "language": json.dumps(self.language),
            "steps": json.dumps([step.model_dump() for step in self.plain_steps], sort_keys=True),
            "words": json.dumps(
                [words.model_dump(exclude_defaults=True) for words in self.wordings], sort_keys=True
            ),
        }
        return packs | topics | rules | said
