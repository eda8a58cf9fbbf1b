"""Imports point downwards only and never in a circle, engines do not know each other, and each outside
library has one home.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
ENGINES = {"money", "plan", "assess", "compare"}
LAYERS = [
    {"chapters", "characters", "errors", "numerics", "parsing", "questions", "settings", "results"},
    {"project", "catalogue", "templates", "typical", "common", "effort", "glossary", "words", "estimates"}
    | {"events"},
    ENGINES,
    {"appraise", "charts", "forecast", "interview", "summarise"},
    {"document", "intake", "profile", "store"},
    {"ui", "cli", "server", "summaries", "guard", "logs", "__main__"},
    {"app", "pages"},
]
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
HOMES = {
    "streamlit": {"ui", "pages", "app", "server"},
    "starlette": {"server"},
    "sqlalchemy": {"store"},
    "duckdb": {"profile", "store"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "jinja2": {"document"},
    "typst": {"document"},
    "docx": {"document"},
    "pptx": {"document"},
    "xlsxwriter": {"document"},
    "openpyxl": {"document"},
    "yaml": {"parsing"},
    "holidays": {"plan"},
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


def test_no_modules_need_each_other() -> None:
    """Neither across packages nor inside one: what is left after taking off, over and over, the modules that
    need none of the rest.
    """
    modules = {".".join(path.relative_to(HOME).with_suffix("").parts): path for path in SOURCES}
    named = {name.removesuffix(".__init__"): path for name, path in modules.items()}
    needs = {name: needed_by(path, named) - {name} for name, path in named.items()}
    while free := {name for name, others in needs.items() if not others & set(needs)}:
        needs = {name: others for name, others in needs.items() if name not in free}
    assert needs == {}


def needed_by(path: Path, named: dict[str, Path]) -> set[str]:
    """The modules that a file imports when it runs, wherever in it; what it imports for its types alone is
    left out.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    needed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typed:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                needed.add(whole if whole in named else node.module)
        elif isinstance(node, ast.Import) and id(node) not in typed:
            needed |= {alias.name for alias in node.names}
    return needed & set(named)


@pytest.mark.parametrize(("library", "homes"), HOMES.items())
def test_each_library_has_one_home(library: str, homes: set[str]) -> None:
    users = {
        part_of(path) for path in SOURCES if any(name.split(".")[0] == library for name in imports(path))
    }
    assert users <= homes
