"""The cheapest way is a plan: somebody sees to each step by a day, and it is ticked off."""

import datetime as dt

from mlscope.appraise import appraise
from mlscope.document import improvement_plan
from mlscope.document.changes import describe
from mlscope.project import BLANK


def test_a_step_is_taken_on_and_stands_in_every_paper(app, store, samples, catalogue):
    project = samples["churn"]
    at = app("assessment", project)
    next(field for field in at.text_input if field.label == "Owner").set_value("Jonas Petersen")
    next(field for field in at.date_input if field.label == "Due").set_value(dt.date(2027, 1, 15))
    next(box for box in at.checkbox if box.label == "Done").set_value(True)
    next(button for button in at.button if button.label == "Keep it").click().run()
    assert not at.exception
    loaded = store.load(project.id)
    (question_id, taken), *rest = loaded.project.improvements.items()
    assert not rest
    assert (taken.owner, taken.due, taken.done) == ("Jonas Petersen", dt.date(2027, 1, 15), True)
    plan = appraise(loaded.project, catalogue, points=256).assessment.improvement
    step = next(step for step in plan.steps if step.question == question_id)
    assert (step.owner, step.due, step.done) == ("Jonas Petersen", "2027-01-15", True)
    assert "Jonas Petersen,2027-01-15,yes" in improvement_plan.as_csv(plan).decode("utf-8-sig")
    key = f"improvement/{question_id}"
    said = describe(key, BLANK, loaded.answers[key], loaded.project, catalogue)
    assert said is not None
    assert said.after.startswith("Jonas Petersen, by ")
    assert said.after.endswith(", done")
    assert any("done; the answer is still" in text.value for text in at.markdown)
