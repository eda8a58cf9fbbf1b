"""Which set to fund: nominal money by year, what else has to hold, and why others are left out."""

import itertools
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.compare import Wishes, choose, compare, solver, words
from mlscope.compare.solver import Limits
from mlscope.errors import InputError
from mlscope.results import Candidate, Floats, Portfolio, Verdict, Workload
from tests.compare.made import candidate, draws_of, money, spending

NO_GO = Verdict("no_go", "No go", "", (), "no_go", "no_go")


def spender(name: str, gain: float, years: Mapping[int, float], p80: float = 1.0) -> Candidate:
    """A candidate that gains `gain` and spends these amounts in the years from 2027 on."""
    funds = money(gain, cost=sum(years.values()), budget=spending(years, p80))
    return replace(candidate(name, funds), draws=draws_of(name, funds))


def limited(cost: Floats, limit: Sequence[float], fixed: Sequence[int] = ()) -> Limits:
    use = np.atleast_2d(cost)
    return Limits(use, np.array(limit, dtype=float), np.isin(np.arange(use.shape[1]), fixed))


def by_trying_all(value: Floats, limits: Limits) -> float | None:
    sets = np.array(list(itertools.product((0, 1), repeat=value.size)))
    kept = [s for s in sets if limits.kept_by(s.astype(bool)) and np.all(s[limits.fixed] == 1)]
    return max((float(s @ value) for s in kept), default=None)


# ── the solver


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(-50_000, 10**6)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2500),
    st.integers(0, 2500),
)
def test_the_set_is_the_best_of_all_that_keep_two_limits(
    rows: list[tuple[int, int, int]], first: int, second: int
) -> None:
    one, two, worth = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    limits = limited(np.stack([one, two]), [first, second])
    solved = solver.solve(worth, limits, seconds=600)
    assert solved is not None
    assert limits.kept_by(solved.chosen)
    assert float(worth @ solved.chosen) == by_trying_all(worth, limits)
    assert solved.gap == 0


def published() -> list[tuple[Floats, Limits, float]]:
    """The problems of mknap1: values, limits and the best value."""
    lines = (Path(__file__).parent / "mknap1.txt").read_text(encoding="utf-8").splitlines()
    figures = iter([float(word) for line in lines if not line.startswith("#") for word in line.split()])

    def take(count: int) -> Floats:
        return np.array(list(itertools.islice(figures, count)))

    problems = []
    for _ in range(int(next(figures))):
        items, limits, best = int(next(figures)), int(next(figures)), next(figures)
        value, use = take(items), take(items * limits).reshape(limits, items)
        problems.append((value, limited(use, take(limits).tolist()), best))
    return problems


@pytest.mark.parametrize("number", range(7))
def test_published_choices_of_projects_under_several_limits_are_solved(number: int) -> None:
    value, limits, best = published()[number]
    solved = solver.solve(value, limits, seconds=600)
    assert solved is not None
    assert limits.kept_by(solved.chosen)
    assert float(value @ solved.chosen) == pytest.approx(best)
    assert solved.gap == 0


@pytest.mark.parametrize("number", [5, 6])
def test_settling_most_items_first_finds_the_same(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "FEW", 10)
    value, limits, best = published()[number]
    solved = solver.solve(value, limits, seconds=600)
    assert solved is not None
    assert float(value @ solved.chosen) == pytest.approx(best)


@pytest.mark.parametrize(
    ("cost", "value", "limit", "chosen"),
    [
        ([600_000.0, 400_000.01, 300_000.0], [5.0, 4.0, 1.0], 1_000_000.0, [0, 2]),
        ([0.1, 0.2], [1.0, 1.0], 0.3, [0, 1]),
        ([0.0, 1.0], [5.0, 500.0], 0.0, [0]),
    ],
)
def test_a_limit_is_kept_to_the_cent(
    cost: list[float], value: list[float], limit: float, chosen: list[int]
) -> None:
    solved = solver.solve(np.array(value), limited(np.array(cost), [limit]))
    assert solved is not None
    assert np.flatnonzero(solved.chosen).tolist() == chosen


def test_projects_that_are_worth_what_they_cost_use_up_the_budget() -> None:
    cost = np.random.default_rng(3).integers(1_000, 2_000, 60).astype(float)
    solved = solver.solve(cost, limited(cost, [40_000.0]))
    assert solved is not None
    assert cost[solved.chosen].sum() == 40_000


