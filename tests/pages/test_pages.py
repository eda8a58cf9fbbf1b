"""Every page opens, on nothing, on a blank project and on every sample."""

import re

import pytest

from mlscope import catalogue
from mlscope.project import STEPS, Answer, Project, State
from mlscope.store import Change
from mlscope.templates import samples
from mlscope.ui import state
from mlscope.ui.shell import progress
from tests.pages.conftest import AUTHOR

GENERAL = ["home", "compare", "guide"]
DECIDE = ["interview", "picture", "assessment", "return", "timeline", "backlog", "document", "review"]
SAMPLES = sorted(samples(catalogue.load()))


@pytest.mark.parametrize("page", [*GENERAL, *STEPS, *DECIDE])
def test_every_page_opens_without_a_project(app, page):
    at = app(page)
    if page not in GENERAL:
        assert at.title[0].value == "No project is open"


@pytest.mark.parametrize("page", [*GENERAL, *STEPS, *DECIDE])
def test_every_page_opens_on_a_blank_project(app, page):
    at = app(page, Project(name="Blank"))
    assert not at.error
    assert at.title


@pytest.mark.parametrize("page", [*GENERAL, *STEPS, *DECIDE])
def test_no_page_of_a_blank_project_shows_the_id_of_a_question(app, page):
    at = unfolded(app(page, Project(name="Blank"), full=True))
    kinds = (
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
        "title",
        "header",
        "subheader",
        "text",
    )
    shown = [one.value for kind in kinds for one in getattr(at, kind)]
    shown += [label for kind in ("expander", "button", "metric", "selectbox") for label in labels(at, kind)]
    shown += [one.help for one in at.markdown if getattr(one, "help", None)]
    named = re.compile(rf"\b(?:{'|'.join(STEPS)})\\?\.[a-z][a-z\\_]+\b")
    assert [text for text in shown if named.search(text)] == []


def unfolded(at):
    """The page with every fold open that is drawn only when it is opened."""
    for part in at.session_state["parts"][1] if "parts" in at.session_state else ():
        if part.startswith("fold/"):
            at.session_state[part] = True
    return at.run()


def labels(at, kind):
    return [one.label for one in getattr(at, kind) if getattr(one, "label", None)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_opens_on_every_sample_at_full_depth(app, sample):
    at = app("problem", samples(catalogue.load())[sample], full=True)
    for page in [*STEPS, *DECIDE, *GENERAL]:
        at.switch_page(str(state.page(page))).run()
        assert not at.exception, (page, at.exception)
        assert not at.error, (page, [e.value for e in at.error])


def test_a_blank_project_cannot_say(app):
    at = app("assessment", Project(name="Blank"))
    assert any("Still open" in one.value for one in at.markdown)


def test_an_unknown_project_in_the_address_is_explained(app):
    at = app("problem", "no-such-project")
    assert at.warning or at.title[0].value == "No project is open"


def test_a_shared_address_opens_the_same_project(app):
    at = app("review", Project(name="Shared by address"))
    assert at.text_input[0].value == "Shared by address"


def test_a_step_that_asks_nothing_yet_says_so_and_is_not_marked_as_done(app):
    at = app("metrics", Project(name="Blank"))
    assert any("No question here in Quick scope so far" in one.value for one in at.caption)
    assert progress.mark(0, 0) not in (progress.mark(2, 2), progress.mark(2, 0))


def test_the_end_of_quick_scope_says_what_it_leaves_open(app, store):
    content, project = catalogue.load(), Project(name="Quick")
    at = app("assessment", project)
    said = "Quick scope is answered"
    assert not any(said in one.value for one in at.info)
    state_of = {
        q.id: Answer(state=State.not_applicable, reason="Not here")
        for q in content.questions.values()
        if q.core
    }
    store.apply(project.id, [Change(key, answer) for key, answer in state_of.items()], AUTHOR)
    at = app("assessment", project.id)
    assert any(said in one.value and "minutes" in one.value for one in at.info)
    at.session_state[f"depth/{project.id}"] = "Full"
    at.run()
    assert not any(said in one.value for one in at.info)


def test_what_the_dates_take_for_granted_is_said_and_can_be_made_an_answer(app, store):
    project = Project(
        name="Dates", plan={"tasks": [{"name": "Build", "duration_days": 20}], "days_per_week": 4}
    )
    at = app("timeline", project)
    assert any(
        "Taken for granted: work starts on" in one.value and "five days" not in one.value
        for one in at.caption
    )
    next(button for button in at.button if button.label == "That holds").click().run()
    plan = store.load(project.id).project.plan
    assert (plan.start, plan.days_per_week, plan.holidays) == (project.as_of, 4, [])
    assert not any("Taken for granted" in one.value for one in at.caption)


def test_what_would_sink_it_stands_above_everything_else_and_beside_the_steps(app):
    at = app("assessment", samples(catalogue.load())["hiring"])
    shown = [one.value for one in at.markdown]
    sink = next(n for n, text in enumerate(shown) if "What would sink it" in text)
    assert sink < next(n for n, text in enumerate(shown) if text.startswith("## "))
    assert any("There is personal data and no legal basis" in text for text in shown[sink:])
    assert any("more findings" in one.label for one in at.expander)
    assert any("Projects like this one" in one.value for one in at.subheader)
    at.switch_page(str(state.page("ethics"))).run()
    assert any("There is personal data and no legal basis" in one.value for one in at.markdown)


def test_a_fold_of_the_assessment_shows_what_it_names_once_it_is_opened(app, store):
    project = samples(catalogue.load())["hiring"]
    at = app("assessment", project)
    waived = next(button for button in at.button if button.label == "Waive with a reason").key[6:]
    store.apply(project.id, [Change(f"waiver/{waived}", Answer(value={"reason": "Accepted"}))], AUTHOR)
    folded = {one.value for one in at.run().markdown}
    opened = {one.value for one in unfolded(at).markdown}
    assert folded < opened
    shown = " ".join(opened - folded)
    for said in (" · weight ", "Source: ", "-badge[", f"{waived} · ", "Waived: Accepted"):
        assert said in shown
    next(button for button in at.button if button.key == f"unwaive/{waived}").click().run()
    assert not store.load(project.id).project.waivers
    assert f"unwaive/{waived}" not in [button.key for button in at.button]


def test_an_answer_draws_the_whole_page_only_where_it_decides_what_the_page_shows(app, store, samples):
    opened = samples["churn"].id
    at = app("ethics", samples["churn"], full=True)

    def answered(scope, stake):
        """The questions with buttons that are drawn after the answer, seen in one scope."""
        at.session_state[f"depth/{opened}"] = scope
        at.run()
        next(one for one in at.button_group if "/ethics.stake/" in str(one.key)).set_value(stake)
        at.run()
        assert store.load(opened).answers["ethics.stake"].value == stake
        return {key.split("/")[1] for one in at.button_group if (key := str(one.key)).startswith(opened)}

    assert not answered("Quick", "money")  # what follows from it is asked in Full scope alone
    assert not answered("Full", "rights")  # the same questions follow from both
    drawn = answered("Full", "none")
    assert "ethics.stake" in drawn
    assert "ethics.redress" not in drawn
    assert "ethics.redress" in answered("Full", "money")
