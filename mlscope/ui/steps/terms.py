"""Terms of the glossary explained where they stand: behind the question mark of the text that uses them."""

from mlscope.catalogue import Entry
from mlscope.glossary import terms_in
from mlscope.ui import state
from mlscope.ui.shell.text import literal

MOST = 6
"""A tooltip with more terms than this is not read."""


def explained(*texts: str) -> str | None:
    """The terms that some texts use with their meaning, as a tooltip; None where they use none."""
    return "\n\n".join(_meaning(entry) for entry in found(*texts)) or None


def found(*texts: str) -> tuple[Entry, ...]:
    """The terms that some texts use, the first ones where they use many."""
    return terms_in(state.catalogue().entries("glossary"), *texts)[:MOST]


def _meaning(entry: Entry) -> str:
    return f"**{literal(entry.name)}:** {literal(entry.text)}"
