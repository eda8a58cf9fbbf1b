"""Text on its way into Streamlit's markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:&^=@])")


def literal(text: object, limit: int = 0) -> str:
    """User text that shows exactly as typed, never as markup; cut at `limit` characters where one is given."""
    plain = " ".join(str(text).split())
    if limit and len(plain) > limit:
        plain = plain[: limit - 1].rstrip() + "…"
    return _SPECIAL.sub(r"\\\1", plain)
