"""Old project files open in new versions: one small function per schema version, applied in turn.

A function takes the plain content of a file of version N and returns that of version N + 1. Renamed questions also get an
alias in `ALIASES`, so that rows of the change log, which are never rewritten, are read under the new name.
"""

import re
from collections.abc import Callable
from typing import Any

from mlscope.errors import InputError, NewerVersion
from mlscope.project.record import SCHEMA

Plain = dict[str, Any]


def _rename_quality(plain: Plain) -> Plain:
    """Version 2 names the non-functional requirements by the field's term, so that `quality` means the data's alone."""
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


MIGRATIONS: dict[int, Callable[[Plain], Plain]] = {1: _rename_quality}

ALIASES: dict[str, str] = {"metrics.quality": "metrics.nonfunctional"}
"""Old question id -> the id it has now."""


def migrate(plain: Plain) -> Plain:
    """The content of a project file in today's schema. NewerVersion when it comes from a later mlscope, InputError without a version."""
    version = plain.get("schema")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(
            "this is no project file: 'schema' (the version of its format) is missing or no whole number"
        )
    if version > SCHEMA:
        raise NewerVersion(
            f"this file was written by a newer mlscope (format {str(version)[:20]}, this version reads up to {SCHEMA}); update mlscope and try again"
        )
    for step in range(version, SCHEMA):
        plain = MIGRATIONS[step](plain) | {"schema": step + 1}
    return plain
