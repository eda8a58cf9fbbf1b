"""The assumptions of the return, editable in place: one line for each answer that the figures rest on.

The grid's callback saves an edit before the page is drawn, so that the figures above it are new at once; the
body of the script looks once more, in case the callback was lost. The frame stays as it was given while
somebody is on the page; what others changed meanwhile is told, and shown when it is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from mlscope.errors import InputError
from mlscope.money import READS, summary
from mlscope.project import Answer, Project, reading
from mlscope.project.fields import Row
from mlscope.questions import Question
from mlscope.results import Money
from mlscope.ui import state
from mlscope.ui.editing import cells, conflicts
from mlscope.ui.shell import panel
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words, exact_percent_words, money_words, range_words, years_words

KINDS = ("estimate", "percent", "number", "money")
ALWAYS = ("value.technical_success", "value.adoption_success", "value.horizon_years", "value.discount_rate")
"""Shown although nobody answered them, since the figures then rest on a default."""
OF_ERRORS = ("metrics.baseline", "metrics.target")
"""What only the value of a better prediction rests on."""


@dataclass(frozen=True)
class Line:
    """One answer: its log key, the question or column that checks it, and how it is shown."""

    key: str
    question: Question
    column: str
    label: str
    shown: str
    evidence: str

    @property
    def asked(self) -> Question:
        """The question or column that the answer is of."""
        return self.question.column(self.column) if self.column else self.question


@dataclass
class Grid:
    """One visit to the grid: the name of its widget, and the lines it was given."""

    visit: str
    key: str
    lines: list[Line]


def table(project: Project, money: Money) -> None:
    """The grid of all answers that the figures rest on, with what changing them did."""
    if _save():
        state.session().draw_again = True  # the callback was lost, and the figures were drawn before this
    grid = _grid(project, money)
    _now(money)
    frame = pd.DataFrame(
        [{"Input": line.label, "Assumption": line.shown, "Evidence": line.evidence} for line in grid.lines]
    )
    make = st.column_config.TextColumn
    st.data_editor(
        frame,
        key=grid.key,
        hide_index=True,
        width="stretch",
        height=35 * min(len(grid.lines) + 1, 41) + 3,
        disabled=("Input", "Evidence"),
        column_config={
            "Input": make(width="medium"),
            "Assumption": make(width="medium", help="120 · 5 to 9 · 40 / 60 / 110 · 40 < 60 < 110 · 60 %"),
            "Evidence": make(width="small"),
        },
        on_change=_edited,
    )
    for line in grid.lines:
        if refused := state.draft(line.key).refused:
            st.error(f"Not saved: {literal(f'{line.label}: {refused}')}", icon=":material/edit_off:")
    for question in {line.question.id: line.question for line in grid.lines}.values():
        conflicts.of_question(question, _edited)
    _changed_by_others(grid, _lines(project, money))
    st.caption(
        "Click an assumption and type: 120 where it is certain, 5 to 9 for a range that holds in nine cases"
        " of ten, 40 / 60 / 110 for P10, P50 and P90, 40 < 60 < 110 for the lowest, likely and highest"
        " possible. It is saved as on the Value step, and every figure follows."
    )
    if st.button(
        "Rows, notes and evidence on the Value step", type="tertiary", icon=":material/arrow_forward:"
    ):
        panel.go_to("value.benefits")


def _changed_by_others(grid: Grid, lines: list[Line]) -> None:
    """That the record says something else than the grid shows, and a button to show it: a hand at work asks
    for a new grid.
    """
    keys = {line.key for line in grid.lines}
    drafts = [state.draft(key) for key in keys]
    changed = [draft.key for draft in drafts if not draft.open and _value_of(draft.key) != draft.seen.value]
    changed += [line.key for line in lines if line.key not in keys]
    if not changed:
        return
    who = dict.fromkeys(state.answer(key).author or "Somebody" for key in changed)
    st.markdown(f":blue[:material/group:] {literal(', '.join(who))} changed assumptions meanwhile.")
    st.button(
        "Show them as they are now",
        key=f"show/{grid.key}",
        type="tertiary",
        icon=":material/refresh:",
        on_click=_fresh,
    )


def _value_of(key: str) -> Any:
    return state.answer(key).value


def _fresh() -> None:
    """Start over with the grid as the record has it."""
    state.session().assumptions = None


def _now(money: Money) -> None:
    """The figures beside the grid, since the headline may be out of sight."""
    if money.npv is not None:
        chance, likely = chance_words(money.probability_positive), money_words(money.npv.p50, money.currency)
        worth = range_words(money.npv.p10, money.npv.p90, money.currency)
        st.markdown(
            f"Now **{chance}** chance of paying back, likely **{literal(likely)}**, {literal(worth)} in eight"
            " cases of ten."
        )


# ── the lines
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _grid(project: Project, money: Money) -> Grid:
    """The grid of this visit; what is not saved yet is shown as it was typed."""
    session, visit = state.session(), state.widget_key("return.inputs")
    if session.assumptions is None or session.assumptions.visit != visit:
        session.grids += 1
        lines = []
        for line in _lines(project, money):
            draft = session.draft(line.key)
            if draft.open:
                lines.append(replace(line, shown=str(draft.shown or "")))
            else:
                draft.settle(state.answer(line.key))
                lines.append(line)
        session.assumptions = Grid(visit, f"{visit}/{session.grids}", lines)
    return session.assumptions


def _edits(key: str) -> dict[int, str]:
    edited = (st.session_state.get(key) or {}).get("edited_rows") or {}
    return {int(n): cells.get("Assumption") or "" for n, cells in edited.items() if "Assumption" in cells}


def _lines(project: Project, money: Money) -> list[Line]:
    effective = project.effective(state.catalogue().questions)
    names = summary.input_labels(money)
    lines: list[Line] = []
    for question in sorted(state.catalogue().questions.values(), key=lambda one: one.step != "value"):
        if question.kind == "table" and question.step == "value":
            lines += [
                line
                for row in effective.raw(question.id) or []
                for line in _cells(question, row, project.currency)
            ]
        elif question.kind in KINDS and _read(question, money):
            value = effective.raw(question.id)
            if value is not None or question.id in ALWAYS:
                line = _scalar(question, value, names, project.currency)
                lines.append(
                    line if value is not None else replace(line, evidence=_default(question.id, money))
                )
    return lines


def _default(question_id: str, money: Money) -> str:
    """What the figures count with while an answer is missing."""
    match question_id:
        case "value.horizon_years":
            return f"{years_words(money.horizon_years)} until you say"
        case "value.discount_rate":
            return f"{exact_percent_words(money.discount_rate)} until you say"
        case _:
            return "certain until you say"


def _read(question: Question, money: Money) -> bool:
    """Does any money figure rest on this answer?"""
    if question.id in OF_ERRORS and (money.breakeven is None or money.breakeven.form != "error"):
        return False
    part = READS.get(question.step)
    return part is True or (isinstance(part, set) and question.name in part)


def _scalar(question: Question, value: Any, names: dict[str, str], currency: str) -> Line:
    graded = state.answer(question.id).evidence
    label = _with_unit(names.get(question.id) or question.short_label, question, currency)
    return Line(
        question.id,
        question,
        "",
        label,
        cells.shown(question, value, {}) or "",
        graded.label if graded else "",
    )


def _cells(question: Question, row: Row, currency: str) -> list[Line]:
    """The amounts of a row; of its drivers only those that are given."""
    lines = []
    graded = getattr(row, "evidence", None)
    for column in question.columns:
        value = getattr(row, column.id)
        if column.kind == "estimate" and (
            value is not None or (column.id == "amount" and getattr(row, "units", None) is None)
        ):
            name = getattr(row, "name", None) or question.label
            label = name if column.id == "amount" else f"{name}: {column.label.lower()}"
            key = f"{question.id}/{row.id}/{column.id}"
            lines.append(
                Line(
                    key,
                    question,
                    column.id,
                    _with_unit(
                        label,
                        column,
                        f"{currency} {_how_often(question, row)}" if column.id == "amount" else currency,
                    ),
                    cells.shown(column, value, {}) or "",
                    graded.label if graded else "",
                )
            )
    return lines


def _how_often(table: Question, row: Row) -> str:
    """A benefit of which nothing is said counts every year, a cost once."""
    when = getattr(row, "when", None) or ("yearly" if table.name == "benefits" else "once")
    return "once" if when == "once" else "a year"


def _with_unit(label: str, asked: Question, currency: str) -> str:
    unit = {"money": currency, "share": ""}.get(asked.unit, asked.unit)
    return f"{label} ({unit})" if unit and unit.lower() not in label.lower() else label


# ── saving
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _edited() -> None:
    """Save before the page is drawn, so that its figures are new at once."""
    _save()


def _save() -> bool:
    """Save what was edited and differs from what was seen, and say whether anything was saved now."""
    grid = state.session().assumptions
    edits = _edits(grid.key) if grid else {}
    if grid is None or not edits:
        return False
    changed = list(_changes(grid, edits))
    return bool(changed) and state.commit(changed)


def _changes(grid: Grid, edits: dict[int, str]) -> Iterator[tuple[state.Draft, Answer]]:
    """The lines that differ from what was seen of them; those that cannot be read are refused, with the
    reason.
    """
    currency = state.current().currency
    for place, text in edits.items():
        line = grid.lines[place]
        draft = state.draft(line.key)
        try:
            value = reading.answered(line.question, text, currency, line.asked if line.column else None)
        except InputError as error:
            draft.refuse(text, str(error))
            continue
        draft.refused = ""
        if value != (draft.conflict.mine if draft.conflict else draft.seen).value:
            draft.shown = text
            yield draft, draft.seen.with_figure(value)
