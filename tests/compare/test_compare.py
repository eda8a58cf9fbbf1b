"""The comparison: fixed scales, the ranking, how robust it is, and the funded set."""

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from mlscope.compare import CRITERIA, MONEY, as_json, compare, value_against_feasibility
from mlscope.compare.robustness import probability_first
from mlscope.compare.robustness import scores as drawn_scores
from mlscope.errors import InputError
from mlscope.results import Candidate, Comparison
from tests.compare.made import DIMENSIONS, candidate, money


def first(comparison: Comparison) -> dict[str, float]:
    return {ranked.id: ranked.probability_first for ranked in comparison.ranking}


def scores(comparison: Comparison) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {ranked.id: (ranked.low, ranked.score, ranked.high) for ranked in comparison.ranking}


# ── scales
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("gain", "worth"), [(-100, 0), (-300, 0), (0, 50), (100, 200 / 3), (300, 80), (9_900, 99.0099)]
)
def test_value_is_the_share_of_benefits_in_benefits_and_cost(gain: float, worth: float) -> None:
    cell = compare([candidate("a", money(gain))]).matrix["a"]["value"]
    assert cell == pytest.approx((worth, worth, worth), abs=1e-3)


@pytest.mark.parametrize(("gain", "worth"), [(-1, 0), (0, 50), (1, 100)])
def test_value_without_cost_is_decided_by_the_sign(gain: float, worth: float) -> None:
    assert compare([candidate("a", money(gain, cost=0))]).matrix["a"]["value"][1] == worth


@given(st.floats(1e-3, 1e6), st.floats(-1e3, 1e5), st.floats(1, 1e5))
@example(1.0, 2.220446049250313e-16, 1.0)
def test_no_scale_depends_on_the_unit_of_money(rate: float, gain: float, cost: float) -> None:
    here, there = (
        compare(
            [candidate("a", money(gain * unit, cost * unit, abs(gain) * unit, expected_loss=cost * unit / 4))]
        ).matrix["a"]
        for unit in (1.0, rate)
    )
    assert here["value"] == pytest.approx(there["value"])
    assert here["risk"] == pytest.approx(there["risk"]) == (75, 75, 75)


def test_chances_and_safety_are_read_off_the_engines() -> None:
    cells = compare(
        [candidate("a", money(50, probability_positive=0.8, expected_loss=30), chance=0.25)]
    ).matrix["a"]
    assert (cells["chance"], cells["time"], cells["risk"]) == ((80, 80, 80), (25, 25, 25), (70, 70, 70))


def test_a_loss_beyond_the_cost_is_no_worse_than_all_of_it() -> None:
    assert compare([candidate("a", money(-500, expected_loss=500))]).matrix["a"]["risk"] == (0, 0, 0)


def test_what_nobody_knows_may_be_anything() -> None:
    comparison = compare([candidate("a")], view="weights")
    assert set(comparison.matrix["a"].values()) == {(0, None, 100)}
    assert scores(comparison)["a"] == (0, 50, 100)


def test_a_dimension_that_does_not_apply_is_left_out_of_the_mean() -> None:
    comparison = compare(
        [candidate("a", technical=(20, 40), data=90, scalability=(None, None))],
        {"technical": 1, "data": 2, "scalability": 7},
    )
    assert comparison.matrix["a"]["scalability"] == (None, None, None)
    assert scores(comparison)["a"] == pytest.approx(((20 + 180) / 3, (30 + 180) / 3, (40 + 180) / 3))


def test_where_nothing_that_counts_applies_the_score_is_unknown() -> None:
    assert scores(compare([candidate("a", data=(None, None))], {"data": 1}))["a"] == (0, 50, 100)


# ── ranking and robustness
# ──────────────────────────────────────────────────────────────────────────────────────


def test_the_score_is_the_weighted_mean() -> None:
    pair = [candidate("a", technical=(20, 60), data=80), candidate("b", technical=90, data=10)]
    comparison = compare(pair, {"technical": 3, "data": 1})
    assert scores(comparison) == {"b": pytest.approx((70, 70, 70)), "a": pytest.approx((35, 50, 65))}
    assert [ranked.id for ranked in comparison.ranking] == ["b", "a"]
    assert comparison.weights["technical"] == 0.75
    assert sum(comparison.weights.values()) == 1


def test_without_weights_the_money_counts_once_and_not_three_times() -> None:
    weighed = compare([candidate("a")]).weights
    assert sum(weighed[name] for name in MONEY) == pytest.approx(1 / (len(CRITERIA) - 2))
    assert weighed["value"] == pytest.approx(weighed["data"])


