"""Which set of projects to fund under what there is to spend, in all and in each year.

Money is nominal: a project takes its P50 or P80 of what it spends in a year, and in all years, supposing that
it goes on to its end. Its worth is its expected incremental value. Candidates are those with a go, also under
conditions; others only where they must be funded, and never those that are done or rejected.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mlscope.compare import solver
from mlscope.compare.currency import Rates
from mlscope.compare.solver import Limits
from mlscope.errors import InputError, did_you_mean
from mlscope.questions import Question
from mlscope.results import (
    BudgetLine,
    Candidate,
    Floats,
    FrontierPoint,
    FundedCapacity,
    FundedYear,
    Portfolio,
)
from mlscope.words import days_words, listed_names, money_words

BUDGET = Question("funding", "money", "Budget", unit="money")
"""Asked beside a comparison, not kept in a record."""

ELIGIBLE = ("go", "conditional")
NEVER = ("done", "rejected")
SURENESS = (0.5, 0.8)

EVERY_SET = 12
"""Up to so many candidates every set is looked at, which tells what is best in each draw."""
FRONTIER = 12
"""Points of the frontier, from nothing to twice what there is."""
MOST_IN_FRONTIER = 300
"""With more candidates than this, only the set itself is looked for."""
_QUICK_GAP, _QUICK_SECONDS = 1e-4, 1.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What there is to spend, nominal, and what else has to hold; projects by their ids.

    `years` are limits of calendar years. At most one of each group of `either` is funded; the first of a pair
    in `depends` only together with the second; of those in a group of `at_most`, by a name for it, only so
    many, and likewise of those that have a tag of `at_most_tagged`, whoever they are. `sureness` is the share
    of cases in which each project's own figure suffices.
    """

    budget: float | None = None
    years: Mapping[int, float] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    depends: tuple[tuple[str, str], ...] = ()
    at_most: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    capacity: Mapping[tuple[str, str], float] = field(default_factory=dict)
    sureness: float = 0.8
    at_most_tagged: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        """Is there anything to choose under?"""
        return self.budget is not None or bool(self.years or self.capacity)

    @property
    def ruled(self) -> bool:
        """Is anything wished beside money?"""
        return bool(self.must or self.either or self.depends or self.at_most or self.at_most_tagged)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit on what the chosen candidates take together of money, or of the days of a role."""

    where: str
    use: Floats
    limit: float
    money: bool = True

    def told(self, amount: float, currency: str) -> str:
        """An amount of it in words."""
        return money_words(amount, currency) if self.money else days_words(amount)


def fund(
    candidates: Sequence[Candidate], wishes: Wishes, currency: str, rates: Rates, *, explore: bool = True
) -> Portfolio:
    """The set with the highest expected incremental value that keeps the limits.

    With `explore` also the frontier, what more money would bring, and the certainty of each pick. InputError
    for amounts and wishes that cannot be used, and for wishes that no set fulfils, naming what is at fault.
    """
    choice = Choice(candidates, wishes, currency, rates)
    choice.refuse_what_contradicts()
    solved = solver.solve(choice.value, choice.limits)
    assert solved is not None, "what must be funded fits, so some set does"
    chosen = solved.chosen
    selected = {one.id for one, taken in zip(choice.open, chosen, strict=True) if taken}
    more = explore and len(choice.open) <= MOST_IN_FRONTIER
    amount = _round_amount(choice.most) if more else None
    return Portfolio(
        selected=tuple(c.id for c in candidates if c.id in selected),
        cost=math.fsum(choice.total[chosen]),
        cost_discounted=math.fsum(choice.discounted[chosen]),
        value=math.fsum(choice.value[chosen]),
        budget=wishes.budget,
        sureness=wishes.sureness,
        years=tuple(
            FundedYear(year, math.fsum(spend[chosen]), wishes.years.get(year))
            for year, spend in choice.by_year.items()
            if year in wishes.years or spend[chosen].any()
        ),
        within=choice.within(chosen),
        left_out=tuple(c.id for c in candidates if c.id not in selected),
        reasons={c.id: choice.why_not(c, chosen) for c in candidates if c.id not in selected},
        certainty=choice.certainty(chosen) if explore else {},
        capacities=tuple(choice.capacities(chosen)),
        unplanned=tuple(c.id for c in choice.open if wishes.capacity and not c.schedule.work),
        frontier=_frontier(choice) if more else (),
        next_amount=amount,
        next_value=None if amount is None else _with_more(choice, amount) - math.fsum(choice.value[chosen]),
        gap=solved.gap,
        currency=currency,
    )


class Choice:
    """The candidates that may be funded, what each takes and brings, and the limits on them."""

    def __init__(self, candidates: Sequence[Candidate], wishes: Wishes, currency: str, rates: Rates) -> None:
        self.wishes, self.currency, self._rates = wishes, currency, rates
        self.names = {one.id: one.name for one in candidates}
        self.few = _at_most(candidates, wishes)
        self._refuse_unusable(candidates)
        self.must = _with_needs(wishes.must, wishes.depends)
        self.open = [one for one in candidates if self._why_closed(one) is None]
        self.open.sort(key=lambda one: one.id)
        self.place = {one.id: number for number, one in enumerate(self.open)}
        self.value = np.array([self._value(one) for one in self.open])
        self.total = np.array([self._spend(one)[0] for one in self.open])
        spends = [self._spend(one)[1] for one in self.open]
        years = sorted({year for spend in spends for year in spend} | set(wishes.years))
        self.by_year = {year: np.array([spend.get(year, 0.0) for spend in spends]) for year in years}
        self.discounted = np.array([(one.money.expected_cost or 0.0) * self._rate(one) for one in self.open])
        self.ceilings = list(self._ceilings(candidates))

    @property
    def most(self) -> float:
        """What there is to spend in all, as far as limits say."""
        limits = [*self.wishes.years.values()]
        return self.wishes.budget if self.wishes.budget is not None else math.fsum(limits)

    def _ceilings(self, candidates: Sequence[Candidate]) -> Iterator[Ceiling]:
        wishes = self.wishes
        if wishes.budget is not None:
            yield Ceiling("in all", self.total, wishes.budget)
        for year, limit in wishes.years.items():
            yield Ceiling(f"in {year}", self.by_year[year], limit)
        roles = {work.role.casefold(): work.role for one in candidates for work in one.schedule.work}
        for (role, quarter), limit in wishes.capacity.items():
            if role.casefold() not in roles:
                raise InputError(
                    f"no plan of these candidates names the role '{role}'{did_you_mean(role, roles.values())}"
                )
            days = np.array([days_of(one, role, quarter) for one in self.open])
            yield Ceiling(f"of {roles[role.casefold()]} in {quarter}", days, limit, money=False)

    @cached_property
    def limits(self) -> Limits:
        """All limits on the candidates that may be funded."""
        return self.limits_at(1.0)

    def limits_at(self, share: float, more: float = 0.0) -> Limits:
        """The limits with this share of all money, and so much more in each limit of money."""
        wishes = self.wishes
        rows: list[tuple[Floats, float]] = []
        for ceiling in self.ceilings:
            rows.append((ceiling.use, ceiling.limit * share + more if ceiling.money else ceiling.limit))
        rows += [(self._members(group), 1.0) for group in wishes.either]
        rows += [(self._members(group), float(most)) for most, group in self.few.values()]
        for one, needed in wishes.depends:
            if one in self.place:
                rows.append((self._members([one]) - self._members([needed]), 0.0))
        fixed = np.array([one.id in self.must for one in self.open], dtype=bool)
        use = np.array([row for row, _ in rows]).reshape(len(rows), len(self.open))
        return Limits(use, np.array([limit for _, limit in rows]), fixed)

    def _members(self, ids: Sequence[str]) -> Floats:
        row = np.zeros(len(self.open))
        row[[self.place[one] for one in ids if one in self.place]] = 1.0
        return row

    # ── who may be funded, and why not

    def _why_closed(self, one: Candidate) -> str | None:
        """Why a candidate may not be funded whatever the money; None where it may."""
        money, must = one.money, one.id in self.must
        if one.stage in NEVER:
            return f"it is {one.stage}"
        if one.assessment.verdict.word not in ELIGIBLE and not must:
            return f"not a go: the verdict is “{one.assessment.verdict.label.lower()}”"
        if not money.known or money.incremental is None:
            return "nothing is known of what it costs and brings"
        return None

    def why_not(self, one: Candidate, chosen: solver.Chosen) -> str:
        """Why a candidate is not in the chosen set."""
        if (why := self._why_closed(one)) is not None:
            return why
        if (value := self._value(one)) < 0:
            return f"loses {money_words(-value, self.currency)} against its alternative"
        if value == 0:
            return "brings no more than its alternative"
        if alone := self._too_dear(one, self.limits.fixed):
            return alone
        taken = {other.id for other, is_in in zip(self.open, chosen, strict=True) if is_in}
        for _, needed in (pair for pair in self.wishes.depends if pair[0] == one.id):
            if needed not in taken:
                return f"needs {self.names[needed]}, which is not funded"
        for group in self.wishes.either:
            if one.id in group and (rival := next((other for other in group if other in taken), None)):
                names = listed_names([self.names[i] for i in group])
                return f"only one of {names}, and that is {self.names[rival]}"
        for name, (most, group) in self.few.items():
            if one.id in group and sum(other in taken for other in group) >= most:
                return f"at most {most} of {name}, and others bring more"
        return self._too_dear(one, chosen) or "others bring more together"

    def _too_dear(self, one: Candidate, chosen: solver.Chosen) -> str | None:
        """By how much a candidate goes beyond what is left, in the tightest limit, money first."""
        at = self.place[one.id]
        lacking = [
            (c.money, float(c.use[at] + c.use[chosen].sum() - c.limit), c)
            for c in self.ceilings
            if c.use[at] + c.use[chosen].sum() > c.limit
        ]
        if not lacking:
            return None
        _, short, ceiling = max(lacking, key=lambda one: one[:2])
        amount = ceiling.told(short, self.currency)
        if not ceiling.money:
            return f"{amount} too many {ceiling.where}"
        plain = ceiling.where == "in all" and len(self.ceilings) == 1
        return f"{amount} too dear{'' if plain else ' ' + ceiling.where}"

    # ── amounts

    def capacities(self, chosen: solver.Chosen) -> Iterator[FundedCapacity]:
        """What the chosen candidates take of each role that is limited."""
        limited = [ceiling for ceiling in self.ceilings if not ceiling.money]
        for ((role, quarter), limit), ceiling in zip(self.wishes.capacity.items(), limited, strict=True):
            yield FundedCapacity(role, quarter, math.fsum(ceiling.use[chosen]), limit)

    def _rate(self, one: Candidate) -> float:
        return self._rates.get(one.money.currency, 1.0)

    def _value(self, one: Candidate) -> float:
        gain = one.money.incremental
        return gain.mean * self._rate(one) if gain else 0.0

    def _spend(self, one: Candidate) -> tuple[float, dict[int, float]]:
        """A project's nominal spending in all and by calendar year, at the chosen sureness."""
        budget, rate = one.money.budget, self._rate(one)
        if budget is None:
            return 0.0, {}
        years = {one.year + (line.year or 0): self._sure(line) * rate for line in budget.years}
        return self._sure(budget.total) * rate, years

    def _sure(self, line: BudgetLine) -> float:
        return line.p50 if self.wishes.sureness == 0.5 else line.p80

    # ── what draws say

    def draws(self) -> Floats | None:
        """The candidates' values in each draw, shape (candidates, draws); None where one has none."""
        if any(one.draws is None for one in self.open) or not self.open:
            return None
        return np.stack([one.draws.value * self._rate(one) for one in self.open if one.draws])

    def within(self, chosen: solver.Chosen) -> float | None:
        """How often the set stays within all limits of money at once."""
        picks = [one for one, taken in zip(self.open, chosen, strict=True) if taken]
        if any(one.draws is None for one in picks):
            return None
        if not picks:
            return 1.0
        whole: Floats = np.zeros(1)
        years: dict[int, Floats] = {year: np.zeros(1) for year in self.wishes.years}
        for one in picks:
            assert one.draws is not None
            spend = one.draws.spend * self._rate(one)
            whole = whole + spend.sum(axis=0)
            for year in years:
                if 0 <= year - one.year < len(spend):
                    years[year] = years[year] + spend[year - one.year]
        kept = np.ones(whole.shape, dtype=bool)
        if self.wishes.budget is not None:
            kept &= whole <= self.wishes.budget * (1 + solver.ROUNDING)
        for year, spent in years.items():
            kept = kept & (spent <= self.wishes.years[year] * (1 + solver.ROUNDING))
        return float(kept.mean())

    def certainty(self, chosen: solver.Chosen) -> dict[str, float]:
        """For each chosen candidate, how often it belongs to the best set of a draw; for few candidates."""
        draws = self.draws() if len(self.open) <= EVERY_SET else None
        if draws is None:
            return {}
        sets = solver.all_sets(self.limits)
        best = sets[np.argmax(sets @ draws, axis=0)]
        shares = best.mean(axis=0).tolist()
        return {one.id: shares[at] for at, one in enumerate(self.open) if chosen[at]}

    # ── what cannot be used

    def _refuse_unusable(self, candidates: Sequence[Candidate]) -> None:
        wishes = self.wishes
        limits = [("the budget", wishes.budget), *((f"{year}", a) for year, a in wishes.years.items())]
        limits += [(f"{role} in {quarter}", days) for (role, quarter), days in wishes.capacity.items()]
        limits += [(f"the number of {name}", most) for name, (most, _) in self.few.items()]
        for label, amount in limits:
            if amount is not None and not (math.isfinite(amount) and amount >= 0):
                raise InputError(f"{label} must be an amount of zero or more; found {amount:g}")
        for _, quarter in wishes.capacity:
            if not re.fullmatch(r"\d{4}-Q[1-4]", quarter):
                raise InputError(f"'{quarter}' is no quarter: write 2027-Q1")
        if wishes.sureness not in SURENESS:
            raise InputError("money is planned at P50 or at P80: choose 0.5 or 0.8")
        named = [*wishes.must, *(i for group in wishes.either for i in group)]
        named += [i for pair in wishes.depends for i in pair]
        named += [i for _, group in self.few.values() for i in group]
        for one in named:
            if one not in self.names:
                raise InputError(
                    f"none of the compared projects has the id '{one}'{did_you_mean(one, self.names)}"
                )
        if circle := _circle(wishes.depends):
            chain = " needs ".join(self.names[i] for i in circle)
            raise InputError(f"the projects need each other in a circle: {chain}; take one of these out")
        by_id = {one.id: one for one in candidates}
        for one in sorted(_with_needs(wishes.must, wishes.depends)):
            if by_id[one].stage in NEVER:
                raise InputError(f"{self.names[one]} is {by_id[one].stage}: there is nothing left to fund")
            if not by_id[one].money.known:
                raise InputError(
                    f"{self.names[one]} must be funded, but nothing is known of what it costs and brings"
                )

    def refuse_what_contradicts(self) -> None:
        """InputError where what must be funded breaks a limit: no set can do better than these alone."""
        wishes, must = self.wishes, sorted(self.must)
        names = listed_names([self.names[one] for one in must])
        needs = "needs" if len(must) == 1 else "need"
        fixed = self.limits.fixed
        for group in wishes.either:
            if len(both := [self.names[one] for one in group if one in must]) > 1:
                raise InputError(
                    f"{listed_names(both)} must be funded, but only one of them may be: drop one"
                )
        for name, (most, group) in self.few.items():
            if sum(one in must for one in group) > most:
                raise InputError(f"more than {most} of {name} must be funded, but at most {most} may be")
        for ceiling in self.ceilings:
            total = float(ceiling.use[fixed].sum())
            if (short := total - ceiling.limit) > solver.ROUNDING * max(ceiling.limit, 1.0):
                needed, lacking = (ceiling.told(amount, self.currency) for amount in (total, short))
                raise InputError(
                    f"{names} must be funded, and {needs} {needed} {ceiling.where}: {lacking} more than there"
                    " is"
                )


