"""Which answers of the data step a sample gives, each with how it was measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mlscope.profile.findings import Profile, TimeSpan, different
from mlscope.profile.guesses import occurred
from mlscope.profile.personal import STANDS_FOR
from mlscope.profile.sentences import columns_in_all, duplicates, of_which_types, time_span
from mlscope.project import Answer, Evidence, Project, State
from mlscope.project.steps.data import DataKind

NOT_ALL = "A sample may hold fewer rows than"


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer that a sample gives: the question, the value, how well it is known, and how it was measured.

    `partial` marks a count that holds for the sample alone, where that is not the whole.
    """

    question: str
    value: bool | int | float | str
    note: str
    evidence: Evidence = Evidence.measured
    partial: bool = False

    def over(self, before: Answer) -> Answer:
        """The fact as an answer of the record, below what somebody had noted there before."""
        note = self.note if before.evidence == Evidence.assumed else before.noted(self.note)
        return Answer(value=self.value, note=note, evidence=self.evidence)


def facts(found: Profile) -> list[Fact]:
    """The answers that a profile gives, in the order of the questions. What a guessed label would say is left
    out.
    """
    where = f"in {found.file} on {found.measured.isoformat()}"
    return [
        Fact("data.kind", *_kind(found, where)),
        Fact(
            "data.rows",
            found.rows,
            " ".join((f"Counted {where}. {NOT_ALL} there are in all.", *_shape(found))),
            partial=True,
        ),
        *_growth(found.time_span, where),
        *_labels(found, where),
        Fact(
            "data.completeness",
            round(1 - found.missing, 4),
            f"Measured {where}: the share of all cells in {columns_in_all(found)} that is filled in, needed"
            " or not.",
        ),
        *_repeated(found, where),
        *_personal(found, where),
    ]


def unanswered(given: Iterable[Fact], project: Project) -> list[Fact]:
    """The facts that answer what nobody has answered: open questions, and what only a template assumed."""
    return [
        fact
        for fact in given
        if project.state(fact.question) in (State.untouched, State.unknown) or project.assumed(fact.question)
    ]


def _shape(found: Profile) -> Iterator[str]:
    """What else was measured and no question asks for: columns with their types, duplicates, time span."""
    yield of_which_types(found)
    yield duplicates(found)
    yield from time_span(found.time_span)


def _kind(found: Profile, where: str) -> tuple[str, str]:
    how = f"Judged by the columns {where}"
    if found.long_texts:
        others = len(found.columns) - len(found.long_texts)
        kind = DataKind.text if others <= len(found.long_texts) + 2 else DataKind.mixed
        return (
            kind.value,
            f"{how}: {_quoted(found.long_texts)} {'holds' if len(found.long_texts) == 1 else 'hold'} prose.",
        )
    if (span := found.time_span) and _one_row_at_a_time(found, span):
        return DataKind.time_series.value, f"{how}: figures, one row for each moment in '{span.column}'."
    return DataKind.tabular.value, f"{how}: rows and columns without prose."


def _one_row_at_a_time(found: Profile, span: TimeSpan) -> bool:
    """Is there one row for each moment, and are the other columns mostly figures?"""
    others = [column for column in found.columns if column.name != span.column]
    figures = sum(column.type in ("number", "whole number") for column in others)
    return (
        found.column(span.column).distinct >= 0.85 * found.rows > 0
        and not found.personal_columns
        and figures >= 0.6 * len(others) > 0
    )


def _growth(span: TimeSpan | None, where: str) -> Iterator[Fact]:
    if span is not None and span.rows_per_month is not None:
        said = f"Measured {where}: the mean of the last complete months, at most twelve, by '{span.column}'."
        yield Fact(
            "data.growth_per_month",
            round(span.rows_per_month),
            f"{said} {NOT_ALL} are added in all.",
            partial=True,
        )


def _labels(found: Profile, where: str) -> Iterator[Fact]:
    if found.label is None:
        return
    column = found.column(found.label)
    labelled = round((1 - column.missing) * found.rows)
    yield Fact("data.labelled_rows", labelled, f"Counted {where}: rows with a value in '{column.name}'.")
    if len(column.values) == 2:
        value, rows = occurred(column)
        note = f"{rows:,} of {labelled:,} rows {where} have '{value}' in '{column.name}'."
        yield Fact("data.base_rate", round(rows / labelled, 6), note)
        yield Fact("data.positive_rows", rows, note)


def _repeated(found: Profile, where: str) -> Iterator[Fact]:
    """Yes where a number that stands for a person comes back in many rows."""
    for column in (found.column(one.column) for one in found.personal_columns if one.kind == STANDS_FOR):
        present = (1 - column.missing) * found.rows
        if column.distinct < (0.95 if column.exact else 0.5) * present:
            note = (
                f"Counted {where}: {different(column)} different values of '{column.name}' in {present:,.0f}"
                " rows."
            )
            yield Fact("data.repeated", True, note)
            return


def _personal(found: Profile, where: str) -> Iterator[Fact]:
    """Yes where columns look personal; never no, because a file cannot prove it."""
    if not found.personal_columns:
        return
    seen = [one for one in found.personal_columns if one.seen] or list(found.personal_columns)
    named = "; ".join(f"'{one.column}' ({one.kind}: {one.why})" for one in seen[:5]) + (
        "; and more" if len(seen) > 5 else ""
    )
    yield Fact(
        "data.personal",
        True,
        f"Likely, by columns {where}: {named}.",
        Evidence.measured if seen[0].seen else Evidence.guess,
    )


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names[:5]) + (" and others" if len(names) > 5 else "")
