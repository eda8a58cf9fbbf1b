"""The same record gives the same bytes; the document's only notion of today is the record's own date."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pypdf
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
        build(appraise(samples["churn"].model_copy(deep=True), catalogue, points=256), catalogue, revision=3) for _ in range(2)
    )
    assert render(first, "md") == render(second, "md")
    assert render(first, "html") == render(second, "html")


def test_a_pdf_carries_the_date_of_the_record_and_is_marked_as_accessible(small: Document) -> None:
    file = pypdf.PdfReader(io.BytesIO(render(small, "pdf")))
    assert file.metadata is not None
    assert file.metadata.creation_date == dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    assert file.metadata.title == "A small project"
    assert b"pdfuaid" in file.trailer["/Root"]["/Metadata"].get_data()


def test_a_word_file_carries_no_other_time_than_the_record(small: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render(small, "docx"))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-21T00:00:00Z" in file.read("docProps/core.xml")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_dates_at_the_end_of_the_calendar_can_be_printed(form: Form, year: int, small: Document) -> None:
    assert render(replace(small, as_of=dt.date(year, 1, 1)), form)
