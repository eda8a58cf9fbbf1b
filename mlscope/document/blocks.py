"""What a document is made of: frozen blocks of plain text. Writers turn them into a format; none of them
parses the text.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from mlscope.characters import printable
from mlscope.charts import Figure

Tone = Literal["good", "caution", "bad", "neutral"]
Align = Literal["left", "right"]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    return tuple(map(_printable, value)) if isinstance(value, tuple) else value


class _Plain:
    """Strips unprintable characters from every text when a block is made, so that no writer meets one."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            object.__setattr__(self, field.name, _printable(getattr(self, field.name)))


@dataclass(frozen=True)
class Heading(_Plain):
    """A heading of level 1 to 3; level 1 stands in the contents."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True)
class Paragraph(_Plain):
    """Running text; line breaks in it are kept."""

    text: str
    style: Literal["body", "lead", "muted"] = "body"


@dataclass(frozen=True)
class Fact(_Plain):
    """A label with what is said about it, and a quieter remark below."""

    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True)
class KeyFacts(_Plain):
    """Labels and what is said about them, one under the other."""

    facts: tuple[Fact, ...]

    @property
    def label_share(self) -> float:
        """How much of the width labels take: little where all are short."""
        return 0.17 if all(len(fact.label) <= 16 for fact in self.facts) else 0.31


@dataclass(frozen=True)
class Bullets(_Plain):
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column(_Plain):
    """A column of a table; widths are relative to each other."""

    title: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table(_Plain):
    """Rows under a heading row that repeats on every page; rows `to_sign` leave room for a hand."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    to_sign: bool = False

    @property
    def small(self) -> bool:
        """Small enough to stand on one page whole."""
        return len(self.rows) <= 8 and sum(len(cell) for row in self.rows for cell in row) < 1500


@dataclass(frozen=True)
class FigureBlock(_Plain):
    """A chart under its message."""

    figure: Figure
    title: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Callout(_Plain):
    """A box that is read first; its tone is also said in its words."""

    tone: Tone
    title: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notes(_Plain):
    """What a speaker says beside a slide, with the sources; no page shows it."""

    text: str


@dataclass(frozen=True)
class Contents:
    """The list of level 1 headings."""


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading | Paragraph | KeyFacts | Bullets | Table | FigureBlock | Callout | Contents | PageBreak | Notes
)


@dataclass(frozen=True)
class Document(_Plain):
    """A whole document, ready for any writer. `as_of` is its only notion of today.

    Each of the first `sheets` parts between page breaks has to fit one page. Of `slides`, each part is one.
    """

    title: str
    subtitle: str
    as_of: dt.date
    blocks: tuple[Block, ...]
    sheets: int = 1
    slides: bool = False


def figure_block(figure: Figure | None, caption: str = "") -> tuple[Block, ...]:
    """The block of a figure, under it a caption or how it is read; nothing where there is no figure."""
    return (FigureBlock(figure, figure.title, figure.alt, caption or figure.note),) if figure else ()


def table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = (), caption: str = ""
) -> Table:
    """A table without its empty columns, each as wide as its content asks for; those named in `right` align
    to the right.
    """
    used = [place for place in range(len(titles)) if not rows or any(row[place] for row in rows)]
    columns = [
        _column(titles[place], [row[place] for row in rows], "right" if titles[place] in right else "left")
        for place in used
    ]
    return Table(tuple(columns), tuple(tuple(row[place] for place in used) for row in rows), caption)


ON_ONE_LINE = 20
"""Cells of at most so many characters, such as dates, amounts and short names, are not broken."""


def _column(title: str, cells: Sequence[str], align: Align) -> Column:
    longest_word = max((len(word) for text in (title, *cells) for word in text.split()), default=1)
    longest = max(map(len, cells), default=0)
    typical = sum(min(len(cell), 160) for cell in cells) / max(len(cells), 1)
    wanted = max(min(longest_word, 18), longest if longest <= ON_ONE_LINE else 0) * 1.15 + 1.5
    return Column(title, round(max(wanted, min(typical, 60) ** 0.92), 1), align)
