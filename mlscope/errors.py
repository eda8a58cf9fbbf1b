"""What can go wrong, each said in one sentence that its reader can act on.

MlscopeError            printed to people; anything else that is raised is a bug
├── InputError          a file, value or setting was refused: where, what, the way out
│   ├── NewerVersion    the file was written by a newer mlscope
│   ├── Unclear         it could be read in several ways, or must be written in another one
│   └── StateMeant      it says that a question does not apply or that nobody knows
├── StoreError          the store cannot be opened, read or written
│   ├── StoreLocked     another process holds the DuckDB file
│   ├── StoreReadOnly   nothing can be saved
│   └── UnknownProject  no project has this id
└── DocumentError       a document could not be made
"""

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LONGEST_GUESSED, MOST_GUESSES = 100, 100
"""A guess at what was meant compares a word with all that are known, so neither long words nor many of them
get one.
"""


class MlscopeError(Exception):
    """A fault that a person can mend; its text is one or more sentences for them."""


class InputError(MlscopeError):
    """A file, value or setting was refused."""


class NewerVersion(InputError):  # noqa: N818 - named for what it says
    """The file was written by a newer mlscope than this one."""


class Unclear(InputError, ValueError):  # noqa: N818 - named for what it says
    """A text could be read in several ways; `readings` holds the texts that say one of them each."""

    def __init__(self, text: str, *readings: str, why: str = "") -> None:
        """`why` says what is wrong where it is not that the text has two readings."""
        self.text, self.readings, self.why = text, readings, why
        said = why or f"'{text.strip()[:40]}' could be read in two ways"
        *others, last = readings
        super().__init__(f"{said}; write {', '.join(others)}{', or ' if others else ''}{last}")

    def of(self, text: str, ending: str = "") -> "Unclear":
        """The same of the text as somebody wrote it, whose `ending` belongs to each way to write it."""
        return Unclear(text, *(f"{reading}{ending}" for reading in self.readings), why=self.why)


class StateMeant(InputError, ValueError):  # noqa: N818 - named for what it says
    """A text in the place of an answer says that there is none; `state` is the answer state that it stands
    for.
    """

    def __init__(self, sentence: str, state: str) -> None:
        """`state` is not_applicable or unknown."""
        self.state = state
        super().__init__(sentence)


class StoreError(MlscopeError):
    """The store cannot be opened, read or written."""


class StoreLocked(StoreError):  # noqa: N818
    """Another process holds the DuckDB file."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store can be read but not written."""


class UnknownProject(StoreError):  # noqa: N818
    """No project in the store has this id."""


class DocumentError(MlscopeError):
    """A document could not be made."""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A guess at a typing slip, as the end of a sentence, and after it what can be done `otherwise`; that
    alone when nothing is close.
    """
    close = []
    if len(word) <= LONGEST_GUESSED:
        close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    if not close:
        return f"; {otherwise}" if otherwise else ""
    return f"; did you mean '{close[0]}'?" + (f" {otherwise[0].upper()}{otherwise[1:]}" if otherwise else "")


def shorten(value: object, limit: int = 60) -> str:
    """A value quoted for a message, never longer than about `limit` characters."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _place(location: tuple[int | str, ...]) -> str:
    """Where a fault is, in words; Pydantic's mark for a key of a mapping repeats what stands before it."""
    parts = [f"#{part + 1}" if isinstance(part, int) else str(part) for part in location if part != "[key]"]
    return " > ".join(
        part for part in parts if not part.startswith(("function-", "tagged-union", "nullable"))
    )


def explain(error: "ValidationError", known: Iterable[str] = ()) -> list[str]:
    """Pydantic's findings as sentences: the place, what is wrong, and a guess where a name was mistyped."""
    return [f"{place}: {sentence}" if place else sentence for place, sentence in located(error, known)]


def located(error: "ValidationError", known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Pydantic's findings as pairs of the place (empty for the whole) and a sentence; a mistyped key is not
    also missing.
    """
    known, errors = list(known), error.errors(include_url=False)
    unknown = [found["loc"] for found in errors if found["type"] == "extra_forbidden"][:MOST_GUESSES]
    meant = {(loc[:-1], did_you_mean(str(loc[-1]), known)) for loc in unknown}
    return [
        (
            _place(found["loc"][:-1] if found["type"] == "extra_forbidden" else found["loc"]),
            _sentence(found, known if place < MOST_GUESSES else []),
        )
        for place, found in enumerate(errors)
        if found["type"] != "missing"
        or (found["loc"][:-1], f"; did you mean '{found['loc'][-1]}'?") not in meant
    ]


def _sentence(found: "ErrorDetails", known: list[str]) -> str:
    match found["type"]:
        case "extra_forbidden":
            name = str(found["loc"][-1])
            return f"unknown key '{name[:60]}'{did_you_mean(name, known)}"
        case "missing":
            return "this is required"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than" as bound:
            limit = next(iter(found["ctx"].values()))
            words = {
                "greater_than_equal": "at least",
                "greater_than": "above",
                "less_than_equal": "at most",
                "less_than": "below",
            }[bound]
            return f"this must be {words} {limit:,.15g}; found {_figure(found['input'])}"
        case "int_from_float":
            return f"this must be a whole number; found {_figure(found['input'])}"
        case "literal_error" | "enum":
            allowed = found["ctx"]["expected"]
            return (
                f"this must be {allowed}; found"
                f" {shorten(found['input'])}{did_you_mean(str(found['input']), _quoted(allowed))}"
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"this is written with keys, as in {{key: value}}; found {shorten(found['input'])}"
        case "list_type" | "tuple_type":
            return (
                "this must be a list, as in"
                f" [{shorten(found['input']) if isinstance(found['input'], str) else 'a, b'}]"
            )
        case "string_type":
            return f"this must be a text; found {shorten(found['input'])}"
        case "bool_type" | "bool_parsing":
            return f"this is answered with true or false; found {shorten(found['input'])}"
        case "value_error" | "assertion_error":
            return str(found["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        case _:
            return f"{found['msg'][:1].lower()}{found['msg'][1:]}; found {shorten(found['input'])}"


def _figure(value: object) -> str:
    return f"{value:,.15g}" if isinstance(value, int | float) else shorten(value)


def _quoted(text: str) -> list[str]:
    return re.findall("'([^']*)'", text)
