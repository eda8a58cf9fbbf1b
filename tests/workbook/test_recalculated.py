"""What LibreOffice computes from the formulas is what the engine computes from the record, also after inputs
were changed.
"""

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from mlscope.document.workbook import applied, read_back, rows
from mlscope.document.workbook.rows import GROWTH, HIGH, KIND, LOW, MIDDLE, WHEN, YEAR
from mlscope.money import cashflow, evaluate
from mlscope.money import summary as summary_of
from mlscope.money.model import read
from mlscope.project import Project
from mlscope.results import Basis

from .conftest import LAUNCH, Edit, Recalculate, fill, made, opened, saved, summary
from .strategies import projects


def close(found: Any, expected: float | None, word: str, tolerance: float, scale: float = 0.0) -> bool:
    """The figure, or the word that stands for none."""
    if expected is None or isinstance(found, str):
        return bool(expected is None and found == word)
    return math.isclose(found or 0.0, expected, rel_tol=tolerance, abs_tol=max(scale * 1e-12, 1e-9))


def alternative_at_averages(project: Project) -> float:
    """What the workbook computes of the alternative: its net present value with every input at its mean."""
    sheet = read(project.effective(), Basis(LAUNCH))
    return float(cashflow.alternative_value(sheet.model, sheet.means)[0])


def differences(book: Workbook, project: Project, higher: bool = False) -> list[str]:
    """Figures of the summary that are not those of the engine."""
    money = evaluate(project, Basis(LAUNCH, higher), points=64)
    exact, shown = money.deterministic, summary(book)
    if exact is None:
        return [] if shown["Net present value (NPV)"][0] == 0 else ["there should be nothing"]
    moved = sum(map(abs, exact.benefits)) + sum(map(abs, exact.costs))
    expected = {
        "Net present value (NPV)": (exact.npv, "", 1e-9),
        "Costs, discounted, before tax": (exact.discounted_cost, "", 1e-9),
        "Return on cost (ROI), discounted": (exact.roi, "no cost", 1e-9),
        "Return on cost (ROI), simple": (exact.roi_simple, "no cost", 1e-9),
        "Internal rate of return (IRR)": (exact.irr, exact.irr_status, 1e-7),
        "Modified internal rate of return (MIRR)": (exact.mirr, "none", 1e-9),
        "Payback": (exact.payback, "never", 1e-9),
        "Discounted payback": (exact.discounted_payback, "never", 1e-9),
    }
    wrong = [
        f"{name}: {shown[name][0]!r}, not {figure!r} or {word!r}"
        for name, (figure, word, tolerance) in expected.items()
        if not close(shown[name][0], figure, word, tolerance, moved)
    ]
    alternative = alternative_at_averages(project)
    others = (alternative, exact.npv - alternative)
    npv = shown["Net present value (NPV)"]
    return wrong + [
        f"{npv[2:]}, not {others}"
        for found, one in zip(npv[2:], others, strict=True)
        if not close(found, one, "", 1e-9, moved)
    ]


def scaled(book: Workbook) -> None:
    """Every estimate rises by a fifth, and some of its kinds change."""
    for row in book["Inputs"].iter_rows(min_row=rows.FIRST_ROW + 1):
        if row[KIND].value and not row[rows.KEY].value.startswith(
            ("value.technical", "value.adoption", "value.pilot_pass")
        ):
            for column in (LOW, MIDDLE, HIGH):
                if isinstance(row[column].value, int | float):
                    row[column].value *= 1.2


def another_frame(book: Workbook) -> None:
    """Another horizon, rate, launch, tax, inflation, and a pilot."""
    changes = {
        "horizon_years": 9,
        "discount_rate": 0.045,
        "inflation": 0.021,
        "tax_rate": 0.3,
        "launch_month": 14.5,
        "decay_per_year": 0.4,
    }
    for name, value in changes.items():
        fill(book, f"value.{name}", {LOW: value})
    fill(book, "value.pilot", {LOW: "yes"})
    fill(
        book,
        "value.pilot_cost",
        {KIND: "90 % range", LOW: 10_000, MIDDLE: None, HIGH: 30_000, rows.LOWER: None},
    )
    fill(book, "value.pilot_pass", {KIND: "One number", LOW: 0.6, MIDDLE: None, HIGH: None})
    fill(book, "value.technical_success", {KIND: "P10 / P50 / P90", LOW: 0.5, MIDDLE: 0.9, HIGH: 0.99})
    fill(book, "approach.retraining_months", {LOW: None})


def two_years(book: Workbook) -> None:
    """A short horizon, counted by quarter, and single costs written off."""
    changes = {"horizon_years": 2, "tax_rate": 0.3, "write_off_years": 3, "launch_month": 4}
    for name, value in changes.items():
        fill(book, f"value.{name}", {LOW: value})


