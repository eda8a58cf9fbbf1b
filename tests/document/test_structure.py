"""Files are held to their standards by readers that are not ours: ECMA-376 for Office, tags for PDF."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from mlscope.appraise import Appraisal
from mlscope.catalogue import Catalogue
from mlscope.document import Document, build, render, workbook
from mlscope.document.blocks import Column, Contents, Heading, Table
from tests.document.reading import W, pages, word_xml
from tests.document.test_hostile_text import HOSTILE, RIGHT_TO_LEFT, document


@pytest.fixture(scope="module")
def full(appraised: dict[str, Appraisal], catalogue: Catalogue) -> Document:
    """All there is of a sample, with contents, long tables and charts."""
    return build(appraised["hiring"], catalogue, milestone="Gate", revision=7)


def faults(content: bytes, name: str, folder: Path) -> list[str]:
    """What the schema of ECMA-376 and the rules of its packages have against an Office file."""
    path = folder / name
    path.write_bytes(content)
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2010, max_errors=20).validate(path)
    return [f"{one.part_uri} {one.path}: {one.description}" for one in found.errors]


# ── Office
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_word_document_keeps_to_the_schema(full: Document, tmp_path: Path) -> None:
    assert faults(render(full, "docx"), "full.docx", tmp_path) == []


def test_hostile_text_and_every_kind_of_block_keep_to_the_schema(small: Document, tmp_path: Path) -> None:
    assert faults(render(small, "docx"), "small.docx", tmp_path) == []
    assert faults(render(document(*HOSTILE[::4], RIGHT_TO_LEFT), "docx"), "hostile.docx", tmp_path) == []


def test_what_a_reviewer_adds_in_word_stands_and_nothing_hinders_it(small: Document, tmp_path: Path) -> None:
    file = docx.Document(io.BytesIO(render(small, "docx")))
    heading, cell = file.paragraphs[3], file.tables[0].cell(0, 1).paragraphs[0]
    for paragraph in (heading, cell):
        file.add_comment(paragraph.runs, text="Is this so?", author="A reviewer", initials="R")
    changed = 'w:author="A reviewer" w:date="2026-11-21T10:00:00Z"'
    added = f'<w:ins {nsdecls("w")} w:id="901" {changed}><w:r><w:t> By May.</w:t></w:r></w:ins>'
    cell._p.append(parse_xml(added))
    removed = parse_xml(f'<w:del {nsdecls("w")} w:id="902" {changed}/>')
    heading.runs[0]._r.addprevious(removed)
    removed.append(heading.runs[0]._r)
    for text in removed.iter(f"{W}t"):
        text.tag = f"{W}delText"
    saved = io.BytesIO()
    file.save(saved)
    own = "Style 'CommentReference' referenced but not defined"  # Word brings this style along
    found = faults(saved.getvalue(), "reviewed.docx", tmp_path)
    assert [fault for fault in found if own not in fault] == []
    reviewed = docx.Document(saved)
    assert [one.text for one in reviewed.comments] == ["Is this so?", "Is this so?"]
    with zipfile.ZipFile(saved) as parts:
        whole = parts.read("word/settings.xml") + parts.read("word/document.xml")
    assert all(part not in whole for part in (b"documentProtection", b"<w:sdt", b"<w:permStart", b"w:lock"))


def test_the_checker_sees_a_part_in_the_wrong_place(small: Document, tmp_path: Path) -> None:
    content = render(small, "docx")
    xml = word_xml(content)
    grid = next(xml.iter(f"{W}tbl"))
    grid.append(grid.find(f"{W}tblPr"))  # properties come first
    assert faults(_with_document(content, xml), "wrong.docx", tmp_path)


def _with_document(content: bytes, xml: Any) -> bytes:
    """The file with another text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(xml) if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def test_slides_and_workbook_keep_to_the_schema(
    appraised: dict[str, Appraisal], catalogue: Catalogue, tmp_path: Path
) -> None:
    one = appraised["churn"]
    slides = render(build(one, catalogue, variant="slides"), "pptx")
    assert faults(slides, "slides.pptx", tmp_path) == []
    assert faults(workbook.workbook(one.project, one.money), "money.xlsx", tmp_path) == []


def test_every_table_of_a_word_document_is_described_and_repeats_its_heading(full: Document) -> None:
    tables = list(word_xml(render(full, "docx")).iter(f"{W}tbl"))
    assert len(tables) > 40
    for table in tables:
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")
    headed = [table for table in tables if table.find(f"{W}tblPr/{W}tblLook").get(f"{W}val") == "0420"]
    assert sum(isinstance(block, Table) for block in full.blocks) == len(headed)
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in headed)


def test_no_empty_paragraph_makes_room_but_between_two_tables(full: Document) -> None:
    body = list(word_xml(render(full, "docx")).find(f"{W}body"))
    for before, one, after in zip(body, body[1:], body[2:], strict=False):
        inside = list(one.iter(f"{W}t", f"{W}drawing", f"{W}instrText", f"{W}fldChar"))
        assert inside or one.tag != f"{W}p" or (before.tag, after.tag) == (f"{W}tbl", f"{W}tbl")


# ── PDF
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


def elements(node: Any) -> Iterator[Any]:
    """All elements of a structure tree, from the top."""
    below = node.get("/K", ())
    for one in below if isinstance(below, pikepdf.Array) else (below,):
        if isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield one
            yield from elements(one)


def titles(items: Any, level: int = 1) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, item.title
        yield from titles(item.children, level + 1)


def test_a_pdf_is_tagged_bookmarked_and_says_who_made_it(full: Document) -> None:
    with pikepdf.open(io.BytesIO(render(full, "pdf"))) as file:
        assert file.check_pdf_syntax() == []
        assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked)) == ("en", True)
        assert str(file.docinfo.Author) == "mlscope"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert all(str(page.Tabs) == "/S" for page in file.pages)
        tree = list(elements(file.Root.StructTreeRoot))
        kinds = [str(one.S) for one in tree]
        with file.open_outline() as outline:
            marks = list(titles(outline.root))
    headings = [block for block in full.blocks if isinstance(block, Heading)]
    assert [text for _, text in marks] == [one.text for one in headings]
    assert [level for level, _ in marks] == [one.level for one in headings]
    assert kinds.count("/TOC") == sum(isinstance(block, Contents) for block in full.blocks)
    assert kinds.count("/H1") == sum(one.level == 1 for one in headings)
    figures = [one for one in tree if str(one.S) == "/Figure"]
    assert figures
    assert all(str(one.get("/Alt", "")) for one in figures)
    heads = [one for one in tree if str(one.S) == "/TH"]
    assert heads
    assert all(one.A[0].get("/Scope") is not None for one in heads)


def test_a_table_that_goes_on_has_its_heading_on_every_page() -> None:
    rows = tuple((f"Row {n}", "x") for n in range(120))
    made = Document("T", "S", dt.date(2026, 1, 1), (Table((Column("What stands"), Column("b")), rows),))
    found = pages(render(made, "pdf"))
    assert len(found) > 2
    assert all("What stands" in page for page in found)
