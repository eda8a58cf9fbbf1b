"""The real command line on real files."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlscope.cli import main
from mlscope.project import Project, files


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """The one JSON object that was printed, in strict JSON."""

        def refuse(constant: str) -> None:
            raise ValueError(f"{constant} is no JSON")

        return json.loads(self.out, parse_constant=refuse)


Mlscope = Callable[..., Said]


@pytest.fixture
def mlscope(capsys: pytest.CaptureFixture[str]) -> Mlscope:
    """Runs one command as it would be typed."""

    def run(*words: object) -> Said:
        try:
            code = main([str(word) for word in words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def sample_file(tmp_path: Path, samples: dict[str, Project]) -> Callable[[str], Path]:
    """A sample project as a file."""

    def write(name: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        files.save(samples[name], path)
        return path

    return write


@pytest.fixture
def blank_file(tmp_path: Path, blank: Project) -> Path:
    """A project file with nothing but a name."""
    path = tmp_path / "blank.json"
    files.save(blank, path)
    return path
