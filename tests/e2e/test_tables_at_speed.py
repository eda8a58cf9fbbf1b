"""Twenty rows typed as fast as a hand can, alone and by two people: every cell of every row is in the
record.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mlscope import catalogue
from mlscope.project import Project
from mlscope.store import Author, open_store
from tests.e2e.conftest import PATIENCE
from tests.e2e.hand import Hand
from tests.e2e.harness import Server
from tests.e2e.test_typing import WATCH, rest_until_heard

TITLE = catalogue.load().step("value").title
COSTS = catalogue.load().questions["value.costs"].label
ROWS = 20


@pytest.fixture
def project(tmp_path: Path) -> str:
    """A project without costs, put into the store before the server owns it."""
    store = open_store(str(tmp_path / "store.duckdb"))
    made = store.create(Project(name="Costs", problem={"task": "classification"}), Author("Before"))
    store.close()
    return made


@pytest.fixture
def running(project: str, tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "server.log", "--store", str(tmp_path / "store.duckdb")) as server:
        yield server


def opened(page: Page, server: Server, project: str) -> Hand:
    hand = Hand(page)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/value?project={project}&scope=full")
    hand.at(TITLE)
    page.locator(".st-key-as_table-value-costs button").click()
    expect(page.get_by_role("region", name=COSTS)).to_be_visible()
    hand.settle()
    return hand


EMPTY_EDITOR = """() => {
  const field = document.activeElement;
  return Boolean(field.closest('#portal')) && field.value === '';
}"""


def open_row(hand: Hand) -> Locator:
    """Click the empty last row of the costs: its editor, as soon as it stands open."""
    grid = hand.page.get_by_role("region", name=COSTS)
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box
    hand.page.mouse.click(box["x"] + 80, box["y"] + box["height"] - 18)
    hand.page.wait_for_function(EMPTY_EDITOR)
    return hand.page.locator("#portal textarea:focus")


def add_row(hand: Hand, name: str) -> None:
    """Add a row to the costs and type its name."""
    editor = open_row(hand)
    editor.fill(name)
    expect(editor).to_have_value(name)
    editor.press("Enter")
    expect(hand.page.locator("#portal textarea")).to_have_count(0)


def names(server: Server, project: str, tmp_path: Path) -> list[str | None]:
    server.stop()
    store = open_store(str(tmp_path / "store.duckdb"))
    rows = store.load(project).project.value.costs or []
    store.close()
    return [row.name for row in rows]


def test_a_pause_in_a_cell_leaves_its_editor_open(page: Page, running: Server, project: str) -> None:
    hand = opened(page, running, project)
    editor = open_row(hand)
    page.clock.install()
    editor.press_sequentially("Thinking")
    page.clock.fast_forward("00:05")
    expect(editor).to_have_value("Thinking")
    editor.press_sequentially(" on")
    expect(editor).to_have_value("Thinking on")


def test_twenty_rows_typed_fast_are_all_there(
    page: Page, running: Server, project: str, tmp_path: Path
) -> None:
    hand = opened(page, running, project)
    page.evaluate(WATCH)
    for number in range(ROWS):
        add_row(hand, f"Row {number}")
    rest_until_heard(hand, f"Row {ROWS - 1}")
    assert names(running, project, tmp_path) == [f"Row {number}" for number in range(ROWS)]


def test_twenty_rows_typed_by_two_people_are_all_there(
    browser: Browser, running: Server, project: str, tmp_path: Path
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        hands = [opened(context.new_page(), running, project) for _ in range(2)]
        for hand in hands:
            hand.page.evaluate(WATCH)
        for number in range(ROWS // 2):
            for who, hand in enumerate(hands):
                hand.page.bring_to_front()
                add_row(hand, f"Row {number} of {who}")
        for who, hand in enumerate(hands):
            rest_until_heard(hand, f"Row {ROWS // 2 - 1} of {who}")
    wanted = {f"Row {number} of {who}" for number in range(ROWS // 2) for who in range(2)}
    kept = names(running, project, tmp_path)
    assert (len(kept), set(kept)) == (ROWS, wanted)
