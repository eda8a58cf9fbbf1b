"""The answers as an assessment may count them: asked, given, and not merely assumed by a template."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
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
    """One project read once: `facts["data.base_rate"]` is its answer, or None unless it is asked, given and
    confirmed.
    """

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
        self._raw = {
            i: project.more.get(i) if field is None else getattr(getattr(project, field[0]), field[1])
            for i, field in catalogue.fields.items()
        }
        self.status = {i: self._status_of(i) for i in self.questions}
        self.truth: dict[str, Truth] = asked(
            self.questions.values(), {i: self._for_conditions(i) for i in self.questions}
        )

    def _status_of(self, question_id: str) -> Status:
        about = self.about(question_id)
        if self._raw[question_id] is None and about is _NOTHING:
            return "open"
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

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answers that conditions see: None while one is open, absent where it is not asked."""
        return {
            i: self._for_conditions(i) if truth == "yes" else None
            for i, truth in self.truth.items()
            if truth != "no"
        }

    def unknown(self, question_id: str) -> bool:
        """The question is asked, and somebody said that they do not know yet."""
        return self.open(question_id) and self.about(question_id).state == State.unknown

    def about(self, key: str) -> About:
        """State, note and evidence of an answer."""
        return self.project.answers.get(key) or _NOTHING

    def given(self, question_id: str) -> Any:
        """The answer as it stands, also while it is open whether it is asked; None unless given and
        confirmed.
        """
        inert = self.status.get(question_id) != "answered" or self.truth.get(question_id) == "no"
        return None if inert else self._raw.get(question_id)

    def __getitem__(self, question_id: str) -> Any:
        return self.given(question_id) if self.truth.get(question_id) == "yes" else None

    def rows(self, question_id: str) -> Sequence[Any]:
        """The confirmed rows of a table; none where it is open."""
        return [row for row in self[question_id] or [] if getattr(row, "evidence", None) != Evidence.assumed]

    def open(self, question_id: str) -> bool:
        """The question is asked and has no confirmed answer yet."""
        return self.truth.get(question_id) == "yes" and self.status[question_id] == "open"

    def passed_over(self, question_id: str) -> bool:
        """The question is open though it has been asked: in Quick scope, or beside others of its step that
        only Full scope asks.
        """
        if not self.open(question_id):
            return False
        step = self.questions[question_id].step
        reached = (i for i in self.catalogue.ids_by_step[step] if i != question_id and not self.quick(i))
        return (
            self.quick(question_id)
            or self.about(question_id).state == State.unknown
            or any(self.status[i] != "open" for i in reached)
        )

    def quick(self, question_id: str) -> bool:
        """Does the question belong to Quick scope of this project?"""
        return self.questions[question_id].quick(self.values)

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
        """The weakest evidence among some answers; a table stands for its weakest row, no grade for a
        guess.
        """
        return max((self._grade_of(i) for i in question_ids), key=_BEST_FIRST.index, default=Evidence.guess)

    def margin(self, *question_ids: str) -> float:
        """How far a score resting on these answers may be off, by their weakest evidence."""
        return float(self.catalogue.rules["feasibility"]["evidence"][self.grade(*question_ids).value])

    def _grade_of(self, question_id: str) -> Evidence:
        own = self.about(question_id).evidence
        rows: Any = self._raw[question_id]
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
        """(higher is better, best possible value) of the chosen metric; None where the catalogue does not
        say.

        Unless an entry names its `best`, that is 1 where higher is better and 0 where lower is.
        """
        return self._metric()

    def _metric(self) -> tuple[bool, float] | None:
        entry = self.catalogue.entry("metrics", self["metrics.metric"])
        better = entry.facts.get("better") if entry else None
        if entry is None or better not in ("higher", "lower"):
            return None
        return better == "higher", float(entry.facts.get("best", better == "higher"))

    @cached_property
    def without_pilot(self) -> "Facts":
        """The same facts with the money of the project as if no pilot were planned; itself where none is."""
        pilot = self.money.pilot if self.money else None
        if self.money is None or self.money.npv is None or pilot is None or pilot.without is None:
            return self
        plain = pilot.without
        acts = tuple(replace(a, npv=plain.npv_expected) if a.id == "ml" else a for a in self.money.acts)
        facts = copy(self)
        facts.money = replace(
            self.money,
            acts=acts,
            npv=replace(self.money.npv, mean=plain.npv_mean),
            breakeven=plain.breakeven,
            pilot=None,
        )
        return facts

    @property
    def days_to_deadline(self) -> int | None:
        """Calendar days from the record's date to the deadline."""
        deadline: dt.date | None = self["plan.deadline"]
        return (deadline - self.project.as_of).days if deadline else None

    def money_text(self, amount: float, digits: int = 4) -> str:
        """An amount in the project's currency: 1.25 M EUR."""
        return exact_words(amount, self.project.currency, digits)
