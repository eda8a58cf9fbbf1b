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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


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
