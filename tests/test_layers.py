"""Imports point downwards only, engines do not know each other, and each outside library has one home."""

import ast
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
ENGINES = {"money", "plan", "assess", "compare"}
LAYERS = [
    {"errors", "questions", "settings", "results"},
    {"project", "catalogue", "templates", "common", "effort", "glossary", "words", "sampling", "estimates"},
    ENGINES,
    {"appraise", "charts"},
    {"document", "profile", "store"},
    {"ui", "cli", "server", "__main__"},
    {"app", "pages"},
]
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
HOMES = {
    "streamlit": {"ui", "pages", "app", "server"},
    "starlette": {"server"},
    "sqlalchemy": {"store"},
    "duckdb": {"profile", "store"},
    "vl_convert": {"charts"},
    "jinja2": {"document"},
    "typst": {"document"},
    "docx": {"document"},
    "xlsxwriter": {"document"},
    "openpyxl": {"document"},
    "yaml": {"project"},
}
SOURCES = sorted(
    path for pattern in ("mlscope/**/*.py", "pages/*.py", "app.py") for path in HOME.glob(pattern)
)


def part_of(path: Path) -> str:
    """The module or package of mlscope, or `pages` or `app`, that a file belongs to."""
    parts = path.relative_to(HOME).with_suffix("").parts
    return parts[parts[0] == "mlscope"]


@cache
def imports(path: Path) -> frozenset[str]:
    """The dotted names that a file imports, wherever in it the import stands."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(
        plain
        | {
            f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOME)))
def test_imports_point_downwards(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    inside = {name.split(".")[1] for name in imports(path) if name.startswith("mlscope.")} & set(LEVEL) - {
        part
    }
    assert part in LEVEL, f"'{part}' is new: give it a layer"
    assert {name for name in inside if LEVEL[name] > LEVEL[part]} == set()
    assert part not in ENGINES or not inside & ENGINES


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_each_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {
        part_of(path) for path in SOURCES if any(name.split(".")[0] == library for name in imports(path))
    }
    assert users <= homes