def test_where_the_best_set_would_take_too_long_a_good_one_stands_with_its_gap() -> None:
    chance = np.random.default_rng(3)
    cost = chance.integers(100_000, 200_000, 3_000).astype(float)
    value = cost + chance.integers(0, 3, 3_000)
    solved = solver.solve(value, limited(cost, [12_000_000.0]), seconds=0.5)
    assert solved is not None
    assert cost[solved.chosen].sum() <= 12_000_000
    reached = float(value[solved.chosen].sum())
    assert reached >= 12_000_000 * (1 - 0.01)
    assert reached * (1 + solved.gap) >= 12_000_000 * (1 - 1e-6)


def test_nothing_is_printed_while_it_is_solved() -> None:
    """The sixth problem has HiGHS write a line to standard output, in the buffer of the C library."""
    program = (
        "from mlscope.compare import solver\n"
        "from tests.compare.test_funding import published\n"
        "value, limits, _ = published()[5]\n"
        "for few in (20, 60):\n"
        "    solver.FEW = few\n"
        "    solver.solve(value, limits, seconds=600)\n"
        "print('done')\n"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True
    )
    assert (said.stdout, said.stderr) == ("done\n", "")


# ── nominal money by year


def portfolio(group: Sequence[Candidate], **wished: Any) -> Portfolio:
    return choose(group, Wishes(**wished))


def test_the_budget_bounds_all_nominal_spending_at_the_chosen_sureness() -> None:
    group = [spender("a", 50, {0: 60, 1: 40}, p80=1.2), spender("b", 10, {0: 30}, p80=1.2)]
    assert portfolio(group, budget=119).selected == ("b",)
    assert portfolio(group, budget=119, sureness=0.5).selected == ("a",)
    found = portfolio(group, budget=156)
    assert (found.selected, found.cost, found.cost_discounted) == (("a", "b"), pytest.approx(156), 130)


def test_each_year_has_its_own_limit() -> None:
    group = [spender("early", 60, {0: 90, 1: 10}), spender("late", 50, {0: 10, 1: 90})]
    assert portfolio(group, years={2027: 95.0}).selected == ("early",)
    assert portfolio(group, years={2028: 95.0}).selected == ("late",) or portfolio(
        group, years={2028: 95.0}
    ).selected == ("early",)
    found = portfolio(group, years={2027: 100.0, 2028: 100.0})
    assert found.selected == ("early", "late")
    assert [(year.year, year.spend, year.limit) for year in found.years] == [
        (2027, 100, 100.0),
        (2028, 100, 100.0),
    ]


def test_a_project_that_starts_later_spends_in_later_years() -> None:
    later = replace(spender("later", 60, {0: 90}), year=2029)
    group = [later, spender("now", 50, {0: 90})]
    assert portfolio(group, years={2027: 10.0}).selected == ("later",)


def test_the_chance_of_staying_within_is_that_of_all_together() -> None:
    chance = np.random.default_rng(2)
    group, spends = [], []
    for name in ("a", "b", "c"):
        one = spender(name, 50, {0: 100.0})
        assert one.draws is not None
        spend = chance.normal(100, 20, (1, 4096))
        spends.append(spend)
        group.append(replace(one, draws=replace(one.draws, spend=spend)))
    found = portfolio(group, budget=330.0)
    assert found.selected == ("a", "b", "c")
    assert found.within == pytest.approx(float((np.sum(spends, axis=0) <= 330).mean()))


# ── what else has to hold, against trying every set


def wishes_of(rule: str) -> Wishes:
    plain = Wishes(budget=200.0)
    return {
        "must": replace(plain, must=("p1",)),
        "either": replace(plain, either=(("p0", "p2", "p3"),)),
        "depends": replace(plain, depends=(("p0", "p1"), ("p2", "p3"))),
        "at most": replace(plain, at_most={"fraud": (2, ("p0", "p1", "p2", "p4"))}),
        "tag": replace(plain, at_most_tagged={"even": 1, "Low": 2}),
        "year": replace(plain, years={2028: 60.0}),
        "capacity": replace(plain, capacity={("engineer", "2027-Q1"): 30.0, ("Expert", "2027-Q2"): 20.0}),
        "days alone": Wishes(capacity={("Engineer", "2027-Q1"): 30.0}),
        "all": Wishes(
            220.0,
            {2028: 90.0},
            ("p1",),
            (("p0", "p2"),),
            (("p3", "p4"),),
            capacity={("Engineer", "2027-Q1"): 55.0},
        ),
    }[rule]


