"""Charts carry their message in the title, say it in words, and look the same in app and document."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import altair
import pytest

from mlscope import charts, compare
from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.charts import DARK, FONT_FOLDER, LIGHT, Figure
from mlscope.results import BreakEven, Candidate, Level, Measure, Ranked, Swing
from mlscope.templates import samples as load_samples
from mlscope.words import chance_words
from tests.document.made import silent

BREAK_EVEN = BreakEven(
    form="sorting",
    measures=(Measure("precision", "share", "at_least", 0.6, Level(0.4, "ok")),),
    curve=((0.1, 0.8), (0.5, 0.5), (1.0, 0.4)),
)


@pytest.fixture(scope="module")
def churn(catalogue: Catalogue) -> Appraisal:
    return appraise(load_samples(catalogue)["churn"], catalogue, points=1024)


def candidate(appraisal: Appraisal) -> Candidate:
    return Candidate("c", "Churn", appraisal.assessment, appraisal.money, appraisal.schedule)


FIGURES: dict[str, Callable[[Appraisal], Figure | None]] = {
    "npv_distribution": lambda a: charts.npv_distribution(a.money),
    "cash_flow": lambda a: charts.cash_flow(a.money),
    "tornado": lambda a: charts.tornado(a.money),
    "information_value": lambda a: charts.information_value(a.money),
    "break_even": lambda a: (
        charts.break_even(BREAK_EVEN, 0.6, 0.7)
        if a.money.known
        else charts.break_even(replace(BREAK_EVEN, curve=()))
    ),
    "dimensions": lambda a: charts.dimensions(a.assessment),
    "gantt": lambda a: charts.gantt(a.schedule),
    "finish_dates": lambda a: charts.finish_dates(a.schedule),
    "value_against_feasibility": lambda a: charts.value_against_feasibility(
        compare.value_against_feasibility([candidate(a)])
    ),
}


def rows_of(figure: Figure) -> list[dict[str, Any]]:
    """The rows that a figure shows, in all its layers."""
    spec = figure.spec()
    parts = [part["data"] for part in (spec, *spec["layer"]) if "data" in part]
    return [row for part in parts for row in part["values"]]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_valid_drawn_and_described(name: str, churn: Appraisal) -> None:
    figure = FIGURES[name](churn)
    assert figure is not None
    altair.LayerChart.from_dict(figure.spec(width=640))
    drawn = charts.svg(figure)
    assert drawn.startswith("<svg")
    assert "NaN" not in drawn
    assert len(figure.title) < 120
    assert figure.alt.endswith(".")


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_known_draws_nothing(name: str, blank: object, catalogue: Catalogue) -> None:
    assert FIGURES[name](silent(blank)) is None  # type: ignore[arg-type]


def test_amounts_of_several_currencies_share_no_axis(churn: Appraisal) -> None:
    rows = compare.value_against_feasibility([candidate(churn)])
    figure = charts.value_against_feasibility(rows)
    assert figure is not None
    assert "EUR)" in json.dumps(figure.spec())
    assert charts.value_against_feasibility([*rows, rows[0] | {"currency": "JPY"}]) is None


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_holds_no_colour_of_its_own(name: str, churn: Appraisal) -> None:
    figure = FIGURES[name](churn)
    assert figure is not None
    light, dark = figure.spec(), figure.spec(dark=True)
    assert light.pop("config") != dark.pop("config")
    assert light == dark
    assert not re.search("#[0-9a-fA-F]{6}", json.dumps(light))


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_uses_the_palette_and_the_shipped_font_alone(name: str, churn: Appraisal) -> None:
    figure = FIGURES[name](churn)
    assert figure is not None
    drawn = charts.svg(figure)
    assert set(re.findall("#[0-9a-f]{6}", drawn)) <= set(LIGHT.values())
    assert set(re.findall('font-family="([^"]*)"', drawn)) == {"'Source Sans 3', 'Source Sans', sans-serif"}


def spots(count: int) -> list[dict[str, Any]]:
    """Made-up candidates for the map, some of them close to each other."""
    return [
        {"id": f"c{n}", "name": f"A candidate with a name {n}", "currency": "EUR"}
        | {"value_low": 100.0 * n, "value_mid": 100.0 * n + 50, "value_high": 100.0 * n + 90}
        | {"feasibility_low": 90.0 - 20 * (n % 2), "feasibility_high": 96.0 - 20 * (n % 2)}
        for n in range(count)
    ]


def texts_of(figure: Figure) -> list[str]:
    """The words that are written into a chart."""
    layers = [part for part in figure.spec()["layer"] if part["mark"].get("style") in ("strong", "number")]
    return [row.get("place", row["name"]) for part in layers for row in part["data"]["values"]]


@pytest.mark.parametrize(("count", "written"), [(3, "name"), (6, "name"), (7, "number"), (15, "number")])
def test_few_candidates_of_the_map_have_names_and_more_have_numbers(count: int, written: str) -> None:
    figure = charts.value_against_feasibility(spots(count), ("c1",))
    assert figure is not None
    texts = texts_of(figure)
    assert (len(texts), all(text.isdigit() for text in texts)) == (count, written == "number")
    assert (f"; {count} A candidate with a name 0." in figure.note) == (written == "number")


def test_candidates_that_are_worth_most_alike_are_not_told_as_one() -> None:
    rows = [row | {"value_mid": 40.0} for row in spots(3)]
    figure = charts.value_against_feasibility(rows, ("c0",))
    assert figure is not None
    assert figure.title.startswith("3 are worth most alike, as expected")


@pytest.mark.parametrize("count", [15, 16, 301])
def test_points_of_the_map_can_be_clicked_and_tell_their_candidate(count: int) -> None:
    figure = charts.value_against_feasibility(spots(count), ("c1", "c2"))
    assert figure is not None
    spec = figure.spec()
    names = {param["name"] for param in spec["params"]}
    assert all(param["select"]["fields"] == ["id"] for param in spec["params"])
    assert names
    dots = [part for part in spec["layer"] if part["mark"].get("cursor") == "pointer"]
    assert len(dots) == len(names)
    ids = {row["id"] for part in dots for row in part["data"]["values"]}
    assert len(ids) == (2 if count > 300 else count)


def test_names_on_the_map_cover_no_other() -> None:
    rows = spots(40)
    figure = charts.value_against_feasibility(rows, tuple(row["id"] for row in rows))
    assert figure is not None
    assert 5 < len(texts_of(figure)) < 40


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("palette", "paper"), [(LIGHT, "#ffffff"), (DARK, "#121917")])
def test_words_are_readable_and_sides_stay_apart_in_grey(palette: dict[str, str], paper: str) -> None:
    assert contrast(palette["ink"], paper) >= 7
    assert contrast(palette["muted"], paper) >= 4.5
    assert contrast(palette["accent"], paper) >= 3
    assert contrast(palette["loss"], paper) >= 3
    assert contrast(palette["accent"], palette["soft"]) >= 2


def test_the_title_of_a_tornado_names_what_decides(churn: Appraisal) -> None:
    swings = (Swing("a", "Adoption", -100.0, 900.0), Swing("b", "Cost", 100.0, 300.0))
    figure = charts.tornado(replace(churn.money, tornado=swings))
    assert figure is not None
    assert figure.title == "What decides the outcome: Adoption"
    even = charts.tornado(
        replace(churn.money, tornado=(swings[0], replace(swings[0], input="c", label="Gain")))
    )
    assert even is not None
    assert even.title == "What moves the outcome most: Adoption, and Gain"


def test_the_title_of_a_break_even_curve_compares_the_target() -> None:
    above, below = charts.break_even(BREAK_EVEN, 0.6, 0.7), charts.break_even(BREAK_EVEN, 0.3, 0.7)
    assert above is not None
    assert below is not None
    assert above.title == "The target precision of 60 % is above break-even at 40 %"
    assert below.title == "The target precision of 30 % is below break-even at 40 %"


def test_a_figure_is_built_once_per_content_and_again_for_another(churn: Appraisal) -> None:
    first = charts.tornado(churn.money)
    assert first is not None
    assert charts.tornado(replace(churn.money)) is first
    assert charts.tornado(replace(churn.money, currency="JPY")) is not first


def test_dark_leaves_the_light_one_as_it_was(churn: Appraisal) -> None:
    figure = charts.cash_flow(churn.money)
    assert figure is not None
    light = json.dumps(figure.spec())
    figure.spec(dark=True)
    assert json.dumps(figure.spec()) == light
    assert figure.spec(dark=True)["config"] != figure.spec()["config"]


def test_bars_with_the_same_name_stay_apart(churn: Appraisal) -> None:
    tasks = tuple(replace(task, name="x" * 60) for task in churn.schedule.tasks)
    figure = charts.gantt(replace(churn.schedule, tasks=tasks))
    assert figure is not None
    labels = {row["label"] for row in rows_of(figure) if "label" in row}
    assert len(labels) == len(tasks)
    assert all(len(label) < 50 for label in labels)


def test_the_finish_curve_passes_through_the_dates_of_the_plan(churn: Appraisal) -> None:
    figure = charts.finish_dates(churn.schedule)
    assert figure is not None
    rows = [row for row in rows_of(figure) if "chance" in row]
    curve = {dt.date.fromisoformat(row["date"]): row["chance"] for row in rows}
    for date, share in (
        (churn.schedule.finish_p50, 0.5),
        (churn.schedule.finish_p80, 0.8),
        (churn.schedule.finish_p95, 0.95),
    ):
        assert date is not None
        reached = max(chance for day, chance in curve.items() if day <= date)
        assert reached == pytest.approx(share, abs=0.06)


def test_simulated_chances_are_never_certain() -> None:
    assert chance_words(0.0) == "under 1 %"
    assert chance_words(1.0) == "over 99 %"
    assert chance_words(0.72) == "72 %"


def test_the_ranking_is_drawn_in_its_order_with_the_chance_of_being_first() -> None:
    rows = (
        Ranked("a", "Alpha", 60.0, 50.0, 70.0, 1e6, 0.3, True),
        Ranked("b", "Beta", 58.0, 40.0, 80.0, 2e6, 0.7, True),
    )
    empty = compare.compare([], view="weights")
    figure = charts.ranking(replace(empty, ranking=rows))
    assert figure is not None
    assert figure.title == "In the order of weighted score, with how often each comes first"
    assert [row["label"] for row in rows_of(figure)][:2] == ["Alpha", "Beta"]


def test_the_font_is_shipped_with_its_licence() -> None:
    files = {path.suffix: path for path in FONT_FOLDER.iterdir()}
    assert "SIL OPEN FONT LICENSE" in files[".md"].read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in FONT_FOLDER.iterdir()) < 2_000_000


@pytest.mark.parametrize("deadline", [dt.date(9999, 12, 31), dt.date(1, 1, 1)])
def test_a_deadline_thousands_of_years_away_is_named_and_not_drawn(
    churn: Appraisal, deadline: dt.date
) -> None:
    """Thousands of years marked by months took minutes; the dates of the plan would have been a dot."""
    far = replace(churn.schedule, deadline=deadline)
    for figure, dates in ((charts.finish_dates(far), "date"), (charts.gantt(far), "start")):
        assert figure is not None
        assert deadline.isoformat() not in json.dumps(figure.spec())
        assert f'"{dates}"' in json.dumps(figure.spec())
    assert f"{deadline.year}" in charts.finish_dates(far).title  # type: ignore[union-attr]


def test_a_plan_of_centuries_is_marked_by_a_few_years(churn: Appraisal) -> None:
    late = [replace(task, finish_p90=dt.date(9990, 1, 1)) for task in churn.schedule.tasks]
    figure = charts.gantt(replace(churn.schedule, tasks=tuple(late)))
    assert figure is not None
    assert '"month"' not in json.dumps(figure.spec())
    assert charts.svg(figure).startswith("<svg")
