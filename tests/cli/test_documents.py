"""Every variant in every format that it goes with, of a file or a store; other pairs are wrong usage."""

from pathlib import Path

import pytest

from mlscope.project import Answer, Project
from mlscope.store import Author, Change, open_store

from .conftest import Mlscope

ANN = Author("Ann")
FORMATS = ("pdf", "docx", "html", "md")
VARIANTS = ("brief", "paper", "requirements", "full")
BEGINS = {
    "pdf": b"%PDF-",
    "docx": b"PK",
    "pptx": b"PK",
    "xlsx": b"PK",
    "html": b"<!doctype html>",
    "md": b"#",
    "csv": b"\xef\xbb\xbfNo.",
    "reqif": b"<?xml",
}
PAIRS = {(variant, form) for variant in VARIANTS for form in FORMATS} | {
    ("slides", "pdf"),
    ("slides", "pptx"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with a project that changed between two milestones, and its id."""
    path = tmp_path_factory.mktemp("store") / "store.duckdb"
    opened = open_store(str(path))
    goal = "problem.goal"
    project = opened.create(Project(name="Moving", problem={"goal": "Before"}), ANN)
    opened.milestone(project, "First", ANN)
    opened.apply(project, [Change(goal, Answer(value="Between"), Answer(value="Before"))], ANN)
    opened.milestone(project, "Second", ANN)
    opened.apply(project, [Change(goal, Answer(value="After"), Answer(value="Between"))], ANN)
    opened.close()
    return path, project


@pytest.mark.parametrize(("variant", "form"), sorted(PAIRS))
def test_a_variant_is_written_in_each_of_its_formats(
    mlscope: Mlscope, blank_file: Path, tmp_path: Path, variant: str, form: str
) -> None:
    out = tmp_path / f"out.{form}"
    said = mlscope("document", blank_file, "--variant", variant, "-o", out, "--format", "json")
    assert (said.code, said.plain["format"], said.plain["variant"]) == (0, form, variant)
    assert out.read_bytes().lower().startswith(BEGINS[form].lower())
    assert said.plain["bytes"] == out.stat().st_size


@pytest.mark.parametrize(
    ("form", "variant"),
    [("pdf", "full"), ("md", "full"), ("pptx", "slides"), ("xlsx", None), ("csv", None), ("reqif", None)],
)
def test_without_a_variant_it_is_all_there_is_or_what_the_format_holds(
    mlscope: Mlscope, blank_file: Path, tmp_path: Path, form: str, variant: str | None
) -> None:
    out = tmp_path / f"out.{form}"
    said = mlscope("document", blank_file, "-o", out, "--format", "json")
    assert (said.code, said.plain["variant"]) == (0, variant)
    assert out.read_bytes().lower().startswith(BEGINS[form].lower())


@pytest.mark.parametrize(
    ("variant", "form"),
    sorted({(variant, form) for variant in (*VARIANTS, "slides") for form in BEGINS} - PAIRS),
)
def test_any_other_pair_is_wrong_usage(
    mlscope: Mlscope, blank_file: Path, tmp_path: Path, variant: str, form: str
) -> None:
    out = tmp_path / f"out.{form}"
    said = mlscope("document", blank_file, "--variant", variant, "-o", out)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("mlscope: error: ")
    assert f".{form}" in said.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "give a project file, or a store with --store and --project"),
        (("FILE", "--store", "s.duckdb"), "give a project file, or a store with --store and --project"),
        (("FILE", "--since", "Gate"), "--milestone and --since are of a project in a store"),
        (
            ("--project", "p", "--since", "Gate", "--variant", "brief"),
            "what changed is a document of its own",
        ),
        (("--project", "p", "--since", "Gate", "--annexes", "none"), "what changed is a document of its own"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    mlscope: Mlscope, blank_file: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    typed = [blank_file if word == "FILE" else word for word in words]
    said = mlscope("document", *typed, "-o", tmp_path / "x.pdf")
    assert said.code == 2
    assert sentence in said.err


@pytest.mark.parametrize("form", FORMATS)
def test_what_changed_since_a_milestone_is_a_document_in_every_format(
    mlscope: Mlscope, store: tuple[Path, str], tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"out.{form}"
    of_store = ("document", "--store", store[0], "--project", store[1], "-o", out)
    said = mlscope(*of_store, "--since", "First", "--format", "json")
    assert (said.code, said.plain["variant"]) == (0, "change")
    assert out.read_bytes().lower().startswith(BEGINS[form].lower())


def test_a_change_ends_at_a_milestone_or_today(
    mlscope: Mlscope, store: tuple[Path, str], tmp_path: Path
) -> None:
    of_store = ("document", "--store", store[0], "--project", store[1], "-o", tmp_path / "x.md")
    assert mlscope(*of_store, "--since", "First", "--milestone", "Second").code == 0
    text = (tmp_path / "x.md").read_text()
    assert "What changed from “First” to “Second”" in text
    assert "| Before | Between |" in text
    assert mlscope(*of_store, "--since", "First").code == 0
    assert "| Before | After |" in (tmp_path / "x.md").read_text()
    assert mlscope(*of_store, "--milestone", "First").code == 0
    assert "milestone First" in (tmp_path / "x.md").read_text()


def test_a_change_may_begin_and_end_at_any_revision(
    mlscope: Mlscope, store: tuple[Path, str], tmp_path: Path
) -> None:
    of_store = ("document", "--store", store[0], "--project", store[1], "-o", tmp_path / "x.md")
    assert mlscope(*of_store, "--since", "1").code == 0
    assert "What changed from “revision 1” to today" in (tmp_path / "x.md").read_text()
    assert mlscope(*of_store, "--since", "1", "--milestone", "2").code == 0
    assert "What changed from “revision 1” to “revision 2”" in (tmp_path / "x.md").read_text()
    swapped = mlscope(*of_store, "--since", "2", "--milestone", "1")
    assert (swapped.code, swapped.err) == (1, "'revision 1' is older than 'revision 2'; swap them\n")
    missing = mlscope(*of_store, "--since", "99999")
    assert missing.code == 2
    assert "there is no revision 99999" in missing.err
    assert mlscope(*of_store, "--milestone", "1").code == 2


@pytest.mark.parametrize("option", ["--milestone", "--since"])
def test_a_milestone_that_there_is_not_is_wrong_usage_with_those_there_are(
    mlscope: Mlscope, store: tuple[Path, str], tmp_path: Path, option: str
) -> None:
    of_store = ("document", "--store", store[0], "--project", store[1], "-o", tmp_path / "x.pdf")
    said = mlscope(*of_store, option, "Third")
    assert (said.code, said.out) == (2, "")
    assert said.err == "mlscope: error: there is no milestone 'Third'; there are: First; Second\n"
    assert "did you mean 'Second'?" in mlscope(*of_store, option, "Secund").err
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("form", ["xlsx", "csv", "reqif"])
def test_money_and_requirements_of_a_store_are_written_too(
    mlscope: Mlscope, store: tuple[Path, str], tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"x.{form}"
    of_store = ("document", "--store", store[0], "--project", store[1], "-o", out)
    assert mlscope(*of_store, "--milestone", "First").code == 0
    assert out.read_bytes().lower().startswith(BEGINS[form].lower())
    assert mlscope(*of_store, "--since", "First").code == 2
