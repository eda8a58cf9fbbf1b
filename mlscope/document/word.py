"""The Word file, written into the shipped template or the house's own."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from mlscope import charts
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
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
SIDE, EDGE = Cm(1.7), Cm(1.3)
"""Margins of documents whose first pages are sheets: left and right, top and bottom."""
CLOSE = {
    "Title": (17, 0, 1),
    "Heading 1": (15, 8, 4),
    "Heading 2": (11, 6, 2),
    "Table Title": (10, 5, 2),
    "Table Small": (8.5, 1, 1),
    "List Bullet": (9.5, 0, 1),
    "Callout Title": (12, 2, 0),
    "Callout": (9.5, 0, 2),
}
"""Styles of the shipped template in such a document: size, distance before and after, in points."""
TABLE_STYLE = "Scope Table"
"""The table style by which a template dresses every table; without it, they have thin lines."""
EMU_IN_TWIPS = 635
BREAKABLE = 7
"""Characters of a heading's word that stay together even in a crowded table."""


def word(document: Document, template: Path | None = None) -> bytes:
    """The document as .docx, in the styles of `template` (the shipped one by default).

    Styles that a house template lacks are made up for by plain formatting. DocumentError when the template
    cannot be read.
    """
    file = _opened(template or TEMPLATE)
    if document.sheets and template is None:
        _narrow(file)
    writer = _Writer(file, document.sheets)
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


def _narrow(file: WordDocument) -> None:
    """Narrow margins and close lines, since each of the first pages is meant to be one sheet."""
    section = file.sections[-1]
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = EDGE
    section.header_distance = section.footer_distance = EDGE // 2
    for name, (size, before, after) in CLOSE.items():
        style = file.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _saved(file: WordDocument, document: Document) -> bytes:
    """The file's bytes, with every time in it set to the document's own date."""
    stamp = dt.datetime.combine(document.as_of, dt.time())
    properties = file.core_properties
    properties.title, properties.subject = document.title[:255], document.subtitle[:255]
    properties.created = properties.modified = properties.last_printed = stamp
    properties.revision, properties.last_modified_by, properties.comments = 1, "", ""
    raw = io.BytesIO()
    file.save(raw)
    return at_fixed_times(raw.getvalue())


