"""A figure means the same wherever it is written, and what could mean two things is refused with both."""

import json
from typing import Any

import pytest
import yaml

from mlscope import catalogue
from mlscope.errors import InputError
from mlscope.project import Project, files, reading
from mlscope.project.record import SCHEMA
from mlscope.project.wizard import TYPED
from mlscope.questions import Question

MONEY, SHARE, CASES = "value.gain", "value.technical_success", "value.cases_per_year"
BUDGET, RATE, ROWS, PLAIN = "plan.budget", "value.discount_rate", "data.rows", "metrics.target"


def number(value: float) -> dict[str, Any]:
    return {"kind": "number", "value": value}


def spread(low: float, high: float) -> dict[str, Any]:
    return {"kind": "range", "low": low, "high": high}


READ = [
    (BUDGET, "300k", 300_000),
    (BUDGET, "300,000", 300_000),
    (BUDGET, "300 000", 300_000),
    (BUDGET, "300'000", 300_000),
    (BUDGET, "1.2M EUR", 1_200_000),
    (BUDGET, "€ 40k", 40_000),
    (BUDGET, "1.234,50", 1234.5),
    (BUDGET, "250 thousand", 250_000),
    (RATE, "9", 0.09),
    (RATE, "9 %", 0.09),
    (RATE, "12,5 %", 0.125),
    (ROWS, "150k", 150_000),
    (ROWS, "150,000", 150_000),
    (PLAIN, "12,5", 12.5),
    (PLAIN, "0.125", 0.125),
    (PLAIN, "85 %", 0.85),
    (CASES, "12k", number(12_000)),
    (CASES, "5 to 50 thousand", spread(5_000, 50_000)),
    (MONEY, "200k to 300k", spread(200_000, 300_000)),
    (MONEY, "200.000,00 to 300.000,00", spread(200_000, 300_000)),
    (MONEY, "EUR 40 / 60 / 110", {"kind": "percentiles", "p10": 40, "p50": 60, "p90": 110}),
    (MONEY, "40k < 60k < 110k", {"kind": "limits", "low": 40_000, "likely": 60_000, "high": 110_000}),
    (SHARE, "60", number(0.6)),
    (SHARE, "50 to 80 %", spread(0.5, 0.8)),
    (SHARE, "50 % to 80 %", spread(0.5, 0.8)),
    (SHARE, "0 .. 80 %", {"kind": "uniform", "low": 0.0, "high": 0.8}),
    (SHARE, "1 to 5 %", spread(0.01, 0.05)),
    (SHARE, "40 .. 60", {"kind": "uniform", "low": 0.4, "high": 0.6}),
    (SHARE, "30 % chance", {"kind": "chance", "probability": 0.3}),
]

TWO_WAYS = [
    (BUDGET, "300.000", "write 300000, or 300"),
    (BUDGET, "12.000 EUR", "write 12000, or 12"),
    (ROWS, "150.000", "write 150000, or 150"),
    (PLAIN, "12.500", "write 12500, or 12.5"),
    (RATE, "0.09", "write 9 %, or 0.09 %"),
    (CASES, "200.000 to 300.000", "write 200000 to 300000, or 200 to 300"),
    (CASES, "5 to 50k", "write 5k to 50k, or 5 to 50,000"),
    (MONEY, "150.000", "write 150000, or 150"),
    (SHARE, "0.5", "write 50 %, or 0.5 %"),
    (SHARE, "0.5 to 0.8", "write 50 % to 80 %, or 0.5 % to 0.8 %"),
    (SHARE, "0.5 to 80 %", "write 0.5 % to 80 %, or 50 % to 80 %"),
    ("value.benefits/change", "50 % to 80", "write 50 % to 80 %, or 0.5 to 80"),
    ("value.benefits/change", "0.5 to 80 %", "write 0.5 % to 80 %, or 0.5 to 0.8"),
]

BEFORE = [
    (BUDGET, "150.000", 150.0),
    (BUDGET, "300k", 300_000),
    (BUDGET, "300,000", 300_000),
    (ROWS, "150.000", 150),
    (RATE, "0.09", 0.09),
    (CASES, "200.000 to 300.000", spread(200, 300)),
    (MONEY, "150.000", number(150)),
    (SHARE, "0.5 to 0.8", spread(0.5, 0.8)),
    (SHARE, "0.5", number(0.5)),
    (SHARE, "50 to 80 %", spread(0.5, 0.8)),
    (CASES, "1,234", number(1234)),
]
"""What versions 1 and 2 made of a text; what they refused is read as today."""


def asked(where: str) -> tuple[Question, Question | None]:
    table, _, column = where.partition("/")
    return TYPED[table], TYPED[table].column(column) if column else None


