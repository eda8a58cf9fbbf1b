"""One value checked against the question that it answers."""

import datetime as dt
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from mlscope.errors import InputError, explain, shorten
from mlscope.estimates.notation import Finite
from mlscope.project.fields import Estimate, Money, Percent, Prose, Text
from mlscope.project.wizard import STEPS, row_type
from mlscope.questions import Question

_BY_KIND: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(Text),
    "prose": TypeAdapter(Prose),
    "number": TypeAdapter(Finite),
    "money": TypeAdapter(Money),
    "percent": TypeAdapter(Percent),
    "estimate": TypeAdapter(Estimate),
    "yes_no": TypeAdapter(bool),
    "date": TypeAdapter(dt.date),
}


@lru_cache(maxsize=1024)
def _adapter(owner: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = owner.model_fields[name]
    return TypeAdapter(Annotated[(info.annotation, *info.metadata)])  # type: ignore[arg-type]


def checked(question: Question, value: Any, column: str = "") -> JsonValue:
    """One value (or one cell of a table, with `column`) checked against its declaration, as the log keeps it.

    InputError in a sentence when it is refused; None stays None.
    """
    if value is None:
        return None
    try:
        if question.pack:
            return _checked_by_kind(question, value)
        owner: type[BaseModel] = STEPS[question.step]
        name = question.name
        if column:
            owner, name = row_type(question), column
        adapter = _adapter(owner, name)
        return adapter.dump_python(adapter.validate_python(value), mode="json")  # type: ignore[no-any-return]
    except ValidationError as error:
        raise InputError("; ".join(explain(error))) from error


def refusal(question: Question, value: Any, column: str = "") -> str:
    """Why a value cannot be an answer (or a cell, with `column`), in a sentence; empty where it can."""
    try:
        checked(question, value, column)
    except InputError as error:
        return str(error)
    return ""


def takes(question: Question, value: Any) -> bool:
    """Can this be an answer to the question, as it is asked today? The pack of an older answer may have
    changed since.
    """
    return not question.pack or (value is not None and not refusal(question, value))


def _checked_by_kind(question: Question, value: Any) -> JsonValue:
    if isinstance(value, bool) != (question.kind == "yes_no"):
        wanted = "true or false" if question.kind == "yes_no" else f"a {question.kind}"
        raise InputError(f"'{question.label}' is answered with {wanted}; found {shorten(value)}")
    if isinstance(value, list) != (question.kind == "choices"):
        wanted = "a list of choices, as in [a, b]" if question.kind == "choices" else "one answer"
        raise InputError(f"'{question.label}' takes {wanted}; found {shorten(value)}")
    if question.kind in ("choice", "choices"):
        known = [choice.id for choice in question.choices]
        for one in value if question.kind == "choices" else [value]:
            if one not in known:
                raise InputError(
                    f"{shorten(one)} is not one of the choices of '{question.label}'; choose"
                    f" {', '.join(known)}"
                )
        return value  # type: ignore[no-any-return]
    adapter = _BY_KIND[question.kind]
    plain = adapter.dump_python(adapter.validate_python(value), mode="json")
    if isinstance(plain, int | float) and not isinstance(plain, bool):
        if question.minimum is not None and plain < question.minimum:
            raise InputError(f"this must be at least {question.minimum:,.15g}; found {plain:,.15g}")
        if question.maximum is not None and plain > question.maximum:
            raise InputError(f"this must be at most {question.maximum:,.15g}; found {plain:,.15g}")
    return plain  # type: ignore[no-any-return]