def days_of(one: Candidate, role: str, quarter: str) -> float:
    """Person-days that a candidate's plan has for a role in a quarter."""
    wanted = role.casefold(), quarter
    return math.fsum(w.days for w in one.schedule.work if (w.role.casefold(), w.quarter) == wanted)


def _at_most(candidates: Sequence[Candidate], wishes: Wishes) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The groups of which only so many may be funded, by what they are called, those of a tag among them."""
    by_tag: dict[str, list[str]] = {}
    for one in candidates:
        for tag in dict.fromkeys(tag.casefold() for tag in one.tags):
            by_tag.setdefault(tag, []).append(one.id)
    groups = dict(wishes.at_most)
    for tag, most in wishes.at_most_tagged.items():
        if tag.casefold() not in by_tag:
            tags = sorted({known for one in candidates for known in one.tags})
            others = f"; their tags are {listed_names(tags)}" if tags else ": none of them has any"
            raise InputError(
                f"none of these candidates has the tag “{tag}”{did_you_mean(tag, tags) or others}"
            )
        groups[f"those tagged “{tag}”"] = most, tuple(by_tag[tag.casefold()])
    return groups


def _with_needs(ids: tuple[str, ...], depends: Sequence[tuple[str, str]]) -> set[str]:
    """These and all that they need."""
    found, waiting = set[str](), list(ids)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [needed for first, needed in depends if first == one]
    return found


def _circle(depends: Sequence[tuple[str, str]]) -> list[str]:
    """Projects that need each other in a circle, the first one again at the end; empty where none do."""
    for start in sorted({first for first, _ in depends}):
        paths = [[start]]
        seen = set[str]()
        while paths:
            path = paths.pop()
            for first, needed in depends:
                if first != path[-1]:
                    continue
                if needed == start:
                    return [*path, start]
                if needed not in seen:
                    seen.add(needed)
                    paths.append([*path, needed])
    return []


def _round_amount(most: float) -> float | None:
    """A round amount of about a tenth of what there is: 1, 2 or 5 and zeros."""
    if most <= 0:
        return None
    tenth = most / 10
    power = 10.0 ** math.floor(math.log10(tenth) + 1e-9)
    return max(step * power for step in (1, 2, 5) if step * power <= tenth * (1 + 1e-9))


def _with_more(choice: Choice, amount: float) -> float:
    """What the best set is worth with so much more in every limit of money."""
    found = _point(choice, choice.limits_at(1.0, amount), 0.0)
    assert found is not None, "what fits still fits"
    return found.value


def _frontier(choice: Choice) -> tuple[FrontierPoint, ...]:
    """The best sets from nothing to twice what there is, where what must be funded fits."""
    shares = [2 * number / FRONTIER for number in range(FRONTIER + 1)] if choice.most > 0 else []
    points = (_point(choice, choice.limits_at(share), share * choice.most) for share in shares)
    return tuple(point for point in points if point)


def _point(choice: Choice, limits: Limits, budget: float) -> FrontierPoint | None:
    solved = solver.solve(choice.value, limits, gap=_QUICK_GAP, seconds=_QUICK_SECONDS)
    if solved is None:
        return None
    chosen = solved.chosen
    return FrontierPoint(budget, math.fsum(choice.total[chosen]), math.fsum(choice.value[chosen]))
