"""The words in a column's name, however it is written."""

import re
import unicodedata

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")


def words(name: str) -> frozenset[str]:
    """customerID, CUSTOMER_ID and "Customer Id" alike: customer, id, and the two joined; accents count as
    they are.
    """
    parts = [part.lower() for part in _PARTS.findall(unicodedata.normalize("NFC", name))]
    joined = [
        "".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 2, min(start + 4, len(parts) + 1))
    ]
    return frozenset((*parts, *joined))


def lexicon(text: str) -> frozenset[str]:
    """The words of a list, written one after another."""
    return frozenset(text.split())
