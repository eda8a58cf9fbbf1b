"""Linked inputs move together as a Gaussian copula says, keep their own distributions, and leave all others
alone.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mlscope.money import correlation, evaluate, simulation
from mlscope.money.model import read
from mlscope.money.sheet import Link, Sheet
from mlscope.money.simulation import Draws
from mlscope.project import Project
from mlscope.project.inputs import HAPPENS, allot, drawn_keys
from mlscope.results.money import BARE

from .conftest import Make, row

Z95, Z90 = float(special.ndtri(0.95)), float(special.ndtri(0.9))
NORMALS = [row("a", "-30 to 30"), row("b", "-40 to 40"), row("c", "-5 to 50")]
SPREAD = {"a": 30 / Z95, "b": 40 / Z95, "c": 27.5 / Z95}
correlations = st.floats(-1, 1)


def link(first: str, second: str, rho: float | None, link_id: str = "l1") -> dict[str, Any]:
    return {"id": link_id, "first": first, "second": second, "correlation": rho}


def sheet_of(project: Project) -> Sheet:
    return read(project.effective(), BARE)


def drawn(project: Project, points: int = 2048) -> Draws:
    return simulation.draw(sheet_of(project), allot(project.slots, drawn_keys(project)), points, 0)


def said(project: Project) -> str:
    return " ".join(sheet_of(project).assumptions)


# ── the matrix
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_nearest_matrix_is_highams() -> None:
    """Higham's own example of three quantities of which the outer two cannot be unrelated."""
    found = correlation.nearest(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert found == pytest.approx(
        np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=5e-5
    )


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_a_possible_matrix_is_kept_and_its_root_squares_to_it(size: int, seed: int) -> None:
    made = np.random.default_rng(seed).normal(size=(size, size + 1))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    matrix = made @ made.T
    root = correlation.symmetric_root(matrix)
    assert not correlation.contradicts(matrix)
    assert root == pytest.approx(root.T, abs=1e-9)
    assert root @ root == pytest.approx(matrix, abs=1e-9)


@given(st.integers(3, 6), st.integers(0, 10**6))
def test_a_repaired_matrix_is_possible_and_no_other_is_nearer(size: int, seed: int) -> None:
    """The nearest point of a convex set: moving towards any other of its matrices only moves away."""
    chance = np.random.default_rng(seed)
    wild = np.triu(chance.uniform(-1, 1, (size, size)), 1)
    wild += wild.T + np.eye(size)
    assume(correlation.contradicts(wild))
    found = correlation.nearest(wild)
    assert np.diag(found) == pytest.approx(1)
    assert np.linalg.eigvalsh(found)[0] > -1e-7
    other = chance.normal(size=(size, size))
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    assert ((wild - found) * (other @ other.T - found)).sum() < 1e-6


def test_only_what_links_connect_stands_in_one_matrix() -> None:
    links = [Link("a", "b", 0.5), Link("c", "d", -0.2), Link("b", "e", 0.1), Link("f", "g", 0.0)]
    assert [keys for keys, _ in correlation.components(links)] == [("a", "b", "e"), ("c", "d")]


# ── what it does to the figures
# ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rho", [-1, -0.6, 0.3, 0.9, 1])
def test_the_sum_of_correlated_normals_is_normal(make: Make, rho: float) -> None:
    """Var(a + b) = Var a + Var b + 2 rho sd a sd b."""
    money = evaluate(make(benefits=NORMALS[:2], correlations=[link("A", "B", rho)]))
    deviation = math.sqrt(SPREAD["a"] ** 2 + SPREAD["b"] ** 2 + 2 * rho * SPREAD["a"] * SPREAD["b"])
    assert money.npv is not None
    assert (money.npv.p10, money.npv.p90) == pytest.approx((-Z90 * deviation, Z90 * deviation), abs=0.4)
    assert money.samples.std() == pytest.approx(deviation, rel=0.01)


def test_three_linked_normals_add_up_as_their_matrix_says(make: Make) -> None:
    pairs = {("a", "b"): 0.5, ("b", "c"): -0.4, ("a", "c"): 0.2}
    links = [link(*pair, rho, f"l{n}") for n, (pair, rho) in enumerate(pairs.items())]
    variance = sum(d**2 for d in SPREAD.values()) + 2 * sum(
        rho * SPREAD[a] * SPREAD[b] for (a, b), rho in pairs.items()
    )
    assert evaluate(make(benefits=NORMALS, correlations=links)).samples.std() == pytest.approx(
        math.sqrt(variance), rel=0.01
    )


def test_the_product_of_linked_lognormals_is_lognormal(make: Make) -> None:
    """ln(XY) is normal with variance s^2 + t^2 + 2 rho s t; the mean of XY is above the product of the
    means.
    """
    s, t, rho = math.log(4) / (2 * Z95), math.log(9) / (2 * Z95), 0.7
    rows = [{"id": "b", "name": "Calls", "units": "100 to 400", "unit_value": "2 to 18", "when": "yearly"}]
    money = evaluate(make(benefits=rows, correlations=[link("Calls: units", "calls: worth of one", rho)]))
    exact = stats.lognorm(math.sqrt(s * s + t * t + 2 * rho * s * t), scale=200 * 6)
    assert money.npv is not None
    for name, share in {"p10": 0.1, "p50": 0.5, "p90": 0.9}.items():
        assert getattr(money.npv, name) == pytest.approx(exact.ppf(share), rel=0.01)
    assert money.npv.mean == pytest.approx(exact.mean(), rel=0.005)


@pytest.mark.parametrize("rho", [-0.8, 0.5])
def test_rank_correlation_of_linked_inputs_is_the_copulas(make: Make, rho: float) -> None:
    """Whatever the distributions: Spearman's is (6/pi) asin(rho/2) (Kruskal 1958)."""
    project = make(
        benefits=[row("a", "5 / 9 / 30"), row("b", "1 < 2 < 9")], correlations=[link("a", "b", rho)]
    )
    one, other = drawn(project, 16_384).drivers
    assert stats.spearmanr(one.draws, other.draws).statistic == pytest.approx(
        6 / math.pi * math.asin(rho / 2), abs=5e-3
    )


def test_linked_events_happen_together_as_often_as_the_copula_says(make: Make) -> None:
    """Both chances come true with the probability of the bivariate normal."""
    chances = {"technical_success": 0.6, "adoption_success": 0.7}
    money = evaluate(
        make(benefits=[row("b", 1)], correlations=[link("Technical success", "Adoption", 0.8)], **chances)
    )
    both = stats.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]]).cdf(
        [special.ndtri(0.6), special.ndtri(0.7)]
    )
    assert money.probability_positive == pytest.approx(both, abs=2e-3)