@pytest.mark.parametrize(("weight", "seed"), [(0.5, 0), (0.7, 1), (0.35, 2)])
def test_mirrored_candidates_are_first_as_often_as_the_weight_exceeds_a_half(
    weight: float, seed: int
) -> None:
    mirrored = [candidate("a", technical=100, data=0), candidate("b", technical=0, data=100)]
    found = first(compare(mirrored, {"technical": weight, "data": 1 - weight}, seed=seed))
    assert found["a"] == pytest.approx(stats.beta.sf(0.5, 20 * weight, 20 * (1 - weight)), abs=0.015)
    assert sum(found.values()) == pytest.approx(1)


def test_a_criterion_without_weight_never_matters() -> None:
    pair = [candidate("a", technical=60, data=0), candidate("b", technical=50, data=100)]
    assert first(compare(pair, {"technical": 1, "data": 0})) == {"a": 1, "b": 0}


def test_an_unknown_value_beats_a_certain_one_as_often_as_it_is_higher() -> None:
    assert first(compare([candidate("a", data=70), candidate("b")], {"data": 1}))["b"] == pytest.approx(
        0.3, abs=0.015
    )


def test_values_within_an_interval_follow_the_triangle() -> None:
    found = first(compare([candidate("a", data=45), candidate("b", data=(20, 60))], {"data": 1}))
    assert found["b"] == pytest.approx(stats.triang.sf(45, 0.5, 20, 40), abs=0.015)


@pytest.mark.parametrize("mode", [49.99999999999999, 50.00000000000002])
def test_a_likely_value_that_rounding_put_beside_its_own_ends_is_taken_for_the_nearer_end(
    mode: float,
) -> None:
    cells = np.array([[[50.0, mode, 50.00000000000001]], [[40.0, 40.0, 40.0]]])
    drawn = drawn_scores(cells, [{}, {}], np.ones((1, 100)), 0, ["a", "b"])
    assert probability_first(list(drawn)).tolist() == [1, 0]


@pytest.mark.parametrize("count", [2, 3, 7])
def test_equal_candidates_share_the_first_place(count: int) -> None:
    found = first(
        compare(
            [candidate(f"c{i}", technical=40, data=80) for i in range(count)], {"technical": 1, "data": 2}
        )
    )
    assert list(found.values()) == [pytest.approx(1 / count)] * count


def test_one_candidate_is_first_and_none_are_no_ranking() -> None:
    assert first(compare([candidate("a", money(5))])) == {"a": 1}
    assert first(compare([candidate("a")], view="weights")) == {"a": 1}
    assert compare([]).ranking == compare([]).flips == ()


intervals = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda ends: (float(min(ends)), float(max(ends)))
)
candidates = st.lists(
    st.fixed_dictionaries(dict.fromkeys(("technical", "data", "resources"), intervals)),
    min_size=3,
    max_size=6,
).map(lambda rows: [candidate(f"c{i}", **row) for i, row in enumerate(rows)])
weights = st.fixed_dictionaries(
    dict.fromkeys(("technical", "data", "resources", "value"), st.integers(0, 5))
).filter(lambda w: any(w.values()))


@settings(max_examples=25, deadline=None)
@given(candidates, weights)
def test_a_further_candidate_never_reverses_two_others(
    group: list[Candidate], weighted: dict[str, float]
) -> None:
    fewer, more = compare(group[:-1], weighted), compare(group, weighted)
    assert [r.id for r in fewer.ranking] == [r.id for r in more.ranking if r.id != group[-1].id]
    assert {i: s for i, s in scores(more).items() if i != group[-1].id} == scores(fewer)
    assert all(first(more)[i] <= p + 1e-12 for i, p in first(fewer).items())


@settings(max_examples=25, deadline=None)
@given(candidates.flatmap(lambda group: st.tuples(st.just(group), st.permutations(group))), weights)
def test_the_order_of_the_candidates_changes_nothing(
    groups: tuple[list[Candidate], list[Candidate]], weighted: dict[str, float]
) -> None:
    one, other = (compare(group, weighted) for group in groups)
    assert one.ranking == other.ranking
    assert one.flips == other.flips
    assert sum(first(one).values()) == pytest.approx(1)


# ── flips
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_flip_is_where_the_two_lines_cross() -> None:
    pair = [candidate("a", technical=80, data=20), candidate("b", technical=30, data=50)]
    comparison = compare(pair, {"technical": 3, "data": 1})
    assert [(f.criterion, f.weight_now, f.weight_then, f.new_first) for f in comparison.flips] == [
        ("technical", 0.75, pytest.approx(3 / 8), "b"),
        ("data", 0.25, pytest.approx(5 / 8), "b"),
    ]


