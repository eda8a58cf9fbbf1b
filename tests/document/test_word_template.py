"""A house's own Word template dresses the document, complete or not."""

from pathlib import Path

import docx
import pytest
from docx.shared import Mm

from mlscope.document import Document, render
from mlscope.document.blocks import Column, Table
from mlscope.document.word import CHARACTERS, LONGEST_WORD, PADDING, TEMPLATE, _shares
from mlscope.errors import DocumentError
from tests.document.reading import W, of_word, word_xml


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A template with a text of its own, a narrow page, and few of our styles."""
    file = docx.Document()
    file.add_paragraph("Sample text of the house")
    file.sections[0].page_width, file.sections[0].header.paragraphs[0].text = Mm(150), "Our house"
    for name in ("List Bullet", "Heading 3", "Caption", "Body Text", "Subtitle"):
        file.styles[name].element.getparent().remove(file.styles[name].element)
    path = tmp_path / "reference.docx"
    file.save(str(path))
    return path


def test_a_template_that_lacks_styles_still_gives_the_whole_text(bare: Path, small: Document) -> None:
    own, shipped = of_word(render(small, "docx", template=bare)), of_word(render(small, "docx"))
    assert own.replace("• ", "") == shipped
    assert "Sample text of the house" not in own


def test_the_page_and_header_of_the_template_are_kept(bare: Path, small: Document, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(render(small, "docx", template=bare))
    section = docx.Document(str(made)).sections[0]
    assert section.header.paragraphs[0].text == "Our house"
    assert section.page_width is not None
    assert abs(section.page_width - Mm(150)) < Mm(0.1)
    width = sum(int(column.get(f"{W}w")) for column in next(word_xml(made.read_bytes()).iter(f"{W}tblGrid")))
    assert width <= (section.page_width - section.left_margin - section.right_margin) / 635 + 3


def test_headings_and_texts_use_the_styles_of_the_shipped_template(small: Document) -> None:
    used = {style.get(f"{W}val") for style in word_xml(render(small, "docx")).iter(f"{W}pStyle")}
    known = {style.style_id for style in docx.Document(str(TEMPLATE)).styles}
    assert {"Title", "Heading1", "Heading2", "ListBullet", "TableText", "CalloutTitle"} <= used
    assert used <= known


def test_heading_rows_repeat_and_rows_do_not_split(small: Document) -> None:
    table = list(word_xml(render(small, "docx")).iter(f"{W}tbl"))[-1]
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"


def test_pictures_are_described(small: Document) -> None:
    described = [
        node.get("descr") for node in word_xml(render(small, "docx")).iter() if node.tag.endswith("}docPr")
    ]
    assert described == ["Tasks by date. Baseline: 02 Mar 2026 to 11 Mar 2026."]


def test_a_template_that_is_no_word_file_is_refused_in_a_sentence(tmp_path: Path, small: Document) -> None:
    wrong = tmp_path / "reference.docx"
    wrong.write_text("no Word file")
    with pytest.raises(DocumentError, match=r"'reference\.docx' cannot be read as a \.docx file"):
        render(small, "docx", template=wrong)


def test_a_column_is_wide_enough_for_its_longest_word_where_another_has_room() -> None:
    table = Table((Column("What", width=1), Column("Sure", width=9)), (("Deployment", "Yes"),))
    what, sure = _shares(table, CHARACTERS["Table Text"])
    assert what * CHARACTERS["Table Text"] >= len("Deployment")
    assert what + sure == pytest.approx(1)
    roomy = Table((Column("What", width=5), Column("Sure", width=5)), (("Yes", "No"),))
    assert _shares(roomy, CHARACTERS["Table Text"]) == (0.5, 0.5)


@pytest.mark.parametrize("word", ["Owner", "https://example.com/" + "a" * 129])
def test_a_wide_column_gives_eight_narrow_ones_the_room_for_their_longest_words(word: str) -> None:
    columns = (Column("Note", width=8), *(Column("Share", width=1) for _ in range(8)))
    shares = _shares(Table(columns, (("A few words", word, *["Known"] * 7),)), CHARACTERS["Table Small"])
    needed = [len("words"), min(len(word), LONGEST_WORD), *[len("Known")] * 7]
    for share, characters in zip(shares, needed, strict=True):
        assert share * CHARACTERS["Table Small"] >= characters + PADDING - 1e-9
    assert sum(shares) == pytest.approx(1)