@pytest.mark.parametrize(
    "name", ["Whether it gets good enough", "Technical success: whether it happens"]
)  # the second in files of earlier versions
def test_an_event_with_an_uncertain_chance_has_a_name_of_its_own(make: Make, name: str) -> None:
    links = [link(name, "b", 0.5)]
    project = make(benefits=[row("b", "1 to 9")], technical_success="0.3 .. 0.9", correlations=links)
    assert {one.key for one in drawn(project).drivers if one.key.endswith(HAPPENS)} == {
        "value.technical_success" + HAPPENS
    }
    assert drawn(project).related == {"value.technical_success", "value.benefits/b/amount"}


@pytest.mark.parametrize("rho", [-1.0, 0.5, 1.0])
def test_a_linked_input_keeps_its_own_distribution(make: Make, rho: float) -> None:
    project = make(
        benefits=[row("a", "5 / 9 / 30"), row("b", "10 .. 20")], correlations=[link("a", "b", rho)]
    )
    uniform = drawn(project, 16_384).values["value.benefits/b/amount"]
    assert stats.kstest(uniform, stats.uniform(10, 10).cdf).statistic < 0.005
    assert uniform.min() > 10
    assert uniform.max() < 20


# ── what it leaves alone
# ────────────────────────────────────────────────────────────────────────────────────────


@settings(deadline=None, max_examples=20)
@given(correlations)
def test_a_link_between_two_does_not_move_a_third(make: Make, rho: float) -> None:
    free = drawn(make(benefits=NORMALS)).values
    linked = drawn(make(benefits=NORMALS, correlations=[link("a", "b", rho)])).values
    assert np.array_equal(free["value.benefits/c/amount"], linked["value.benefits/c/amount"])
    assert np.array_equal(free["value.benefits/a/amount"], linked["value.benefits/a/amount"]) == (rho == 0)


