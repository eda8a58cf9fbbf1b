"""Project files: written, checked, and refused in sentences."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from mlscope.project import Project, files

from .conftest import Mlscope


@pytest.mark.parametrize("name", ["idea.yaml", "idea.json"])
def test_new_writes_a_blank_project_that_can_be_read_back(
    mlscope: Mlscope, tmp_path: Path, name: str
) -> None:
    said = mlscope("new", tmp_path / name, "--format", "json")
    assert said.code == 0
    written = files.load(tmp_path / name)
    assert said.plain == {"file": str(tmp_path / name), "id": written.id, "name": "Idea"}
    assert written.problem == Project(name="x").problem


def test_new_never_overwrites(mlscope: Mlscope, tmp_path: Path) -> None:
    path = tmp_path / "kept.yaml"
    path.write_text("precious")
    said = mlscope("new", path)
    assert (said.code, path.read_text()) == (1, "precious")
    assert "exists already" in said.err


def test_new_refuses_a_name_that_is_no_project_file(mlscope: Mlscope, tmp_path: Path) -> None:
    said = mlscope("new", tmp_path / "idea.docx")
    assert said.code == 1
    assert "ends in .yaml or .json" in said.err
    assert list(tmp_path.iterdir()) == []


def test_every_sample_becomes_a_project_of_its_own(
    mlscope: Mlscope, tmp_path: Path, samples: dict[str, Project]
) -> None:
    listed = mlscope("samples", "--format", "json").plain["samples"]
    assert [row["id"] for row in listed] == list(samples)
    for name, sample in samples.items():
        assert mlscope("new", tmp_path / f"{name}.yaml", "--sample", name).code == 0
        written = files.load(tmp_path / f"{name}.yaml")
        assert written.id != sample.id
        assert written.model_copy(update={"id": sample.id}) == sample


def test_a_mistyped_sample_is_guessed(mlscope: Mlscope, tmp_path: Path) -> None:
    said = mlscope("new", tmp_path / "x.yaml", "--sample", "chrun")
    assert said.code == 1
    assert "did you mean 'churn'?" in said.err


def test_the_schema_describes_every_question(mlscope: Mlscope) -> None:
    plain = mlscope("schema").plain
    assert plain["properties"]["schema"]["minimum"] == 1
    assert {"problem", "data", "value", "answers"} <= set(plain["properties"])
    assert mlscope("schema", "--format", "json").plain == plain


HOSTILE = {
    "empty": (b"", "is empty"),
    "binary": (b"\x00\x01\x02\xff\xfe", "no text file in UTF-8"),
    "newer": (b"schema: 99\nname: x\n", "newer mlscope"),
    "no_version": (b"name: x\n", "'schema'"),
    "a_list": (b"- 1\n- 2\n", "no project file"),
    "broken_yaml": (b"schema: 1\nname: [x\n", "not valid YAML"),
    "broken_json": (b'{"schema": 1,', "not valid JSON"),
    "aliases": (b"schema: 1\nname: &a x\nstage: *a\n", "not allowed"),
    "deep": (b"[" * 100_000, "nested too deeply"),
    "long_name": (b"schema: 1\nname: " + b"x" * 10_000 + b"\n", "at most 200 characters"),
    "unknown_key": (b"schema: 1\nname: x\nproblm: {}\n", "did you mean 'problem'?"),
    "wrong_type": (b"schema: 1\nname: x\ndata: {labelled_rows: many}\n", "labelled_rows"),
    "negative_cost": (
        b"schema: 1\nname: x\nvalue: {costs: [{name: y, amount: {kind: number, value: -5}}]}\n",
        "costs",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("command", ["check", "assess"])
def test_hostile_files_are_refused_in_a_sentence(
    mlscope: Mlscope, tmp_path: Path, command: str, case: str
) -> None:
    content, expected = HOSTILE[case]
    path = tmp_path / f"{case}.yaml"
    path.write_bytes(content)
    said = mlscope(command, path)
    assert said.code == 1
    assert expected in (said.out if command == "check" else said.err)
    assert "bug" not in said.err
    assert path.name in said.out + said.err
    assert len(said.out + said.err) < 2000


def test_missing_files_and_folders_are_named(mlscope: Mlscope, tmp_path: Path) -> None:
    assert (
        "nowhere.yaml: cannot be read (no such file or directory)"
        in mlscope("assess", tmp_path / "nowhere.yaml").err
    )
    assert "this is a folder" in mlscope("assess", tmp_path).err


def test_check_reports_each_path(
    mlscope: Mlscope, tmp_path: Path, sample_file: Callable[[str], Path]
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\nname: x\nunknown: 1\n")
    said = mlscope("check", sample_file("churn"), bad, "--format", "json")
    first, second = said.plain["paths"]
    assert said.code == 1
    assert first["problems"] == []
    assert second == {
        "path": str(bad),
        "ok": False,
        "problems": ["bad.yaml: unknown key 'unknown'"],
        "findings": [],
    }


def test_check_accepts_waived_findings_only(
    mlscope: Mlscope, tmp_path: Path, sample_file: Callable[[str], Path]
) -> None:
    path = sample_file("churn")
    found = mlscope("check", path, "--format", "json").plain["paths"][0]["findings"]
    record = yaml.safe_load(path.read_text())
    record["waivers"] = {finding["code"]: {"reason": "accepted"} for finding in found}
    waived = tmp_path / "waived.json"
    waived.write_text(json.dumps(record, default=str))
    said = mlscope("check", waived)
    assert (said.code, said.out) == (0, f"{waived}: fine\n")


def test_check_explains_an_overlay(mlscope: Mlscope, tmp_path: Path) -> None:
    for folder, key in (("wrong", "lable"), ("right", "label")):
        pack = tmp_path / folder / "packs" / "acme.yaml"
        pack.parent.mkdir(parents=True)
        question = f"{{id: data.acme_region, kind: text, {key}: Which region}}"
        pack.write_text(f"id: acme\nversion: '1.0'\ntitle: Acme\nquestions:\n- {question}\n")
    said = mlscope("check", tmp_path / "wrong")
    assert said.code == 1
    assert "packs/acme.yaml: questions > #1: unknown key 'lable'; did you mean 'label'?" in said.out
    assert mlscope("check", tmp_path / "right").code == 0


@pytest.mark.parametrize(
    ("folders", "path", "sentence"),
    [
        (["acme"], "acme", "acme: this folder holds no file that is used; data/README.md says"),
        (["acme/packs"], "acme", "acme: this folder holds no file that is used; data/README.md says"),
        (["idea.yaml"], "idea.yaml", "no file that is used, and its name is that of a project file;"),
        (["overlay"], "overlya", "overlya: there is no such file or folder; did you mean 'overlay'?"),
        ([], "idea.yaml", "idea.yaml: there is no such file or folder\n"),
        ([], "none/idea.yaml", "idea.yaml: there is no such file or folder\n"),
    ],
)
def test_what_holds_nothing_to_check_is_never_fine(
    mlscope: Mlscope, tmp_path: Path, folders: list[str], path: str, sentence: str
) -> None:
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    said = mlscope("check", tmp_path / path)
    assert (said.code, sentence in said.out, "fine" in said.out) == (1, True, False)


@pytest.mark.parametrize("command", ["check", "assess", "roi"])
def test_wrong_answers_to_pack_questions_are_all_named(
    mlscope: Mlscope, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "idea.yaml"
    path.write_text("schema: 1\nname: x\nmore: {feasibility.load: banana, feasibility.withdrawn: kept}\n")
    said = mlscope(command, path)
    assert said.code == 1
    assert (
        "idea.yaml: more > feasibility.load: 'banana' is not one of the choices of 'Could today's systems"
        " carry full use?'; choose tested, designed, believed, doubtful" in said.out + said.err
    )
    assert "withdrawn" not in said.out + said.err
    path.write_text(path.read_text().replace("banana", "tested"))
    assert mlscope("roi", path).code == 0


@pytest.mark.parametrize("command", ["check", "assess", "import"])
def test_ids_that_there_are_not_are_refused_with_a_guess(
    mlscope: Mlscope, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "idea.yaml"
    path.write_text(
        "schema: 1\nname: x\nanswers: {data.labeled_rows: {note: y}}\nwaivers: {DATE-04: {reason: z}}\n"
    )
    said = mlscope(command, path)
    assert said.code == 1
    assert (
        "answers > data.labeled_rows: there is no question 'data.labeled_rows'; did you mean"
        " 'data.labelled_rows'?" in said.out + said.err
    )
    assert "waivers > DATE-04: there is no finding 'DATE-04'; did you mean 'DATA-04'?" in said.out + said.err


def test_the_questions_of_a_step_are_listed_with_their_choices(mlscope: Mlscope) -> None:
    rows = {row["id"]: row for row in mlscope("questions", "data", "--format", "json").plain["questions"]}
    assert {name.partition(".")[0] for name in rows} == {"data"}
    assert "tabular" in rows["data.kind"]["choices"]
    assert "did you mean 'data'?" in mlscope("questions", "dta").err
