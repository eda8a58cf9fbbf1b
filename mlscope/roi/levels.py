"""The least that pays: a level with its status, as every form of break-even tells it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A least (for errors: largest) performance and its status: ok, never, always or unknown."""

    value: float | None
    status: str

    @property
    def when_ok(self) -> float | None:
        """The level where it is neither never nor always."""
        return self.value if self.status == "ok" else None


UNKNOWN, NEVER = Level(None, "unknown"), Level(None, "never")


def least_use(
    per_case: float | None, to_cover: float, whole: float | None = 1.0, most: float = math.inf
) -> Level:
    """The use from which a year brings `to_cover`, when each case brings `per_case`: cases a year, or a share of `whole`.

    At most `most` cases can be handled. UNKNOWN where `per_case` or `whole` is None.
    """
    if per_case is None:
        return UNKNOWN
    if per_case <= 0 or most == 0:
        return NEVER
    if to_cover <= 0:
        return Level(0.0, "always")
    if whole is None:
        return UNKNOWN
    needed = to_cover / per_case
    return NEVER if whole == 0 or needed > most else Level(needed / whole, "ok")
