"""Files as they come: delimiters, quotation marks, encodings, packing, titles above the table, rows that do
not fit.
"""

import gzip
import tempfile
from pathlib import Path

import pytest

from mlscope.profile import sentences

from .conftest import Measured

CITIES = "id,city\n1,Köln\n2,Málaga\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_recognised_though_texts_hold_others(measured: Measured, delimiter: str) -> None:
    rows = [
        ["id", "said", "paid"],
        ["1", '"a, b; c | d\te"', "7"],
        ["2", '"He said ""no"""', "8"],
        ["3", '"two\nlines"', "9"],
    ]
    found = measured("\n".join(delimiter.join(row) for row in rows))
    assert (found.delimiter, found.rows, len(found.columns)) == (delimiter, 3, 3)
    assert {value for value, _ in found.column("said").values} == {
        "a, b; c | d\te",
        'He said "no"',
        "two\nlines",
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (r'"say \"so\" now"', 'say "so" now'),
        (r'"C:\data\"', "C:\\data\\"),
        ('"say ""so"" now"', 'say "so" now'),
    ],
)
def test_a_backslash_escapes_a_quotation_mark_only_amid_a_text(
    measured: Measured, cell: str, value: str
) -> None:
    assert measured(f'id,said\n"1",{cell}\n"2",""\n').column("said").values == ((value, 1),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(measured: Measured, end: str) -> None:
    assert measured(end.join(["a,b", "1,2", "3,4", ""])).rows == 2


def test_one_column_needs_no_delimiter(measured: Measured) -> None:
    found = measured("price\n1\n2\n3\n")
    assert [(column.name, column.type) for column in found.columns] == [("price", "whole number")]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_accents_survive_every_common_encoding(measured: Measured, encoding: str, named: str) -> None:
    found = measured(CITIES.encode(encoding))
    assert found.encoding == named
    assert [column.name for column in found.columns] == ["id", "city"]
    assert {value for value, _ in found.column("city").values} == {"Köln", "Málaga"}


def test_mixed_encodings_are_read_line_by_line_and_said(measured: Measured) -> None:
    found = measured(CITIES.encode() + "3,Köln\n".encode("cp1252"))
    assert dict(found.column("city").values)["Köln"] == 2
    assert "mixes two encodings: 1 line is not UTF-8, the first is line 4" in found.notes[0]


def test_a_packed_csv_is_unpacked(measured: Measured) -> None:
    assert measured(gzip.compress(CITIES.encode("cp1252")), "sample.csv.gz").rows == 2


def test_a_title_above_the_table_is_skipped_and_said(measured: Measured) -> None:
    found = measured("Customers of 2024\n\nid,city,paid\n1,Köln,2\n2,Bonn,3\n")
    assert [column.name for column in found.columns] == ["id", "city", "paid"]
    assert found.notes == ("1 line above the table was skipped.",)


def test_a_table_without_header_gets_numbered_columns(measured: Measured) -> None:
    found = measured("1,2.5,2024-01-01\n2,3.5,2024-01-02\n")
    assert (found.rows, [column.name for column in found.columns]) == (
        2,
        ["column 1", "column 2", "column 3"],
    )
    assert "no names" in found.notes[0]


def test_rows_that_do_not_fit_are_left_out_and_named(measured: Measured) -> None:
    found = measured("a,b,c\n1,2,3\n1,2\n1,2,3,4\n" + "1,2,3\n" * 50)
    assert found.rows == 51
    assert found.notes == ("2 rows were left out; the first is line 3: it has 2 values instead of 3.",)


def test_a_row_longer_than_two_megabytes_is_left_out_and_named(measured: Measured) -> None:
    found = measured("a,b\n1," + "x" * 2_100_000 + "\n" + "2,3\n" * 20)
    assert (found.rows, found.notes) == (20, ("One row was left out, line 2: it is longer than 2 MB.",))


@pytest.mark.parametrize("name", ["a*.csv", "[ab].csv", "a?.csv", 'it\'s "so".csv', "$1;--.csv", "späß.csv"])
def test_a_file_may_be_called_anything(measured: Measured, tmp_path: Path, name: str) -> None:
    (tmp_path / "ab.csv").write_text("another,file\n9,9\n")
    (tmp_path / "a.csv").write_text("another,file\n9,9\n")
    found = measured("id,city\n1,Bonn\n2,Ulm\n3,Bonn\n", name)
    assert (found.file, found.rows) == (name, 3)


def test_five_thousand_columns_are_all_measured(measured: Measured) -> None:
    row = ",".join(f"{place}" if place % 10 == 0 else f"w{place}" for place in range(5_000))
    found = measured(f"{','.join(f'x{place}' for place in range(5_000))}\n" + f"{row}\n" * 3)
    assert (len(found.columns), found.rows, found.duplicates) == (5_000, 3, 2)
    assert [column.type for column in found.columns[-10:]] == ["whole number", *["text"] * 9]


def test_markup_in_names_and_values_is_kept_as_text(measured: Measured) -> None:
    found = measured('id,<script>alert(1)</script>,"**x** :red[y]\n\x1b[31m"\n' + "1,<b>,\n2,<i>,\n" * 10)
    assert [column.name for column in found.columns] == [
        "id",
        "<script>alert(1)</script>",
        "**x** :red[y] [31m",
    ]
    assert "'<script>alert(1)</script>' may hold" in " ".join(sentences(found))


def test_nothing_is_left_behind_on_disk(
    measured: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    measured("id,city\n" + "1,Köln\n1,2,3\n".encode("cp1252").decode("cp1252") * 2 + "2,Ulm\n" * 40)
    measured(CITIES.encode("utf-16"))
    assert list(room.iterdir()) == []
