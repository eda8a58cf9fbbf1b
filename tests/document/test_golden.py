"""A document with one block of every kind, compared with files that a person has looked at.

After a wanted change: GOLDEN=write pytest tests/document/test_golden.py, then look at the difference.
"""

import os
import re
from pathlib import Path

import pytest
from lxml import etree

from mlscope.document import FORMS, Document, Form, render
from tests.document.reading import of_pdf, word_xml

GOLDEN = Path(__file__).parent.parent / "golden"


def comparable(form: Form, content: bytes) -> str:
    """The part of a file that a person can read, without drawings."""
    match form:
        case "pdf":
            return of_pdf(content)
        case "docx":
            return etree.tostring(word_xml(content), pretty_print=True, encoding="unicode")
        case "html":
            page = content.decode()
            return re.sub(r"<svg.*?</svg>", "<svg/>", page[page.index("<main>") :], flags=re.DOTALL)
    return content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_the_small_document_is_as_it_was_approved(form: Form, small: Document) -> None:
    file = GOLDEN / f"small.{form}.txt"
    found = comparable(form, render(small, form)).rstrip() + "\n"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