def file_with(where: str, value: Any, schema: int, form: str = "json") -> str:
    table, _, column = where.partition("/")
    step, _, name = table.partition(".")
    answer = [{column: value}] if column else value
    plain = {"schema": schema, "name": "Written by hand", step: {name: answer}}
    return json.dumps(plain) if form == "json" else yaml.safe_dump(plain)


def held(project: Project, where: str) -> Any:
    table, _, column = where.partition("/")
    value = project.raw(table)
    value = getattr(value[0], column) if column else value
    return value.model_dump(exclude_defaults=False) if hasattr(value, "model_dump") else value


def alike(value: Any, wanted: Any) -> bool:
    return (
        {"lower": 0.0, "upper": None} | wanted == {"lower": 0.0, "upper": None} | value
        if isinstance(wanted, dict)
        else bool(value == wanted)
    )


@pytest.mark.parametrize(("where", "text", "meaning"), READ)
def test_a_figure_is_read_alike_on_screen_and_in_a_file(where: str, text: str, meaning: Any) -> None:
    question, column = asked(where)
    assert alike(reading.answered(question, text, "EUR", column), meaning)
    for form in ("json", "yaml"):
        assert alike(held(files.loads(file_with(where, text, 3, form)), where), meaning)


@pytest.mark.parametrize(("where", "text", "ways"), TWO_WAYS)
def test_what_could_be_read_in_two_ways_is_refused_with_both(where: str, text: str, ways: str) -> None:
    question, column = asked(where)
    with pytest.raises(InputError, match="two ways") as on_screen:
        reading.answered(question, text, "EUR", column)
    with pytest.raises(InputError, match="two ways") as in_a_file:
        files.loads(file_with(where, text, 3), "acme.yaml")
    assert ways in str(on_screen.value)
    assert ways in str(in_a_file.value)
    place = where.replace("/", " > #1 > ").replace(".", " > ")
    assert str(in_a_file.value).startswith(f"acme.yaml: {place}: ")


@pytest.mark.parametrize("schema", [1, 2])
@pytest.mark.parametrize(("where", "text", "meaning"), BEFORE)
def test_a_file_of_an_older_version_says_what_it_always_said(
    where: str, text: str, meaning: Any, schema: int
) -> None:
    project = files.loads(file_with(where, text, schema))
    assert alike(held(project, where), meaning)
    assert files.loads(files.dumps(project)) == project


@pytest.mark.parametrize("schema", [1, 2, 3])
@pytest.mark.parametrize(
    ("where", "bare"), [(BUDGET, 150.0), (ROWS, 150), (RATE, 0.09), (SHARE, 0.5), (MONEY, 200.0)]
)
def test_a_bare_number_stays_the_number_it_is(where: str, bare: float, schema: int) -> None:
    meaning = number(bare) if where in (SHARE, MONEY) else bare
    for form in ("json", "yaml"):
        assert alike(held(files.loads(file_with(where, bare, schema, form)), where), meaning)


def test_a_bare_figure_of_yaml_with_a_point_is_the_number_that_yaml_says() -> None:
    text = "schema: 3\nname: A\nplan: {budget: 200.000}\nvalue: {gain: 1.5}\n"
    project = files.loads(text)
    assert project.plan.budget == 200
    assert held(project, MONEY) == number(1.5)


def test_the_figures_of_a_written_out_estimate_may_be_texts_too() -> None:
    written_out = {"kind": "range", "low": "200k", "high": "300,000"}
    assert held(files.loads(file_with(MONEY, written_out, 3)), MONEY) == spread(200_000, 300_000)
    with pytest.raises(InputError, match=r"value > gain: '200\.000' could be read in two ways"):
        files.loads(file_with(MONEY, written_out | {"low": "200.000"}, 3))
    before = files.loads(file_with(MONEY, {"kind": "range", "low": "200.000", "high": "300"}, 2))
    assert held(before, MONEY) == spread(200, 300)
    share = {"kind": "chance", "probability": "30 %"}
    assert held(files.loads(file_with(SHARE, share, 3)), SHARE) == {"kind": "chance", "probability": 0.3}


def test_every_fault_of_a_file_is_named_at_once() -> None:
    text = "schema: 3\nname: A\nplan: {budget: '300.000', sprint_weeks: 99}\nactuals: {npv: '1.500'}\n"
    with pytest.raises(InputError) as refused:
        files.loads(text)
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == [
        "plan > budget",
        "actuals > npv",
        "plan > sprint_weeks",
    ]


