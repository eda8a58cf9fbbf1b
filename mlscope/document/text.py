"""Text on its way into a document: only characters that every format can carry and a reader can see."""

import re
import unicodedata

_LINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NONCHARACTERS = "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible hyphens and spaces
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks and overrides of direction
    "\ufff9-\ufffc\U000e0000-\U000e007f"  # annotations and tags
    f"\ufdd0-\ufdef\ud800-\udfff{_NONCHARACTERS}]"
)


def printable(text: str) -> str:
    """The text without what cannot be seen or stored: control characters, direction overrides, noncharacters.

    Lines stay lines, tabs become spaces, and the two joiners that scripts and emoji are written with stay.
    """
    return _REMOVED.sub("", _LINES.sub("\n", text).replace("\t", " "))


def short(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"


def right_to_left(text: str) -> bool:
    """Whether the first letter belongs to a script that is written from right to left."""
    return next(
        (kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False
    )


def breakable(text: str, longest: int) -> str:
    """The text with invisible break opportunities in words of more than `longest` characters."""
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: "\u200b".join(_pieces(word[0], longest)), text)


def _pieces(word: str, size: int) -> list[str]:
    return [word[start : start + size] for start in range(0, len(word), size)]
