"""How well ranges held: how many actual figures lie inside P10 to P90, how far the middle was off, and what
that suggests for the next estimate.

The correction is that of a reference class (Kahneman and Tversky 1979; Flyvbjerg 2008): the ratio of what
figures of the same kind came to and what was expected of them, applied to what is expected now.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.forecast.figures import KINDS, MARKS, Kind, Place, kind_of, place
from mlscope.project import Evidence
from mlscope.project.answers import Actual

HANDFUL = 5
"""Figures from which a class says anything about the next one."""
HELD = 0.8
"""The share of figures that P10 to P90 should hold."""
RARE = 0.05
"""A record as bad as this share of those of honest ranges is called so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An actual figure of one project."""

    project: str
    kind: Kind
    key: str
    actual: Actual

    @property
    def place(self) -> Place:
        """Where it lies beside its range."""
        return place(self.actual.value, self.actual.given)

    @property
    def ratio(self) -> float | None:
        """What it came to over what was expected of it; None where nothing above zero was expected."""
        given = self.actual.given
        if given is None or given.middle is None or given.middle <= 0:
            return None
        return self.actual.value / given.middle

    @property
    def category(self) -> str:
        """What it is a figure of, within its kind."""
        return (self.actual.given.category if self.actual.given else "") or KINDS[self.kind]

    @property
    def grade(self) -> Evidence:
        """How well the estimate was known; a guess where nobody said."""
        return (self.actual.given.evidence if self.actual.given else None) or Evidence.guess


@dataclass(frozen=True, slots=True)
class Group:
    """What a group of figures came to: how many had a range and where they lie, and the middle of the
    ratios of what they came to and what was expected.
    """

    label: str
    count: int
    ranged: int
    inside: int
    below: int
    above: int
    ratio: float | None

    @property
    def coverage(self) -> float | None:
        """The share of those with a range that lie inside; None where none had one."""
        return self.inside / self.ranged if self.ranged else None

    @property
    def luck(self) -> float:
        """How often ranges that hold eight times in ten would hold as seldom as here, figures being
        independent.
        """
        return sum(
            math.comb(self.ranged, k) * HELD**k * (1 - HELD) ** (self.ranged - k)
            for k in range(self.inside + 1)
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reference class suggests: the P10, P50 and P90 of what its `count` figures of so many projects
    came to, over what was expected of them.
    """

    label: str
    count: int
    projects: int
    low: float
    middle: float
    high: float

    def applied(self, expected: float) -> tuple[float, float, float]:
        """The range that the class suggests where so much is expected."""
        return expected * self.low, expected * self.middle, expected * self.high


def entries(projects: Mapping[str, Mapping[str, Actual]]) -> tuple[Entry, ...]:
    """The actual figures of projects, by project and key; those of no kind that is asked for are left out."""
    return tuple(
        Entry(project, kind, key, actual)
        for project, actuals in projects.items()
        for key, actual in actuals.items()
        if (kind := kind_of(key)) is not None
    )


def group(label: str, found: Sequence[Entry]) -> Group:
    """What some figures came to, under a label."""
    places, ratios = [one.place for one in found], _ratios(found)
    return Group(
        label=label,
        count=len(found),
        ranged=len(found) - places.count("no range"),
        inside=places.count("inside"),
        below=places.count("below"),
        above=places.count("above"),
        ratio=float(np.median(ratios)) if ratios else None,
    )


def groups(found: Sequence[Entry], by: Callable[[Entry], str]) -> tuple[Group, ...]:
    """Figures by a property of theirs, in the order in which it first occurs."""
    labels = dict.fromkeys(by(one) for one in found)
    return tuple(group(label, [one for one in found if by(one) == label]) for label in labels)


def correction(
    found: Sequence[Entry], kind: Kind, category: str = "", evidence: Evidence | None = None
) -> Correction | None:
    """What the narrowest class with a handful of figures suggests: those of the same kind, category and
    grade of evidence, else of the same kind and category, else of the same kind; None with fewer.
    """
    grade = evidence or Evidence.guess
    alike = [one for one in found if one.kind == kind and one.ratio is not None]
    of_category = [one for one in alike if one.category == category]
    of_grade = [one for one in of_category if one.grade == grade]
    word = KINDS[kind].lower()
    classes = {
        f"{word} of \u201c{category}\u201d known as {grade.label.lower()}": of_grade,
        f"{word} of \u201c{category}\u201d": of_category,
        word: alike,
    }
    for label, members in classes.items():
        if len(members) >= HANDFUL:
            low, middle, high = np.quantile(_ratios(members), MARKS, method="inverted_cdf").tolist()
            projects = len({one.project for one in members})
            return Correction(label, len(members), projects, low, middle, high)
    return None


def _ratios(found: Iterable[Entry]) -> list[float]:
    return [one.ratio for one in found if one.ratio is not None]


def held_words(all_of: Group) -> str:
    """How well ranges held, in words; empty where none was given."""
    if not all_of.ranged:
        return ""
    said = (
        f"{all_of.inside} of {all_of.ranged} figure{'s' * (all_of.ranged != 1)} came to lie inside the range"
        f" that was given, {all_of.below} below and {all_of.above} above. Ranges from P10 to P90 should hold"
        " eight times in ten."
    )
    if all_of.ranged < HANDFUL:
        return f"{said} That is too few to judge by."
    if all_of.luck <= RARE:
        said += " Honest ranges would hardly ever hold so seldom: they were given too narrow, or to one side."
    elif all_of.inside == all_of.ranged and HELD**all_of.ranged <= RARE:
        said += " All of them held, so they could be narrower."
    return said
