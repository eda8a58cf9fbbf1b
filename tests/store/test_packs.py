"""A project keeps the version of each pack that it was answered under: the same claims on every kind of
store.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mlscope.catalogue import Pack, load
from mlscope.catalogue.versions import changes, due
from mlscope.project import BLANK, Answer, Project
from mlscope.store import Author, Change, Store
from tests.store.before import unchained

ANN, BO = Author("Ann"), Author("Bo")
KEY, OTHER = "data.acme_owner", "data.acme_region"
PACK = """
id: acme
version: "{version}"
title: Acme
questions:
  - {{id: data.acme_owner, kind: choice, label: "{label}", choices: [{{id: agreed, label: Agreed}}, {{id: asked, label: Asked}}]}}
  - {{id: data.acme_region, kind: text, label: Region}}
"""
Installed = Callable[..., Pack]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Puts a version of the house's pack into use."""

    def install(version: str, label: str = "Has the owner agreed?") -> Pack:
        folder = tmp_path / f"overlay-{version}-{len(label)}"
        (folder / "packs").mkdir(parents=True, exist_ok=True)
        (folder / "packs" / "acme.yaml").write_text(PACK.format(version=version, label=label))
        monkeypatch.setenv("MLSCOPE_OVERLAY", str(folder))
        assert load().problems == ()
        return load().packs["acme"]

    return install


def put(store: Store, project: str, key: str, value: object, typing: bool = False) -> None:
    old = store.load(project).answers.get(key, BLANK)
    assert not store.apply(project, [Change(key, Answer(value=value), old)], ANN, typing=typing).conflicts


def version(store: Store, project: str) -> str | None:
    pin = store.load(project).project.packs.get("acme")
    return pin.version if pin else None


def test_a_pack_is_recorded_with_the_first_answer_to_it(
    store: Store, scoped: str, installed: Installed
) -> None:
    pack = installed("1.0")
    put(store, scoped, "problem.who", "Agents")
    assert version(store, scoped) is None
    put(store, scoped, KEY, "agreed")
    put(store, scoped, OTHER, "North")
    assert version(store, scoped) == "1.0"
    assert [row.key for row in store.history(scoped)].count("pack/acme") == 1
    assert store.packs(scoped) == [pack]
    assert store.verify(scoped) == []


def test_an_answer_that_is_still_typed_records_its_pack(
    store: Store, scoped: str, installed: Installed
) -> None:
    installed("1.0")
    put(store, scoped, OTHER, "Nor", typing=True)
    put(store, scoped, OTHER, "North", typing=True)
    assert version(store, scoped) == "1.0"
    assert [row.new.value for row in store.history(scoped, OTHER)] == ["North"]
    assert store.verify(scoped) == []


def test_a_minor_version_is_taken_silently_and_a_major_one_waits_for_a_look(
    store: Store, scoped: str, installed: Installed
) -> None:
    old = installed("1.0")
    put(store, scoped, KEY, "agreed")
    newer = installed("1.1", "Has the owner of the data agreed?")
    assert due(store.load(scoped).project, load().packs) == []
    put(store, scoped, OTHER, "North")
    assert version(store, scoped) == "1.1"

    newest = installed("2.0", "Has the owner agreed in writing?")
    put(store, scoped, OTHER, "South")
    assert version(store, scoped) == "1.1"
    assert due(store.load(scoped).project, load().packs) == [newest]
    assert store.packs(scoped) == [newer, old]
    assert changes(store.packs(scoped)[0], newest).reworded == (KEY,)

    store.reviewed(scoped, newest, BO)
    assert version(store, scoped) == "2.0"
    assert due(store.load(scoped).project, load().packs) == []
    assert store.packs(scoped) == [newest, newer, old]
    latest = store.history(scoped)[0]
    assert (latest.key, latest.author, latest.old.value["version"], latest.new.value["version"]) == (
        "pack/acme",
        "Bo",
        "1.1",
        "2.0",
    )
    assert store.verify(scoped) == []


def test_looking_again_writes_nothing(store: Store, scoped: str, installed: Installed) -> None:
    pack = installed("1.0")
    put(store, scoped, KEY, "agreed")
    revision = store.load(scoped).revision
    store.reviewed(scoped, pack, BO)
    assert store.load(scoped).revision == revision


def test_an_older_version_put_back_is_not_recorded_over_a_newer_one(
    store: Store, scoped: str, installed: Installed
) -> None:
    installed("1.1")
    put(store, scoped, KEY, "agreed")
    installed("1.0")
    put(store, scoped, KEY, "asked")
    assert version(store, scoped) == "1.1"


def test_a_new_project_records_the_packs_of_what_it_comes_with(store: Store, installed: Installed) -> None:
    pack = installed("1.0")
    project = store.create(Project(name="Copy", more={KEY: "agreed"}), ANN)
    assert version(store, project) == "1.0"
    assert store.packs(project) == [pack]
    installed("2.0")
    copy = store.duplicate(project, "Again", ANN)
    assert version(store, copy) == "1.0"
    assert store.packs(copy) == [pack]


def test_an_archive_carries_the_versions_it_was_answered_under(
    store: Store, scoped: str, installed: Installed
) -> None:
    old = installed("1.0")
    put(store, scoped, KEY, "agreed")
    new = installed("2.0")
    store.reviewed(scoped, new, ANN)
    archive = unchained(store.export(scoped))
    assert {Pack.model_validate_json(text).version for text in archive["contents"].values()} == {"1.0", "2.0"}
    archive["log"][0]["author"] = "Somebody else"  # so that the store takes it for another project
    adopted = store.import_archive(json.dumps(archive).encode(), ANN)
    assert adopted != scoped
    assert store.packs(adopted) == [new, old]


def test_a_text_that_is_no_pack_any_more_is_passed_over(
    store: Store, scoped: str, installed: Installed
) -> None:
    installed("1.0")
    put(store, scoped, KEY, "agreed")
    archive = unchained(store.export(scoped))
    assert len(archive["contents"]) == 1
    for row in archive["log"]:
        if row["key"] == "pack/acme":
            row["new"]["value"] = {"version": "0.9", "content": "0" * 64}
    adopted = store.import_archive(json.dumps(archive).encode(), ANN)
    assert store.packs(adopted) == []
