"""The figures as JSON and as words."""

import json

import pytest

from mlscope import catalogue
from mlscope.estimates.describe import describe
from mlscope.estimates.notation import AnyEstimate, parse
from mlscope.money import as_json, evaluate
from mlscope.templates import samples
from mlscope.words import (
    exact_words,
    listed_shares,
    money_words,
    percent_words,
    range_words,
    spoken,
    years_words,
)

from .conftest import Make, row

KEYS = {"npv", "irr", "irr_status", "mirr", "roi", "payback", "discounted_payback"}


def test_the_example_of_the_handbook_followed_by_hand(make: Make) -> None:
    """docs/value.md: 100,000 a year (half of it in year 1) with chance 0.8, for 100,000 now and 20,000 a
    year, at 10 % over 3 years.
    """
    value = {"technical_success": 0.8, "ramp_up_year_1": 0.5, "horizon_years": 3, "discount_rate": 0.1}
    rows = {
        "benefits": [row("b", 100_000)],
        "costs": [row("build", 100_000), row("run", 20_000, when="yearly")],
    }
    money = evaluate(make(**rows, **value))
    found = as_json(money)["deterministic"]
    assert found["flows"] == pytest.approx([-100_000, 20_000, 60_000, 60_000])
    assert found["npv"] == pytest.approx(12_847.48, abs=0.005)
    assert found["roi"] == pytest.approx(0.0858, abs=5e-5)
    assert found["irr"] == pytest.approx(0.1614, abs=5e-5)
    assert found["mirr"] == pytest.approx(0.1452, abs=5e-5)
    assert found["payback"] == pytest.approx(2 + 20 / 60)
    assert found["discounted_payback"] == pytest.approx(2.715, abs=5e-4)
    assert money.probability_positive == pytest.approx(0.8, abs=1e-3)
    assert money.evpi == pytest.approx(0.2 * 149_737.04, rel=2e-3)
    assert money.npv is not None
    assert (money.npv.p10, money.npv.p90) == (
        pytest.approx(-149_737.04, abs=0.005),
        pytest.approx(53_493.61, abs=0.005),
    )


def test_json_holds_the_promised_keys_and_null_for_what_does_not_exist(make: Make) -> None:
    never = as_json(evaluate(make(benefits=[row("b", 1)], costs=[row("c", 100)], technical_success=0.5)))
    blank = as_json(evaluate(make()))
    for found in (never, blank):
        assert set(found) >= {
            "deterministic",
            "npv",
            "probability_positive",
            "evpi",
            "evppi",
            "tornado",
            "cash_flow",
            "breakeven",
        }
        assert set(found["deterministic"]) >= KEYS
        assert set(found["npv"]) >= {"mean", "p5", "p10", "p25", "p50", "p75", "p90", "p95"}
        json.dumps(found, allow_nan=False)
    assert (never["deterministic"]["payback"], never["payback_p50"]) == (None, None)
    assert set(blank["deterministic"].values()) == {None}
    assert (blank["evpi"], blank["evppi"], blank["tornado"], blank["cash_flow"]) == (None, {}, [], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "40k / 60k / 110k",
            (
                "one chance in ten below 40 k EUR, one in ten above 110 k EUR, as likely above as below 60 k"
                " EUR; never below 0 EUR"
            ),
        ),
        ("40k < 60k < 110k", "never below 40 k EUR, never above 110 k EUR, most likely near 60 k EUR"),
        ("5 to 9", "one chance in twenty below 5 EUR, one in twenty above 9 EUR"),
        ("-5 to 9", "one chance in twenty below −5 EUR, one in twenty above 9 EUR; it may fall below zero"),
        ("5 .. 9", "anything from 5 EUR to 9 EUR is equally likely, nothing else is possible"),
        ("30 % chance", "it happens in 30 of 100 cases like this"),
        ("62500", "62.5 k EUR, with no doubt about it"),
    ],
)
def test_an_estimate_says_what_it_means(text: str, said: str) -> None:
    assert describe(parse(text), "EUR") == f"You are saying: {said}."


