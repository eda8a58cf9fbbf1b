"""Reads documents back the way their readers do: as the text they show."""

import io
import re
import zipfile
from html.parser import HTMLParser

import pptx
import pypdfium2
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_in(form: str, content: bytes) -> str:
    """All text that a document shows."""
    return {"md": of_markdown, "html": of_html, "docx": of_word, "pdf": of_pdf, "pptx": of_slides}[form](
        content
    )


def squeezed(text: str) -> str:
    """Text without spaces, breaks and hyphens, which line breaking may add or take away."""
    return re.sub(r"[\s\-\u00ad\u2010\u200b]", "", text)


def of_markdown(content: bytes) -> str:
    return "\n".join(_inline(token) for token in tokens(content) if token.type == "inline")


def tokens(content: bytes) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(content.decode())


def _inline(token: Token) -> str:
    return "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())


class Page(HTMLParser):
    """The tags of a page, and its text outside of styles."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.parts: list[str] = []
        self._hidden = False
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._hidden = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def of_html(content: bytes) -> str:
    return "".join(Page(content).parts)


def word_xml(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read("word/document.xml"))


def of_word(content: bytes) -> str:
    paragraphs = word_xml(content).iter(f"{W}p")
    return "\n".join(
        "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in p.iter(f"{W}t", f"{W}br"))
        for p in paragraphs
    )


def pages(content: bytes) -> list[str]:
    """The text of each page of a PDF; a hyphen at the end of a line, which the reader marks apart, is a
    hyphen.
    """
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return [text.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-") for text in texts]


def of_pdf(content: bytes) -> str:
    return "\n".join(pages(content))


def of_slides(content: bytes) -> str:
    """The text of all slides, their tables and their notes."""
    parts = []
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                parts.append(shape.text_frame.text)
            if shape.has_table:
                parts += [cell.text for row in shape.table.rows for cell in row.cells]
        parts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(parts)
