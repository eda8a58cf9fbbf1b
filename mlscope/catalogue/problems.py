"""What is wrong with a file of content: which file, where in it, and a sentence with the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mlscope.errors import InputError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file. An error leaves the whole file out; with a warning it is used all the same."""

    file: str
    place: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class Wrong(InputError):  # noqa: N818 - named for what it says
    """A file of content is refused."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
