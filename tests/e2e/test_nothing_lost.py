"""What is typed right before something else happens is kept, asked about, or said not to be saved."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from mlscope import catalogue
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, open_store
from tests.e2e.conftest import PATIENCE
from tests.e2e.hand import Hand
from tests.e2e.harness import Server

QUESTIONS, STEPS = catalogue.load().questions, {step.id: step for step in catalogue.load().steps}
STATEMENT, OUTCOME = QUESTIONS["problem.statement"].label, QUESTIONS["problem.outcome"].label
DEADLINE = QUESTIONS["plan.deadline"].label
GIVEN = {"statement": "Given before", "outcome": "Given before", "need": "untested"}
COLLEAGUE = Author("Colleague")
FIELDS = pytest.mark.parametrize("label", [STATEMENT, OUTCOME], ids=["text area", "text input"])


PROJECTS = 30
"""More than there are tests here, so that each has one of its own."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store lies."""
    return tmp_path_factory.mktemp("nothing_lost")


@pytest.fixture(scope="module")
def projects(folder: Path) -> list[str]:
    """Projects in the store, put there before the server owns it."""
    store = open_store(str(folder / "store.duckdb"))
    made = [store.create(Project(name="Typing", problem=GIVEN), Author("Before")) for _ in range(PROJECTS)]
    store.close()
    return made


@pytest.fixture(scope="module")
def served(projects: list[str], folder: Path) -> Iterator[Server]:
    with Server(folder / "server.log", "--store", str(folder / "store.duckdb")) as server:
        yield server


@pytest.fixture
def project(projects: list[str]) -> str:
    return projects.pop()


@pytest.fixture
def running(served: Server) -> Server:
    """The server, started again where the last test has left it stopped."""
    if served.ended:
        served.start()
    return served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile, whose tabs share what the browser keeps."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        yield context


def opened(page: Page, server: Server, project: str, step: str = "problem") -> Hand:
    hand = Hand(page)
    page.goto(f"{server.url}/{step}?project={project}&scope=full")
    ready(hand, step)
    return hand


def ready(hand: Hand, step: str = "problem") -> None:
    """Wait for the page, and for what keeps words in the browser, which arrives behind it."""
    hand.at(STEPS[step].title)
    hand.page.wait_for_function("window.mlscopeOutbox !== undefined")


def stored(server: Server, project: str, folder: Path) -> dict[str, object]:
    """What the store of the killed server holds."""
    server.kill()
    store = open_store(str(folder / "store.duckdb"))
    values = {key: answer.value for key, answer in store.load(project).answers.items()}
    store.close()
    return values


def hears_nothing(server: Server) -> None:
    """From now on the server takes in nothing, as when it is busy or about to be cut off."""
    os.kill(server.pid, signal.SIGSTOP)


def taken_in(hand: Hand, words: str) -> None:
    """Wait until the browser lets go of these words, as it does once the server has acknowledged them."""
    hand.page.wait_for_function(
        "words => !Object.values(localStorage).some(kept => kept.includes(words))", arg=words
    )


def unsaved(hand: Hand) -> Locator:
    return hand.page.get_by_text("Not saved yet")


LEFT_BEHIND = """([project, question, words]) => {
  const entry = { text: words, bases: [], tab: sessionStorage.mlscopeTab, at: Date.now() };
  localStorage.setItem(`mlscope/typed/${project}/${question}`, JSON.stringify(entry));
}"""
"""The state in which words are left that the browser sent and no run of the app has heard."""


