"""A real server on a port and store of its own, and a real Chromium; benchmarks use them too."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.async_api import Playwright as AsyncPlaywright
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium refuses to sandbox itself as root
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_SECONDS = 180
"""After which a server counts as one that will never start or end, also on a busy machine."""


class NoChromium(Exception):  # noqa: N818
    """There is no browser to drive."""


def chromium(playwright: Playwright | AsyncPlaywright) -> str:
    """The browser's program: MLSCOPE_CHROMIUM, else one on the PATH, else Playwright's own."""
    found = (
        os.environ.get("MLSCOPE_CHROMIUM")
        or next(filter(None, map(shutil.which, NAMES)), "")
        or playwright.chromium.executable_path
    )
    if not Path(found).exists():
        raise NoChromium(f"no Chromium at '{found}'; install one, or name it in MLSCOPE_CHROMIUM")
    return found


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(playwright), args=FLAGS) as browser,
    ):
        yield browser


MLSCOPE = ("-m", "mlscope", "run", "--port", "{port}")


class Server:
    """A Python program that serves on a free port of this computer: `mlscope run`, unless another is
    given.
    """

    def __init__(
        self,
        log: Path,
        *options: str,
        program: tuple[str, ...] = MLSCOPE,
        health: str = "/healthz",
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._health = self.url + health
        self._command = [
            sys.executable,
            *(word.replace("{port}", str(self.port)) for word in (*program, *options)),
        ]
        self._log = log
        self._folder = folder
        self._environment = {**os.environ, **(environment or {})}

    def start(self) -> None:
        """Start it and wait until it answers; RuntimeError with what it said when it does not."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, cwd=self._folder, env=self._environment
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"it did not start:\n{self._log.read_text()}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self._health, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def ended(self) -> bool:
        """Has it been stopped or killed?"""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait(PATIENCE_SECONDS)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
