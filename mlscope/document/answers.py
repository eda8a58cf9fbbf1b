"""Every answer of a step, worded for readers: value with unit, then evidence, note and who will find out."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from mlscope.document.blocks import Block, Bullets, Fact, Heading, KeyFacts, Paragraph, table
from mlscope.estimates.notation import Chance, Limits, Number, Percentiles, Range, Uniform
from mlscope.project import Estimate, Evidence, Project, State
from mlscope.project.answers import About
from mlscope.project.fields import Row
from mlscope.questions import Kind, Question, Truth

_ESTIMATE: TypeAdapter[Any] = TypeAdapter(Estimate)
_NUMERIC: tuple[Kind, ...] = ("number", "money", "percent", "estimate")


# ── one value
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def number(value: float) -> str:
    """A figure as it was given, with separators for thousands."""
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e16 else f"{value:,.12g}"


def percent(value: float) -> str:
    """A share of 0..1 as it was given, in percent."""
    return f"{value * 100:,.10g} %"


def day(date: dt.date | str, brief: bool = False) -> str:
    """A date as people write it, with the month cut to three letters if `brief`; a text that is no date stays
    as it is.
    """
    try:
        known = dt.date.fromisoformat(date) if isinstance(date, str) else date
    except ValueError:
        return str(date)
    return f"{known.day} {known:{'%b' if brief else '%B'} %Y}"


def estimate(value: Any, unit: str = "") -> str:
    """An estimate in words that say which kind of range it is."""
    try:
        given = _ESTIMATE.validate_python(value)
    except ValidationError:
        return str(value)
    figure: Callable[[float], str] = percent if unit == "share" else number
    after = "" if unit in ("", "share") else f" {unit}"
    match given:
        case Number(value=amount):
            return figure(amount) + after
        case Percentiles():
            bounds = f", never below {figure(given.lower)}" if given.lower else ""
            bounds += f", never above {figure(given.upper)}" if given.upper is not None else ""
            return f"{figure(given.p50)}{after} (P10 {figure(given.p10)}, P90 {figure(given.p90)}{bounds})"
        case Limits():
            return (
                f"{figure(given.likely)}{after} (at least {figure(given.low)}, at most {figure(given.high)})"
            )
        case Range():
            return f"{figure(given.low)} to {figure(given.high)}{after} (90 % range)"
        case Uniform():
            return f"{figure(given.low)} to {figure(given.high)}{after} (all equally likely)"
        case Chance():
            return f"{percent(given.probability)} chance"
    return str(value)


def unit_of(question: Question, currency: str) -> str:
    """The unit that follows a figure; amounts are in the project's currency."""
    return currency if question.unit == "money" or question.kind == "money" else question.unit


def wording(question: Question, value: Any, currency: str, unit: str | None = None) -> str:
    """An answer as a reader sees it; `unit` stands in for the question's own."""
    unit = unit_of(question, currency) if unit is None else unit
    after = f" {unit}" if unit and unit != "share" else ""
    plain = value.value if isinstance(value, Enum) else value
    match question.kind:
        case "yes_no" if isinstance(plain, bool):
            return "Yes" if plain else "No"
        case "estimate":
            return estimate(plain, unit)
        case "percent" if _is_figure(plain):
            return percent(plain)
        case "number" | "money" if _is_figure(plain):
            return number(plain) + after
        case "date":
            return day(plain)
        case "choice":
            return question.label_of(plain)
        case "choices" | "table" if isinstance(plain, list):
            return "; ".join(question.label_of(getattr(v, "value", v)) for v in plain) or "None"
    return number(plain) + after if _is_figure(plain) else str(plain)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# ── what is known about it
# ──────────────────────────────────────────────────────────────────────────────────────


def remark(about: About) -> str:
    """Evidence, note, who will find out by when, and why it does not apply, in one line."""
    parts = [about.evidence.label] if about.evidence else []
    if about.state == State.unknown and (about.who or about.by):
        parts.append(
            "To be found out"
            + (f" by {about.who}" if about.who else "")
            + (f" until {day(about.by)}" if about.by else "")
        )
    parts += [f"Reason: {about.reason}"] if about.reason else []
    parts += [f"Note: {about.note}"] if about.note else []
    return " ".join(
        part if part.endswith((".", "!", "?", "…")) or len(parts) == 1 else f"{part}." for part in parts
    )


