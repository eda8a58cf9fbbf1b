"""Text on its way into a document: fitted into its place, and set in the direction in which it is read."""

import re
import unicodedata

from mlscope.characters import clusters, cut


def short(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = cut(line, limit).removesuffix("…")
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[^a-zß-ÿ\s])")
CUT_SHORT = "(shortened)"


def whole_sentences(text: str, limit: int) -> str:
    """As many whole sentences, on one line, as `limit` characters hold, the first one at least.

    A first sentence that is longer ends between two words, and says that it is shortened.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    ends = [found.start() for found in _SENTENCE_END.finditer(line) if found.start() <= limit]
    if ends:
        return line[: ends[-1]]
    head = cut(line, limit - len(CUT_SHORT)).removesuffix("…")
    return f"{(head.rsplit(' ', 1)[0] if ' ' in head[limit // 2 :] else head).rstrip(' ,;:.')} {CUT_SHORT}"


def ended(text: str) -> str:
    """The text with a full stop, where it ends in nothing of the kind."""
    return text if not text or text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def lowered(text: str) -> str:
    """The text to go on within a sentence: its first letter small, unless the word is all capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def right_to_left(text: str) -> bool:
    """Whether the first letter belongs to a script that is written from right to left."""
    return next(
        (kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False
    )


def breakable(text: str, longest: int) -> str:
    """The text with invisible break opportunities in words of more than `longest` characters."""
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: "\u200b".join(_pieces(word[0], longest)), text)


def _pieces(word: str, size: int) -> list[str]:
    seen = clusters(word)
    return ["".join(seen[start : start + size]) for start in range(0, len(seen), size)]
