"""The same record gives the same bytes; the document's only notion of today is the record's own date."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pypdfium2
import pytest

from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.document import FORMS, Document, Form, build, render
from mlscope.project import Project


@pytest.mark.parametrize("form", FORMS)
def test_the_same_document_gives_the_same_bytes(form: Form, small: Document) -> None:
    assert render(small, form) == render(small, form)


def test_the_same_project_gives_the_same_blocks(samples: dict[str, Project], catalogue: Catalogue) -> None:
    first, second = (
        build(appraise(samples["churn"].model_copy(deep=True), catalogue, points=256), catalogue, revision=3)
        for _ in range(2)
    )
    assert render(first, "md") == render(second, "md")
    assert render(first, "html") == render(second, "html")


def test_a_pdf_carries_the_date_of_the_record_and_is_marked_as_accessible(small: Document) -> None:
    content = render(small, "pdf")
    about = pypdfium2.PdfDocument(content).get_metadata_dict()
    assert about["CreationDate"] == "D:20261121000000Z"
    assert about["Title"] == "A small project"
    assert b"pdfuaid" in content


def test_a_word_file_carries_no_other_time_than_the_record(small: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render(small, "docx"))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-21T00:00:00Z" in file.read("docProps/core.xml")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_dates_at_the_end_of_the_calendar_can_be_printed(form: Form, year: int, small: Document) -> None:
    assert render(replace(small, as_of=dt.date(year, 1, 1)), form)
