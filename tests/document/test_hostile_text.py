"""What a user types is text in every format, whatever it contains."""

import datetime as dt
import io
import os
import re

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.characters import printable
from mlscope.document import FORMS, Form, render
from mlscope.document.blocks import (
    Bullets,
    Callout,
    Column,
    Document,
    Fact,
    Heading,
    KeyFacts,
    Paragraph,
    Table,
)
from mlscope.document.markdown import line
from tests.document.reading import Page, of_markdown, squeezed, text_in, tokens, word_xml

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table><h1>Approved</h1>",
    "&lt;b&gt; &amp; &#x41;",
    "![picture](file:///etc/passwd)",
    "[a link](javascript:alert(1))",
    "https://example.org/a_b_c?x=1&y=2",
    "somebody@example.org",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "---",
    "===",
    "> not a quotation",
    "| a | b |",
    "***bold*** __bold__ ~~gone~~ `code` ^up^",
    "$x^2$ \\(y\\) \\textbf{z}",
    '#image("/etc/passwd") #eval("1") @label <label> $ a $ // comment /* comment */',
    "{{ 7 * 7 }} {% raw %}",
    "=HYPERLINK(1) +1 -1 @SUM",
    "%PDF-1.7 endobj",
    "C:\\new\\table \\u0041",
    "quotes \" ' ” « and a backslash \\",
    "中文字符 日本語",
    "Straße, Ångström, Ελληνικά, Русский",
]
EVERY_FORM = (*FORMS, "pptx")
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RIGHT_TO_LEFT = "שלום עולם"


def document(*texts: str) -> Document:
    """Every text in every place where a text can stand; headings and heads of tables are short in any
    record.
    """
    blocks = [
        block
        for text in texts
        for block in (
            Heading(2, text[:200]),
            Paragraph(text),
            KeyFacts((Fact(text, text, text),)),
            Bullets((text,)),
            Table((Column(text[:200]), Column("b", align="right")), ((text, text),), text[:200]),
            Callout("bad", text, text, (text,)),
        )
    ]
    return Document(
        f"Title {texts[0][:200]}", "Hostile text", dt.date(2026, 11, 21), (Heading(1, "Texts"), *blocks)
    )


@pytest.mark.parametrize("form", EVERY_FORM)
def test_hostile_text_reads_back_as_it_was_typed(form: Form) -> None:
    shown = squeezed(text_in(form, render(document(*HOSTILE), form)))
    if squeezed("No font on the machine that made this PDF") in shown:
        assert not os.environ.get("CI"), "CI must have a font for Chinese: install fonts-droid-fallback"
        pytest.skip("needs a font for Chinese, such as fonts-droid-fallback")
    assert [text for text in HOSTILE if shown.count(squeezed(text)) < 11] == []


@pytest.mark.parametrize("form", EVERY_FORM)
def test_right_to_left_text_stands_in_every_format(form: Form) -> None:
    shown = text_in(form, render(document(RIGHT_TO_LEFT), form))
    assert all(word in shown or word[::-1] in shown for word in RIGHT_TO_LEFT.split())


def test_right_to_left_text_runs_from_the_right_in_word() -> None:
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    assert word_xml(render(document(RIGHT_TO_LEFT), "docx")).xpath(
        "//w:p[w:pPr/w:bidi]//w:r[w:rPr/w:rtl]", namespaces=space
    )
    assert not word_xml(render(document("plain"), "docx")).xpath("//w:bidi", namespaces=space)


def test_right_to_left_text_runs_from_the_right_on_slides() -> None:
    def directions(text: str) -> set[str | None]:
        slides = pptx.Presentation(io.BytesIO(render(document(text), "pptx"))).slides
        return {
            paragraph.get("rtl")
            for paragraph in slides[0].shapes._spTree.iter(f"{DRAWN}pPr")
            if (run := paragraph.getnext()) is not None and text in "".join(run.itertext())
        }

    assert directions(RIGHT_TO_LEFT) == {"1"}
    assert "1" not in directions("plain")


def test_lines_of_a_text_stay_lines_on_slides() -> None:
    slides = pptx.Presentation(io.BytesIO(render(document("first\nsecond"), "pptx"))).slides
    shown = [cell.text for shape in slides[0].shapes if shape.has_table for cell in shape.table.iter_cells()]
    assert "first\vsecond" in shown


def test_html_gains_no_element_and_no_script() -> None:
    plain, hostile = Page(render(document("plain"), "html")), Page(render(document(*HOSTILE), "html"))
    assert set(hostile.tags) == set(plain.tags)
    assert {name for name, _ in hostile.attributes} == {name for name, _ in plain.attributes}


def test_markdown_gains_no_markup() -> None:
    def kinds(text: str) -> set[str]:
        return {
            child.type
            for token in tokens(render(document(text), "md"))
            for child in [token, *(token.children or ())]
        }

    assert [text for text in HOSTILE if not kinds(text) <= kinds("plain") | {"softbreak"}] == []


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_line_survives_markdown(text: str) -> None:
    text = " ".join(text.splitlines())
    line_of = " ".join(printable(text).split())
    made = Document(
        "t", "s", dt.date(2026, 1, 1), (Paragraph(text), Bullets((text,)), Table((Column("a"),), ((text,),)))
    )
    assert of_markdown(render(made, "md")).count(line_of) >= 3 or not line_of
    assert "\n" not in line(text)


@pytest.mark.parametrize("form", EVERY_FORM)
def test_control_characters_and_direction_overrides_are_left_out(form: Form) -> None:
    shown = text_in(form, render(document("gpj.\u202eexe\x00\x07\ufeff\u200b\ufffe\ud800 end"), form))
    assert "gpj.exe end" in shown
    assert not re.search("[\x00-\x08\u202a-\u202e\ufeff\ufffe]", shown)


@pytest.mark.parametrize("form", EVERY_FORM)
def test_an_answer_of_20000_characters_stands_whole(form: Form) -> None:
    words = " ".join(f"word{n}" for n in range(2300))[:20_000]
    unbroken = "".join(f"{n:05d}" for n in range(4000))
    shown = squeezed(text_in(form, render(document(words, unbroken), form)))
    if form == "pdf":  # page heads and feet stand between the parts of a long text
        shown = re.sub(r"Title\S*?Hostiletext|Page\d+of\d+", "", shown)
    assert squeezed(words)[-500:] in shown
    assert unbroken[:400] in shown
    assert unbroken[-400:] in shown


def test_pdf_names_characters_that_no_font_has() -> None:
    made = render(document("private \U000f1234 use"), "pdf")
    assert "U+F1234 (unnamed)" in made.warnings[0]
    assert "[U+F1234]" in text_in("pdf", made)
    assert "Installing" in squeezed(text_in("pdf", made))
