"""Whatever a file holds, it is read in bounded time or refused in a sentence."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.errors import InputError
from mlscope.parsing import DEEPEST, MOST_DIGITS, MOST_NODES, read_file, read_json, read_yaml
from mlscope.project.files import loads

HEAD = "schema: 1\nname: A\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: " + "9" * 5000, "line 1: the whole number 999999999999… has 5,000 digits; at most 200 are read"),
        ("a: 1" + "0" * 400, "line 1: the whole number 100000000000… has 401 digits"),
        ("a: 1\nb: !!int abc", "line 2: 'abc' cannot be read as 'int'; mend it or put it into quotes"),
        ("a: !!bool abc", "line 1: 'abc' cannot be read as 'bool'"),
        ("a: !!float abc", "line 1: 'abc' cannot be read as 'float'"),
        ("a: 0x_", "line 1: '0x_' cannot be read as 'int'"),
        ("a: !!set {b, c}", "line 1: this is not valid YAML"),
        ("a: !!binary YQ==", "line 1: this is not valid YAML"),
        ("a: &b 1\nc: *b", "line 2: references (*name) are not allowed"),
        ("a: 1\na: 2", "line 2: the key 'a' stands twice"),
        ("a: [", "line 1: this is not valid YAML"),
        ("[" * 100_000, "line 1: this is nested too deeply to be read"),
    ],
)
def test_what_yaml_cannot_hold_is_named_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_yaml(text)
    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": ' + "9" * 5000 + "}", "the whole number 999999999999… has 5,000 digits"),
        ('{"a": 1,\n "b": 2,\n "a": 3}', "line 3: the key 'a' stands twice; remove or rename one of the two"),
        ('{"a": {"b": 1, "b": 2}, "c": {"b": 1}}', "the key 'b' stands twice"),
        ('{"a": 1,\n}', "line 2: this is not valid JSON"),
        ("[" * 100_000, "this is nested too deeply to be read"),
    ],
)
def test_what_json_cannot_hold_is_named(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read_json(text)
    assert str(refused.value).startswith(sentence)


def test_a_date_written_as_such_stays_text() -> None:
    assert read_yaml("a: 2001-02-03\nb: !!timestamp 2001-99-99") == {"a": "2001-02-03", "b": "2001-99-99"}


def test_the_longest_whole_number_is_the_same_in_both_notations() -> None:
    digits = "9" * MOST_DIGITS
    assert read_yaml(f"a: {digits}") == read_json(f'{{"a": {digits}}}') == {"a": int(digits)}


def test_more_keys_than_any_project_has_are_refused_and_not_composed() -> None:
    text = "".join(f"k{n}: 1\n" for n in range(MOST_NODES // 2 + 1))
    with pytest.raises(InputError, match=r"line 150000: there are more than 300,000 keys and values"):
        read_yaml(text)


def test_thousands_of_unknown_keys_are_told_without_a_guess_for_each() -> None:
    with pytest.raises(InputError) as refused:
        loads(HEAD + "nam: B\n" + "".join(f"key_{n}: 1\n" for n in range(50_000)))
    lines = str(refused.value).splitlines()
    assert lines[0] == "project file: unknown key 'nam'; did you mean 'name'?"
    assert lines[-1] == "project file: and 49,981 more"


def test_lists_within_lists_are_read_to_a_depth_that_people_write() -> None:
    depth = DEEPEST - 1
    assert json.dumps(read_yaml("[" * depth + "]" * depth)) == "[" * depth + "]" * depth


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("pipe", "this is no ordinary file"),
        ("/dev/zero", "this is no ordinary file"),
        ("", "this is a folder"),
    ],
)
def test_what_might_never_end_is_not_opened(tmp_path: Path, path: str, sentence: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=sentence):
        read_file(tmp_path / path, 1_000, "a project file")


def test_a_file_without_a_size_is_read_up_to_its_limit() -> None:
    with pytest.raises(InputError, match="a project file has at most 0 MB"):
        read_file(Path("/proc/self/environ"), 1, "a project file")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
tags = st.sampled_from(
    ["", "int", "bool", "float", "timestamp", "null", "binary", "set", "omap", "merge", "map"]
)
scraps = st.text("abc0123456789_:-+.eExXobTZ \n[]{},'\"&*!%@#|>?~<=", max_size=30)


def refusal(read: Callable[[Any], object], content: str | bytes) -> str | None:
    """The sentence that refuses the content; None where it is read. Any other fault is one of ours."""
    try:
        read(content)
    except InputError as refused:
        return str(refused)
    return None


@given(tag=tags, value=scraps)
def test_any_yaml_is_read_or_refused_in_a_sentence(tag: str, value: str) -> None:
    for text in (f"a: !!{tag} {value}", f"a: {value}", value, f"{value}: 1", f"a: [{value}]"):
        assert refusal(read_yaml, text) != ""


@given(value=json_values, cut=st.integers(0, 60), scrap=st.text('{}[]",:0123456789.eE+-\\u', max_size=6))
def test_any_json_is_read_or_refused_in_a_sentence(value: Any, cut: int, scrap: str) -> None:
    whole = json.dumps(value)
    for text in (whole, whole[:cut] + scrap + whole[cut:], whole[:cut]):
        assert refusal(read_json, text.encode()) != ""


@given(
    key=st.sampled_from(["name", "as_of", "currency", "data", "plan", "slots", "more"]),
    tag=tags,
    value=scraps,
)
def test_any_scrap_in_a_project_file_is_read_or_refused_in_a_sentence(key: str, tag: str, value: str) -> None:
    for text in (f"schema: 1\nname: A\n{key}: {value}", f"schema: 1\n{key}: !!{tag} {value}"):
        assert (refusal(lambda text: loads(text, "acme.yaml"), text) or "acme.yaml: ").startswith(
            "acme.yaml: "
        )
