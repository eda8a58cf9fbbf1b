"""What a change of the record did, one step for each changed answer."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mlscope.results.assessment import VerdictWord

Figure = str
"""`technical.low`, `technical.high` and so on (0 to 100), `leaning.go` and so on (0 to 1), `payback` and
`on_time` (chances),
`value` (money), `finish` (day number of the date with four chances in five)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one record comes to: its verdict and every figure that a change is explained by; None where a
    figure does not exist.
    """

    word: VerdictWord
    label: str
    figures: Mapping[Figure, float | None]
    weakest: float | None
    """The lowest dimension at its worst."""
    high_findings: int
    blockers: tuple[str, ...]
    tier: str


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """One step: what changed, by whom and when, and where every figure stood before and after it."""

    kind: Literal["frame", "answer", "waiver"]
    """`frame` is what belongs to no answer: rules, packs, as-of day, software."""
    id: str
    """The question, or the code of a waived finding; empty for the frame."""
    authors: tuple[str, ...]
    at: dt.datetime | None
    before: Standing
    after: Standing

    @property
    def parts(self) -> dict[Figure, float]:
        """By how much it moved each figure; one that does not exist counts as 0. Figures that it did not move
        are left out.
        """
        return {
            figure: (value or 0.0) - (self.before.figures[figure] or 0.0)
            for figure, value in self.after.figures.items()
            if value != self.before.figures[figure]
        }


@dataclass(frozen=True, slots=True)
class ChangeExplained:
    """How one record became another: the frame first, then each changed answer in the order of the log by its
    last row.
    """

    before: Standing
    after: Standing
    steps: tuple[ChangeStep, ...]
    crossed: tuple[str, ...]
    """Which thresholds of the verdict were crossed, in sentences."""
    order: str
    """By what order the steps follow, in a sentence."""

    @property
    def parts(self) -> dict[Figure, float]:
        """By how much the whole moved each figure."""
        return ChangeStep("frame", "", (), None, self.before, self.after).parts
