"""The app takes in how the other projects of its store were answered, and a milestone keeps that."""

from mlscope.assess import House
from mlscope.project import Project
from mlscope.store import HOUSE
from mlscope.ui import state
from mlscope.ui.deciding import replayed
from tests.pages.conftest import AUTHOR


def others(store, how_many=6):
    for number in range(how_many):
        project = {"name": f"Other {number}", "feasibility": {"proof": "failed"}}
        store.create(Project.model_validate(project), AUTHOR)


def test_the_assessment_says_how_many_other_projects_it_rests_on(app, store, blank):
    others(store)
    at = app("assessment", blank)
    number = state.house(blank.id).number
    told = [text.value for text in at.markdown if "other projects here" in text.value]
    assert told
    assert all("the 6 other projects here" in text and f"snapshot {number}" in text for text in told)


def test_few_other_projects_and_samples_say_nothing(app, store, samples):
    others(store, 3)
    store.create(samples["hiring"], AUTHOR)
    at = app("assessment", samples["churn"])
    assert not [text.value for text in at.markdown if "other projects here" in text.value]


def test_a_milestone_keeps_the_snapshot_of_its_day(app, store, blank):
    others(store)
    at = app("review", blank)
    next(field for field in at.text_input if field.label == "Name of a new milestone").set_value("Gate")
    next(button for button in at.button if button.label == "Set milestone").click().run()
    assert not at.exception
    milestone = store.milestones(blank.id)[0]
    kept = House.read(store.pinned(milestone)[HOUSE])
    assert kept == state.house(blank.id)
    others(store)
    state.house.clear()
    assert state.house(blank.id).number > kept.number
    then = replayed.replay(blank.id, "Gate").appraisal.assessment
    assert then.leaning.house == kept.number
    assert HOUSE not in milestone.changed(state.catalogue().content())
