"""Old project files open in new versions: one small function per schema version, applied in turn.

A function takes the plain content of a file of version N and the questions it answers, and returns that of
version N + 1. Renamed questions also get an alias in `ALIASES`, so that rows of the change log, which are
never rewritten, are read under the new name.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from mlscope.errors import InputError, NewerVersion
from mlscope.estimates import notation
from mlscope.project.flat import contained
from mlscope.project.reading import with_figures
from mlscope.project.record import SCHEMA
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.questions import Question

Plain = dict[str, Any]


def id_of_content(plain: Plain) -> str:
    """The id of a record that was written by hand without one, derived from all that it says."""
    content = json.dumps(plain, sort_keys=True, default=str).encode("utf-8", "replace")
    return "p" + hashlib.sha256(content).hexdigest()[:20]


def _rename_quality(plain: Plain, _: Iterable[Question]) -> Plain:
    """Version 2 names the non-functional requirements by the field's term, so that `quality` means the data's
    alone.
    """
    old, new = "metrics.quality", "metrics.nonfunctional"
    metrics = plain.get("metrics")
    if isinstance(metrics, dict) and "quality" in metrics:
        plain = plain | {
            "metrics": {
                "nonfunctional" if name == "quality" else name: value for name, value in metrics.items()
            }
        }
    answers = plain.get("answers")
    if isinstance(answers, dict):
        plain = plain | {
            "answers": {
                re.sub(rf"^{re.escape(old)}(?=/|$)", new, str(key)): value for key, value in answers.items()
            }
        }
    return plain


def _figures_as_before(plain: Plain, questions: Iterable[Question]) -> Plain:
    """Version 3 reads texts as the app does. Before, a point was decimal in all of them, and a share was a
    fraction.

    A record without an id keeps the one that its content had before.
    """
    return {"id": id_of_content(plain)} | with_figures(plain, questions, _as_before)[0]


def _risks_in_ranges(plain: Plain, _: Iterable[Question]) -> Plain:
    """Version 4 counts risks as events; those of earlier files stay where they were, in the ranges."""
    risks = plain.get("risks")
    if not isinstance(risks, dict) or not isinstance(risks.get("risks"), list):
        return plain
    return plain | {"risks": risks | {"risks": contained(risks["risks"])}}


def _as_before(question: Question, given: Any, _: Mapping[str, Any]) -> Any:
    """A figure as versions 1 and 2 read it; what they refused stays as it is, for today's reading."""
    try:
        match given:
            case str() if question.kind == "estimate":
                return notation.ESTIMATE.validate_python(notation.parse(given)).model_dump(mode="json")
            case str():
                return (_WHOLE if question.whole else _NUMBER).validate_python(given)
            case dict() if question.kind == "estimate":
                return {
                    name: _NUMBER.validate_python(part) if isinstance(part, str) and name != "kind" else part
                    for name, part in given.items()
                }
    except ValueError:
        pass
    return given


_NUMBER, _WHOLE = TypeAdapter(float), TypeAdapter(int)

MIGRATIONS: dict[int, Callable[[Plain, Iterable[Question]], Plain]] = {
    1: _rename_quality,
    2: _figures_as_before,
    3: _risks_in_ranges,
}

ALIASES: dict[str, str] = {"metrics.quality": "metrics.nonfunctional"}
"""Old question id -> the id it has now."""


def migrate(plain: Plain, questions: Iterable[Question] = TYPED_QUESTIONS) -> Plain:
    """The content of a project file, which answers these questions, in today's schema.

    NewerVersion when it comes from a later mlscope, InputError without a version."""
    version = plain.get("schema")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(
            "this is no project file: 'schema' (the version of its format) is missing or no whole number"
        )
    if version > SCHEMA:
        raise NewerVersion(
            f"this file was written by a newer mlscope (format {str(version)[:20]}, this version reads up to"
            f" {SCHEMA}); update mlscope and try again"
        )
    for step in range(version, SCHEMA):
        plain = MIGRATIONS[step](plain, questions) | {"schema": step + 1}
    return plain
