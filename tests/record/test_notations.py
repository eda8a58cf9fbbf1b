"""What docs/notations.md says of figures and dates holds, in the app and in files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.errors import InputError, StateMeant, Unclear
from mlscope.estimates import notation, numbers, phrases
from mlscope.project import dates, files, reading
from mlscope.project.wizard import TYPED
from mlscope.questions import Question

GUIDE = Path(__file__).parents[2] / "docs/notations.md"


def table_under(*headings: str) -> list[list[str]]:
    """The rows of the tables under these headings of the guide."""
    sections = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    bodies = [
        body for title, _, body in (section.partition("\n") for section in sections) if title in headings
    ]
    assert len(bodies) == len(headings)
    lines = [line for body in bodies for line in re.findall(r"^\|(.*)\|$", body, flags=re.MULTILINE)]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [row for row in rows if row[0] != "Written" and not set(row[0]) <= {"-"}]


READ = table_under("Estimates, counts and amounts", "Shares", "Dates")
ASKED_BACK = table_under("Asked back")
REFUSED = table_under("Refused, with a way out")
YEARLY = {"when": "yearly"}


def asked(where: str) -> tuple[Question, Question | None]:
    table, _, column = where.partition("/")
    return TYPED[table], TYPED[table].column(column) if column else None


def answered(where: str, text: str) -> Any:
    question, column = asked(where)
    return reading.answered(question, text, "EUR", column)


def written(where: str, value: Any) -> str:
    question, column = asked(where)
    one = column or question
    if one.kind == "date":
        return str(value)
    if one.kind == "estimate":
        estimate = notation.ESTIMATE.validate_python(value)
        return notation.write(estimate, percent=one.unit == "share")
    return reading.written(one, value)


def in_a_file(where: str, text: str) -> str:
    """A project file with one answer."""
    table, _, column = where.partition("/")
    step, _, name = table.partition(".")
    return json.dumps({"schema": 3, "name": "A", step: {name: [{column: text}] if column else text}})


@pytest.mark.parametrize(("text", "where", "meaning"), READ)
def test_each_notation_of_the_guide_is_read_as_it_says(text: str, where: str, meaning: str) -> None:
    value = answered(where, text)
    assert written(where, value) == meaning
    assert answered(where, meaning) == pytest.approx(value)
    flat = files.loads(in_a_file(where, text)).flatten()
    stored = [answer.value for answer in flat.values() if answer.value is not None]
    assert value in stored


@pytest.mark.parametrize(("text", "where", "first", "second"), ASKED_BACK)
def test_what_has_two_readings_is_asked_back_with_both(
    text: str, where: str, first: str, second: str
) -> None:
    with pytest.raises(Unclear) as on_screen:
        answered(where, text)
    assert on_screen.value.readings == (first, second)
    assert answered(where, first) != answered(where, second)
    with pytest.raises(InputError, match=re.escape(f"write {first}, or {second}")):
        files.loads(in_a_file(where, text))


@pytest.mark.parametrize(("text", "where", "sentence"), REFUSED)
def test_each_refusal_offers_a_way_out(text: str, where: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        answered(where, text)
    assert sentence in str(refused.value)
    with pytest.raises(InputError, match=re.escape(sentence)):
        files.loads(in_a_file(where, text))


@pytest.mark.parametrize(
    ("text", "state"), [("N/A", "not_applicable"), ("does not apply", "not_applicable"), ("tbd", "unknown")]
)
def test_a_text_that_stands_for_no_answer_leads_to_the_state_it_means(text: str, state: str) -> None:
    with pytest.raises(StateMeant) as refused:
        answered("value.cases_per_year", text)
    assert refused.value.state == state


def test_each_offer_in_place_of_a_range_is_a_figure_that_the_question_takes() -> None:
    with pytest.raises(Unclear) as refused:
        answered("data.rows", "150k to 401k")
    assert [answered("data.rows", way) for way in refused.value.readings] == [150_000, 275_500, 401_000]


# ── how often
# ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "50 a day",
            "50 a day is 18,250 a year: 365 times as much. A working day counts 260 times.",
        ),
        ("10-20 per week", "10-20 per week is 520 to 1,040 a year: 52 times as much."),
        ("50 a year", ""),
        ("50", ""),
        ("5 to 50k a week", ""),
    ],
)
def test_what_is_turned_into_a_year_is_said_aloud(text: str, sentence: str) -> None:
    assert reading.aloud(TYPED["value.cases_per_year"], text, "EUR") == sentence


@pytest.mark.parametrize("yearly", ["yearly", "Every year"])
def test_the_amount_of_a_row_that_comes_every_year_may_be_one_a_month(yearly: str) -> None:
    costs = TYPED["value.costs"]
    row = {"amount": "5k a month", "when": yearly}
    value = reading.answered(costs, row["amount"], "EUR", costs.column("amount"), row=row)
    assert value == {"kind": "number", "value": 60_000}
    with pytest.raises(
        InputError, match="this amount counts once; found 'a month'; choose that it comes every"
    ):
        reading.answered(costs, "5k a month", "EUR", costs.column("amount"), row=row | {"when": "once"})


def test_a_row_with_an_amount_a_month_comes_every_year_unless_it_says_otherwise() -> None:
    text = "schema: 3\nname: A\nvalue: {costs: [{name: Hosting, amount: 5k a month}]}\n"
    [cost] = files.loads(text).value.costs
    assert (cost.when, cost.amount.value) == ("yearly", 60_000)
    with pytest.raises(InputError, match="this amount counts once"):
        files.loads(text.replace("5k a month", "5k a month, when: once"))


def test_a_unit_beside_a_figure_may_be_repeated_behind_it() -> None:
    table = TYPED["problem.objectives"]
    assert reading.answered(table, "12.5 calls", "EUR", table.column("target"), row={"unit": "calls"}) == 12.5


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3 Tage", "Tage"), ("3 days", "Tage"), ("3 Tage", "days"), ("3 GB", "GB"), ("3 ms", "milliseconds")],
)
def test_a_unit_is_read_in_either_language(text: str, unit: str) -> None:
    question = Question("data.own", "number", "Own", pack="own", unit=unit)
    assert reading.answered(question, text, "EUR") == 3


# ── whatever is typed
# ───────────────────────────────────────────────────────────────────────────────────────────

amounts = st.one_of(
    st.integers(1, 10**7).map(str),
    st.integers(1, 999).map(lambda n: f"{n}k"),
    st.integers(1000, 10**7).map(lambda n: f"{n:,}"),
    st.decimals(0, 999, places=1).map(str),
    st.sampled_from(
        ["half a million", "a million", "five", "1,5 Mio", "3 Tsd.", "a dozen", "half", "a third"]
    ),
)
FORMS = """{0};;about {0};;({0});;{0} to {1};;{0}-{1};;{0} - {1}k;;between {0} and {1};;zwischen {0} und {1};;{0} bis {1}
[{0}, {1}];;[{0}; {1}];;{0} ± {1};;{0} +/- {1};;{0}-{1}-{2};;{0} / {1} / {2};;{0} < {1} < {2};;{0} in {1};;{0} .. {1}
{0} %;;{0}-{1} %;;{0} % chance"""
forms = st.sampled_from(FORMS.replace("\n", ";;").split(";;"))
ends = st.sampled_from(
    ["", "", "", " a year", " a week", " per day", " cases", " EUR", " %", " p.a.", " days", " pro Monat"]
)
QUESTIONS = [
    "value.cases_per_year",
    "value.fixed_cost",
    "value.technical_success",
    "data.rows",
    "data.base_rate",
    "plan.budget",
    "metrics.target",
]


@st.composite
def typed(draw: st.DrawFn) -> str:
    """What a person could type, with a sign too many or too few at times."""
    text = draw(forms).format(*(draw(amounts) for _ in range(3))) + draw(ends)
    place = draw(st.none() | st.integers(0, len(text)))
    if place is None:
        return text
    sign = draw(st.sampled_from(["", *"()[],;.-±%<>/ k€0½"]))
    return text[:place] + sign + text[place + draw(st.integers(0, 1)) :]


def refusal(where: str, text: str) -> InputError | None:
    """Why a text is no answer; None where it is one, which is read back from how it is shown."""
    try:
        value = answered(where, text)
    except InputError as refused:
        return refused
    if value is not None:
        assert answered(where, reading.written(asked(where)[0], value)) == value
    return None


@given(where=st.sampled_from(QUESTIONS), text=typed() | st.text(max_size=30))
def test_what_is_typed_is_an_answer_that_reads_back_or_a_sentence(where: str, text: str) -> None:
    refused = refusal(where, text)
    assert refused is None or len(str(refused)) > 10
    if isinstance(refused, Unclear):
        assert refused.readings
        assert len(set(refused.readings)) == len(refused.readings)
        assert str(refused).endswith(refused.readings[-1])


@given(text=typed())
def test_the_short_notation_of_a_text_is_left_as_it_is(text: str) -> None:
    try:
        short = phrases.plain(text)
        estimate = notation.parse(short)
    except ValueError:
        return
    assert phrases.plain(short) == short
    assert notation.parse(notation.write(estimate)) == estimate


@given(
    text=st.text(max_size=30)
    | st.from_regex(r"(end of|Q[0-5]|H[12]|Ende|31\.?|March|2027|/|-| ){1,4}", fullmatch=True)
)
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        day = dates.read(text)
    except ValueError:
        return
    assert dates.read(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["5" * 100_000, "5 to " * 40_000, "a " * 50_000, "(" * 50_000, "5-" * 50_000]
)
def test_a_long_text_is_refused_at_once(text: str) -> None:
    for where in QUESTIONS:
        with pytest.raises(InputError):
            answered(where, text)
    with pytest.raises(ValueError, match="cannot read"):
        numbers.read(text)
