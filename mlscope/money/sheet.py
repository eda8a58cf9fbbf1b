"""What is computed with: the amounts and chances entered, the model over them, and what was assumed on the
way.

Rows of benefits and costs become lines of the cash flow, with a sentence on each that counts for nothing or
by default.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mlscope.errors import InputError
from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Chance, Number
from mlscope.events import Event
from mlscope.money import cashflow
from mlscope.money.cashflow import Line, Model
from mlscope.money.predictions import AnyTerms
from mlscope.project.inputs import HAPPENS
from mlscope.project.steps.value import Benefit, Cost, When
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.results import Floats
from mlscope.words import WHETHER

SHORT_LABELS = {question.id: question.short_label for question in TYPED_QUESTIONS}
LARGEST = 1e18
"""No amount beyond this is believed; it would drown every other in rounding."""


@dataclass(frozen=True, slots=True)
class Input:
    """An amount or, with `chance`, a probability that the cash flow rests on; `key` names the answer it comes
    from.
    """

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


@dataclass(frozen=True, slots=True)
class Link:
    """The correlation of two drivers' normal scores; they are named by their keys."""

    first: str
    second: str
    correlation: float


@dataclass(slots=True)
class Sheet:
    """What a project's answers say about money: inputs by key, the model over them, and what was assumed or
    is missing.

    `prices` are the multiples of an amount in the years 0..`years` as prices rise; `links` are the
    correlations between what is drawn.
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

    def add(self, key: str, estimate: AnyEstimate | None, *, label: str = "", chance: bool = False) -> str:
        """Enter an input and return its key; an absent amount counts as zero, an absent chance as certain.

        It is called `label`, else by the short name of its question.
        """
        label = label or SHORT_LABELS[key]
        if estimate is None:
            estimate = Number(value=1.0 if chance else 0.0)
        entered = Input(key, label, estimate, chance)
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


Part = tuple[str, str, AnyEstimate]
"""A column that takes part in a row's amount, what its input is called after the row's name, and the estimate
in it.
"""


def benefit_lines(sheet: Sheet, rows: Sequence[Benefit], profile: Floats) -> list[Line]:
    """The benefits; `profile` is the share of the full benefit in each year."""
    lines, idle = [], []
    for name, line in _lines(sheet, "value.benefits", "Benefit", rows, When.yearly):
        counted = Line(line.key, line.weights * profile, line.times)
        lines.append(counted)
        idle += [] if counted.weights.any() else [name]
    if idle:
        sheet.assumptions.append(
            f"Not counted, because it would come before launch or before any ramp-up: {listed(idle)}."
        )
    twice = [
        row.name or f"Benefit {number}"
        for number, row in enumerate(rows, 1)
        if row.amount is not None and _drivers(row)
    ]
    if twice:
        sheet.assumptions.append(
            f"Counted by its amount, though units and their worth are given too: {listed(twice)}."
        )
    return lines


def cost_lines(sheet: Sheet, rows: Sequence[Cost]) -> list[Line]:
    """The costs."""
    return [line for _, line in _lines(sheet, "value.costs", "Cost", rows, When.once)]


def risk_lines(sheet: Sheet, counted: Sequence[Event]) -> list[Line]:
    """What risks cost where they come true, and what is done about them in any case: both in year 0."""
    weights, lines = in_years(sheet.years, 0, When.once) * sheet.prices, list[Line]()
    for event in counted:
        if event.cost is not None:
            chance = Number(value=event.chance)
            cost = sheet.add(event.key("cost"), event.cost, label=f"{event.name}: cost")
            happens = sheet.add(event.key("probability"), chance, label=event.name + WHETHER, chance=True)
            lines.append(Line(cost, weights, (happens,)))
        if event.mitigation is not None:
            label = f"{event.name}: what is done about it"
            key = sheet.add(event.key("mitigation_cost"), event.mitigation, label=label)
            lines.append(Line(key, weights))
    return lines


def parts(row: Benefit | Cost) -> list[Part]:
    """What a row's amount is, or is the product of; nothing where that is not known."""
    if row.amount is not None:
        return [("amount", "", row.amount)]
    return _drivers(row) if isinstance(row, Benefit) else []


def _drivers(row: Benefit) -> list[Part]:
    if row.units is None or row.unit_value is None:
        return []
    found: list[Part] = [("units", ": units", row.units), ("unit_value", ": worth of one", row.unit_value)]
    return found if row.change is None else [*found, ("change", ": change", row.change)]


def in_years(years: int, first: int, when: When) -> Floats:
    """1 in the years in which an amount occurs, else 0."""
    year = np.arange(years + 1)
    return np.where(year == first if when == When.once else year >= first, 1.0, 0.0)


def _lines(
    sheet: Sheet, table: str, word: str, rows: Sequence[Benefit | Cost], unsaid: When
) -> list[tuple[str, Line]]:
    """The named lines of a table before any profile; amounts are prices of year 1 and grow from there."""
    lines, unpriced, late, untimed = [], [], [], []
    for number, row in enumerate(rows, 1):
        name, when = row.name or f"{word} {number}", row.when or unsaid
        first = row.year if row.year is not None else 0 if (word, when) == ("Cost", When.once) else 1
        if not parts(row):
            unpriced.append(name)
        elif first > sheet.years:
            late.append(name)
        else:
            key, *times = [
                sheet.add(f"{table}/{row.id}/{column}", estimate, label=name + what)
                for column, what, estimate in parts(row)
            ]
            weights = (
                in_years(sheet.years, first, when)
                * cashflow.growth(row.growth or 0.0, sheet.years)
                * sheet.prices
            )
            lines.append((name, Line(key, weights, tuple(times))))
            untimed += [name] if row.when is None else []
    note = sheet.assumptions.append
    if unpriced:
        note(f"Not counted, because no amount is given: {listed(unpriced)}.")
    if late:
        note(f"Not counted, because it begins after the last year looked at: {listed(late)}.")
    if untimed:
        note(
            f"Counted {'every year' if unsaid == When.yearly else 'once'}, because nothing else is said:"
            f" {listed(untimed)}."
        )
    return lines
