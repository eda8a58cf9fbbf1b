"""Real files, measured as they would be."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from mlscope.profile import Profile, profile

DAY = dt.date(2026, 11, 21)
Measured = Callable[..., Profile]


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    """Writes a file, measures it, and returns what was found."""

    def measure(content: str | bytes, name: str = "sample.csv", label: str | None = None) -> Profile:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return profile(path, label, on=DAY)

    return measure
