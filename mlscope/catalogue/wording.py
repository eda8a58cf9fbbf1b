"""Other words for the same questions: a house's own expressions, or a whole language.

A wording names questions, choices, columns and steps by id, groups and units by the words they have in
English. What it leaves out keeps its words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from mlscope.catalogue.topics import Plain
from mlscope.errors import did_you_mean
from mlscope.project.fields import Prose, Text
from mlscope.questions import Choice, Question

NO_WORDS = ("", "money", "share")
"""Units that are no words: none, the project's currency, and a percent sign."""


def _label(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


class ChoiceWords(Plain):
    """Words for a choice; a bare text is its label."""

    label: Text = ""
    help: Prose = ""


class ColumnWords(Plain):
    """Words for the column of a table; a bare text is its title."""

    label: Text = ""
    help: Prose = ""
    example: Prose = ""
    choices: dict[str, Annotated[ChoiceWords, BeforeValidator(_label)]] = Field(default_factory=dict)


Columns = dict[str, Annotated[ColumnWords, BeforeValidator(_label)]]


class QuestionWords(Plain):
    """Words for a question; a bare text is its label."""

    label: Text = ""
    help: Prose = ""
    why: Prose = ""
    example: Prose = ""
    advice: Prose = ""
    choices: dict[str, Annotated[ChoiceWords, BeforeValidator(_label)]] = Field(default_factory=dict)
    columns: Columns = Field(default_factory=dict)


class StepWords(Plain):
    """Words for a step of the wizard."""

    name: Text = ""
    title: Text = ""
    why: Prose = ""


class Wording(Plain):
    """A file of words: wording.yaml rewords English, wording/LANGUAGE.yaml speaks another language.

    `columns` holds for the columns of that name in every table, unless the table's own question says
    otherwise.
    """

    language: Text = ""
    steps: dict[str, StepWords] = Field(default_factory=dict)
    groups: dict[str, Text] = Field(default_factory=dict)
    units: dict[str, Text] = Field(default_factory=dict)
    columns: Columns = Field(default_factory=dict)
    questions: dict[str, Annotated[QuestionWords, BeforeValidator(_label)]] = Field(default_factory=dict)


# ── applying it
# ─────────────────────────────────────────────────────────────────────────────────────────────────


def reworded(questions: Mapping[str, Question], wordings: Iterable[Wording]) -> dict[str, Question]:
    """The questions in other words; a later wording goes before an earlier one."""
    now = dict(questions)
    for wording in wordings:
        now = {i: _question(now[i], original, wording) for i, original in questions.items()}
    return now


def _question(now: Question, original: Question, wording: Wording) -> Question:
    words = wording.questions.get(original.id, QuestionWords())
    known = {column.id: column for column in original.columns}
    columns = tuple(
        _column(column, known[column.id], wording, words.columns.get(column.id)) for column in now.columns
    )
    shared = {"group": wording.groups.get(original.group), "unit": wording.units.get(original.unit)}
    said = words.model_dump(include={"label", "help", "why", "example", "advice"}) | shared
    return replace(now, choices=_choices(now, words.choices), columns=columns, **_given(said))


def _column(now: Question, original: Question, wording: Wording, words: ColumnWords | None) -> Question:
    for said in (wording.columns.get(original.id), words):
        if said:
            now = replace(
                now, choices=_choices(now, said.choices), **_given(said.model_dump(exclude={"choices"}))
            )
    return replace(now, **_given({"unit": wording.units.get(original.unit)}))


def _choices(question: Question, words: Mapping[str, ChoiceWords]) -> tuple[Choice, ...]:
    return tuple(
        replace(c, **_given(words[c.id].model_dump())) if c.id in words else c for c in question.choices
    )


def reworded_step(step: Any, wordings: Iterable[Wording]) -> Any:
    """A step in other words."""
    for wording in wordings:
        if step.id in wording.steps:
            step = step.model_copy(update=_given(wording.steps[step.id].model_dump()))
    return step


def _given(words: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: text for name, text in words.items() if text}


# ── checking it
# ─────────────────────────────────────────────────────────────────────────────────────────────────


def unknown_words(
    wording: Wording, questions: Mapping[str, Question], steps: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """(place, sentence) for every id in a wording that nothing has."""
    columns = [column for question in questions.values() for column in question.columns]
    units = {part.unit for part in (*questions.values(), *columns)} - set(NO_WORDS)
    yield from _unknown("steps", "step", wording.steps, steps)
    yield from _unknown("groups", "group", wording.groups, {q.group for q in questions.values() if q.group})
    yield from _unknown("units", "unit", wording.units, units)
    yield from _unknown("questions", "question", wording.questions, questions)
    yield from _unknown_columns("columns", wording.columns, columns)
    for question_id, words in wording.questions.items():
        if question := questions.get(question_id):
            place = f"questions > {question_id}"
            yield from _unknown(
                f"{place} > choices", "choice", words.choices, (choice.id for choice in question.choices)
            )
            yield from _unknown_columns(f"{place} > columns", words.columns, question.columns)


def _unknown_columns(place: str, words: Columns, columns: Iterable[Question]) -> Iterator[tuple[str, str]]:
    columns = list(columns)
    yield from _unknown(place, "column", words, {column.id for column in columns})
    for column_id, said in words.items():
        choices = [choice.id for column in columns if column.id == column_id for choice in column.choices]
        yield from _unknown(f"{place} > {column_id} > choices", "choice", said.choices, choices)


def _unknown(place: str, what: str, used: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = list(known)
    for name in used:
        if name not in known:
            yield place, f"there is no {what} '{name[:60]}'{did_you_mean(name, known)}"