RULES = ("must", "either", "depends", "at most", "tag", "year", "capacity", "days alone", "all")


def busy(one: Candidate, *work: tuple[str, str, float], tags: tuple[str, ...] = ()) -> Candidate:
    """The candidate with this work in its plan (role, quarter, person-days), and with tags."""
    planned = replace(one.schedule, work=tuple(Workload(*row) for row in work))
    return replace(one, schedule=planned, tags=tags)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(6))
def test_every_rule_gives_the_best_of_all_sets_that_keep_it(rule: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    group = [
        busy(
            spender(f"p{n}", float(gain), {0: float(first), 1: float(second)}),
            ("Engineer", "2027-Q1", first / 4),
            ("Engineer", "2027-Q2", gain / 4),
            ("Expert", "2027-Q2", second / 4),
            tags=("odd" if n % 2 else "even", *(("low",) if n < 4 else ())),
        )
        for n, (gain, first, second) in enumerate(chance.integers(1, 90, (6, 3)).tolist())
    ]
    wished = wishes_of(rule)
    best = 0.0
    for picks in itertools.product((False, True), repeat=6):
        chosen = {one.id for one, taken in zip(group, picks, strict=True) if taken}
        spent = [sum(b.p80 for c in group if c.id in chosen for b in years(c) if b.year == y) for y in (0, 1)]
        if (
            set(wished.must) <= chosen
            and sum(spent) <= (1e9 if wished.budget is None else wished.budget)
            and spent[1] <= wished.years.get(2028, 1e9)
            and all(len(chosen & set(g)) <= 1 for g in wished.either)
            and all(a not in chosen or b in chosen for a, b in wished.depends)
            and all(len(chosen & set(g)) <= most for most, g in wished.at_most.values())
            and all(
                sum(c.id in chosen for c in group if tag.lower() in c.tags) <= most
                for tag, most in wished.at_most_tagged.items()
            )
            and all(
                sum(
                    work.days
                    for c in group
                    if c.id in chosen
                    for work in c.schedule.work
                    if (work.role.lower(), work.quarter) == (role.lower(), quarter)
                )
                <= days
                for (role, quarter), days in wished.capacity.items()
            )
        ):
            best = max(
                best, sum(c.money.incremental.mean for c in group if c.id in chosen and c.money.incremental)
            )
    assert choose(group, wished).value == pytest.approx(best)


def years(one: Candidate) -> Sequence[Any]:
    assert one.money.budget is not None
    return one.money.budget.years


# ── who may be funded, and why others are not


def test_only_a_go_is_funded_unless_it_must_be() -> None:
    stopped = spender("stopped", 90, {0: 10})
    stopped = replace(stopped, assessment=replace(stopped.assessment, verdict=NO_GO))
    group = [stopped, spender("go", 20, {0: 10})]
    found = portfolio(group, budget=100)
    assert (found.selected, found.reasons) == (("go",), {"stopped": "not a go: the verdict is “no go”"})
    assert portfolio(group, budget=100, must=("stopped",)).selected == ("stopped", "go")


@pytest.mark.parametrize("stage", ["done", "rejected"])
def test_what_is_done_or_rejected_is_never_funded(stage: str) -> None:
    group = [replace(spender("old", 90, {0: 10}), stage=stage), spender("new", 20, {0: 10})]
    found = portfolio(group, budget=100)
    assert (found.selected, found.reasons["old"]) == (("new",), f"it is {stage}")
    with pytest.raises(InputError, match=f"OLD is {stage}: there is nothing left to fund"):
        portfolio(group, budget=100, must=("old",))


def test_each_that_is_left_out_says_why() -> None:
    group = [
        spender("best", 900_000, {0: 100_000}),
        spender("dear", 50_000, {0: 97_000}),
        spender("loss", -201_000, {0: 1_000}),
        spender("rival", 10_000, {0: 1_000}),
        spender("needy", 10_000, {0: 1_000}),
        candidate("blank"),
    ]
    found = portfolio(group, budget=150_000, either=(("best", "rival"),), depends=(("needy", "dear"),))
    assert found.selected == ("best",)
    assert found.reasons == {
        "dear": "47 k EUR too dear",
        "loss": "loses 200 k EUR against its alternative",
        "rival": "only one of BEST and RIVAL, and that is BEST",
        "needy": "needs DEAR, which is not funded",
        "blank": "nothing is known of what it costs and brings",
    }


def test_what_does_not_fit_by_itself_says_so_before_any_rule() -> None:
    group = [spender("big", 90, {0: 120}), spender("small", 10, {0: 10})]
    found = portfolio(group, budget=100, either=(("big", "small"),))
    assert (found.selected, found.reasons) == (("small",), {"big": "20 EUR too dear"})


def test_certainty_is_how_often_a_pick_belongs_to_the_best_set() -> None:
    funds = money(10, cost=100, half=12.816, budget=spending({0: 100}))
    group = [replace(candidate(name, funds), draws=draws_of(name, funds)) for name in "ab"]
    found = portfolio(group, budget=100)
    (share,) = found.certainty.values()
    assert share == pytest.approx((1 - 0.25 * (1 - 0.683)) / 2, abs=0.06)


def test_more_money_is_worth_what_the_next_set_brings() -> None:
    group = [spender("a", 50, {0: 100}), spender("b", 30, {0: 10})]
    found = portfolio(group, budget=100)
    assert (found.next_amount, found.next_value) == (10, 30)
    worth = [point.value for point in found.frontier]
    assert worth == sorted(worth)
    assert worth[-1] == 80
    assert words.next_money(found) == "10 EUR more would bring 30 EUR."
    by_year = portfolio(group, budget=100, years={2027: 100})
    assert words.next_money(by_year) == "10 EUR more in all and in each limited year would bring 30 EUR."


# ── wishes that cannot be fulfilled


@pytest.mark.parametrize(
    ("wished", "sentence"),
    [
        (Wishes(budget=100, must=("a", "b")), "A and B must be funded, and need 160 EUR in all: 60 EUR more"),
        (Wishes(years={2028: 5}, must=("a",)), "A must be funded, and needs 20 EUR in 2028: 15 EUR more"),
        (Wishes(budget=900, must=("a", "b"), either=(("a", "b"),)), "but only one of them may be: drop one"),
        (Wishes(budget=900, depends=(("a", "b"), ("b", "c"), ("c", "a"))), "A needs B needs C needs A"),
        (Wishes(budget=900, must=("x",)), "none of the compared projects has the id 'x'"),
        (
            Wishes(budget=900, must=("a",), at_most={"risky": (0, ("a",))}),
            "more than 0 of risky must be funded",
        ),
        (
            Wishes(budget=900, must=("a", "b"), at_most_tagged={"Risky": 1}),
            "more than 1 of those tagged “Risky” must be funded, but at most 1 may be",
        ),
        (Wishes(budget=9, at_most_tagged={"riski": 1}), "has the tag “riski”; did you mean 'risky'?"),
        (Wishes(budget=9, at_most_tagged={"x": 1}), "has the tag “x”; their tags are risky"),
        (Wishes(budget=9, at_most_tagged={"risky": -1}), "those tagged “risky” must be an amount of zero or"),
        (Wishes(budget=-1), "the budget must be an amount of zero or more"),
        (Wishes(years={2027: float("nan")}), "2027 must be an amount of zero or more; found nan"),
        (Wishes(budget=900, must=("blank",)), "BLANK must be funded, but nothing is known"),
        (Wishes(budget=900, sureness=0.9), "P50 or at P80"),
        (
            Wishes(capacity={("engineer", "2027-Q1"): 50}, must=("a", "b")),
            "A and B must be funded, and need 60 person-days of Engineer in 2027-Q1: 10 person-days more",
        ),
        (Wishes(capacity={("Enginer", "2027-Q1"): 50}), "names the role 'Enginer'; did you mean 'Engineer'"),
        (Wishes(capacity={("Engineer", "spring"): 50}), "'spring' is no quarter: write 2027-Q1"),
        (Wishes(capacity={("Engineer", "2027-Q1"): -1}), "Engineer in 2027-Q1 must be an amount of zero or"),
    ],
)
def test_wishes_that_nothing_fulfils_are_explained(wished: Wishes, sentence: str) -> None:
    work = "Engineer", "2027-Q1", 30.0
    planned = [busy(spender(name, 20, {0: 60, 1: 20}), work, tags=("risky",)) for name in "abc"]
    group = [*planned, candidate("blank")]
    with pytest.raises(InputError) as refused:
        choose(group, wished)
    assert sentence in str(refused.value)


def test_where_nobody_has_a_go_that_is_why_nothing_is_funded() -> None:
    stopped = spender("stopped", 90, {0: 10})
    stopped = replace(stopped, assessment=replace(stopped.assessment, verdict=NO_GO))
    found = portfolio([stopped], budget=100)
    assert words.funded(found, {}) == "With 100 EUR nothing can be funded: no candidate has a go yet."
    dear = portfolio([stopped, spender("dear", 90, {0: 300})], budget=100)
    assert words.funded(dear, {}) == "With 100 EUR nothing can be funded."


def test_a_tag_limits_whoever_has_it_and_says_so() -> None:
    group = [replace(spender(name, gain, {0: 10}), tags=("fraud",)) for name, gain in (("a", 50), ("b", 40))]
    found = portfolio([*group, spender("c", 5, {0: 10})], budget=100, at_most_tagged={"fraud": 1})
    assert (found.selected, found.reasons) == (
        ("a", "c"),
        {"b": "at most 1 of those tagged “fraud”, and others bring more"},
    )


def test_a_leader_that_is_not_funded_says_why() -> None:
    group = [spender("dear", 90, {0: 300}), spender("small", 40, {0: 50}), spender("other", 20, {0: 50})]
    ranked = compare(group, wishes=Wishes(budget=100))
    assert ranked.portfolio is not None
    assert ranked.portfolio.selected == ("small", "other")
    said = words.leader_left_out(ranked, ranked.portfolio)
    assert said == "DEAR leads the ranking but is not funded (200 EUR too dear)."
    enough = compare(group, wishes=Wishes(budget=500))
    assert enough.portfolio is not None
    assert words.leader_left_out(enough, enough.portfolio) is None


def test_a_role_that_is_short_says_why_others_wait_and_whose_plan_says_nothing() -> None:
    group = [
        busy(spender("a", 50, {0: 10}), ("Engineer", "2027-Q1", 30)),
        busy(spender("b", 20, {0: 10}), ("Engineer", "2027-Q1", 25)),
        spender("c", 5, {0: 10}),
    ]
    found = portfolio(group, budget=100, capacity={("engineer", "2027-Q1"): 40})
    assert found.selected == ("a", "c")
    assert found.reasons == {"b": "15 person-days too many of Engineer in 2027-Q1"}
    assert [(one.role, one.days, one.limit) for one in found.capacities] == [("engineer", 30, 40)]
    assert found.unplanned == ("c",)
    assert list(words.by_role(found)) == ["engineer in 2027-Q1: 30 person-days of 40 person-days"]


def test_wishes_without_money_are_asked_for_it() -> None:
    with pytest.raises(InputError, match="say what there is: a budget"):
        compare([spender("a", 1, {0: 1})], wishes=Wishes(must=("a",)))


# ── currencies


def test_a_stated_rate_turns_amounts_into_one_currency() -> None:
    dollars = spender("dollars", 100, {0: 100})
    dollars = replace(dollars, money=replace(dollars.money, currency="USD"))
    group = [dollars, spender("euros", 95, {0: 95})]
    with pytest.raises(InputError, match="count in EUR and USD: say what one USD is worth in EUR"):
        compare(group)
    found = compare(group, budget=95.0, rates={"USD": 0.92})
    assert found.currency == "EUR"
    assert [(one.id, one.score) for one in found.ranking] == [("euros", 95), ("dollars", pytest.approx(92))]
    assert found.portfolio is not None
    assert found.portfolio.selected == ("euros",)


def test_the_budget_counts_in_the_currency_of_all_that_are_compared() -> None:
    dollars = spender("dollars", 100, {0: 100})
    dollars = replace(dollars, money=replace(dollars.money, currency="USD"))
    found = compare([dollars, spender("euros", -5, {0: 10})], budget=95.0, rates={"USD": 0.92})
    assert found.portfolio is not None
    assert (found.portfolio.currency, found.portfolio.selected) == ("EUR", ("dollars",))
    assert found.portfolio.cost == pytest.approx(92)


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_that_cannot_be_used_is_refused(rate: float) -> None:
    with pytest.raises(InputError, match="the rate of USD must be a number above zero"):
        compare([spender("a", 1, {0: 1})], rates={"USD": rate})