def answer_text(project: Project, question: Question) -> str:
    """The answer to a question that is no table, whatever its state."""
    state = project.state(question.id)
    if state == State.answered:
        return wording(question, project.raw(question.id), project.currency)
    return {State.unknown: "Not known yet", State.not_applicable: "Does not apply"}.get(state, "Not answered")


# ── a step
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def step_answers(
    project: Project, questions: Iterable[Question], asked: Mapping[str, Truth], level: Literal[2, 3]
) -> list[Block]:
    """The answers of a step by group under headings of a level, then what was not answered and what is no
    longer asked.
    """
    said: list[Question] = []
    silent: list[Question] = []
    idle: list[Question] = []
    for question in questions:
        empty = project.state(question.id) == State.untouched and project.about(question.id) == About()
        (silent if empty else said if asked[question.id] != "no" else idle).append(question)
    blocks: list[Block] = []
    for group in dict.fromkeys(q.group for q in said):
        members = [q for q in said if q.group == group]
        blocks += [Heading(level, group)] if group else []
        blocks += _group(project, members)
    open_now = sum(asked[question.id] != "no" for question in silent)
    if open_now:
        blocks.append(Paragraph(f"Questions of this step that nobody has answered: {open_now}.", "muted"))
    if idle:
        blocks.append(Heading(level, "Answered earlier, no longer asked"))
        blocks += _group(project, idle)
    return blocks


def _group(project: Project, questions: Iterable[Question]) -> list[Block]:
    blocks: list[Block] = []
    facts: list[Fact] = []
    for question in questions:
        rows = project.raw(question.id)
        if question.kind == "table" and isinstance(rows, list) and rows and isinstance(rows[0], Row):
            blocks += [KeyFacts(tuple(facts))] if facts else []
            blocks += table_answer(project, question, rows)
            facts = []
        else:
            facts.append(
                Fact(question.label, answer_text(project, question), remark(project.about(question.id)))
            )
    return [*blocks, KeyFacts(tuple(facts))] if facts else blocks


def table_answer(project: Project, question: Question, rows: list[Row]) -> list[Block]:
    """A table of the record: used columns with units in their heads, and what was noted about rows and
    cells.
    """
    columns = [c for c in question.columns if any(getattr(row, c.id) is not None for row in rows)]
    names = {row.id: str(getattr(row, "name", None) or "unnamed") for row in rows}
    cells = [
        [_cell(column, getattr(row, column.id), names, project.currency) for column in columns]
        for row in rows
    ]
    titles = [_head(column, project.currency) for column in columns]
    right = [title for title, column in zip(titles, columns, strict=True) if column.kind in _NUMERIC]
    about = remark(project.about(question.id))
    blocks: list[Block] = (
        [table(titles, cells, right, question.label)]
        if titles
        else [Paragraph(f"{question.label} {len(rows)} empty rows")]
    )
    notes = list(_row_notes(project, question, names))
    return (
        blocks + ([Bullets(tuple(notes))] if notes else []) + ([Paragraph(about, "muted")] if about else [])
    )


def _head(column: Question, currency: str) -> str:
    unit = unit_of(column, currency)
    spoken = unit and unit not in column.label.lower() and column.kind != "percent"
    return f"{column.label} ({unit})" if spoken else column.label


def _cell(column: Question, value: Any, names: Mapping[str, str], currency: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Evidence):
        return value.label
    if column.options == "rows":
        return ", ".join(names.get(one, one) for one in value)
    if column.kind == "date":
        return day(value, brief=True)
    return wording(column, value, currency, unit="")


def _row_notes(project: Project, question: Question, names: Mapping[str, str]) -> Iterable[str]:
    for key, about in sorted(project.answers.items()):
        table_id, _, place = key.partition("/")
        if table_id == question.id and place and (said := remark(about)):
            row_id, _, name = place.partition("/")
            column = next((c.label for c in question.columns if c.id == name), name)
            yield f"{names.get(row_id, row_id)}, {column.lower()}: {said}"
