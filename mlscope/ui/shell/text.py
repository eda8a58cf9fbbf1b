"""Text on its way into Streamlit's markdown."""

import re

from mlscope.characters import cut

_SHORTCODE = re.compile(r":(?=[a-z_+\-/0-9]+:)", re.IGNORECASE)
"""Begins an icon or emoji code, which Streamlit replaces even where its characters are escaped."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&^=@])")

_UNIT = re.compile(
    r"(?<=\d) (?=%|(?:[kM]|bn) [A-Z]{3}\b|[A-Z]{3}\b)|(?:(?<=\d [kM])|(?<=\d bn)) (?=[A-Z]{3}\b)"
)
"""The space between a figure and its unit, where no line may break."""


def file_stem(name: str) -> str:
    """The name of a project as that of a file, without its ending."""
    return "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")[:60] or "project"


def literal(text: object, limit: int = 0) -> str:
    """User text that shows exactly as typed, never as markup; cut at `limit` characters where one is
    given.
    """
    plain = " ".join(str(text).split())
    if limit and len(plain) > limit:
        plain = cut(plain, limit)
    return _SPECIAL.sub(r"\\\1", _SHORTCODE.sub(":\u2060", _UNIT.sub("\u00a0", plain)))
