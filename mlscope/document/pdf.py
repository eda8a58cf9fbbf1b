"""The PDF: a fixed Typst template that is handed the document as one JSON text, so that no text of a user is
ever markup.
"""

import datetime as dt
import json
import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from mlscope import charts
from mlscope.characters import JOINER, clusters
from mlscope.document.blocks import Block, Document, FigureBlock, KeyFacts, Notes, Paragraph, Table
from mlscope.document.text import breakable, right_to_left, short
from mlscope.errors import DocumentError

ASSETS = Path(__file__).parent / "assets"
LONGEST_WORD = 24
"""Words beyond this length may be broken anywhere, so that none leaves its column."""

RUNNING = 110
"""Characters that the head of a page holds."""
INVISIBLE = (JOINER, "\ufe0e", "\ufe0f")
"""Join or dress what stands beside them, and are nothing where that has no font."""

_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?(?:[^\x00-\x7f]+[\x00-\x7f]?)+")
"""Where a text is not plain ASCII, with the characters before and after, which may belong to what is seen."""

_LOCK = threading.Lock()  # a compiler serves one document at a time


def pdf(document: Document) -> tuple[bytes, tuple[str, ...]]:
    """The document as PDF (PDF/UA-1), and a sentence on characters that no font of this machine has.

    DocumentError when it cannot be set.
    """
    plain = _content(document)
    shown = {cluster: _shown(cluster) for cluster in _absent(_clusters_of(plain))}
    try:
        return _set(document, shown)
    except typst.TypstError:
        texts = _texts_of(_with_fonts(plain, shown))
        pictures = {text for text in texts if _is_picture(text)}
        unset = {*_absent(texts - pictures), *(one for one in pictures if not _settable(one))}
    try:
        return _set(document, shown, unset)
    except typst.TypstError as error:
        raise DocumentError(
            f"The PDF could not be set ({error.message}); the Word and HTML forms may still work."
        ) from error


def _set(
    document: Document, shown: Mapping[str, str], unset: Collection[str] = ()
) -> tuple[bytes, tuple[str, ...]]:
    """The document as PDF, with what is shown for clusters without a font, and texts in codes that could not
    be set even so.
    """
    coded = {text: _coded(text) for text in unset}
    instead = {**shown, **coded}
    absent = {c for text, shown_as in instead.items() for c in text if _code(c) in shown_as}
    warnings = (_sentence(sorted(absent)),) if absent else ()
    plain = _content(replace(document, blocks=(*document.blocks, *map(Paragraph, warnings))))
    plain = _each_text(_with_fonts(plain, shown), lambda text: coded.get(text, text))
    return _compile("main.typ", json.dumps(plain, ensure_ascii=False), document.as_of), warnings


def _compile(template: str, content: str, as_of: dt.date) -> bytes:
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    with _LOCK:
        made = _compiler(template).compile(
            format="pdf", sys_inputs={"document": content}, pdf_standards=["ua-1"], timestamp=stamp
        )
    return bytes(made)


@lru_cache(maxsize=4)
def _compiler(template: str) -> Any:
    """A compiler that sees the shipped template and font, and the fonts of the system for scripts that the
    shipped one lacks.
    """
    return typst.Compiler(str(ASSETS / template), root=str(ASSETS), font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(ASSETS / "fonts")]
    )


def _content(document: Document) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "title": breakable(document.title, LONGEST_WORD),
        "running_title": breakable(short(document.title, RUNNING), LONGEST_WORD),
        "running_subtitle": breakable(_beside(document), LONGEST_WORD),
        "subtitle": breakable(document.subtitle, LONGEST_WORD),
        "year": document.as_of.year,
        "month": document.as_of.month,
        "day": document.as_of.day,
        "blocks": [_block(block) for block in document.blocks if not isinstance(block, Notes)],
        "sheets": document.sheets,
        "slides": document.slides,
    }
    return plain | {"directed": any(map(right_to_left, _texts_of(plain)))}


def _beside(document: Document) -> str:
    """What stands beside the title in the head of a page, where there is room for it."""
    room = RUNNING - len(document.title)
    return document.subtitle if len(document.subtitle) <= room else ""


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, FigureBlock):
        texts = _broken({"title": block.title, "caption": block.caption})
        return {"kind": "FigureBlock", "svg": charts.svg(block.figure), "alt": block.alt, **texts}
    extra: dict[str, Any] = {"small": block.small} if isinstance(block, Table) else {}
    extra |= {"share": block.label_share} if isinstance(block, KeyFacts) else {}
    return {"kind": type(block).__name__, **_broken(asdict(block)), **extra}


