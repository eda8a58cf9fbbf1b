"""What is computed with: the amounts and chances entered, the model over them, and what was assumed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mlscope import sampling
from mlscope.errors import InputError
from mlscope.project.estimates import AnyEstimate, Chance, Number
from mlscope.project.inputs import HAPPENS
from mlscope.project.results import Floats
from mlscope.roi.breakeven import AnyTerms
from mlscope.roi.cashflow import Model
from mlscope.roi.correlation import Link
from mlscope.words import WHETHER

LARGEST = 1e18
"""No amount beyond this is believed; it would drown every other in rounding."""


@dataclass(frozen=True, slots=True)
class Input:
    """An amount or, with `chance`, a probability that the cash flow rests on; `key` names the answer it comes from."""

    key: str
    label: str
    estimate: AnyEstimate
    chance: bool = False

    @property
    def mean(self) -> float:
        """The expected amount, or the expected probability."""
        return sampling.mean(self.estimate, share=self.chance)

    @property
    def uncertain(self) -> bool:
        """Does it leave anything to be drawn?"""
        if self.chance and isinstance(self.estimate, Number):
            return self.mean not in (0.0, 1.0)
        return not sampling.certain(self.estimate)

    @property
    def event(self) -> tuple[str, str] | None:
        """Key and label of the event whose uncertain probability this is; None where it is none."""
        if not self.chance or not self.uncertain or isinstance(self.estimate, Number | Chance):
            return None
        return self.key + HAPPENS, self.label + WHETHER


@dataclass(slots=True)
class Sheet:
    """What a project's answers say about money: inputs by key, the model over them, and what was assumed or is missing.

    `prices` are the multiples of an amount in the years 0..`years` as prices rise; `links` are the correlations between what is drawn.
    """

    years: int
    rate: float
    prices: Floats
    inputs: dict[str, Input] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    model: Model = field(default_factory=lambda: Model(0, 0.0))
    terms: AnyTerms | None = None
    links: tuple[Link, ...] = ()
    known: bool = False

    def add(self, key: str, label: str, estimate: AnyEstimate | None, *, chance: bool = False) -> str:
        """Enter an input and return its key; an absent amount counts as zero, an absent chance as certain."""
        entered = Input(
            key, label, estimate if estimate is not None else Number(value=1.0 if chance else 0.0), chance
        )
        if not abs(entered.mean) <= LARGEST:
            raise InputError(
                f"{label}: this estimate reaches beyond any amount that can be computed with; narrow it"
            )
        self.inputs[key] = entered
        return key

    @property
    def means(self) -> dict[str, Floats]:
        """Every input at its mean, shape (1,) each."""
        return {key: np.array([entered.mean]) for key, entered in self.inputs.items()}


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = list(names[:6]) + ([f"{len(names) - 6} more"] if len(names) > 6 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