def test_a_candidate_that_leads_everywhere_cannot_be_flipped() -> None:
    assert (
        compare(
            [candidate("a", technical=80, data=60), candidate("b", technical=30, data=50)],
            {"technical": 3, "data": 1},
        ).flips
        == ()
    )


@settings(max_examples=50, deadline=None)
@given(candidates, weights)
def test_the_order_holds_up_to_a_flip_and_changes_beyond_it(
    group: list[Candidate], weighted: dict[str, float]
) -> None:
    comparison = compare(group, weighted)
    values = {
        c.id: np.array([50.0 if v[1] is None else v[1] for v in comparison.matrix[c.id].values()])
        for c in group
    }
    names, shares = list(CRITERIA), np.array(list(comparison.weights.values()))
    for flip in comparison.flips:
        at = names.index(flip.criterion)

        def lead(weight: float, at: int = at) -> dict[str, float]:
            moved = shares * (1 - weight) / (1 - shares[at])
            moved[at] = weight
            return {i: float(v @ moved) for i, v in values.items()}

        step = 1e-6 * np.sign(flip.weight_then - flip.weight_now)
        before, beyond = lead(flip.weight_then - step), lead(flip.weight_then + step)
        leader = comparison.ranking[0].id
        assert before[leader] >= max(before.values()) - 1e-9 or step == 0
        assert beyond[flip.new_first] > beyond[leader] or step == 0


# ── Pareto front and chart
# ──────────────────────────────────────────────────────────────────────────────────────


def feasible(name: str, gain: float | None, level: float, currency: str = "EUR") -> Candidate:
    return candidate(name, money(gain, currency=currency), **dict.fromkeys(DIMENSIONS, level))


def test_the_front_holds_those_that_nobody_beats_in_value_and_feasibility() -> None:
    group = [
        feasible("a", 100, 50),
        feasible("b", 80, 70),
        feasible("c", 70, 60),
        feasible("d", 100, 40),
        feasible("e", 80, 70),
        feasible("f", None, 99),
    ]
    assert {ranked.id for ranked in compare(group).ranking if ranked.on_pareto_front} == {"a", "b", "e"}


def test_amounts_in_different_currencies_are_not_held_against_each_other() -> None:
    group = [feasible("a", 100, 50, "EUR"), feasible("b", 10_000, 50, "JPY")]
    group[1] = replace(group[1], money=money(10_000, cost=20_000, currency="JPY"))
    found = compare(group, view="weights")
    assert {ranked.id for ranked in found.ranking if ranked.on_pareto_front} == {"a"}


def test_the_chart_shows_expected_value_against_mean_feasibility() -> None:
    known = candidate(
        "a",
        money(50, half=20),
        technical=(20, 40),
        data=(60, 100),
        resources=(0, 10),
        timeline=(None, None),
        scalability=(20, 50),
    )
    blank = candidate("b", **dict.fromkeys(DIMENSIONS, (None, None)))
    assert value_against_feasibility([known, blank]) == [
        {
            "id": "a",
            "name": "A",
            "currency": "EUR",
            "value_low": 30,
            "value_mid": 50,
            "value_high": 70,
            "feasibility_low": 25,
            "feasibility_high": 50,
        },
        {
            "id": "b",
            "name": "B",
            "currency": "EUR",
            "value_low": None,
            "value_mid": None,
            "value_high": None,
            "feasibility_low": None,
            "feasibility_high": None,
        },
    ]


# ── funding
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_that_fit_beat_the_one_with_the_highest_value() -> None:
    group = [
        candidate("big", money(60, cost=100)),
        candidate("b", money(40, cost=50)),
        candidate("c", money(35, cost=50)),
    ]
    portfolio = compare(group, budget=100).portfolio
    assert portfolio is not None
    assert (portfolio.selected, portfolio.cost, portfolio.value, portfolio.left_out) == (
        ("b", "c"),
        100,
        75,
        ("big",),
    )


def test_funding_counts_in_the_currency_of_what_could_be_funded() -> None:
    group = [candidate("loss", money(-5, currency="CHF")), candidate("gain", money(5, currency="EUR"))]
    portfolio = compare(group, budget=1000, view="weights").portfolio
    assert portfolio is not None
    assert (portfolio.selected, portfolio.currency) == (("gain",), "EUR")


