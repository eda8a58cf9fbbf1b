"""The contract in data/README.md holds: its examples work, and its files and keys are the ones there are."""

import re
from pathlib import Path

import pytest

from mlscope.catalogue import Catalogue, Entry, Pack, PackQuestion, Topic, Wording, load
from mlscope.catalogue.lint import lint
from mlscope.questions import KINDS
from mlscope.settings import Settings, home

README = (home() / "data" / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(
    re.findall(r"`((?:(?:catalogue|packs)/)?\w+\.yaml)`:\n\n```yaml\n(.*?)```", README, re.DOTALL)
)


def overlay(folder: Path, files: dict[str, str]) -> Catalogue:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return load(Settings(store=":memory:", overlay=folder))


def test_the_overlay_of_the_readme_works_as_it_stands(tmp_path: Path) -> None:
    catalogue = overlay(tmp_path, EXAMPLES)
    assert set(EXAMPLES) == {"catalogue/metrics.yaml", "packs/acme.yaml", "wording.yaml"}
    assert lint(tmp_path) == ()
    assert catalogue.problems == ()
    assert catalogue.questions["plan.budget"].label == "What may it cost?"
    assert catalogue.entry("metrics", "cost_per_case") is not None
    assert catalogue.entry("metrics", "f1") is not None
    assert catalogue.questions["data.owner_agreed"].scoring is not None


def test_a_known_id_replaces_the_entry_as_a_whole(tmp_path: Path) -> None:
    catalogue = overlay(
        tmp_path,
        {"catalogue/metrics.yaml": EXAMPLES["catalogue/metrics.yaml"].replace("cost_per_case", "f1")},
    )
    replaced = catalogue.entry("metrics", "f1")
    assert replaced is not None
    assert replaced.name == "Cost per case"
    assert "caution" not in replaced.facts


def test_the_message_of_the_readme_is_the_one_people_get(tmp_path: Path) -> None:
    catalogue = overlay(
        tmp_path, {"packs/acme.yaml": EXAMPLES["packs/acme.yaml"].replace("    label: Has", "    lable: Has")}
    )
    shown = re.search(r"^packs/acme\.yaml: .*$", README, re.MULTILINE)
    assert shown is not None
    assert [shown.group()] == [str(problem) for problem in catalogue.problems]
    assert "data.owner_agreed" not in catalogue.questions


def test_a_file_in_no_subfolder_is_named_as_not_used(tmp_path: Path) -> None:
    assert "not used" in str(overlay(tmp_path, {"rules/verdict.yaml": "rows: []"}).problems[0])


@pytest.mark.parametrize(
    "path", sorted(p.relative_to(home() / "data") for p in (home() / "data").glob("*")), ids=str
)
def test_every_file_and_folder_is_described(path: Path) -> None:
    assert path.name == "README.md" or f"`{path.name}" in README


@pytest.mark.parametrize(
    "key",
    sorted({key for model in (Pack, PackQuestion, Topic, Entry, Wording) for key in model.model_fields}),
)
def test_every_key_of_a_file_is_described(key: str) -> None:
    assert f"`{key}`" in README


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "table"])
def test_every_kind_of_question_is_described(kind: str) -> None:
    assert f"`{kind}`" in README
