"""Every table row, checklist item and passage of the sources is carried by an entry or a question that
exists.
"""

import pytest

from mlscope.catalogue import load
from tests.catalogue.coverage import HEADINGS, PAGE, carriers, coverage, page

CARRIED = {row: carried for kind in HEADINGS for row, carried in carriers(kind)}
GROUPS = [group for kind in HEADINGS for group in coverage()[kind]]

FIGURES = {
    "t_splits.small": ["60 %", "20 %"],
    "t_splits.medium": ["70 %", "15 %"],
    "t_splits.large": ["80 %", "10 %"],
    "t_phases.scoping": ["1 to 2 weeks"],
    "t_phases.data": ["2 to 4 weeks"],
    "t_phases.modelling": ["2 to 6 weeks"],
    "t_phases.deployment": ["1 to 3 weeks"],
    "t_sprint_plan.sprint_0": ["1 week"],
    "t_cost_optimisation.spot": ["70 to 90 %"],
    "t_cost_optimisation.auto_scaling": ["30 to 50 %"],
    "t_cost_optimisation.model_optimization": ["20 to 80 %"],
    "t_cost_optimisation.mixed_precision": ["30 to 50 %"],
    "t_monitored_metrics.performance": ["5 %"],
    "t_monitored_metrics.latency": ["100 ms"],
    "t_monitored_metrics.data_quality": ["10 %"],
    "t_serving_targets.latency": ["100 ms"],
    "t_serving_targets.resource_usage": ["80 %"],
    "t_serving_targets.error_rate": ["0.1 %"],
    "t_model_optimisation.quantization": ["2 to 4 times"],
    "t_model_optimisation.pruning": ["2 to 10 times"],
    "t_model_optimisation.distillation": ["3 to 10 times"],
    "t_risks.data_quality": ["high"],
    "t_risks.integration": ["medium"],
    "p_canary.subset": ["5 to 10 %"],
    "p_collection.start_small": ["two to seven days"],
    "p_collection.scale": ["ten times"],
    "p_drift_detection.ks_test": ["0.05"],
    "p_drift_detection.psi": ["0.1"],
    "p_iteration.quick": ["two to four weeks"],
    "p_lessons.five_weeks": ["five weeks"],
    "p_week_habits.plan": ["ten to twelve weeks"],
}


def exists(carrier: str) -> bool:
    topic, slash, entry = carrier.partition("/")
    return load().entry(topic, entry) is not None if slash else carrier in load().questions


@pytest.mark.parametrize("group", GROUPS)
def test_each_fact_is_carried_by_something_that_exists(group: str) -> None:
    rows = {row: carried for row, carried in CARRIED.items() if row.startswith(f"{group}.")}
    assert rows
    assert {
        row: carried for row, carried in rows.items() if not carried or not all(map(exists, carried))
    } == {}


def test_the_sources_hold_73_tables_with_299_rows_and_32_checklist_items() -> None:
    assert len(coverage()["tables"]) == 73
    assert len(list(carriers("tables"))) == 299
    assert len(list(carriers("checklists"))) == 32


def test_passages_are_kept_beside_the_tables() -> None:
    assert len(list(carriers("passages"))) > 250


@pytest.mark.parametrize(("row", "figures"), FIGURES.items(), ids=FIGURES)
def test_figures_of_the_sources_stand_in_the_entries_that_carry_them(row: str, figures: list[str]) -> None:
    entries = [load().entry(*carrier.split("/")) for carrier in CARRIED[row]]
    words = " ".join(entry.model_dump_json() for entry in entries if entry).casefold()
    assert [figure for figure in figures if figure not in words] == []


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.catalogue.coverage"
