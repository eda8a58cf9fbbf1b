"""Project files: YAML or JSON, one schema, read with care and written without loss."""

import itertools
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from mlscope.errors import InputError, explain
from mlscope.project.migrations import id_of_content, migrate
from mlscope.project.reading import of_file
from mlscope.project.record import Project
from mlscope.project.wizard import STEPS, TYPED_QUESTIONS
from mlscope.questions import Question

MAX_BYTES = 20_000_000


class _Plain(yaml.constructor.SafeConstructor):
    """Mappings whose keys are texts and stand once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise InputError(
                    f"line {key_node.start_mark.line + 1}: a key must be text, found {key!r:.40}"
                )
            if key in seen:
                raise InputError(f"line {key_node.start_mark.line + 1}: the key '{key:.60}' stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


class _Loader(_Plain, yaml.SafeLoader):
    """YAML as people expect it: only true and false are booleans, dates stay text, nothing is shared by reference."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            line = self.get_mark().line + 1
            raise InputError(f"line {line}: references (*name) are not allowed; write the value out")
        return super().compose_node(parent, index)


class _QuickLoader(_Plain, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in a sixth of the time, for files of our own: its parser is in C, has other words for faults, and takes references."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_QuickLoader.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers


def read_yaml(text: str, *, our_own: bool = False) -> Any:
    """Plain content of a YAML text; InputError names the line where it is malformed. `our_own` text is read by a quicker parser."""
    try:
        return yaml.load(text, Loader=_QuickLoader if our_own else _Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise InputError(f"{line}this is not valid YAML ({error.problem or error.context})") from error
    except yaml.YAMLError as error:
        raise InputError(f"this is not valid YAML ({str(error).splitlines()[0]})") from error
    except RecursionError as error:
        raise InputError("this is nested too deeply to be read") from error


def write_yaml(plain: Any) -> str:
    """Plain content as YAML, in its own order, readable in any language."""
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)


def loads(
    content: str | bytes, name: str = "project file", questions: Iterable[Question] = TYPED_QUESTIONS
) -> Project:
    """The project in a file's content, its figures read by these questions (packs' too where the catalogue's are given).

    InputError says where it is wrong and what to do, one sentence per fault.
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            f"{name}: this file has {len(content) / 1e6:,.0f} MB; a project file has at most {MAX_BYTES / 1e6:,.0f} MB"
        )
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{name}: this is no text file in UTF-8; save the project as .yaml or .json and try again"
            ) from error
    if not content.strip():
        raise InputError(f"{name}: this file is empty; 'mlscope new FILE' writes a blank project")
    if "\x00" in content:
        raise InputError(f"{name}: this is a binary file, not a project file")
    try:
        plain = json.loads(content) if content.lstrip().startswith("{") else read_yaml(content)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name}: line {error.lineno}: this is not valid JSON ({error.msg.lower()})"
        ) from error
    except RecursionError as error:
        raise InputError(f"{name}: this is nested too deeply to be read") from error
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
    return of_plain(plain, name, questions)


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
    shown = faults[:20] + ([f"and {len(faults) - 20} more"] if len(faults) > 20 else [])
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
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"{path.name}: this file has {path.stat().st_size / 1e6:,.0f} MB; a project file has at most {MAX_BYTES / 1e6:,.0f} MB"
            )
        return loads(path.read_bytes(), path.name, questions)
    except IsADirectoryError as error:
        raise InputError(f"{path.name}: this is a folder, not a project file") from error
    except OSError as error:
        raise InputError(
            f"{path.name}: cannot be read ({(error.strerror or 'unknown reason').lower()})"
        ) from error


def dumps(project: Project, form: str = "yaml") -> str:
    """The project as the text of a `yaml` or `json` file; `loads(dumps(p)) == p`."""
    plain = project.to_plain()
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n" if form == "json" else write_yaml(plain)


def save(project: Project, path: Path) -> None:
    """Write the project file; the name's ending decides between YAML and JSON. An existing file is replaced in one step."""
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
