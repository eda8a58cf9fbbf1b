"""Logs say what went wrong and where in the code, not on which computer or over whose answer."""

import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from mlscope import logs


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("MLSCOPE_DEBUG", raising=False)
    plain, warnings = logging.getLogRecordFactory(), logging.getLogger("py.warnings")
    logs.quiet()
    yield
    logging.setLogRecordFactory(plain)
    logging.captureWarnings(False)
    warnings.handlers.clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 10.1.2.3:4567 and ::1", "from [address]:4567 and [address]"),
        ("2001:db8::7 at 20:17:52", "[address] at 20:17:52"),
        ("cannot open /var/lib/mlscope/store.duckdb, really", "cannot open [path], really"),
        ("~/mlscope.duckdb", "[path]"),
        (r"C:\Users\anna\store.duckdb", "[path]"),
        ("postgresql://anna@db.internal/mlscope is away", "[postgresql address] is away"),
        ("origin=https://evil.example, host=x", "origin=[https address] host=x"),
        ("2 of 3/4 done, and/or not", "2 of 3/4 done, and/or not"),
    ],
)
def test_addresses_and_paths_are_left_out(text: str, expected: str) -> None:
    assert logs.scrubbed(text) == expected


@pytest.mark.usefixtures("quiet")
def test_a_fault_is_told_by_kind_and_line_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int("the salary of Anna Maier")
    except ValueError:
        logging.getLogger("anything").exception("in %s", "/srv/mlscope/app.py")
    assert "ValueError at test_a_fault_is_told_by_kind_and_line_without_its_text, line" in caplog.text
    assert "in [path]" in caplog.text
    assert "Anna" not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.usefixtures("quiet")
def test_a_record_with_wrong_arguments_is_still_written(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("anything").warning("%d of %d at /srv/x", "many")
    assert "%d of %d at [path]" in caplog.text


def test_warnings_of_libraries_are_scrubbed_too() -> None:
    code = (
        "import logging, warnings; from mlscope import logs; logs.quiet(); warnings.warn('in /srv/mlscope')"
    )
    said = subprocess.run([sys.executable, "-c", code], env={}, capture_output=True, text=True, check=True)
    assert "UserWarning: in [path]" in said.stderr
    assert "/srv" not in said.stderr


def test_debug_keeps_the_whole_record() -> None:
    code = (
        "import logging; from mlscope import logs; logs.quiet(); logging.getLogger().warning('/srv/mlscope')"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env={"MLSCOPE_DEBUG": "1"}, capture_output=True, text=True, check=True
    )
    assert "/srv/mlscope" in said.stderr