@settings(deadline=None, max_examples=20)
@given(correlations, correlations, st.permutations([0, 1]), st.booleans())
def test_the_order_of_links_and_of_their_names_changes_nothing(
    make: Make, rho: float, other: float, order: list[int], turned: bool
) -> None:
    links = [link("a", "b", rho, "l1"), link("b", "c", other, "l2")]
    names = ("VALUE.benefits/B/amount", "  a ") if turned else ("A", "b")
    again = [link(*names, rho, "l1"), link("C", "B", other, "l2")]
    straight = evaluate(make(benefits=NORMALS, correlations=links), points=512).samples
    turned_round = evaluate(
        make(benefits=NORMALS[::-1], correlations=[again[n] for n in order]), points=512
    ).samples
    assert np.array_equal(straight, turned_round)


def test_linked_inputs_are_told_apart_from_the_others(make: Make) -> None:
    found = drawn(make(benefits=NORMALS, correlations=[link("a", "b", 0.5)]))
    assert found.related == {"value.benefits/a/amount", "value.benefits/b/amount"}
    assert drawn(make(benefits=NORMALS)).related == frozenset()


def test_one_input_at_a_time_leaves_links_aside(make: Make) -> None:
    free, linked = (
        evaluate(make(benefits=NORMALS, correlations=links)) for links in ([], [link("a", "b", 0.9)])
    )
    assert free.tornado == linked.tornado
    assert free.deterministic == linked.deterministic
    assert any("one input at a time" in sentence for sentence in linked.assumptions)


# ── what cannot be linked is said
# ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([link("a", "bee", 0.5)], "No amount is called 'bee'"),
        ([link("a", "A", 0.5)], "linked with itself"),
        ([link("a", "b", None)], "lacks a name or its correlation"),
        ([link("a", "sure", 0.5)], "'sure' is certain"),
        ([link("a", "twin", 0.5)], "'twin' is the name of 2 amounts"),
    ],
)
def test_a_link_that_cannot_be_is_left_out_and_said(
    make: Make, links: list[dict[str, Any]], words: str
) -> None:
    rows = [
        *NORMALS,
        row("sure", 7),
        row("t1", "1 to 2") | {"name": "Twin"},
        row("t2", "1 to 2") | {"name": "Twin"},
    ]
    free, linked = make(benefits=rows), make(benefits=rows, correlations=links)
    assert words in said(linked)
    assert np.array_equal(evaluate(free, points=64).samples, evaluate(linked, points=64).samples)


def test_of_a_pair_linked_twice_the_older_link_counts(make: Make) -> None:
    twice = [link("b", "a", -0.9, "l2"), link("a", "b", 0.5, "l1")]
    assert sheet_of(make(benefits=NORMALS, correlations=twice)).links == (
        Link("value.benefits/a/amount", "value.benefits/b/amount", 0.5),
    )
    assert "linked more than once" in said(make(benefits=NORMALS, correlations=twice))


def test_links_that_contradict_one_another_are_repaired_aloud(make: Make) -> None:
    links = [link("a", "b", 1, "l1"), link("b", "c", 1, "l2"), link("a", "c", 0, "l3")]
    project = make(benefits=NORMALS, correlations=links)
    assert "contradict one another" in said(project)
    assert "A and B 0.76 in place of 1.00" in said(project)
    assert "A and C 0.16 in place of 0.00" in said(project)
    a, b, _ = (drawn(project, 16_384).values[f"value.benefits/{name}/amount"] for name in "abc")
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(0.7607, abs=0.01)


def test_links_that_contradict_one_another_by_a_hair_are_repaired_aloud_too(make: Make) -> None:
    """Of 1 and r in a chain, the least eigenvalue is 1 - sqrt(1 + r^2): below zero for any r, here by an
    eighth of a thousandth.
    """
    project = make(benefits=NORMALS, correlations=[link("a", "b", 1, "l1"), link("b", "c", 2**-6, "l2")])
    assert (
        "contradict one another; the nearest that are possible are used: none of them moves by a hundredth."
        in said(project)
    )
    assert np.isfinite(evaluate(project, points=64).samples).all()
