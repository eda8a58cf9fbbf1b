"""What is typed right before something else happens is kept, asked about, or said not to be saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from mlscope import catalogue
from mlscope.project import Answer, Project
from mlscope.store import Author, Change, open_store
from tests.e2e.conftest import PATIENCE
from tests.e2e.hand import Hand
from tests.e2e.harness import Server

QUESTIONS, STEPS = catalogue.load().questions, {step.id: step for step in catalogue.load().steps}
STATEMENT, OUTCOME = QUESTIONS["problem.statement"].label, QUESTIONS["problem.outcome"].label
GIVEN = {"statement": "Given before", "outcome": "Given before", "need": "untested"}
COLLEAGUE = Author("Colleague")
FIELDS = pytest.mark.parametrize("label", [STATEMENT, OUTCOME], ids=["text area", "text input"])


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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile, whose tabs share what the browser keeps."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        yield context


def opened(page: Page, server: Server, project: str, step: str = "problem") -> Hand:
    hand = Hand(page)
    page.goto(f"{server.url}/{step}?project={project}&scope=full")
    hand.at(STEPS[step].title)
    page.wait_for_function("window.mlscopeOutbox !== undefined")
    return hand


def stored(server: Server, project: str, tmp_path: Path) -> dict[str, object]:
    """What the stopped server's store holds."""
    server.kill()
    store = open_store(str(tmp_path / "store.duckdb"))
    values = {key: answer.value for key, answer in store.load(project).answers.items()}
    store.close()
    server.start()
    return values


def taken_in(hand: Hand, words: str) -> None:
    """Wait until the browser lets go of these words, as it does once the server has acknowledged them."""
    hand.page.wait_for_function(
        "words => !Object.values(localStorage).some(kept => kept.includes(words))", arg=words
    )


def unsaved(hand: Hand):
    return hand.page.get_by_text("Not saved yet")


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
    context: BrowserContext, running: Server, project: str, tmp_path: Path, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.field(label).fill("Typed, then reloaded")
    hand.page.reload()
    hand.at(STEPS["problem"].title)
    expect(hand.field(label)).to_have_value("Typed, then reloaded")
    expect(unsaved(hand)).not_to_be_visible()
    taken_in(hand, "Typed, then reloaded")
    assert "Typed, then reloaded" in stored(running, project, tmp_path).values()


@FIELDS
def test_words_typed_right_before_the_tab_closes_are_taken_in_by_the_next_one(
    context: BrowserContext, running: Server, project: str, tmp_path: Path, label: str
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
    assert "Typed, then closed" in stored(running, project, tmp_path).values()


@FIELDS
def test_words_typed_right_before_going_back_in_the_app_are_kept(
    context: BrowserContext, running: Server, project: str, label: str
) -> None:
    hand = opened(context.new_page(), running, project, "people")
    hand.page.get_by_role("button", name="Problem").click()
    hand.at(STEPS["problem"].title)
    hand.field(label).fill("Typed, then went back")
    hand.page.go_back()
    hand.at(STEPS["people"].title)
    hand.page.get_by_role("button", name="Problem").click()
    hand.at(STEPS["problem"].title)
    expect(hand.field(label)).to_have_value("Typed, then went back")


@FIELDS
def test_words_typed_while_the_server_is_gone_say_so_and_are_saved_when_it_is_back(
    context: BrowserContext, running: Server, project: str, tmp_path: Path, label: str
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.field(label).fill("Typed before the cut")
    running.kill()
    expect(unsaved(hand)).to_contain_text("no connection")
    running.start()
    expect(unsaved(hand)).not_to_be_visible()
    hand.settle()
    expect(hand.field(label)).to_have_value("Typed before the cut")
    taken_in(hand, "Typed before the cut")
    assert "Typed before the cut" in stored(running, project, tmp_path).values()


def test_words_that_meet_a_colleagues_after_a_restart_are_asked_about(
    context: BrowserContext, running: Server, project: str, tmp_path: Path
) -> None:
    hand = opened(context.new_page(), running, project)
    hand.field(OUTCOME).fill("Typed before the cut")
    running.kill()
    store = open_store(str(tmp_path / "store.duckdb"))
    was = store.load(project).answers["problem.outcome"]
    if was.value == "Given before":
        store.apply(project, [Change("problem.outcome", Answer(value="Theirs"), was)], COLLEAGUE)
    store.close()
    running.start()
    main = hand.page.get_by_test_id("stMain")
    expect(main.get_by_text("Both are kept; which should stand?")).to_be_visible()
    hand.press("Keep mine")
    expect(main.get_by_text("Both are kept; which should stand?")).not_to_be_visible()
    expect(hand.field(OUTCOME)).to_have_value("Typed before the cut")
    assert stored(running, project, tmp_path)["problem.outcome"] == "Typed before the cut"


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
    hand.at(STEPS["problem"].title)
    assert not asked
    hand.field(OUTCOME).fill("Not saved")
    running.kill()
    expect(unsaved(hand)).to_be_visible()
    with hand.page.expect_event("dialog"):
        hand.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    running.start()
