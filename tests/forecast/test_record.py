"""How well ranges held, by hand: coverage, bias and the correction of a reference class."""

from itertools import product

import pytest

from mlscope.forecast import correction, entries, groups, held_words
from mlscope.forecast.record import Entry, group
from mlscope.project import Actual, Evidence, Given


def actual(value: float, middle: float, category: str = "Data", evidence: str | None = "guess") -> Actual:
    given = Given(name="A", low=middle / 2, middle=middle, high=middle * 2, category=category)
    return Actual(value=value, given=given.model_copy(update={"evidence": evidence and Evidence(evidence)}))


def durations(*ratios: float, category: str = "Data", evidence: str = "guess") -> dict[str, Actual]:
    return {
        f"duration/{category}{evidence}{n}": actual(10 * ratio, 10, category, evidence)
        for n, ratio in enumerate(ratios)
    }


def test_coverage_counts_those_with_a_range_alone() -> None:
    found = entries({"p": durations(0.4, 1, 2, 3) | {"metric/m": Actual(value=1, given=Given(name="M"))}})
    held = group("all", found)
    assert (held.count, held.ranged, held.below, held.inside, held.above) == (5, 4, 1, 2, 1)
    assert held.coverage == 0.5
    assert held.ratio == 1.5, "the middle of 0.4, 1, 2 and 3"


def test_how_often_honest_ranges_hold_so_seldom_is_the_binomial() -> None:
    held = group("all", entries({"p": durations(1, 3, 3)}))
    counted = sum(
        0.8 ** sum(draw) * 0.2 ** (3 - sum(draw)) for draw in product((0, 1), repeat=3) if sum(draw) <= 1
    )
    assert held.luck == pytest.approx(counted) == pytest.approx(0.104)


def test_groups_are_by_what_is_asked() -> None:
    found = entries({"p": durations(1, 2) | durations(4, category="Modelling", evidence="expert")})
    by_category = groups(found, lambda one: one.category)
    assert [(one.label, one.ratio) for one in by_category] == [("Data", 1.5), ("Modelling", 4)]
    by_grade = groups(found, lambda one: one.grade.label)
    assert [(one.label, one.count, one.above) for one in by_grade] == [
        ("Guess", 2, 0),
        ("Expert estimate", 1, 1),
    ]


def test_a_correction_needs_a_handful_of_figures() -> None:
    found = entries({"p": durations(1, 1.2, 1.4, 2)})
    assert correction(found, "duration", "Data", Evidence.guess) is None


def test_a_correction_is_the_spread_of_ratios_applied_to_what_is_expected() -> None:
    found = entries(
        {"p": durations(1, 1.2, 1.4), "q": {"duration/x": actual(20, 10), "duration/y": actual(9, 10)}}
    )
    suggested = correction(found, "duration", "Data", Evidence.guess)
    assert suggested is not None
    assert (suggested.count, suggested.projects) == (5, 2)
    assert (suggested.low, suggested.middle, suggested.high) == (0.9, 1.2, 2.0)
    assert suggested.applied(50) == pytest.approx((45, 60, 100))


def test_the_narrowest_class_with_a_handful_speaks() -> None:
    rows = (
        durations(*[1.0] * 5)
        | durations(*[2.0] * 5, evidence="expert")
        | durations(*[3.0] * 2, category="Modelling")
    )
    found = entries({"p": rows})

    def middle(category: str, evidence: Evidence | None) -> float | None:
        suggested = correction(found, "duration", category, evidence)
        return suggested and suggested.middle

    assert middle("Data", Evidence.expert) == 2.0
    assert middle("Data", None) == 1.0, "what nobody graded counts as a guess"
    assert middle("Data", Evidence.measured) == 1.0, "all of the data phase: five at 1, five at 2"
    assert middle("Modelling", Evidence.guess) == 2.0, "all durations: five at 1, five at 2, two at 3"
    assert correction(found, "cost") is None, "no cost is known to have come to anything"


def test_what_was_expected_to_be_nothing_has_no_ratio() -> None:
    entry = Entry("p", "cost", "cost/1", Actual(value=5, given=Given(name="A", low=-1, middle=0, high=1)))
    assert entry.ratio is None
    assert entry.place == "above"


def test_keys_that_no_question_of_today_asks_for_are_left_out() -> None:
    assert entries({"p": {"npv": Actual(value=1)}}) == ()


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        ([1, 1, 1, 3], "too few to judge by"),
        ([1, 1, 1, 3, 3, 3, 3, 3], "hardly ever hold so seldom"),
        ([1] * 14, "All of them held, so they could be narrower"),
    ],
)
def test_how_well_ranges_held_is_said_with_what_it_means(ratios: list[float], said: str) -> None:
    assert said in held_words(group("all", entries({"p": durations(*ratios)})))


def test_nothing_is_said_where_no_range_was_given() -> None:
    assert held_words(group("all", ())) == ""
