"""The slides as a PowerPoint file: text stays text, tables stay tables, charts are crisp pictures."""

import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from mlscope import charts
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Document,
    FigureBlock,
    Heading,
    KeyFacts,
    Notes,
    PageBreak,
    Paragraph,
    Table,
)
from mlscope.document.text import right_to_left
from mlscope.document.zipped import at_fixed_times

WIDTH, HEIGHT, MARGIN, TOP = 13.333, 7.5, 0.6, 1.35
"""Of a slide, in inches; what is shown begins below the title at TOP."""
ROOM, ACROSS = HEIGHT - TOP - 0.55, WIDTH - 2 * MARGIN
SIZES = (20, 18, 16, 15, 14, 13, 12, 11, 10)
INK, MUTED, ACCENT, LINE = "1B2421", "5A6662", "1F6F5C", "D5DCD9"
TONES = {"good": "1F6F5C", "caution": "946200", "bad": "A3372A", "neutral": "566360"}
GAP = 0.15
FIGURE = 2.6
"""The least height of a chart, in inches."""
FONT = "Source Sans 3"


def pptx_file(document: Document) -> bytes:
    """The document as .pptx, a slide for each part between page breaks, with speaker notes."""
    file = pptx.Presentation()
    file.slide_width, file.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for place, blocks in enumerate(_parts(document)):
        _slide(file, blocks, f"{document.title} · {document.subtitle}" if place == 0 else document.title)
    stamp = dt.datetime.combine(max(document.as_of, dt.date(1980, 1, 1)), dt.time())
    about = file.core_properties
    about.title, about.subject, about.author = document.title[:255], document.subtitle[:255], "mlscope"
    about.created = about.modified = about.last_printed = stamp
    about.revision, about.last_modified_by = 1, ""
    raw = io.BytesIO()
    file.save(raw)
    return at_fixed_times(raw.getvalue())


def _parts(document: Document) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, PageBreak):
            parts.append([])
        else:
            parts[-1].append(block)
    return parts


def _slide(file: Any, blocks: Sequence[Block], foot: str) -> None:
    slide = file.slides.add_slide(file.slide_layouts[5])  # title only
    title = next((block.text for block in blocks if isinstance(block, Heading) and block.level == 1), "")
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = _box(MARGIN, 0.35, ACROSS, 0.85)
    head.text_frame.word_wrap, head.text_frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _say(head.text_frame.paragraphs[0], title, 28, ACCENT, bold=True)
    shown = [one for one in blocks if not isinstance(one, Notes) and one is not None]
    shown = [one for one in shown if not (isinstance(one, Heading) and one.level == 1)]
    size = next((s for s in SIZES if sum(_height(one, s) + GAP for one in shown) <= ROOM), SIZES[-1])
    figures = sum(isinstance(one, FigureBlock) for one in shown)
    spare = max(0.0, ROOM - sum(_height(one, size) + GAP for one in shown))
    top = TOP
    for block in shown:
        height = _height(block, size) + (spare / figures if isinstance(block, FigureBlock) else 0)
        _draw(slide, block, top, height, size)
        top += height + GAP
    note = slide.shapes.add_textbox(*_box(MARGIN, HEIGHT - 0.42, ACROSS, 0.3))
    _say(note.text_frame.paragraphs[0], foot, 10, MUTED)
    said = "\n\n".join(block.text for block in blocks if isinstance(block, Notes))
    if said:
        slide.notes_slide.notes_text_frame.text = said


def _colour(code: str) -> Any:
    return RGBColor(*bytes.fromhex(code))  # type: ignore[no-untyped-call]


def _box(left: float, top: float, width: float, height: float) -> tuple[Any, Any, Any, Any]:
    return Inches(left), Inches(top), Inches(width), Inches(height)


# ── how much room a block takes
# ──────────────────────────────────────────────────────────────────────────────────────


def _lines(text: str, size: float, width: float) -> int:
    """Lines that a text takes in a width in inches: a character is about half as wide as it is high."""
    per_line = max(1, int(width * 72 / (size * 0.5)))
    return sum(max(1, math.ceil(len(part) / per_line)) for part in text.split("\n"))


def _high(lines: float, size: float) -> float:
    return lines * size * 1.22 / 72


def _height(block: Block, size: int) -> float:
    match block:
        case Heading(text=text):
            return _high(_lines(text, size + 1, ACROSS), size + 1)
        case Paragraph(text=text):
            return _high(_lines(text, size, ACROSS), size)
        case Bullets(items=items):
            return sum(_high(_lines(item, size, ACROSS - 0.3) + 0.25, size) for item in items)
        case KeyFacts(facts=facts):
            texts = (fact.text + (f" {fact.remark}" if fact.remark else "") for fact in facts)
            return sum(_high(_lines(text, size, ACROSS * 0.8), size) + 0.12 for text in texts)
        case Callout():
            points = sum(_lines(point, size, ACROSS - 0.6) for point in block.points)
            return _high(_lines(block.text, size, ACROSS - 0.6) + points, size) + _high(1, size + 6) + 0.3
        case Table():
            caption = _high(1.1, size) if block.caption else 0.0
            return caption + sum(_row_heights(block, size - 2))
        case FigureBlock(title=title):
            return FIGURE + _high(_lines(title, size, ACROSS), size)
    return 0.0


