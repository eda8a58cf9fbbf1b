"""A real server on a port and store of its own, and a real Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium(playwright: Playwright) -> str:
    """The browser: MLSCOPE_CHROMIUM, else one on the PATH, else Playwright's own; skipped without one, an error in CI."""
    named = os.environ.get("MLSCOPE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "") or playwright.chromium.executable_path
    if Path(named).exists():
        return named
    sentence = f"no Chromium at '{named}'; install one, or name it in MLSCOPE_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        with playwright.chromium.launch(executable_path=chromium(playwright), args=flags) as launched:
            yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True) as context:
        opened = context.new_page()
        opened.set_default_timeout(20_000)
        yield opened


class Server:
    """`mlscope run` as a process of its own, on a free port of this computer."""

    def __init__(self, store: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "mlscope", "run", "--port", str(self.port), "--store", str(store), *options]
        self._log = store.with_suffix(".log")

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                pytest.fail(f"the app did not start:\n{self._log.read_text()}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """An app with an empty store."""
    running = Server(tmp_path / "e2e.duckdb")
    running.start()
    yield running
    running.stop()
