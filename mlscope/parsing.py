"""The one door through which files from outside come in: ordinary files of a bounded size, YAML, and JSON.

Whatever a file holds, it is read in bounded time or refused with an InputError that says why.
"""

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from mlscope.errors import InputError, shorten

MOST_DIGITS = 200
"""Digits of a whole number; beyond about 300 no float holds it."""

MOST_NODES = 300_000
"""Keys and values of a YAML text."""

DEEPEST = 100
"""How many lists and mappings may stand within each other."""

_BOOLEAN, _TIME, _MERGE, _TEXT, _LIST, _MAPPING = (
    f"tag:yaml.org,2002:{name}" for name in ("bool", "timestamp", "merge", "str", "seq", "map")
)
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What PyYAML raises on a value that is not of the type written before it."""


# ── files
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def read_file(path: Path, most_bytes: int, kind: str, way_out: str = "") -> bytes:
    """The content of an ordinary file that should be a `kind`, as in "a project file".

    InputError, which does not name the file, when it is a folder, a device or a pipe, has more than
    `most_bytes`, or cannot be read.
    """
    refuse_unusual(path, kind)
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
            size = max(len(content), path.stat().st_size)
    except OSError as error:
        raise InputError(cannot_be_read(error)) from error
    refuse_larger(size, most_bytes, kind, way_out)
    return content


def refuse_unusual(path: Path, kind: str) -> None:
    """InputError for whatever is not an ordinary file: reading a device or a pipe might never end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(cannot_be_read(error)) from error
    if stat.S_ISDIR(mode):
        raise InputError(f"this is a folder, not {kind}")
    if not stat.S_ISREG(mode):
        raise InputError("this is no ordinary file; copy its content into one and try again")


def refuse_larger(size: int, most_bytes: int, kind: str, way_out: str = "") -> None:
    """InputError for what is larger than its kind may be; `way_out` ends the sentence."""
    if size > most_bytes:
        raise InputError(
            f"this file has {size / 1e6:,.0f} MB; {kind} has at most {most_bytes / 1e6:,.0f} MB{way_out}"
        )


def cannot_be_read(error: OSError | ValueError) -> str:
    """Why the system does not let a file be read."""
    return f"cannot be read ({(getattr(error, 'strerror', None) or 'unknown reason').lower()})"


# ── JSON
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_json(content: str | bytes) -> Any:
    """Plain content of a JSON text; InputError where it is malformed, and where a key stands twice."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return json.loads(text, parse_int=_whole_number, object_pairs_hook=_mapping(text))
    except json.JSONDecodeError as error:
        raise InputError(f"line {error.lineno}: this is not valid JSON ({error.msg.lower()})") from error
    except UnicodeDecodeError as error:
        raise InputError("this is not valid JSON (it is no text in UTF-8)") from error
    except RecursionError as error:
        raise InputError("this is nested too deeply to be read") from error


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise InputError(_too_many_digits(digits))
    return int(digits)


def _too_many_digits(digits: str) -> str:
    return (
        f"the whole number {digits[:12]}… has {len(digits):,} digits; at most {MOST_DIGITS} are read, "
        "write it shorter, as in 1.2e9"
    )


def _mapping(text: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) < len(pairs):
            _refuse_twice(text, [key for key, _ in pairs])
        return plain

    return unique


def _refuse_twice(text: str, keys: list[str]) -> NoReturn:
    """JSON's parser tells no line, so it is named where the key stands nowhere else."""
    seen: set[str] = set()
    twice = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    starts = [place.start() for place in re.finditer(re.escape(json.dumps(twice)) + r"\s*:", text)]
    line = f"line {text.count(chr(10), 0, starts[1]) + 1}: " if len(starts) == 2 else ""
    raise InputError(f"{line}the key '{twice:.60}' stands twice; remove or rename one of the two")


# ── YAML
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Loader(yaml.composer.Composer, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people expect it: only true and false are booleans, dates stay text, nothing is shared by
    reference,

    the keys of a mapping are texts and stand once. Parsed in C where that is installed, composed here within
    limits.
    """

    def __init__(self, text: str) -> None:
        getattr(yaml, "CSafeLoader", yaml.SafeLoader).__init__(self, text)
        self.anchors: dict[str, yaml.Node] = {}
        self.nodes = self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        line = event.start_mark.line + 1
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise InputError(f"line {line}: references (*name) are not allowed; write the value out")
        if self.nodes > MOST_NODES:
            raise InputError(
                f"line {line}: there are more than {MOST_NODES:,} keys and values up to here; "
                "save it as JSON, or split it"
            )
        if self.depth >= DEEPEST:
            raise InputError(f"line {line}: this is nested too deeply to be read")
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None:
            return self.compose_scalar_node(None)  # type: ignore[arg-type]
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        try:
            return super().construct_object(node, deep=deep)
        except _UNREADABLE as error:
            kind = node.tag.rpartition(":")[2]
            line = node.start_mark.line + 1
            raise InputError(
                f"line {line}: {shorten(node.value)} cannot be read as '{kind}'; mend it or put it into"
                " quotes"
            ) from error

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        if not isinstance(node, yaml.MappingNode):
            refused: dict[Any, Any] = super().construct_mapping(node, deep)
            return refused
        values: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise InputError(
                    f"line {key_node.start_mark.line + 1}: a key must be text, found {key!r:.40}"
                )
            if key in values:
                raise InputError(f"line {key_node.start_mark.line + 1}: the key '{key:.60}' stands twice")
            values[key] = value_node
        return {key: self.construct_object(value_node, deep) for key, value_node in values.items()}

    def construct_list(self, node: Any) -> list[Any]:
        """A list at once: nothing is shared by reference, so that none can hold itself."""
        if not isinstance(node, yaml.SequenceNode):
            return list(super().construct_sequence(node))
        return [self.construct_object(item) for item in node.value]

    def construct_whole_number(self, node: Any) -> int:
        """A whole number of no more digits than JSON may have."""
        if len(node.value) > MOST_DIGITS:
            raise InputError(f"line {node.start_mark.line + 1}: {_too_many_digits(node.value)}")
        return int(self.construct_yaml_int(node))


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _TIME, _MERGE)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_whole_number)
_Loader.add_constructor(_LIST, _Loader.construct_list)
_Loader.add_constructor(_MAPPING, _Loader.construct_mapping)
_Loader.add_constructor(_TIME, yaml.SafeLoader.construct_yaml_str)
for _name in ("binary", "omap", "pairs", "set"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_name}", yaml.SafeLoader.construct_undefined)


def read_yaml(text: str) -> Any:
    """Plain content of a YAML text; InputError names the line where it is malformed."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        last = len(text.splitlines())
        line = f"line {min(error.problem_mark.line + 1, last)}: " if error.problem_mark else ""
        raise InputError(f"{line}this is not valid YAML ({error.problem or error.context})") from error
    except yaml.YAMLError as error:
        raise InputError(f"this is not valid YAML ({str(error).splitlines()[0]})") from error
    except UnicodeEncodeError as error:
        raise InputError("this is not valid YAML (it holds half of a character)") from error


def write_yaml(plain: Any) -> str:
    """Plain content as YAML, in its own order, readable in any language."""
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)
