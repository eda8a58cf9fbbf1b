"""The requirements document: one typed document, one small writer per format.

A writer is imported where its format is asked for, since some of them load a second's worth of libraries.
"""

from pathlib import Path
from typing import Literal, get_args

from mlscope.document.blocks import Document
from mlscope.document.build import build
from mlscope.errors import DocumentError

Form = Literal["pdf", "docx", "html", "md"]
FORMS: tuple[Form, ...] = get_args(Form)


class Rendered(bytes):
    """A document's bytes, with sentences on what could not be shown as it is."""

    warnings: tuple[str, ...] = ()


def render(document: Document, form: Form, *, template: Path | None = None) -> Rendered:
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
    raise DocumentError(f"There is no document format '{form}'; choose one of {', '.join(FORMS)}.")


__all__ = ["FORMS", "Document", "Form", "Rendered", "build", "render"]
