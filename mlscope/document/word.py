"""The Word file, written into the shipped template or the house's own."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from mlscope import charts
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Fact,
    FigureBlock,
    Heading,
    KeyFacts,
    PageBreak,
    Paragraph,
    Table,
)
from mlscope.document.text import right_to_left
from mlscope.document.zipped import at_fixed_times
from mlscope.errors import DocumentError

TEMPLATE = Path(__file__).parent / "assets" / "reference.docx"
MUTED, LINE = "5A6662", "D5DCD9"
TONES = {
    "good": ("1F6F5C", "EDF5F2"),
    "caution": ("946200", "FAF4E6"),
    "bad": ("A3372A", "FAEDEB"),
    "neutral": ("566360", "F0F2F1"),
}
SPLITTABLE = 900
"""A row with more characters may break across pages; any other stays whole."""
CHARACTERS, PADDING = {"Table Text": 84, "Table Small": 105}, 4
"""Characters that a line across the page holds in each style, and those that a cell's margins take."""
LONGEST_WORD = 24
"""A longer word of a cell breaks, so it asks for no more room than this."""
BREAKABLE = 7
"""Characters of a heading's word that stay together even in a crowded table."""


def word(document: Document, template: Path | None = None) -> bytes:
    """The document as .docx, in the styles of `template` (the shipped one by default).

    Styles that a house template lacks are made up for by plain formatting. DocumentError when the template
    cannot be read.
    """
    writer = _Writer(_opened(template or TEMPLATE))
    writer.paragraph(document.title, "Title")
    writer.paragraph(document.subtitle, "Subtitle", colour=MUTED)
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    for block in document.blocks:
        writer.add(block, headings)
    return _saved(writer.file, document)


def _opened(path: Path) -> WordDocument:
    try:
        file = docx.Document(str(path))
    except Exception as error:  # python-docx raises whatever its parts raise on a file that is no Word file
        raise DocumentError(
            f"The Word template '{path.name}' cannot be read as a .docx file; save it from Word as .docx."
        ) from error
    body = file.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return file


def _saved(file: WordDocument, document: Document) -> bytes:
    """The file's bytes, with every time in it set to the document's own date."""
    stamp = dt.datetime.combine(document.as_of, dt.time())
    properties = file.core_properties
    properties.title, properties.subject = document.title[:255], document.subtitle[:255]
    properties.created = properties.modified = properties.last_printed = stamp
    properties.revision, properties.last_modified_by = 1, ""
    raw = io.BytesIO()
    file.save(raw)
    return at_fixed_times(raw.getvalue())


