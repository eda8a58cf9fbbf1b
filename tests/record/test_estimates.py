"""The notation of estimates: what people type is what is computed with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mlscope.estimates.notation import (
    Chance,
    Estimate,
    Limits,
    Number,
    Percentiles,
    Range,
    Uniform,
    parse,
    smallest,
    write,
)
from mlscope.project import Project
from tests.record.strategies import estimates

READ: TypeAdapter[Estimate] = TypeAdapter(Estimate)


@given(plain=estimates(low=-1e12))
def test_every_estimate_is_read_back_from_its_notation(plain) -> None:
    estimate = READ.validate_python(plain)
    assert parse(write(estimate)) == estimate


@given(low=st.floats(-1e9, 1e9), steps=st.lists(st.floats(0.001, 1e9), min_size=4, max_size=4))
def test_stated_bounds_are_read_back(low: float, steps: list[float]) -> None:
    p10, p50, p90, upper = (low + sum(steps[: n + 1]) for n in range(4))
    estimate = Percentiles(p10=p10, p50=p50, p90=p90, lower=low, upper=upper)
    assert parse(write(estimate)) == estimate


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("120", Number(value=120)),
        (" 1,200 ", Number(value=1200)),
        ("12 500", Number(value=12500)),
        ("1.5M", Number(value=1_500_000)),
        ("-3", Number(value=-3)),
        ("2.5bn", Number(value=2_500_000_000)),
        ("7 %", Number(value=0.07)),
        ("5 to 9", Range(low=5, high=9)),
        ("5-9", Range(low=5, high=9)),
        ("5k – 9k", Range(low=5000, high=9000)),
        ("-5 to 5", Range(low=-5, high=5)),
        ("40k / 60k / 110k", Percentiles(p10=40_000, p50=60_000, p90=110_000)),
        ("40 / 60 / 110 above 20", Percentiles(p10=40, p50=60, p90=110, lower=20)),
        ("40 / 60 / 110 between 20 and 200", Percentiles(p10=40, p50=60, p90=110, lower=20, upper=200)),
        ("40<60<110", Limits(low=40, likely=60, high=110)),
        ("5 .. 9", Uniform(low=5, high=9)),
        ("30 % chance", Chance(probability=0.3)),
        ("5 to 50 thousand", Range(low=5_000, high=50_000)),
        ("5 thousand to 50 thousand", Range(low=5_000, high=50_000)),
        ("5-50 million", Range(low=5_000_000, high=50_000_000)),
        ("0.5 .. 1.5 Billion", Uniform(low=500_000_000, high=1_500_000_000)),
        ("0 < 20 < 60 thousand", Limits(low=0, likely=20_000, high=60_000)),
        ("2 thousand", Number(value=2000)),
        ("about 300", Number(value=300)),
        ("Around 40k", Number(value=40_000)),
        ("ca. 1,200", Number(value=1200)),
        ("~5 thousand", Number(value=5000)),
        ("0 .. 50k", Uniform(low=0, high=50_000)),
        ("1,500 to 2k", Range(low=1500, high=2000)),
        ("900k to 1.2M", Range(low=900_000, high=1_200_000)),
        ("5-50 K", Range(low=5000, high=50_000)),
        ("about 5 to 9", Range(low=5, high=9)),
        ("5 to about 9", Range(low=5, high=9)),
        ("~5 / 6 / 7", Percentiles(p10=5, p50=6, p90=7)),
    ],
)
def test_the_notation_means_what_the_guide_says(text: str, meaning: Estimate) -> None:
    assert parse(text) == meaning


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("20 / 30 / 60k", "20k / 30k / 60k, or 20 / 30 / 60,000"),
        ("5 to 50k", "5k to 50k, or 5 to 50,000"),
        ("5 - 50 K", "5 K - 50 K, or 5 - 50,000"),
        ("20k < 30 < 60k", "20k < 30k < 60k, or 20,000 < 30 < 60,000"),
        ("0.5 .. 1.5M", "0.5M .. 1.5M, or 0.5 .. 1,500,000"),
        ("5 thousand to 50", "5 thousand to 50 thousand, or 5,000 to 50"),
        (
            "20 / 30 thousand / 60 thousand",
            "20 thousand / 30 thousand / 60 thousand, or 20 / 30,000 / 60,000",
        ),
        ("20k / 30k / 60k above 5", "20k / 30k / 60k above 5k, or 20,000 / 30,000 / 60,000 above 5"),
    ],
)
def test_figures_of_which_only_some_carry_a_scale_are_refused_with_both_ways_to_write_them(
    text: str, ways: str
) -> None:
    with pytest.raises(ValueError, match="could be read in two ways") as refused:
        parse(text)
    assert str(refused.value) == f"'{text}' could be read in two ways; write {ways}"


@given(
    form=st.sampled_from(["{} to {}", "{} .. {}", "{} < {} < {}", "{} / {} / {}"]),
    figures=st.lists(st.integers(1, 999), min_size=3, max_size=3, unique=True).map(sorted),
    scale=st.sampled_from(["k", " M", "bn"]),
)
def test_each_way_that_a_refusal_offers_is_taken(form: str, figures: list[int], scale: str) -> None:
    with pytest.raises(ValueError, match="two ways") as refused:
        parse(form.format(*figures) + scale if form.count("{") == 3 else form.format(*figures[:2]) + scale)
    alike, each = str(refused.value).partition("; write ")[2].split(", or ")
    assert parse(alike) != parse(each)


@pytest.mark.parametrize(
    "text", ["5 about to 9", "5 ~", "1 about 234", "about", "5 thousands", "5 to 9 thousand euros"]
)
def test_roughly_and_scales_in_words_stand_where_the_guide_says(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "many", "5 to", "1 / 2", "1 < 2", "5 to 9 above 3", "1 / 2 / 3 / 4", "1,2,3", "--5", "NaN", "inf"],
)
def test_what_cannot_be_read_is_answered_with_what_can(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 120, 5 to 9, 40 / 60 / 110"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9 to 5", "low must not be above high; found 9 to 5"),
        ("9 .. 5", "low must not be above high; found 9 to 5"),
        ("3 < 2 < 4", "low, likely and high must not fall; found 3, 2, 4"),
        ("3 / 2 / 4", "P10, P50 and P90 must rise; found 3, 2, 4"),
        ("2 / 2 / 4", "P10, P50 and P90 must rise; found 2, 2, 4"),
        ("-1 / 2 / 4", "P10 (-1) must be above the lowest possible value (0); lower that bound or raise P10"),
        (
            "1 / 2 / 4 between 0 and 3",
            "P90 (4) must be below the highest possible value (3); raise that bound or lower P90",
        ),
    ],
)
def test_an_estimate_in_the_wrong_order_is_refused_with_its_figures(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse(text)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "1e999", {"kind": "number", "value": float("inf")}, {"value": 3}, True, []],
)
def test_what_is_no_finite_amount_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(value)


@given(plain=estimates(low=-1e12))
def test_nothing_below_the_smallest_value_stands_in_an_estimate(plain) -> None:
    estimate = READ.validate_python(plain)
    stated = [
        v
        for v in estimate.model_dump(exclude={"kind", "lower", "upper", "probability"}).values()
        if v is not None
    ]
    assert all(value >= smallest(estimate) for value in stated)


@pytest.mark.parametrize("amount", ["-1", "-5 to 5", "0 to 5", "-2 < 1 < 3", "-1 .. 1", "1 / 2 / 3 above -5"])
def test_a_cost_that_could_be_negative_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError, match="cannot be negative"):
        Project(name="x", problem={"cost_today": amount})


@pytest.mark.parametrize("share", ["1.2", "120 %", "0.5 .. 1.5", "-0.1 .. 0.5", "0.5 < 0.8 < 1.01"])
def test_a_share_beyond_its_whole_is_refused(share: str) -> None:
    with pytest.raises(ValidationError, match="a share lies between 0 and 1"):
        Project(name="x", value={"technical_success": share})
