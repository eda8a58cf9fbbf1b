"""What a session shows is of the open project, as it is, and as it was typed."""

import json

import streamlit as st
from streamlit.testing.v1 import AppTest

from mlscope.errors import StoreError
from mlscope.project import Answer, Evidence, Project
from mlscope.store import Change
from mlscope.store.tables import log
from mlscope.ui import state
from mlscope.ui.deciding import paper
from tests.pages.conftest import AUTHOR

TABLE = """
from mlscope.ui.deciding import money_parts
money_parts._table([{"Input": "![x](http://example.org/x.png) **bold**", "Value": "1 EUR"}])
"""


def test_what_was_refused_in_one_project_is_not_shown_in_another(app, store):
    at = app("problem", Project(name="First"), full=True)
    at.session_state["session"].draft("problem.goal").refuse("x", "too long")
    at.session_state["dialog"] = ("problem.goal", "note")
    at.query_params["project"] = store.create(Project(name="Second"), AUTHOR)
    at.run()
    assert not any("too long" in one.value for one in at.error)
    assert "problem.goal" not in {k for k, d in at.session_state["session"].drafts.items() if d.refused}
    assert "dialog" not in at.session_state


def test_a_document_states_the_revision_that_it_holds(store):
    project = store.create(Project(name="Moving", problem={"goal": "Before"}), AUTHOR)
    stamp, revision = store.stamp(project), store.load(project).revision
    state.appraised(project, stamp, 0)
    store.apply(project, [Change("problem.goal", Answer(value="After"), Answer(value="Before"))], AUTHOR)
    text = paper._rendered(project, stamp, "", "md").decode()
    assert "Before" in text
    assert f"evision {revision}" in text


def test_the_document_of_a_milestone_prints_the_head_of_the_history(store):
    project = store.create(Project(name="Signed"), AUTHOR)
    store.milestone(project, "Gate", AUTHOR)
    head = store.head(project, "Gate")
    assert head == store.proof(project).head
    assert head in paper._rendered(project, store.stamp(project), "Gate", "md").decode()


def test_a_milestone_that_today_would_judge_otherwise_says_so_in_the_app(store, catalogue, samples):
    rule = json.loads(catalogue.content()["rules/verdict"])
    for row in rule["rows"]:
        row["feasibility"] = 99
    project = store.create(samples["churn"], AUTHOR)
    pinned = catalogue.content() | {"rules/verdict": json.dumps(rule)}
    store.milestone(project, "Gate", AUTHOR, content=pinned)
    stamp = store.stamp(project)
    assert "Judged by today's rules" in paper._rendered(project, stamp, "Gate", "md", "brief").decode()
    assert "Judged by today's rules" not in paper._rendered(project, stamp, "", "md", "brief").decode()
    assert "“Gate”: Judged by today's rules" in paper._changed(project, stamp, "Gate", "", "md").decode()


def test_requirements_of_a_milestone_are_those_of_its_day(store):
    project = store.create(Project(name="P", metrics={"functional": [{"id": "r", "name": "Old"}]}), AUTHOR)
    store.milestone(project, "Gate", AUTHOR)
    before = Answer(value="Old")
    store.apply(project, [Change("metrics.functional/r/name", Answer(value="New"), before)], AUTHOR)
    stamp = store.stamp(project)
    for form in ("csv", "reqif"):
        assert b"Old" in paper._requirements(project, stamp, "Gate", form)
        assert b"New" in paper._requirements(project, stamp, "", form)


def test_review_says_whether_the_history_is_whole(app, store):
    project = store.create(Project(name="Whole"), AUTHOR)
    rows = store.load(project).revision
    at = app("review", project)
    assert any(
        f"The history is whole: {rows:,} rows, each bound to the one before, from its first row on"
        in one.value
        for one in at.markdown
    )
    store.database.writing(lambda connection: connection.execute(log.update().values(author="Forged")))
    st.cache_data.clear()
    at.run()
    (told,) = [one.value.replace("\\", "").replace("\u00a0", " ") for one in at.error]
    assert told.startswith("The history does not hold: row 1 was changed")


def test_what_a_copied_store_lacks_is_said_on_the_first_page(app, store):
    store.database.missing = "app.duckdb: this file was copied without app.duckdb.wal"
    assert any("copied without app.duckdb.wal" in one.value.replace("\\", "") for one in app("home").warning)


def test_a_line_that_is_emptied_keeps_its_note_and_evidence():
    seen = Answer(value={"kind": "number", "value": 5.0}, note="From the invoice", evidence=Evidence.measured)
    emptied = seen.with_figure(None)
    assert (emptied.value, emptied.note, emptied.evidence) == (None, "From the invoice", Evidence.measured)


def test_only_what_a_field_still_shows_is_said_to_be_tried_again():
    error = StoreError("x.duckdb: the disk is full")
    assert state.not_saved(error, stays=False) == "Not saved: x.duckdb: the disk is full."
    assert state.not_saved(error, stays=True).endswith(
        "the disk is full. What you typed stays on this page and is tried again."
    )


def test_names_of_rows_are_no_markup_in_tables_of_figures():
    cell = AppTest.from_string(TABLE).run().table[0].value.iloc[0, 0]
    assert cell.startswith("\\!\\[x\\]")
    assert "\\*\\*bold" in cell
