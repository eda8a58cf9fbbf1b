"""The whole way of a stakeholder without a mouse, on a wide screen and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from mlscope import catalogue, interview
from mlscope.project import Project
from mlscope.store import Author, open_store
from tests.e2e import walk
from tests.e2e.harness import Server
from tests.e2e.keys import Keys

CONTENT = catalogue.load()
TITLES = {step.id: step.title for step in CONTENT.steps}
NAME = "By keyboard"
KEYSTROKES = 250
"""What a whole interview takes at most."""
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def label(question_id: str) -> str:
    return CONTENT.questions[question_id].label


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_from_a_name_to_the_document_and_the_comparison(
    page: Page, server: Server, size: ViewportSize, tmp_path: Path
) -> None:
    page.set_viewport_size(size)
    page.goto(server.url)
    keys = Keys(page)
    walk.start(keys)
    questions, keystrokes = walk.interview(keys)
    assert questions <= interview.MOST
    assert keystrokes <= KEYSTROKES
    assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")
    walk.scope(keys)
    keys.at(walk.CONCLUSION)
    keys.go("Return")
    keys.at("Does it pay back?")
    keys.go("Document")
    keys.at("The document")
    assert walk.STATEMENT.replace("&", r"\&") in keys.download("Markdown", tmp_path).read_text(
        encoding="utf-8"
    )
    keys.go("Compare")
    keys.at("Which one first?")
    expect(page.get_by_test_id("stMain").get_by_text(walk.NAME).first).to_be_visible()


def test_a_dialog_gives_the_keyboard_back_and_a_row_is_written_and_undone(
    page: Page, project: str, server: Server
) -> None:
    page.goto(f"{server.url}/problem?project={project}&scope=full")
    keys = Keys(page)
    keys.at(TITLES["problem"])
    keys.choose("Depth", "Full")
    menu = page.get_by_test_id("stMain").get_by_role("button", name=f"More on {label('problem.objectives')}")
    add_row(keys, label("problem.objectives"), "Fewer customers lost")
    dialog = open_dialog(keys, menu, "History")
    keys.reach(dialog.get_by_role("button", name="Undo"))
    keys.strike("Enter")
    expect(page.locator("canvas td").filter(has_text="Fewer customers lost")).not_to_be_attached()
    dialog = open_dialog(keys, menu, "Don't know yet")
    keys.strike("Escape")
    expect(dialog).not_to_be_visible()
    expect(menu).to_be_focused()


def open_dialog(keys: Keys, menu: Locator, action: str) -> Locator:
    """A dialog from the menu of a question."""
    dialog = keys.page.get_by_role("dialog")
    keys.reach(menu, key="Shift+Tab")  # it stands before the table
    keys.page.keyboard.press("Enter")
    keys.reach(keys.page.get_by_role("menuitem", name=action), key="ArrowDown")
    keys.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    keys.settle()
    return dialog


def add_row(keys: Keys, table: str, text: str) -> None:
    """Write into the first cell of a new row."""
    page = keys.page
    keys.reach(page.locator(".st-key-as_table-problem-objectives button"))
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=f"Add row: {table}")
    grid = page.get_by_test_id("stDataFrame").filter(has=button)
    keys.reach(button)
    before = grid.locator("canvas tr").count()
    page.keyboard.press("Enter")
    expect(grid.locator("canvas tr")).not_to_have_count(before)
    keys.reach(grid.get_by_test_id("data-grid-canvas"))
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type(text, delay=50)  # as a hand types: the grid drops what comes faster than it draws
    keys.strike("Enter")
    expect(grid.locator("canvas td").filter(has_text=text)).to_be_attached()


@pytest.fixture
def project(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "store.duckdb"))
    made = store.create(Project(name=NAME), Author("Before"))
    store.close()
    return made


def test_on_a_phone_the_sidebar_opens_leads_on_and_closes_and_next_begins_at_the_top(
    page: Page, project: str, server: Server
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/problem?project={project}&scope=full")
    keys = Keys(page)
    keys.at(TITLES["problem"])
    keys.type(label("problem.outcome"), "Cancelled within 90 days")
    keys.reach(page.get_by_test_id("stMain").get_by_role("button", name="Next: People"))
    keys.strike("Enter")
    keys.at(TITLES["people"])
    page.wait_for_function("document.querySelector('main').scrollTop === 0")
    for name, title in {"Document": "The document", "Guide": "Guide"}.items():
        keys.go(name)
        keys.at(title)
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")
