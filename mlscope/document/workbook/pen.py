"""Writing cells: text that stays text, formulas with their value beside them, and one look for all sheets."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mlscope.characters import printable
from mlscope.document.workbook.formulas import Formula

GREEN, PALE, INK, MUTED, LINE = "#1F6F5C", "#E6F1EE", "#1B2421", "#5A6662", "#B9C4C0"

READABLE = 72
"""Rows that a printed page can hold."""

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": GREEN},
    "subtitle": {"font_color": MUTED},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": GREEN,
        "bottom": 1,
        "bottom_color": GREEN,
        "valign": "bottom",
    },
    "head": {
        "bold": True,
        "bg_color": PALE,
        "bottom": 1,
        "bottom_color": GREEN,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "muted": {"font_color": MUTED},
    "bold": {"bold": True},
    "wrap": {"text_wrap": True, "valign": "top"},
    "right": {"align": "right"},
    "centre": {"align": "center"},
    "indent": {"indent": 1},
    "input": {"font_color": "#1F3FBF", "bg_color": "#FFF9E3", "border": 1, "border_color": "#E3DAB8"},
    "sum": {"bold": True, "top": 1, "top_color": INK},
    "money": {"num_format": '#,##0;[Red]-#,##0;"–"'},
    "amount": {"num_format": "[>=100]#,##0;[<=-100]-#,##0;#,##0.00##"},
    "cents": {"num_format": "[>=100]#,##0;[<=-100]-#,##0;#,##0.00"},
    "percent": {"num_format": "0.0##%"},
    "share": {"num_format": "0.0%"},
    "number": {"num_format": "[>=100]#,##0;[<=-100]-#,##0;0.0###"},
    "whole": {"num_format": "#,##0"},
    "years": {"num_format": '0.00" years"'},
    "factor": {"num_format": "0.0000"},
    "year": {"num_format": '"Year "0'},
}


class Pen:
    """A workbook being written. The same content gives the same bytes: nothing in it knows the time."""

    def __init__(self, target: Any, currency: str) -> None:
        self.book = xlsxwriter.Workbook(
            target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        self.currency = currency
        self._formats: dict[str, Format] = {}

    def style(self, names: str) -> Format:
        """The format that these styles add up to, later ones over earlier ones."""
        if names not in self._formats:
            merged: dict[str, Any] = {
                "font_name": "Calibri",
                "font_size": 10,
                "font_color": INK,
                "valign": "vcenter",
            }
            for name in names.split():
                merged |= (
                    {"num_format": f'#,##0 "{self.currency}";[Red]-#,##0 "{self.currency}"'}
                    if name == "currency"
                    else STYLES[name]
                )
            self._formats[names] = self.book.add_format(merged)
        return self._formats[names]

    def close(self, title: str, made: dt.datetime) -> None:
        """Write it all out, dated to this day."""
        self.book.set_properties(
            {"title": printable(title), "subject": "Value estimate", "author": "mlscope", "created": made}
        )
        self.book.set_calc_mode("auto")
        self.book.close()

    def grid(self, name: str, *, hidden: bool = False) -> "Grid":
        """A new sheet."""
        return Grid(self, name, hidden)


class Grid:
    """A sheet being written; rows and columns are counted from 0. What is put into a cell comes back as a
    reference to it.
    """

    def __init__(self, pen: Pen, name: str, hidden: bool) -> None:
        self.pen = pen
        self.sheet: Worksheet = pen.book.add_worksheet(name)
        self.prefix = f"'{name}'!" if " " in name else f"{name}!"
        self.sheet.hide_gridlines(2)
        if hidden:
            self.sheet.hide()

    def words(self, row: int, column: int, text: str, styles: str = "") -> Formula:
        """Text as it is, whatever it looks like."""
        shown = printable(text)
        self.sheet.write_string(row, column, shown, self.pen.style(styles))
        return self.at(row, column, shown)

    def section(self, row: int, title: str, last_column: int) -> int:
        """A heading across the sheet; the row below it."""
        for column in range(last_column + 1):
            self.words(row, column, title if column == 0 else "", "section")
        self.sheet.set_row(row, 24)
        return row + 1

    def title(self, text: str, *sentences: str) -> None:
        """The title of the sheet, and what to know before reading it."""
        self.words(0, 0, text, "title")
        self.sheet.set_row(0, 28)
        for row, sentence in enumerate(sentences, 1):
            self.words(row, 0, sentence, "subtitle")

    def number(
        self, row: int, column: int, value: float, styles: str = "", *, along: bool = False
    ) -> Formula:
        """A plain number."""
        self.sheet.write_number(row, column, value, self.pen.style(styles))
        return self.at(row, column, float(value), along)

    def empty(self, row: int, column: int, styles: str = "") -> Formula:
        """A cell in which something may be typed."""
        self.sheet.write_blank(row, column, None, self.pen.style(styles))
        return self.at(row, column, None)

    def put(
        self, row: int, column: int, formula: Formula, styles: str = "", *, along: bool = False
    ) -> Formula:
        """A formula. With `along` the reference moves with its column, as the cells of a year do."""
        shown = formula.text.replace(self.prefix, "")
        self.sheet.write_formula(row, column, "=" + shown, self.pen.style(styles), _shown(formula.value))
        return self.at(row, column, formula.value, along)

    def years(self, row: int, column: int, formulas: Sequence[Formula], styles: str = "") -> "Years":
        """A row of formulas, one for each year."""
        return Years(
            self,
            row,
            column,
            tuple(self.put(row, column + n, one, styles, along=True) for n, one in enumerate(formulas)),
        )

    def numbers(self, row: int, column: int, values: Sequence[float], styles: str = "") -> Formula:
        """A column of plain numbers, as a range."""
        self.sheet.write_column(row, column, values, self.pen.style(styles))
        return self.range(row, column, row + len(values) - 1, column, np.array(values))

    def column(self, row: int, column: int, values: Sequence[float | str], styles: str = "") -> None:
        """A column of plain numbers or words."""
        for n, value in enumerate(values):
            if isinstance(value, str):
                self.words(row + n, column, value, styles)
            else:
                self.number(row + n, column, value, styles)

    def range(self, row: int, column: int, last_row: int, last_column: int, values: Any) -> Formula:
        """A range of cells with what they hold."""
        return Formula(self.prefix + xl_range_abs(row, column, last_row, last_column), values)

    def print_as_pages(
        self, last_row: int, last_column: int, *, repeat_row: int | None = None, across: int = 1
    ) -> None:
        """Set up printing: A4 across, as wide as the pages side by side, on one page where that is readable,
        with page numbers.
        """
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(across, 1 if last_row < READABLE else 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.print_area(0, 0, last_row, last_column)
        self.sheet.set_footer("&L&F&C&A&RPage &P of &N")
        if repeat_row is not None:
            self.sheet.repeat_rows(repeat_row)

    def at(self, row: int, column: int, value: Any, along: bool = False) -> Formula:
        """A reference to a cell with what it holds."""
        return Formula(self.prefix + xl_rowcol_to_cell(row, column, row_abs=True, col_abs=not along), value)


class Years(tuple[Formula, ...]):
    """The cells of a row, one for each year, and the range that they fill."""

    span: Formula
    row: int

    def __new__(cls, grid: Grid, row: int, column: int, cells: Sequence[Formula]) -> "Years":
        """The cells, and beside them their range."""
        made = super().__new__(cls, cells)
        made.span = grid.range(
            row, column, row, column + len(cells) - 1, np.array([cell.value for cell in cells])
        )
        made.row = row
        return made


def _shown(value: Any) -> Any:
    """The value as a spreadsheet file keeps it."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str) or value is None:
        return printable(value or "")
    return float(value) if math.isfinite(value) else "#NUM!"
