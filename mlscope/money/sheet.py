"""What is computed with: the amounts and chances entered, the model over them, and what was assumed on the
way.

Rows of benefits and costs become lines of the cash flow, with a sentence on each that counts for nothing or
by default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mlscope.errors import InputError
from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Chance, Number
from mlscope.events import Event
from mlscope.money.cashflow import Calendar, Line, Model, Uptake
from mlscope.money.predictions import AnyTerms
from mlscope.project.inputs import EVENTS, HAPPENS
from mlscope.project.steps.value import Benefit, Cost, When
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.results import Floats

SHORT_LABELS = {question.id: question.short_label for question in TYPED_QUESTIONS}
HAPPENING, CHANCE_OF = ": whether it happens", ": how likely it is"
"""After the name of a risk, what is drawn of it."""
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
        return self.key + HAPPENS, EVENTS.get(self.key) or self.label.replace(CHANCE_OF, HAPPENING)


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

    `prices` are the multiples of an amount at the calendar's moments as prices rise; `links` are the
    correlations between what is drawn, and `shared` the names under which some of it is the same in other
    projects.
    """

    calendar: Calendar
    rate: float
    prices: Floats
    inputs: dict[str, Input] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    model: Model = field(default_factory=lambda: Model(0, 0.0))
    terms: AnyTerms | None = None
    links: tuple[Link, ...] = ()
    shared: Mapping[str, str] = field(default_factory=dict)
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
    def years(self) -> int:
        """How many years are looked at."""
        return self.calendar.years

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


def benefit_lines(sheet: Sheet, rows: Sequence[Benefit], uptake: Uptake) -> list[Line]:
    """The benefits; `uptake` says how the full benefit comes."""
    lines, idle = [], []
    yearly, single = uptake.by_period(sheet.calendar), uptake.at_moments(sheet.calendar)
    for name, when, first, line in _lines(sheet, "value.benefits", "Benefit", rows, When.yearly):
        falls = (
            sheet.calendar.single(first) * single
            if when == When.once
            else (sheet.calendar.year >= first) * yearly
        )
        counted = Line(line.key, line.weights * falls, line.times)
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


def cost_lines(sheet: Sheet, rows: Sequence[Cost], write_off_years: int | None) -> list[Line]:
    """The costs; tax takes the single ones into account over so many years, or at once."""
    return [
        paid(sheet, when, first, write_off_years, line)
        for _, when, first, line in _lines(sheet, "value.costs", "Cost", rows, When.once)
    ]


def paid(sheet: Sheet, when: When, first: int, write_off_years: int | None, line: Line) -> Line:
    """A line of what is paid: its multiples in the years in which it occurs, and when tax takes it into
    account.
    """
    if when == When.yearly:
        return replace(line, weights=line.weights * sheet.calendar.yearly(first))
    weights = line.weights * sheet.calendar.single(first)
    if not write_off_years:
        return replace(line, weights=weights)
    return replace(line, weights=weights, deducted=sheet.calendar.written_off(weights, write_off_years))


def risk_lines(sheet: Sheet, counted: Sequence[Event]) -> list[Line]:
    """What risks cost where they come true, and what is done about them in any case: both in year 0."""
    lines = list[Line]()
    for event in counted:
        if event.cost is not None:
            cost = sheet.add(event.key("cost"), event.cost, label=f"{event.name}: cost")
            told = HAPPENING if isinstance(event.chance, Number) else CHANCE_OF
            label = f"{event.name}{told}"
            happens = sheet.add(event.key("probability"), event.chance, label=label, chance=True)
            lines.append(paid(sheet, When.once, 0, None, Line(cost, sheet.prices, (happens,))))
        if event.mitigation is not None:
            label = f"{event.name}: what is done about it"
            key = sheet.add(event.key("mitigation_cost"), event.mitigation, label=label)
            lines.append(paid(sheet, When.once, 0, None, Line(key, sheet.prices)))
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


def _lines(
    sheet: Sheet, table: str, word: str, rows: Sequence[Benefit | Cost], unsaid: When
) -> list[tuple[str, When, int, Line]]:
    """The lines of a table with their name, when they occur and their first year. What their amount is at
    each moment stands in them: amounts are prices of year 1 and grow from there.
    """
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
            amounts = sheet.calendar.growth(row.growth or 0.0) * sheet.prices
            lines.append((name, when, first, Line(key, amounts, tuple(times))))
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