class _Writer:
    """Puts blocks into an open Word file."""

    def __init__(self, file: WordDocument) -> None:
        self.file = file
        self.styles = {style.name: style.style_id for style in file.styles}
        section = file.sections[-1]
        width = (
            (section.page_width or Emu(0))
            - (section.left_margin or Emu(0))
            - (section.right_margin or Emu(0))
        )
        self.width = width if width > 0 else Pt(450)
        self.headings = 0
        self.on_new_page = False

    def add(self, block: Block, headings: list[Heading]) -> None:
        """Write one block at the end of the file."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case KeyFacts():
                self._key_facts(block)
            case Bullets():
                for item in block.items:
                    self.paragraph(item, "List Bullet", prefix="• ")
            case Table():
                self._table(block)
            case FigureBlock():
                self._figure(block)
            case Callout():
                self._callout(block)
            case Contents():
                self._contents(headings)
            case PageBreak():
                self.on_new_page = True

    def paragraph(
        self,
        text: str,
        style: str = "",
        *,
        into: _Cell | None = None,
        colour: str = "",
        bold: bool = False,
        prefix: str = "",
    ) -> WordParagraph:
        """A paragraph in a style, where the template has it; `prefix` stands in for the bullet of a missing
        list style.
        """
        made = into.add_paragraph() if into is not None else self.file.add_paragraph()
        return self.fill(
            made, text if style in self.styles else prefix + text, style, colour=colour, bold=bold
        )

    def fill(
        self, made: WordParagraph, text: str, style: str = "", *, colour: str = "", bold: bool = False
    ) -> WordParagraph:
        """Put text into an empty paragraph; it opens a page where a page break came before."""
        if self.on_new_page:
            made.paragraph_format.page_break_before, self.on_new_page = True, False
        if style in self.styles:
            made._p.style = self.styles[
                style
            ]  # python-docx would search all styles again for every paragraph
        elif style.startswith(("Heading", "Title")):
            bold = True
        _run(made, text, colour=colour, bold=bold)
        if right_to_left(text):
            made.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        return made

    def _heading(self, block: Heading) -> None:
        made = self.paragraph(block.text, f"Heading {block.level}")
        made.paragraph_format.keep_with_next = True
        if block.level == 1:
            self.headings += 1
            _bookmark(made, self.headings)

    def _paragraph(self, block: Paragraph) -> None:
        style = {"lead": "Lead", "muted": "Muted"}.get(block.style, "Body Text")
        for part in block.text.split("\n\n"):
            self.paragraph(part, style, colour=MUTED if block.style == "muted" else "")

    def _key_facts(self, block: KeyFacts) -> None:
        made = self._grid(len(block.facts), (block.label_share, 1 - block.label_share))
        for row, fact in zip(made._tbl.tr_lst, block.facts, strict=True):
            label, text = (_Cell(cell, made) for cell in row.tc_lst)
            self.fill(label.paragraphs[0], fact.label, "Table Text", colour=MUTED)
            self._fact(text, fact)
            _keep_row(row, fact.text + fact.remark)
        self._after_table()

    def _fact(self, cell: _Cell, fact: Fact) -> None:
        self.fill(cell.paragraphs[0], fact.text, "Table Text")
        if fact.remark:
            self.paragraph(fact.remark, "Table Remark", into=cell, colour=MUTED)

    def _table(self, block: Table) -> None:
        if block.caption:
            self.paragraph(
                block.caption, "Table Title", bold="Table Title" not in self.styles
            ).paragraph_format.keep_with_next = True
        style = "Table Small" if len(block.columns) > 5 else "Table Text"
        made = self._grid(1 + len(block.rows), _shares(block, CHARACTERS[style]))
        for place, (row, texts) in enumerate(
            zip(made._tbl.tr_lst, (tuple(c.title for c in block.columns), *block.rows), strict=True)
        ):
            for column, cell, text in zip(block.columns, row.tc_lst, texts, strict=True):
                filled = self.fill(_Cell(cell, made).paragraphs[0], text, style, bold=place == 0)
                if column.align == "right":
                    filled.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if block.small and place < len(block.rows):
                    filled.paragraph_format.keep_with_next = True
            _keep_row(row, "".join(texts), header=place == 0, height=24 if block.to_sign and place else 0)
        self._after_table()

    def _grid(self, rows: int, shares: tuple[float, ...]) -> WordTable:
        """An empty table of fixed column widths with thin lines between its rows."""
        made: WordTable = self.file.add_table(rows=rows, cols=len(shares))
        made.autofit = False
        widths = [int(self.width * share) for share in shares]
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Emu(width)
        for row in made._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = Emu(width)
        made._tbl.tblPr.append(_borders(("top", "bottom", "insideH"), LINE))
        return made

    def _after_table(self) -> None:
        """A small gap; two tables in a row would otherwise become one."""
        gap = self.file.add_paragraph()
        gap.paragraph_format.space_before = gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(6)

    def _figure(self, block: FigureBlock) -> None:
        title = self.paragraph(block.title, "Table Title", bold="Table Title" not in self.styles)
        title.paragraph_format.keep_with_next = True
        picture = self.file.add_paragraph()
        picture.paragraph_format.keep_with_next = bool(block.caption)
        shape = picture.add_run().add_picture(
            io.BytesIO(charts.png(block.figure)), width=Emu(int(self.width))
        )
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("title", block.title)
        if block.caption:
            self.paragraph(block.caption, "Caption", colour=MUTED)

    def _callout(self, block: Callout) -> None:
        colour, shade = TONES[block.tone]
        made = self._grid(1, (1.0,))
        cell = made.cell(0, 0)
        cell._tc.get_or_add_tcPr().append(_shading(shade))
        cell._tc.get_or_add_tcPr().append(_borders(("left",), colour, size=24, tag="w:tcBorders"))
        self.fill(cell.paragraphs[0], block.title, "Callout Title", colour=colour, bold=True)
        self.paragraph(block.text, "Table Text", into=cell)
        for point in block.points:
            self.paragraph(point, "List Bullet", into=cell, prefix="• ")
        self._after_table()

    def _contents(self, headings: list[Heading]) -> None:
        """Links to the headings, ready to read without updating a field."""
        self.paragraph("Contents", "Contents Title", bold="Contents Title" not in self.styles)
        for place, heading in enumerate(headings, 1):
            entry = self.fill(self.file.add_paragraph(), "", "Contents Entry")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Section{place}")
            link.append(_run(entry, heading.text)._r)
            entry._p.append(link)


def _shares(block: Table, characters: int) -> tuple[float, ...]:
    """The columns' shares of the width: as they are declared, but those with room to spare give to those
    whose longest word needs it.

    Where there is not room for all words of the headings, their long ones may break.
    """
    total = sum(column.width for column in block.columns)
    shares = [column.width / total for column in block.columns]
    for most in (characters, BREAKABLE):
        longest = [
            max([_longest(one.title, most), *(_longest(row[i], LONGEST_WORD) for row in block.rows)])
            for i, one in enumerate(block.columns)
        ]
        spare = [share - (word + PADDING) / characters for share, word in zip(shares, longest, strict=True)]
        slack, short = sum(room for room in spare if room > 0), -sum(room for room in spare if room < 0)
        if short <= slack:
            break
    moved = min(slack, short)
    given = [room * moved / (slack if room > 0 else short) if room and moved else 0.0 for room in spare]
    return tuple(share - part for share, part in zip(shares, given, strict=True))


def _longest(text: str, most: int) -> int:
    """Characters of the longest word, `most` at the most; a figure and its percent sign are one."""
    return min(most, max(map(len, text.replace(" %", "%").split()), default=0))


def _run(paragraph: WordParagraph, text: str, *, colour: str = "", bold: bool = False) -> Run:
    made = paragraph.add_run(text)
    made.bold = bold or None
    if colour:
        made.font.color.rgb = RGBColor.from_string(colour)
    if right_to_left(text):
        made.font.rtl = True
    return made


def _bookmark(paragraph: WordParagraph, place: int) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(place))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), f"_Section{place}")
        paragraph._p.append(mark)


def _keep_row(row: Any, text: str, *, header: bool = False, height: int = 0) -> None:
    """A heading row repeats on every page; a row of ordinary length does not break; a row to sign leaves
    room.
    """
    properties = row.get_or_add_trPr()
    if len(text) < SPLITTABLE:
        properties.append(OxmlElement("w:cantSplit"))
    if height:
        tall = OxmlElement("w:trHeight")
        tall.set(qn("w:val"), str(height * 20))
        properties.append(tall)
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _borders(edges: tuple[str, ...], colour: str, size: int = 4, tag: str = "w:tblBorders") -> Any:
    borders = OxmlElement(tag)
    for edge in edges:
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def _shading(colour: str) -> Any:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    return shade
