"""Which terms of the glossary a text uses: by name or another form, as whole words, each once."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mlscope.catalogue import Entry

Forms = tuple[tuple[str, str], ...]
"""Pairs of a way to write a term and the id of its entry."""


def terms_in(entries: Iterable[Entry], *texts: str) -> tuple[Entry, ...]:
    """The entries whose term occurs in the texts, in the order in which they are met.

    Upper and lower case are alike except in abbreviations, a plural in s counts, and a hyphen is as good as a
    space. Of two terms at one place the longer counts: "data drift" is not also "drift".
    """
    by_id = {entry.id: entry for entry in entries}
    forms = tuple(
        (form, entry.id) for entry in by_id.values() for form in (entry.name, *entry.facts.get("also", ()))
    )
    return tuple(by_id[found] for found in _found(forms, "\n".join(texts)))


def other_names(entry: Entry) -> tuple[str, ...]:
    """What a term is also called, beyond the words of its name: "false negative" for a missed case."""
    return tuple(form for form in entry.facts.get("also", ()) if form.casefold() not in entry.name.casefold())


@lru_cache(maxsize=4096)
def _found(forms: Forms, text: str) -> tuple[str, ...]:
    pattern, ids = _matcher(forms)
    return tuple(dict.fromkeys(ids[_key(match[1])] for match in pattern.finditer(text)))


@lru_cache(maxsize=8)
def _matcher(forms: Forms) -> tuple[re.Pattern[str], dict[str, str]]:
    longest_first = sorted({form for form, _ in forms}, key=len, reverse=True)
    alternatives = "|".join(map(_alternative, longest_first))
    return re.compile(rf"(?<!\w)({alternatives or '(?!)'})(?:s|es)?(?!\w)"), {
        _key(form): entry for form, entry in reversed(forms)
    }


def _alternative(form: str) -> str:
    literal = re.sub(r"(?:\\ |\\-)+", "[ \u00a0-]", re.escape(form))
    return literal if form.isupper() else f"(?i:{literal})"


def _key(form: str) -> str:
    return re.sub("[ \u00a0-]", " ", form).casefold()