def _broken(value: Any) -> Any:
    return _each_text(value, lambda text: breakable(text, LONGEST_WORD))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _each_text(part, change) for key, part in value.items()}
        case list() | tuple():
            return [_each_text(part, change) for part in value]
    return value


# ── characters without a font
# ───────────────────────────────────────────────────────────────────────────────────


def _texts_of(plain: dict[str, Any]) -> frozenset[str]:
    """The texts that are not plain ASCII."""
    found: set[str] = set()

    def gather(text: str) -> str:
        found.update(() if text.isascii() else (text,))
        return text

    _each_text(plain, gather)
    return frozenset(found)


def _clusters_of(plain: dict[str, Any]) -> frozenset[str]:
    """Whatever a reader sees as one character and is not plain ASCII: no font may have it although some have
    each of its parts.
    """
    return frozenset(
        cluster
        for text in _texts_of(plain)
        for stretch in _BEYOND_ASCII.findall(text)
        for cluster in clusters(stretch)
        if not cluster.isascii()
    )


def _absent(seen: Iterable[str]) -> tuple[str, ...]:
    """Those clusters or texts that can be set in no font of this machine, found by trying."""
    alone = tuple(sorted(one for one in seen if _is_mark(one[0])))  # a mark without a letter has no place
    return alone + _untypable(tuple(sorted(set(seen) - set(alone))))


@lru_cache(maxsize=4096)
def _untypable(seen: tuple[str, ...]) -> tuple[str, ...]:
    if not seen or _settable(" ".join(seen)):
        return ()
    if len(seen) == 1:
        return seen
    middle = len(seen) // 2
    return _untypable(seen[:middle]) + _untypable(seen[middle:])


def _settable(text: str) -> bool:
    try:
        _compile("probe.typ", text, dt.date(2000, 1, 1))
    except typst.TypstError:
        return False
    return True


def _shown(cluster: str) -> str:
    """A cluster without a font as it is shown instead: composed where that has one, else with codes for what
    is missing.
    """
    composed = unicodedata.normalize("NFC", cluster)
    if composed != cluster and not _untypable((composed,)):
        return composed
    return "".join(
        character if not _is_mark(character) and not _untypable((character,)) else _code(character)
        for character in cluster
        if character not in INVISIBLE
    )


def _coded(text: str) -> str:
    """A text of which each part can be set and the whole cannot: codes stand for its marks, or for all that
    is not ASCII.
    """
    code = (lambda _: "?") if _is_picture(text) else _code
    without_marks = "".join(code(c) if _is_mark(c) else c for c in text)
    if _settable(without_marks):
        return without_marks
    return "".join(c if c.isascii() else code(c) for c in text)


def _is_picture(text: str) -> bool:
    return text.startswith("<svg")


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _with_fonts(plain: dict[str, Any], shown: Mapping[str, str]) -> dict[str, Any]:
    """The content with what is shown instead of clusters without a font; a chart has no room for codes."""
    drawn = {cluster: "?" if "[U+" in text else text for cluster, text in shown.items()}

    def replaced(text: str) -> str:
        if text.isascii() or not shown:
            return text
        instead = drawn if _is_picture(text) else shown
        return "".join(instead.get(cluster, cluster) for cluster in clusters(text))

    changed: dict[str, Any] = _each_text(plain, replaced)
    return changed


def _sentence(absent: Iterable[str]) -> str:
    listed = list(absent)
    names = [f"U+{ord(c):04X} ({unicodedata.name(c, 'unnamed').lower()})" for c in listed[:12]]
    more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    needed = sorted({_font_for(c) for c in listed})
    return (
        "No font on the machine that made this PDF has these characters, which stand as their code, in"
        f" charts as ?: {', '.join(names)}{more}. Installing {' and '.join(needed)} there would show them."
    )


def _font_for(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith("CJK") or "HIRAGANA" in name or "KATAKANA" in name or "HANGUL" in name:
        return "the font Noto Sans CJK"
    if unicodedata.category(character) == "So":
        return "the fonts Noto Color Emoji and Noto Sans Symbols"
    return "a font for this script, such as one of the Noto family"
