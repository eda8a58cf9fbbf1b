"""The Inputs sheet: what a colleague may change, with a live mean beside every range."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from mlscope import events
from mlscope.document.workbook import ranges, rows
from mlscope.document.workbook.formulas import Formula, both, choose, either, filled, formula, when
from mlscope.document.workbook.pen import Grid
from mlscope.document.workbook.ranges import Asked, Figures, Ranges
from mlscope.document.workbook.rows import HEADS, NUMBERS, Cell, Line
from mlscope.estimates.notation import KIND_LABELS
from mlscope.money.model import RATE, YEARS
from mlscope.project import Project
from mlscope.project.inputs import EVENTS
from mlscope.questions import Question

NAMED = "mlscope workbook "
SIGN = NAMED + "1"
"""Stands above the keys, before the project's id."""

FAULT = "Mend this: "
WIDTHS = (44, 24, 14, 11, 7, 9, 21, 12, 12, 12, 9, 9, 8, 13, 36, 19, 10, 10)
LAST_SHOWN = rows.SURE

BORROWED = ("value.finance_rate", "value.reinvestment_rate")
"""Rates that are the discount rate where nothing else is said."""

AVERAGES = {"percent": "share", "amount": "cents"}
"""How the average of a range is shown: no finer than anybody knows it."""

UNLIMITED = {
    "value.capacity": "no limit",
    "approach.retraining_months": "never",
    "value.write_off_years": "at once",
}
"""Figures whose absence is no number."""

GUIDE = (
    (
        "Blue figures on cream are yours to change; everything else follows, on every sheet. A blank cell"
        " counts as its remark says."
    ),
    (
        "Figures that you change can be read back: upload this file on the Return page of mlscope. New lines"
        " are not read back; add them there."
    ),
)


