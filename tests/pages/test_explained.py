"""The review explains what moved between any two states of a project."""

import pytest

from mlscope.project import Answer
from mlscope.store import Author, Change
from mlscope.ui import state
from mlscope.ui.deciding import explained, paper
from mlscope.ui.deciding.explained import End

ANNA, BEN = Author("Anna"), Author("Ben")


@pytest.fixture
def lived_in(store, samples):
    """A project with a milestone at its beginning and a change since."""
    project = samples["demand"]
    store.create(project, ANNA)
    store.milestone(project.id, "Committee", ANNA)
    old = store.load(project.id).answers["people.users"]
    store.apply(project.id, [Change("people.users", Answer(value="absent"), old)], BEN)
    return project.id


def worked_out(at, project, start, end):
    """The page once what it waits for is there."""
    explained.explaining(project, start, end, state.house(project).number).result()
    return at.run()


def told(at):
    return next(frame.value for frame in at.dataframe if "What it did" in frame.value)


def test_the_review_tells_step_by_step_what_moved_since_a_milestone(app, store, lived_in):
    at = app("review", lived_in)
    at.session_state["moved_since"] = True
    at.run()
    milestone = store.milestones(lived_in)[0]
    start = End("Committee", milestone.revision, milestone)
    worked_out(at, lived_in, start, End("today", store.load(lived_in).revision))
    assert not at.exception
    found = told(at)
    assert len(found) == 1
    assert found.iloc[0]["Who"].startswith("Ben")
    assert "verdict from" in found.iloc[0]["What it did"]


def test_two_revisions_are_ends_as_well(app, store, lived_in):
    at = app("review", lived_in)
    at.session_state["moved_since"] = True
    at.run()
    last = store.load(lived_in).revision
    at.selectbox(key="moved_from").set_value("A revision")
    at.selectbox(key="moved_to").set_value("A revision").run()
    at.number_input(key="moved_from_revision").set_value(last - 1).run()
    worked_out(at, lived_in, End(f"revision {last - 1}", last - 1), End(f"revision {last}", last))
    assert not at.exception
    assert len(told(at)) == 1


def test_the_wrong_order_of_two_ends_is_explained(app, store, lived_in):
    at = app("review", lived_in)
    at.session_state["moved_since"] = True
    at.run()
    last = store.load(lived_in).revision
    at.selectbox(key="moved_to").set_value("A revision").run()
    at.selectbox(key="moved_from").set_value("A revision").run()
    at.number_input(key="moved_to_revision").set_value(1)
    at.number_input(key="moved_from_revision").set_value(last).run()
    start, end = End(f"revision {last}", last), End("revision 1", 1)
    with pytest.raises(explained.InputError, match="lies after"):
        explained.explaining(lived_in, start, end, state.house(lived_in).number).result()
    at.run()
    assert any("exchange the two" in error.value for error in at.error)


def test_milestones_of_two_projects_are_refused(store, lived_in, samples, catalogue):
    other = store.create(samples["churn"], ANNA)
    foreign = store.milestone(other, "Elsewhere", ANNA)
    ends = End("Elsewhere", 1, foreign), End("today", store.load(lived_in).revision)
    with pytest.raises(explained.InputError, match=r"“Elsewhere” is not one of this project; choose two"):
        explained.explain(store, lived_in, *ends, catalogue, state.house(lived_in))


def test_a_revision_that_does_not_exist_is_named(store, lived_in, catalogue):
    ends = End("revision 1", 1), End("revision 999999", 999_999)
    with pytest.raises(explained.InputError, match="there is no revision 999999"):
        explained.explain(store, lived_in, *ends, catalogue, state.house(lived_in))


def test_the_document_tells_what_changed_since_the_milestone_before(app, store, lived_in):
    at = app("document", lived_in)
    assert not at.exception
    opened, stamp = lived_in, store.load(lived_in).stamp
    now, then = (paper._rendered(opened, stamp, milestone, "md").decode() for milestone in ("", "Committee"))
    assert "What changed since Committee" in now
    assert "verdict from" in now.partition("What changed since Committee")[2]
    assert "What changed since" not in then  # it is the first one
