"""Columns: types, missing and different values, however figures and dates are written."""

import datetime as dt
import decimal
import io
import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mlscope.profile import extent

from .conftest import Measured


def column_of(*values: str, head: str = "x") -> str:
    return "\n".join(["id;" + head, *(f"{n};{value}" for n, value in enumerate(values))])


@pytest.mark.parametrize(
    ("values", "kind", "extends"),
    [
        (["1", "-20", "300"], "whole number", "-20 to 300"),
        (["1.5", "2", "1e3"], "number", "1.5 to 1,000"),
        (["0,125", "1,250", "0,5"], "number", "0.125 to 1.25"),
        (["1.234,50", "12,00", "0,75"], "number", "0.75 to 1,234.5"),
        (["2024-02-29", "2023-12-31"], "date", "2023-12-31 to 2024-02-29"),
        (["31.12.2023", "01.02.2024"], "date", "2023-12-31 to 2024-02-01"),
        (["02/13/2024", "12/01/2023"], "date", "2023-12-01 to 2024-02-13"),
        (["13/02/2024", "01/12/2023"], "date", "2023-12-01 to 2024-02-13"),
        (["20240131", "20231201"], "date", "2023-12-01 to 2024-01-31"),
        (["2024-01", "2023-11"], "date", "2023-11-01 to 2024-01-01"),
        (
            ["2024-02-29T12:30:00", "2024-03-01 08:00"],
            "date and time",
            "2024-02-29 12:30:00 to 2024-03-01 08:00:00",
        ),
        (["12:30", "08:05"], "time of day", ""),
        (["ja", "nein", "ja"], "yes or no", ""),
        (["2024-02-30", "2024-13-01"], "text", ""),
        (["north", "south"], "text", ""),
        (["inf", "nan?", "1"], "text", ""),
        (["", "NA", "-"], "empty", ""),
    ],
)
def test_a_column_has_the_type_that_its_values_share(
    measured: Measured, values: list[str], kind: str, extends: str
) -> None:
    column = measured(column_of(*values)).column("x")
    assert (column.type, extent(column)) == (kind, extends)


def test_a_third_value_far_down_makes_a_column_of_yes_and_no_a_text(measured: Measured) -> None:
    column = measured(column_of(*["yes"] * 1_500, *["no"] * 1_500, *["maybe"] * 700)).column("x")
    assert (column.type, column.distinct) == ("text", 3)


def test_commas_part_thousands_where_they_do_not_part_columns(measured: Measured) -> None:
    assert extent(measured('id,x\n1,"1,250"\n2,"12,000,000.4"\n').column("x")) == "1,250 to 12,000,000"


def test_a_few_strays_do_not_change_a_type_but_are_counted(measured: Measured) -> None:
    column = measured(column_of(*[str(n) for n in range(99)], "about 7")).column("x")
    assert (column.type, column.misfits, column.missing) == ("whole number", 1, 0)


@pytest.mark.parametrize("nothing", ["", "NA", "N/A", "NULL", "null", "NaN", "\\N", "?", '""'])
def test_words_for_nothing_count_as_missing(measured: Measured, nothing: str) -> None:
    found = measured(column_of("a", nothing, "b", "c"))
    assert found.column("x").missing == 0.25
    assert found.missing == 0.125


def test_few_values_are_listed_and_many_are_counted(measured: Measured) -> None:
    found = measured(column_of(*["b", "a", "b", ""]))
    assert found.column("x").values == (("b", 2), ("a", 1))
    many = measured(column_of(*map(str, range(50))))
    assert (many.column("x").values, many.column("x").distinct, many.column("x").exact) == ((), 50, True)


def test_columns_that_share_a_name_or_have_none_are_all_there(measured: Measured) -> None:
    assert [column.name for column in measured("a,a,\n1,2,3\n").columns] == ["a", "a", "column 3"]


def test_parquet_keeps_its_own_types_and_needs_no_words_for_nothing(measured: Measured) -> None:
    moment = dt.datetime(2024, 1, 1, 12)
    table = pa.table(
        {
            "id": [1, 2],
            "price": [decimal.Decimal("1.50"), None],
            "at": [moment, moment],
            "zoned": pa.array([moment, moment], pa.timestamp("us", "Europe/Berlin")),
            "share": [math.nan, 0.5],
            "tags": [["x"], []],
            "raw": [b"\x00", b"\x01"],
            "left": [True, False],
            "word": ["NA", ""],
            "sort": pa.array(["x", "y"]).dictionary_encode(),
            "gone": pa.nulls(2),
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    found = measured(out.getvalue(), "sample.parquet")
    assert {column.name: column.type for column in found.columns} == {
        "id": "whole number",
        "price": "number",
        "at": "date and time",
        "zoned": "date and time",
        "share": "number",
        "tags": "list or record",
        "raw": "binary",
        "left": "yes or no",
        "word": "text",
        "sort": "text",
        "gone": "empty",
    }
    assert [found.column(name).missing for name in ("price", "share", "word", "gone")] == [0.5, 0.5, 0.5, 1]
    assert (found.form, found.encoding, found.rows) == ("parquet", None, 2)


def test_whole_thousands_follow_the_decimal_comma_of_the_other_figures(measured: Measured) -> None:
    rows = "".join(f"{n}35.450;5.840,{n};1,{n};{n * 111};0,125\n" for n in range(1, 9))
    found = measured("sold;price;rate;number;share\n" + rows)
    assert [(c.type, c.low, c.high) for c in found.columns] == [
        ("whole number", 135_450, 835_450),
        ("number", 5840.1, 5840.8),
        ("number", 1.1, 1.8),
        ("whole number", 111, 888),
        ("number", 0.125, 0.125),
    ]


def test_a_column_with_decimal_points_keeps_them_beside_decimal_commas(measured: Measured) -> None:
    found = measured("a;b;c\n" + "".join(f"{n}1.125;1,{n};{n}.5\n" for n in range(1, 9)) + "12.5;1,5;2.5\n")
    assert (found.column("a").low, found.column("a").high) == (11.125, 81.125)
    assert (found.column("c").low, found.column("c").high) == (1.5, 8.5)


def test_decimal_points_elsewhere_make_a_comma_part_thousands(measured: Measured) -> None:
    found = measured("a;b\n" + "".join(f"{n},250;{n}.5\n" for n in range(1, 9)))
    assert (found.column("a").type, found.column("a").low) == ("whole number", 1250)


def test_three_decimals_alone_stay_decimals(measured: Measured) -> None:
    found = measured("a;b\n0.125;x\n1.250;y\n2.375;z\n")
    assert (found.column("a").low, found.column("a").high) == (0.125, 2.375)


def test_codes_with_zeros_in_front_are_text(measured: Measured) -> None:
    found = measured("branch,sold\n" + "".join(f"0{n}067,{n}\n{n}0115,0\n" for n in range(1, 9)))
    assert [column.type for column in found.columns] == ["text", "whole number"]
    assert "01067" in dict(found.column("branch").values)


def test_a_thousand_columns_of_few_rows_are_measured(measured: Measured) -> None:
    cells = [[f"{row * 7 + place}.5" for place in range(1000)] for row in range(20)]
    head = ",".join(f"c{place}" for place in range(1000))
    found = measured("\n".join([head, *map(",".join, cells)]) + "\n")
    assert len(found.columns) == 1000
    assert {(column.type, column.distinct, column.exact) for column in found.columns} == {
        ("number", 20, True)
    }
