"""A sample is measured on the data step; its answers are taken over by one click, and nobody's answer is
replaced unasked.
"""

import tempfile

import pytest

from mlscope.project import Evidence, Project

ROWS = "".join(f"{n},person{n}@example.com,{'yes' if n % 4 == 0 else 'no'},<b>{n}</b>\n" for n in range(200))
CUSTOMERS = f"id,email,churned,**x** :red[y]\n{ROWS}".encode()


@pytest.fixture
def project():
    return Project.model_validate(
        {"name": "Sample", "problem": {"task": "classification"}, "data": {"rows": 9_000}}
    )


def measured(app, project, content, name="customers.csv"):
    at = app("data", project)
    at.file_uploader[0].set_value((name, content, "text/csv"))
    at.run()
    assert not at.exception
    return at


def press(at, label):
    next(button for button in at.button if button.label.startswith(label)).click()
    at.run()
    assert not at.exception


def text(at):
    return " ".join(one.value for one in at.markdown)


def test_what_a_sample_says_is_taken_over_by_one_click(app, store, project, tmp_path, monkeypatch):
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    at = measured(app, project, CUSTOMERS)
    assert list(room.iterdir()) == []
    assert "200 rows and 4 columns" in text(at)
    assert "person7" not in text(at)
    at.selectbox[0].set_value("churned")
    at.run()
    assert at.file_uploader[0].value is None
    press(at, "Take over 6 answers")
    kept = store.load(project.id).project
    assert (kept.data.labelled_rows, kept.data.base_rate, kept.data.personal) == (200, 0.25, True)
    assert kept.about("data.base_rate").evidence == Evidence.measured
    assert kept.data.rows == 9_000
    shown = {one.label: one.value for one in at.text_input}
    assert shown["In what share of cases does the outcome occur? (%)"] == "25 %"


def test_an_answer_of_somebody_is_replaced_only_where_that_is_ticked(app, store, project):
    at = measured(app, project, CUSTOMERS)
    replace = next(one for one in at.checkbox if "9,000" in one.label)
    replace.check()
    at.run()
    press(at, "Take over")
    assert store.load(project.id).project.data.rows == 200
    assert "What this sample can answer stands here" in text(at)
    press(at, "Forget this sample")
    assert "200 rows and 4 columns" not in text(at)


def test_how_many_rows_a_sample_has_is_taken_over_only_where_that_is_ticked(app, store):
    dated = "id,signed_up\n" + "".join(f"{n},2024-{1 + n // 28:02d}-{1 + n % 28:02d}\n" for n in range(200))
    project = Project(name="Dated")
    at = measured(app, project, dated.encode())
    assert "A sample is not the whole" in text(at)
    counts = [one for one in at.checkbox if "/count/" in one.key]
    assert [(one.key.rpartition("/")[2], one.value) for one in counts] == [
        ("data.rows", False),
        ("data.growth_per_month", False),
    ]
    press(at, "Take over 2 answers")
    kept = store.load(project.id).project.data
    assert (kept.rows, kept.growth_per_month, kept.kind, kept.completeness) == (None, None, "time_series", 1)
    next(one for one in at.checkbox if one.key.endswith("/data.rows")).check()
    at.run()
    press(at, "Take over 1 answer")
    assert store.load(project.id).project.data.rows == 200


def test_markup_in_a_column_shows_as_typed(app, project):
    at = measured(app, project, b"id,**phone** :red[y]\n" + b"1,2\n" * 9)
    assert r"\*\*phone\*\*" in text(at)
    assert ":red[y]" not in text(at)


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "this file is empty"), (b"%PDF-1.7", "this is a PDF document")]
)
def test_a_bad_file_is_a_sentence_and_the_step_stays(app, store, project, content, said):
    at = measured(app, project, content, "bad.csv")
    assert [said in error.value for error in at.error] == [True]
    assert at.text_input
    assert store.load(project.id).project.data == project.data
