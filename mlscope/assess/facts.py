"""The answers as an assessment may count them: asked, given, and not merely assumed by a template."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal

from mlscope.catalogue import Catalogue
from mlscope.project.answers import About, State
from mlscope.project.fields import Evidence, Row
from mlscope.project.record import Project
from mlscope.questions import NOT_APPLICABLE, Question, Truth, asked
from mlscope.results import Money, Schedule
from mlscope.words import exact_words

Status = Literal["answered", "open", "not_applicable"]
_NOTHING = About()
_BEST_FIRST = (Evidence.measured, Evidence.comparable, Evidence.expert, Evidence.guess)


class Facts:
    """One project read once: `facts["data.base_rate"]` is its answer, or None unless it is asked, given and confirmed."""

    def __init__(
        self,
        project: Project,
        catalogue: Catalogue,
        money: Money | None = None,
        schedule: Schedule | None = None,
    ):
        self.catalogue, self.money, self.schedule = catalogue, money, schedule
        self.project = project = project.fitting(catalogue.questions)
        self.questions = catalogue.questions
        self._raw = {i: project.raw(i) for i in self.questions}
        self.status = {i: self._status_of(i) for i in self.questions}
        self.truth: dict[str, Truth] = asked(
            self.questions.values(), {i: self._for_conditions(i) for i in self.questions}
        )

    def _status_of(self, question_id: str) -> Status:
        about = self.about(question_id)
        if self.project.assumed(question_id):
            return "open"
        if about.state == State.not_applicable:
            return "not_applicable"
        if self._raw[question_id] is None or about.state == State.unknown:
            return "open"
        return "answered"

    def _for_conditions(self, question_id: str) -> Any:
        status = self.status[question_id]
        return (
            self._raw[question_id]
            if status == "answered"
            else NOT_APPLICABLE
            if status == "not_applicable"
            else None
        )

    def about(self, key: str) -> About:
        """State, note and evidence of an answer."""
        return self.project.answers.get(key) or _NOTHING

    def given(self, question_id: str) -> Any:
        """The answer as it stands, also while it is open whether it is asked; None unless given and confirmed."""
        return self._raw.get(question_id) if self.status.get(question_id) == "answered" else None

    def __getitem__(self, question_id: str) -> Any:
        return self.given(question_id) if self.truth.get(question_id) == "yes" else None

    def rows(self, question_id: str) -> Sequence[Any]:
        """The confirmed rows of a table; none where it is open."""
        return [row for row in self[question_id] or [] if getattr(row, "evidence", None) != Evidence.assumed]

    def open(self, question_id: str) -> bool:
        """The question is asked and has no confirmed answer yet."""
        return self.truth.get(question_id) == "yes" and self.status[question_id] == "open"

    def passed_over(self, question_id: str) -> bool:
        """The question is open though it has been asked: in Quick scope, or beside others of its step that only Full scope asks."""
        if not self.open(question_id):
            return False
        question = self.questions[question_id]
        reached = (
            i
            for i, q in self.questions.items()
            if q.step == question.step and not q.core and i != question_id
        )
        return (
            question.core
            or self.about(question_id).state == State.unknown
            or any(self.status[i] != "open" for i in reached)
        )

    def waived(self, code: str) -> str:
        """The reason for which a finding was waived; empty where it was not."""
        waiver = self.project.waivers.get(code)
        return (waiver.reason or "accepted without a reason") if waiver else ""

    def question(self, question_id: str) -> Question:
        """The question by its id."""
        return self.questions[question_id]

    def label(self, question_id: str) -> str:
        """The words of a question; the id where the catalogue has no such question."""
        return self.questions[question_id].label if question_id in self.questions else question_id

    def said(self, question_id: str) -> str:
        """The words of the answer to a choice."""
        return self.questions[question_id].label_of(self[question_id])

    def grade(self, *question_ids: str) -> Evidence:
        """The weakest evidence among some answers; a table stands for its weakest row, no grade for a guess."""
        return max((self._grade_of(i) for i in question_ids), key=_BEST_FIRST.index, default=Evidence.guess)

    def margin(self, *question_ids: str) -> float:
        """How far a score resting on these answers may be off, by their weakest evidence."""
        return float(self.catalogue.rules["feasibility"]["evidence"][self.grade(*question_ids).value])

    def _grade_of(self, question_id: str) -> Evidence:
        own = self.about(question_id).evidence
        rows = self._raw[question_id]
        if (
            own is None
            and isinstance(rows, list)
            and rows
            and isinstance(rows[0], Row)
            and hasattr(rows[0], "evidence")
        ):
            grades = [row.evidence if row.evidence in _BEST_FIRST else Evidence.guess for row in rows]
            return max(grades, key=_BEST_FIRST.index)
        return own if own in _BEST_FIRST else Evidence.guess

    @cached_property
    def metric(self) -> tuple[bool, float] | None:
        """(higher is better, best possible value) of the chosen metric; None where the catalogue does not say.

        Unless an entry names its `best`, that is 1 where higher is better and 0 where lower is.
        """
        entry = self.catalogue.entry("metrics", self["metrics.metric"])
        better = entry.facts.get("better") if entry else None
        if entry is None or better not in ("higher", "lower"):
            return None
        return better == "higher", float(entry.facts.get("best", better == "higher"))

    @property
    def days_to_deadline(self) -> int | None:
        """Calendar days from the record's date to the deadline."""
        deadline: dt.date | None = self["plan.deadline"]
        return (deadline - self.project.as_of).days if deadline else None

    def money_text(self, amount: float) -> str:
        """An amount in the project's currency: 1.25 M EUR."""
        return exact_words(amount, self.project.currency)
