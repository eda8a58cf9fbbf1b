"""Every engine answers on the command line with the promised keys."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from mlscope.project import Project, files

from .conftest import Mlscope

SAMPLES = ["churn", "defects", "demand", "hiring"]
KEYS = {
    "assess": {
        "verdict",
        "completeness",
        "dimensions",
        "blockers",
        "findings",
        "next_questions",
        "recommendations",
        "ai_act",
    },
    "roi": {
        "deterministic",
        "npv",
        "probability_positive",
        "evpi",
        "evppi",
        "tornado",
        "cash_flow",
        "breakeven",
    },
    "plan": {"finish", "probability_on_time", "tasks"},
    "compare": {"projects", "ranking", "probability_first", "portfolio"},
}
VERDICTS = {"go", "conditional", "not_yet", "no_go", "cannot_say"}


@pytest.mark.parametrize("command", KEYS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_json_has_the_promised_keys(
    mlscope: Mlscope, sample_file: Callable[[str], Path], command: str, sample: str
) -> None:
    said = mlscope(command, sample_file(sample), "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert set(said.plain) >= KEYS[command]


@pytest.mark.parametrize("command", KEYS)
def test_a_blank_project_is_answered_without_invented_figures(
    mlscope: Mlscope, blank_file: Path, command: str
) -> None:
    assert set(mlscope(command, blank_file, "--format", "json").plain) >= KEYS[command]
    assert mlscope(command, blank_file).code == 0


def test_a_blank_project_cannot_say(mlscope: Mlscope, blank_file: Path) -> None:
    plain = mlscope("assess", blank_file, "--format", "json").plain
    assert (plain["verdict"], plain["completeness"]) == ("cannot_say", 0)
    assert mlscope("roi", blank_file, "--format", "json").plain["evpi"] is None
    assert mlscope("plan", blank_file, "--format", "json").plain["finish"] == {
        "p50": None,
        "p80": None,
        "p95": None,
    }


def test_assess_speaks_the_agreed_language(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    plain = mlscope("assess", sample_file("churn"), "--format", "json").plain
    assert plain["verdict"] in VERDICTS
    assert set(plain["dimensions"]) == {"technical", "data", "resources", "timeline", "scalability"}
    for dimension in plain["dimensions"].values():
        assert 0 <= dimension["low"] <= dimension["high"] <= 100
    assert {"tier", "transparency"} <= set(plain["ai_act"])


def test_roi_is_repeatable_and_another_seed_draws_other_points(
    mlscope: Mlscope, sample_file: Callable[[str], Path]
) -> None:
    path = sample_file("demand")
    first, again, other = (
        mlscope("roi", path, "--points", "4096", "--seed", seed, "--format", "json").plain["npv"]
        for seed in ("7", "7", "8")
    )
    assert set(first) >= {"mean", "p5", "p10", "p25", "p50", "p75", "p90", "p95"}
    assert first == again != other


def test_plan_gives_dates_in_order(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    finish = mlscope("plan", sample_file("churn"), "--format", "json").plain["finish"]
    dates = [dt.date.fromisoformat(finish[name]) for name in ("p50", "p80", "p95")]
    assert dates == sorted(dates)


def test_strict_turns_grave_findings_into_exit_one(
    mlscope: Mlscope, blank_file: Path, sample_file: Callable[[str], Path]
) -> None:
    for path in (blank_file, *map(sample_file, SAMPLES)):
        plain = mlscope("assess", path, "--format", "json").plain
        grave = bool(plain["blockers"]) or any(
            f["severity"] in ("blocker", "high") and not f.get("waived") for f in plain["findings"]
        )
        for command in KEYS:
            assert mlscope(command, path, "--strict").code == int(grave)


@pytest.mark.parametrize(
    ("form", "begins"),
    [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype html>"), ("md", b"#")],
)
def test_the_name_decides_the_format(
    mlscope: Mlscope, sample_file: Callable[[str], Path], tmp_path: Path, form: str, begins: bytes
) -> None:
    out = tmp_path / f"out.{form}"
    said = mlscope("document", sample_file("churn"), "-o", out, "--format", "json")
    assert (said.code, said.plain["format"]) == (0, form)
    assert out.read_bytes()[: len(begins)].lower() == begins.lower()


@pytest.mark.parametrize(
    ("name", "sentence"), [("x.odt", "'x.odt' names no format"), ("x", "'x' names no format")]
)
def test_other_formats_are_refused_with_those_there_are(
    mlscope: Mlscope, blank_file: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    said = mlscope("document", blank_file, "-o", tmp_path / name)
    assert said.code == 1
    assert sentence in said.err
    assert ".pdf, .docx, .html, .md, .pptx, .xlsx, .csv, .reqif" in said.err
    assert not (tmp_path / name).exists()


def test_a_folder_that_cannot_be_written_is_named(mlscope: Mlscope, blank_file: Path, tmp_path: Path) -> None:
    said = mlscope("document", blank_file, "-o", tmp_path / "nowhere" / "out.md")
    assert (said.code, said.err) == (1, "out.md: cannot be written (no such file or directory)\n")


def test_compare_ranks_every_file_and_funds_within_the_budget(
    mlscope: Mlscope, sample_file: Callable[[str], Path]
) -> None:
    paths = [sample_file(name) for name in SAMPLES]
    plain = mlscope(
        "compare", *paths, "--weights", "value=2,data=1", "--budget", "100000000", "--format", "json"
    ).plain
    assert len(plain["ranking"]) == len(SAMPLES)
    assert sum(plain["probability_first"].values()) == pytest.approx(1, abs=0.01)
    assert plain["portfolio"]["cost"] <= 100_000_000


def test_compare_ranks_by_the_expected_incremental_value_of_roi(
    mlscope: Mlscope, sample_file: Callable[[str], Path]
) -> None:
    paths = {name: sample_file(name) for name in ("churn", "demand", "hiring")}
    plain = mlscope("compare", *paths.values(), "--format", "json").plain
    expected = {}
    for path in paths.values():
        found = mlscope("roi", path, "--format", "json").plain
        expected[found["project"]["id"]] = found["incremental"]["mean"]
    assert {one["id"]: one["score"] for one in plain["ranking"]} == pytest.approx(expected)
    scores = [one["score"] for one in plain["ranking"]]
    assert scores == sorted(scores, reverse=True)
    assert plain["leaders"] == [plain["ranking"][0]["id"]]


def test_funding_spends_nominal_money_by_year_and_says_why_each_is_left_out(
    mlscope: Mlscope, sample_file: Callable[[str], Path]
) -> None:
    paths = [sample_file(name) for name in SAMPLES]
    budgets = {}
    for path in paths:
        found = mlscope("roi", path, "--format", "json").plain
        budgets[found["project"]["id"]] = found["budget"]
    words = ("compare", *paths, "--budget", "2M", "--fund-year", "2027=300k", "--must", "defects")
    found = mlscope(*words, "--format", "json").plain["portfolio"]
    assert found["cost"] == pytest.approx(sum(budgets[one]["total"]["p80"] for one in found["selected"]))
    assert found["cost"] <= 2_000_000
    (year,) = (one for one in found["years"] if one["year"] == 2027)
    assert (year["limit"], year["spend"] <= 300_000) == (300_000, True)
    assert set(found["reasons"]) == set(found["left_out"])
    assert 0 < found["within"] <= 1
    said = mlscope(*words)
    assert said.out.count("With 2 M EUR, fund ") == 1
    assert "Left out:" in said.out


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (
            ("--must", "chrun", "--budget", "1M"),
            1,
            "none of the compared projects is 'chrun'; did you mean",
        ),
        (("--must", "churn"), 1, "say what there is: a budget"),
        (("--either", "churn", "--budget", "1M"), 2, "does not name two projects"),
        (("--fund-year", "27=300k"), 2, "not of the form 2027=300k"),
        (("--fund-year", "2027=300.000"), 2, "could be read in two ways"),
        (("--rate", "dollar=1"), 2, "not of the form USD=0.92"),
        (("--rate", "USD=nan"), 2, "cannot read"),
        (("--sureness", "P90", "--budget", "1M"), 2, "neither P50 nor P80"),
        (("--must", "churn", "--budget", "1k"), 1, "must be funded, and needs"),
        (("--needs", "churn=demand", "--needs", "demand=churn", "--budget", "1M"), 1, "in a circle"),
    ],
)
def test_wishes_that_cannot_be_taken_are_explained(
    mlscope: Mlscope, sample_file: Callable[[str], Path], words: tuple[str, ...], code: int, why: str
) -> None:
    said = mlscope("compare", sample_file("churn"), sample_file("demand"), *words)
    assert (said.code, why in said.err) == (code, True)


def test_a_rate_makes_candidates_of_two_currencies_comparable(
    mlscope: Mlscope, sample_file: Callable[[str], Path], samples: dict[str, Project], tmp_path: Path
) -> None:
    dollars = tmp_path / "dollars.yaml"
    files.save(samples["demand"].model_copy(update={"currency": "USD"}), dollars)
    refused = mlscope("compare", sample_file("churn"), dollars)
    assert (refused.code, "say what one USD is worth in EUR" in refused.err) == (1, True)
    words = ("compare", sample_file("churn"), dollars, "--rate", "USD=0.5", "--format", "json")
    plain, own = mlscope(*words).plain, mlscope("roi", dollars, "--format", "json").plain
    assert plain["currency"] == "EUR"
    (row,) = (one for one in plain["ranking"] if one["id"] == own["project"]["id"])
    assert row["score"] == pytest.approx(own["incremental"]["mean"] / 2)


def test_a_store_is_compared_in_place_of_files(
    mlscope: Mlscope, sample_file: Callable[[str], Path], tmp_path: Path
) -> None:
    store = tmp_path / "team.duckdb"
    for name in ("churn", "demand"):
        assert mlscope("import", sample_file(name), "--store", store).code == 0
    plain = mlscope("compare", "--store", store, "--format", "json").plain
    assert len(plain["ranking"]) == 2
    assert mlscope("compare", sample_file("churn"), "--store", store).code == 2
    assert mlscope("compare").code == 2


def test_knowing_is_valued_for_the_choice(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    words = ("compare", sample_file("churn"), sample_file("demand"), "--budget", "900k", "--knowing")
    found = mlscope(*words, "--format", "json").plain["information"]
    assert found["evpi"] > 0
    values = [one["value"] for one in found["evppi"]]
    assert values == sorted(values, reverse=True)
    assert 0 < values[0] <= found["evpi"]


def test_criteria_are_weighed_by_comparing_them(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    words = ("compare", sample_file("churn"), sample_file("demand"), "--pairs")
    plain = mlscope(*words, "value:data=1/3,value:time=1/5,data:time=1/2", "--format", "json").plain
    assert (plain["view"], plain["pairwise"]["agrees"]) == ("weights", True)
    assert plain["pairwise"]["weights"]["time"] == pytest.approx(plain["weights"]["time"])
    assert plain["weights"]["time"] > 0.5
    assert plain["money_criteria"] == ["value", "chance", "risk"]
    doubtful = mlscope(*words, "value:data=9,value:time=1/5,data:time=5")
    assert "The comparisons contradict one another: their consistency ratio is" in doubtful.out
    refused = mlscope(*words, "value:data=3,value:time=2")
    assert (refused.code, "say data to time too" in refused.err) == (1, True)
    assert mlscope(*words, "value:data=3", "--weights", "value=1").code == 2


def test_scores_take_the_record_and_what_is_typed(
    mlscope: Mlscope, sample_file: Callable[[str], Path]
) -> None:
    words = ("compare", sample_file("churn"), sample_file("demand"), "--rank-by", "rice")
    asked = mlscope(*words)
    assert asked.out.count("give its impact on each (0.25 to 3)") == 2
    given = ("--score", "churn:impact=2", "--score", "demand:impact=0.5,effort=6")
    plain = mlscope(*words, *given, "--format", "json").plain
    assert plain["view"] == "rice"
    for row in plain["ranking"]:
        figures = {name: figure["value"] for name, figure in plain["figures"][row["id"]].items()}
        whole = figures["reach"] * figures["impact"] * figures["confidence"] / figures["effort"]
        assert row["score"] == pytest.approx(whole)
    assert {figure["source"] for figure in plain["figures"]["sample-demand"].values()} > {"typed"}
    refused = mlscope(*words, "--score", "churn:effort=0")
    assert (refused.code, "effort cannot be zero" in refused.err) == (1, True)


def test_files_of_one_id_stay_apart_by_their_names(
    mlscope: Mlscope, sample_file: Callable[[str], Path], tmp_path: Path
) -> None:
    first = sample_file("churn")
    second, third = tmp_path / "variant.yaml", tmp_path / "deep" / "variant.json"
    third.parent.mkdir()
    files.save(files.load(first), second)
    files.save(files.load(first), third)
    plain = mlscope("compare", first, second, third, "--format", "json").plain
    assert set(plain["probability_first"]) == {"churn", "variant", "variant-2"}


def test_an_unknown_criterion_is_refused(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    said = mlscope("compare", sample_file("churn"), "--weights", "valeu=1")
    assert said.code == 1
    assert "did you mean 'value'?" in said.err


@pytest.mark.parametrize("typed", ["300k", "300,000", "EUR 300k", "300 000 €", "0.3M", "300000"])
def test_a_budget_is_read_as_in_the_app(
    mlscope: Mlscope, sample_file: Callable[[str], Path], typed: str
) -> None:
    said = mlscope("compare", sample_file("churn"), "--budget", typed, "--format", "json")
    assert said.plain["portfolio"]["budget"] == 300_000


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ("300.000", 2, "'300.000' could be read in two ways; write 300000, or 300"),
        ("a lot", 2, "cannot read 'a lot' as a number"),
        ("300k USD", 1, "--budget: this project counts in EUR; found USD"),
        ("30 %", 1, "--budget: '30 %' is a share, not an amount of money"),
    ],
)
def test_a_budget_that_is_unclear_is_asked_back(
    mlscope: Mlscope, sample_file: Callable[[str], Path], typed: str, code: int, why: str
) -> None:
    said = mlscope("compare", sample_file("churn"), "--budget", typed)
    assert said.code == code
    assert why in said.err


def test_weights_and_points_are_read_alike(mlscope: Mlscope, sample_file: Callable[[str], Path]) -> None:
    assert mlscope("roi", sample_file("churn"), "--points", "1k", "--format", "json").plain["points"] == 1_024
    unclear = mlscope("compare", sample_file("churn"), "--weights", "value=1.500")
    assert (unclear.code, "write 1500, or 1.5" in unclear.err) == (2, True)


def test_at_most_so_many_of_a_tag_are_funded(
    mlscope: Mlscope, samples: dict[str, Project], tmp_path: Path
) -> None:
    paths = []
    for name in ("churn", "demand"):
        paths.append(tmp_path / f"{name}.yaml")
        files.save(samples[name].model_copy(update={"tags": ["Sales"]}), paths[-1])
    ask = ("compare", *paths, "--budget", "9M")
    for typed in ("1=tag:sales", "tag:sales=1"):
        found = mlscope(*ask, "--at-most", typed, "--format", "json").plain["portfolio"]
        assert len(found["selected"]) == 1
        assert list(found["reasons"].values()) == ["at most 1 of those tagged “sales”, and others bring more"]
    nobody = mlscope(*ask, "--at-most", "1=tag:fraud")
    assert (nobody.code, "has the tag “fraud”; their tags are Sales" in nobody.err) == (1, True)
    assert nobody.err.count("\n") == 1


def test_scenarios_are_saved_in_the_store_and_set_side_by_side(
    mlscope: Mlscope, sample_file: Callable[[str], Path], tmp_path: Path
) -> None:
    store = tmp_path / "team.duckdb"
    for name in ("churn", "demand"):
        assert mlscope("import", sample_file(name), "--store", store).code == 0
    ask = ("compare", "--store", store)
    lean = mlscope(*ask, "--budget", "600k", "--save", "Lean", "--format", "json").plain
    people = ("--capacity", "Data scientist:Q1 2027=1", "--at-most", "1=sample-churn,sample-demand")
    assert mlscope(*ask, "--budget", "5M", *people, "--save", "Short of people").code == 0
    again = mlscope(*ask, "--scenario", "Lean", "--format", "json").plain
    assert again["portfolio"] == lean["portfolio"]
    both = ("--scenario", "Lean", "--scenario", "Short of people")
    beside = dict(mlscope(*ask, *both, "--format", "json").plain["beside"])
    assert beside["Data scientist in 2027-Q1"] == ["no limit", "1 person-day"]
    held = [text.count("at most 1 of ") for text in beside["What has to hold"]]
    assert (beside["What has to hold"][0], held) == ("nothing more", [0, 1])
    assert "person-days too many of Data scientist in 2027-Q1" in mlscope(*ask, *both).out
    refused = mlscope(*ask, "--scenario", "Leen")
    assert (refused.code, "no scenario 'Leen'; did you mean 'Lean'" in refused.err) == (1, True)
    assert mlscope(*ask, "--scenario", "Lean", "--budget", "1M").code == 2
    assert mlscope("compare", sample_file("churn"), "--budget", "1M", "--save", "Lean").code == 2
