"""Candidates side by side: one table in words, as document, workbook and CSV."""

import datetime as dt
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlscope import charts, compare
from mlscope.characters import cut
from mlscope.compare import words
from mlscope.compare.criteria import HOW_COUNTED
from mlscope.compare.currency import Rates
from mlscope.document import Rendered, render
from mlscope.document.blocks import Block, Bullets, Column, Document, Heading, Paragraph, Table, figure_block
from mlscope.document.csv_file import csv_file
from mlscope.document.decision import until_launch
from mlscope.money.summary import running_cost
from mlscope.results import Candidate, Comparison
from mlscope.words import (
    chance_words,
    days_words,
    money_words,
    percent_words,
    progress_words,
    range_words,
    weeks_words,
)

if TYPE_CHECKING:
    from mlscope.document.workbook.pen import Grid

MOST = 12
"""So many candidates stand side by side; of more, the first of the ranking."""
ACROSS = 4
"""Candidates beside each other on a page."""
UNKNOWN = "unknown"
SAME = "same in all"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one candidate has in a row, and the answer it rests on; empty where no single one says it."""

    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared, the page of the app that explains it (empty for this one), a cell per candidate."""

    label: str
    page: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Does any candidate have something else than the others?"""
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Beside:
    """Candidates in the order of the ranking, and the rows in which they are compared."""

    candidates: tuple[Candidate, ...]
    rows: tuple[Row, ...]
    of: int
    """So many were compared."""

    @property
    def names(self) -> list[str]:
        """The names of the candidates, cut where they are long; those that are equal are numbered."""
        names = [cut(one.name, 80) for one in self.candidates]
        return [
            f"{name} ({names[:at].count(name) + 1})" if names.count(name) > 1 else name
            for at, name in enumerate(names)
        ]


def beside(comparison: Comparison, candidates: Sequence[Candidate]) -> Beside:
    """The candidates in the order of the ranking, at most twelve, side by side in words."""
    by_id = {one.id: one for one in candidates}
    shown = tuple(by_id[ranked.id] for ranked in comparison.ranking[:MOST])
    columns = [list(_column(comparison, one, place)) for place, one in enumerate(shown)]
    rows = tuple(
        Row(parts[0][0], parts[0][1], tuple(cell for _, _, cell in parts))
        for parts in zip(*columns, strict=True)
    )
    return Beside(shown, rows, len(comparison.ranking))


def _column(comparison: Comparison, one: Candidate, place: int) -> Iterator[tuple[str, str, Cell]]:
    """Label, page and cell of each row for a candidate."""
    money, found, gain = one.money, one.assessment, one.money.incremental
    budget, launch, ranked = money.budget, until_launch(one.money), comparison.ranking[place]
    tie = ", level with another" if ranked.tied else ""
    yield "Place", "", Cell(f"{place + 1}{tie}" if ranked.score is not None else "not ranked")
    yield "First in so many cases", "", Cell(words.first_words(comparison, ranked) or UNKNOWN)
    yield "Verdict", "assessment", Cell(found.verdict.label)
    sink = found.sinks[0] if found.sinks else None
    yield "What would sink it", "assessment", _resting(sink.cause if sink else "nothing that is known", sink)
    blocker = found.blockers[0] if found.blockers else None
    more = f" (and {len(found.blockers) - 1} more)" if len(found.blockers) > 1 else ""
    yield "Blockers", "assessment", _resting(f"{blocker.message}{more}" if blocker else "none", blocker)
    grave = sum(finding.grave for finding in found.findings)
    yield "Grave findings", "assessment", Cell(str(grave) if grave else "none")
    yield (
        "Expected value beyond the best alternative",
        "return",
        Cell(money_words(gain.mean, money.currency) if gain else UNKNOWN),
    )
    yield (
        "Its value in eight of ten cases",
        "return",
        Cell(range_words(gain.p10, gain.p90, money.currency) if gain else UNKNOWN),
    )
    paying = money.probability_positive
    yield (
        "Chance of paying back, against doing nothing",
        "return",
        Cell(UNKNOWN if paying is None else chance_words(paying)),
    )
    yield (
        "Cost until launch (P80)",
        "return",
        Cell(money_words(launch.p80, money.currency) if launch else UNKNOWN),
    )
    yield (
        "Cost of running it a year, on average",
        "return",
        Cell(money_words(running_cost(money), money.currency) if budget else UNKNOWN),
    )
    yield (
        "To spend in all years, nominal (P80)",
        "return",
        Cell(money_words(budget.total.p80, money.currency) if budget else UNKNOWN),
    )
    yield "Team, by its plan", "plan", Cell(_team(one))
    yield "Finished in four of five cases", "timeline", Cell(_finish(one))
    yield "EU AI Act", "ethics", _resting(found.ai_act.label, found.ai_act)
    yield "Answered", "review", Cell(progress_words(found.completeness))
    for name in compare.PARTS.get(comparison.view, ()):
        yield compare.FIGURES[name], "", Cell(_figure(comparison, one.id, name))
    for name, label in comparison.criteria.items():
        page = "return" if name in compare.MONEY else "assessment"
        yield f"{label} (0 to 100)", page, Cell(_interval(comparison.matrix[one.id][name]))


def _resting(text: str, on: object) -> Cell:
    answers: Sequence[str] = getattr(on, "answers", ())
    return Cell(text, answers[0].split("/")[0] if answers else "")


def _team(one: Candidate) -> str:
    days: dict[str, float] = defaultdict(float)
    for work in one.schedule.work:
        days[work.role] += work.days
    told = sorted(days.items(), key=lambda pair: (-pair[1], pair[0]))
    more = f" and {len(told) - 4} more" if len(told) > 4 else ""
    return ", ".join(f"{role} {days_words(n)}" for role, n in told[:4]) + more if told else "nobody named yet"


def _finish(one: Candidate) -> str:
    if one.schedule.start_assumed:
        weeks = one.schedule.working_weeks(0.8)
        return weeks_words(weeks) if math.isfinite(weeks) else UNKNOWN
    return one.schedule.finish_p80.isoformat() if one.schedule.finish_p80 else UNKNOWN


def _figure(comparison: Comparison, project: str, name: str) -> str:
    stated = comparison.figures[project].get(name)
    if stated is None:
        return "to be given"
    return percent_words(stated.value) if name == "confidence" else words.score_words(stated.value)


def _interval(ends: tuple[float | None, float | None, float | None]) -> str:
    low, _, high = ends
    if low is None or high is None:
        return UNKNOWN
    return f"{low:.0f} to {high:.0f}" if round(low) != round(high) else f"{low:.0f}"


# ── as files


def as_file(
    form: str,
    comparison: Comparison,
    candidates: Sequence[Candidate],
    as_of: dt.date,
    rates: Rates | None = None,
    template: Path | None = None,
) -> Rendered:
    """The candidates side by side as xlsx, csv, or a format of documents; `template` is for Word alone."""
    if form == "csv":
        return Rendered(as_csv(beside(comparison, candidates)))
    if form == "xlsx":
        return Rendered(as_workbook(comparison, candidates, as_of))
    return render(as_document(comparison, candidates, as_of, rates), form, template=template)  # type: ignore[arg-type]


def as_csv(table: Beside) -> bytes:
    """The table as CSV; a second column says which rows differ."""
    rows = [(row.label, _mark(row), *(cell.text for cell in row.cells)) for row in table.rows]
    return csv_file(("", "Differs", *table.names), rows)


def _mark(row: Row) -> str:
    return "yes" if row.differs else "no"


def as_workbook(comparison: Comparison, candidates: Sequence[Candidate], as_of: dt.date) -> bytes:
    """The table as a workbook, with the numbers of the ranking on a second sheet."""
    from mlscope.document.workbook.pen import Pen

    table, target = beside(comparison, candidates), io.BytesIO()
    pen = Pen(target, comparison.currency)
    grid = pen.grid("Side by side")
    for place, title in enumerate(("", "Differs", *table.names)):
        grid.words(0, place, title, "head")
    for n, row in enumerate(table.rows, 1):
        grid.words(n, 0, row.label, "bold wrap" if row.differs else "muted wrap")
        grid.words(n, 1, _mark(row), "wrap" if row.differs else "muted wrap")
        for place, cell in enumerate(row.cells, 2):
            grid.words(n, place, cell.text, "wrap" if row.differs else "muted wrap")
    grid.sheet.set_column(0, 0, 30)
    grid.sheet.set_column(1, 1, 8)
    grid.sheet.set_column(2, 1 + len(table.candidates), 30)
    grid.sheet.freeze_panes(1, 1)
    grid.print_as_pages(len(table.rows), 1 + len(table.candidates), repeat_row=0)
    _ranking(pen.grid("Ranking"), comparison)
    pen.close("Candidates side by side", dt.datetime.combine(as_of, dt.time()))
    return target.getvalue()


def _ranking(grid: "Grid", comparison: Comparison) -> None:
    titles = ("Place", "Candidate", "Score", "Low", "High", "First in", "Expected value")
    for place, title in enumerate(titles):
        grid.words(0, place, title, "head")
    for n, one in enumerate(comparison.ranking, 1):
        grid.number(n, 0, n, "whole")
        grid.words(n, 1, one.name)
        figures = (one.score, one.low, one.high, one.probability_first, one.value)
        for place, figure in enumerate(figures, 2):
            if figure is not None:
                grid.number(n, place, figure, "share" if place == 5 else "number")
    grid.sheet.set_column(0, 0, 8)
    grid.sheet.set_column(1, 1, 48)
    grid.sheet.set_column(2, 6, 16)
    grid.sheet.freeze_panes(1, 2)
    grid.print_as_pages(len(comparison.ranking), len(titles) - 1, repeat_row=0)


def as_document(
    comparison: Comparison,
    candidates: Sequence[Candidate],
    as_of: dt.date,
    rates: Rates | None = None,
) -> Document:
    """The comparison as a document: who leads, the candidates side by side, the map, and what to fund."""
    table = beside(comparison, candidates)
    front = tuple(sorted(one.id for one in comparison.ranking if one.on_pareto_front))
    spots = compare.value_against_feasibility(candidates, rates)
    blocks: list[Block] = [
        Heading(1, "Which one first?"),
        Paragraph(words.headline(comparison), "lead"),
        *figure_block(charts.ranking(comparison)),
    ]
    if comparison.portfolio:
        told = list(words.funding(comparison.portfolio, candidates))
        why = words.leader_left_out(comparison, comparison.portfolio)
        at = told.index("Left out:") if "Left out:" in told else len(told)
        rest = told[at + 1 :]
        blocks += [
            Heading(1, "Which set to fund?"),
            Paragraph(told[0], "lead"),
            *((Paragraph(why),) if why else ()),
            Bullets(tuple(line.strip() for line in told[1:at])),
            *((Paragraph("Left out:"), Bullets(tuple(line.strip() for line in rest))) if rest else ()),
        ]
    blocks += [Heading(1, "Side by side"), *_tables(table)]
    blocks += [
        Heading(1, "Value against feasibility"),
        *figure_block(charts.value_against_feasibility(spots, front)),
        Heading(1, "How the criteria count"),
        Bullets(tuple(f"{name}: {text}" for name, text in HOW_COUNTED.items())),
    ]
    count = f"{len(table.candidates)} of {table.of}" if table.of > MOST else str(table.of)
    title = f"{count} candidates side by side" if table.of > 1 else "One candidate"
    return Document(title, f"As of {as_of.isoformat()}", as_of, tuple(blocks), sheets=0)


def _tables(table: Beside) -> Iterator[Block]:
    """Tables of at most four candidates each; what is the same in all of them is marked."""
    parts = math.ceil(len(table.candidates) / ACROSS)
    size = math.ceil(len(table.candidates) / parts) if parts else 1
    if len(table.candidates) > 1:
        yield Paragraph(f"In the order of the ranking. Rows marked “{SAME}” do not differ.", "muted")
    for start in range(0, len(table.candidates), size):
        names = table.names[start : start + size]
        columns = (Column("", 1.1), *(Column(name, 1.2) for name in names))
        rows = tuple(
            (_label(row, len(table.candidates)), *(cell.text for cell in row.cells[start : start + size]))
            for row in table.rows
        )
        places = f"Places {start + 1} to {start + len(names)}" if len(names) > 1 else f"Place {start + 1}"
        yield Table(columns, rows, places if parts > 1 else "Candidates side by side")


def _label(row: Row, count: int) -> str:
    return row.label if row.differs or count < 2 else f"{row.label} ({SAME})"
