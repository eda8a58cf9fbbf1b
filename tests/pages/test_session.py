"""What a session shows is of the open project, as it is, and as it was typed."""

from streamlit.testing.v1 import AppTest

from mlscope.errors import StoreError
from mlscope.project import Answer, Evidence, Project, SignOff
from mlscope.store import Change
from mlscope.ui import paper, state
from tests.pages.conftest import AUTHOR

TABLE = """
from mlscope.ui import money_parts
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
    state.appraisal_of(project, stamp)
    store.apply(project, [Change("problem.goal", Answer(value="After"), Answer(value="Before"))], AUTHOR)
    text = paper._rendered(project, stamp, "", "md").decode()
    assert "Before" in text
    assert f"evision {revision}" in text


def test_the_document_of_a_milestone_carries_its_signatures_and_says_when_rules_changed(store, catalogue):
    project = store.create(Project(name="Signed"), AUTHOR)
    content = catalogue.content()
    store.milestone(project, "Gate", AUTHOR, content=content | {"rules/verdict": "{}"})
    signed = SignOff(milestone="Gate", decision="approved", author="Maria Keller")
    store.apply(
        project,
        [
            Change(
                f"sign_off/{signed.id}",
                Answer(value=signed.model_dump(mode="json", exclude={"author", "at"})),
            )
        ],
        AUTHOR,
    )
    text = paper._rendered(project, store.stamp(project), "Gate", "md").decode()
    assert "questions or rules changed" in text
    assert "rules/verdict" in text
    assert "Approved" in text
    store.milestone(project, "Same rules", AUTHOR, content=content)
    assert (
        "questions or rules changed"
        not in paper._rendered(project, store.stamp(project), "Same rules", "md").decode()
    )


def test_a_reviewer_signs_a_milestone_with_name_and_decision(app, store):
    project = store.create(Project(name="Signed", people={"approver": "Maria Keller"}), AUTHOR)
    store.milestone(project, "Gate", AUTHOR)
    at = app("review", project)
    next(button for button in at.button if button.label == "Sign off").click()
    at.run()
    assert any("needs a decision" in one.value for one in at.error)
    next(one for one in at.button_group if one.label == "Decision").set_value("approved")
    next(button for button in at.button if button.label == "Sign off").click()
    at.run()
    (signed,) = store.load(project).project.sign_offs
    assert (signed.milestone, signed.decision, signed.author) == ("Gate", "approved", "Maria Keller")
    assert signed.at is not None
    assert any("**Approved** by Maria Keller" in one.value for one in at.markdown)


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
