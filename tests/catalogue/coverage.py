"""The coverage map: which entry or question carries each fact of the source documents.

`data/coverage.yaml` is the list; `python -m tests.catalogue.coverage` writes docs/coverage.md from it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from mlscope.catalogue import Catalogue, load
from mlscope.parsing import read_yaml
from mlscope.settings import home

PAGE = home() / "docs" / "coverage.md"
HEADINGS = {"tables": "Tables", "checklists": "Checklists", "passages": "Passages"}
INTRODUCTION = """# Coverage

Nothing of the source documents is dropped silently. Each row of their tables, each item of their checklists and each
passage worth keeping has an id of our own and stands here with the catalogue entries or questions that carry it.

Written from `data/coverage.yaml` by `python -m tests.catalogue.coverage`.
"""


@cache
def coverage() -> dict[str, Any]:
    """The list as it stands: kind -> group -> title and rows (our id -> carrier or carriers)."""
    plain: dict[str, Any] = read_yaml((home() / "data" / "coverage.yaml").read_text(encoding="utf-8"))
    return plain


def carriers(kind: str) -> Iterator[tuple[str, list[str]]]:
    """Each id of a kind (`t_drift_types.data_drift`) with its carriers."""
    for group, content in coverage()[kind].items():
        for row, carrier in content["rows"].items():
            yield f"{group}.{row}", [carrier] if isinstance(carrier, str) else carrier


def page() -> str:
    """docs/coverage.md."""
    catalogue, parts = load(), [INTRODUCTION]
    for kind, heading in HEADINGS.items():
        groups = coverage()[kind]
        parts.append(f"## {heading}\n\n{len(groups)} groups with {sum(1 for _ in carriers(kind))} rows.\n")
        for group, content in groups.items():
            rows = [
                f"| `{i}` | {', '.join(_named(c, catalogue) for c in found)} |"
                for i, found in carriers(kind)
                if i.startswith(group + ".")
            ]
            parts.append(
                "\n".join([f"### {content['title']}", "", "| row | carried by |", "|---|---|", *rows, ""])
            )
    return "\n".join(parts)


def _named(carrier: str, catalogue: Catalogue) -> str:
    topic, _, entry_id = carrier.partition("/")
    entry = catalogue.entry(topic, entry_id)
    return (
        f"{catalogue.topics[topic].title}: {entry.name}"
        if entry
        else f"question “{catalogue.questions[carrier].label}”"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
