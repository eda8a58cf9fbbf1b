"""What is said of the whole sample: duplicates, class balance, time span."""

import datetime as dt

import pytest

from mlscope.profile import TimeSpan, as_json, sentences
from mlscope.profile import columns as measuring

from .conftest import Measured


def said(found) -> str:
    return " ".join(sentences(found))


def dated(days: list[dt.date], head: str = "day") -> str:
    return "\n".join([f"id,{head}", *(f"{n},{day.isoformat()}" for n, day in enumerate(days))])


DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(121)]


@pytest.mark.parametrize("most", [5_000_000, 0])
def test_rows_that_repeat_are_counted_alike_by_comparison_and_by_fingerprint(
    measured: Measured, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(measuring, "COUNTED_CELLS", most)
    found = measured("a,b,c\n" + "1,x,\n2,y,z\n,,\n1,,x\n" * 25)
    assert (found.duplicates, found.duplicates_by) == (96, "comparison" if most else "fingerprint")
    assert "96 rows repeat an earlier one in every value, 96 % of all" in said(found)


@pytest.mark.parametrize("rows", [1_000, 20_000])
def test_an_estimate_of_different_values_is_near_and_called_one(
    measured: Measured, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(measuring, "COUNTED_CELLS", 0)
    column = measured("a,b\n" + "".join(f"{n},{n % 5}\n" for n in range(rows))).columns[0]
    assert not column.exact
    assert column.distinct == pytest.approx(rows, rel=0.35)


def test_the_classes_of_the_outcome_are_counted_where_it_is_known(measured: Measured) -> None:
    found = measured("id,churned\n" + "1,yes\n2,no\n3,no\n4,no\n5,\n" * 20, label="churned")
    assert (
        "The outcome 'churned' is known in 80 of 100 rows. Its classes: no 75 %, yes 25 %. Taken as 'it"
        " happened': yes." in said(found)
    )
    assert as_json(found)["class_balance"] == {
        "column": "churned",
        "guessed": False,
        "labelled_rows": 80,
        "classes": [{"value": "no", "rows": 60, "share": 0.75}, {"value": "yes", "rows": 20, "share": 0.25}],
    }


def test_an_outcome_that_looks_like_one_is_only_offered(measured: Measured) -> None:
    found = measured("id,region,churned\n" + "1,north,1\n2,south,0\n" * 20)
    assert (found.label, found.label_guess) == (None, "churned")
    assert "'churned' may hold the outcome. Only you know" in said(found)


def test_columns_whose_values_hardly_repeat_are_not_offered_as_outcome(measured: Measured) -> None:
    assert measured("id,label\n1,a\n2,b\n").label_guess is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([""] * 30, "The outcome 'y' stands in no row."),
        ([str(n) for n in range(30)], "It has 30 different values, too many to list as classes."),
        (["0.5", "1.5"] * 15, "no classes"),
    ],
)
def test_an_outcome_without_classes_is_said_to_have_none(
    measured: Measured, values: list[str], told: str
) -> None:
    assert told in said(
        measured("id,y\n" + "".join(f"{n},{value}\n" for n, value in enumerate(values)), label="y")
    )


def test_a_span_has_ends_a_rhythm_gaps_and_a_rate(measured: Measured) -> None:
    days = [day for day in DAYS if not dt.date(2024, 2, 10) <= day <= dt.date(2024, 2, 19)]
    assert measured(dated(days)).time_span == TimeSpan(
        column="day",
        first="2024-01-01",
        last="2024-04-30",
        days=111,
        usual_step=1,
        gaps=(("2024-02-10", "2024-02-19"),),
        rows_per_month=(19 + 31) / 2,
    )


def test_placeholders_such_as_9999_are_left_out_of_the_span(measured: Measured) -> None:
    found = measured(dated([*DAYS, dt.date(9999, 12, 31), dt.date(1900, 1, 1)])).time_span
    assert found is not None
    assert (found.first, found.last, found.left_out) == ("2024-01-01", "2024-04-30", 2)


def test_the_day_on_which_it_happened_is_preferred_to_a_day_of_birth_or_change(measured: Measured) -> None:
    rows = [f"1950-01-{n % 28 + 1:02d},2025-05-{n % 28 + 1:02d},2024-03-{n % 28 + 1:02d}" for n in range(60)]
    found = measured("birthdate,updated_at,ordered_on\n" + "\n".join(rows)).time_span
    assert found is not None
    assert found.column == "ordered_on"


def test_without_dates_there_is_no_span(measured: Measured) -> None:
    found = measured("a,b\n1,x\n2,y\n")
    assert found.time_span is None
    assert "the rows run from" not in said(found)