def _row_heights(block: Table, size: float) -> list[float]:
    widths = _widths(block)
    rows = [tuple(column.title for column in block.columns), *block.rows]
    return [
        _high(max(_lines(cell, size, width - 0.2) for cell, width in zip(row, widths, strict=True)), size)
        + 0.1
        for row in rows
    ]


def _widths(block: Table) -> list[float]:
    total = sum(column.width for column in block.columns)
    return [ACROSS * column.width / total for column in block.columns]


# ── drawing
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw(slide: Any, block: Block, top: float, height: float, size: int) -> None:
    match block:
        case Heading(text=text):
            _texts(slide, [(text, size + 1, INK, True)], top, height)
        case Paragraph(text=text):
            _texts(slide, [(text, size, INK, False)], top, height)
        case Bullets(items=items):
            _texts(slide, [(f"•  {item}", size, INK, False) for item in items], top, height)
        case KeyFacts(facts=facts):
            rows = [(fact.label, "\n".join(filter(None, (fact.text, fact.remark)))) for fact in facts]
            heights = [_high(_lines(text, size, ACROSS * 0.8), size) + 0.12 for _, text in rows]
            _grid(slide, rows, (ACROSS * 0.18, ACROSS * 0.82), heights, top, size, head=False)
        case Callout():
            frame = _texts(
                slide,
                [
                    (block.title, size + 6, TONES[block.tone], True),
                    (block.text, size, INK, False),
                    *((f"•  {point}", size, INK, False) for point in block.points),
                ],
                top,
                height,
            )
            frame.fill.solid()
            frame.fill.fore_color.rgb = _colour("F0F2F1")
        case Table():
            if block.caption:
                _texts(slide, [(block.caption, size - 1, INK, True)], top, _high(1.1, size))
                top += _high(1.1, size)
            cells = [tuple(column.title for column in block.columns), *block.rows]
            right = [column.align == "right" for column in block.columns]
            heights = _row_heights(block, size - 2)
            _grid(slide, cells, _widths(block), heights, top, size - 2, head=True, right=right)
        case FigureBlock():
            title = _high(_lines(block.title, size, ACROSS), size)
            _texts(slide, [(block.title, size, INK, True)], top, title)
            _picture(slide, block, top + title, height - title)


def _texts(slide: Any, texts: Sequence[tuple[str, int, str, bool]], top: float, height: float) -> Any:
    box = slide.shapes.add_textbox(*_box(MARGIN, top, ACROSS, height))
    box.text_frame.word_wrap = True
    for place, (text, size, colour, bold) in enumerate(texts):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _say(paragraph, text, size, colour, bold=bold)
    return box


def _say(paragraph: Any, text: str, size: int, colour: str, *, bold: bool = False) -> None:
    """Put a text with its lines into an empty paragraph, in the direction in which it is read."""
    for place, line in enumerate(text.split("\n")):
        if place:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = _colour(colour)
    if right_to_left(text):
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def _grid(
    slide: Any,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    heights: Sequence[float],
    top: float,
    size: int,
    *,
    head: bool,
    right: Sequence[bool] = (),
) -> None:
    """A table without the shading of the default style."""
    shape = slide.shapes.add_table(len(rows), len(widths), *_box(MARGIN, top, ACROSS, sum(heights)))
    made = shape.table
    made.first_row, made.horz_banding = head, False
    style = shape._element.graphic.graphicData.tbl[0].find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    )
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Inches(width)
    for place, (texts, height) in enumerate(zip(rows, heights, strict=True)):
        made.rows[place].height = Inches(height)
        for at, text in enumerate(texts):
            cell = made.cell(place, at)
            cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = _box(
                0.1, 0.1, 0.03, 0.03
            )
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if right and right[at] else PP_ALIGN.LEFT
            muted = not head and at == 0
            _say(paragraph, text, size, MUTED if muted else INK, bold=head and place == 0)


def _picture(slide: Any, block: FigureBlock, top: float, height: float) -> None:
    """The chart as large as its place allows, with its description."""
    picture = slide.shapes.add_picture(
        io.BytesIO(charts.png(block.figure, scale=3.0)), Inches(MARGIN), Inches(top), height=Inches(height)
    )
    if picture.width > Inches(ACROSS):
        picture.height = Emu(int(picture.height * Inches(ACROSS) / picture.width))
        picture.width = Inches(ACROSS)
    about = picture._element.nvPicPr.cNvPr
    about.set("descr", block.alt)
    about.set("title", block.title)
