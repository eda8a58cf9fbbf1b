"""What is typed is not lost, whatever the hand does next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mlscope import catalogue
from mlscope.project import Project
from mlscope.store import Author, LogRow, open_store
from tests.e2e.conftest import PATIENCE
from tests.e2e.hand import Hand
from tests.e2e.harness import Server

QUESTIONS = catalogue.load().questions
TITLE = catalogue.load().step("problem").title
STATEMENT, OUTCOME = QUESTIONS["problem.statement"].label, QUESTIONS["problem.outcome"].label
GIVEN = {"statement": "Given before", "outcome": "Given before", "need": "untested"}


@pytest.fixture
def project(tmp_path: Path) -> str:
    """A project in the store, put there before the server owns it."""
    store = open_store(str(tmp_path / "store.duckdb"))
    made = store.create(Project(name="Typing", problem=GIVEN), Author("Before"))
    store.close()
    return made


@pytest.fixture
def running(project: str, tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "server.log", "--store", str(tmp_path / "store.duckdb")) as server:
        yield server


def opened(page: Page, server: Server, project: str) -> Hand:
    hand = Hand(page)
    page.goto(f"{server.url}/problem?project={project}&scope=full")
    hand.at(TITLE)
    page.wait_for_function("window.mlscopeOutbox !== undefined")
    return hand


def written(server: Server, project: str, tmp_path: Path) -> list[LogRow]:
    """What was logged since the project was made."""
    server.stop()
    store = open_store(str(tmp_path / "store.duckdb"))
    rows = [row for row in store.history(project) if row.author != "Before"]
    store.close()
    return rows


WATCH = """() => {
  window.sent = {};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    window.sent[new TextDecoder().decode(message)] = performance.now();
    return send.call(this, message);
  };
  const app = document.querySelector('[data-testid=stApp]');
  new MutationObserver(() => {
    if (app.dataset.testScriptState === 'notRunning') window.rested = performance.now();
  }).observe(app, {attributeFilter: ['data-test-script-state']});
}"""
"""A run may be over within two looks at the page, so what is sent and when the app comes to rest is noted as
it happens.
"""
HEARD = (
    "words => Object.entries(window.sent).some(([message, at]) => message.includes(words) && window.rested"
    " > at)"
)


def rest_until_heard(hand: Hand, words: str) -> None:
    """Pause as a thinking person does: the app takes the words in, and comes to rest."""
    hand.page.wait_for_function(HEARD, arg=words)
    hand.settle()


@pytest.mark.parametrize("label", [STATEMENT, OUTCOME], ids=["text area", "text input"])
def test_a_tap_on_a_link_right_after_typing_loses_nothing_and_writes_nothing_else(
    browser: Browser, running: Server, project: str, tmp_path: Path, label: str
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        hand = opened(page, running, project)
        hand.field(label).fill("Typed, then tapped")
        hand.link("Guide").tap()
        hand.at("Guide")
        again = opened(context.new_page(), running, project)
        expect(again.field(label)).to_have_value("Typed, then tapped")
    [row] = written(running, project, tmp_path)
    assert row.key == ("problem.statement" if label == STATEMENT else "problem.outcome")
    assert (row.old.value, row.new.value) == ("Given before", "Typed, then tapped")


def test_typing_with_pauses_stays_as_typed_and_survives_a_closed_tab_as_one_row(
    page: Page, running: Server, project: str, tmp_path: Path
) -> None:
    hand = opened(page, running, project)
    field = hand.field(STATEMENT)
    field.click()
    page.keyboard.press("Control+A")
    page.evaluate(WATCH)
    for words in ("Machines stop ", "when parts ", "run out."):
        page.keyboard.type(words)
        rest_until_heard(hand, words.strip())
    expect(field).to_have_value("Machines stop when parts run out.")
    page.close()
    rows = written(running, project, tmp_path)
    assert [(row.key, row.new.value) for row in rows] == [
        ("problem.statement", "Machines stop when parts run out.")
    ]


def test_after_a_killed_server_every_saved_answer_stands_and_the_open_page_goes_on(
    page: Page, running: Server, project: str, tmp_path: Path
) -> None:
    hand = opened(page, running, project)
    hand.type(OUTCOME, "Saved before the cut")
    expect(page.get_by_text("· saved ")).to_be_visible()
    running.kill()
    running.start()
    page.reload()
    hand.at(TITLE)
    expect(hand.field(OUTCOME)).to_have_value("Saved before the cut")
    hand.type(STATEMENT, "Typed after the cut")
    expect(page.get_by_text("· saved ")).to_be_visible()
    rows = {row.key: row.new.value for row in written(running, project, tmp_path)}
    assert rows == {"problem.outcome": "Saved before the cut", "problem.statement": "Typed after the cut"}


def test_two_tabs_see_both_values_of_one_answer_and_choose(
    browser: Browser, running: Server, project: str, tmp_path: Path
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        first, second = (opened(context.new_page(), running, project) for _ in range(2))
        first.type(OUTCOME, "From the first tab")
        second.type(OUTCOME, "From the second tab")
        main = second.page.get_by_test_id("stMain")
        expect(main.get_by_text("From the first tab")).to_be_visible()
        second.press("Keep mine")
        expect(main.get_by_text("From the first tab")).not_to_be_visible()
        first.page.reload()
        first.at(TITLE)
        expect(first.field(OUTCOME)).to_have_value("From the second tab")
    values = {row.new.value for row in written(running, project, tmp_path) if row.key == "problem.outcome"}
    assert {"From the first tab", "From the second tab"} <= values


def test_a_page_that_the_browser_failed_to_draw_is_loaded_again(
    page: Page, running: Server, project: str
) -> None:
    hand = opened(page, running, project)
    hand.type(STATEMENT, "Typed before the fault")
    page.evaluate("document.getElementById('root').replaceChildren()")
    hand.at(TITLE)
    expect(hand.field(STATEMENT)).to_have_value("Typed before the fault")
