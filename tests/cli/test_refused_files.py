"""Every command that takes a file ends with a sentence, whatever the file is."""

import gzip
import os
from pathlib import Path

import pytest

from mlscope.cli import main
from mlscope.project import files
from mlscope.project.record import Project

COMMANDS = {
    "check": ["check", "FILE"],
    "plan": ["plan", "FILE"],
    "import": ["import", "FILE", "--store", ":memory:"],
    "restore": ["restore", "FILE", "--store", ":memory:"],
    "profile": ["profile", "FILE"],
    "into": ["profile", "SAMPLE", "--into", "FILE"],
    "workbook": ["workbook", "PROJECT", "FILE"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("file", ["pipe", "/dev/zero"])
def test_a_pipe_and_a_device_are_refused_and_not_read(
    command: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "sample.csv").write_text("a,b\n1,2\n")
    files.save(Project(name="A"), tmp_path / "project.yaml")
    given = {"FILE": file, "SAMPLE": "sample.csv", "PROJECT": "project.yaml"}
    code = main([str(tmp_path / given[word]) if word in given else word for word in COMMANDS[command]])
    said = capsys.readouterr()
    assert code == 1
    assert "this is no ordinary file; copy its content into one and try again" in said.out + said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_small_file_that_unpacks_to_a_large_one_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "packed").write_bytes(gzip.compress(bytes(30_000_000)))
    (tmp_path / "sample.csv").write_text("a,b\n1,2\n")
    files.save(Project(name="A"), tmp_path / "project.yaml")
    given = {"FILE": "packed", "SAMPLE": "sample.csv", "PROJECT": "project.yaml"}
    code = main([str(tmp_path / given[word]) if word in given else word for word in COMMANDS[command]])
    told = capsys.readouterr()
    assert code == 1
    assert any(
        sentence in told.out + told.err
        for sentence in (
            "this is no text file in UTF-8; save the project as .yaml or .json",
            "this is no backup of mlscope; give a file that 'mlscope backup' or the app wrote",
            "this is a binary file, not a table; save the table as CSV or Parquet",
            "This file is no Excel workbook; upload the .xlsx file that mlscope made",
        )
    )
