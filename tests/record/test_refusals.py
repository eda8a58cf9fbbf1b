"""What is wrong in a project file is said in a sentence: where, what, and the way out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlscope.errors import InputError, NewerVersion
from mlscope.project import migrations
from mlscope.project.files import MAX_BYTES, load, loads, of_plain
from mlscope.project.record import SCHEMA

HEAD = "schema: 1\nname: A\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "this file is empty; 'mlscope new FILE' writes a blank project"),
        (" \n\t\n", "this file is empty"),
        (
            b"\xff\xfe\x00\x01",
            "this is no text file in UTF-8; save the project as .yaml or .json and try again",
        ),
        (b"PK\x03\x04\x00\x00", "this is a binary file, not a project file"),
        ("just words", "this is no project file; 'mlscope new FILE' writes one to start from"),
        ("- 1\n- 2\n", "this is no project file"),
        ("name: A\n", "'schema' (the version of its format) is missing or no whole number"),
        ("schema: yes\nname: A\n", "'schema' (the version of its format) is missing or no whole number"),
        ("schema: 1\nname: [unclosed\n", "line 2: this is not valid YAML"),
        ("schema: 1\nname: A\nname: B\n", "line 3: the key 'name' stands twice"),
        ("schema: 1\nname: A\n1: B\n", "line 3: a key must be text, found 1"),
        ("schema: 1\nname: &x A\nstage: *x\n", "references (*name) are not allowed; write the value out"),
        ("schema: 1\nname: !!python/object/apply:os.system [ls]\n", "this is not valid YAML"),
        ('{"schema": 1, "name": "A"', "line 1: this is not valid JSON"),
        ('{"schema": 1,\n "name": }', "line 2: this is not valid JSON"),
        ("[" * 50_000, "this is nested too deeply to be read"),
        ('{"a":' * 50_000, "this is nested too deeply to be read"),
        ("schema: 1\n", "name: this is required"),
        ("schema: 1\nname: ''\n", "name: "),
        (
            "schema: 1\nname: " + "x" * 10_000,
            (
                "name: this takes at most 200 characters and has 10,000; shorten it or put the detail into a"
                " note"
            ),
        ),
    ],
)
def test_what_is_no_project_file_is_refused_by_name(content: str | bytes, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        loads(content, "acme.yaml")
    assert str(refused.value).startswith("acme.yaml: ")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("problme: {}", "unknown key 'problme'; did you mean 'problem'?"),
        ("problem: {statment: X}", "problem: unknown key 'statment'; did you mean 'statement'?"),
        ("value: {costs: [{name: A, amuont: 3}]}", "value > costs > #1: unknown key 'amuont'"),
        ("problem: {task: sorting}", "problem > task: this must be 'classification'"),
        ("data: {rows: many}", "data > rows: "),
        ("data: {rows: -1}", "data > rows: this must be at least 0; found -1"),
        ("data: {base_rate: 2}", "data > base_rate: this must be at most 1; found 2"),
        ("data: {personal: maybe}", "data > personal: "),
        ("plan: {budget: .inf}", "plan > budget: "),
        ("plan: {deadline: 2027-02-30}", "plan > deadline: "),
        ("plan: {deadline: soon}", "plan > deadline: "),
        (
            "plan: {tasks: [{name: A, duration_days: -2}]}",
            "plan > tasks > #1 > duration_days: this cannot be negative; found -2",
        ),
        (
            "value: {costs: [{name: A, amount: -5k}]}",
            "value > costs > #1 > amount: this cannot be negative; found -5,000",
        ),
        (
            "value: {costs: [{name: A, amount: 9 < 5 < 7}]}",
            "value > costs > #1 > amount: low, likely and high must not fall; found 9, 5, 7",
        ),
        (
            "value: {costs: [{name: A, amount: lots}]}",
            "value > costs > #1 > amount: cannot read 'lots' as an amount; write 120",
        ),
        (
            "value: {costs: [{id: a}, {id: a}]}",
            "two rows of one table have the id 'a'; give each its own or leave ids out",
        ),
        ("value: {costs: [{id: 'a/b'}]}", "value > costs > #1 > id: "),
        ("value: {costs: none}", "value > costs: "),
        (
            "value: {technical_success: 120 %}",
            "value > technical_success: a share lies between 0 and 1 (0 % and 100 %); found 1.2",
        ),
        ("value: {discount_rate: .nan}", "value > discount_rate: "),
        ("currency: Euro", "currency: give three letters, as EUR; found 'Euro'"),
        ("answers: {data.rows: {state: perhaps}}", "answers > data.rows > state: "),
        ("answers: {data.rows: {evidence: hearsay}}", "answers > data.rows > evidence: "),
        (
            "data: {rows: 5}\nanswers: {data.rows: {state: unknown}}",
            "answers > data.rows: the state is 'unknown' although there is a value; remove one of the two",
        ),
        (
            "value: {costs: [{id: a, amount: 5}]}\nanswers: {value.costs/a/amount: {state: unknown}}",
            (
                "answers > value.costs/a/amount: the state is 'unknown' although there is a value; remove one"
                " of the two"
            ),
        ),
        (
            "answers: {value.costs/z/amount: {note: N}}",
            "answers > value.costs/z/amount: 'value.costs' has no row 'z'; mend the id or remove this part",
        ),
        (
            "slots: {a: 3, b: 3}",
            "slots: two inputs share one sampling slot; remove the 'slots' part to have them allotted anew",
        ),
        ("slots: {a: 256}", "slots > a: this must be below 256; found 256"),
        ("comments: [{id: a, text: A}, {id: a, text: B}]", "two rows of one table have the id 'a'"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_place(part: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        loads(HEAD + part)
    assert sentence in str(refused.value)


def test_many_faults_are_told_at_once_but_not_without_end() -> None:
    wrong = "data: {" + ", ".join(f"key_{n}: 1" for n in range(30)) + "}"
    with pytest.raises(InputError) as refused:
        loads(HEAD + wrong)
    lines = str(refused.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "project file: and 10 more"


def test_a_newer_file_asks_for_an_update_instead_of_guessing() -> None:
    with pytest.raises(
        NewerVersion, match=r"written by a newer mlscope \(format 999, .*update mlscope and try again"
    ):
        loads("schema: 999\nname: A\nnot_yet_invented: {}\n")


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(InputError, match=r"this file has 2\d MB; a project file has at most 20 MB"):
        loads(b" " * (MAX_BYTES + 1_000_000))


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder, not a project file"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"absent\.yaml: cannot be read \(no such file or directory\)"):
        load(tmp_path / "absent.yaml")


def test_every_version_between_the_first_and_todays_has_a_way_up() -> None:
    assert set(migrations.MIGRATIONS) == set(range(1, SCHEMA))


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "amount", "kind", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def refusal(content: dict[str, Any]) -> str:
    """Why the content is refused; empty when it is taken."""
    try:
        of_plain({"schema": 1, "name": "A"} | content)
    except InputError as refused:
        return str(refused)
    return ""


@given(
    step=st.sampled_from(
        ["problem", "value", "plan", "risks", "answers", "more", "comments", "slots", "as_of"]
    ),
    content=plain,
)
def test_any_content_is_either_taken_or_refused_in_a_sentence(step: str, content: Any) -> None:
    refused = refusal({step: content})
    assert not refused or refused.startswith("project file: ")


@given(table=st.sampled_from(["costs", "benefits"]), content=plain)
def test_any_row_is_either_taken_or_refused_in_a_sentence(table: str, content: Any) -> None:
    refused = refusal({"value": {table: [content]}})
    assert not refused or refused.startswith("project file: value > ")


@given(text=st.text(max_size=40))
def test_any_text_is_either_a_project_or_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"^acme\.yaml: "):
        loads(text, "acme.yaml")


@given(cut=st.integers(0, 400))
def test_a_file_cut_off_anywhere_never_crashes(cut: int) -> None:
    whole = json.dumps(
        {
            "schema": 1,
            "name": "A",
            "problem": {"statement": "S" * 300},
            "plan": {"tasks": [{"id": "t", "name": "T"}]},
        }
    )
    with pytest.raises(InputError):
        loads(whole[: min(cut, len(whole) - 1)])
