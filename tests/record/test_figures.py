"""Figures mean what the person who typed or pasted them meant, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.estimates import notation, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("1,234", 1234),
        ("1,234.5", 1234.5),
        ("1.234,50", 1234.5),
        ("1.234.567", 1_234_567),
        ("12 000", 12_000),
        ("1\u202f234,5", 1234.5),
        ("1'000", 1000),
        ("−3,5", -3.5),
        ("40k", 40_000),
        ("1,2M", 1_200_000),
        ("12 %", 0.12),
        ("1e3k", 1_000_000),
        ("250 thousand", 250_000),
        ("1.2 million", 1_200_000),
        ("1.234 billion", 1_234_000_000),
        ("about 40k", 40_000),
        ("~ 300", 300),
        ("ca 300", 300),
    ],
)
def test_a_figure_is_read_in_the_way_of_its_country(text: str, value: float) -> None:
    assert numbers.read(text) == pytest.approx(value)
    assert notation.parse(text).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"), [("0.7 %", 0.007), ("4.35M", 4_350_000), ("8.2k", 8_200), ("12.3 %", 0.123)]
)
def test_a_scale_and_a_sign_add_no_error_of_binary_fractions(text: str, value: float) -> None:
    assert numbers.read(text) == value


@pytest.mark.parametrize(
    "text", ["5 mıllion", "5 thouſand", "12,5,3", "1,23,456", "1.234.5", "abc", "", "12 34"]
)
def test_what_could_mean_anything_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        numbers.read(text)


@pytest.mark.parametrize("text", ["12", "12 %", "12,0 %"])
def test_a_percentage_may_carry_its_sign(text: str) -> None:
    assert numbers.read(text, percent=True) == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("60", "60 %"),
        ("40 to 80", "40 % to 80 %"),
        ("0.5 %", "0.5 %"),
        ("0", "0"),
        ("0.5 to 2", "0.5 % to 2 %"),
        ("-2", "-2 %"),
    ],
)
def test_a_share_without_a_sign_is_meant_per_cent(text: str, read: str) -> None:
    assert numbers.as_share(text) == read


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("0.5", "50 %, or 0.5 %"),
        ("1", "100 %, or 1 %"),
        ("0,4 to 0,8", "40 % to 80 %, or 0,4 % to 0,8 %"),
        ("-1", "-100 %, or -1 %"),
    ],
)
def test_a_share_that_may_be_a_fraction_as_well_is_refused_with_both_ways_to_write_it(
    text: str, ways: str
) -> None:
    with pytest.raises(ValueError, match=f"two ways; write {ways}$"):
        numbers.as_share(text)


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_figures_written_with_thousands_read_back(value: float) -> None:
    assert numbers.read(f"{value:,.2f}") == pytest.approx(round(value, 2))


@given(
    st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(10**8), 10**8).map(lambda thousandths: thousandths / 1000)
)
def test_a_figure_is_shown_so_that_it_is_read_back_exactly(value: float) -> None:
    assert numbers.read(numbers.unambiguous(numbers.write(value))) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [(250_000.0, "250,000"), (1234.5, "1,234.5"), (12.345, "12.3450"), (0.125, "0.125"), (-7, "-7")],
)
def test_a_figure_is_shown_with_separated_thousands(value: float, shown: str) -> None:
    assert numbers.write(value) == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1.200,00 €", "1.200,00"),
        ("0.125", "0.125"),
        ("1.234M", "1.234M"),
        ("1.234 million", "1.234 million"),
        ("1.234.567", "1.234.567"),
        ("EUR 40k", "40k"),
        ("5 to 9", "5 to 9"),
        ("€ 5 to € 9", "5 to 9"),
        ("40k EUR", "40k"),
    ],
)
def test_the_projects_own_currency_may_stand_beside_an_amount(text: str, left: str) -> None:
    assert " ".join(numbers.as_money(text, "EUR").split()) == left


@pytest.mark.parametrize("text", ["$ 5", "5 USD", "5 to 9 CHF"])
def test_another_currency_is_refused_instead_of_dropped(text: str) -> None:
    with pytest.raises(ValueError, match="counts in EUR"):
        numbers.as_money(text, "EUR")


@pytest.mark.parametrize("text", ["12.000", "€ 12.000", "5 to 12.000", "12.000EUR"])
def test_an_amount_whose_point_may_separate_thousands_is_asked_back(text: str) -> None:
    with pytest.raises(ValueError, match=r"write .*12000, or .*12$"):
        numbers.as_money(text, "EUR")
