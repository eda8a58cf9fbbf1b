"""A day is what its writer meant, or refused."""

import datetime as dt

import pytest

from mlscope.project import dates


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31",
        "2026-12-31 00:00:00",
        "2026/12/31",
        "31.12.2026",
        "31/12/2026",
        "12/31/2026",
        "31 Dec 2026",
        "December 31, 2026",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert dates.read(text) == dt.date(2026, 12, 31)


def test_a_day_that_could_be_two_is_asked_back() -> None:
    with pytest.raises(ValueError, match="2026-06-05, or 2026-05-06"):
        dates.read("05/06/2026")


@pytest.mark.parametrize("text", ["31.02.2026", "next year", "", "Dec", "31 Foo 2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        dates.read(text)
