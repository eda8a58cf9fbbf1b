"""The requirements document: one typed document, one small writer per format.

A writer is imported where its format is asked for, since some of them load a second's worth of libraries.
"""

from pathlib import Path
from typing import Literal, get_args

from mlscope.chapters import VARIANTS
from mlscope.document.blocks import Document
from mlscope.document.build import build
from mlscope.errors import DocumentError

Form = Literal["pdf", "docx", "html", "md"]
FORMS: tuple[Form, ...] = get_args(Form)
"""The formats of every variant but the slides, which are PDF or PowerPoint."""


def goes_with(variant: str, form: str) -> bool:
    """Can this variant be had in this format?"""
    return form in ("pdf", "pptx") if variant == "slides" else form in FORMS


class Rendered(bytes):
    """A document's bytes, with sentences on what could not be shown as it is."""

    warnings: tuple[str, ...] = ()


def render(document: Document, form: Form | Literal["pptx"], *, template: Path | None = None) -> Rendered:
    """The document in a format; `template` is the house's own Word template and counts for Word alone.

    The same document gives the same bytes under the same versions and fonts. DocumentError when it cannot be
    made.
    """
    match form:
        case "pdf":
            from mlscope.document.pdf import pdf

            content, warnings = pdf(document)
            made = Rendered(content)
            made.warnings = warnings
            return made
        case "docx":
            from mlscope.document.word import word

            return Rendered(word(document, template))
        case "html":
            from mlscope.document.html import html

            return Rendered(html(document))
        case "md":
            from mlscope.document.markdown import markdown

            return Rendered(markdown(document))
        case "pptx":
            from mlscope.document.pptx_file import pptx_file

            return Rendered(pptx_file(document))
    raise DocumentError(f"There is no document format '{form}'; choose one of {', '.join(FORMS)}.")


__all__ = ["FORMS", "VARIANTS", "Document", "Form", "Rendered", "build", "goes_with", "render"]
