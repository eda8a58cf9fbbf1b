"""What people write as an answer, read by the question that it answers: the same in forms, grids, project files, workbooks
and on the command line.

A figure that could be read in two ways (12.000, 5 to 50k, 50 to 0.8 %) is refused with both, so that no answer changes
without a word. Numbers that a file or a spreadsheet holds as numbers are taken as they are.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from mlscope.errors import InputError, did_you_mean
from mlscope.estimates import notation, numbers
from mlscope.project import dates
from mlscope.project.checking import checked
from mlscope.questions import Kind, Question

FIGURES = ("number", "money", "percent", "estimate")
"""Kinds whose answers are figures."""
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class UnknownNames(InputError):  # noqa: N818 - named for what it says
    """A text names rows that there are not; `known` holds the ids of those that there are."""

    def __init__(self, names: list[str], known: list[str]) -> None:
        """`names` are those that no row has."""
        self.known = known
        quoted = " or ".join(f"'{name[:60]}'" for name in names)
        super().__init__(f"no row is called {quoted}")


# ── one answer ──────────────────────────────────────────────────────────────────────────────────────────────────


def answered(
    question: Question,
    given: Any,
    currency: str,
    column: Question | None = None,
    ids_by_name: Mapping[str, str] | None = None,
    row: Mapping[str, Any] | None = None,
) -> Any:
    """The answer to a question, or to a column of its rows, that a content stands for; `row` holds what stands beside it.

    InputError says why it is none; UnknownNames where it names rows that there are not.
    """
    asked = column or question
    value = stored(asked, given, ids_by_name or {}, currency, row or {})
    try:
        return checked(question, value, column.id if column else "")
    except InputError as error:
        if asked.kind != "percent":
            raise
        low, high = (
            written(asked, bound)
            for bound in (asked.minimum or 0, 1 if asked.maximum is None else asked.maximum)
        )
        raise InputError(f"this must lie between {low} and {high}; found {written(asked, value)}") from error


def stored(
    question: Question,
    given: Any,
    ids_by_name: Mapping[str, str],
    currency: str = "",
    row: Mapping[str, Any] | None = None,
) -> Any:
    """The value that a content stands for, not yet checked, None where it is blank; InputError says why it cannot be read."""
    if given is None or (isinstance(given, float) and math.isnan(given)):
        return None
    if isinstance(given, str | list) and not given:
        return None
    if question.kind == "choices":
        return _rows_named(given, ids_by_name) or None
    try:
        return read(question, _in_unit_of(question, str(given).strip(), row or {}), currency)
    except ValueError as error:
        raise InputError(str(error)) from error


def read(question: Question, text: str, currency: str) -> Any:
    """The value that a text stands for, an estimate as a text that says one thing only; ValueError where there is none."""
    if not text:
        return None
    match question.kind:
        case "percent":
            value = numbers.read(text, percent=True)
            numbers.as_share(text)  # refuses what may be a fraction as well
            return value
        case "number" | "money":
            value = numbers.read(meant(question, text, currency))
            return int(value) if question.whole and value.is_integer() else value
        case "estimate":
            return meant(question, text, currency)
        case "date":
            return dates.read(text)
        case "yes_no":
            return _one_of(YES_NO, text, "Yes or No")
        case "choice":
            ids = {
                label.casefold(): choice.id
                for choice in question.choices
                for label in (choice.label, choice.id)
            }
            return _one_of(ids, text, ", ".join(choice.label for choice in question.choices))
        case _:
            return text


def meant(question: Question, text: str, currency: str) -> str:
    """A text as its unit is meant: money may carry its currency, a share its sign.

    ValueError where it could be read in two ways.
    """
    if question.kind == "estimate" and question.unit == "share":
        return numbers.as_share(text)
    if "money" in (question.kind, question.unit):
        return numbers.as_money(text, currency)
    return numbers.one_sign(numbers.unambiguous(text))


def one_figure(estimate: Question) -> Question:
    """The question that each figure of an estimate answers."""
    kind: Kind = {"share": "percent", "money": "money"}.get(estimate.unit, "number")  # type: ignore[assignment]
    return replace(estimate, kind=kind)


def written(question: Question, value: Any) -> str:
    """A figure as `answered` reads it back."""
    match question.kind:
        case "percent":
            return f"{value * 100:,.10g} %"
        case "estimate":
            estimate = notation.ESTIMATE.validate_python(value)
            return notation.write(estimate, percent=True) if question.unit == "share" else _short(estimate)
        case _:
            return numbers.write(value)


def _short(estimate: notation.AnyEstimate) -> str:
    """The notation of an estimate, short where every figure can be (150k / 250k / 400k), so that it fits into a narrow column."""
    form, stated = notation.notation(estimate)
    short = [numbers.compact(value) for value in stated]
    return form.format(*(short if all(short) else map(numbers.write, stated)))


def _one_of(known: Mapping[str, Any], text: str, choices: str) -> Any:
    if text.casefold() not in known:
        raise ValueError(
            f"'{text[:40]}' is not one of the choices{did_you_mean(text.casefold(), known)}; choose {choices}"
        )
    return known[text.casefold()]


# ── rows that are named in other rows ───────────────────────────────────────────────────────────────────────────


def _rows_named(given: Any, ids_by_name: Mapping[str, str]) -> list[str]:
    """The ids of the rows that a list or a text names, the longest names first, since a name may hold a comma itself."""
    ids = {_folded(name): row_id for name, row_id in ids_by_name.items()}
    pieces = re.split(r"([,;\n])", ", ".join(map(str, given)) if isinstance(given, list) else str(given))
    known: list[str] = []
    unknown: list[str] = []
    while pieces:
        ends = range(len(pieces), 0, -2)
        end = next((end for end in ends if _folded("".join(pieces[:end])) in ids), 1)
        name = "".join(pieces[:end])
        if _folded(name) in ids:
            known.append(ids[_folded(name)])
        elif name.strip():
            unknown.append(name.strip())
        pieces = pieces[end + 1 :]
    known = list(dict.fromkeys(known))
    if unknown:
        raise UnknownNames(unknown, known)
    return known


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


# ── figures whose unit stands beside them ───────────────────────────────────────────────────────────────────────


def _in_unit_of(question: Question, text: str, row: Mapping[str, Any]) -> str:
    """A figure without its percent sign where the unit of its row is one of per cent: 12.5 % beside "% of booked" is 12.5.

    ValueError where the row counts in something else.
    """
    unit = str(row.get(question.unit_from) or "").strip()
    if not question.unit_from or "%" not in text:
        return text
    plain = text.replace("%", "").strip()
    if unit and not re.search(r"%|per ?cent", unit, re.IGNORECASE):
        fraction = f"{numbers.read(text):.12g}"
        raise ValueError(
            f"'{text[:40]}' beside the unit '{unit[:40]}' could be read in two ways; "
            f"write {fraction}, or {plain} with % in the unit"
        )
    return plain


def with_units(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    """The contents of a row; one without a unit, in which a figure carries a percent sign, counts in per cent."""
    units = [
        column.unit_from
        for column in question.columns
        if column.unit_from and "%" in str(row.get(column.id) or "")
    ]
    return dict(row) | {unit: "%" for unit in units if not str(row.get(unit) or "").strip()}


# ── project files ───────────────────────────────────────────────────────────────────────────────────────────────

Reader = Callable[[Question, Any, Mapping[str, Any]], Any]
"""Makes of a figure's content in a file, beside the contents of its row, what the record takes; ValueError or InputError says
why it cannot."""


def with_figures(
    plain: dict[str, Any], questions: Iterable[Question], read_figure: Reader
) -> tuple[dict[str, Any], list[str]]:
    """The content of a project file with its figures read, and a sentence with its place for each that cannot be.

    Only texts are read, and the texts in an estimate; what cannot be is left out.
    """
    faults: list[str] = []

    def figure(question: Question, given: Any, row: Mapping[str, Any], *place: str) -> Any:
        try:
            return read_figure(question, given, row) if question.kind in FIGURES else given
        except (ValueError, InputError) as error:
            faults.append(f"{' > '.join(place)}: {error}")
            return None

    def table_row(table: Question, given: Any, *place: str) -> Any:
        if not isinstance(given, dict):
            return given
        row = with_units(table, given)
        columns = {column.id: column for column in table.columns}
        return {
            name: figure(columns[name], cell, row, *place, name) if name in columns else cell
            for name, cell in row.items()
        }

    plain = dict(plain)
    for question in questions:
        step, name = ("more", question.id) if question.pack else (question.step, question.name)
        section = plain.get(step)
        if not isinstance(section, dict) or name not in section:
            continue
        given = section[name]
        if question.kind == "table" and isinstance(given, list):
            answer: Any = [
                table_row(question, row, step, name, f"#{place}") for place, row in enumerate(given, 1)
            ]
        else:
            answer = figure(question, given, {}, step, name)
        plain[step] = section | {name: answer}
    if isinstance(actuals := plain.get("actuals"), dict):
        number = Question("actuals", "number", "What really happened")
        read_ones = {key: figure(number, one, {}, "actuals", str(key)) for key, one in actuals.items()}
        plain["actuals"] = {key: one for key, one in read_ones.items() if one is not None}
    return plain, faults


def of_file(plain: dict[str, Any], questions: Iterable[Question]) -> tuple[dict[str, Any], list[str]]:
    """The content of a project file of today's version with its figures read as everywhere else, and what cannot be read."""
    currency = str(plain.get("currency", "EUR")).strip().upper()

    def of_text(question: Question, given: Any, row: Mapping[str, Any]) -> Any:
        if isinstance(given, dict) and question.kind == "estimate":
            part = replace(question, kind="percent" if question.unit == "share" else "number")
            return {name: of_text(part, one, row) if name != "kind" else one for name, one in given.items()}
        if not isinstance(given, str) or not given.strip():
            return given
        value = stored(question, given, {}, currency, row)
        return checked(question, value) if question.pack else value

    return with_figures(plain, questions, of_text)