@FIELDS
def test_next_pressed_right_after_typing_goes_on_and_the_words_are_kept(
    context: BrowserContext, running: Server, project: str, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    for words in ("One", "Two", "Three"):
        hand.field(label).fill(words)
        hand.page.get_by_role("button", name="Next: People").click()
        hand.at(STEPS["people"].title)
        hand.page.get_by_role("button", name="Problem").click()
        hand.at(STEPS["problem"].title)
        expect(hand.field(label)).to_have_value(words)


@FIELDS
def test_words_typed_right_before_a_reload_are_there_again(
    context: BrowserContext, running: Server, project: str, folder: Path, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.field(label).fill("Typed, then reloaded")
    hand.page.reload()
    hand.at(STEPS["problem"].title)
    expect(hand.field(label)).to_have_value("Typed, then reloaded")
    expect(unsaved(hand)).not_to_be_visible()
    taken_in(hand, "Typed, then reloaded")
    assert "Typed, then reloaded" in stored(running, project, folder).values()


def test_a_date_typed_in_words_right_before_a_reload_is_there_again(
    context: BrowserContext, running: Server, project: str, folder: Path
) -> None:
    hand = opened(context.new_page(), running, project, "plan")
    hand.field(DEADLINE).fill("end of 2027")
    hand.page.reload()
    hand.at(STEPS["plan"].title)
    taken_in(hand, "end of 2027")
    expect(hand.field(DEADLINE)).to_have_value("2027-12-31")
    expect(unsaved(hand)).not_to_be_visible()
    assert "2027-12-31" in map(str, stored(running, project, folder).values())


@FIELDS
def test_words_typed_right_before_the_tab_closes_are_taken_in_by_the_next_one(
    context: BrowserContext, running: Server, project: str, folder: Path, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.page.clock.install()
    hand.field(label).fill("Typed, then closed")
    hand.page.close()
    again = opened(context.new_page(), running, project)
    again.page.clock.install()
    again.page.clock.fast_forward("00:10")
    again.page.reload()
    again.at(STEPS["problem"].title)
    expect(again.field(label)).to_have_value("Typed, then closed")
    expect(unsaved(again)).not_to_be_visible()
    taken_in(again, "Typed, then closed")
    assert "Typed, then closed" in stored(running, project, folder).values()


@FIELDS
def test_words_typed_right_before_going_back_in_the_app_are_kept(
    context: BrowserContext, running: Server, project: str, label: str
) -> None:
    hand = opened(context.new_page(), running, project, "people")
    hand.page.get_by_role("button", name="Problem").click()
    hand.at(STEPS["problem"].title)
    hand.field(label).fill("Typed, then went back")
    hand.page.go_back()
    taken_in(hand, "Typed, then went back")
    hand.at(STEPS["people"].title)
    hand.page.get_by_role("button", name="Problem").click()
    hand.at(STEPS["problem"].title)
    expect(hand.field(label)).to_have_value("Typed, then went back")


@FIELDS
def test_words_and_a_link_that_reach_a_busy_server_together_are_both_heard(
    context: BrowserContext, running: Server, project: str, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hears_nothing(running)
    hand.field(label).fill("Typed to a busy server")
    hand.go("Guide")
    os.kill(running.pid, signal.SIGCONT)
    hand.at("Guide")
    taken_in(hand, "Typed to a busy server")
    hand.go(STEPS["problem"].name)
    hand.at(STEPS["problem"].title)
    expect(hand.field(label)).to_have_value("Typed to a busy server")


def test_words_that_no_run_has_heard_are_handed_in_when_the_app_has_come_to_rest(
    context: BrowserContext, running: Server, project: str, folder: Path
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.page.evaluate(LEFT_BEHIND, [project, "people.leader", "Sent and not heard"])
    taken_in(hand, "Sent and not heard")
    expect(unsaved(hand)).not_to_be_visible()
    assert stored(running, project, folder)["people.leader"] == "Sent and not heard"


@FIELDS
def test_words_typed_while_the_server_is_gone_say_so_and_are_saved_when_it_is_back(
    context: BrowserContext, running: Server, project: str, folder: Path, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hears_nothing(running)
    hand.field(label).fill("Typed before the cut")
    running.kill()
    expect(unsaved(hand)).to_contain_text("no connection")
    running.start()
    expect(unsaved(hand)).not_to_be_visible()
    hand.settle()
    expect(hand.field(label)).to_have_value("Typed before the cut")
    taken_in(hand, "Typed before the cut")
    assert "Typed before the cut" in stored(running, project, folder).values()


def test_words_that_meet_a_colleagues_after_a_restart_are_asked_about(
    context: BrowserContext, running: Server, project: str, folder: Path
) -> None:
    hand = opened(context.new_page(), running, project)
    hears_nothing(running)
    hand.field(OUTCOME).fill("Typed before the cut")
    running.kill()
    store = open_store(str(folder / "store.duckdb"))
    was = store.load(project).answers["problem.outcome"]
    store.apply(project, [Change("problem.outcome", Answer(value="Theirs"), was)], COLLEAGUE)
    store.close()
    running.start()
    main = hand.page.get_by_test_id("stMain")
    expect(main.get_by_text("Both are kept; which should stand?")).to_be_visible()
    hand.press("Keep mine")
    expect(main.get_by_text("Both are kept; which should stand?")).not_to_be_visible()
    expect(hand.field(OUTCOME)).to_have_value("Typed before the cut")
    assert stored(running, project, folder)["problem.outcome"] == "Typed before the cut"


def test_leaving_with_words_that_are_not_saved_warns_and_with_all_saved_does_not(
    context: BrowserContext, running: Server, project: str
) -> None:
    hand = opened(context.new_page(), running, project)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    hand.page.on("dialog", answer)
    hand.type(OUTCOME, "Saved")
    expect(unsaved(hand)).not_to_be_visible()
    hand.page.reload()
    ready(hand)
    assert not asked
    hears_nothing(running)
    hand.field(OUTCOME).fill("Not saved")
    running.kill()
    expect(unsaved(hand)).to_be_visible()
    with hand.page.expect_event("dialog"):
        hand.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    running.start()
