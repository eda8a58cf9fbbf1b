"""Columns that likely hold personal data, by their values and by their names."""

import datetime as dt

import pytest

from mlscope.profile import PersonalColumn, as_json

from .conftest import Measured


def suspicion(measured: Measured, head: str, values: list[str]) -> PersonalColumn | None:
    content = "\n".join([f"n;{head}", *(f"{n};{value}" for n, value in enumerate(values))])
    return next(iter(measured(content).personal_columns), None)


@pytest.mark.parametrize(
    ("kind", "head", "values"),
    [
        ("e-mail address", "contact", ["anna@example.com", "ben@example.org", "n/a"]),
        ("e-mail address", "remark", ["please write to anna@example.com", "no answer", "called twice"]),
        ("phone number", "reach", ["+49 30 901820", "(030) 90 18 20", "0044 20 7946 0000"]),
        ("bank account or card", "k", ["DE89370400440532013000", "GB82 WEST 1234 5698 7654 32"]),
        ("IP address", "origin", ["192.0.2.1", "2001:db8::1"]),
        ("name of a person", "customer", ["Anna Maier", "Ben O'Neil", "García, María"]),
    ],
)
def test_values_give_personal_data_away_whatever_the_column_is_called(
    measured: Measured, kind: str, head: str, values: list[str]
) -> None:
    found = suspicion(measured, head, values)
    assert found is not None
    assert (found.kind, found.seen) == (kind, True)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Telefonnummer", "phone number"),
        ("LAST_NAME", "name of a person"),
        ("customerName", "name of a person"),
        ("Geburtsdatum", "date of birth"),
        ("postal code", "postal address"),
        ("Code postal", "postal address"),
        ("passport_no", "official number of a person"),
        ("IBAN", "bank account or card"),
        ("ip_address", "IP address"),
        ("customer-id", "number that stands for a person"),
        ("gender", "sensitive trait"),
    ],
)
def test_names_give_personal_data_away_in_any_spelling(measured: Measured, head: str, kind: str) -> None:
    found = suspicion(measured, head, ["17", "23", "42"])
    assert found is not None
    assert (found.kind, found.seen) == (kind, False)


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("product_name", ["Garden Chair", "Desk Lamp"]),
        ("company_name", ["Acme Tools", "Best Paper"]),
        ("mail_opened", ["3", "5"]),
        ("memory_address", ["17", "23"]),
        ("day", ["2024-01-05", "2024-01-06"]),
        ("order_no", ["DE89370400440532013001", "DE00370400440532013000"]),
        ("phoned", ["yes", "no"]),
        ("version", ["1.2.3.4.5", "2.0"]),
    ],
)
def test_things_are_not_taken_for_people(measured: Measured, head: str, values: list[str]) -> None:
    assert suspicion(measured, head, values) is None


def test_days_that_run_as_birthdays_do_are_suspected(measured: Measured) -> None:
    days = [f"{1940 + n}-06-15" for n in range(60)]
    found = suspicion(measured, "d", days)
    assert found is not None
    assert found.kind == "date of birth"


def test_no_value_of_a_personal_column_is_told(measured: Measured) -> None:
    found = measured(
        "customer;phone;birth\nAnna Maier;0171 234 5678;1970-05-17\nBen Otto;0171 234 5679;1981-03-02\n"
    )
    plain = str(as_json(found))
    assert not any(secret in plain for secret in ("Anna", "5678", "1970", "1981"))


def test_a_sensitive_trait_may_be_the_outcome_and_is_then_counted(measured: Measured) -> None:
    found = measured("diagnosis,age\n" + "ill,40\nwell,50\nwell,60\n" * 10, label="diagnosis")
    assert found.column("diagnosis").values == (("well", 20), ("ill", 10))
    assert [one.column for one in found.personal_columns] == ["diagnosis"]


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_days_in_even_steps_are_measurements_and_no_births(measured: Measured, form: str, days: int) -> None:
    first = dt.date(1958, 3, 29)
    dates = [first + dt.timedelta(days=n * days) for n in range(44 * 365 // days)][:2284]
    found = measured(
        "date,co2\n" + "".join(f"{day.strftime(form)},{n % 90}\n" for n, day in enumerate(dates))
    )
    assert found.personal_columns == ()
    assert found.time_span is not None
    assert found.time_span.first == "1958-03-29"