@dataclass(frozen=True, slots=True)
class Entered:
    """A line as it stands on the sheet: what it counts as, and the cells beside it."""

    line: Line
    label: Formula
    figures: Figures
    beside: Mapping[str, Formula]
    given: Formula
    """Is anything said?"""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the other sheets compute with, by log key."""

    lines: Mapping[str, Entered]
    defaults: Mapping[str, float]

    def __getitem__(self, key: str) -> Formula:
        """What an answer counts as; its default where the project cannot be asked for it."""
        return self.lines[key].figures.mean if key in self.lines else formula(self.defaults.get(key, 0.0))

    def given(self, *keys: str) -> Formula:
        """Is there an answer to all of these?"""
        return both(*(self.lines[key].given if key in self.lines else formula(0) > 0 for key in keys))

    def yes(self, key: str) -> Formula:
        """Was a question of yes or no answered with yes?"""
        return self[key].equals("yes") if key in self.lines else formula(0) > 0

    def table(self, name: str) -> list[Entered]:
        """The lines of a table."""
        return [entered for key, entered in self.lines.items() if key.startswith(f"value.{name}/")]


def defaults(launch_months: float | None) -> dict[str, float]:
    """What counts where nothing is answered, as the engine has it; everything else counts as 0."""
    certain = ("technical_success", "adoption_success", "pilot_pass", "pilot_saves")
    full = ("ramp_up_year_1", "ramp_up_year_2", "ramp_up_year_3")
    ones = {f"value.{name}": 1.0 for name in (*certain, *full)}
    return ones | {
        "value.horizon_years": float(YEARS),
        "value.discount_rate": RATE,
        "value.launch_month": max(launch_months or 0.0, 0.0),
    }


def write(
    grid: Grid, ranges_grid: Grid, tables: Grid, project: Project, launch_months: float | None
) -> Inputs:
    """Write the sheets Inputs and Ranges, and the choices on a hidden one."""
    writer = _Writer(
        grid, Ranges(ranges_grid, tables), _Choices(tables), project.currency, defaults(launch_months)
    )
    _head(grid, project)
    row, group, entered = rows.FIRST_ROW, "", dict[str, Entered]()
    for line in rows.lines(project):
        if line.group != group:
            group = line.group
            row = grid.section(row, group, LAST_SHOWN)
        entered[line.main.key] = writer.line(row, line)
        row += 1
    _foot(grid, row)
    ranges_grid.print_as_pages(row, len(ranges.HEADS) - 1, repeat_row=rows.FIRST_ROW - 1)
    expected = events.expected_cost(events.events_of(project.effective()))
    return Inputs(entered, writer.defaults | {events.TABLE: expected})


def _head(grid: Grid, project: Project) -> None:
    grid.title(f"Inputs: {project.name}", f"Amounts in {project.currency}.", *GUIDE)
    grid.words(4, rows.KEY, SIGN)
    grid.words(4, rows.MADE, project.id)
    for column, head in enumerate(HEADS):
        right = rows.YEAR <= column <= rows.GROWTH or rows.LOW <= column <= rows.UPPER or column == rows.USED
        grid.words(
            rows.FIRST_ROW - 1,
            column,
            head,
            (
                "head right"
                if right
                else "head indent"
                if column in (rows.KIND, rows.UNIT, rows.REMARK)
                else "head"
            ),
        )
        grid.sheet.set_column(column, column, WIDTHS[column], None, {"hidden": column > LAST_SHOWN})
    grid.sheet.set_row(rows.FIRST_ROW - 1, 30)


def _foot(grid: Grid, end: int) -> None:
    sheet = grid.sheet
    sheet.freeze_panes(rows.FIRST_ROW, 1)
    grid.print_as_pages(end, LAST_SHOWN, repeat_row=rows.FIRST_ROW - 1)
    fault = grid.pen.book.add_format({"font_color": "#B3261E", "bold": True})
    where = f"{xl_col_to_name(rows.REMARK)}{rows.FIRST_ROW + 1}:{xl_col_to_name(rows.REMARK)}{end + 1}"
    sheet.conditional_format(
        where, {"type": "text", "criteria": "begins with", "value": FAULT.strip(), "format": fault}
    )


class _Choices:
    """The lists that cells choose from, on the hidden sheet; each is written once."""

    def __init__(self, tables: Grid) -> None:
        self._tables = tables
        self._known: dict[tuple[str, ...], str] = {}

    def list(self, labels: Sequence[str]) -> str:
        """The range of these words, as a validation takes it."""
        known = tuple(labels)
        if known not in self._known:
            column = 4 + len(self._known)
            for row, label in enumerate(known, 1):
                self._tables.words(row, column, label)
            self._known[known] = "=" + self._tables.range(1, column, len(known), column, list(known)).text
        return self._known[known]


class _Writer:
    """Writes the lines."""

    def __init__(
        self, grid: Grid, ranges: Ranges, choices: _Choices, currency: str, defaults: dict[str, float]
    ) -> None:
        self.grid, self.ranges, self.choices, self.currency, self.defaults = (
            grid,
            ranges,
            choices,
            currency,
            defaults,
        )
        self.rate = formula(defaults["value.discount_rate"])

    def line(self, row: int, line: Line) -> Entered:
        """Write a line and return what it counts as."""
        grid, beside = self.grid, {}
        named = line.beside.get("name")
        for column in (rows.FOR, rows.REACH, rows.WHEN, rows.YEAR, rows.GROWTH, rows.KIND, rows.SURE):
            grid.empty(row, column)
        if named is None:
            label = grid.words(row, rows.LABEL, line.label, "indent" if line.driver else "")
        for name, cell in line.beside.items():
            beside[name] = self.cell(row, rows.BESIDE[name], cell)
        if named is not None:
            label = when(beside["name"].blank, line.unnamed, beside["name"])
        grid.words(row, rows.UNIT, self.unit(line.main.question), "muted indent")
        grid.words(row, rows.KEY, line.main.key)
        grid.words(row, rows.MADE, json.dumps({cell.key: cell.value for cell in line.cells}, sort_keys=True))
        estimated = line.main.question.kind == "estimate"
        figures, given = self.estimate(row, line, label) if estimated else self.figure(row, line)
        return Entered(line, label, figures, beside, given)

    def unit(self, question: Question) -> str:
        """What a figure is counted in."""
        return (
            self.currency if question.unit == "money" else "" if question.unit == "share" else question.unit
        )

    def cell(self, row: int, column: int, cell: Cell) -> Formula:
        """A cell in which an answer may be changed."""
        question, sheet = cell.question, self.grid.sheet
        styles = f"input {_number_style(question)}"
        if question.kind in ("choice", "yes_no"):
            labels = (
                ["yes", "no"] if question.kind == "yes_no" else [choice.label for choice in question.choices]
            )
            sheet.data_validation(
                row, column, row, column, {"validate": "list", "source": self.choices.list(labels)}
            )
        elif question.kind != "text":
            sheet.data_validation(row, column, row, column, _limits(question))
        shown = words_of(question, cell.value)
        if shown is None:
            return self.grid.empty(row, column, styles)
        if isinstance(shown, str):
            return self.grid.words(row, column, shown, styles)
        return self.grid.number(row, column, shown, styles)

    def figure(self, row: int, line: Line) -> tuple[Figures, Formula]:
        """One number, or yes or no."""
        question = line.main.question
        cell = self.cell(row, rows.LOW, line.main)
        for column in (rows.MIDDLE, rows.HIGH, rows.LOWER, rows.UPPER):
            self.grid.empty(row, column)
        self.defaults.setdefault(question.id, 0.0)
        if question.kind == "yes_no":
            used = self.grid.put(row, rows.USED, when(cell.equals("yes"), "yes", "no"), "right")
            remark = when(cell.blank, "Blank counts as no.", "")
        else:
            style = _number_style(question)
            used = self.grid.put(
                row, rows.USED, when(cell.blank, self.blank(question), cell), f"bold right {style}"
            )
            remark = when(cell.blank, self.blank_words(question), "")
        self.grid.put(row, rows.REMARK, remark, "muted indent")
        name = question.name
        self.grid.pen.book.define_name(name, "=" + used.text)
        named = Formula(name, used.value)
        if question.id == "value.discount_rate":
            self.rate = named
        return Figures(named, named, named, named), ~cell.blank

    def blank(self, question: Question) -> Any:
        """What a blank figure counts as."""
        if question.id in BORROWED:
            return self.rate
        return UNLIMITED.get(question.id, self.defaults[question.id])

    def blank_words(self, question: Question) -> str:
        """What a blank figure counts as, in words."""
        if question.id in BORROWED:
            return "Blank: the discount rate is counted."
        if question.id in UNLIMITED:
            return f"Blank: {UNLIMITED[question.id]}."
        value = self.defaults[question.id]
        if question.id == "value.launch_month" and value:
            return f"Blank: the plan's likely finish is counted, {value:.1f} months from today."
        return (
            f"Blank: {value:.0%} is counted."
            if question.kind == "percent"
            else f"Blank: {value:g} is counted."
        )

    def estimate(self, row: int, line: Line, label: Formula) -> tuple[Figures, Formula]:
        """A range in its own cells, or one number."""
        main, sheet = line.main, self.grid.sheet
        estimate = main.value or {}
        kind_label = KIND_LABELS.get(estimate.get("kind", ""))
        style = f"input {_number_style(main.question)}"
        kind = (
            self.grid.words(row, rows.KIND, kind_label, "input indent")
            if kind_label
            else self.grid.empty(row, rows.KIND, "input indent")
        )
        sheet.data_validation(
            row, rows.KIND, row, rows.KIND, {"validate": "list", "source": "=" + self.ranges.kinds.text}
        )
        numbers = {
            column: estimate.get(name) for name, column in NUMBERS.get(estimate.get("kind", ""), {}).items()
        }

        def number(column: int) -> Formula:
            value = numbers.get(column)
            return (
                self.grid.empty(row, column, style)
                if value is None
                else self.grid.number(row, column, value, style)
            )

        low, middle, high, lower, upper = (
            number(column) for column in (rows.LOW, rows.MIDDLE, rows.HIGH, rows.LOWER, rows.UPPER)
        )
        asked = Asked(
            row,
            label,
            kind,
            low,
            middle,
            high,
            lower,
            upper,
            self.defaults.get(main.key, 0.0),
            main.key in EVENTS,
        )
        figures = self.ranges.add(asked)
        used = self.grid.put(
            row, rows.USED, figures.mean, f"bold {AVERAGES.get(shown := _number_style(main.question), shown)}"
        )
        self.grid.put(row, rows.REMARK, remark(asked), "muted indent")
        if "/" not in main.key:
            self.grid.pen.book.define_name(main.question.name, "=" + used.text)
            used = Formula(main.question.name, used.value)
        return Figures(used, figures.p10, figures.p50, figures.p90), ~kind.blank


def words_of(question: Question, value: Any) -> str | float | None:
    """An answer as its cell shows it."""
    match question.kind:
        case _ if value is None:
            return None
        case "yes_no":
            return "yes" if value else "no"
        case "choice":
            return question.label_of(value)
        case "number" | "money" | "percent":
            return float(value)
        case _:
            return str(value)


def remark(asked: Asked) -> Formula:
    """What is wrong with an estimate as it stands, or what a blank one counts as."""
    low, middle, high, lower, upper = asked.low, asked.middle, asked.high, asked.lower, asked.upper
    place = {label: number for number, label in enumerate(KIND_LABELS.values(), 1)}
    index = Formula(f"Ranges!$B${asked.row + 1}", float(place.get(asked.kind.value or "", 0)))
    three, two = filled(low, middle, high) < 3, filled(low, high) < 2
    short = choose(index, three, three, two, two, filled(low) < 1, filled(low) < 1)
    flat = both(low.equals(middle), middle.equals(high))
    falls = choose(
        index,
        ~either(both(low < middle, middle < high), flat),
        ~both(low <= middle, middle <= high),
        low > high,
        low > high,
        either(low < 0, low > 1),
        formula(0) > 1,
    )
    bounds = both(index.equals(1), ~flat, either(low <= lower, both(~upper.blank, high >= upper)))
    blank = "Blank counts as certain." if asked.blank == 1 else "Blank counts as nothing."
    faults = when(
        falls,
        FAULT + "the numbers must rise; a chance lies between 0 and 1.",
        when(bounds, FAULT + "P10 or P90 is beyond its bound.", ""),
    )
    said = when(short, FAULT + "a number is missing.", faults)
    return when(
        asked.kind.blank,
        when(filled(low, middle, high) > 0, FAULT + "choose the kind of estimate.", blank),
        said,
    )


def _number_style(question: Question) -> str:
    if question.kind == "percent" or question.unit == "share":
        return "percent"
    if question.whole:
        return "whole"
    return (
        "amount"
        if question.unit == "money"
        else (
            "number"
            if question.kind in ("number", "money", "estimate")
            else "right"
            if question.kind == "yes_no"
            else ""
        )
    )


def _limits(question: Question) -> dict[str, Any]:
    """The validation of a number; its fault says what is wanted."""
    kind = "integer" if question.whole else "decimal"
    low = question.minimum if question.minimum is not None else -1e15
    high = question.maximum if question.maximum is not None else 1e15
    said = f"Please type a number from {low:g} to {high:g}, or leave the cell blank."
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": "This cannot be",
        "error_message": said,
    }
