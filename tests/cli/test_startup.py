"""Commands load what they need and no more: whoever waits for an answer does not wait for libraries of other
commands.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mlscope.settings import home

SAMPLE = str(home() / "data" / "samples" / "churn.yaml")
LOADED = """
import contextlib, io, json, sys
from mlscope.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
"""
DRAWING = {"altair", "vl_convert"}
HEAVY = {
    "scipy.stats",
    "scipy.optimize",
    "scipy.integrate",
    "pandas",
    "streamlit",
    "sqlalchemy",
    "duckdb",
    "docx",
    "openpyxl",
    "xlsxwriter",
}


def loaded(*arguments: str) -> set[str]:
    """The modules that a process has loaded when the command has ended."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("command", ["assess", "roi", "plan", "compare", "check"])
def test_engines_need_neither_charts_nor_stores_nor_heavy_science(command: str) -> None:
    modules = loaded(command, SAMPLE)
    assert "mlscope.appraise" in modules
    assert modules & (HEAVY | DRAWING | {"typst", "jinja2"}) == set()
    assert ("mlscope.compare" in modules) == (command == "compare")


def test_help_needs_no_engine() -> None:
    modules = loaded("--help")
    assert "mlscope.cli.grammar" in modules
    assert modules & {"numpy", "pydantic", "yaml", "platformdirs", "importlib.metadata"} == set()


def test_a_pdf_needs_charts_and_no_other_format(tmp_path: Path) -> None:
    modules = loaded("document", SAMPLE, "-o", str(tmp_path / "churn.pdf"))
    assert modules >= {*DRAWING, "typst"}
    assert modules & HEAVY == set()
