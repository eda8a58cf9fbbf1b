"""The PDF: a fixed Typst template that is handed the document as one JSON text, so that no text of a user is ever markup."""

import datetime as dt
import json
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from mlscope import charts
from mlscope.document.blocks import Block, Document, FigureBlock, KeyFacts, Paragraph, Table
from mlscope.document.text import breakable, short
from mlscope.errors import DocumentError

ASSETS = Path(__file__).parent / "assets"
LONGEST_WORD = 24
"""Words beyond this length may be broken anywhere, so that none leaves its column."""

_LOCK = threading.Lock()  # a compiler serves one document at a time


def pdf(document: Document) -> tuple[bytes, tuple[str, ...]]:
    """The document as PDF (PDF/UA-1), and a sentence on characters that no font of this machine has.

    DocumentError when it cannot be set.
    """
    content = _content(document)
    absent = _absent(frozenset(c for c in content if not c.isascii()))
    warnings = tuple(_sentence(absent) for _ in absent[:1])
    if absent:
        content = _content(replace(document, blocks=(*document.blocks, *map(Paragraph, warnings))))
        content = content.translate({ord(c): f"[U+{ord(c):04X}]" for c in absent})
    try:
        return _compile("main.typ", content, document.as_of), warnings
    except typst.TypstError as error:
        raise DocumentError(
            f"The PDF could not be set ({error.message}); the Word and HTML forms may still work."
        ) from error


def _compile(template: str, content: str, as_of: dt.date) -> bytes:
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    with _LOCK:
        made = _compiler(template).compile(
            format="pdf", sys_inputs={"document": content}, pdf_standards=["ua-1"], timestamp=stamp
        )
    return bytes(made)


@lru_cache(maxsize=4)
def _compiler(template: str) -> Any:
    """A compiler that sees the shipped template and font, and the fonts of the system for scripts that the shipped one lacks."""
    return typst.Compiler(str(ASSETS / template), root=str(ASSETS), font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(ASSETS / "fonts")]
    )


def _content(document: Document) -> str:
    plain = {
        "title": breakable(document.title, LONGEST_WORD),
        "running_title": breakable(short(document.title, 54), LONGEST_WORD),
        "running_subtitle": breakable(short(document.subtitle, 64), LONGEST_WORD),
        "subtitle": breakable(document.subtitle, LONGEST_WORD),
        "year": document.as_of.year,
        "month": document.as_of.month,
        "day": document.as_of.day,
        "blocks": [_block(block) for block in document.blocks],
    }
    return json.dumps(plain, ensure_ascii=False)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, FigureBlock):
        texts = _broken({"title": block.title, "caption": block.caption})
        return {"kind": "FigureBlock", "svg": charts.svg(block.figure), "alt": block.alt, **texts}
    extra: dict[str, Any] = {"small": block.small} if isinstance(block, Table) else {}
    extra |= {"share": block.label_share} if isinstance(block, KeyFacts) else {}
    return {"kind": type(block).__name__, **_broken(asdict(block)), **extra}


def _broken(value: Any) -> Any:
    match value:
        case str():
            return breakable(value, LONGEST_WORD)
        case dict():
            return {key: _broken(part) for key, part in value.items()}
        case list() | tuple():
            return [_broken(part) for part in value]
    return value


# ── characters without a font ───────────────────────────────────────────────────────────────────────────────────


def _absent(characters: Iterable[str]) -> tuple[str, ...]:
    """Those characters that can be set in no font of this machine, found by trying."""
    return tuple(sorted(_untypable("".join(sorted(characters)))))


@lru_cache(maxsize=4096)
def _untypable(characters: str) -> str:
    if not characters or _settable(characters):
        return ""
    if len(characters) == 1:
        return characters
    middle = len(characters) // 2
    return _untypable(characters[:middle]) + _untypable(characters[middle:])


def _settable(characters: str) -> bool:
    try:
        _compile("probe.typ", " ".join(characters), dt.date(2000, 1, 1))
    except typst.TypstError:
        return False
    return True


def _sentence(absent: Iterable[str]) -> str:
    listed = list(absent)
    names = [f"U+{ord(c):04X} ({unicodedata.name(c, 'unnamed').lower()})" for c in listed[:12]]
    more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    needed = sorted({_font_for(c) for c in listed})
    return (
        f"No font on the machine that made this PDF has these characters, which stand as their code: {', '.join(names)}{more}. "
        f"Installing {' and '.join(needed)} there would show them."
    )


def _font_for(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith("CJK") or "HIRAGANA" in name or "KATAKANA" in name or "HANGUL" in name:
        return "the font Noto Sans CJK"
    if unicodedata.category(character) == "So":
        return "the fonts Noto Color Emoji and Noto Sans Symbols"
    return "a font for this script, such as one of the Noto family"
