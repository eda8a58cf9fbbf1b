"""Scenarios: what somebody ranked by and wished for, as plain content to keep, and several side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mlscope.compare.engine import compare
from mlscope.compare.funding import Wishes
from mlscope.compare.words import rules
from mlscope.errors import InputError
from mlscope.results import SCORE, Candidate, Comparison, Portfolio, View
from mlscope.words import days_words, money_words, percent_words


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which candidates are compared, what they are ranked by, and what is wished for the set to fund."""

    candidates: tuple[str, ...]
    view: View = "value"
    weights: dict[str, float] | None = None
    typed: dict[str, dict[str, float]] = field(default_factory=dict)
    wishes: Wishes = field(default_factory=Wishes)
    rates: dict[str, float] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """In JSON types; `of_plain` reads it back."""
        wishes = asdict(self.wishes) | {
            "years": {str(year): amount for year, amount in self.wishes.years.items()},
            "capacity": [[*place, days] for place, days in self.wishes.capacity.items()],
        }
        return asdict(self) | {"candidates": list(self.candidates), "wishes": wishes}

    def compared(self, candidates: Sequence[Candidate], *, seed: int = 0) -> Comparison:
        """The comparison of its candidates, as far as they are still there."""
        kept = [one for one in candidates if one.id in self.candidates]
        return compare(
            kept,
            self.weights,
            seed=seed,
            view=self.view,
            wishes=self.wishes,
            rates=self.rates,
            typed=self.typed,
        )


_SCENARIO = TypeAdapter(Scenario)


def of_plain(content: Mapping[str, Any]) -> Scenario:
    """A scenario from what was kept of it; InputError where this version cannot read it."""
    try:
        wishes = content["wishes"]
        capacity = {(role, quarter): days for role, quarter, days in wishes["capacity"]}
        return _SCENARIO.validate_python({**content, "wishes": {**wishes, "capacity": capacity}})
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "this scenario was saved by another version of mlscope and cannot be read; save it anew"
        ) from error


Beside = list[tuple[str, list[str]]]
"""Rows of a table of scenarios: what it is, and the words for each."""


def side_by_side(scenarios: Sequence[Scenario], candidates: Sequence[Candidate]) -> Beside:
    """Scenarios in words, a row for each thing they say and for each candidate in any of them.

    A scenario that cannot be fulfilled says why in place of its set.
    """
    found = [_tried(scenario, candidates) for scenario in scenarios]
    sets = [one.portfolio if isinstance(one, Comparison) else None for one in found]
    rows: Beside = [
        ("Ranked by", [SCORE[one.view] for one in scenarios]),
        ("Leads", [_leads(one) for one in found]),
        (
            "Budget",
            [
                _amount(one.wishes.budget, s.currency if s else "")
                for one, s in zip(scenarios, sets, strict=True)
            ],
        ),
    ]
    for year in sorted({year for one in scenarios for year in one.wishes.years}):
        rows.append(
            (
                f"Limit in {year}",
                [
                    _amount(o.wishes.years.get(year), s.currency if s else "")
                    for o, s in zip(scenarios, sets, strict=True)
                ],
            )
        )
    for role, quarter in sorted({place for one in scenarios for place in one.wishes.capacity}):
        days = [one.wishes.capacity.get((role, quarter)) for one in scenarios]
        rows.append((f"{role} in {quarter}", ["no limit" if n is None else days_words(n) for n in days]))
    held = ["; ".join(rules(one.wishes, {c.id: c.name for c in candidates})) for one in scenarios]
    if any(held):
        rows.append(("What has to hold", [text or "nothing more" for text in held]))
    rows += [
        ("Planned at", [f"P{100 * one.wishes.sureness:.0f}" for one in scenarios]),
        ("Funded", [str(len(s.selected)) if s else _why(one) for s, one in zip(sets, found, strict=True)]),
        ("Worth, as expected", [money_words(s.value, s.currency) if s else "" for s in sets]),
        ("To spend in all, nominal", [money_words(s.cost, s.currency) if s else "" for s in sets]),
        ("Stays within", [percent_words(s.within) if s else "" for s in sets]),
    ]
    for candidate in candidates:
        if any(candidate.id in one.candidates for one in scenarios):
            rows.append(
                (candidate.name, [_place(candidate, one, s) for one, s in zip(scenarios, sets, strict=True)])
            )
    return rows


def _tried(scenario: Scenario, candidates: Sequence[Candidate]) -> Comparison | str:
    try:
        return scenario.compared(candidates)
    except InputError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}"


def _leads(found: Comparison | str) -> str:
    if isinstance(found, str):
        return ""
    return " and ".join(one.name for one in found.leaders) or "nobody"


def _why(found: Comparison | str) -> str:
    return found if isinstance(found, str) else "no limit was given"


def _amount(amount: float | None, currency: str) -> str:
    return "no limit" if amount is None else money_words(amount, currency)


def _place(candidate: Candidate, scenario: Scenario, chosen: Portfolio | None) -> str:
    if candidate.id not in scenario.candidates:
        return "not compared"
    if chosen is None:
        return ""
    return "funded" if candidate.id in chosen.selected else chosen.reasons[candidate.id]
