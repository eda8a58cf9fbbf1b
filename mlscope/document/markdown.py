"""The Markdown file: plain, readable as it is, and with every character of an answer escaped that could be
markup.
"""

import re
from collections.abc import Iterable

from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Fact,
    FigureBlock,
    Heading,
    KeyFacts,
    Notes,
    PageBreak,
    Paragraph,
    Table,
)

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&^@])")
_ADDRESS = re.compile(r"(://|\bwww\.|\bmailto:)", re.IGNORECASE)
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])", re.MULTILINE)


def markdown(document: Document) -> bytes:
    """The document as CommonMark with pipe tables, in UTF-8."""
    parts = [
        f"# {line(document.title)}",
        line(document.subtitle),
        *(text for block in document.blocks if (text := _block(block))),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def line(text: str) -> str:
    """Text on one line, escaped so that it reads back as it is."""
    return _escaped(" ".join(text.split()))


def prose(text: str) -> str:
    """Text with its lines and paragraphs, escaped so that it reads back as it is."""
    paragraphs = (p for p in re.split(r"\n\s*\n", text) if p.strip())
    return "\n\n".join("\\\n".join(line(one) for one in p.split("\n") if one.strip()) for p in paragraphs)


def _escaped(text: str) -> str:
    text = _MARKUP.sub(r"\\\1", text)
    text = _ADDRESS.sub(lambda found: re.sub(r"([:.])", r"\\\1", found[0]), text)
    return _LINE_START.sub(lambda start: f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[3]}", text)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {line(block.text)}"
        case Paragraph():
            return prose(block.text)
        case KeyFacts():
            return "\n".join(map(_fact, block.facts))
        case Bullets():
            return "\n".join(_item(item) for item in block.items)
        case Table():
            return _table(block)
        case FigureBlock():
            parts = (f"**{line(block.title)}**", line(block.alt), line(block.caption))
            return "\n\n".join(part for part in parts if part)
        case Callout():
            return _quoted(
                "\n\n".join(
                    [f"**{line(block.title)}**", prose(block.text), "\n".join(map(_item, block.points))]
                ).strip()
            )
        case PageBreak():
            return "---"
        case Contents() | Notes():
            return ""


def _fact(fact: Fact) -> str:
    said = prose(fact.text) or "(empty)"
    remark = f"\n\n{prose(fact.remark)}" if fact.remark else ""
    label = line(fact.label)
    return _item_of(f"**{label}{'' if label.endswith(('?', ':')) else ':'}** {said}{remark}")


def _item(text: str) -> str:
    return _item_of(prose(text))


def _item_of(escaped: str) -> str:
    return "- " + "\n".join(f"  {one}" if one else "" for one in escaped.split("\n")).lstrip()


def _quoted(text: str) -> str:
    return "\n".join(f"> {one}".rstrip() for one in text.split("\n"))


def _table(block: Table) -> str:
    head = _row(column.title for column in block.columns)
    marks = "|" + "|".join(" ---: " if column.align == "right" else " --- " for column in block.columns) + "|"
    caption = f"**{line(block.caption)}**\n\n" if block.caption else ""
    return caption + "\n".join([head, marks, *map(_row, block.rows)])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(line, cells)) + " |"
