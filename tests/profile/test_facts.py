"""The answers that a sample gives: each fits its question, says how it was measured, and claims no more than
it can.
"""

import pytest

from mlscope.catalogue import Catalogue
from mlscope.profile import Fact, facts
from mlscope.project import Answer, Evidence
from mlscope.project.checking import checked

from .conftest import Measured

CUSTOMERS = "customer_id,email,signed_up,amount,churned\n" + "".join(
    f"{n % 50},person{n}@example.com,2024-{1 + n // 28:02d}-{1 + n % 28:02d},{n}.5,{'yes' if n % 4 == 0 else 'no'}\n"
    for n in range(200)
)


def test_every_answer_fits_its_question(measured: Measured, catalogue: Catalogue) -> None:
    given = facts(measured(CUSTOMERS, label="churned"))
    assert {fact.question: checked(catalogue.questions[fact.question], fact.value) for fact in given} == {
        "data.kind": "tabular",
        "data.rows": 200,
        "data.growth_per_month": 28,
        "data.labelled_rows": 200,
        "data.base_rate": 0.25,
        "data.positive_rows": 50,
        "data.completeness": 1,
        "data.repeated": True,
        "data.personal": True,
    }


def test_every_answer_is_measured_and_says_where_and_when(measured: Measured) -> None:
    given = facts(measured(CUSTOMERS, label="churned"))
    assert {fact.evidence for fact in given} == {Evidence.measured}
    assert all("in sample.csv on 2026-11-21" in fact.note for fact in given)


def test_only_what_a_sample_counts_of_the_whole_is_marked_as_partial(measured: Measured) -> None:
    given = facts(measured(CUSTOMERS, label="churned"))
    assert {fact.question for fact in given if fact.partial} == {"data.rows", "data.growth_per_month"}


def test_the_note_on_rows_keeps_what_no_question_asks_for(measured: Measured) -> None:
    (rows,) = (fact.note for fact in facts(measured(CUSTOMERS)) if fact.question == "data.rows")
    assert "Columns by type: 1 whole number, 1 text, 1 date, 1 number, 1 yes or no." in rows
    assert "No row repeats another one." in rows
    assert "By 'signed_up' the rows run from 2024-01-01 to 2024-08-04" in rows


def test_a_guessed_outcome_answers_nothing(measured: Measured) -> None:
    found = measured(CUSTOMERS)
    assert found.label_guess == "churned"
    assert not {"data.labelled_rows", "data.base_rate", "data.positive_rows"} & {
        fact.question for fact in facts(found)
    }


def test_personal_data_is_never_ruled_out(measured: Measured) -> None:
    assert "data.personal" not in {fact.question for fact in facts(measured("a,b\n1,2\n3,4\n"))}


def test_a_name_alone_makes_personal_data_a_guess(measured: Measured) -> None:
    (fact,) = (one for one in facts(measured("phone,b\n1,2\n3,4\n")) if one.question == "data.personal")
    assert fact.evidence == Evidence.guess


def test_prose_and_readings_over_time_are_told_from_tables(measured: Measured) -> None:
    prose = "id,body\n" + "".join(f"{n},{'a long complaint about a delivery ' * 5}\n" for n in range(20))
    readings = "at,flow,heat\n" + "".join(
        f"2024-01-01 {n // 60:02d}:{n % 60:02d},{n * 3},{n * 7 % 11}\n" for n in range(300)
    )
    assert [facts(measured(content))[0].value for content in (prose, readings)] == ["text", "time_series"]


@pytest.mark.parametrize(
    ("before", "note"),
    [
        ("", "Counted."),
        ("By Ada", "By Ada\nCounted."),
        ("n" * 19_995, "n" * 19_991 + "\nCounted."),
    ],
)
def test_how_it_was_measured_stands_below_the_earlier_note_which_gives_way_where_both_do_not_fit(
    before: str, note: str
) -> None:
    assert Fact("data.rows", 7, "Counted.").over(Answer(value=5, note=before)).note == note


def test_a_note_longer_than_any_note_may_be_is_cut() -> None:
    assert Answer(note="Earlier").noted("n" * 20_001) == "n" * 20_000
