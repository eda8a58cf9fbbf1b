"""Texts by what a reader sees of them: without what cannot be seen, and never cut within a character.

What looks like one character may be several code points: a letter with its accents, a flag, a family emoji.
Such a cluster is kept whole. The rules are those of Unicode Standard Annex 29 as far as the standard library
knows the properties they need.
"""

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

JOINER = "\u200d"
_NON_JOINER = "\u200c"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
_HANGUL = re.compile(
    "[\u1100-\u115f\ua960-\ua97c]+[\uac00-\ud7a3\u1160-\u11a7\ud7b0-\ud7c6]?[\u1160-\u11ff\ud7b0-\ud7fb]*"
)


def printable(text: str) -> str:
    """The text without what cannot be seen or stored: control characters, direction overrides, noncharacters.

    Lines stay lines, tabs become spaces, and the two joiners that scripts and emoji are written with stay.
    """
    return _REMOVED.sub("", _LINES.sub("\n", text).replace("\t", " "))


def clusters(text: str) -> list[str]:
    """The characters of a text as a reader sees them; together they are the text."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        if found and _continues(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _continues(cluster: str, character: str) -> bool:
    """Does a character belong to the cluster before it?"""
    last = cluster[-1]
    if unicodedata.category(last) in ("Cc", "Zl", "Zp"):
        return False
    if character in (JOINER, _NON_JOINER, *_SKIN_TONES) or unicodedata.category(character) in (
        "Mn",
        "Me",
        "Mc",
    ):
        return True
    if last == JOINER:
        return unicodedata.category(character) == "So" or ord(character) >= 0x1F000
    if _flag_letter(character):
        return len(cluster) == 1 and _flag_letter(last)
    return _HANGUL.fullmatch(cluster + character) is not None


def _flag_letter(character: str) -> bool:
    return _FLAG_LETTERS[0] <= character <= _FLAG_LETTERS[1]


def columns(cluster: str) -> int:
    """How many columns a cluster takes: two where it is as wide as an emoji or a Chinese character."""
    return 2 if unicodedata.east_asian_width(cluster[0]) in "WF" or _flag_letter(cluster[0]) else 1


def cut(text: str, limit: int) -> str:
    """The beginning of a text with an ellipsis, at most `limit` columns wide; the text itself where it
    fits.
    """
    seen = clusters(text)
    if sum(map(columns, seen)) <= limit:
        return text
    kept, room = "", limit - 1
    for cluster in seen:
        if (room := room - columns(cluster)) < 0:
            break
        kept += cluster
    return kept.rstrip() + "…"