def other_kinds(book: Workbook) -> None:
    """Every estimate of a table becomes one of another kind, at other times; finance wants no discounting."""
    kinds = ["90 % range", "Lowest, likely, highest", "Anything between", "One number", "P10 / P50 / P90"]
    places = [
        row for row in book["Inputs"].iter_rows(min_row=rows.FIRST_ROW + 1) if "/" in str(row[rows.KEY].value)
    ]
    for number, row in enumerate(places):
        row[KIND].value = kinds[number % len(kinds)]
        row[LOW].value, row[MIDDLE].value, row[HIGH].value = 900.0, 40_000, 55_555.5
        row[rows.LOWER].value, row[rows.UPPER].value = None, 60_000 if number % 2 else None
        row[WHEN].value = ["Once", "Every year", None][number % 3]
        row[YEAR].value = [None, 0, 3][number % 3]
        row[GROWTH].value = [None, -0.2, 0.07][number % 3]
    fill(book, "value.discount_rate", {LOW: 0})


CHANGES: list[Edit] = [scaled, another_frame, two_years, other_kinds]


def edited(content: bytes, change: Edit) -> bytes:
    book = opened(content)
    change(book)
    return saved(book)


def test_every_formula_comes_to_what_stands_beside_it_and_every_change_to_what_the_engine_says(
    samples: dict[str, Project], recalculate: Recalculate
) -> None:
    cases = [(name, project, made(project)) for name, project in samples.items()]
    changed = [
        (name, project, edited(content, change))
        for (name, project, content), change in zip(cases, CHANGES, strict=True)
    ]
    computed = recalculate(
        [*(saved(opened(content)) for *_, content in cases), *(content for *_, content in changed)]
    )
    for (name, project, content), book in zip(cases, computed, strict=False):
        assert stale(content, book) == [], name
        assert differences(book, project) == [], name
    for (name, project, content), book in zip(changed, computed[len(cases) :], strict=True):
        reading = read_back(project, content)
        assert reading.problems == (), name
        assert reading.changes, name
        assert differences(book, applied(project, reading, "book.xlsx")) == [], name


def stale(content: bytes, computed: Workbook) -> list[str]:
    """Formulas whose stored value is not what they come to."""
    formulas, stored = opened(content), opened(content, values=True)
    found = []
    for sheet in formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            was, now = (book[sheet.title][cell.coordinate].value for book in (stored, computed))
            numbers = isinstance(was, int | float) and isinstance(now, int | float)
            if not (
                math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9) if numbers else (was or "") == (now or "")
            ):
                found.append(f"{sheet.title}!{cell.coordinate}: {was!r}, not {now!r}: {cell.value}")
    return found


@given(st.lists(projects(), min_size=5, max_size=5))
@settings(max_examples=1, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
def test_any_project_is_computed_alike(recalculate: Recalculate, many: list[Project]) -> None:
    books = recalculate([saved(opened(made(project))) for project in many])
    assert [
        found for book, project in zip(books, many, strict=True) if (found := differences(book, project))
    ] == []


def test_a_metric_of_which_more_is_better_counts_by_its_rise(recalculate: Recalculate) -> None:
    value = {
        "count_decisions": True,
        "cases_per_year": 1000,
        "error_cost": 3,
        "costs": [{"id": "c", "amount": 500}],
    }
    metrics = {"metric": "r2", "baseline": 0.4, "target": 0.7}
    project = Project.model_validate(
        {"name": "Made", "problem": {"task": "regression"}, "value": value, "metrics": metrics}
    )
    content = made(project, higher=True)
    assert summary(opened(content, values=True))["Net present value (NPV)"][0] > 0
    assert differences(opened(content, values=True), project, higher=True) == []


def test_a_risk_that_costs_lowers_the_tax_of_its_year_and_is_no_cost_before_launch() -> None:
    """By hand: 30 % of 1,000 expected today, at a tax of 25 % 225 less; what is spent before launch stays
    400.
    """
    plain = {
        "name": "Made",
        "value": {
            "benefits": [{"id": "b", "amount": 900}],
            "costs": [{"id": "c", "amount": 400, "when": "once"}],
            "discount_rate": 0,
            "tax_rate": 0.25,
        },
        "risks": {"risks": [{"id": "r", "name": "Rework", "probability": 0.3, "cost": 1000}]},
    }
    with_risk = Project.model_validate(plain)
    without = Project.model_validate(plain | {"risks": {}})
    money, calm = (evaluate(one, Basis(LAUNCH), points=64) for one in (with_risk, without))
    assert money.deterministic is not None
    assert calm.deterministic is not None
    assert calm.deterministic.npv - money.deterministic.npv == pytest.approx(225)
    assert summary_of.before_launch(money) == pytest.approx(400)
    assert differences(opened(made(with_risk), values=True), with_risk) == []