class _Writer:
    """Puts blocks into an open Word file."""

    def __init__(self, file: WordDocument, sheets: int) -> None:
        self.file, self.sheets = file, sheets
        """`sheets` counts the pages to come that have to fit one sheet each: their tables are set small."""
        self.styles = {style.name: style.style_id for style in file.styles}
        section = file.sections[-1]
        width = (
            (section.page_width or Emu(0))
            - (section.left_margin or Emu(0))
            - (section.right_margin or Emu(0))
        )
        self.width = width if width > 0 else Pt(450)
        self.table_styles = {
            style.name: style.style_id for style in file.styles if style.type == WD_STYLE_TYPE.TABLE
        }
        self.headings = 0
        self.on_new_page = self.after_table = False

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
                self.on_new_page, self.sheets = True, max(0, self.sheets - 1)

    def paragraph(
        self,
        text: str,
        style: str = "",
        *,
        colour: str = "",
        bold: bool = False,
        prefix: str = "",
    ) -> WordParagraph:
        """A paragraph in a style, where the template has it; `prefix` stands in for the bullet of a missing
        list style. Behind a table it keeps a little distance.
        """
        made = self.file.add_paragraph()
        filled = self.fill(
            made, text if style in self.styles else prefix + text, style, colour=colour, bold=bold
        )
        if self.after_table and not style.startswith(("Heading", "Table Title")):
            made.paragraph_format.space_before = Pt(6)
        self.after_table = False
        return filled

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
        style = "Table Small" if self.sheets else "Table Text"
        label = self._look(style, colour=MUTED)
        said, remark = self._look(style), self._look("Table Remark", colour=MUTED)
        rows = [
            _Row(
                (
                    (_Text(fact.label, label),),
                    (_Text(fact.text, said), *([_Text(fact.remark, remark)] if fact.remark else [])),
                ),
                _row_properties(fact.text + fact.remark),
            )
            for fact in block.facts
        ]
        labels = ", ".join(fact.label for fact in block.facts)
        self._grid(rows, (block.label_share, 1 - block.label_share), f"Facts: {labels}")

    def _table(self, block: Table) -> None:
        if block.caption:
            self.paragraph(
                block.caption, "Table Title", bold="Table Title" not in self.styles
            ).paragraph_format.keep_with_next = True
        style = "Table Small" if self.sheets or len(block.columns) > 5 else "Table Text"
        titles = tuple(column.title for column in block.columns)
        looks = {
            (right, bold, keep): self._look(style, right=right, bold=bold, keep=keep)
            for right in (False, True)
            for bold in (False, True)
            for keep in (False, True)
        }
        rows = []
        for place, texts in enumerate((titles, *block.rows)):
            keep = place == 0 or (block.small and place < len(block.rows))
            cells = tuple(
                (_Text(text, looks[column.align == "right", place == 0, keep]),)
                for column, text in zip(block.columns, texts, strict=True)
            )
            tall = 24 if block.to_sign and place else 0
            rows.append(_Row(cells, _row_properties("".join(texts), header=place == 0, height=tall)))
        self._grid(rows, _shares(block, CHARACTERS[style]), block.described, head=True)

    def _look(
        self, style: str, *, colour: str = "", bold: bool = False, right: bool = False, keep: bool = False
    ) -> "_Look":
        """How a text of a cell looks: its style where the template has it, and what is said directly."""
        return _Look(self.styles.get(style, ""), colour, bold, right, keep)

    def _grid(
        self, rows: list["_Row"], shares: tuple[float, ...], described: str, *, head: bool = False
    ) -> None:
        """A table of fixed column widths, written in one go, in the template's table style or else with thin
        lines between its rows.
        """
        if self.after_table:  # two tables in a row would become one
            self.file.add_paragraph(style=self._gap())
        widths = [int(self.width * share / EMU_IN_TWIPS) for share in shares]
        style = self.table_styles.get(TABLE_STYLE)
        parts = [
            f"<w:tbl {nsdecls('w')}><w:tblPr>",
            _tag("tblStyle", val=style) if style else "",
            _tag("tblW", w=sum(widths), type="dxa"),
            "" if style else f"<w:tblBorders>{_THIN_LINES}</w:tblBorders>",
            _tag("tblLayout", type="fixed"),
            _tag("tblLook", val="0420" if head else "0400"),
            _tag("tblCaption", val=described[:200]),
            _tag("tblDescription", val=f"{len(rows) - head} rows. {described}"[:250]),
            "</w:tblPr><w:tblGrid>",
            *(_tag("gridCol", w=width) for width in widths),
            "</w:tblGrid>",
        ]
        opens = [f"<w:tc><w:tcPr>{_tag('tcW', w=width, type='dxa')}</w:tcPr>" for width in widths]
        for row in rows:
            parts += ("<w:tr><w:trPr>", row.properties, "</w:trPr>")
            for cell, texts in zip(opens, row.cells, strict=True):
                parts += (cell, *(text.xml() for text in texts), "</w:tc>")
            parts.append("</w:tr>")
        table = parse_xml("".join((*parts, "</w:tbl>")))
        body = self.file.element.body
        body.insert(len(body) - 1, table)
        self._open_page(table)
        self.after_table = True

    def _open_page(self, table: Any) -> None:
        if self.on_new_page:
            first = next(table.iter(qn("w:p")))
            first.get_or_add_pPr().get_or_add_pageBreakBefore()
            self.on_new_page = False

    def _gap(self) -> str | None:
        return "Table Gap" if "Table Gap" in self.styles else None

    def _figure(self, block: FigureBlock) -> None:
        title = self.paragraph(block.title, "Table Title", bold="Table Title" not in self.styles)
        title.paragraph_format.keep_with_next = True
        picture = self.file.add_paragraph()
        self.after_table = False
        picture.paragraph_format.keep_with_next = bool(block.caption)
        shape = picture.add_run().add_picture(
            io.BytesIO(charts.png(block.figure)), width=Emu(int(self.width))
        )
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("title", block.title)
        if block.caption:
            self.paragraph(block.caption, "Caption", colour=MUTED)

    def _callout(self, block: Callout) -> None:
        """Paragraphs on a shade with a line at their left, so that the text is found and flows."""
        colour, shade = TONES[block.tone]
        made = [
            self.paragraph(block.title, "Callout Title", colour=colour, bold=True),
            *(self.paragraph(part, "Callout") for part in block.text.split("\n\n")),
            *(self.paragraph(point, "List Bullet", prefix="• ") for point in block.points),
        ]
        for place, paragraph in enumerate(made):
            properties = paragraph._p.get_or_add_pPr()
            paragraph.paragraph_format.keep_with_next = place < len(made) - 1
            _put(properties, f"<w:pBdr>{_line('left', colour, size=24, space=8)}</w:pBdr>")
            _put(properties, _tag("shd", val="clear", color="auto", fill=shade))

    def _contents(self, headings: list[Heading]) -> None:
        """A table of contents that reads without being updated, and has page numbers once it is."""
        self.paragraph("Contents", "Contents Title", bold="Contents Title" not in self.styles)
        for place, heading in enumerate(headings, 1):
            entry = self.fill(self.file.add_paragraph(), "", "Contents Entry")
            if place == 1:
                _field(entry, "begin", ' TOC \\o "1-1" \\h \\z \\u ')
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Section{place}")
            link.append(_run(entry, heading.text)._r)
            entry._p.append(link)
            if place == len(headings):
                _field(entry, "end")


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text of a cell looks."""

    style: str
    colour: str
    bold: bool
    right: bool
    keep: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph of a cell."""

    text: str
    look: _Look

    def xml(self) -> str:
        """As XML, its parts in the order of the schema."""
        look, backwards = self.look, right_to_left(self.text)
        paragraph = (
            (_tag("pStyle", val=look.style) if look.style else "")
            + ("<w:keepNext/>" if look.keep else "")
            + ("<w:bidi/>" if backwards else "")
            + (_tag("jc", val="right") if look.right else "")
        )
        run = (
            ("<w:b/>" if look.bold else "")
            + (_tag("color", val=look.colour) if look.colour else "")
            + ("<w:rtl/>" if backwards else "")
        )
        words = escape(self.text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        return (
            "<w:p>"
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + "<w:r>"
            + (f"<w:rPr>{run}</w:rPr>" if run else "")
            + f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: the paragraphs of each cell, and what holds for the row."""

    cells: tuple[tuple[_Text, ...], ...]
    properties: str
    """As XML."""


def _tag(name: str, **attributes: str | int) -> str:
    """An empty element of WordprocessingML with its attributes."""
    return f"<w:{name}{''.join(f' w:{key}={quoteattr(str(value))}' for key, value in attributes.items())}/>"


_AFTER = {
    "w:pBdr": ("w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"),
    "w:shd": ("w:tabs", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"),
}
"""What the schema wants behind borders and shade of a paragraph."""


def _put(properties: Any, xml: str) -> None:
    """Insert an element, given as XML, where the schema has it."""
    name = xml[1 : xml.index(" ")].partition(">")[0]
    element = parse_xml(xml.replace(f"<{name}", f"<{name} {nsdecls('w')}", 1))
    later = {qn(one) for one in _AFTER[name]}
    place = next((at for at, one in enumerate(properties) if one.tag in later), len(properties))
    properties.insert(place, element)


def _field(paragraph: WordParagraph, kind: str, instruction: str = "") -> None:
    """The begin of a field with what it does, or its end."""
    marks = [("fldChar", kind)]
    if instruction:
        marks += [("instrText", instruction), ("fldChar", "separate")]
    for tag, value in marks:
        run, mark = OxmlElement("w:r"), OxmlElement(f"w:{tag}")
        if tag == "instrText":
            mark.text = value
        else:
            mark.set(qn("w:fldCharType"), value)
        run.append(mark)
        paragraph._p.append(run)


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


def _row_properties(text: str, *, header: bool = False, height: int = 0) -> str:
    """A heading row repeats on every page; a row of ordinary length does not break; a row to sign leaves
    room.
    """
    return (
        ("<w:cantSplit/>" if len(text) < SPLITTABLE else "")
        + (_tag("trHeight", val=height * 20) if height else "")
        + ("<w:tblHeader/>" if header else "")
    )


def _line(edge: str, colour: str, size: int = 4, space: int = 0) -> str:
    return _tag(edge, val="single", sz=size, space=space, color=colour)


_THIN_LINES = "".join(_line(edge, LINE) for edge in ("top", "bottom", "insideH"))
