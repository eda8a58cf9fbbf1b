"""Two people at one answer: which parts of a change can stand beside what somebody else wrote meanwhile.

An answer has three facets that are judged apart: what is said (value, state, who finds out by when, reason),
the note, and the evidence. A facet that I left alone stays theirs, one that they left alone becomes mine.
"""

import math
from typing import Any

from pydantic import JsonValue

from mlscope.errors import InputError
from mlscope.project import Answer
from mlscope.project.fields import clean

FACETS = (("value", "state", "who", "by", "reason"), ("note",), ("evidence",))


def merge(old: Answer, mine: Answer, theirs: Answer) -> Answer | None:
    """`theirs` with my changes since `old`; None when we both changed one facet, and differently."""
    merged: dict[str, Any] = {}
    for facet in FACETS:
        was, my, their = (tuple(getattr(answer, part) for part in facet) for answer in (old, mine, theirs))
        if was != my != their != was:
            return None
        merged.update(zip(facet, their if my == was else my, strict=True))
    return Answer(**merged)


def tidy(key: str, answer: Answer) -> Answer:
    """The answer without author and time, and without characters that no database carries; InputError for
    what is no figure.
    """
    value = tidy_value(key, answer.value)
    if value == answer.value and not answer.author and answer.at is None:
        return answer
    return Answer(**answer.content | {"value": value, "state": answer.state})


def tidy_value(key: str, value: JsonValue) -> JsonValue:
    """JSON content without characters that no database carries; InputError for what is no figure."""
    match value:
        case str():
            return clean(value)
        case float() if not math.isfinite(value):
            raise InputError(f"{key}: this must be a finite number")
        case list():
            return [tidy_value(key, one) for one in value]
        case dict():
            return {clean(name): tidy_value(key, one) for name, one in value.items()}
        case _:
            return value
