"""The review explains what moved since a milestone."""

from mlscope.project import Answer
from mlscope.store import Author, Change


def test_the_review_tells_step_by_step_what_moved_since_a_milestone(app, store, samples):
    project = samples["demand"]
    store.create(project, Author("Anna"))
    store.milestone(project.id, "Committee", Author("Anna"))
    old = store.load(project.id).answers["people.users"]
    store.apply(project.id, [Change("people.users", Answer(value="absent"), old)], Author("Ben"))
    at = app("review", project.id)
    at.session_state["moved_since"] = True
    at.run()
    assert not at.exception
    told = next(frame.value for frame in at.dataframe if "What it did" in frame.value)
    assert len(told) == 1
    assert told.iloc[0]["Who"].startswith("Ben")
    assert "verdict from" in told.iloc[0]["What it did"]
