"""What people write as an answer, read by the question that it answers: the same in forms, grids, project
files, workbooks and on the command line.

A figure that could be read in two ways (12.000, 5 to 50k, 50 to 0.8 %) is refused with both (`Unclear`), so
that no answer changes without a word. docs/notations.md lists what is read. Numbers that a file or a
spreadsheet holds as numbers are taken as they are.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from mlscope.errors import InputError, Unclear, did_you_mean
from mlscope.estimates import notation, numbers, phrases
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


# ── one answer
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def answered(
    question: Question,
    given: Any,
    currency: str,
    column: Question | None = None,
    ids_by_name: Mapping[str, str] | None = None,
    row: Mapping[str, Any] | None = None,
) -> Any:
    """The answer to a question, or to a column of its rows, that a content stands for; `row` holds what
    stands beside it.

    InputError says why it is none; UnknownNames where it names rows that there are not.
    """
    asked = beside(question, column, row or {}) if column else question
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
    """The value that a content stands for, not yet checked, None where it is blank; InputError says why it
    cannot be read.
    """
    if given is None or (isinstance(given, float) and math.isnan(given)):
        return None
    if isinstance(given, str | list) and not given:
        return None
    if question.kind == "choices":
        return (_rows_named(given, ids_by_name) if question.options == "rows" else _names(given)) or None
    try:
        return read(question, _in_unit_of(question, str(given).strip(), row or {}), currency)
    except InputError:
        raise
    except ValueError as error:
        raise InputError(str(error)) from error


def read(question: Question, text: str, currency: str) -> Any:
    """The value that a text stands for, an estimate as a text that says one thing only; ValueError where
    there is none.
    """
    if not text:
        return None
    match question.kind:
        case "percent" | "number" | "money" | "estimate":
            phrases.check_state(text, question.id)
            return _figure(question, text, currency)
        case "date":
            phrases.check_state(text, question.id)
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


def _figure(question: Question, text: str, currency: str) -> Any:
    short = meant(question, text, currency)
    try:
        if question.kind == "estimate":
            notation.parse(short)
            return short
        value = numbers.read(short, percent=question.kind == "percent")
    except ValidationError:
        return short  # a wrong order or bound is told where the value is checked
    except Unclear as error:
        raise error.of(text) from error
    except ValueError as error:
        as_typed = ValueError(str(error).replace(f"'{short}'", f"'{text}'"))
        raise _one_of_many(question, short) or _in_another_unit(question, text) or as_typed from error
    if question.kind == "percent":
        numbers.as_share(short)  # refuses what may be a fraction as well
    if question.whole and math.isfinite(value):
        return int(value) if value.is_integer() else round(value) if _factor(question, text) != 1 else value
    return value


def meant(question: Question, text: str, currency: str) -> str:
    """A text in the short notation, as its field is meant: money may carry its currency, a share its sign,
    any figure its unit.

    Unclear where it could be read in two ways.
    """
    counted = phrases.counted(text, question.per)
    try:
        return _times(_in_own_unit(question, counted.figures, currency), _factor(question, text))
    except Unclear as error:
        raise error.of(text, counted.words) from error


def _in_own_unit(question: Question, text: str, currency: str) -> str:
    if question.kind == "percent":
        return phrases.plain(text, share=True)
    if question.kind == "estimate" and question.unit == "share":
        return numbers.as_share(phrases.plain(text, share=True))
    if "money" in (question.kind, question.unit):
        amounts = numbers.without_currency(text, currency)
        return numbers.as_money(phrases.plain(amounts, share=True), currency)
    short = numbers.one_sign(numbers.unambiguous(phrases.plain(phrases.without_unit(text, question.unit))))
    if question.unit and question.kind == "estimate" and "%" in short.partition("±")[0]:
        raise ValueError(
            f"'{text.strip()[:40]}' is a share; this is counted in {question.unit}; write 1200 or 40k"
        )
    return short


def _one_of_many(question: Question, short: str) -> Unclear | None:
    """What to write where a range stands in the place of one figure; None where it is no range either."""
    if question.kind == "estimate":
        return None
    try:
        estimate = notation.parse(numbers.as_share(short) if question.kind == "percent" else short)
    except Unclear as error:
        return error
    except ValueError:
        return None
    if isinstance(estimate, notation.Number | notation.Chance):
        return None
    stated = notation.notation(estimate)[1][:3]
    if len(stated) == 2:
        stated = stated[0], (stated[0] + stated[1]) / 2, stated[1]
    ways = [written(question, round(value) if question.whole else value) for value in stated]
    return Unclear(
        short, *dict.fromkeys(ways), why="this takes one figure; keep a range in the note of the answer"
    )


def _in_another_unit(question: Question, text: str) -> ValueError | None:
    """What to write where a text that cannot be read names a unit; None where it names none."""
    found = phrases.other_unit(phrases.without_unit(text, question.unit))
    if not found or question.unit in ("money", "share"):
        return None
    unit = question.unit or "no unit of its own"
    return ValueError(
        f"cannot read '{text[:40]}': this is counted in {unit}; found '{found}'; write the figure alone, as"
        " in 10"
    )


# ── figures a day, a week or a month
# ────────────────────────────────────────────────────────────────────────────


def _factor(question: Question, text: str) -> float:
    """By what the figures of a text are multiplied, so that they are counted for what the question asks.

    ValueError where they cannot be.
    """
    counted = phrases.counted(text, question.per)
    if counted.period is None:
        return 1.0
    words = counted.words.strip()
    target = phrases.period_named(question.per)
    if target is None:
        if question.per_from:
            raise ValueError(
                f"this amount counts once; found '{words}'; choose that it comes every year, or write the"
                " whole amount"
            )
        counts = f"is counted per {question.per}" if question.per else "is not counted by time"
        raise ValueError(f"this {counts}; found '{words}'; write the figure without it")
    if counted.period != target and (question.kind == "percent" or "%" in counted.figures):
        raise ValueError(
            f"this is a rate a {target.name}; found '{words}'; write the rate of a whole {target.name}"
        )
    return counted.period.a_year / target.a_year


def _times(short: str, factor: float) -> str:
    """A text in the short notation with each of its figures multiplied; per cent of another one stay."""
    if factor == 1:
        return short
    return re.sub(
        numbers.AMOUNT,
        lambda found: (
            found[0] if found[3] else numbers.write(round(numbers.amount(found[1], found[2]) * factor, 6))
        ),
        numbers.one_scale(short),
        flags=re.IGNORECASE,
    )


def aloud(question: Question, text: str, currency: str) -> str:
    """How a text was understood that says it in other words than its answer, in a sentence; empty where there
    is nothing to say.
    """
    shown = text.strip()[:60]
    try:
        value = read(question, text, currency)
        if question.kind == "date":
            return "" if shown == value.isoformat() else f"{shown} is read as {value.day} {value:%B %Y}."
        if question.kind not in FIGURES or (factor := _factor(question, text)) == 1:
            return ""
        estimate = question.kind == "estimate"
        figure = notation.write(notation.parse(value)) if estimate else written(question, value)
    except ValueError:
        return ""
    period = phrases.counted(text, question.per).period
    days = " A working day counts 260 times." if period and period.name == "day" else ""
    times = f"{factor:,.0f}" if factor >= 2 else f"{factor:.3g}"
    return f"{shown} is {figure} a {question.per}: {times} times as much.{days}"


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
    """The notation of an estimate, short where every figure can be (150k / 250k / 400k), so that it fits into
    a narrow column.
    """
    form, stated = notation.notation(estimate)
    short = [numbers.compact(value) for value in stated]
    return form.format(*(short if all(short) else map(numbers.write, stated)))


def _one_of(known: Mapping[str, Any], text: str, choices: str) -> Any:
    if text.casefold() not in known:
        guess = did_you_mean(text.casefold(), known, f"choose {choices}")
        raise ValueError(f"'{text[:40]}' is not one of the choices{guess}")
    return known[text.casefold()]


# ── rows that are named in other rows
# ───────────────────────────────────────────────────────────────────────────


def _names(given: Any) -> list[str]:
    """The names in a list, or in a text that parts them by commas, semicolons or lines."""
    pieces = given if isinstance(given, list) else re.split(r"[,;\n]", str(given))
    return list(dict.fromkeys(name for piece in pieces if (name := " ".join(str(piece).split()))))


def _rows_named(given: Any, ids_by_name: Mapping[str, str]) -> list[str]:
    """The ids of the rows that a list or a text names, the longest names first, since a name may hold a comma
    itself.
    """
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


# ── figures whose unit stands beside them
# ───────────────────────────────────────────────────────────────────────


def _in_unit_of(question: Question, text: str, row: Mapping[str, Any]) -> str:
    """A figure without its percent sign where the unit of its row is one of per cent: 12.5 % beside "% of
    booked" is 12.5.

    ValueError where the row counts in something else.
    """
    unit = str(row.get(question.unit_from) or "").strip()
    if not question.unit_from or "%" not in text:
        return phrases.without_unit(text, unit) if question.unit_from else text
    plain = text.replace("%", "").strip()
    if unit and not re.search(r"%|per ?cent", unit, re.IGNORECASE):
        fraction = f"{numbers.read(text):.12g}"
        raise Unclear(
            text,
            fraction,
            f"{plain} with % in the unit",
            why=f"'{text[:40]}' beside the unit '{unit[:40]}' could be read in two ways",
        )
    return plain


def with_units(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    """The contents of a row; one without a unit, in which a figure carries a percent sign, counts in per
    cent, and one of which nothing says how often it comes, but whose amount is one a month, comes every
    year."""
    units = [
        column.unit_from
        for column in question.columns
        if column.unit_from and "%" in str(row.get(column.id) or "")
    ]
    said = dict.fromkeys(units, "%") | {
        column.per_from: "yearly"
        for column in question.columns
        if column.per_from and phrases.counted(str(row.get(column.id) or ""), "").period
    }
    return dict(row) | {
        name: content for name, content in said.items() if not str(row.get(name) or "").strip()
    }


def beside(table: Question, column: Question, row: Mapping[str, Any]) -> Question:
    """A column as it is asked beside the contents of a row: what comes every year is counted a year."""
    if not column.per_from or not row.get(column.per_from):
        return column
    given = str(row[column.per_from]).casefold()
    names = {choice.label.casefold(): choice.id for choice in table.column(column.per_from).choices}
    return replace(column, per="year" if names.get(given, given) == "yearly" else "")


# ── project files
# ───────────────────────────────────────────────────────────────────────────────────────────────

Reader = Callable[[Question, Any, Mapping[str, Any]], Any]
"""Makes of a figure's content in a file, beside the contents of its row, what the record takes; ValueError or
InputError says why it cannot."""


def with_figures(
    plain: dict[str, Any], questions: Iterable[Question], read_figure: Reader
) -> tuple[dict[str, Any], list[str]]:
    """The content of a project file with its figures read, and a sentence with its place for each that cannot
    be.

    Only texts are read, and the texts in an estimate; what cannot be is left out.
    """
    faults: list[str] = []

    def figure(question: Question, given: Any, row: Mapping[str, Any], *place: str) -> Any:
        try:
            return read_figure(question, given, row) if question.kind in (*FIGURES, "date") else given
        except (ValueError, InputError) as error:
            faults.append(f"{' > '.join(place)}: {error}")
            return None

    def table_row(table: Question, given: Any, *place: str) -> Any:
        if not isinstance(given, dict):
            return given
        row = with_units(table, given)
        columns = {column.id: column for column in table.columns}
        return {
            name: (
                figure(beside(table, columns[name], row), cell, row, *place, name)
                if name in columns
                else cell
            )
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
        read_ones = {
            key: (
                one | {"value": figure(number, one.get("value"), {}, "actuals", str(key))}
                if isinstance(one, dict)
                else figure(number, one, {}, "actuals", str(key))
            )
            for key, one in actuals.items()
        }
        plain["actuals"] = {key: one for key, one in read_ones.items() if one is not None}
    return plain, faults


def of_file(plain: dict[str, Any], questions: Iterable[Question]) -> tuple[dict[str, Any], list[str]]:
    """The content of a project file of today's version with its figures read as everywhere else, and what
    cannot be read.
    """
    currency = str(plain.get("currency", "EUR")).strip().upper()

    def of_text(question: Question, given: Any, row: Mapping[str, Any]) -> Any:
        if isinstance(given, dict) and question.kind == "estimate":
            part = replace(question, kind="percent" if question.unit == "share" else "number")
            return {name: of_text(part, one, row) if name != "kind" else one for name, one in given.items()}
        if not isinstance(given, str) or not given.strip():
            return given
        value = stored(question, given, {}, currency, row)
        if question.kind == "date":
            return value.isoformat()
        return checked(question, value) if question.pack else value

    return with_figures(plain, questions, of_text)
