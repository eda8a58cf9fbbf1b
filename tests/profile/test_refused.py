"""What is no table is refused in a sentence: where, what, and the way out."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mlscope.errors import InputError
from mlscope.profile import profile

from .conftest import Measured


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


PARQUET = parquet(pa.table({"a": list(range(1000)), "b": ["x"] * 1000}))
LETTER = "Dear Sir, thank you.\nToday; is the day.\nWith no structure, at all, or is there, maybe?\nBest\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "this file is empty; choose one with a header and rows"),
        ("blank.csv", b"\n  \n\n", "this file is empty"),
        ("header.csv", b"a,b,c\n", "a header and no rows; choose one with rows"),
        (
            "letter.csv",
            LETTER.encode(),
            "this is no table: no comma, semicolon, tab or vertical bar divides its lines",
        ),
        ("bytes.csv", bytes(range(256)) * 20, "this is a binary file"),
        ("pdf.csv", b"%PDF-1.7 ...", "this is a PDF document"),
        (
            "book.csv",
            b"PK\x03\x04....[Content_Types].xml",
            "this is an Excel or other Office file; open it there",
        ),
        ("zip.csv", b"PK\x03\x04....", "this is a ZIP archive; unpack it"),
        ("page.csv", b"<!DOCTYPE html><p>", "this is a web page or XML"),
        ("object.csv", b'{"a": 1}', "this looks like JSON"),
        (
            "cut.csv.gz",
            gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)[:-30],
            "this gzip file is damaged or ends too early",
        ),
        ("zeros.csv.gz", gzip.compress(bytes(50_000_000)), "this is a binary file"),
        ("line.csv.gz", gzip.compress(b"a,b\n" + b"x" * 50_000_000), "line 2 is longer than 8 MB"),
        (
            "open.csv",
            b'a,b\n1,"open\n' + b"2,x\n" * 100,
            "line 2 opens a quotation mark that is never closed",
        ),
        (
            "ragged.csv",
            b"a,b,c\n" + b"1,2,3\n" * 8 + b"1,2\n" * 4,
            "4 of 12 rows do not fit the table; the first is line 10",
        ),
        (
            "line.csv",
            b"a,b" + b"x" * 3_000_000,
            "its first line is longer than 1,048,576 characters, so this is no table",
        ),
        ("later.csv", b"a,b\n" + b"1,\xff\n" * 9 + b"x" * 13_000_000, "line 11 is longer than 8 MB"),
        ("long.csv", b"a,b\n1,2\n" + b"x" * 40_000_000, "line 3 is longer than 8 MB"),
        ("only.csv", b"a,b\n" + b"x" * 40_000_000, "line 2 is longer than 8 MB"),
        (
            "quoted.csv",
            b'a,b\n1,2\n1,"' + b"x\n" * 1_500_000 + b'"\n3,4\n',
            "line 3 opens a quotation mark that is never closed, or only 2 MB later",
        ),
        ("none.parquet", parquet(pa.table({"a": pa.array([], pa.int64())})), "columns and no rows"),
        ("naked.parquet", parquet(pa.table({})), "cannot be read as Parquet"),
        ("cut.parquet", PARQUET[:-20], "this Parquet file ends too early"),
        ("spoilt.parquet", PARQUET[:40] + bytes(400) + PARQUET[440:], "cannot be read as Parquet"),
        ("packed.parquet", gzip.compress(PARQUET), "a Parquet file packed with gzip; unpack it"),
    ],
)
def test_each_kind_of_bad_file_is_named(
    measured: Measured, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        measured(content, name)
    assert str(refused.value).startswith(f"{name}: ")
    assert said in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder; name one file in it"):
        profile(tmp_path)
    with pytest.raises(InputError, match=r"gone\.csv: cannot be read \(no such file or directory\)"):
        profile(tmp_path / "gone.csv")


def test_a_label_that_is_not_there_gets_a_guess(measured: Measured) -> None:
    with pytest.raises(InputError, match="there is no column 'churnd'; did you mean 'churned'"):
        measured("id,churned\n1,yes\n", label="churnd")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_measuring_ends_in_a_sentence_when_its_time_is_over(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "slow.csv"
    path.write_bytes(pack(b"a,b\n" + b"1,2\n" * 200_000))
    with pytest.raises(
        InputError, match="took too long here; use a smaller sample, or 'mlscope profile FILE'"
    ):
        profile(path, seconds=1e-6)