def test_losing_and_unknown_projects_are_never_funded() -> None:
    portfolio = compare(
        [candidate("loss", money(-1, cost=0)), candidate("zero", money(0)), candidate("blank")], budget=1e9
    ).portfolio
    assert portfolio is not None
    assert (portfolio.selected, portfolio.cost, portfolio.value) == ((), 0, 0)


def test_a_budget_of_nothing_funds_what_costs_nothing() -> None:
    portfolio = compare(
        [candidate("free", money(5, cost=0)), candidate("paid", money(500, cost=1))], budget=0
    ).portfolio
    assert portfolio is not None
    assert portfolio.selected == ("free",)


def test_without_a_budget_there_is_no_portfolio() -> None:
    assert compare([candidate("a", money(5))]).portfolio is None


# ── refusals
# ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weighted", "sentence"),
    [
        ({"tecnical": 1}, "no criterion 'tecnical'; did you mean 'technical'"),
        ({"xyz": 1}, "no criterion 'xyz'; choose from technical, data"),
        ({"data": -1}, "'data' must be a number of zero or more; found -1"),
        ({"data": float("nan")}, "'data' must be a number of zero or more; found nan"),
        ({"data": 0}, "at least one criterion needs a weight above zero"),
        ({}, "at least one criterion needs a weight above zero"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(weighted: dict[str, float], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        compare([candidate("a")], weighted)


@pytest.mark.parametrize("budget", [-1.0, float("nan"), float("inf")])
def test_a_budget_that_cannot_be_used_is_refused(budget: float) -> None:
    with pytest.raises(InputError, match="the budget must be an amount of zero or more"):
        compare([candidate("a")], budget=budget)


def test_two_candidates_of_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="the id 'a'"):
        compare([candidate("b"), candidate("a"), candidate("a")])


# ── many, and the command line
# ──────────────────────────────────────────────────────────────────────────────────


def test_two_thousand_candidates_are_ranked_and_funded() -> None:
    chance = np.random.default_rng(5)
    group = [
        candidate(
            f"p{i}",
            money(float(g), cost=float(c), half=10),
            technical=(float(t), float(t) + 5),
            data=float(d),
        )
        for i, (g, c, t, d) in enumerate(
            zip(
                chance.normal(20, 50, 2000),
                chance.uniform(10, 200, 2000),
                *chance.uniform(0, 95, (2, 2000)),
                strict=True,
            )
        )
    ]
    comparison = compare(group, {"technical": 1, "data": 1, "value": 1}, budget=5000)
    assert sum(first(comparison).values()) == pytest.approx(1)
    order = [r.score or 0.0 for r in comparison.ranking]
    assert order == sorted(order, reverse=True)
    portfolio = comparison.portfolio
    assert portfolio is not None
    gains = {c.id: c.money.incremental.mean for c in group if c.money.incremental}
    costs = {c.id: c.money.deterministic.discounted_cost for c in group if c.money.deterministic}
    assert sum(costs[i] for i in portfolio.selected) == pytest.approx(portfolio.cost)
    assert portfolio.cost <= 5000
    worth = by_value_for_cost(gains, costs, 5000)
    assert worth[0] <= portfolio.value <= worth[1]
    assert portfolio.value == pytest.approx(sum(gains[i] for i in portfolio.selected))
    assert portfolio.gap == 0


def by_value_for_cost(
    gains: Mapping[str, float], costs: Mapping[str, float], budget: float
) -> tuple[float, float]:
    """Dantzig's bounds (1957): filling up by value per cost is attainable, and with a fraction of the next
    one unbeatable.
    """
    spent = total = 0.0
    for i in sorted((i for i in gains if gains[i] > 0), key=lambda i: -gains[i] / costs[i]):
        if spent + costs[i] > budget:
            return total, total + gains[i] * (budget - spent) / costs[i]
        spent, total = spent + costs[i], total + gains[i]
    return total, total


def test_the_json_has_ids_and_no_invented_numbers() -> None:
    group = [candidate("a", money(40, cost=50), data=70), candidate("b", scalability=(None, None))]
    plain = json.loads(json.dumps(as_json(compare(group, budget=60), group), allow_nan=False))
    assert [project["id"] for project in plain["projects"]] == ["a", "b"]
    assert plain["probability_first"] == {"a": 1, "b": 0}
    assert [ranked["id"] for ranked in plain["ranking"]] == ["a", "b"]
    assert {key: plain["portfolio"][key] for key in ("selected", "cost", "value")} == {
        "selected": ["a"],
        "cost": 50,
        "value": 40,
    }
    assert plain["projects"][1]["criteria"]["scalability"] == {"low": None, "likely": None, "high": None}
    assert as_json(compare(group), group)["portfolio"] is None
