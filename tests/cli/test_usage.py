"""Wrong usage is told from refused input, and neither is ever a stack trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlscope.cli import commands, finite

from .conftest import Mlscope


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("profile",),
        ("workbook", "x.yaml"),
        ("assess",),
        ("document", "x.yaml"),
        ("run", "--port", "0"),
        ("run", "--port", "70000"),
        ("roi", "x.yaml", "--points", "0"),
        ("roi", "x.yaml", "--seed", "-1"),
        ("compare", "x.yaml", "--weights", "value"),
        ("compare", "x.yaml", "--weights", "value=nan"),
        ("compare", "x.yaml", "--pairs", "value=3"),
        ("compare", "x.yaml", "--pairs", "value:data=0"),
        ("compare", "x.yaml", "--score", "impact=3"),
        ("compare", "x.yaml", "--rank-by", "rise"),
        ("compare", "x.yaml", "--capacity", "Engineer=30"),
        ("compare", "x.yaml", "--capacity", "Engineer:spring=30"),
        ("compare", "x.yaml", "--at-most", "A,B"),
        ("compare", "x.yaml", "--at-most", "1=tag:"),
        ("compare", "x.yaml", "--at-most", "tag:fraud"),
        ("compare", "x.yaml", "--budget", "inf"),
        ("compare", "x.yaml", "--budget", "-5"),
        ("assess", "x.yaml", "--format", "xml"),
    ],
)
def test_wrong_usage_ends_with_two(mlscope: Mlscope, words: tuple[str, ...]) -> None:
    said = mlscope(*words)
    assert said.code == 2
    assert said.out == ""
    assert "usage: mlscope" in said.err


def test_help_names_every_command(mlscope: Mlscope) -> None:
    said = mlscope("--help")
    assert said.code == 0
    for name in (
        "run",
        "new",
        "samples",
        "questions",
        "check",
        "schema",
        "profile",
        "assess",
        "roi",
        "plan",
        "document",
        "workbook",
        "compare",
        "export",
        "import",
        "backup",
        "restore",
        "verify",
    ):
        assert f"\n    {name}" in said.out


def test_help_and_schema_load_no_engine() -> None:
    heavy = "{'numpy', 'scipy', 'streamlit', 'sqlalchemy', 'altair'}"
    for words in (["--help"], ["schema"]):
        code = (
            f"import sys\nfrom mlscope.cli import main\ntry:\n main({words})\nexcept SystemExit:"
            f" pass\nsys.exit(bool({heavy} & set(sys.modules)))"
        )
        assert (
            subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode
            == 0
        )


def test_a_bug_is_called_a_bug(mlscope: Mlscope, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> commands.Outcome:
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "samples", broken)
    said = mlscope("samples")
    assert said.code == 1
    assert said.err.startswith("This is a bug in mlscope (ZeroDivisionError).")
    monkeypatch.setenv("MLSCOPE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        mlscope("samples")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "mlscope", "schema"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert ended.stderr == b""


def test_json_knows_no_infinity() -> None:
    assert finite({"a": [float("nan"), (float("inf"), 1.5)], 2: "NaN"}) == {
        "a": [None, [None, 1.5]],
        "2": "NaN",
    }
