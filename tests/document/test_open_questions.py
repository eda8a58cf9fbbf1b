"""The list of open questions can be taken along, and is safe to open."""

import csv
import datetime as dt
import io

from markdown_it import MarkdownIt

from mlscope.document.changes import describe
from mlscope.document.csv_file import csv_file
from mlscope.document.open_questions import as_csv, as_markdown, open_questions
from mlscope.project import Answer, Evidence, Project, State


def scoped() -> Project:
    answers = {
        "problem.who": {"state": "unknown", "who": "Late Lee", "by": "2026-01-02"},
        "problem.goal": {"state": "unknown", "who": "=HYPERLINK(1)|", "note": "Ask <b>Ops</b>"},
        "problem.objectives": {"state": "unknown", "by": "2027-01-02"},
        "metrics.latency_ms": {"state": "unknown", "who": "Nobody, it is not asked"},
    }
    return Project(name="Open", as_of=dt.date(2026, 11, 21), answers=answers, approach={"serving": "batch"})


def test_the_most_urgent_comes_first_and_what_is_not_asked_is_left_out(catalogue):
    found = open_questions(scoped(), catalogue)
    assert [one.id for one in found] == ["problem.who", "problem.objectives", "problem.goal"]
    assert [one.late for one in found] == [True, False, False]


def test_the_csv_reads_back_and_runs_no_formula(catalogue):
    text = as_csv(open_questions(scoped(), catalogue)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["By"] for row in rows] == ["2026-01-02", "2027-01-02", ""]
    assert rows[2]["Who finds out"] == "'=HYPERLINK(1)|"


def test_every_sign_that_begins_a_formula_is_disarmed():
    cells = ["=1", "+1", "-1", "@x", "\tx", "＝1", "＋1", "－1", "＠x", "plain"]
    [row] = list(csv.reader(io.StringIO(csv_file([], [cells]).decode("utf-8-sig"))))[1:]
    assert row == [f"'{cell}" for cell in cells[:-1]] + ["plain"]


def test_the_markdown_is_a_table_that_shows_what_was_typed(catalogue):
    html = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(as_markdown(open_questions(scoped(), catalogue), scoped()).decode())
    )
    assert html.count("<tr>") == 4
    assert "=HYPERLINK(1)|" in html
    assert "Ask &lt;b&gt;Ops&lt;/b&gt;" in html


def test_a_change_is_told_by_what_differs(catalogue):
    project = Project(name="P", value={"costs": [{"id": "c1", "name": "Build"}]})
    old = Answer(value="us", evidence=Evidence.guess)
    said = describe("problem.who", old, old.model_copy(update={"note": "asked Ann"}), project, catalogue)
    assert (said.before, said.after) == ("Not answered", "note: asked Ann")
    unknown = Answer(state=State.unknown, who="Ann", by=dt.date(2027, 1, 2))
    assert (
        describe("problem.who", Answer(value="us"), unknown, project, catalogue).after
        == "Don't know yet: Ann by 2 January 2027"
    )
    cell = describe(
        "value.costs/c1/amount",
        Answer(),
        Answer(value={"kind": "range", "low": 5, "high": 9}),
        project,
        catalogue,
    )
    assert (cell.what, cell.after) == ("What would it cost? Build, amount", "5 to 9")
    tagged = describe(
        "project/tags", Answer(value=["Sales"]), Answer(value=["Sales", "Fraud"]), project, catalogue
    )
    assert (tagged.what, tagged.before, tagged.after) == ("Tags", "Sales", "Sales, Fraud")
    assert describe("slot/x", Answer(), Answer(value=3), project, catalogue) is None
