"""All benchmarks: `python -m benchmarks`, or some by name; `--write` keeps the figures in
docs/benchmarks.md.
"""

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
LIBRARIES = ("streamlit", "duckdb", "numpy")


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def report(name: str) -> str:
    """A section: what the module measures, in its own words, and what it printed."""
    said = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    module = __import__(f"benchmarks.{name}", fromlist=["__doc__"])
    figures = said.stdout.strip()
    if "|" not in figures:
        figures = f"```text\n{figures}\n```"
    return f"## {name.capitalize()}\n\n{(module.__doc__ or '').splitlines()[0]}\n\n{figures}\n"


def heading() -> str:
    """What the figures were taken on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        "# Benchmarks\n\n`make bench` measures these on your machine. Ratios are taken within one run and"
        " can be compared between machines; milliseconds only say what they were here, on a machine that did"
        f" other work as well.\n\n{dt.date.today()}, {os.cpu_count()} cores, Python"
        f" {platform.python_version()}, {libraries}.\n"
    )


def main() -> None:
    """Run, print, and write down where that is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*names(), []], help=f"of {', '.join(names())}; all if none is given"
    )
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/benchmarks.md")
    asked = parser.parse_args()
    if asked.write and asked.names:
        parser.error("--write keeps the figures of all benchmarks, so name none")
    sections = []
    for name in asked.names or names():
        sections.append(report(name))
        print(sections[-1], flush=True)
    if asked.write:
        PAGE.write_text("\n".join([heading(), *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
