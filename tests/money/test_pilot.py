"""What a pilot is worth before it is made: textbook problems, closed forms, and stop rules that the binomial
confirms.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mlscope.money import evaluate, pilot
from mlscope.money.pilot import PERFECT, yes_or_no
from mlscope.results import KillCriterion, Money

from .conftest import Make, row

TOY = {
    "benefits": [row("b", 100)],
    "costs": [row("c", 40)],
    "technical_success": 0.5,
    "pilot": True,
    "pilot_pass": 1,
    "pilot_cost": 5,
}
"""Go for 60 with even odds, else lose 40: worth 10 now, 30 to who knows beforehand."""


def test_the_oil_wildcatter_would_pay_twelve_and_a_half_for_the_seismic_test() -> None:
    """Raiffa, *Decision Analysis* (1968): drilling a dry, wet or soaking hole brings -70, 50 or 200; the test
    costs 10 and leaves 22.5.
    """
    worth = np.array([[0, 0, 0], [-70, 50, 200]])
    prior = np.array([0.5, 0.3, 0.2])
    no_open_closed_structure = np.array([[0.6, 0.3, 0.1], [0.3, 0.4, 0.4], [0.1, 0.3, 0.5]])
    assert pilot.without_test(worth, prior) == pytest.approx(20)
    assert pilot.with_test(worth, prior, no_open_closed_structure) - 10 == pytest.approx(22.5)
    assert pilot.sample_information(worth, prior, no_open_closed_structure) == pytest.approx(12.5)


@pytest.mark.parametrize("prior", [0.1, 0.4, 0.5, 0.9])
@pytest.mark.parametrize(
    ("sensitivity", "specificity"), [(0.9, 0.8), (0.6, 0.6), (1, 1), (0.5, 0.5), (0.2, 0.9)]
)
def test_two_acts_and_an_event_have_a_closed_form(
    prior: float, sensitivity: float, specificity: float
) -> None:
    """Go for 60 or -40: the value is what is gained after a yes plus what is gained after a no, less the best
    act now.
    """
    after_yes = prior * sensitivity * 60 - (1 - prior) * (1 - specificity) * 40
    after_no = prior * (1 - sensitivity) * 60 - (1 - prior) * specificity * 40
    expected = max(after_yes, 0) + max(after_no, 0) - max(prior * 60 - (1 - prior) * 40, 0)
    worth = np.array([[0, 0], [-40, 60]])
    found = pilot.sample_information(worth, np.array([1 - prior, prior]), yes_or_no(sensitivity, specificity))
    assert found == pytest.approx(expected, abs=1e-12)


def told(make: Make, **value: Any) -> Any:
    pilot = evaluate(make(**TOY | value)).pilot
    assert pilot is not None
    return pilot


def test_a_pilot_of_known_quality_by_hand(make: Make) -> None:
    """A yes: 0.45 x 60 - 0.1 x 40 = 23; a no: 0.05 x 60 - 0.4 x 40 < 0, so stop. 23 against 10 now, for 5."""
    pilot = told(make, pilot_sensitivity=0.9, pilot_specificity=0.8)
    assert (pilot.prior, pilot.most) == (0.5, pytest.approx(20))
    assert (pilot.sample_information, pilot.net) == (pytest.approx(13), pytest.approx(8))


def test_a_pilot_of_unknown_quality_is_worth_at_most_that_of_a_perfect_one(make: Make) -> None:
    pilot = told(make)
    assert (pilot.most, pilot.sensitivity, pilot.sample_information, pilot.net) == (
        pytest.approx(20),
        None,
        None,
        None,
    )


def test_what_stopping_cannot_save_is_taken_off(make: Make) -> None:
    """Half of the 40 is spent at a stop: after a no (0.45) stopping costs 9 and going on 13, so 23 - 9 - 10
    now - 5 = -1.
    """
    pilot = told(make, pilot_sensitivity=0.9, pilot_specificity=0.8, pilot_saves=0.5)
    assert (pilot.sample_information, pilot.net) == (pytest.approx(13), pytest.approx(-1))


def test_a_pilot_asks_about_passing_and_reaching_the_target_together(make: Make) -> None:
    assert told(make, technical_success=0.8, pilot_pass=0.5).prior == pytest.approx(0.4)
    assert told(make, technical_success="0.6 .. 1", pilot_pass="20 % .. 80 %").prior == pytest.approx(0.4)


def test_the_alternative_is_an_act_after_the_pilot_too(make: Make) -> None:
    """With 15 at hand a no is worth 0.45 x 15, and so is acting now."""
    pilot = told(make, pilot_sensitivity=0.9, pilot_specificity=0.8, alternative_benefit=15)
    assert pilot.sample_information == pytest.approx(23 + 0.45 * 15 - 15)
    assert (
        told(make, pilot_sensitivity=0.9, pilot_specificity=0.8, alternative_benefit=70).sample_information
        == 0
    ), "it beats even success"


@pytest.mark.parametrize("chance", [0, 1])
def test_nothing_is_learnt_of_what_is_certain(make: Make, chance: int) -> None:
    pilot = told(make, technical_success=chance, pilot_sensitivity=0.9, pilot_specificity=0.8)
    assert (pilot.prior, pilot.most, pilot.sample_information, pilot.net) == (chance, 0, 0, pytest.approx(-5))


def test_a_pilot_weighs_more_where_success_comes_with_larger_benefits(make: Make) -> None:
    """All of the benefit's upper half falls together with success: then success is worth 150 - 100, not 100 -
    100.
    """
    rows = {"benefits": [row("b", "0 .. 200")], "costs": [row("c", 100)]}
    link = [{"id": "k", "first": "B", "second": "value.technical_success", "correlation": 1}]
    assert told(make, **rows).most == 0
    assert told(make, **rows, correlations=link).most == pytest.approx(0.5 * 50, rel=0.01)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3), st.lists(st.floats(-100, 100), min_size=4, max_size=4)
)
def test_no_test_is_worth_less_than_nothing_or_more_than_a_perfect_one(
    shares: list[float], worth: list[float]
) -> None:
    chance, sensitivity, specificity = shares
    acts, prior = np.array([[0, 0], worth[:2], worth[2:]]), np.array([1 - chance, chance])
    found = pilot.sample_information(acts, prior, yes_or_no(sensitivity, specificity))
    assert 0 <= found <= pilot.sample_information(acts, prior, PERFECT) + 1e-9


def test_a_better_pilot_is_worth_no_less() -> None:
    worth, prior = np.array([[0, 0], [-40, 60]]), np.array([0.6, 0.4])
    quality = np.linspace(0.5, 1, 20)
    values = pilot.sample_information(worth, prior, yes_or_no(quality, quality))
    assert (np.diff(values) >= -1e-12).all()


DECISIONS = {
    "count_decisions": True,
    "cases_per_year": 1000,
    "gain": 90,
    "false_alarm_cost": 40,
    "fixed_cost": 0,
    "benefits": [],
    "costs": [],
    "technical_success": 0.5,
    "pilot": True,
    "pilot_pass": 1,
    "pilot_cost": 100,
}
"""A true case is worth 90 and a false alarm costs 40: a year's decisions pay from a precision of 40/130 =
30.8 % on.
"""


def sorting(make: Make, cases: int | None, precision: float = 0.5, **value: Any) -> Money:
    """A tenth of the cases is true and half of the true ones are found, so that a pilot flags 0.05/precision
    of its cases.
    """
    metrics = {"recall": 0.5, "precision": precision}
    return evaluate(make(data={"base_rate": 0.1}, metrics=metrics, pilot_cases=cases, **DECISIONS | value))


def first(money: Money) -> KillCriterion:
    assert money.kill_criteria
    return money.kill_criteria[0]


def test_the_stop_rule_of_a_pilot_errs_as_the_binomial_says(make: Make) -> None:
    found, even = first(sorting(make, 1200)), 40 / 130
    assert (found.measure, found.cases, found.least) == ("precision", 120, pytest.approx(even))
    assert found.stop_below is not None
    assert found.wrong_stop == pytest.approx(stats.binom.cdf(found.stop_below - 1, 120, 0.5))
    assert found.wrong_go == pytest.approx(stats.binom.sf(found.stop_below - 1, 120, even))


def test_the_pilot_stops_at_the_count_at_which_it_is_worth_most(make: Make) -> None:
    money = sorting(make, 600, costs=[row("c", 1500)])
    found = first(money)
    assert money.pilot is not None
    assert (found.cases, found.least) == (
        60,
        pytest.approx(0.4),
    ), "50 x (90 - 40 x 0.6/0.4) is the 1500 that going on costs"
    success = 1000 * 0.05 * (90 - 40) - 1500
    prior, worth = np.array([0.5, 0.5]), np.array([[0, 0], [-1500, success]])
    counts = np.arange(1, 61)
    quality = stats.binom.sf(counts - 1, 60, 0.5), stats.binom.cdf(counts - 1, 60, 0.4)
    values = pilot.sample_information(worth, prior, yes_or_no(*quality))
    assert found.stop_below == int(np.argmax(values)) + 1
    assert money.pilot.sample_information == pytest.approx(max(values))
    assert money.pilot.net == pytest.approx(max(values) - 100)


def test_a_larger_pilot_is_worth_more_and_errs_less(make: Make) -> None:
    small, large = (sorting(make, cases, costs=[row("c", 1500)]) for cases in (200, 4000))
    assert small.pilot is not None
    assert large.pilot is not None
    assert (small.pilot.sample_information or 0) < (large.pilot.sample_information or 0) <= large.pilot.most
    assert (first(small).wrong_go or 0) > (first(large).wrong_go or 1)


def test_quality_that_is_given_counts_before_what_the_size_says(make: Make) -> None:
    money = sorting(make, 1200, pilot_sensitivity=0.7)
    assert money.pilot is not None
    assert money.pilot.sensitivity == 0.7
    assert money.pilot.specificity == pytest.approx(1 - (first(money).wrong_go or 0))


def test_a_stop_rule_is_a_sentence_with_its_figures(make: Make) -> None:
    found = first(sorting(make, 1200))
    assert f"fewer than {found.stop_below} of 120 flagged cases are right" in found.sentence
    assert "31 % that pays" in found.sentence
    assert "target of 50 %" in found.sentence


def test_without_a_size_the_rule_names_the_level_alone(make: Make) -> None:
    found = first(sorting(make, None))
    assert (found.cases, found.stop_below, found.wrong_stop) == (None, None, None)
    assert found.sentence.startswith("Stop when precision stays below 31 %: less does not pay")


def test_a_target_that_does_not_pay_is_no_ground_to_go_on(make: Make) -> None:
    found = first(sorting(make, 1200, precision=0.3))
    assert found.stop_below is None
    assert "The target of 30 % would not be enough either." in found.sentence


def test_stop_rules_need_a_break_even_but_no_amounts(make: Make) -> None:
    bare = evaluate(make(metrics={"precision": 0.5}, gain=90, false_alarm_cost=40, pilot=True))
    assert not bare.known
    assert first(bare).least == pytest.approx(40 / 130)
    assert evaluate(make(metrics={"precision": 0.5}, gain=90, false_alarm_cost=40)).kill_criteria == ()
    assert evaluate(make(benefits=[row("b", 1)], pilot=True)).kill_criteria == ()


def test_an_assistant_is_stopped_when_it_is_not_used(make: Make) -> None:
    value = {
        "cases_per_year": 1000,
        "minutes_saved": 6,
        "hour_cost": 50,
        "usage_share": 0.6,
        "fixed_cost": 2000,
        "pilot_cases": 80,
    }
    project = make(pilot=True, **value).model_copy(
        update={"problem": make().problem.model_copy(update={"task": "generation"})}
    )
    found = first(evaluate(project))
    assert (found.measure, found.least, found.target, found.cases) == (
        "adoption",
        pytest.approx(0.4),
        pytest.approx(0.6),
        80,
    )
    assert "used in fewer than" in found.sentence
