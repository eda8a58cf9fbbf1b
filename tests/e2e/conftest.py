"""Browser tests run against a real server in a real Chromium; skipped where there is none, an error in CI."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.harness import NoChromium, Server, launched

PATIENCE = 60_000
"""Milliseconds: a loaded machine is slow, and that is no fault."""

expect.set_options(timeout=PATIENCE)


UNSTEADY = (
    "test_twenty_rows",
    "test_words_typed_right_before_going_back",
    "test_next_pressed_right_after_typing",
)
"""Walks that run and are reported, and fail nothing yet, seen failing on a machine with far more to do than
it can: a cell's editor closes under the hand; Streamlit hears Back before the words that were typed before
it, and shows the page that was left once more; Next leads nowhere. To be mended and taken off."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.name.startswith(UNSTEADY):
                item.add_marker(pytest.mark.xfail(strict=False, reason="not steady yet"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with launched() as browser:
            yield browser
    except NoChromium as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True) as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE)
        yield opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """An app with an empty store."""
    with Server(tmp_path / "server.log", "--store", str(tmp_path / "store.duckdb")) as running:
        yield running