def test_a_share_is_said_in_percent() -> None:
    estimate: AnyEstimate = parse("40 % .. 62.5 %")
    assert "from 40 % to 62.5 % is equally likely" in describe(estimate, "share")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1_203_417.22, "1.2 M EUR"),
        (-340_000, "−340 k EUR"),
        (999_600, "1 M EUR"),
        (12_345_678, "12 M EUR"),
        (123_456_789, "120 M EUR"),
        (4_000, "4 k EUR"),
        (850, "850 EUR"),
        (9.54, "9.5 EUR"),
        (0.034, "0.034 EUR"),
        (0, "0 EUR"),
        (-0.0, "0 EUR"),
        (2.5e10, "25 bn EUR"),
        (None, "not known"),
        (float("inf"), "not known"),
    ],
)
def test_money_is_rounded_to_what_is_known(value: float | None, said: str) -> None:
    assert money_words(value, "EUR") == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (412_000, 2_090_000, "0.4 to 2.1 M EUR"),
        (-200_000, 2_100_000, "−0.2 to 2.1 M EUR"),
        (-3_000_000, -20_000, "−3 to 0 M EUR"),
        (400_000, 12_300_000, "0.4 to 12 M EUR"),
        (10, 25, "10 to 25 EUR"),
        (1_010_000, 1_040_000, "1 M EUR"),
        (None, 5, "not known"),
    ],
)
def test_a_range_keeps_one_scale(low: float | None, high: float, said: str) -> None:
    assert range_words(low, high, "EUR") == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.72, "72 %"),
        (0, "0 %"),
        (1, "100 %"),
        (0.004, "under 1 %"),
        (0.996, "over 99 %"),
        (-0.2, "−20 %"),
        (None, "not known"),
    ],
)
def test_a_probability_is_never_rounded_to_certainty(share: float | None, said: str) -> None:
    assert percent_words(share) == said


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"go": 0.62, "not yet": 0.38}, "62 % go, 38 % not yet"),
        ({"not yet": 0.004, "go": 0.996}, "over 99 % go, under 1 % not yet"),
        ({"go": 0.498, "not yet": 0.498, "no go": 0.004}, "50 % go, 49 % not yet, under 1 % no go"),
        ({"go": 0.976, "not yet": 0.012, "no go": 0.012}, "98 % go, 1 % not yet, 1 % no go"),
        ({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, "34 % a, 33 % b, 33 % c"),
        ({"go": 1.0}, "100 % go"),
    ],
)
def test_shares_beside_each_other_are_never_more_than_all(shares: dict[str, float], said: str) -> None:
    assert listed_shares(shares) == said


def test_durations_and_given_amounts_are_said_plainly() -> None:
    assert [years_words(years) for years in (None, 0.5, 1 / 12, 2.33, 3)] == [
        "never",
        "6 months",
        "1 month",
        "2.3 years",
        "3 years",
    ]
    assert [exact_words(value) for value in (1250, 62_500, 0, 999)] == ["1.25 k", "62.5 k", "0", "999"]


def test_an_event_is_spoken_of_as_a_question_and_an_amount_by_its_name() -> None:
    assert spoken("Whether people use it") == "whether people use it"
    assert spoken("Gain per true case") == "Gain per true case"


def test_the_break_even_without_the_pilot_has_the_keys_of_the_project_s_own() -> None:
    money = evaluate(samples(catalogue.load())["defects"], points=256)
    found = as_json(money)
    assert money.pilot is not None
    assert money.pilot.without is not None
    assert money.pilot.without.breakeven is not None
    without = found["pilot"]["without"]["breakeven"]
    assert set(without) == set(found["breakeven"])
    assert without["precision_for_npv"] == money.pilot.without.breakeven.for_npv("precision")
