"""What is said: an answer with its state, note and evidence, and the remarks, waivers and signatures beside
the answers.
"""

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from mlscope.project.fields import NOTE_LIMIT, Evidence, Name, Prose, RowId, Text, new_id
from mlscope.questions import Options


class State(Options):
    """What a person said about a question; no answer at all is *untouched*."""

    untouched = "untouched", "Not answered"
    answered = "answered", "Answered"
    unknown = "unknown", "Don't know yet"
    not_applicable = "not_applicable", "Does not apply"


class Stage(Options):
    """Where a candidate stands on the board."""

    idea = "idea", "Idea"
    scoping = "scoping", "Scoping"
    review = "review", "Review"
    approved = "approved", "Approved"
    delivering = "delivering", "Delivering"
    done = "done", "Done"
    rejected = "rejected", "Rejected"


class Answer(BaseModel):
    """One answer as the log keeps it: value, state, note and evidence, and who gave it when.

    A value stands only beside the state *answered*. `who` and `by` say who will find out until when, `reason`
    why the question does not apply. `author` and `at` are set by the store and take no part in comparisons of
    content.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: JsonValue = None
    state: State = State.untouched
    note: Prose = ""
    evidence: Evidence | None = None
    who: Name = ""
    by: dt.date | None = None
    reason: Text = ""
    author: Name = ""
    at: dt.datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _imply_answered(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("value") is not None and "state" not in given:
            return given | {"state": State.answered}
        return given

    @model_validator(mode="after")
    def _value_needs_answered(self) -> Self:
        if (self.value is not None) != (self.state == State.answered):
            raise ValueError(
                f"a value goes with the state 'answered' and no other; found state '{self.state}' with value"
                f" {self.value!r:.40}"
            )
        return self

    def noted(self, fresh: str) -> str:
        """The note with a fresh line below it; where both do not fit, the end of the earlier note gives
        way.
        """
        room = max(0, NOTE_LIMIT - len(fresh) - 1)
        return f"{self.note[:room]}\n{fresh}".strip()[:NOTE_LIMIT]

    @property
    def blank(self) -> bool:
        """Nothing is said: no value, no state, no note, no evidence."""
        return self.state == State.untouched and not self.note and self.evidence is None

    def anew(self, **said: Any) -> "Answer":
        """What a hand puts in its place: the note stays, and so does the evidence unless it was only
        assumed.
        """
        kept = None if self.evidence == Evidence.assumed else self.evidence
        return Answer(note=self.note, evidence=kept).model_copy(update=said)

    def with_figure(self, value: JsonValue) -> "Answer":
        """What a hand puts in its place where a figure or a choice stood: what was measured no longer is, and
        its note says so.
        """
        new = self.anew(value=value, state=State.untouched if value is None else State.answered)
        if self.evidence != Evidence.measured or None in (self.value, value):
            return new
        note = f"Of the answer before, which was measured: {self.note}"[:NOTE_LIMIT] if self.note else ""
        return new.model_copy(update={"evidence": None, "note": note})

    @property
    def content(self) -> dict[str, Any]:
        """What the log compares and stores: everything but author and time, without empty parts.

        By hand, since thousands of answers are written at once.
        """
        said: dict[str, Any] = {} if self.value is None else {"value": self.value}
        if self.state != State.untouched:
            said["state"] = self.state.value
        if self.note:
            said["note"] = self.note
        if self.evidence is not None:
            said["evidence"] = self.evidence.value
        if self.who:
            said["who"] = self.who
        if self.by is not None:
            said["by"] = self.by.isoformat()
        if self.reason:
            said["reason"] = self.reason
        return said


BLANK = Answer()


class About(BaseModel):
    """What is known about an answer besides its value; stands in the project file under `answers`."""

    model_config = ConfigDict(extra="forbid")

    state: State | None = None
    note: Prose = ""
    evidence: Evidence | None = None
    who: Name = ""
    by: dt.date | None = None
    reason: Text = ""
    author: Name = ""
    at: dt.datetime | None = None

    @field_validator("state")
    @classmethod
    def _only_what_the_value_does_not_say(cls, state: State | None) -> State | None:
        return state if state in (State.unknown, State.not_applicable) else None


class Comment(BaseModel):
    """A remark on a question or on the whole project."""

    model_config = ConfigDict(extra="forbid")
    id: RowId = Field(default_factory=new_id)
    on: Text = ""
    text: Prose
    author: Name = ""
    at: dt.datetime | None = None


class Waiver(BaseModel):
    """A finding accepted with a reason."""

    model_config = ConfigDict(extra="forbid")
    reason: Prose
    author: Name = ""
    at: dt.datetime | None = None


class Undertaking(BaseModel):
    """A step of the improvement plan taken on: who sees to it, by when, and whether it is done."""

    model_config = ConfigDict(extra="forbid")
    owner: Name = ""
    due: dt.date | None = None
    done: bool = False


class Given(BaseModel):
    """What was said beforehand of a figure, as it stood when the actual figure was entered.

    `low` and `high` are the P10 and P90 of its range, None where only a plan (`middle`) was given.
    `milestone` names the decision that it is of, "" for the record as it stood; `as_of` is that record's
    day, from which years count.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Text
    low: Annotated[float | None, Field(allow_inf_nan=False)] = None
    middle: Annotated[float | None, Field(allow_inf_nan=False)] = None
    high: Annotated[float | None, Field(allow_inf_nan=False)] = None
    category: Text = ""
    evidence: Evidence | None = None
    milestone: Name = ""
    as_of: dt.date | None = None


def _or_a_number(schema: dict[str, Any]) -> None:
    whole = dict(schema)
    schema.clear()
    schema["anyOf"] = [whole, {"type": "number"}]


class Actual(BaseModel):
    """What a figure really came to, beside what was given for it; a bare number is the value alone."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_or_a_number)
    value: Annotated[float, Field(allow_inf_nan=False)]
    given: Given | None = None
    author: Name = ""
    at: dt.datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_value(cls, given: Any) -> Any:
        return {"value": given} if isinstance(given, int | float) else given

    @model_serializer(mode="wrap")
    def _as_short_as_it_is(self, write: SerializerFunctionWrapHandler) -> dict[str, Any] | float:
        plain: dict[str, Any] = {name: part for name, part in write(self).items() if part not in (None, "")}
        return self.value if list(plain) == ["value"] else plain


class Decision(Options):
    """What a signature says of a milestone."""

    approved = "approved", "Approved"
    rejected = "rejected", "Rejected"
    feedback = "feedback", "Feedback"


class SignOff(BaseModel):
    """A reviewer's word on a milestone; `author` is who signed, `subject` the id that their login knows them
    by.
    """

    model_config = ConfigDict(extra="forbid")
    id: RowId = Field(default_factory=new_id)
    milestone: Name
    decision: Decision
    note: Prose = ""
    author: Name = ""
    subject: Text = ""
    at: dt.datetime | None = None


class PackPin(BaseModel):
    """The version of a question pack that answers were given under, and the hash of its text; a bare text is
    the version.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Text
    content: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_version(cls, given: Any) -> Any:
        return {"version": given} if isinstance(given, str) else given
