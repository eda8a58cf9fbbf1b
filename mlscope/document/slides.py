"""The paper as slides: one or two for each chapter, of the same blocks, with what the speaker says and where
that comes from.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mlscope import __version__, charts
from mlscope.document import paper
from mlscope.document.answers import day
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Heading,
    KeyFacts,
    Notes,
    PageBreak,
    Paragraph,
    Table,
    figure_block,
)
from mlscope.document.decision import (
    FIRST,
    TONES,
    advice,
    choices,
    conditions_table,
    conditions_title,
    date_line,
    find_out_first,
    key_facts,
    money_line,
    sinks,
    verdict_text,
)
from mlscope.document.decision import condition_rows as rows_of_conditions
from mlscope.document.text import whole_sentences
from mlscope.money import summary

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal
    from mlscope.catalogue import Catalogue

Slide = tuple[str, list[Block], str]
"""Title, what is shown, what the speaker says."""
ROWS, WORDS = 5, 130
"""Rows of a table, and characters of a text, that a room can read."""


def slides(appraisal: "Appraisal", catalogue: "Catalogue", chapters: list[str]) -> tuple[list[Block], int]:
    """The blocks of all slides between page breaks, and how many slides they are."""
    made = [slide for name in chapters if name in SLIDES for slide in SLIDES[name](appraisal, catalogue)]
    blocks: list[Block] = []
    for title, content, said in made:
        blocks += [*([PageBreak()] if blocks else []), Heading(1, title), *content]
        blocks.append(Notes(f"{said}\n\n{_source(appraisal)}".strip()))
    return blocks, len(made)


def _source(appraisal: "Appraisal") -> str:
    project, money = appraisal.project, appraisal.money
    drawn = f"; money from {money.points:,} draws, seed {money.seed}" if money.known else ""
    return f"Source: the answers of the project as of {day(project.as_of)}, mlscope {__version__}{drawn}."


def _decision(appraisal: "Appraisal", catalogue: "Catalogue") -> Iterator[Slide]:
    assessment = appraisal.assessment
    word = assessment.verdict
    facts = [
        fact
        for fact in key_facts(appraisal, catalogue)
        if fact.label in ("Problem", "Proposal", "We ask", "Who")
    ]
    callout = Callout(TONES[word.word], word.label, verdict_text(assessment))
    yield (
        "What is proposed, and what is asked",
        [callout, KeyFacts(tuple(facts))],
        f"{advice(appraisal)} {' '.join(word.reasons)}",
    )
    others = [
        fact
        for fact in key_facts(appraisal, catalogue)
        if fact.label in ("Our advice", "Chance", "Doing nothing")
    ]
    yield (
        "The choices side by side",
        [*choices(appraisal, catalogue.questions), *([KeyFacts(tuple(others))] if others else [])],
        money_line(appraisal.money, catalogue.questions),
    )


def _case(appraisal: "Appraisal", catalogue: "Catalogue") -> Iterator[Slide]:
    blocks = [block for block in paper.case(appraisal, catalogue) if isinstance(block, KeyFacts)]
    if blocks:
        yield (
            "Why, and why now",
            [*blocks[:1]],
            "What is known of today's way, in the words of those who answered.",
        )


def _value(appraisal: "Appraisal", catalogue: "Catalogue") -> Iterator[Slide]:
    money = appraisal.money
    chart = figure_block(charts.npv_distribution(money)) if paper.worth_drawing(money) else ()
    said = " ".join(summary.read_out(money))
    yield "What it is worth", [Paragraph(money_line(money, catalogue.questions)), *chart], said
    rest = [*paper.drivers_table(money), *paper.must_reach(money)]
    if rest:
        yield "What drives it, and how good it must be", rest, "Low and high are the input's P10 and P90."


def _pilot(appraisal: "Appraisal", catalogue: "Catalogue") -> Iterator[Slide]:
    blocks = [_few(block) for block in paper.pilot(appraisal, catalogue) if not isinstance(block, Heading)]
    yield "Pilot and stop rules", blocks[:3], summary.STOP_NOTE if appraisal.money.kill_criteria else ""


def _plan(appraisal: "Appraisal", _: "Catalogue") -> Iterator[Slide]:
    chart = figure_block(charts.gantt(appraisal.schedule))
    yield (
        "When, and for how much",
        [*chart, *paper.budget(appraisal)[:1]],
        date_line(appraisal.schedule),
    )


def _risks(appraisal: "Appraisal", catalogue: "Catalogue") -> Iterator[Slide]:
    assessment = appraisal.assessment
    register = [block for block in paper.register(appraisal.project, ROWS) if isinstance(block, Table)]
    shown = [*sinks(appraisal)[1:], *map(_few, register)]
    if shown:
        settled = " ".join(f"{sink.cause} {sink.settle}" for sink in assessment.sinks)
        yield "What could go wrong", shown, settled
    rows = rows_of_conditions(appraisal, catalogue, reasons=False)
    closing: list[Block] = []
    if rows:
        closing.append(conditions_table(rows[:FIRST], conditions_title(assessment)))
    closing += find_out_first(appraisal, catalogue)
    closing += map(_few, paper.open_list_blocks(appraisal, catalogue, ROWS))
    yield "What is needed now, and what is not known", closing, advice(appraisal)


def _few(block: Block) -> Block:
    """A block with as many rows and words as a room can read."""
    match block:
        case Table(columns=columns, rows=rows):
            short = tuple(tuple(whole_sentences(cell, WORDS) for cell in row) for row in rows[:ROWS])
            return Table(columns, short, block.caption)
        case Bullets(items=items):
            return Bullets(items[:ROWS])
    return block


SLIDES: dict[str, Callable[["Appraisal", "Catalogue"], Iterator[Slide]]] = {
    "decision": _decision,
    "case": _case,
    "value": _value,
    "pilot": _pilot,
    "plan": _plan,
    "risks": _risks,
}
"""The slides of each chapter; an annex has none."""
