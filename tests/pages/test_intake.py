"""The start page makes candidates of a list of ideas, a charter or a saved impact assessment."""

import json

import pytest

from tests.intake.test_forms import AIA, CHARTER
from tests.intake.test_ideas import LIST


def upload(at, name, content):
    at.file_uploader[0].set_value((name, content, "text/plain"))
    return at.run()


def test_a_list_of_ideas_is_shown_with_its_errors_and_becomes_candidates(app, store):
    at = upload(app(), "ideas.csv", LIST.encode())
    names = ["Missed appointments", "Invoice matching", "Broken figure"]
    assert list(at.dataframe[0].value["Name"]) == names
    left_out, noted = (warning.value for warning in at.warning)
    assert "**Left out**\n- Row 4" in left_out
    assert "**Kept as notes, for you to mend**\n- Row 5" in noted
    at.button(key="make_candidates").click().run()
    assert not at.exception
    assert {one.name for one in store.projects()} == {*names}
    assert at.file_uploader[0].value is None


def test_a_list_that_is_none_is_told_in_place(app, store):
    at = upload(app(), "ideas.csv", b"PK\x00")
    assert at.error[0].value.endswith("save the list as CSV first")
    assert store.projects() == []


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("aia.json", json.dumps(AIA).encode(), "Benefit triage"),
        ("charter.md", CHARTER.encode(), "Spare parts forecast"),
    ],
)
def test_a_form_opens_where_its_answers_wait_to_be_confirmed(app, store, name, content, title):
    at = upload(app(), name, content)
    at.button(key="import").click().run()
    assert not at.exception
    assert [one.name for one in store.projects()] == [title]
    assert any("to be confirmed" in one.value for one in at.markdown)
    assert "to be confirmed \\(Problem" in at.info[0].value


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("aia.json", json.dumps(AIA).encode()[:-20], "this is not valid JSON"),
        ("other.json", b'{"a": 1}', "neither a project file"),
        ("notes.md", b"# Shopping\n\n- milk\n", "No heading of this text leads to a question"),
    ],
)
def test_what_is_no_form_is_told_in_place(app, store, name, content, said):
    at = upload(app(), name, content)
    at.button(key="import").click().run()
    assert not at.exception
    assert said in at.error[0].value
    assert store.projects() == []
