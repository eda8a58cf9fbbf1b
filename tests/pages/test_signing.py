"""A signature is the signer's own, says what vouches for it wherever it is shown, and stands on something
that does not move.
"""

import re

import pytest

from mlscope import __version__
from mlscope.project import Answer, Project, SignOff
from mlscope.project.answers import Decision
from mlscope.store import Author, Change
from mlscope.ui.deciding import paper
from mlscope.ui.deciding.replayed import replay
from tests.pages.conftest import AUTHOR

LOGIN = Author("Ada", verified=True)


def signed(store, project, decision, name, by=AUTHOR, subject="", note=""):
    """A signature as the page records it."""
    made = SignOff(milestone="Gate", decision=decision, author=name, subject=subject, note=note)
    answer = Answer(value=made.model_dump(mode="json", exclude={"at"}))
    store.apply(project, [Change(f"sign_off/{made.id}", answer)], by)


def gate(store, catalogue, project):
    made = store.create(project, AUTHOR)
    store.milestone(made, "Gate", AUTHOR, software=__version__, content=catalogue.content())
    return made


def press(at):
    next(button for button in at.button if button.label == "Sign off").click()
    at.run()


def choose(at, decision):
    next(one for one in at.button_group if one.label == "Decision").set_value(decision)


def test_the_name_is_never_filled_in_and_an_approval_against_the_verdict_needs_a_reason(
    app, store, catalogue
):
    project = gate(store, catalogue, Project(name="Signed", people={"approver": "Maria Keller"}))
    at = app("review", project)
    (name,) = [one for one in at.text_input if one.label == "Your own name"]
    assert not name.value
    press(at)
    assert any("needs a decision and the name" in one.value for one in at.error)
    choose(at, Decision.approved)
    next(one for one in at.text_input if one.label == "Your own name").set_value("Ben Other")
    press(at)
    assert any(
        "The verdict is “Still open”. To approve against it, give the reason" in e.value for e in at.error
    )
    assert store.signatures(project) == ()
    next(one for one in at.text_area if one.label == "Conditions or reasons").set_value("A pilot only.")
    press(at)
    (signature,) = store.signatures(project)
    assert (signature.signer, signature.decision, signature.note) == (
        "Ben Other",
        "approved",
        "A pilot only.",
    )
    assert re.fullmatch("recorded by .+, unverified", signature.trust)
    assert any("**Approved** by Ben Other" in m.value and "recorded by" in m.value for m in at.markdown)


def test_a_rejection_against_the_verdict_needs_no_reason(app, store, catalogue):
    project = gate(store, catalogue, Project(name="Signed"))
    at = app("review", project)
    choose(at, Decision.rejected)
    next(one for one in at.text_input if one.label == "Your own name").set_value("Ben Other")
    press(at)
    assert [one.decision for one in store.signatures(project)] == ["rejected"]


def test_a_later_signature_of_the_same_person_replaces_the_earlier_one_visibly(app, store, catalogue):
    project = gate(store, catalogue, Project(name="Signed"))
    signed(store, project, Decision.rejected, "Maria Keller")
    signed(store, project, Decision.approved, " maria  keller")
    signed(store, project, Decision.feedback, "Maria Keller", by=Author("Cem"))
    signed(store, project, Decision.rejected, "Ada", by=LOGIN, subject="issuer 7")
    signed(store, project, Decision.approved, "Ada", by=LOGIN, subject="issuer 7")
    signed(store, project, Decision.feedback, "Ada", by=LOGIN, subject="issuer 8")
    signed(store, project, Decision.rejected, "Ada", subject="issuer 7")
    signed(store, project, Decision.approved, "Somebody else", by=LOGIN, subject="issuer 7")
    found = store.signatures(project)
    assert [one.replaced_at is None for one in found] == [False, True, True, False, True, True, True, True]
    assert [one.verified for one in found] == [False, False, False, True, True, True, False, False]
    assert found[1].change.startswith("replaces “Rejected” of ")
    lines = [one.value for one in app("review", project).markdown]
    assert sum("~~**Rejected** by Maria Keller" in line for line in lines) == 1
    assert sum("signed in, verified" in line for line in lines) == 3
    assert any("recorded by Cem, unverified" in line for line in lines)


def test_the_history_says_that_a_recorder_is_unverified(app, store, catalogue):
    project = gate(store, catalogue, Project(name="Signed"))
    signed(store, project, Decision.approved, "Maria Keller", note="Go.")
    shown = app("review", project).dataframe[-1].value
    (row,) = [row for _, row in shown.iterrows() if row["What"] == "Sign-off"]
    assert (row["Who"], row["To"]) == ("Tester (unverified)", "Approved by Maria Keller: Gate")


def test_every_changed_answer_is_listed_texts_notes_and_rows_too(app, store, catalogue):
    costs = [{"id": "A", "name": "Licences", "amount": 100}, {"id": "B", "name": "Training", "amount": 50}]
    project = gate(store, catalogue, Project(name="Signed", problem={"goal": "Old"}, value={"costs": costs}))
    at = app("review", project)
    store.apply(
        project,
        [
            Change("problem.goal", Answer(value="New", note="Said by phone"), Answer(value="Old")),
            Change(
                "value.costs/A/amount", Answer(value=120), store.load(project).answers["value.costs/A/amount"]
            ),
            Change("value.costs/B/deleted", Answer(value=True)),
            Change("project/stage", Answer(value="review"), Answer(value="scoping")),
        ],
        AUTHOR,
    )
    at.session_state["moved_since"] = True
    at.run()
    (listed,) = [one.value for one in at.markdown if "→" in one.value and "Old" in one.value]
    for words in ("Old → New, note: Said by phone", "100 → 120", "Training", "Removed", "Scoping → Review"):
        assert words in listed.replace("\\", "")
    assert any("**4 answers changed**" in one.value for one in at.markdown)


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_signed_milestone_does_not_change_with_a_language_or_an_overlay(
    store, catalogue, samples, tmp_path, monkeypatch, form
):
    project = gate(store, catalogue, samples["churn"])
    signed(store, project, Decision.approved, "Maria Keller")
    before = paper._rendered(project, store.stamp(project), "Gate", form)
    assert b"recorded by Tester, unverified" in before
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "wording.yaml").write_text("questions: {problem.statement: What hurts?}\n")
    monkeypatch.setenv("MLSCOPE_OVERLAY", str(tmp_path / "house"))
    monkeypatch.setenv("MLSCOPE_LANGUAGE", "de")
    for cached in (replay, paper._rendered):
        cached.clear()
    after = paper._rendered(project, store.stamp(project), "Gate", form)
    assert b"changed, and not used here" in after
    now = paper._rendered(project, store.stamp(project), "", form)
    assert after.partition(b"Provenance")[0] == before.partition(b"Provenance")[0]
    assert now.partition(b"Provenance")[0] != before.partition(b"Provenance")[0]


def test_a_rule_that_cannot_be_replayed_is_named_on_page_one(store, catalogue):
    project = store.create(Project(name="Signed"), AUTHOR)
    content = catalogue.content()
    store.milestone(project, "Gate", AUTHOR, software="0.0.1", content=content | {"rules/verdict": "{}"})
    page_one = paper._rendered(project, store.stamp(project), "Gate", "md").decode().partition("Contents")[0]
    assert "Rules for verdict of its day cannot be used any more; today" in page_one
    assert "It was set with mlscope 0.0.1 and is computed anew" in page_one.replace("\\", "")
