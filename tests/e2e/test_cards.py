"""Rows of a table on a phone: cards with a form, of which nothing typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mlscope import catalogue
from mlscope.project import Project
from mlscope.store import Author, open_store
from tests.e2e.hand import Hand
from tests.e2e.harness import Server

CONTENT = catalogue.load()
COSTS = CONTENT.questions["value.costs"]
ROWS = [{"id": "build", "name": "Build", "amount": "40k to 90k", "when": "once"}]


@pytest.fixture
def project(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "store.duckdb"))
    made = store.create(Project(name="Cards", value={"costs": ROWS}), Author("Before"))
    store.close()
    return made


def test_a_row_is_added_and_one_edited_on_a_phone(
    page: Page, project: str, server: Server, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/value?project={project}&scope=full")
    hand = Hand(page)
    hand.at(CONTENT.step("value").title)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit as a table").first).not_to_be_visible()
    page.locator(".st-key-ask_value_costs_build").get_by_role("button", name="Edit").click()
    hand.settle()
    expect(hand.field(COSTS.columns[0].label)).to_be_focused()
    hand.field("Amount").fill("50k to 80k")
    hand.press("Done")
    expect(page.locator(".st-key-ask_value_costs_build")).to_contain_text("50,000 to 80,000")
    page.locator(".st-key-add-value-costs button").click()
    hand.settle()
    expect(hand.field(COSTS.columns[0].label)).to_be_focused()
    hand.type(COSTS.columns[0].label, "Hosting")
    hand.field("Amount").fill("50 a month")
    page.reload()
    hand.at(CONTENT.step("value").title)
    page.wait_for_function("!Object.values(localStorage).some(kept => kept.includes('50 a month'))")
    expect(page.get_by_test_id("stMain")).to_contain_text("Hosting")
    assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")
    server.stop()
    store = open_store(str(tmp_path / "store.duckdb"))
    costs = store.load(project).project.value.costs or []
    store.close()
    assert [(row.id, row.name) for row in costs] == [("build", "Build"), (costs[1].id, "Hosting")]
    first, second = costs[0].amount, costs[1].amount
    assert first is not None
    assert first.model_dump() == {"kind": "range", "low": 50_000, "high": 80_000}
    assert second is not None
    assert (second.model_dump()["value"], costs[1].when) == (600, "yearly")