def test_a_record_without_an_id_keeps_the_one_that_it_had_in_an_older_version() -> None:
    text = 'schema: 2\nname: A\nvalue: {gain: "200.000 to 300.000"}\n'
    assert files.loads(text).id == "p65b8109e3d47d35163a8"
    again = text.replace("schema: 2", "schema: 3").replace("200.000 to 300.000", "200 to 300")
    assert files.loads(again).id == files.loads(again).id


def test_the_file_that_is_written_holds_numbers_alone() -> None:
    texts = {"gain": "200k to 300k", "technical_success": "50 to 80 %", "discount_rate": "9 %"}
    plain = {"schema": 3, "name": "A", "value": texts, "plan": {"budget": "300k"}}
    written = json.loads(files.dumps(files.of_plain(plain), "json"))
    assert written["schema"] == SCHEMA
    assert written["plan"] == {"budget": 300_000}
    assert written["value"] == {
        "gain": spread(200_000, 300_000),
        "technical_success": spread(0.5, 0.8),
        "discount_rate": 0.09,
    }


# ── questions of packs
# ──────────────────────────────────────────────────────────────────────────────────────────


def own(kind: Any) -> Question:
    return Question("data.own", kind, "Own", pack="own")


def with_own(kind: Any, value: Any, schema: int) -> Any:
    plain = {"schema": schema, "name": "A", "more": {"data.own": value}}
    return files.of_plain(plain, questions=[*TYPED.values(), own(kind)]).more["data.own"]


def test_the_answer_to_a_pack_is_read_by_its_question() -> None:
    assert with_own("number", "12k", 3) == 12_000
    assert with_own("percent", "12,5", 3) == 0.125
    assert with_own("estimate", "200k to 300k", 3) == spread(200_000, 300_000)
    assert with_own("text", "150.000", 3) == "150.000"
    with pytest.raises(InputError, match=r"more > data\.own: '150\.000' could be read in two ways"):
        with_own("number", "150.000", 3)
    assert with_own("number", "150.000", 2) == 150
    assert with_own("estimate", "200.000 to 300.000", 2) == spread(200, 300)


def test_every_sample_says_the_same_in_the_form_in_which_it_is_saved() -> None:
    content = catalogue.load()
    for path in sorted((content.folder / "samples").glob("*.yaml")):
        project = files.load(path, content.questions.values())
        assert files.loads(files.dumps(project), questions=content.questions.values()) == project


# ── figures whose unit stands in their row
# ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["problem.objectives", "metrics.business"])
@pytest.mark.parametrize(
    ("row", "meaning"),
    [
        ({"baseline": "12.5 %", "target": "9 %", "unit": "% of booked"}, (12.5, 9, "% of booked")),
        ({"baseline": "12,5 %", "target": "9", "unit": "per cent"}, (12.5, 9, "per cent")),
        ({"baseline": "12.5 %", "target": "9 %"}, (12.5, 9, "%")),
        ({"baseline": "12.5", "target": 9, "unit": "days"}, (12.5, 9, "days")),
    ],
)
def test_a_percentage_counts_in_the_unit_of_its_row(
    table: str, row: dict[str, Any], meaning: tuple[float, float, str]
) -> None:
    step, _, name = table.partition(".")
    for schema in (2, 3):
        project = files.of_plain({"schema": schema, "name": "A", step: {name: [row]}})
        (held,) = project.raw(table)
        assert (held.baseline, held.target, held.unit) == meaning


def test_a_percentage_beside_another_unit_is_asked_back() -> None:
    objectives = TYPED["problem.objectives"]
    row = {"baseline": "12.5 %", "unit": "share of booked"}
    with pytest.raises(InputError, match=r"two ways; write 0\.125, or 12\.5 with % in the unit"):
        reading.answered(objectives, "12.5 %", "EUR", objectives.column("baseline"), {}, row)


# ── rows that are named in other rows
# ───────────────────────────────────────────────────────────────────────────

ROW_IDS = {"Collect": "t1", "Clean, then label": "t2", "Train": "t3"}
AFTER = TYPED["plan.tasks"].column("after")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Collect", ["t1"]),
        (" collect ;TRAIN", ["t1", "t3"]),
        ("Collect, Train", ["t1", "t3"]),
        ("Clean, then label", ["t2"]),
        ("Train, Clean, then label, Collect", ["t3", "t2", "t1"]),
        ("Train\nTrain", ["t3"]),
    ],
)
def test_rows_are_named_in_a_text(text: str, ids: list[str]) -> None:
    assert reading.stored(AFTER, text, ROW_IDS) == ids


def test_names_of_no_row_are_told_beside_those_that_are_known() -> None:
    with pytest.raises(reading.UnknownNames, match="no row is called 'Design' or '2'") as refused:
        reading.stored(AFTER, "Collect, Design; 2, Train", ROW_IDS)
    assert refused.value.known == ["t1", "t3"]
