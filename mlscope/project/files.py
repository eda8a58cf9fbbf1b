"""Project files: YAML or JSON, one schema, read with care and written without loss."""

import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mlscope.errors import InputError, explain
from mlscope.parsing import read_file, read_json, read_yaml, refuse_larger, write_yaml
from mlscope.project.migrations import id_of_content, migrate
from mlscope.project.reading import of_file
from mlscope.project.record import Project
from mlscope.project.wizard import STEPS, TYPED_QUESTIONS
from mlscope.questions import Question

KIND = "a project file"
MAX_BYTES = 20_000_000


def loads(
    content: str | bytes, name: str = "project file", questions: Iterable[Question] = TYPED_QUESTIONS
) -> Project:
    """The project in a file's content, its figures read by these questions (packs' too where the catalogue's
    are given).

    InputError says where it is wrong and what to do, one sentence per fault.
    """
    try:
        plain = _plain(content)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    return of_plain(plain, name, questions)


def _plain(content: str | bytes) -> Any:
    """What a file's content says, before anything is known of it."""
    refuse_larger(len(content), MAX_BYTES, KIND)
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                "this is no text file in UTF-8; save the project as .yaml or .json and try again"
            ) from error
    if not content.strip():
        raise InputError("this file is empty; 'mlscope new FILE' writes a blank project")
    if "\x00" in content:
        raise InputError("this is a binary file, not a project file")
    return read_json(content) if content.lstrip().startswith("{") else read_yaml(content)


def of_plain(
    plain: Any, name: str = "project file", questions: Iterable[Question] = TYPED_QUESTIONS
) -> Project:
    """The project in plain content of any version that is still read."""
    if not isinstance(plain, dict):
        raise InputError(f"{name}: this is no project file; 'mlscope new FILE' writes one to start from")
    questions = list(questions)
    try:
        plain, faults = of_file(_with_id(migrate(plain, questions)), questions)
    except InputError as error:
        raise type(error)(f"{name}: {error}") from error
    try:
        project = Project.model_validate(_with_row_ids(plain))
    except ValidationError as error:
        faults += explain(error, _known_keys())
        raise _refused(faults, name) from error
    if faults:
        raise _refused(faults, name)
    return project


def _refused(faults: list[str], name: str) -> InputError:
    shown = faults[:20] + ([f"and {len(faults) - 20:,} more"] if len(faults) > 20 else [])
    return InputError("\n".join(f"{name}: {sentence}" for sentence in shown))


def _with_id(plain: dict[str, Any]) -> dict[str, Any]:
    """An id for a hand-written record without one, the same at every reading."""
    return {"id": id_of_content(plain)} | plain


def _with_row_ids(plain: dict[str, Any]) -> dict[str, Any]:
    """Ids for rows without one, derived from their place."""
    plain = dict(plain)
    for step in set(STEPS) & set(plain):
        if not isinstance(plain[step], dict):
            continue
        plain[step] = {
            name: _numbered(value) if isinstance(value, list) else value
            for name, value in plain[step].items()
        }
    return plain


def _numbered(rows: list[Any]) -> list[Any]:
    taken = {row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}
    free = (f"row-{n}" for n in itertools.count(1) if f"row-{n}" not in taken)
    return [{"id": next(free)} | row if isinstance(row, dict) and "id" not in row else row for row in rows]


def _known_keys() -> set[str]:
    keys = set(Project.model_fields) | {"schema"}
    for section in STEPS.values():
        keys |= set(section.model_fields)
    return keys


def load(path: Path, questions: Iterable[Question] = TYPED_QUESTIONS) -> Project:
    """The project in a file, read as by `loads`. InputError when it cannot be read or is refused."""
    try:
        content = read_file(path, MAX_BYTES, KIND)
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error
    return loads(content, path.name, questions)


def dumps(project: Project, form: str = "yaml") -> str:
    """The project as the text of a `yaml` or `json` file; `loads(dumps(p)) == p`."""
    plain = project.to_plain()
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n" if form == "json" else write_yaml(plain)


def save(project: Project, path: Path) -> None:
    """Write the project file; the name's ending decides between YAML and JSON. An existing file is replaced
    in one step.
    """
    text = dumps(project, "json" if path.suffix.lower() == ".json" else "yaml")
    temporary = path.with_name(path.name + ".part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(
            f"{path.name}: cannot be written ({(error.strerror or 'unknown reason').lower()})"
        ) from error
