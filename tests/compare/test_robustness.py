"""How sure the order is, and what knowing more would be worth, against closed forms and another Monte Carlo."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from mlscope import charts
from mlscope.cli import text
from mlscope.compare import Wishes, choice_information, compare
from mlscope.compare.robustness import drawn_weights, draws_for, scores, smallest_change, weighted
from mlscope.compare.words import headline
from mlscope.document.beside import beside as side_by_side
from mlscope.errors import InputError
from mlscope.results import Candidate, InputGain
from tests.compare.made import candidate, draws_of, money, spending


def normal(name: str, mean: float, sigma: float, cost: float = 100.0) -> Candidate:
    """A candidate whose incremental value is normal."""
    funds = money(mean, cost=cost, half=1.2816 * sigma, budget=spending({0: cost}))
    return replace(candidate(name, funds), draws=draws_of(name, funds))


# ── places


def test_the_chance_of_being_first_is_that_of_independent_values() -> None:
    group = [normal("a", 100, 50), normal("b", 80, 70)]
    found = compare(group)
    assert [one.id for one in found.ranking] == ["a", "b"]
    chance = float(stats.norm.cdf(20 / math.hypot(50, 70)))
    assert found.ranking[0].probability_first == pytest.approx(chance, abs=0.02)
    assert found.robustness.wins[0][1] == pytest.approx(chance, abs=0.02)
    assert found.robustness.wins[0][0] == 0.5


def test_the_leader_is_the_highest_expected_score_though_another_is_first_more_often() -> None:
    sure, lucky = normal("sure", 90, 1), normal("lucky", 100, 10)
    assert lucky.draws is not None
    draws = np.where(np.arange(4096) < 1638, 250.0, 0.0)
    lucky = replace(lucky, draws=replace(lucky.draws, value=draws))
    found = compare([lucky, sure])
    assert found.ranking[0].id == found.leaders[0].id == "lucky"
    assert found.ranking[0].probability_first < 0.5 < found.ranking[1].probability_first
    assert headline(found).startswith("LUCKY has the highest expected value")


def test_places_agree_with_another_monte_carlo() -> None:
    means, sigmas = (100.0, 90.0, 60.0, 10.0), (60.0, 20.0, 80.0, 5.0)
    group = [normal(f"c{n}", mean, sigma) for n, (mean, sigma) in enumerate(zip(means, sigmas, strict=True))]
    drawn = np.random.default_rng(77).normal(means, sigmas, (200_000, 4))
    places = np.argsort(np.argsort(-drawn, axis=1), axis=1)
    found = compare(group).robustness
    assert found.ids == ("c0", "c1", "c2", "c3")
    for n in range(4):
        share = np.bincount(places[:, n], minlength=4) / 200_000
        assert found.ranks[n] == pytest.approx(share, abs=0.025)
    assert np.sum(found.ranks, axis=0) == pytest.approx(1)


def test_weights_of_any_kind_put_mirrored_candidates_first_equally_often() -> None:
    mirrored = [candidate("a", technical=100, data=0), candidate("b", technical=0, data=100)]
    found = compare(mirrored, {"technical": 9, "data": 1})
    assert found.robustness.any_weights["a"] == pytest.approx(0.5, abs=0.02)
    assert found.ranking[0].probability_first > 0.99


def test_weights_add_up_as_in_the_published_example() -> None:
    """The weighted sum model in Triantaphyllou, Multi-Criteria Decision Making Methods, 2000, as it is cited
    in encyclopaedias: the second and the third tie.
    """
    values = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    assert weighted(values, np.array([0.20, 0.15, 0.40, 0.25])) == pytest.approx([21.5, 22.0, 22.0])


def test_who_has_nothing_to_be_compared_with_is_first_in_no_share_of_cases() -> None:
    known, blank = normal("a", 100, 50), candidate("b")
    lone, paired, unknown = (compare(group) for group in ([known], [known, blank], [blank, candidate("c")]))
    assert headline(lone) == "A is the only candidate: there is nothing to compare it with."
    assert (
        headline(paired)
        == "Only of A is the expected value beyond the best alternative known: there is nothing to compare it"
        " with yet."
    )
    assert headline(unknown) == "Nothing is known of the money of any candidate yet, so none leads."
    assert [one.probability_first for one in paired.ranking] == [None, None]
    assert [charts.ranking(found) for found in (lone, paired, unknown)] == [None, None, None]
    assert "first" not in text.comparison(paired, [known, blank]) + text.comparison(lone, [known])
    row = next(row for row in side_by_side(paired, [known, blank]).rows if row.label.startswith("First"))
    assert [cell.text for cell in row.cells] == ["unknown", "unknown"]


def test_the_headline_says_among_how_many_a_leader_is_first() -> None:
    found = compare([normal("a", 100, 50), normal("b", 80, 70), candidate("c")])
    assert [one.probability_first is None for one in found.ranking] == [False, False, True]
    assert " among the 2 of 3 candidates of which it is known, and is first in " in headline(found)


def test_equal_candidates_are_a_tie_that_is_said() -> None:
    found = compare([normal("a", 100, 50), normal("b", 100, 50), normal("c", 10, 5)])
    assert [(one.id, one.tied) for one in found.ranking] == [("a", True), ("b", True), ("c", False)]
    assert [one.id for one in found.leaders] == ["a", "b"]


def test_what_is_not_known_is_last_and_never_first() -> None:
    found = compare([candidate("blank"), normal("loss", -50, 5)])
    assert [(one.id, one.score) for one in found.ranking] == [("loss", -50), ("blank", None)]
    assert compare([candidate("blank")]).leaders == ()


# ── the smallest change of several weights


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), min_size=2, max_size=5),
    st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any),
)
def test_the_smallest_change_of_weights_is_that_of_a_linear_programme(
    rows: list[list[int]], weighed: list[int]
) -> None:
    values, weights = np.array(rows, dtype=float), np.array(weighed) / sum(weighed)
    ids, criteria = [f"c{n}" for n in range(len(rows))], list("wxyz")
    leader = int(np.argmax(values @ weights))
    found = smallest_change(ids, criteria, values, weights, leader)
    least = []
    for rival in range(len(rows)):
        gains = values[rival] - values[leader]
        if rival == leader or gains @ weights > -1e-9:
            continue
        solved = optimize.linprog(
            np.repeat(0.5, 8),
            A_ub=[np.concatenate([-gains, gains])],
            b_ub=[float(gains @ weights)],
            A_eq=[np.concatenate([np.ones(4), -np.ones(4)])],
            b_eq=[0.0],
            bounds=[*[(0, None)] * 4, *((0, float(weight)) for weight in weights)],
        )
        if solved.status == 0:
            least.append(solved.fun)
    assert (found is None) == (not least)
    if found is not None:
        assert found.moved == pytest.approx(min(least), abs=1e-6)
        assert sum(found.weights.values()) == pytest.approx(1)


@pytest.mark.parametrize(("candidates", "draws"), [(2, 8192), (300, 8192), (600, 4096), (10_000, 256)])
def test_the_more_candidates_the_fewer_draws_of_each(candidates: int, draws: int) -> None:
    assert draws_for(candidates) == draws


def test_the_draws_of_a_candidate_are_its_own_whoever_stands_beside_it() -> None:
    cells = np.array(
        [[[10, 30, 90], [5, np.nan, 95]], [[0, 50, 100], [40, 40, 40]], [[20, 20, 20], [0, 1, 9]]]
    )
    own, weights = [{}, {1: np.arange(300.0)}, {}], drawn_weights(np.array([0.7, 0.3]), 0, 50_000)

    together = scores(cells, own, weights, 0, "abc")

    for at, name in enumerate("abc"):
        alone = scores(cells[at : at + 1], own[at : at + 1], weights, 0, name)
        assert np.array_equal(together[at], alone[0])
    assert together.mean(axis=1) == pytest.approx(
        [0.7 * 130 / 3 + 0.3 * 50, 0.7 * 50 + 0.3 * 149.5, 0.7 * 20 + 0.3 * 10 / 3], abs=0.3
    )


# ── what knowing is worth for the choice


def unit_normal_loss(at: float) -> float:
    return float(stats.norm.pdf(at) - at * stats.norm.sf(at))


def all_of_it(one: Candidate, bins: int = 512) -> InputGain:
    """Knowing one input that is all there is to know of a candidate, in bins of equal chance."""
    assert one.money.incremental is not None
    at = (np.arange(bins) + 0.5) / bins
    sigma = (one.money.incremental.p90 - one.money.incremental.p50) / 1.2816
    gain = one.money.incremental.mean + sigma * stats.norm.ppf(at)
    return InputGain("all", "Everything", np.tile(gain, (8, 1)), np.full((8, bins), 1 / (8 * bins)))


def test_knowing_one_of_two_is_worth_the_unit_normal_loss() -> None:
    """E max(X, m) - max(E X, m) = s L(|E X - m| / s), the unit normal loss integral (Raiffa, Schlaifer 1961)."""
    a, b = normal("a", 100, 40), normal("b", 80, 70)
    found = choice_information([a, b], {"a": [all_of_it(a)], "b": [all_of_it(b)]})
    values = {one.id: one.value for one in found.learnings}
    assert values["a"] == pytest.approx(40 * unit_normal_loss(20 / 40), rel=0.01)
    assert values["b"] == pytest.approx(70 * unit_normal_loss(20 / 70), rel=0.01)
    spread = math.hypot(40, 70)
    assert found.evpi == pytest.approx(spread * unit_normal_loss(20 / spread), rel=0.06)


def test_knowing_is_worth_what_the_set_changes_under_a_budget() -> None:
    """Both fit: each is funded unless it is known to lose, so each counts against nothing."""
    a, b = normal("a", 30, 40), normal("b", 80, 70)
    wished = Wishes(budget=200.0)
    found = choice_information([a, b], {"a": [all_of_it(a)], "b": [all_of_it(b)]}, wished)
    values = {one.id: one.value for one in found.learnings}
    assert values["a"] == pytest.approx(40 * unit_normal_loss(30 / 40), rel=0.01)
    assert values["b"] == pytest.approx(70 * unit_normal_loss(80 / 70), rel=0.01)
    assert found.evpi == pytest.approx(sum(values.values()), rel=0.06)


@pytest.mark.parametrize("both", [False, True])
def test_what_two_share_is_learnt_for_both_at_once(both: bool) -> None:
    """With one Z, 100 + 40 Z less 80 + 70 Z is 20 - 30 Z; where both fit, each is held against nothing."""
    a, b = normal("a", 100, 40), normal("b", 80, 70)
    gains = {one.id: [replace(all_of_it(one), shared="z")] for one in (a, b)}
    found = choice_information([a, b], gains, Wishes(budget=200.0) if both else None)
    (learnt,) = found.learnings
    assert (learnt.id, learnt.also) == ("a", ("b",))
    worth = 40 * unit_normal_loss(100 / 40) + 70 * unit_normal_loss(80 / 70)
    assert learnt.value == pytest.approx(worth if both else 30 * unit_normal_loss(20 / 30), rel=0.04)


def test_noise_in_the_bins_is_sold_as_nothing() -> None:
    a, b = normal("a", 100, 40), normal("b", 80, 70)
    noise = np.random.default_rng(4).normal(100, 40, (8, 64))
    noise += 100 - noise.mean()
    gain = InputGain("noise", "Noise", noise, np.full((8, 64), 1 / 512))
    (learnt,) = choice_information([a, b], {"a": [gain]}).learnings
    assert (learnt.value, learnt.negligible) == (0, True)


def test_what_must_be_funded_is_not_worth_studying() -> None:
    a, b = normal("a", 30, 40), normal("b", 80, 70)
    wished = Wishes(budget=200.0, must=("a",))
    found = choice_information([a, b], {"a": [all_of_it(a)], "b": [all_of_it(b)]}, wished)
    assert {one.id for one in found.learnings} == {"b"}


def test_more_than_twelve_are_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="13 candidates may be chosen"):
        choice_information([normal(f"c{n}", 50, 5) for n in range(13)], {})
