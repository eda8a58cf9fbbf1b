"""The record: one project's typed answers, and what is known about each answer.

The same record has two faces. `Project` is the typed one that engines read and files hold. The flat one, a
mapping from log key to `Answer`, is what the store logs and merges; `flatten` and `Project.unflatten` go
between them without loss.

Log keys: `problem.statement` (an answer), `value.benefits` (what is known about a table as a whole),
`value.benefits/ROW/amount` (a cell), `value.benefits/ROW/order` and `/deleted` (its place, its tombstone),
`project/name`, `project/schema` (the version it was begun in),
`comment/ID`, `waiver/CODE`, `improvement/QUESTION`, `sign_off/ID`, `actual/KEY`, `slot/INPUT`,
`number/PLACE`, `pack/ID`.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    field_validator,
    model_validator,
)

from mlscope.errors import InputError, explain, shorten
from mlscope.project import numbering
from mlscope.project.answers import (
    About,
    Actual,
    Answer,
    Comment,
    PackPin,
    SignOff,
    Stage,
    State,
    Undertaking,
    Waiver,
)
from mlscope.project.checking import takes
from mlscope.project.fields import Evidence, Name, Row, RowId, Text, clean_plain, new_id
from mlscope.project.flat import RISKS_COUNT, contained, flat_cells, place, place_in_table, step_of
from mlscope.project.steps.approach import Approach
from mlscope.project.steps.data import Data
from mlscope.project.steps.ethics import Ethics
from mlscope.project.steps.feasibility import Feasibility
from mlscope.project.steps.metrics import Metrics
from mlscope.project.steps.people import People
from mlscope.project.steps.plan import Plan
from mlscope.project.steps.problem import Problem
from mlscope.project.steps.risks import Risks
from mlscope.project.steps.value import Value
from mlscope.project.wizard import STEPS, TYPED
from mlscope.questions import NOT_APPLICABLE, Question, Truth, asked

SCHEMA = 4
UNMARKED = 3
"""The version of a record whose log does not name one: later ones do, under `project/schema`."""
SLOTS = 256
Slot = Annotated[int, Field(ge=0, lt=SLOTS)]


class Project(BaseModel):
    """The whole record of one project, typed; this is also the project file."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_version: Annotated[int, Field(alias="schema", ge=1)] = SCHEMA
    id: RowId = Field(default_factory=new_id)
    name: Annotated[Name, Field(min_length=1, title="Name")]
    currency: Annotated[
        str, Field(pattern=r"^[A-Z]{3}$", title="Currency", description="Three letters, as EUR, USD or CHF.")
    ] = "EUR"
    as_of: Annotated[
        dt.date, Field(title="As of", description="'Today' for every date and figure of this record.")
    ] = Field(default_factory=dt.date.today)
    stage: Stage = Stage.scoping
    sample: bool = False
    tags: Annotated[
        list[Annotated[Name, Field(min_length=1, max_length=40)]],
        Field(max_length=20, title="Tags", description="Words to find and group candidates by."),
    ] = Field(default_factory=list)

    problem: Problem = Field(default_factory=Problem)
    people: People = Field(default_factory=People)
    data: Data = Field(default_factory=Data)
    metrics: Metrics = Field(default_factory=Metrics)
    approach: Approach = Field(default_factory=Approach)
    feasibility: Feasibility = Field(default_factory=Feasibility)
    value: Value = Field(default_factory=Value)
    ethics: Ethics = Field(default_factory=Ethics)
    risks: Risks = Field(default_factory=Risks)
    plan: Plan = Field(default_factory=Plan)
    more: Annotated[
        dict[Text, JsonValue], Field(description="Answers to the questions of packs, by question id.")
    ] = Field(default_factory=dict)

    answers: Annotated[
        dict[Text, About],
        Field(description="State, note, evidence and author of answers, by question id or table/row/column."),
    ] = Field(default_factory=dict)
    comments: list[Comment] = Field(default_factory=list)
    waivers: dict[Text, Waiver] = Field(default_factory=dict)
    improvements: Annotated[
        dict[Text, Undertaking],
        Field(description="Steps of the improvement plan that somebody took on, by question id."),
    ] = Field(default_factory=dict)
    sign_offs: list[SignOff] = Field(default_factory=list)
    actuals: Annotated[
        dict[Text, Actual],
        Field(
            description=(
                "What really happened, by figure: cost/YEAR, benefit/YEAR, duration/TASK, finish_days,"
                " metric/QUESTION or metric/ROW."
            )
        ),
    ] = Field(default_factory=dict)
    slots: Annotated[
        dict[Text, Slot], Field(description="The sampling slot of each uncertain input; never reused.")
    ] = Field(default_factory=dict)
    numbers: Annotated[
        dict[Text, Annotated[int, Field(ge=1, le=10**6)]],
        Field(description="The number of each requirement, by table/row or question id; never reused."),
    ] = Field(default_factory=dict)
    packs: Annotated[
        dict[Text, PackPin], Field(description="Versions of the question packs it was answered under.")
    ] = Field(default_factory=dict)

    @field_validator("currency", mode="before")
    @classmethod
    def _code(cls, currency: Any) -> Any:
        if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", code := currency.strip().upper()):
            raise ValueError(f"give three letters, as EUR; found {shorten(currency)}")
        return code

    @field_validator("more")
    @classmethod
    def _clean(cls, more: dict[str, JsonValue]) -> dict[str, JsonValue]:
        return {key: clean_plain(value) for key, value in more.items() if value is not None}

    @field_validator("answers")
    @classmethod
    def _said(cls, answers: dict[str, About]) -> dict[str, About]:
        nothing = vars(About())
        return {key: about for key, about in answers.items() if vars(about) != nothing}

    @field_validator("slots")
    @classmethod
    def _distinct(cls, slots: dict[str, int]) -> dict[str, int]:
        if len(set(slots.values())) < len(slots):
            raise ValueError(
                "two inputs share one sampling slot; remove the 'slots' part to have them allotted anew"
            )
        return slots

    @field_validator("numbers")
    @classmethod
    def _numbered_once(cls, numbers: dict[str, int]) -> dict[str, int]:
        labels = [numbering.label(place, number) for place, number in numbers.items()]
        if twice := next((label for label in labels if labels.count(label) > 1), None):
            raise ValueError(
                f"two requirements share the number {twice}; remove one of the two to have it numbered anew"
            )
        return numbers

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        tables: list[Sequence[Row | Comment | SignOff]] = [*self._tables(), self.comments, self.sign_offs]
        for table in tables:
            ids = [row.id for row in table]
            if len(set(ids)) < len(ids):
                raise ValueError(
                    f"two rows of one table have the id '{next(i for i in ids if ids.count(i) > 1)}'; give"
                    " each its own or leave ids out"
                )
        rows = dict[str, dict[str, Row]]()
        for key, about in self.answers.items():
            if self._value_at(key, rows) is not None and about.state is not None:
                raise ValueError(
                    f"answers > {key}: the state is '{about.state}' although there is a value; remove one of"
                    " the two"
                )
        return self

    def _value_at(self, key: str, rows: dict[str, dict[str, Row]]) -> Any:
        """The value under a log key; `rows` are those of the tables that were looked into before, by id."""
        table, *place = key.split("/")
        if not place:
            return self.raw(key)
        if table not in rows:
            rows[table] = {row.id: row for row in self.raw(table) or []}
        row = rows[table].get(place[0])
        if row is None:
            raise ValueError(
                f"answers > {key}: '{table}' has no row '{place[0]}'; mend the id or remove this part"
            )
        return getattr(row, place[-1], None)

    def _tables(self) -> Iterator[list[Row]]:
        for step in STEPS:
            for value in getattr(self, step).__dict__.values():
                if isinstance(value, list) and value and isinstance(value[0], Row):
                    yield value

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def raw(self, question_id: str) -> Any:
        """The value of an answer, whether or not the question is asked; None where there is none."""
        step, _, name = question_id.partition(".")
        section = getattr(self, step, None) if step in STEPS else None
        if section is not None and name in type(section).model_fields:
            return getattr(section, name)
        return self.more.get(question_id)

    def about(self, key: str) -> About:
        """State, note and evidence of an answer; an empty one where nothing is noted."""
        return self.answers.get(key) or About()

    def state(self, question_id: str) -> State:
        """The state of a question: what was said, else answered or untouched by whether there is a value."""
        said = self.about(question_id).state
        if said in (State.unknown, State.not_applicable):
            return said
        return State.untouched if self.raw(question_id) is None else State.answered

    def assumed(self, question_id: str) -> bool:
        """Is the answer only what a template filled in: itself, or every row of the table?"""
        if self.about(question_id).evidence == Evidence.assumed:
            return True
        value = self.raw(question_id)
        return (
            isinstance(value, list)
            and bool(value)
            and all(getattr(row, "evidence", None) == Evidence.assumed for row in value)
        )

    @property
    def money_unconfirmed(self) -> bool:
        """Does the money rest on benefits, costs, chances or numbers of cases that were filled in and nobody
        has confirmed?
        """
        names = ("benefits", "costs", "technical_success", "adoption_success", "cases_per_year")
        return any(self.assumed(f"value.{name}") for name in names)

    def values_for_conditions(self, questions: Mapping[str, Question] | None = None) -> dict[str, Any]:
        """Every answer as conditions see it: None while open, NOT_APPLICABLE where it was declared so."""
        if questions and (fitting := self.fitting(questions)) is not self:
            return fitting.values_for_conditions(questions)
        return {
            i: NOT_APPLICABLE if self.state(i) == State.not_applicable else _plain(self.raw(i))
            for i in questions or TYPED
        }

    def asked(self, questions: Mapping[str, Question] | None = None) -> dict[str, Truth]:
        """Whether each question is asked of this project: "yes", "no", or "open" while that hangs on a
        missing answer.

        `questions` are those of the catalogue (packs included); by default the typed ones alone.
        """
        return asked((questions or TYPED).values(), self.values_for_conditions(questions))

    def fitting(self, questions: Mapping[str, Question]) -> "Project":
        """A copy without the answers that their questions no longer take, since a pack changed; the project
        itself where all fit.
        """
        unfit = {i for i, value in self.more.items() if i in questions and not takes(questions[i], value)}
        return (
            self.model_copy(update={"more": {i: v for i, v in self.more.items() if i not in unfit}})
            if unfit
            else self
        )

    def effective(self, questions: Mapping[str, Question] | None = None) -> "Project":
        """A copy in which answers to questions that are not asked are absent, so that no engine counts them.

        A question whose condition is still open keeps its answer; `asked` tells which those are.
        """
        if questions and (fitting := self.fitting(questions)) is not self:
            return fitting.effective(questions)
        idle = [i for i, truth in self.asked(questions).items() if truth == "no" and self.raw(i) is not None]
        if not idle:
            return self
        copy = self.model_copy(update={"more": {k: v for k, v in self.more.items() if k not in idle}})
        for question_id in idle:
            step, _, name = question_id.partition(".")
            if step in STEPS and name in STEPS[step].model_fields:
                setattr(copy, step, getattr(copy, step).model_copy(update={name: None}))
        return copy

    # ── the flat face ───────────────────────────────────────────────────────────────────────────────────────

    def flatten(self) -> dict[str, Answer]:
        """The record as log keys and answers; `Project.unflatten(id, p.flatten())` equals `p`."""
        plain = self.model_dump(mode="json", by_alias=True)
        flat: dict[str, dict[str, Any]] = {}
        for key in ("name", "schema", "currency", "as_of", "stage", "sample"):
            flat[f"project/{key}"] = {"value": plain[key]}
        if plain["tags"]:
            flat["project/tags"] = {"value": plain["tags"]}
        for step in STEPS:
            for name, value in plain[step].items():
                flat.update(flat_cells(f"{step}.{name}", value))
        flat.update({key: {"value": value} for key, value in plain["more"].items() if value is not None})
        for key, about in self.answers.items():
            said = {
                k: v
                for k, v in about.model_dump(exclude_defaults=True).items()
                if k != "state" or v != State.answered
            }
            flat[key] = flat.get(key, {}) | said
        flat.update({f"comment/{c['id']}": {"value": c} for c in plain["comments"]})
        flat.update({f"waiver/{code}": {"value": w} for code, w in plain["waivers"].items()})
        flat.update({f"sign_off/{s['id']}": {"value": s} for s in plain["sign_offs"]})
        parts = {"improvements": "improvement", "actuals": "actual", "slots": "slot", "numbers": "number"}
        parts |= {"packs": "pack"}
        for part, prefix in parts.items():
            flat.update({f"{prefix}/{key}": {"value": value} for key, value in plain[part].items()})
        return {key: Answer(**content) for key, content in flat.items() if content}

    @classmethod
    def unflatten(
        cls,
        project_id: str,
        answers: Mapping[str, Answer],
        known: "Project | None" = None,
        changed: Collection[str] = (),
    ) -> Self:
        """The typed record of a folded log; deleted rows are left out, rows stand in their order.

        Where it is `known` already but for the answers under some `changed` keys, only the steps of these
        are made anew.
        """
        record: dict[str, Any] = {"schema": UNMARKED, "id": project_id, "answers": {}, "more": {}}
        record.update({step: {} for step in STEPS})
        record |= {"comments": [], "sign_offs": []}
        record |= {part: {} for part in ("waivers", "improvements", "actuals", "slots", "numbers", "packs")}
        rows: dict[str, dict[str, dict[str, Any]]] = {}
        same = set[str]()
        if known and "project/schema" not in changed:
            same = STEPS.keys() - {step_of(key) for key in changed}
        for key, answer in answers.items():
            if step_of(key) not in same:
                place(record, rows, key, answer)
        for table, by_id in rows.items():
            step, _, name = table.partition(".")
            kept = [row for row in by_id.values() if not row.pop("deleted", False)]
            kept.sort(key=place_in_table)
            if kept or record[step].get(name) is None:
                record[step][name] = kept or None
            if kept:  # one person added a row while another said that there is nothing to say: the row counts
                record["answers"].get(table, {}).pop("state", None)
            if not (gone := set(by_id) - {row["id"] for row in kept}):
                continue
            record["answers"] = {
                k: v
                for k, v in record["answers"].items()
                if not (k.startswith(table + "/") and k.split("/")[1] in gone)
            }
        if record["schema"] < RISKS_COUNT and record["risks"].get("risks"):
            record["risks"]["risks"] = contained(record["risks"]["risks"])
        record["schema"] = SCHEMA
        if known:
            record.update({step: getattr(known, step) for step in same})
            for part in ("answers", "more"):
                here = record[part] | {k: v for k, v in getattr(known, part).items() if step_of(k) in same}
                record[part] = {key: here[key] for key in answers if key in here}
        try:
            return cls.model_validate(record)
        except ValidationError as error:
            raise InputError("; ".join(explain(error))) from error

    # ── the file's face ─────────────────────────────────────────────────────────────────────────────────────

    def to_plain(self) -> dict[str, Any]:
        """The project file's content: JSON types only, without empty parts."""
        head = {
            "schema": SCHEMA,
            "id": self.id,
            "name": self.name,
            "currency": self.currency,
            "as_of": self.as_of.isoformat(),
            "stage": self.stage.value,
        }
        steps = {step: getattr(self, step).model_dump(mode="json", exclude_none=True) for step in STEPS}
        rest = self.model_dump(mode="json", exclude_defaults=True, exclude={"schema_version", *STEPS})
        return {key: value for key, value in (head | steps | rest).items() if value not in ({}, [])}


def _plain(value: Any) -> Any:
    return (
        [getattr(v, "value", v) for v in value] if isinstance(value, list) else getattr(value, "value", value)
    )
